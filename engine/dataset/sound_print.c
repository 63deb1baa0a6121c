/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/sound_print.h"

#include "base/half.h"
#include "dataset/npy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns from one word to the next, and columns that a word averages: they
   overlap so that it does not matter much where the first column lies */
#define STEP 7
#define WINDOW 28

/* Groups of bands, one more than a word has bits */
#define N_GROUPS 17

/* A change of less than this is none, in dB */
#define MIN_CHANGE 0.1f

/* Share of bits that must be certain in both prints */
#define MIN_CERTAIN 0.3

/* Words by which two prints may be shifted */
#define MAX_SHIFT 8

/* Measured on the corpus, 14 pieces re-encoded: as MP3 of 48 kbit/s, as Opus
   of 32 kbit/s and cut by 0.4 s, as mono Vorbis at 22 kHz and delayed, up to
   0.38; two different pieces (393 pairs of about equal length) from 0.425 on */
#define SAME_DISTANCE 0.40

/* The same for a part of a recording, which may lie anywhere in it: 24 excerpts
   of 15 to 60 s, half of them as MP3 of 64 or Opus of 32 kbit/s, up to 0.24;
   13 776 parts of other pieces from 0.36 on */
#define PART_DISTANCE 0.31

/* Words that a part has at least, and those it is sought by */
#define LEAST_PART 32
#define SEARCHED 64
#define GLANCE 16

/* Prints of a few seconds have few bits, which are nearer than that by chance:
   how far from a half of them, in standard deviations, is no chance */
#define MIN_DEVIATIONS 6

/* Add a column's bands to the sums of the groups they are in. */
static void add_column(const BylineNpy* npy, size_t n_bands, size_t column,
                       float sign, float* columns, float* sums)
{
  byline_half_to_float(npy->data + column * npy->n_columns, n_bands, columns);
  for (size_t group = 0; group < N_GROUPS; ++group) {
    const size_t end = n_bands * (group + 1) / N_GROUPS;
    float sum = 0;
    for (size_t band = n_bands * group / N_GROUPS; band < end; ++band) {
      sum += columns[band];
    }
    sums[group] += sign * sum / (float)(n_bands / N_GROUPS + 1);
  }
}

static void make_word(const float* now, const float* before, uint16_t* word,
                      uint16_t* certain)
{
  unsigned bits = 0;
  unsigned mask = 0;
  for (size_t i = 0; i + 1 < N_GROUPS; ++i) {
    const float change = now[i] - now[i + 1] - (before[i] - before[i + 1]);
    bits |= (change > 0 ? 1u : 0u) << i;
    mask |= (fabsf(change) >= MIN_CHANGE * WINDOW ? 1u : 0u) << i;
  }
  *word = (uint16_t)bits;
  *certain = (uint16_t)mask;
}

static void make_words(const BylineNpy* npy, size_t n_bands, float* scratch,
                       BylineSoundPrint* print)
{
  float sums[N_GROUPS] = {0};
  float before[N_GROUPS];
  size_t column = 0;
  while (column < WINDOW) {
    add_column(npy, n_bands, column++, 1, scratch, sums);
  }
  for (size_t i = 0; i < print->n; ++i) {
    memcpy(before, sums, sizeof(before));
    for (size_t k = 0; k < STEP; ++k, ++column) {
      add_column(npy, n_bands, column, 1, scratch, sums);
      add_column(npy, n_bands, column - WINDOW, -1, scratch, sums);
    }
    make_word(sums, before, &print->words[i], &print->certain[i]);
  }
}

BylineStatus byline_sound_print_take(const char* features_path, size_t n_bands,
                                     BylineSoundPrint* print)
{
  *print = (BylineSoundPrint){0};
  BylineNpy npy;
  BylineStatus status = byline_npy_open(features_path, &npy);
  if (status != BYLINE_OK) {
    return status;
  }
  if (npy.n_rows > WINDOW) {
    print->n = (npy.n_rows - WINDOW) / STEP;
  }
  n_bands = n_bands < npy.n_columns ? n_bands : npy.n_columns;
  float* const scratch = malloc(n_bands * sizeof(*scratch));
  print->words = calloc(print->n + 1, sizeof(*print->words));
  print->certain = calloc(print->n + 1, sizeof(*print->certain));
  if (scratch && print->words && print->certain) {
    make_words(&npy, n_bands, scratch, print);
  } else {
    status =
        byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", features_path);
    byline_sound_print_free(print);
  }
  free(scratch);
  byline_npy_close(&npy);
  return status;
}

void byline_sound_print_free(BylineSoundPrint* print)
{
  free(print->words);
  free(print->certain);
  *print = (BylineSoundPrint){0};
}

/* Compare `n` words of two prints, from some word of each on. */
static double distance_of(const BylineSoundPrint* a, size_t a_first,
                          const BylineSoundPrint* b, size_t b_first, size_t n)
{
  size_t n_bits = 0;
  size_t n_different = 0;
  for (size_t i = 0; i < n; ++i) {
    const unsigned certain = a->certain[a_first + i] & b->certain[b_first + i];
    const unsigned change = a->words[a_first + i] ^ b->words[b_first + i];
    n_bits += (size_t)__builtin_popcount(certain);
    n_different += (size_t)__builtin_popcount(certain & change);
  }
  return (double)n_bits < MIN_CERTAIN * (double)(n * (N_GROUPS - 1))
             ? 1
             : (double)n_different / (double)n_bits;
}

bool byline_sound_print_comparable(const BylineSoundPrint* a,
                                   const BylineSoundPrint* b)
{
  const size_t difference = a->n < b->n ? b->n - a->n : a->n - b->n;
  return difference <= MAX_SHIFT;
}

/* The least distance of two prints of about the same length; `*shift` is the
   word of `b` that is word 0 of `a`. */
static double align(const BylineSoundPrint* a, const BylineSoundPrint* b,
                    long* best_shift)
{
  const size_t shorter = a->n < b->n ? a->n : b->n;
  double best = 1;
  *best_shift = 0;
  if (!byline_sound_print_comparable(a, b) || shorter <= 2 * MAX_SHIFT) {
    return best;
  }
  for (long shift = -MAX_SHIFT; shift <= MAX_SHIFT; ++shift) {
    const size_t ahead = shift < 0 ? (size_t)-shift : 0;
    const size_t behind = shift > 0 ? (size_t)shift : 0;
    const double d = distance_of(a, ahead, b, behind, shorter - ahead - behind);
    if (d < best) {
      best = d;
      *best_shift = shift;
    }
  }
  return best;
}

double byline_sound_print_distance(const BylineSoundPrint* a,
                                   const BylineSoundPrint* b)
{
  long shift = 0;
  return align(a, b, &shift);
}

/* Below which distance two prints are not alike by chance.  Neighbouring bits
   hang together, so that they count as half as many. */
static double limit_of(const BylineSoundPrint* a, const BylineSoundPrint* b)
{
  const size_t n = a->n < b->n ? a->n : b->n;
  size_t n_bits = 1;
  for (size_t i = 0; i < n; ++i) {
    n_bits += (size_t)__builtin_popcount(a->certain[i] & b->certain[i]);
  }
  const double deviation = 0.5 / sqrt(0.5 * (double)n_bits);
  return fmin(SAME_DISTANCE, 0.5 - MIN_DEVIATIONS * deviation);
}

bool byline_sound_print_same(const BylineSoundPrint* a,
                             const BylineSoundPrint* b, long* shift)
{
  const bool same = align(a, b, shift) < limit_of(a, b);
  *shift *= STEP;
  return same;
}

/* ---- parts of recordings */

/* Where the words of a part say most, to look for these first. */
static size_t find_clearest(const BylineSoundPrint* part, size_t n)
{
  size_t sum = 0;
  size_t most = 0;
  size_t best = 0;
  for (size_t i = 0; i < part->n; ++i) {
    sum += (size_t)__builtin_popcount(part->certain[i]);
    if (i >= n) {
      sum -= (size_t)__builtin_popcount(part->certain[i - n]);
    }
    if (i + 1 >= n && sum > most) {
      most = sum;
      best = i + 1 - n;
    }
  }
  return best;
}

/* Bits that are set in four words */
static unsigned count_bits(uint64_t x)
{
  x -= x >> 1 & 0x5555555555555555;
  x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
  x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return (unsigned)(x * 0x0101010101010101 >> 56);
}

static uint64_t four(const uint16_t* words)
{
  uint64_t all = 0;
  memcpy(&all, words, sizeof(all));
  return all;
}

/* Whether some words may be the same: a look at the first 16 of them, as it is
   done for every place in every recording. */
static bool may_match(const BylineSoundPrint* a, size_t a_first,
                      const BylineSoundPrint* b, size_t b_first)
{
  unsigned n_bits = 0;
  unsigned n_different = 0;
  for (size_t i = 0; i < GLANCE; i += 4) {
    const uint64_t certain =
        four(a->certain + a_first + i) & four(b->certain + b_first + i);
    const uint64_t change =
        four(a->words + a_first + i) ^ four(b->words + b_first + i);
    n_bits += count_bits(certain);
    n_different += count_bits(certain & change);
  }
  return n_different * 100 <= n_bits * 46;
}

bool byline_sound_print_is_part(const BylineSoundPrint* part,
                                const BylineSoundPrint* whole, long* shift)
{
  const size_t n = part->n < SEARCHED ? part->n : SEARCHED;
  if (n < LEAST_PART || part->n > whole->n) {
    return false;
  }
  const size_t clearest = find_clearest(part, n);
  double best = 1;
  size_t place = 0;
  for (size_t i = 0; i + n <= whole->n; ++i) {
    if (may_match(part, clearest, whole, i)) {
      const double d = distance_of(part, clearest, whole, i, n);
      place = d < best ? i : place;
      best = d < best ? d : best;
    }
  }
  if (best > PART_DISTANCE) {
    return false;
  }
  /* The rest of it, as far as the other reaches; 2 s more may be at its ends */
  const size_t before = place < clearest ? clearest - place : 0;
  const size_t first = place + before - clearest;
  const size_t n_rest = part->n - before;
  const size_t n_there = whole->n - first < n_rest ? whole->n - first : n_rest;
  *shift = ((long)place - (long)clearest) * STEP;
  return part->n - n_there <= 2 * MAX_SHIFT &&
         distance_of(part, before, whole, first, n_there) < PART_DISTANCE;
}
