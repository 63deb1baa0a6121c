/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file dot.h
   Products of two rows of numbers.
*/

#ifndef BYLINE_NN_DOT_H
#define BYLINE_NN_DOT_H

#include <stddef.h>

/** The sum of a[i] b[i], in one order on every processor: the same bits. */
float byline_dot(const float* a, const float* b, size_t n);

#endif // BYLINE_NN_DOT_H
