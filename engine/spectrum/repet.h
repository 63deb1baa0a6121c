/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file repet.h
   What repeats, whether in time or not.

   REPET-SIM (Z. Rafii, B. Pardo, 2012, "Music/voice separation using the
   similarity matrix") in its online form (the same, 2013, "Online REPET-SIM for
   real-time speech enhancement"): a window is compared with those before it;
   what it has in common with most of the similar ones is background.
*/

#ifndef BYLINE_SPECTRUM_REPET_H
#define BYLINE_SPECTRUM_REPET_H

#include "byline/status.h"

#include <stddef.h>

/** Windows being compared. */
typedef struct BylineRepet BylineRepet;

/**
   Begin.

   @param n_bins Of a window's spectrum.
   @param n_past How many windows are remembered.
   @param n_held Windows nearer than this in time do not count as repetitions.
   @param[out] repetition To be freed with byline_repet_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_repet_new(size_t n_bins, size_t n_past, size_t n_held,
                              BylineRepet** repetition);

/** Free.  NULL is fine. */
void byline_repet_free(BylineRepet* repetition);

/** Forget all windows. */
void byline_repet_reset(BylineRepet* repetition);

/**
   Take in a window.

   @param power `n_bins` powers.
   @param[out] background For each bin, the share of its amplitude that
   repeats, 0 to 1; 0 as long as little is known.
*/
void byline_repet_push(BylineRepet* repetition, const float* power,
                       float* background);

#endif // BYLINE_SPECTRUM_REPET_H
