/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file front_end.h
   The picture that the networks see: the log-mel spectrogram.

   Training and the live plugin make it with this code and the settings that
   the model file carries, so both see the same.

       sound at any rate, stereo or mono
         -> mono -> resampled to sample_rate -> Hann window of fft_size every
         hop samples -> power spectrum -> n_mels triangular mel bands -> dB
         = one column of n_mels values, lowest band first

   With a vocal focus, each window is also separated into an estimate of the
   voice and the rest (engine/spectrum/README.md tells how), and a column holds
   the voice's n_mels values, or those of the mix, the voice and the rest, one
   after another: the picture's channels.

   A clip is a run of columns; byline_clip_normalize() turns it into a network's
   input, free of its level.
*/

#ifndef BYLINE_FRONT_END_H
#define BYLINE_FRONT_END_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What a spectrogram shows: the whole sound, or singing and speech apart. */
typedef enum {
  BYLINE_FOCUS_MIX,   ///< One channel: all sound
  BYLINE_FOCUS_VOICE, ///< One channel: an estimate of the voice
  BYLINE_FOCUS_THREE  ///< Three channels: the mix, the voice and the rest
} BylineFocus;

/** What a vocal focus finds the voice with. */
typedef enum {
  BYLINE_FINDER_FILTERS, ///< Centre and repetition (spectrum/vocal_filter.h)
  BYLINE_FINDER_NETWORK  ///< The network that comes with Byline (engine/voice)
} BylineFinder;

/** The settings of a spectrogram; part of every model file. */
typedef struct {
  uint32_t sample_rate; ///< What sound is resampled to, in Hz
  uint32_t fft_size;    ///< Samples in a window, a power of two
  uint32_t hop;         ///< Samples from one column to the next
  uint32_t n_mels;      ///< Mel bands in a column
  float min_frequency;  ///< Lower edge of the lowest band, in Hz
  float max_frequency;  ///< Upper edge of the highest band, in Hz
  float dynamic_range;  ///< dB kept below a clip's loudest cell
  BylineFocus focus;    ///< What is shown
  BylineFinder finder;  ///< Of the voice, if that is shown
} BylineFrontEnd;

/** Columns in a clip of the default front end: 10 s. */
#define BYLINE_CLIP_FRAMES 266

/** What a cell holds when there is no sound at all, in dB. */
#define BYLINE_SILENCE_DB (-100.0f)

/**
   The settings that new models are made with: 24 kHz, 2048-point windows every
   896 samples (37.3 ms), 128 bands from 30 Hz to 11 kHz, 80 dB; 10 s give
   BYLINE_CLIP_FRAMES columns; no vocal focus.
*/
BylineFrontEnd byline_front_end_default(void);

/**
   Refuse settings that cannot work, or that would take unreasonable memory
   (they may come from a stranger's file).

   @return BYLINE_OK or BYLINE_ERROR_FORMAT.
*/
BylineStatus byline_front_end_check(const BylineFrontEnd* front_end);

/** Whether columns of one show the same as columns of the other; the dynamic
    range may differ, which only clips have. */
bool byline_front_ends_match(const BylineFrontEnd* a, const BylineFrontEnd* b);

/** Channels of the picture: 1 or 3. */
size_t byline_front_end_channels(const BylineFrontEnd* front_end);

/** Values in a column: channels x n_mels. */
size_t byline_front_end_cells(const BylineFrontEnd* front_end);

/** "mix", "voice" or "three". */
const char* byline_focus_name(BylineFocus focus);

/** "filters" or "network". */
const char* byline_finder_name(BylineFinder finder);

/**
   Find a focus by its name.

   @param[out] focus Set when there is one.
   @return Whether there is one.
*/
bool byline_focus_find(const char* name, BylineFocus* focus);

/** How many columns `seconds` of sound give: whole windows only. */
size_t byline_front_end_frames(const BylineFrontEnd* front_end, double seconds);

/** When the column `frame` begins, in seconds. */
double byline_front_end_time(const BylineFrontEnd* front_end, size_t frame);

/** A spectrogram in the making: sound goes in, columns come out. */
typedef struct BylineSpectrogram BylineSpectrogram;

/**
   Receives one column.

   @param user What was passed to byline_spectrogram_push().
   @param column Channels x n_mels values in dB (10 log10 of the band's power, a
   full-scale sine being near 0), never below BYLINE_SILENCE_DB; valid during
   the call.
*/
typedef void (*BylineColumnFunction)(void* user, const float* column);

/** Finds voices by a network: spectrum/voice_finder.h. */
typedef struct BylineVoiceFinder BylineVoiceFinder;

/**
   Make an extractor.

   Planning the FFT is serialised within this binary.  Any non-realtime thread.

   @param front_end Copied.
   @param finder Finds voices where the focus is BYLINE_FINDER_NETWORK's:
   &byline_voice_finder (voice/voice_queue.h); NULL where it never is.
   @param input_rate Rate of the sound that will come, 1000 to 1 000 000 Hz.
   @param[out] spectrogram To be freed with byline_spectrogram_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE for an impossible rate,
   BYLINE_ERROR_FORMAT for impossible settings, or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_spectrogram_new(const BylineFrontEnd* front_end,
                                    const BylineVoiceFinder* finder,
                                    double input_rate,
                                    BylineSpectrogram** spectrogram);

/** Free an extractor.  NULL is fine. */
void byline_spectrogram_free(BylineSpectrogram* spectrogram);

/** Forget all sound heard so far, as if just made. */
void byline_spectrogram_reset(BylineSpectrogram* spectrogram);

/**
   Turn down what accompanies the voice, from the next column on: vocal focus
   for networks that have not learnt to hear with one.

   A front end with a focus of its own keeps to that.  Takes memory when it is
   first needed; what comes after does not allocate.

   @param share How much of its amplitude is taken out, 0 to 1.  With 0, nothing
   is separated and nothing more is spent.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY, after which all is as before.
*/
BylineStatus byline_spectrogram_turn_down(BylineSpectrogram* spectrogram,
                                          float share);

/**
   Take in sound and give out every column that it completes.

   However the sound is cut into calls, the columns are the same, bit for bit.
   Samples that are not finite count as 0.  Does not allocate.  One thread at
   a time per extractor.

   @param left `n` samples at the input rate.
   @param right `n` samples, or NULL when the sound is mono, which is the same
   as twice `left`; stereo is averaged.
   @param column Called once per column, in order.
   @param user Passed on to `column`.
*/
void byline_spectrogram_push(BylineSpectrogram* spectrogram, const float* left,
                             const float* right, size_t n,
                             BylineColumnFunction column, void* user);

/**
   The sound has ended: give out the columns that are held back.  Those of a
   vocal focus with BYLINE_FINDER_NETWORK come about half a second late; others
   at once.  What comes next must be byline_spectrogram_reset().
*/
void byline_spectrogram_flush(BylineSpectrogram* spectrogram,
                              BylineColumnFunction column, void* user);

/**
   The mix's n_mels values of the column that is being given out, whatever the
   focus.  To be asked for from within `column`.
*/
const float* byline_spectrogram_mix(const BylineSpectrogram* spectrogram);

/**
   Turn a clip into a network's input: clamp to the dynamic range below the
   loudest cell, remove the mean and divide by the standard deviation (of the
   whole clip), and lay it out with bands as rows.  Where there are several
   channels, all are measured by the first, so that their levels remain
   comparable.

   The same clip at another level gives the same picture.  A clip without
   variation gives zeros.

   @param columns `n_frames` x channels x n_mels values in dB, one column after
   another.
   @param[out] image channels x n_mels x `n_frames`: row 0 is the lowest band.
*/
void byline_clip_normalize(const BylineFrontEnd* front_end,
                           const float* columns, size_t n_frames, float* image);

#endif // BYLINE_FRONT_END_H
