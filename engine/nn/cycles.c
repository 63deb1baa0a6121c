/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/cycles.h"

#include "nn/sums.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* A curve's numbers are the real and the imaginary parts of half as many
   complex ones in turns; curves lie side by side */
enum {
  PERIOD = BYLINE_CYCLES_PERIOD,
  N = PERIOD / 2,
  N_DIGITS = 4, ///< Of places, to base 4
  LANES = BYLINE_CYCLES_CURVES
};

typedef BylineHalfSum Lanes;
_Static_assert(sizeof(Lanes) == LANES * sizeof(float), "a lane for each curve");

typedef struct {
  Lanes re;
  Lanes im;
} Number;

_Static_assert(1 << 2 * N_DIGITS == N, "so many digits");
_Static_assert(sizeof(Number) * N == BYLINE_CYCLES_MEMORY * sizeof(float),
               "all numbers are in the working memory");

/* Digits to base 4, the last one first */
static size_t turn_digits(size_t k)
{
  size_t turned = 0;
  for (unsigned digit = 0; digit < N_DIGITS; ++digit) {
    turned = turned << 2 | (k >> 2 * digit & 3);
  }
  return turned;
}

void byline_cycles_init(BylineCycles* cycles)
{
  for (size_t k = 0; k < PERIOD; ++k) {
    const double angle = 6.283185307179586 * (double)k / PERIOD;
    cycles->turns[0][k] = (float)cos(angle);
    cycles->turns[1][k] = (float)-sin(angle);
  }
  for (size_t k = 0; k < N; ++k) {
    cycles->places[k] = (uint8_t)turn_digits(k);
  }
}

/* In the order that the transform wants */
BYLINE_INLINE void place(const BylineCycles* cycles, const float* curves,
                         size_t n, Number* numbers)
{
  Lanes* const parts = (Lanes*)numbers;
  memset(numbers, 0, N * sizeof(*numbers));
  for (size_t i = 0; i < n; ++i) {
    parts[2 * cycles->places[i % PERIOD / 2] + i % 2] +=
        *(const Lanes*)(curves + i * LANES);
  }
}

BYLINE_INLINE Number turned(const Number* number, float c, float s)
{
  return (Number){c * number->re - s * number->im,
                  c * number->im + s * number->re};
}

/* Four transforms of every fourth number each become one */
BYLINE_INLINE void join(const BylineCycles* cycles, size_t turn, Number* at,
                        size_t span)
{
  const float* const c = cycles->turns[0];
  const float* const s = cycles->turns[1];
  const Number x0 = at[0];
  const Number x1 = turned(&at[span], c[turn], s[turn]);
  const Number x2 = turned(&at[2 * span], c[2 * turn], s[2 * turn]);
  const Number x3 = turned(&at[3 * span], c[3 * turn], s[3 * turn]);
  const Number even[2] = {{x0.re + x2.re, x0.im + x2.im},
                          {x0.re - x2.re, x0.im - x2.im}};
  const Number odd[2] = {{x1.re + x3.re, x1.im + x3.im},
                         {x1.re - x3.re, x1.im - x3.im}};
  at[0] = (Number){even[0].re + odd[0].re, even[0].im + odd[0].im};
  at[span] = (Number){even[1].re + odd[1].im, even[1].im - odd[1].re};
  at[2 * span] = (Number){even[0].re - odd[0].re, even[0].im - odd[0].im};
  at[3 * span] = (Number){even[1].re - odd[1].im, even[1].im + odd[1].re};
}

BYLINE_INLINE void transform(const BylineCycles* cycles, Number* numbers)
{
  for (size_t span = 1; span < N; span *= 4) {
    const size_t step = PERIOD / 4 / span;
    for (size_t k = 0; k < span; ++k) {
      for (size_t i = k; i < N; i += 4 * span) {
        join(cycles, k * step, &numbers[i], span);
      }
    }
  }
}

void byline_cycles_window(size_t n, float* window)
{
  for (size_t i = 0; i < n; ++i) {
    window[i] = 0.5f - 0.5f * cosf(6.2831853f * ((float)i + 0.5f) / (float)n);
  }
  const float root = sqrtf(byline_sum_products(window, window, n));
  for (size_t i = 0; i < n; ++i) {
    window[i] /= root;
  }
}

void byline_cycles_put(const float* window, size_t n, const float* curve,
                       size_t place, float* curves)
{
  const float mean = byline_sum(curve, n) / (float)n;
  for (size_t i = 0; i < n; ++i) {
    curves[i * LANES + place] = window[i] * (curve[i] - mean);
  }
}

/* From the transform of pairs to that of the curve at `k` and at N - k.  The
   numbers with even places are real, and so are those with odd ones: either's
   number at -k is the conjugate of that at k, by which the two fall apart. */
BYLINE_INLINE void part(const BylineCycles* cycles, size_t k, Number* numbers)
{
  Number* const a = &numbers[k];
  Number* const b = &numbers[(N - k) % N];
  const Number even = {0.5f * (a->re + b->re), 0.5f * (a->im - b->im)};
  const Number odd = {0.5f * (a->im + b->im), 0.5f * (b->re - a->re)};
  const Number t = turned(&odd, cycles->turns[0][k], cycles->turns[1][k]);
  *b = (Number){even.re - t.re, t.im - even.im};
  *a = (Number){even.re + t.re, even.im + t.im};
}

/* Rows become columns within either half of four vectors */
BYLINE_INLINE void turn_halves(const Lanes x[4], Lanes y[4])
{
  const Lanes even[2] = {
      __builtin_shufflevector(x[0], x[2], 0, 8, 1, 9, 4, 12, 5, 13),
      __builtin_shufflevector(x[0], x[2], 2, 10, 3, 11, 6, 14, 7, 15)};
  const Lanes odd[2] = {
      __builtin_shufflevector(x[1], x[3], 0, 8, 1, 9, 4, 12, 5, 13),
      __builtin_shufflevector(x[1], x[3], 2, 10, 3, 11, 6, 14, 7, 15)};
  for (unsigned i = 0; i < 2; ++i) {
    y[2 * i] =
        __builtin_shufflevector(even[i], odd[i], 0, 8, 1, 9, 4, 12, 5, 13);
    y[2 * i + 1] =
        __builtin_shufflevector(even[i], odd[i], 2, 10, 3, 11, 6, 14, 7, 15);
  }
}

/* Rows become columns */
BYLINE_INLINE void turn(Lanes x[8])
{
  Lanes y[8];
  for (unsigned i = 0; i < 4; ++i) {
    y[i] = __builtin_shufflevector(x[i], x[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    y[i + 4] =
        __builtin_shufflevector(x[i], x[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  turn_halves(y, x);
  turn_halves(y + 4, x + 4);
}

/* From eight numbers' lanes, a Number apart, to eight numbers of each curve */
BYLINE_INLINE void write_lanes(const Lanes* numbers, size_t n_curves,
                               float* spectra)
{
  Lanes rows[LANES];
  for (size_t i = 0; i < LANES; ++i) {
    rows[i] = numbers[2 * i];
  }
  turn(rows);
  for (size_t c = 0; c < n_curves; ++c) {
    *(Lanes*)(spectra + c * 2 * BYLINE_CYCLES_PITCH) = rows[c];
  }
}

BYLINE_INLINE void find(const BylineCycles* cycles, const float* curves,
                        size_t n, size_t n_curves, float* spectra,
                        float* memory)
{
  Number* const numbers = (Number*)(void*)memory;
  place(cycles, curves, n, numbers);
  transform(cycles, numbers);
  for (size_t k = 0; k <= N / 2; ++k) {
    part(cycles, k, numbers);
  }
  for (size_t k = 0; k < N; k += LANES) {
    write_lanes(&numbers[k].re, n_curves, spectra + k);
    write_lanes(&numbers[k].im, n_curves, spectra + BYLINE_CYCLES_PITCH + k);
  }
}

/* With vectors of eight, and the same bits */
#ifdef __x86_64__
__attribute__((target("avx2"))) static void
find_avx2(const BylineCycles* cycles, const float* curves, size_t n,
          size_t n_curves, float* spectra, float* memory)
{
  find(cycles, curves, n, n_curves, spectra, memory);
}
#endif

void byline_cycles_find(const BylineCycles* cycles, const float* curves,
                        size_t n, size_t n_curves, float* spectra,
                        float* memory)
{
  assert(n_curves <= BYLINE_CYCLES_CURVES);
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    find_avx2(cycles, curves, n, n_curves, spectra, memory);
    return;
  }
#endif
  find(cycles, curves, n, n_curves, spectra, memory);
}
