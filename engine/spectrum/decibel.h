/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file decibel.h
   Powers as decibels, many at once.
*/

#ifndef BYLINE_SPECTRUM_DECIBEL_H
#define BYLINE_SPECTRUM_DECIBEL_H

#include <stddef.h>

/**
   10 log10 of powers, none below BYLINE_SILENCE_DB.

   Exact to 0.0001 dB.

   @param power `n` finite values, none negative.
   @param[out] decibels `n` values; may be `power`.
*/
void byline_decibels(const float* power, size_t n, float* decibels);

#endif // BYLINE_SPECTRUM_DECIBEL_H
