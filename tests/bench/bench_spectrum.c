/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the spectrogram costs beside the Fourier transforms in it, and what
   resampling costs.  usage: bench_spectrum FILE.json */

#include "byline/front_end.h"
#include "byline/random.h"
#include "byline/resampler.h"

#include <fftw3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Seconds of sound, and how often the fastest time is sought.  The sound comes
   in pieces of a second that are in the cache, as fresh from a decoder. */
#define SECONDS 60
#define N_RUNS 60

/* A line of the table, in milliseconds of work for a minute of sound */
typedef struct {
  const char* work;
  double ours;
  double limit;
  double ratio;
  double target; ///< Of the ratio
} Row;

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
  if (byline_spectrogram_new(fe, rate, &spectrogram) != BYLINE_OK) {
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

static void write_json(const char* path, const Row* rows, size_t n)
{
  FILE* const file = fopen(path, "w");
  if (!file) {
    return;
  }
  fputs("[\n", file);
  for (size_t i = 0; i < n; ++i) {
    fprintf(file,
            "  {\"work\": \"%s\", \"ours_ms\": %.4f, \"limit_ms\": %.4f, "
            "\"ratio\": %.4f, \"target\": %.4f, \"met\": %s}%s\n",
            rows[i].work, rows[i].ours, rows[i].limit, rows[i].ratio,
            rows[i].target, rows[i].ratio <= rows[i].target ? "true" : "false",
            i + 1 < n ? "," : "");
  }
  fputs("]\n", file);
  fclose(file);
}

static void print_table(const Row* rows, size_t n)
{
  size_t n_met = 0;
  printf("%-28s %10s %10s %8s %8s  %s\n", "work, ms a minute of sound", "ours",
         "limit", "ratio", "target", "met");
  for (size_t i = 0; i < n; ++i) {
    const bool met = rows[i].ratio <= rows[i].target;
    n_met += met;
    printf("%-28s %10.3f %10.3f %8.5f %8.5f  %s\n", rows[i].work, rows[i].ours,
           rows[i].limit, rows[i].ratio, rows[i].target, met ? "yes" : "no");
  }
  printf("targets met: %zu of %zu\n", n_met, n);
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

  /* Limits: bare transforms, and a 1000th of real time */
  Row rows[] = {
      {.work = "log-mel / bare FFTs", .target = 1.5},
      {.work = "log-mel / real time", .limit = 1e3 * SECONDS, .target = 1e-3},
      {.work = "44.1 to 24 kHz / real time",
       .limit = 1e3 * SECONDS,
       .target = 1e-3},
      {.work = "48 to 24 kHz / real time",
       .limit = 1e3 * SECONDS,
       .target = 1e-3},
  };
  const size_t n_rows = sizeof(rows) / sizeof(*rows);
  for (size_t i = 0; i < N_RUNS; ++i) {
    const bool first = i == 0;
    keep_least(&rows[0].limit, time_transforms(&fe), first);
    keep_least(&rows[0].ours, time_spectrogram(&fe, fe.sample_rate, sound),
               first);
    rows[1].ours = rows[0].ours;
    if (i % 4 != 0) {
      continue;
    }
    keep_least(&rows[2].ours, time_resampler(44100, 24000, sound, output),
               first);
    keep_least(&rows[3].ours, time_resampler(48000, 24000, sound, output),
               first);
  }
  for (size_t i = 0; i < n_rows; ++i) {
    rows[i].ratio = rows[i].ours / rows[i].limit;
  }
  print_table(rows, n_rows);
  if (argc > 1) {
    write_json(argv[1], rows, n_rows);
  }
  free(sound);
  free(output);
  return 0;
}
