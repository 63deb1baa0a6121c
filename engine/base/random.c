/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/random.h"

#include <assert.h>
#include <math.h>

static uint64_t splitmix(uint64_t* x)
{
  uint64_t z = (*x += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static uint64_t rotate_left(uint64_t x, int k)
{
  return (x << k) | (x >> (64 - k));
}

BylineRandom byline_random_begin(uint64_t seed, uint64_t stream)
{
  BylineRandom random;
  uint64_t x = seed;
  uint64_t y = splitmix(&x) ^ stream;
  for (unsigned i = 0; i < 4; ++i) {
    random.state[i] = splitmix(&y);
  }
  return random;
}

uint64_t byline_random_next(BylineRandom* random)
{
  uint64_t* const s = random->state;
  const uint64_t result = rotate_left(s[1] * 5, 7) * 9;
  const uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left(s[3], 45);
  return result;
}

uint64_t byline_random_below(BylineRandom* random, uint64_t n)
{
  if (n == 0) {
    return 0;
  }
  /* Reject the few values that would make small results likelier */
  const uint64_t threshold = (0 - n) % n;
  for (;;) {
    const uint64_t r = byline_random_next(random);
    if (r >= threshold) {
      return r % n;
    }
  }
}

float byline_random_uniform(BylineRandom* random, float low, float high)
{
  assert(low <= high);
  const float unit =
      (float)(byline_random_next(random) >> 40) * (1.0f / 16777216.0f);
  return low + unit * (high - low);
}

float byline_random_normal(BylineRandom* random)
{
  /* Box and Muller (1958), one of the two values */
  const double u = ((double)(byline_random_next(random) >> 11) + 1) * 0x1p-53;
  const double v = (double)(byline_random_next(random) >> 11) * 0x1p-53;
  return (float)(sqrt(-2 * log(u)) * cos(6.283185307179586 * v));
}

void byline_random_shuffle(BylineRandom* random, size_t* indices, size_t n)
{
  assert(indices || n == 0);
  for (size_t i = n; i > 1; --i) {
    const size_t j = (size_t)byline_random_below(random, i);
    const size_t t = indices[i - 1];
    indices[i - 1] = indices[j];
    indices[j] = t;
  }
}
