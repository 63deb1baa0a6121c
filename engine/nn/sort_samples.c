/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/sort_samples.h"

#include <stdint.h>
#include <string.h>

enum { N_BYTES = sizeof(float), N_VALUES = 256 };

/* Bits that are ordered as the numbers are: a negative number's are all turned
   around, a positive one's sign is */
static uint32_t key_of(float value)
{
  uint32_t bits;
  memcpy(&bits, &value, sizeof(bits));
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

static size_t byte_of(float value, unsigned byte)
{
  return key_of(value) >> (8 * byte) & (N_VALUES - 1);
}

/* Where in the order of a byte the samples of each of its values begin */
static void find_places(const BylineSampled* samples, size_t n,
                        uint32_t places[N_BYTES][N_VALUES])
{
  memset(places, 0, N_BYTES * sizeof(*places));
  for (size_t i = 0; i < n; ++i) {
    for (unsigned byte = 0; byte < N_BYTES; ++byte) {
      ++places[byte][byte_of(samples[i].value, byte)];
    }
  }
  for (unsigned byte = 0; byte < N_BYTES; ++byte) {
    uint32_t next = 0;
    for (size_t k = 0; k < N_VALUES; ++k) {
      const uint32_t count = places[byte][k];
      places[byte][k] = next;
      next += count;
    }
  }
}

/* By the last byte first: what is in order stays so.  No branch depends on the
   numbers, unlike where they are compared. */
void byline_sort_samples(BylineSampled* samples, size_t n, BylineSampled* spare)
{
  uint32_t places[N_BYTES][N_VALUES];
  find_places(samples, n, places);
  for (unsigned byte = 0; byte < N_BYTES; ++byte) {
    const BylineSampled* const from = byte % 2 ? spare : samples;
    BylineSampled* const to = byte % 2 ? samples : spare;
    for (size_t i = 0; i < n; ++i) {
      to[places[byte][byte_of(from[i].value, byte)]++] = from[i];
    }
  }
}
