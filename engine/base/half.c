/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/half.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* A float's parts and those of a half */
#define FLOAT_INFINITY 0x7f800000u
#define HALF_INFINITY 0x7c00u
#define HALF_NAN 0x7e00u

/* Bit patterns of floats */
#define MIN_NORMAL_HALF 0x38800000u /* 2^-14 */
#define OVERFLOWING 0x477ff000u     /* 65520, which rounds to infinity */
#define ONE_HALF 0x3f000000u        /* 0.5, whose last bit is 2^-24 */

typedef union {
  float value;
  uint32_t bits;
} FloatBits;

void byline_half_from_float(const float* values, size_t n, uint16_t* halves)
{
  for (size_t i = 0; i < n; ++i) {
    const FloatBits x = {.value = values[i]};
    const uint32_t sign = x.bits >> 16 & 0x8000u;
    const FloatBits magnitude = {.bits = x.bits & 0x7fffffffu};

    /* Subnormal halves are multiples of 2^-24: let the adder round */
    const FloatBits half = {.bits = ONE_HALF};
    const FloatBits sum = {.value = magnitude.value + half.value};
    const uint32_t subnormal = sum.bits - ONE_HALF;

    /* Others lose 13 bits and change the exponent's bias from 127 to 15 */
    const uint32_t odd = magnitude.bits >> 13 & 1;
    const uint32_t normal =
        (magnitude.bits + 0xfffu + odd - (112u << 23)) >> 13;

    uint32_t result = magnitude.bits < MIN_NORMAL_HALF ? subnormal : normal;
    result = magnitude.bits >= OVERFLOWING ? HALF_INFINITY : result;
    result = magnitude.bits > FLOAT_INFINITY ? HALF_NAN : result;
    halves[i] = (uint16_t)(result | sign);
  }
}

static void widen(const uint16_t* halves, size_t n, float* values)
{
  const FloatBits scale = {.bits = (127u + 112u) << 23}; /* 2^112 */
  for (size_t i = 0; i < n; ++i) {
    const uint32_t half = halves[i];
    const FloatBits magnitude = {.bits = (half & 0x7fffu) << 13};
    FloatBits x = {.value = magnitude.value * scale.value};
    x.bits |= (half & HALF_INFINITY) == HALF_INFINITY ? FLOAT_INFINITY : 0;
    x.bits |= (half & 0x8000u) << 16;
    values[i] = x.value;
  }
}

/* The same by the processor's own instruction */
#if defined(__x86_64__)
__attribute__((target("avx,f16c"))) static size_t
widen_eights(const uint16_t* halves, size_t n, float* values)
{
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const __m128i eight = _mm_loadu_si128((const void*)(halves + i));
    _mm256_storeu_ps(values + i, _mm256_cvtph_ps(eight));
  }
  return i;
}
#elif defined(__aarch64__)
static size_t widen_fours(const uint16_t* halves, size_t n, float* values)
{
  size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const float16x4_t four = vreinterpret_f16_u16(vld1_u16(halves + i));
    vst1q_f32(values + i, vcvt_f32_f16(four));
  }
  return i;
}
#endif

void byline_half_to_float(const uint16_t* halves, size_t n, float* values)
{
  size_t done = 0;
#if defined(__x86_64__)
  /* F16C came before AVX2, and has no name for clang 14 */
  if (__builtin_cpu_supports("avx2")) {
    done = widen_eights(halves, n, values);
  }
#elif defined(__aarch64__)
  done = widen_fours(halves, n, values);
#endif
  widen(halves + done, n - done, values + done);
}
