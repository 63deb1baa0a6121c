/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file vocal_filter.h
   Vocal focus: how much of each bin of a spectrum is voice.

   A voice is mixed into the centre, is not as sudden as a drum, and does not
   repeat as what accompanies it does.  Each of these gives a soft mask; their
   product is the estimate.  README.md has the formulas, where they come from,
   and how well they work.

   Windows go in and come out one by one, live and offline alike.  Only
   percussion has to look ahead.
*/

#ifndef BYLINE_SPECTRUM_VOCAL_FILTER_H
#define BYLINE_SPECTRUM_VOCAL_FILTER_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** How many windows ahead percussion looks. */
#define BYLINE_PERCUSSION_LATENCY 3

/** What tells voice from the rest; any of them together. */
enum {
  BYLINE_SEPARATE_CENTRE = 1,     ///< It is mixed into the centre
  BYLINE_SEPARATE_PERCUSSION = 2, ///< It is not as sudden as a drum
  BYLINE_SEPARATE_REPETITION = 4, ///< It does not repeat as the music does
  /** What models hear with: those that measured best, without delay */
  BYLINE_SEPARATE_DEFAULT = BYLINE_SEPARATE_CENTRE | BYLINE_SEPARATE_REPETITION
};

/** How to separate. */
typedef struct {
  unsigned methods; ///< BYLINE_SEPARATE_...
  size_t n_past;    ///< Windows among which repetitions are looked for
} BylineVocalFilterSettings;

/** A separation in progress. */
typedef struct BylineVocalFilter BylineVocalFilter;

/** What is known about a window. */
typedef struct {
  const float* power; ///< The mix's, bin by bin
  const float* voice; ///< How much of it is voice: power gains, 0 to 1
} BylineSeparated;

/** What models hear with: BYLINE_SEPARATE_DEFAULT, the last 10 s. */
BylineVocalFilterSettings
byline_vocal_filter_settings_default(const BylineFrontEnd* front_end);

/**
   Begin a separation.

   @param front_end A checked one.
   @param settings Copied.
   @param[out] separator To be freed with byline_vocal_filter_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_vocal_filter_new(const BylineFrontEnd* front_end,
                                     const BylineVocalFilterSettings* settings,
                                     BylineVocalFilter** separator);

/** Free a separation.  NULL is fine. */
void byline_vocal_filter_free(BylineVocalFilter* separator);

/** Forget all windows. */
void byline_vocal_filter_reset(BylineVocalFilter* separator);

/**
   Take in the next window.  Does not allocate.

   @param mid fft_size / 2 + 1 powers of (left + right) / 2.
   @param side As many of (left - right) / 2; all 0 for mono.
   @param[out] separated This window, or with percussion the one
   BYLINE_PERCUSSION_LATENCY ago; the separator's own, valid until the next
   call.
   @return Whether there was such a window.
*/
bool byline_vocal_filter_push(BylineVocalFilter* separator, const float* mid,
                              const float* side, BylineSeparated* separated);

#endif // BYLINE_SPECTRUM_VOCAL_FILTER_H
