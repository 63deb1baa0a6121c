/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/repet.h"
#include "spectrum/median.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Most windows that a median is taken of, and fewest */
#define MAX_SIMILAR 12
#define MIN_SIMILAR 4

/* No spectrum of a sound has a norm below this */
#define MIN_NORM 1e-6f

/* Windows are filled up to a multiple of this with zeros */
#define BIN_UNIT 16

typedef float Vec8 __attribute__((vector_size(32)));

/* A window that was heard before */
typedef struct {
  float similarity; ///< Cosine of the angle to the window in question
  size_t age;       ///< In windows
} Candidate;

struct BylineRepet {
  size_t n_bins;         ///< Of a window
  size_t stride;         ///< Floats from one window to the next
  size_t n_past;         ///< Most windows in `amplitudes`
  size_t n_held;         ///< Youngest age that counts
  float* amplitudes;     ///< A ring of windows, zeros behind each
  float* norms;          ///< Their Euclidean norms
  size_t n;              ///< How many windows there are
  size_t latest;         ///< Place of the latest one
  Candidate* candidates; ///< Room for n_past
};

BylineStatus byline_repet_new(size_t n_bins, size_t n_past, size_t n_held,
                              BylineRepet** repetition)
{
  *repetition = NULL;
  BylineRepet* const r = calloc(1, sizeof(*r));
  if (r) {
    r->n_bins = n_bins;
    r->stride = (n_bins + BIN_UNIT - 1) / BIN_UNIT * BIN_UNIT;
    r->n_past = n_past ? n_past : 1;
    r->n_held = n_held ? n_held : 1;
    r->amplitudes = calloc(r->n_past * r->stride, sizeof(float));
    r->norms = calloc(r->n_past, sizeof(float));
    r->candidates = calloc(r->n_past, sizeof(*r->candidates));
  }
  if (!r || !r->amplitudes || !r->norms || !r->candidates) {
    byline_repet_free(r);
    return byline_no_memory("vocal focus");
  }
  *repetition = r;
  return BYLINE_OK;
}

void byline_repet_free(BylineRepet* repetition)
{
  if (repetition) {
    free(repetition->amplitudes);
    free(repetition->norms);
    free(repetition->candidates);
    free(repetition);
  }
}

void byline_repet_reset(BylineRepet* repetition)
{
  repetition->n = 0;
}

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* In sixteen parts, whatever the width of the processor's vectors */
ALWAYS_INLINE float sum_products(const float* a, const float* b, size_t n)
{
  Vec8 sums[2] = {{0}, {0}};
  for (size_t i = 0; i < n; i += BIN_UNIT) {
    for (size_t j = 0; j < 2; ++j) {
      Vec8 x;
      Vec8 y;
      memcpy(&x, a + i + 8 * j, sizeof(x));
      memcpy(&y, b + i + 8 * j, sizeof(y));
      sums[j] += x * y;
    }
  }
  const Vec8 s = sums[0] + sums[1];
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static float dot_avx2(const float* a,
                                                      const float* b, size_t n)
{
  return sum_products(a, b, n);
}
#endif

/* Of `n` numbers, a multiple of BIN_UNIT */
static float dot(const float* a, const float* b, size_t n)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    return dot_avx2(a, b, n);
  }
#endif
  return sum_products(a, b, n);
}

static size_t place_of(const BylineRepet* r, size_t age)
{
  return (r->latest + r->n_past - age) % r->n_past;
}

static const float* window_of(const BylineRepet* r, size_t age)
{
  return r->amplitudes + place_of(r, age) * r->stride;
}

static void remember(BylineRepet* r, const float* power)
{
  r->latest = r->n ? (r->latest + 1) % r->n_past : 0;
  r->n = r->n < r->n_past ? r->n + 1 : r->n_past;
  float* const window = r->amplitudes + r->latest * r->stride;
  for (size_t i = 0; i < r->n_bins; ++i) {
    window[i] = sqrtf(power[i]);
  }
  r->norms[r->latest] = sqrtf(dot(window, window, r->stride)) + MIN_NORM;
}

static int compare_similarities(const void* a, const void* b)
{
  const Candidate* const x = a;
  const Candidate* const y = b;
  if (x->similarity != y->similarity) {
    return x->similarity > y->similarity ? -1 : 1;
  }
  return x->age < y->age ? -1 : x->age > y->age;
}

/* List what was heard before, the most similar first; tells how many */
static size_t list_candidates(BylineRepet* r)
{
  size_t n = 0;
  const float* const now = window_of(r, 0);
  for (size_t age = r->n_held; age < r->n; ++age) {
    const float product = dot(now, window_of(r, age), r->stride);
    const float norms = r->norms[r->latest] * r->norms[place_of(r, age)];
    r->candidates[n++] = (Candidate){.similarity = product / norms, .age = age};
  }
  qsort(r->candidates, n, sizeof(*r->candidates), compare_similarities);
  return n;
}

/* Choose the most similar windows; tells how many */
static size_t choose(BylineRepet* r, const float** rows)
{
  const size_t n_candidates = list_candidates(r);
  const size_t n = n_candidates < MAX_SIMILAR ? n_candidates : MAX_SIMILAR;
  for (size_t i = 0; i < n; ++i) {
    rows[i] = window_of(r, r->candidates[i].age);
  }
  return n;
}

void byline_repet_push(BylineRepet* repetition, const float* power,
                       float* background)
{
  BylineRepet* const r = repetition;
  const float* rows[MAX_SIMILAR];
  remember(r, power);
  const size_t n = choose(r, rows);
  if (n < MIN_SIMILAR) {
    memset(background, 0, r->n_bins * sizeof(float));
    return;
  }
  byline_median_of_rows(rows, n, r->n_bins, background);
  const float* const now = window_of(r, 0);
  for (size_t i = 0; i < r->n_bins; ++i) {
    background[i] = background[i] < now[i] ? background[i] / now[i] : 1.0f;
  }
}
