/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/cycles.h"

#include "nn/sums.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { N = BYLINE_CYCLES_PERIOD, N_BITS = 9, LANES = BYLINE_CYCLES_CURVES / 2 };

/* Two curves are the real and the imaginary parts of complex numbers, four
   pairs lie side by side */
typedef float Lanes __attribute__((vector_size(LANES * sizeof(float)),
                                   aligned(sizeof(float)), may_alias));
typedef struct {
  Lanes re;
  Lanes im;
} Number;

_Static_assert(1 << N_BITS == N, "so many bits");
_Static_assert(sizeof(Number) * N == BYLINE_CYCLES_MEMORY * sizeof(float),
               "all numbers are in the working memory");

void byline_cycles_init(BylineCycles* cycles)
{
  for (size_t k = 0; k < N / 2; ++k) {
    const double angle = 6.283185307179586 * (double)k / N;
    cycles->turns[0][k] = (float)cos(angle);
    cycles->turns[1][k] = (float)-sin(angle);
  }
}

static size_t turn_bits(size_t k)
{
  size_t turned = 0;
  for (unsigned bit = 0; bit < N_BITS; ++bit) {
    turned |= (k >> bit & 1) << (N_BITS - 1 - bit);
  }
  return turned;
}

/* In the order that the transform wants */
static void place(const float* curves, size_t n, size_t n_curves,
                  Number* numbers)
{
  float* const memory = (float*)numbers;
  memset(numbers, 0, N * sizeof(*numbers));
  for (size_t i = 0; i < n; ++i) {
    float* const number =
        memory + turn_bits(i % N) * (size_t)BYLINE_CYCLES_CURVES;
    for (size_t c = 0; c < n_curves; ++c) {
      number[c % 2 * LANES + c / 2] += curves[c * n + i];
    }
  }
}

static void transform(const BylineCycles* cycles, Number* numbers)
{
  for (size_t half = 1; half < N; half *= 2) {
    const size_t step = N / 2 / half;
    for (size_t k = 0; k < half; ++k) {
      const float c = cycles->turns[0][k * step];
      const float s = cycles->turns[1][k * step];
      for (size_t i = k; i < N; i += 2 * half) {
        Number* const a = &numbers[i];
        Number* const b = &numbers[i + half];
        const Lanes re = c * b->re - s * b->im;
        const Lanes im = c * b->im + s * b->re;
        b->re = a->re - re;
        b->im = a->im - im;
        a->re += re;
        a->im += im;
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

void byline_cycles_taper(const float* window, size_t n, float* curve)
{
  const float mean = byline_sum(curve, n) / (float)n;
  for (size_t i = 0; i < n; ++i) {
    curve[i] = window[i] * (curve[i] - mean);
  }
}

void byline_cycles_find(const BylineCycles* cycles, const float* curves,
                        size_t n, size_t n_curves, float* spectra,
                        float* memory)
{
  assert(n_curves <= BYLINE_CYCLES_CURVES);
  Number* const numbers = (Number*)(void*)memory;
  place(curves, n, n_curves, numbers);
  transform(cycles, numbers);
  for (size_t k = 0; k < BYLINE_CYCLES_RATES; ++k) {
    /* A real curve's number at -k is the conjugate of that at k: so the two of
       a pair fall apart */
    const Number* const z = &numbers[k];
    const Number* const w = &numbers[(N - k) % N];
    const Lanes real[2] = {z->re + w->re, z->im + w->im};
    const Lanes imaginary[2] = {z->im - w->im, w->re - z->re};
    for (size_t c = 0; c < n_curves; ++c) {
      float* const spectrum = spectra + c * 2 * BYLINE_CYCLES_RATES;
      spectrum[k] = 0.5f * real[c % 2][c / 2];
      spectrum[BYLINE_CYCLES_RATES + k] = 0.5f * imaginary[c % 2][c / 2];
    }
  }
}
