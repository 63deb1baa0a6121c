/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file logistic.h
   The logistic function and the hyperbolic tangent, without branches and calls,
   so that loops over them become vector code.
*/

#ifndef BYLINE_NN_LOGISTIC_H
#define BYLINE_NN_LOGISTIC_H

#include <stdint.h>
#include <string.h>

/**
   e^x for x in about -87 to 88, clamped to there; relative error below 3e-7.

   x = n ln 2 + r with |r| <= ln 2 / 2; 2^n goes into the exponent, e^r comes
   from its Taylor series, which at this range is as good as float can hold.
*/
static inline float byline_exp(float x)
{
  const float clamped = x < -87 ? -87 : (x > 88 ? 88 : x);
  /* Adding 1.5 x 2^23 rounds to a whole number, in the last bits */
  const float magic = 12582912.0f;
  const float shifted = clamped * 1.44269504f + magic;
  const float n = shifted - magic;
  const float r = (clamped - n * 0.693145752f) - n * 1.42860677e-6f;
  const float p =
      1 + r * (1 + r * (0.5f +
                        r * (0.166666667f +
                             r * (0.0416666667f +
                                  r * (0.00833333333f + r * 0.00138888889f)))));
  int32_t bits;
  memcpy(&bits, &shifted, sizeof(bits));
  const uint32_t exponent = ((uint32_t)bits + 127) << 23;
  float power;
  memcpy(&power, &exponent, sizeof(power));
  return p * power;
}

/** 1 / (1 + e^-x). */
static inline float byline_logistic(float x)
{
  return 1 / (1 + byline_exp(-x));
}

/** The hyperbolic tangent; absolute error below 2e-7. */
static inline float byline_tanh(float x)
{
  return 2 * byline_logistic(2 * x) - 1;
}

#endif // BYLINE_NN_LOGISTIC_H
