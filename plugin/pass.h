/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file pass.h
   The sound on its way through: the same bits out as in.
*/

#ifndef BYLINE_PLUGIN_PASS_H
#define BYLINE_PLUGIN_PASS_H

#include "realtime.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Whether two buffers of `n` samples have some in common; not where one is
    NULL. */
static inline bool byline_pass_overlap(const float* a, const float* b,
                                       size_t n) BYLINE_NONBLOCKING
{
  /* Whether a - b is from 1 - size to size - 1, in one comparison; nothing lies
     so near to NULL */
  const size_t size = n * sizeof(float);
  return a && n > 0 && (uintptr_t)a - (uintptr_t)b + size - 1 < 2 * size - 1;
}

/** Copy one channel through. */
static inline void byline_pass_channel(const float* in, float* out,
                                       size_t n) BYLINE_NONBLOCKING
{
  if (!out || out == in) {
    return;
  }
  if (in) {
    memmove(out, in, n * sizeof(float));
  } else {
    memset(out, 0, n * sizeof(float));
  }
}

/** As byline_pass(), where the left output would destroy the right input. */
void byline_pass_crossed(const float* left, const float* right, float* left_out,
                         float* right_out, size_t n) BYLINE_NONBLOCKING;

/**
   Copy a stereo block through.  Audio thread.

   Samples are moved, never computed with, so NaN, denormals and negative zero
   arrive as they came.  An output may be the same buffer as an input, its own
   or the other one.

   @param left `n` samples; NULL for silence; `right` likewise.
   @param left_out Room for `n` samples; NULL for nowhere; `right_out` likewise.
*/
static inline void byline_pass(const float* left, const float* right,
                               float* left_out, float* right_out,
                               size_t n) BYLINE_NONBLOCKING
{
  if (byline_pass_overlap(left_out, right, n)) {
    byline_pass_crossed(left, right, left_out, right_out, n);
  } else {
    byline_pass_channel(left, left_out, n);
    byline_pass_channel(right, right_out, n);
  }
}

#endif // BYLINE_PLUGIN_PASS_H
