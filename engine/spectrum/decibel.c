/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/decibel.h"
#include "byline/front_end.h"

#include <stdint.h>
#include <string.h>

/* The bits of sqrt(1/2), and of the lowest power that is told apart */
#define ROOT_HALF_BITS 0x3f3504f3
#define SILENCE_POWER 1e-10f

static float decibel(float power)
{
  /* power = 2^exponent * m, m from sqrt(1/2) to sqrt(2) */
  const float x = power > SILENCE_POWER ? power : SILENCE_POWER;
  int32_t bits;
  memcpy(&bits, &x, sizeof(bits));
  const int32_t exponent = (bits - ROOT_HALF_BITS) >> 23;
  bits -= exponent * (1 << 23);
  float m;
  memcpy(&m, &bits, sizeof(m));

  /* ln m = 2 artanh s, of whose series the next term is below 2e-6 */
  const float s = (m - 1.0f) / (m + 1.0f);
  const float s2 = s * s;
  const float ln_m = 2.0f * s * (1.0f + s2 * (1.0f / 3 + s2 * (1.0f / 5)));
  const float db = 3.01029996f * (float)exponent + 4.34294482f * ln_m;
  return db > BYLINE_SILENCE_DB ? db : BYLINE_SILENCE_DB;
}

void byline_decibels(const float* power, size_t n, float* decibels)
{
  for (size_t i = 0; i < n; ++i) {
    decibels[i] = decibel(power[i]);
  }
}
