/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file half.h
   IEEE 754 half precision: how spectrograms are kept, and weights may be.

   Written without the processor's own instructions, in a form that compilers
   turn into vector code anyway.
*/

#ifndef BYLINE_BASE_HALF_H
#define BYLINE_BASE_HALF_H

#include <stddef.h>
#include <stdint.h>

/** The largest finite number. */
#define BYLINE_HALF_MAX 65504.0f

/** Round to half precision, to nearest, ties to even. */
void byline_half_from_float(const float* values, size_t n, uint16_t* halves);

/** Widen; exact. */
void byline_half_to_float(const uint16_t* halves, size_t n, float* values);

#endif // BYLINE_BASE_HALF_H
