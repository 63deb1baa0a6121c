/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/resampler.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979324

/* Pairs of rates: common ones, extremes, many phases, not whole */
static const double rates[][2] = {
    {44100, 24000},  {48000, 24000},  {88200, 24000},    {96000, 24000},
    {192000, 24000}, {384000, 24000}, {32000, 24000},    {22050, 24000},
    {16000, 24000},  {11025, 24000},  {8000, 24000},     {44101, 24000},
    {47999, 24000},  {24000, 44100},  {44100.5, 24000},  {24000, 24000},
    {1000, 384000},  {384000, 1000},  {383999, 1000.25},
};
#define N_RATES (sizeof(rates) / sizeof(*rates))

static BylineResampler* new_resampler(double input_rate, double output_rate)
{
  BylineResampler* resampler = NULL;
  assert_int_equal(byline_resampler_new(input_rate, output_rate, &resampler),
                   BYLINE_OK);
  return resampler;
}

/* Convert in pieces of at most `max_piece` samples; checks the bound */
static float* convert(BylineResampler* resampler, const float* input, size_t n,
                      size_t max_piece, size_t* n_output)
{
  float* const output =
      malloc((byline_resampler_bound(resampler, n) + 8) * sizeof(float));
  assert_non_null(output);
  size_t total = 0;
  uint32_t seed = 1;
  for (size_t done = 0; done < n;) {
    seed = seed * 1664525u + 1013904223u;
    size_t piece = max_piece == n ? n : (seed >> 8) % (max_piece + 1);
    piece = piece < n - done ? piece : n - done;
    const size_t given = byline_resampler_process(resampler, input + done,
                                                  piece, output + total);
    assert_true(given <= byline_resampler_bound(resampler, piece));
    total += given;
    done += piece;
  }
  *n_output = total;
  return output;
}

static float* new_sine(double frequency, double rate, size_t n)
{
  float* const samples = malloc(n * sizeof(float));
  assert_non_null(samples);
  for (size_t i = 0; i < n; ++i) {
    samples[i] = (float)sin(2 * PI * fmod(frequency * (double)i / rate, 1));
  }
  return samples;
}

/* How long a test sound must be so that enough of it lies away from its ends */
static size_t length_for(double input_rate, double output_rate)
{
  return (size_t)(1200 * fmax(1, input_rate / output_rate));
}

/* Resample a sine; give the difference from the ideal one, in RMS relative to
   the sine's, or the RMS of what is left when nothing should be */
static double sine_error(const double pair[2], double frequency, double gain)
{
  const size_t n = length_for(pair[0], pair[1]);
  float* const input = new_sine(frequency, pair[0], n);
  BylineResampler* const resampler = new_resampler(pair[0], pair[1]);
  size_t n_output = 0;
  float* const output = convert(resampler, input, n, n, &n_output);
  assert_true(n_output > 800);
  const size_t margin = (size_t)(300 * fmax(1, pair[1] / pair[0]));
  double sum = 0;
  for (size_t i = margin; i < n_output; ++i) {
    const double cycles = frequency * (double)i / pair[1];
    const double ideal = gain * sin(2 * PI * fmod(cycles, 1));
    sum += pow((double)output[i] - ideal, 2);
  }
  byline_resampler_free(resampler);
  free(input);
  free(output);
  return sqrt(2 * sum / (double)(n_output - margin));
}

static double decibel(double amplitude)
{
  return 20 * log10(amplitude + 1e-30);
}

/* Below 0.45 times the lower rate a sine comes out as it should be: same gain,
   frequency and phase, and nothing else */
static void sines_pass(void** state)
{
  (void)state;
  for (size_t i = 0; i < N_RATES; ++i) {
    const double lower = fmin(rates[i][0], rates[i][1]);
    for (double f = 0.05; f < 0.46; f += 0.1) {
      const double error = decibel(sine_error(rates[i], f * lower, 1));
      if (error > -80) {
        fail_msg("%g -> %g Hz: a sine of %g Hz is off by %.1f dB", rates[i][0],
                 rates[i][1], f * lower, error);
      }
    }
  }
}

/* What the lower rate cannot carry is not folded back */
static void aliases_are_rejected(void** state)
{
  (void)state;
  for (size_t i = 0; i < N_RATES; ++i) {
    const double upper = rates[i][0] / rates[i][1];
    for (double f = 0.501; f < 0.5 * upper; f *= 1.17) {
      const double rest = decibel(sine_error(rates[i], f * rates[i][1], 0));
      if (rest > -80) {
        fail_msg("%g -> %g Hz: a sine of %g Hz folds back at %.1f dB",
                 rates[i][0], rates[i][1], f * rates[i][1], rest);
      }
    }
  }
}

/* A smooth pulse stays where it is in time, late in a long stream, too */
static void pulses_stay_in_place(void** state)
{
  (void)state;
  for (size_t i = 0; i < N_RATES; ++i) {
    const double in = rates[i][0];
    const double out = rates[i][1];
    const double width = 2 / fmin(in, out);
    const size_t n = (size_t)(fmin(3, 4e6 / (in + out)) * in);
    const double place = 0.9 * (double)n / in;
    float* const input = malloc(n * sizeof(float));
    assert_non_null(input);
    for (size_t k = 0; k < n; ++k) {
      const double t = ((double)k / in - place) / width;
      input[k] = (float)exp(-0.5 * t * t);
    }
    BylineResampler* const resampler = new_resampler(in, out);
    size_t n_output = 0;
    float* const output = convert(resampler, input, n, n, &n_output);
    assert_true((double)n_output > (place + 6 * width) * out);
    double worst = 0;
    for (size_t k = 0; k < n_output; ++k) {
      const double t = ((double)k / out - place) / width;
      worst = fmax(worst, fabs((double)output[k] - exp(-0.5 * t * t)));
    }
    if (worst > 1e-4) {
      fail_msg("%g -> %g Hz: a pulse at %g s is off by %g", in, out, place,
               worst);
    }
    byline_resampler_free(resampler);
    free(input);
    free(output);
  }
}

static void pieces_do_not_matter(void** state)
{
  (void)state;
  for (size_t i = 0; i < N_RATES; ++i) {
    const size_t n = length_for(rates[i][0], rates[i][1]) + 5000;
    float* const input = new_sine(0.21 * rates[i][0], rates[i][0], n);
    BylineResampler* const resampler = new_resampler(rates[i][0], rates[i][1]);
    size_t n_whole = 0;
    float* const whole = convert(resampler, input, n, n, &n_whole);
    const size_t max_pieces[] = {1, 7, 300, 4000};
    for (size_t k = 0; k < 4; ++k) {
      byline_resampler_reset(resampler);
      size_t n_cut = 0;
      float* const cut = convert(resampler, input, n, max_pieces[k], &n_cut);
      assert_int_equal(n_cut, n_whole);
      assert_memory_equal(cut, whole, n_whole * sizeof(float));
      free(cut);
    }
    byline_resampler_free(resampler);
    free(input);
    free(whole);
  }
}

/* An output sample appears as soon as the filter's half is there: the length
   is right to within it */
static void length_is_right(void** state)
{
  (void)state;
  for (size_t i = 0; i < N_RATES; ++i) {
    const size_t n = length_for(rates[i][0], rates[i][1]);
    float* const input = calloc(n, sizeof(float));
    assert_non_null(input);
    BylineResampler* const resampler = new_resampler(rates[i][0], rates[i][1]);
    size_t n_output = 0;
    float* const output = convert(resampler, input, n, n, &n_output);
    const double ideal = (double)n / rates[i][0] * rates[i][1];
    const double half = 100 * fmax(1, rates[i][1] / rates[i][0]);
    assert_true((double)n_output <= ceil(ideal));
    assert_true((double)n_output >= ideal - half);
    byline_resampler_free(resampler);
    free(input);
    free(output);
  }
}

static void impossible_rates_are_refused(void** state)
{
  (void)state;
  const double bad[] = {0, -44100, 999, 1000001, NAN, INFINITY};
  for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); ++i) {
    BylineResampler* resampler = NULL;
    assert_int_equal(byline_resampler_new(bad[i], 24000, &resampler),
                     BYLINE_ERROR_USAGE);
    assert_null(resampler);
    assert_int_equal(byline_resampler_new(24000, bad[i], &resampler),
                     BYLINE_ERROR_USAGE);
    assert_null(resampler);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sines_pass),
      cmocka_unit_test(aliases_are_rejected),
      cmocka_unit_test(pulses_stay_in_place),
      cmocka_unit_test(pieces_do_not_matter),
      cmocka_unit_test(length_is_right),
      cmocka_unit_test(impossible_rates_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
