/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "fma_peak.h"

#include "byline/thread_pool.h"

#include <stddef.h>
#include <time.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* So many depend on nothing but themselves: more than the units' latency times
   their number, and all of them in registers */
#define N_SUMS 12

/* Rounds of a run, about a millisecond, and runs of which the best counts */
#define N_ROUNDS 80000
#define N_RUNS 40

#define MAX_THREADS 64

/* Does the rounds and returns a number that depends on all of them */
typedef float (*Kernel)(float x, float y);

#if defined(__x86_64__)

__attribute__((target("avx512f"))) static float run_512(float x, float y)
{
  const __m512 a = _mm512_set1_ps(x);
  const __m512 b = _mm512_set1_ps(y);
  __m512 sums[N_SUMS];
  for (int k = 0; k < N_SUMS; ++k) {
    sums[k] = _mm512_set1_ps((float)k);
  }
  for (int i = 0; i < N_ROUNDS; ++i) {
#pragma GCC unroll 12
    for (int k = 0; k < N_SUMS; ++k) {
      sums[k] = _mm512_fmadd_ps(sums[k], a, b);
    }
  }
  for (int k = 1; k < N_SUMS; ++k) {
    sums[0] = _mm512_add_ps(sums[0], sums[k]);
  }
  return _mm512_cvtss_f32(sums[0]);
}

__attribute__((target("avx2,fma"))) static float run_256(float x, float y)
{
  const __m256 a = _mm256_set1_ps(x);
  const __m256 b = _mm256_set1_ps(y);
  __m256 sums[N_SUMS];
  for (int k = 0; k < N_SUMS; ++k) {
    sums[k] = _mm256_set1_ps((float)k);
  }
  for (int i = 0; i < N_ROUNDS; ++i) {
#pragma GCC unroll 12
    for (int k = 0; k < N_SUMS; ++k) {
      sums[k] = _mm256_fmadd_ps(sums[k], a, b);
    }
  }
  for (int k = 1; k < N_SUMS; ++k) {
    sums[0] = _mm256_add_ps(sums[0], sums[k]);
  }
  return _mm256_cvtss_f32(sums[0]);
}

/* The widest that there is, and how many numbers its vectors have */
static Kernel find_kernel(double* width)
{
  if (__builtin_cpu_supports("avx512f")) {
    *width = 16;
    return run_512;
  }
  *width = 8;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
             ? run_256
             : NULL;
}

#elif defined(__aarch64__)

static float run_128(float x, float y)
{
  const float32x4_t a = vdupq_n_f32(x);
  const float32x4_t b = vdupq_n_f32(y);
  float32x4_t sums[N_SUMS];
  for (int k = 0; k < N_SUMS; ++k) {
    sums[k] = vdupq_n_f32((float)k);
  }
  for (int i = 0; i < N_ROUNDS; ++i) {
#pragma GCC unroll 12
    for (int k = 0; k < N_SUMS; ++k) {
      sums[k] = vfmaq_f32(sums[k], a, b);
    }
  }
  for (int k = 1; k < N_SUMS; ++k) {
    sums[0] = vaddq_f32(sums[0], sums[k]);
  }
  return vgetq_lane_f32(sums[0], 0);
}

static Kernel find_kernel(double* width)
{
  *width = 4;
  return run_128;
}

#else

static Kernel find_kernel(double* width)
{
  *width = 0;
  return NULL;
}

#endif

/* A thread's own time, so that others that run meanwhile do not count */
static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* What threads do */
typedef struct {
  Kernel kernel;
  double seconds[MAX_THREADS]; ///< That each took
  float sums[MAX_THREADS];     ///< For the work to be of use
} Run;

/* One thread's run.  A BylineTask. */
static void run(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  Run* const r = context;
  for (size_t i = begin; i < end; ++i) {
    const double start = now();
    r->sums[i] = r->kernel(0.5f, (float)start);
    r->seconds[i] = now() - start;
  }
}

double fma_peak(unsigned n_threads)
{
  double width = 0;
  Run r = {.kernel = find_kernel(&width)};
  BylineThreadPool* pool = NULL;
  if (!r.kernel || n_threads > MAX_THREADS ||
      byline_thread_pool_new(n_threads, &pool) != BYLINE_OK) {
    return 0;
  }
  double best = 0;
  for (int i = 0; i < N_RUNS; ++i) {
    double rate = 0;
    byline_thread_pool_run(pool, run, &r, n_threads);
    for (unsigned k = 0; k < n_threads; ++k) {
      rate += 2.0 * N_ROUNDS * N_SUMS * width / r.seconds[k];
    }
    best = rate > best ? rate : best;
  }
  byline_thread_pool_free(pool);
  return best;
}
