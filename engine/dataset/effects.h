/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file effects.h
   What happens to music between the record and the ear: played faster, over a
   telephone, in a hall.

   A chain is text such as "speed=1.04,telephone,noise=20": steps in the order
   in which they are done, each with its value.
*/

#ifndef BYLINE_DATASET_EFFECTS_H
#define BYLINE_DATASET_EFFECTS_H

#include "byline/random.h"
#include "byline/status.h"
#include "dataset/sound.h"

#include <stddef.h>
#include <stdint.h>

/** Most steps in a chain. */
#define BYLINE_MAX_EFFECTS 16

/** A kind of step. */
typedef struct {
  const char* name;      ///< As chains write it
  const char* unit;      ///< Of its value, NULL when it takes none
  double minimum;        ///< Smallest value
  double maximum;        ///< Largest value
  const char* summary;   ///< What it does, for the help
  BylineStatus (*apply)( ///< Do it, in place
      BylineSound* sound, double value, BylineRandom* random);
} BylineEffect;

/** The kinds of steps; the last has no name. */
extern const BylineEffect byline_effects[];

/** A chain. */
typedef struct {
  struct {
    const BylineEffect* effect; ///< What to do
    double value;               ///< How much
  } steps[BYLINE_MAX_EFFECTS];  ///< In order
  size_t n;                     ///< How many
} BylineEffectChain;

/**
   Read a chain.

   @return BYLINE_OK or BYLINE_ERROR_USAGE.
*/
BylineStatus byline_effect_chain_parse(const char* text,
                                       BylineEffectChain* chain);

/**
   Send sound through a chain.

   @param seed Of what is drawn at random (noise, echoes).
   @param[in,out] sound Changed, perhaps in length; to be freed in any case.
   @return BYLINE_OK, BYLINE_ERROR_MEMORY or, without an encoder for a codec,
   BYLINE_ERROR_DATA.
*/
BylineStatus byline_effect_chain_apply(const BylineEffectChain* chain,
                                       uint64_t seed, BylineSound* sound);

/** Speed: pitch and tempo together, as on a turntable; 1.08 is 8 % faster. */
BylineStatus byline_effect_speed(BylineSound* sound, double factor,
                                 BylineRandom* random);

/** Tempo alone; 1.08 is 8 % faster. */
BylineStatus byline_effect_tempo(BylineSound* sound, double factor,
                                 BylineRandom* random);

/** Pitch alone, in semitones. */
BylineStatus byline_effect_pitch(BylineSound* sound, double semitones,
                                 BylineRandom* random);

/** Take away what lies above a frequency, in Hz; 24 dB an octave. */
BylineStatus byline_effect_lowpass(BylineSound* sound, double frequency,
                                   BylineRandom* random);

/** Take away what lies below a frequency, in Hz; 24 dB an octave. */
BylineStatus byline_effect_highpass(BylineSound* sound, double frequency,
                                    BylineRandom* random);

/** Leave an octave on either side of a frequency, in Hz. */
BylineStatus byline_effect_bandpass(BylineSound* sound, double frequency,
                                    BylineRandom* random);

/** Raise what lies below 200 Hz, in dB. */
BylineStatus byline_effect_bass(BylineSound* sound, double gain,
                                BylineRandom* random);

/** Raise what lies above 4 kHz, in dB. */
BylineStatus byline_effect_treble(BylineSound* sound, double gain,
                                  BylineRandom* random);

/** The band of a telephone or a bad loudspeaker; the value means nothing. */
BylineStatus byline_effect_telephone(BylineSound* sound, double unused,
                                     BylineRandom* random);

/** Louder, in dB. */
BylineStatus byline_effect_gain(BylineSound* sound, double gain,
                                BylineRandom* random);

/** Squeeze what lies above -24 dBFS by a ratio. */
BylineStatus byline_effect_compress(BylineSound* sound, double ratio,
                                    BylineRandom* random);

/** Change the side, what tells left from right, by a factor; 0 is mono. */
BylineStatus byline_effect_width(BylineSound* sound, double factor,
                                 BylineRandom* random);

/** Add white noise, in dB below the sound. */
BylineStatus byline_effect_noise(BylineSound* sound, double snr,
                                 BylineRandom* random);

/** Add a murmuring and clapping audience, in dB below the sound. */
BylineStatus byline_effect_crowd(BylineSound* sound, double snr,
                                 BylineRandom* random);

/** Encode as MP3 and decode again, at so many kilobits a second. */
BylineStatus byline_effect_mp3(BylineSound* sound, double kilobits,
                               BylineRandom* random);

/** Encode as Opus and decode again, at so many kilobits a second. */
BylineStatus byline_effect_opus(BylineSound* sound, double kilobits,
                                BylineRandom* random);

/** A room whose echoes fall by 60 dB within so many seconds. */
BylineStatus byline_effect_reverb(BylineSound* sound, double seconds,
                                  BylineRandom* random);

#endif // BYLINE_DATASET_EFFECTS_H
