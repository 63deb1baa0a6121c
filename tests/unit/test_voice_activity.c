/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/random.h"
#include "spectrum/voice_activity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/near.h"
#include "tests/unit/suite.h"
#include "voice/voice_queue.h"

#define PI 3.14159265358979324
#define RATE 24000
#define SECONDS 12
#define N ((size_t)RATE * SECONDS)

/* The mean probability over the columns of a sound */
typedef struct {
  BylineFrontEnd front_end;
  float* columns;
  size_t n;
} Columns;

static void add_column(void* user, const float* column)
{
  Columns* const c = user;
  const size_t n_cells = byline_front_end_cells(&c->front_end);
  memcpy(c->columns + c->n++ * n_cells, column, n_cells * sizeof(float));
}

static double mean_probability(const float* samples, float gain)
{
  Columns c = {.front_end = byline_front_end_default()};
  c.front_end.focus = BYLINE_FOCUS_THREE;
  const size_t n_cells = byline_front_end_cells(&c.front_end);
  c.columns = calloc(byline_front_end_frames(&c.front_end, SECONDS) * n_cells,
                     sizeof(float));
  float* const scaled = malloc(N * sizeof(float));
  BylineSpectrogram* spectrogram = NULL;
  assert_int_equal(byline_spectrogram_new(&c.front_end, &byline_voice_finder,
                                          RATE, &spectrogram),
                   BYLINE_OK);
  for (size_t i = 0; i < N; ++i) {
    scaled[i] = gain * samples[i];
  }
  byline_spectrogram_push(spectrogram, scaled, NULL, N, add_column, &c);
  const size_t step = byline_voice_frames(&c.front_end);
  assert_in_range(step, 26, 28);
  double sum = 0;
  size_t n = 0;
  for (size_t i = 3 * step; i + step <= c.n; i += step, ++n) {
    const float p =
        byline_voice_probability(&c.front_end, c.columns + i * n_cells, step);
    assert_true(p >= 0 && p <= 1);
    sum += (double)p;
  }
  byline_spectrogram_free(spectrogram);
  free(scaled);
  free(c.columns);
  return sum / (double)n;
}

/* A chord that is struck every half second */
static void add_chord(float* samples)
{
  static const double notes[] = {220, 277.2, 329.6};
  for (size_t i = 0; i < N; ++i) {
    const double t = (double)i / RATE;
    const double decay = exp(-3 * fmod(t, 0.5));
    for (size_t k = 0; k < 3; ++k) {
      samples[i] += (float)(0.05 * decay * sin(2 * PI * notes[k] * t));
    }
  }
}

/* Syllables: harmonics of a pitch that glides, shaped by formants that move */
static void add_babble(float* samples)
{
  double phase = 0;
  for (size_t i = 0; i < N; ++i) {
    const double t = (double)i / RATE;
    const double pitch = 160 + 40 * sin(2 * PI * 0.37 * t + sin(3 * t));
    phase += pitch / RATE;
    const double loud = fmax(0, sin(2 * PI * 3.7 * t) + 0.3 * sin(5.1 * t));
    const double formants[] = {500 + 250 * sin(2 * PI * 1.9 * t),
                               1500 + 600 * sin(2 * PI * 1.3 * t + 1),
                               2600 + 300 * sin(2 * PI * 2.3 * t + 2)};
    double sum = 0;
    for (int h = 1; h * pitch < 4000; ++h) {
      double shape = 0;
      for (int k = 0; k < 3; ++k) {
        const double x = (h * pitch - formants[k]) / 120;
        shape += 1 / (1 + x * x) / (1 + k);
      }
      sum += shape * sin(2 * PI * h * phase);
    }
    samples[i] += (float)(0.15 * loud * sum);
  }
}

static void voice_is_more_probable_than_music(void** state)
{
  (void)state;
  float* const music = calloc(N, sizeof(float));
  float* const both = calloc(N, sizeof(float));
  assert_true(music && both);
  add_chord(music);
  add_chord(both);
  add_babble(both);
  const double without = mean_probability(music, 1);
  const double with = mean_probability(both, 1);
  assert_true(without < 0.3);
  assert_true(with > 0.5);
  /* However loud it is */
  assert_near(mean_probability(both, 0.1f), with, 0.02);
  free(music);
  free(both);
}

static void silence_is_no_voice(void** state)
{
  (void)state;
  float* const silence = calloc(N, sizeof(float));
  assert_non_null(silence);
  assert_true(mean_probability(silence, 1) < 0.5);
  free(silence);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(voice_is_more_probable_than_music),
      cmocka_unit_test(silence_is_no_voice),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
