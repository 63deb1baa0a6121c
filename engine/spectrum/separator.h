/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separator.h
   Vocal focus: how much of each bin of a spectrum is voice.

   A voice is mixed into the centre, is neither as short as a drum nor as
   steady as an organ, and does not repeat as what accompanies it does.  Each
   of these gives a soft mask; their product is the estimate.  README.md has the
   formulas, where they come from, and how well they work.

   Windows go in one by one, and come out BYLINE_SEPARATOR_LATENCY windows
   later with their masks: live and offline alike.
*/

#ifndef BYLINE_SPECTRUM_SEPARATOR_H
#define BYLINE_SPECTRUM_SEPARATOR_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Windows that a median over time spans. */
#define BYLINE_SEPARATOR_SPAN 11

/** Windows between a window and its mask: half of such a span. */
#define BYLINE_SEPARATOR_LATENCY (BYLINE_SEPARATOR_SPAN / 2)

/** A separation in progress. */
typedef struct BylineSeparator BylineSeparator;

/** What is known about a window. */
typedef struct {
  const float* power; ///< The mix's, bin by bin
  const float* voice; ///< How much of it is voice: power gains, 0 to 1
} BylineSeparated;

/**
   Begin a separation.

   @param front_end A checked one.
   @param[out] separator To be freed with byline_separator_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_separator_new(const BylineFrontEnd* front_end,
                                  BylineSeparator** separator);

/** Free a separation.  NULL is fine. */
void byline_separator_free(BylineSeparator* separator);

/** Forget all windows. */
void byline_separator_reset(BylineSeparator* separator);

/**
   Take in the next window.  Does not allocate.

   @param mid fft_size / 2 + 1 powers of (left + right) / 2.
   @param side As many of (left - right) / 2; all 0 for mono.
   @param[out] separated The window BYLINE_SEPARATOR_LATENCY ago; the
   separator's own, valid until the next call.
   @return Whether there was such a window.
*/
bool byline_separator_push(BylineSeparator* separator, const float* mid,
                           const float* side, BylineSeparated* separated);

/**
   Give out the next window that is held back: silence follows.

   @return Whether there was one.
*/
bool byline_separator_flush(BylineSeparator* separator,
                            BylineSeparated* separated);

#endif // BYLINE_SPECTRUM_SEPARATOR_H
