/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/transform.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

float* byline_zeros(size_t n)
{
  float* const floats = fftwf_alloc_real(n);
  if (floats) {
    memset(floats, 0, n * sizeof(*floats));
  }
  return floats;
}

fftwf_plan byline_plan_complex(uint32_t n, fftwf_complex* in,
                               fftwf_complex* out)
{
  pthread_mutex_lock(&lock);
  const fftwf_plan plan =
      fftwf_plan_dft_1d((int)n, in, out, FFTW_FORWARD, FFTW_ESTIMATE);
  pthread_mutex_unlock(&lock);
  return plan;
}

fftwf_plan byline_plan_real(uint32_t n, float* in, fftwf_complex* out)
{
  pthread_mutex_lock(&lock);
  const fftwf_plan plan = fftwf_plan_dft_r2c_1d((int)n, in, out, FFTW_ESTIMATE);
  pthread_mutex_unlock(&lock);
  return plan;
}

fftwf_plan byline_plan_inverse(uint32_t n, fftwf_complex* in, float* out)
{
  pthread_mutex_lock(&lock);
  const fftwf_plan plan = fftwf_plan_dft_c2r_1d((int)n, in, out, FFTW_ESTIMATE);
  pthread_mutex_unlock(&lock);
  return plan;
}

void byline_plan_destroy(fftwf_plan plan)
{
  if (plan) {
    pthread_mutex_lock(&lock);
    fftwf_destroy_plan(plan);
    pthread_mutex_unlock(&lock);
  }
}

void byline_hann(float* window, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    window[i] = (float)(0.5 - 0.5 * cos(2.0 * 3.14159265358979324 * i / n));
  }
}
