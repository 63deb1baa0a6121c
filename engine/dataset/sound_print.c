/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/sound_print.h"

#include "base/half.h"
#include "dataset/npy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns that a word averages: they overlap so that it does not matter much
   where the first column lies */
#define WINDOW 28

/* Groups of bands, one more than a word has bits */
#define N_GROUPS 17

/* A change of less than this is none, in dB */
#define MIN_CHANGE 0.1f

/* Share of bits that must be certain in both prints */
#define MIN_CERTAIN 0.3

/* Measured on the corpus, 14 pieces re-encoded: as MP3 of 48 kbit/s, as Opus
   of 32 kbit/s and cut by 0.4 s, as mono Vorbis at 22 kHz and delayed, up to
   0.38; two different pieces (393 pairs of about equal length) from 0.425 on */
#define SAME_DISTANCE 0.40

/* Prints of a few seconds have few bits, which are nearer than that by chance:
   how far from a half of them, in standard deviations, is no chance */
#define MIN_DEVIATIONS 6

/* Bits of a word that are not relied on to find it */
#define N_WEAK 4

/* How clear a word is */
typedef struct {
  float clear;    ///< The least change of all bits but the weak ones
  uint32_t place; ///< Which word
  uint16_t weak;  ///< Its weak bits
} Clarity;

/* Find the mean levels of a column's groups of bands. */
static void take_column(const BylineNpy* npy, size_t n_bands, size_t column,
                        float* levels, float* means)
{
  byline_half_to_float(npy->data + column * npy->n_columns, n_bands, levels);
  for (size_t group = 0; group < N_GROUPS; ++group) {
    const size_t end = n_bands * (group + 1) / N_GROUPS;
    float sum = 0;
    for (size_t band = n_bands * group / N_GROUPS; band < end; ++band) {
      sum += levels[band];
    }
    means[group] = sum / (float)(n_bands / N_GROUPS + 1);
  }
}

static void add(const float* means, float* sums)
{
  for (size_t group = 0; group < N_GROUPS; ++group) {
    sums[group] += means[group];
  }
}

static void subtract(const float* means, float* sums)
{
  for (size_t group = 0; group < N_GROUPS; ++group) {
    sums[group] -= means[group];
  }
}

/* Find which bits of a word say least, and how much the least of the others
   says. */
static Clarity find_clarity(const float* changes, size_t place)
{
  Clarity c = {.place = (uint32_t)place};
  for (size_t n = 0; n <= N_WEAK; ++n) {
    size_t least = N_GROUPS;
    for (size_t i = 0; i + 1 < N_GROUPS; ++i) {
      if (!(c.weak >> i & 1) &&
          (least == N_GROUPS || fabsf(changes[i]) < fabsf(changes[least]))) {
        least = i;
      }
    }
    c.clear = fabsf(changes[least]);
    c.weak = (uint16_t)(c.weak | (n < N_WEAK ? 1u << least : 0));
  }
  return c;
}

static void make_word(const float* now, const float* before, size_t place,
                      BylineSoundPrint* print, Clarity* clarity)
{
  unsigned bits = 0;
  unsigned mask = 0;
  float changes[N_GROUPS - 1];
  for (size_t i = 0; i + 1 < N_GROUPS; ++i) {
    const float change = now[i] - now[i + 1] - (before[i] - before[i + 1]);
    bits |= (change > 0 ? 1u : 0u) << i;
    mask |= (fabsf(change) >= MIN_CHANGE * WINDOW ? 1u : 0u) << i;
    changes[i] = change;
  }
  print->words[place] = (uint16_t)bits;
  print->certain[place] = (uint16_t)mask;
  *clarity = find_clarity(changes, place);
}

static int compare_clarity(const void* a, const void* b)
{
  const Clarity* const x = a;
  const Clarity* const y = b;
  if (x->clear != y->clear) {
    return x->clear > y->clear ? -1 : 1;
  }
  return x->place < y->place ? -1 : 1;
}

/* Choose the words that are clearest, but for a few bits. */
static void choose_probes(Clarity* clarities, BylineSoundPrint* print)
{
  qsort(clarities, print->n, sizeof(*clarities), compare_clarity);
  while (print->n_probes < print->n && print->n_probes < BYLINE_SOUND_PROBES &&
         clarities[print->n_probes].clear >= MIN_CHANGE * WINDOW) {
    const Clarity* const c = &clarities[print->n_probes];
    print->probes[print->n_probes++] = (BylineSoundProbe){
        .place = c->place, .word = print->words[c->place], .weak = c->weak};
  }
}

static void make_words(const BylineNpy* npy, size_t n_bands, float* scratch,
                       BylineSoundPrint* print, Clarity* clarities)
{
  float means[WINDOW][N_GROUPS]; /* Of the columns that `sums` are of */
  float sums[N_GROUPS] = {0};
  float before[N_GROUPS];
  size_t column = 0;
  while (column < WINDOW) {
    take_column(npy, n_bands, column, scratch, means[column]);
    add(means[column++], sums);
  }
  for (size_t i = 0; i < print->n; ++i) {
    memcpy(before, sums, sizeof(before));
    for (size_t k = 0; k < BYLINE_SOUND_STEP; ++k, ++column) {
      float oldest[N_GROUPS];
      float* const newest = means[column % WINDOW];
      memcpy(oldest, newest, sizeof(oldest));
      take_column(npy, n_bands, column, scratch, newest);
      add(newest, sums);
      subtract(oldest, sums);
    }
    make_word(sums, before, i, print, &clarities[i]);
  }
  choose_probes(clarities, print);
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
    print->n = (npy.n_rows - WINDOW) / BYLINE_SOUND_STEP;
  }
  n_bands = n_bands < npy.n_columns ? n_bands : npy.n_columns;
  float* const scratch = malloc(n_bands * sizeof(*scratch));
  print->words = calloc(print->n + 1, sizeof(*print->words));
  print->certain = calloc(print->n + 1, sizeof(*print->certain));
  print->probes = calloc(BYLINE_SOUND_PROBES, sizeof(*print->probes));
  Clarity* const clarities = calloc(print->n + 1, sizeof(*clarities));
  if (scratch && clarities && print->words && print->certain && print->probes) {
    make_words(&npy, n_bands, scratch, print, clarities);
  } else {
    status = byline_no_memory(features_path);
    byline_sound_print_free(print);
  }
  free(clarities);
  free(scratch);
  byline_npy_close(&npy);
  return status;
}

void byline_sound_print_free(BylineSoundPrint* print)
{
  free(print->words);
  free(print->certain);
  free(print->probes);
  *print = (BylineSoundPrint){0};
}

double byline_sound_print_share(size_t n_bits, size_t n_different, size_t n)
{
  return (double)n_bits < MIN_CERTAIN * (double)(n * (N_GROUPS - 1))
             ? 1
             : (double)n_different / (double)n_bits;
}

double byline_sound_print_compare(const BylineSoundPrint* a, size_t a_first,
                                  const BylineSoundPrint* b, size_t b_first,
                                  size_t n)
{
  size_t n_bits = 0;
  size_t n_different = 0;
  size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const uint64_t certain = byline_four_words(a->certain + a_first + i) &
                             byline_four_words(b->certain + b_first + i);
    const uint64_t change = byline_four_words(a->words + a_first + i) ^
                            byline_four_words(b->words + b_first + i);
    n_bits += byline_count_bits(certain);
    n_different += byline_count_bits(certain & change);
  }
  for (; i < n; ++i) {
    const unsigned certain = a->certain[a_first + i] & b->certain[b_first + i];
    const unsigned change = a->words[a_first + i] ^ b->words[b_first + i];
    n_bits += (size_t)__builtin_popcount(certain);
    n_different += (size_t)__builtin_popcount(certain & change);
  }
  return byline_sound_print_share(n_bits, n_different, n);
}

bool byline_sound_print_comparable(const BylineSoundPrint* a,
                                   const BylineSoundPrint* b)
{
  const size_t difference = a->n < b->n ? b->n - a->n : a->n - b->n;
  return difference <= BYLINE_SOUND_SHIFT;
}

/* The least distance of two prints of about the same length; `*shift` is the
   word of `b` that is word 0 of `a`. */
static double align(const BylineSoundPrint* a, const BylineSoundPrint* b,
                    long* best_shift)
{
  const size_t shorter = a->n < b->n ? a->n : b->n;
  double best = 1;
  *best_shift = 0;
  if (!byline_sound_print_comparable(a, b) ||
      shorter <= 2 * BYLINE_SOUND_SHIFT) {
    return best;
  }
  for (long shift = -BYLINE_SOUND_SHIFT; shift <= BYLINE_SOUND_SHIFT; ++shift) {
    const size_t ahead = shift < 0 ? (size_t)-shift : 0;
    const size_t behind = shift > 0 ? (size_t)shift : 0;
    const double d = byline_sound_print_compare(a, ahead, b, behind,
                                                shorter - ahead - behind);
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
  *shift *= BYLINE_SOUND_STEP;
  return same;
}
