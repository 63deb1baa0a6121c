/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file applause.h
   Applause before and after the music of a concert.
*/

#ifndef BYLINE_DATASET_APPLAUSE_H
#define BYLINE_DATASET_APPLAUSE_H

#include "byline/front_end.h"
#include "dataset/npy.h"
#include "dataset/segment.h"

#include <stdbool.h>
#include <stddef.h>

/** Columns of n_mels values that byline_applause_measure() needs room for. */
#define BYLINE_APPLAUSE_SCRATCH 5

/** What tells applause from music; see applause.c for the thresholds. */
typedef struct {
  double likeness; ///< How alike the fine structure of the spectrum is, window
                   ///< by window: 1 for held tones, about 0 for noise
  double movement; ///< Mean change of the level from column to column, in dB
  double bass;     ///< Level below 150 Hz over that of 600 to 3000 Hz, in dB
} BylineApplauseSigns;

/**
   Measure some columns.

   @param npy A spectrogram; the first n_mels bands of each column are looked
   at.
   @param first First of `n` columns, more than 3.
   @param scratch Room for BYLINE_APPLAUSE_SCRATCH x n_mels values.
*/
BylineApplauseSigns byline_applause_measure(const BylineNpy* npy,
                                            const BylineFrontEnd* front_end,
                                            size_t first, size_t n,
                                            float* scratch);

/** Whether that is applause. */
bool byline_applause_is(const BylineApplauseSigns* signs);

/**
   Cut applause off both ends of a segment, in steps of 2 s.  Where it would be
   half of the recording or more, it is no applause, and nothing is cut.

   @param[in,out] segment A part of `npy`.
   @return False when out of memory.
*/
bool byline_applause_cut(const BylineNpy* npy, const BylineFrontEnd* front_end,
                         BylineSegment* segment);

#endif // BYLINE_DATASET_APPLAUSE_H
