/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file random.h
   Seeded random numbers, the same on every machine.

   xoshiro256** (Blackman and Vigna, 2018, "Scrambled linear pseudorandom
   number generators"), its state filled by splitmix64.  Not for secrets.
*/

#ifndef BYLINE_RANDOM_H
#define BYLINE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/** The state of one sequence: plain data, to be copied and saved freely. */
typedef struct {
  uint64_t state[4]; ///< Never all zero
} BylineRandom;

/**
   Begin a sequence.

   @param seed The user's seed.
   @param stream Which of the seed's independent sequences: give every use
   (shuffle, augmentation of sample N, ...) its own.
*/
BylineRandom byline_random_begin(uint64_t seed, uint64_t stream);

/** Uniform over all 64-bit integers. */
uint64_t byline_random_next(BylineRandom* random);

/** Uniform over 0 .. `n` - 1, without bias; 0 when `n` is 0. */
uint64_t byline_random_below(BylineRandom* random, uint64_t n);

/** Uniform in [`low`, `high`). */
float byline_random_uniform(BylineRandom* random, float low, float high);

/** Normal with mean 0 and standard deviation 1. */
float byline_random_normal(BylineRandom* random);

/** Shuffle `n` indices in place (Fisher-Yates). */
void byline_random_shuffle(BylineRandom* random, size_t* indices, size_t n);

#endif // BYLINE_RANDOM_H
