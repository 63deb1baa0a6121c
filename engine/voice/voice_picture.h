/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_picture.h
   What the network that finds voices sees, and what its answer means.

   Sound at 16 kHz is cut into windows of 64 ms, one every 16 ms.  A window's
   power spectrum is gathered into bands: as wide as a bin below 1 kHz, where
   the partials of low voices lie close together, and growing with frequency
   above.  For each band of each column the network answers with a mask: the
   voice's share of the amplitude.

   The network is causal.  To look ahead, its answer to a column is the mask of
   the column BYLINE_VOICE_AHEAD before.  It is shown that part once more,
   beside the newest one.  The channels of its picture are

       0  the newest column: dB over the running level, tilted so that music is
          about as strong at all frequencies
       1  the column after the one that the answer is for, likewise: a kernel of
          three causal columns has the answer's in its middle
       2  how far that column's side lies below its mid, 20 dB and more being -1
       3  the band's place, -1 to 1
*/

#ifndef BYLINE_VOICE_PICTURE_H
#define BYLINE_VOICE_PICTURE_H

#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>

enum {
  BYLINE_VOICE_RATE = 16000,  ///< In Hz
  BYLINE_VOICE_WINDOW = 1024, ///< Samples in a window
  BYLINE_VOICE_HOP = 256,     ///< Samples from one window to the next
  BYLINE_VOICE_BINS = 513,    ///< Of a window's spectrum
  BYLINE_VOICE_BANDS = 192,   ///< Rows of the picture
  BYLINE_VOICE_CHANNELS = 4,  ///< Of the picture
  BYLINE_VOICE_AHEAD = 12,    ///< Columns that are looked ahead
  BYLINE_VOICE_BEFORE = BYLINE_VOICE_AHEAD - 1 ///< Channel 1 is so much older
};

/** The frequency, in Hz, of the middle of each band. */
void byline_voice_bands(float frequencies[BYLINE_VOICE_BANDS]);

/** How bins become bands. */
typedef struct {
  float frequencies[BYLINE_VOICE_BANDS]; ///< Middles, in Hz
  uint16_t begin[BYLINE_VOICE_BANDS];    ///< First bin of each
  uint16_t end[BYLINE_VOICE_BANDS];      ///< One past its last
  float weights[3 * BYLINE_VOICE_BINS];  ///< One band's after another's
  float tilt[BYLINE_VOICE_BANDS];        ///< Added, in dB
} BylineVoiceBands;

/** Work out the bands. */
void byline_voice_bands_init(BylineVoiceBands* bands);

/** Mean power of each band of a window's power spectrum. */
void byline_voice_bands_gather(const BylineVoiceBands* bands,
                               const float power[BYLINE_VOICE_BINS],
                               float gathered[BYLINE_VOICE_BANDS]);

/** The level of what was heard so far: an average over some seconds. */
typedef struct {
  double sum;    ///< Of columns' powers, older ones counting less
  double weight; ///< Of them
} BylineVoiceLevel;

/** A picture in the making: it knows the columns that come up once more. */
typedef struct {
  const BylineVoiceBands* bands;
  BylineVoiceLevel level;
  size_t n;                                               ///< Columns so far
  float past[BYLINE_VOICE_BEFORE][2][BYLINE_VOICE_BANDS]; ///< Channels 1 and 2
} BylineVoicePicture;

/** Begin; `bands` must outlive it. */
void byline_voice_picture_init(BylineVoicePicture* picture,
                               const BylineVoiceBands* bands);

/**
   Add a column.

   @param mid Powers of the bands of (left + right) / 2, full scale being 1.
   @param side Of (left - right) / 2.
   @param[out] image Where channel 0, band 0 of this column goes; each following
   band is `stride` further, each channel BYLINE_VOICE_BANDS x `stride`.
*/
void byline_voice_picture_add(BylineVoicePicture* picture,
                              const float mid[BYLINE_VOICE_BANDS],
                              const float side[BYLINE_VOICE_BANDS],
                              float* image, size_t stride);

/** Interpolate a mask between the bands' middles, at a frequency in Hz. */
float byline_voice_mask_at(const BylineVoiceBands* bands,
                           const float mask[BYLINE_VOICE_BANDS],
                           double frequency);

#endif // BYLINE_VOICE_PICTURE_H
