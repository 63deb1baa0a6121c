/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file curves.h
   How a training went, epoch by epoch.
*/

#ifndef BYLINE_EVALUATION_CURVES_H
#define BYLINE_EVALUATION_CURVES_H

#include "byline/status.h"

#include <stddef.h>

/** What a training's metrics.jsonl says of each epoch. */
typedef enum {
  BYLINE_CURVE_EPOCH,
  BYLINE_CURVE_TRAIN_LOSS,
  BYLINE_CURVE_LOSS,
  BYLINE_CURVE_TRAIN_ACCURACY,
  BYLINE_CURVE_ACCURACY,
  BYLINE_CURVE_F1,
  BYLINE_CURVE_RATE,
  BYLINE_N_CURVES
} BylineCurve;

/** All epochs. */
typedef struct {
  double* values[BYLINE_N_CURVES]; ///< `n` each; not a number where missing
  size_t n;                        ///< Epochs
} BylineCurves;

/**
   Read a metrics.jsonl.  Lines that are not JSON are passed over: the last one
   may be half written.

   @param[out] curves To be freed with byline_curves_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_DATA (no epoch in it) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_curves_read(const char* path, BylineCurves* curves);

/** Free and clear. */
void byline_curves_free(BylineCurves* curves);

#endif // BYLINE_EVALUATION_CURVES_H
