/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/spectrum_kernels.h"

#include "byline/front_end.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The bits of sqrt(1/2), and of the lowest power that is told apart */
#define ROOT_HALF_BITS 0x3f3504f3
#define SILENCE_POWER 1e-10f

typedef float Vec4 __attribute__((vector_size(16)));
typedef float Vec8 __attribute__((vector_size(32)));

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* False for NaN, too */
ALWAYS_INLINE float sane(float x)
{
  return fabsf(x) <= BYLINE_MAX_SAMPLE ? x : 0.0f;
}

ALWAYS_INLINE void mix(const float* restrict left, const float* restrict right,
                       size_t n, float* restrict mid)
{
  for (size_t i = 0; i < n; ++i) {
    mid[i] = 0.5f * (sane(left[i]) + sane(right[i]));
  }
}

ALWAYS_INLINE void window(const float* restrict window,
                          const float* restrict sound, size_t n,
                          float* restrict windowed)
{
  for (size_t i = 0; i < n; ++i) {
    windowed[i] = window[i] * sound[i];
  }
}

/* Eight complex numbers as their real and imaginary parts */
typedef struct {
  Vec8 re;
  Vec8 im;
} Complex8;

/* From `z` on, forwards or backwards */
ALWAYS_INLINE Complex8 take(const float* z, bool backwards)
{
  Vec8 a;
  Vec8 b;
  memcpy(&a, z, sizeof(a));
  memcpy(&b, z + 8, sizeof(b));
  return backwards
             ? (Complex8){__builtin_shufflevector(a, b, 14, 12, 10, 8, 6, 4, 2,
                                                  0),
                          __builtin_shufflevector(a, b, 15, 13, 11, 9, 7, 5, 3,
                                                  1)}
             : (Complex8){
                   __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14),
                   __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)};
}

/* Bins k and m - k follow from numbers k and m - k of the transform Z of half
   the size: X[k] = E + T and X[m - k] = conj(E - T), where
   E = (Z[k] + conj Z[m - k]) / 2 and
   T = -i w^k (Z[k] - conj Z[m - k]) / 2, w = exp(-i pi / m)
   (Press et al., Numerical Recipes, "FFT of single real function") */
ALWAYS_INLINE void power(const float* z, const float* turns, size_t m,
                         float* power)
{
  for (size_t k = 0; k < m / 2; k += 8) {
    Vec8 cosine;
    Vec8 sine;
    memcpy(&cosine, turns + k, sizeof(cosine));
    memcpy(&sine, turns + m / 2 + k, sizeof(sine));
    const Complex8 a = take(z + 2 * k, false);
    const Complex8 b = take(z + 2 * (m - k - 7), true);
    const Vec8 e_re = a.re + b.re;
    const Vec8 e_im = a.im - b.im;
    const Vec8 d_re = a.re - b.re;
    const Vec8 d_im = a.im + b.im;
    const Vec8 t_re = cosine * d_im - sine * d_re;
    const Vec8 t_im = -(cosine * d_re + sine * d_im);
    const Vec8 x_re = e_re + t_re;
    const Vec8 x_im = e_im + t_im;
    const Vec8 y_re = e_re - t_re;
    const Vec8 y_im = e_im - t_im;
    const Vec8 x = 0.25f * (x_re * x_re + x_im * x_im);
    const Vec8 y = 0.25f * (y_re * y_re + y_im * y_im);
    const Vec8 y_backwards =
        __builtin_shufflevector(y, y, 7, 6, 5, 4, 3, 2, 1, 0);
    memcpy(power + k, &x, sizeof(x));
    memcpy(power + m - k - 7, &y_backwards, sizeof(y));
  }
  power[m / 2] = z[m] * z[m] + z[m + 1] * z[m + 1];
}

/* One band's sum in four parts, of every fourth product each */
ALWAYS_INLINE Vec4 sum_band(const BylineMelBands* bands, uint32_t i,
                            const float* power)
{
  const BylineMelBand* const band = &bands->bands[i];
  const float* const p = power + band->first_bin;
  const float* const w = bands->weights + band->first_weight;
  Vec8 sum = {0};
  for (size_t j = 0; j < band->n_weights; j += 8) {
    Vec8 a;
    Vec8 b;
    memcpy(&a, p + j, sizeof(a));
    memcpy(&b, w + j, sizeof(b));
    sum += a * b;
  }
  return __builtin_shufflevector(sum, sum, 0, 1, 2, 3) +
         __builtin_shufflevector(sum, sum, 4, 5, 6, 7);
}

/* Four bands at a time, so that their parts are added side by side */
ALWAYS_INLINE void mel(const BylineMelBands* bands, const float* power,
                       float* sums)
{
  uint32_t i = 0;
  for (; i + 4 <= bands->n_bands; i += 4) {
    const Vec4 a = sum_band(bands, i, power);
    const Vec4 b = sum_band(bands, i + 1, power);
    const Vec4 c = sum_band(bands, i + 2, power);
    const Vec4 d = sum_band(bands, i + 3, power);
    const Vec4 ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) +
                    __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Vec4 cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) +
                    __builtin_shufflevector(c, d, 2, 6, 3, 7);
    const Vec4 sum = __builtin_shufflevector(ab, cd, 0, 1, 4, 5) +
                     __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    memcpy(sums + i, &sum, sizeof(sum));
  }
  for (; i < bands->n_bands; ++i) {
    const Vec4 s = sum_band(bands, i, power);
    sums[i] = (s[0] + s[2]) + (s[1] + s[3]);
  }
}

ALWAYS_INLINE float decibel(float power)
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

ALWAYS_INLINE void decibels(const float* power, size_t n, float* decibels)
{
  for (size_t i = 0; i < n; ++i) {
    decibels[i] = decibel(power[i]);
  }
}

/* All loops with some attributes, and the table of them */
#define DEFINE_KERNELS(suffix, attributes)                                     \
  attributes static void mix_##suffix(const float* left, const float* right,   \
                                      size_t n, float* mid)                    \
  {                                                                            \
    mix(left, right, n, mid);                                                  \
  }                                                                            \
  attributes static void window_##suffix(const float* w, const float* sound,   \
                                         size_t n, float* windowed)            \
  {                                                                            \
    window(w, sound, n, windowed);                                             \
  }                                                                            \
  attributes static void power_##suffix(const float* z, const float* turns,    \
                                        size_t m, float* powers)               \
  {                                                                            \
    power(z, turns, m, powers);                                                \
  }                                                                            \
  attributes static void mel_##suffix(const BylineMelBands* bands,             \
                                      const float* powers, float* sums)        \
  {                                                                            \
    mel(bands, powers, sums);                                                  \
  }                                                                            \
  attributes static void decibels_##suffix(const float* powers, size_t n,      \
                                           float* levels)                      \
  {                                                                            \
    decibels(powers, n, levels);                                               \
  }                                                                            \
  static const BylineSpectrumKernels kernels_##suffix = {                      \
      mix_##suffix, window_##suffix, power_##suffix, mel_##suffix,             \
      decibels_##suffix};

DEFINE_KERNELS(any, )
#ifdef __x86_64__
DEFINE_KERNELS(avx2, __attribute__((target("avx2"))))
#endif

const BylineSpectrumKernels* byline_spectrum_kernels(void)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    return &kernels_avx2;
  }
#endif
  return &kernels_any;
}
