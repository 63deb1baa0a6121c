/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the spectrogram costs beside the Fourier transforms in it, and what
   resampling costs.  usage: bench_spectrum FILE.json */

#include "byline/front_end.h"
#include "byline/random.h"
#include "byline/resampler.h"
#include "tests/bench/targets.h"
#include "voice/voice_queue.h"

#include <fftw3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Seconds of sound, and how often the fastest time is sought.  The sound comes
   in pieces of a second that are in the cache, as fresh from a decoder. */
#define SECONDS 60
#define N_RUNS 60

static double now_ms(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static void ignore(void* user, const float* column)
{
  *(double*)user += (double)column[0];
}

static double time_spectrogram(const BylineFrontEnd* fe, double rate,
                               const float* sound)
{
  const size_t n = (size_t)rate;
  BylineSpectrogram* spectrogram = NULL;
  if (byline_spectrogram_new(fe, &byline_voice_finder, rate, &spectrogram) !=
      BYLINE_OK) {
    return -1;
  }
  double sum = 0;
  const double start = now_ms();
  for (int i = 0; i < SECONDS; ++i) {
    byline_spectrogram_push(spectrogram, sound, NULL, n, ignore, &sum);
  }
  const double time = now_ms() - start;
  byline_spectrogram_free(spectrogram);
  return sum < 0 ? time : -1;
}

/* As many transforms of the same size, on data that is already in place */
static double time_transforms(const BylineFrontEnd* fe)
{
  const size_t n_frames = byline_front_end_frames(fe, SECONDS);
  float* const in = fftwf_alloc_real(fe->fft_size);
  fftwf_complex* const out = fftwf_alloc_complex(fe->fft_size / 2 + 1);
  const fftwf_plan plan =
      fftwf_plan_dft_r2c_1d((int)fe->fft_size, in, out, FFTW_ESTIMATE);
  for (uint32_t i = 0; i < fe->fft_size; ++i) {
    in[i] = (float)(i % 7);
  }
  const double start = now_ms();
  for (size_t i = 0; i < n_frames; ++i) {
    fftwf_execute(plan);
  }
  const double time = now_ms() - start;
  fftwf_destroy_plan(plan);
  fftwf_free(in);
  fftwf_free(out);
  return time;
}

static double time_resampler(double input_rate, double output_rate,
                             const float* sound, float* output)
{
  BylineResampler* resampler = NULL;
  if (byline_resampler_new(input_rate, output_rate, &resampler) != BYLINE_OK) {
    return -1;
  }
  const double start = now_ms();
  byline_resampler_process(resampler, sound, (size_t)(SECONDS * input_rate),
                           output);
  const double time = now_ms() - start;
  byline_resampler_free(resampler);
  return time;
}

static void keep_least(double* least, double time, bool first)
{
  *least = first || time < *least ? time : *least;
}

int main(int argc, char** argv)
{
  const BylineFrontEnd fe = byline_front_end_default();
  const size_t n = SECONDS * 48000;
  float* const sound = malloc(n * sizeof(float));
  float* const output = malloc(n * sizeof(float));
  if (!sound || !output) {
    return 1;
  }
  BylineRandom random = byline_random_begin(1, 0);
  for (size_t i = 0; i < n; ++i) {
    sound[i] = 0.1f * byline_random_normal(&random);
  }

  double transforms = 0;
  double spectrogram = 0;
  double from_44100 = 0;
  double from_48000 = 0;
  for (size_t i = 0; i < N_RUNS; ++i) {
    const bool first = i == 0;
    keep_least(&transforms, time_transforms(&fe), first);
    keep_least(&spectrogram, time_spectrogram(&fe, fe.sample_rate, sound),
               first);
    if (i % 4 == 0) {
      keep_least(&from_44100, time_resampler(44100, 24000, sound, output),
                 first);
      keep_least(&from_48000, time_resampler(48000, 24000, sound, output),
                 first);
    }
  }
  printf("a minute of sound: bare FFTs %.3f ms, log-mel %.3f ms, resampled "
         "from 44.1 kHz %.3f ms, from 48 kHz %.3f ms\n",
         transforms, spectrogram, from_44100, from_48000);

  const double real_time = 1e3 * SECONDS;
  const Target rows[] = {
      {"log-mel / bare FFTs", "", spectrogram / transforms, 1.5, true},
      {"log-mel / real time", "", spectrogram / real_time, 1e-3, true},
      {"44.1 to 24 kHz / real time", "", from_44100 / real_time, 1e-3, true},
      {"48 to 24 kHz / real time", "", from_48000 / real_time, 1e-3, true},
  };
  const size_t n_rows = sizeof(rows) / sizeof(*rows);
  targets_print(rows, n_rows);
  if (argc > 1) {
    targets_write(argv[1], rows, n_rows);
  }
  free(sound);
  free(output);
  return 0;
}
