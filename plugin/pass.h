/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file pass.h
   The sound on its way through: the same bits out as in.
*/

#ifndef BYLINE_PLUGIN_PASS_H
#define BYLINE_PLUGIN_PASS_H

#include "realtime.h"

#include <stddef.h>

/**
   Copy a stereo block through.  Audio thread.

   Samples are moved, never computed with, so NaN, denormals and negative zero
   arrive as they came.  An output may be the same buffer as an input, its own
   or the other one.

   @param in Left and right, `n` samples each; NULL for silence.
   @param out Left and right, `n` samples each; NULL for nowhere.
*/
void byline_pass(const float* const in[2], float* const out[2],
                 size_t n) BYLINE_NONBLOCKING;

#endif // BYLINE_PLUGIN_PASS_H
