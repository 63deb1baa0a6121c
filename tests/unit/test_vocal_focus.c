/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Vocal focus as users turn it, for front ends that have none of their own. */

#include "byline/front_end.h"
#include "byline/random.h"
#include "byline/resampler.h"
#include "tests/unit/suite.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979324
#define RATE 44100 // so that there is something to be kept in step
#define N (3 * (size_t)RATE)
#define MAX_FRAMES 200

/* Columns gathered by a spectrogram */
typedef struct {
  BylineFrontEnd front_end;
  BylineSpectrogram* spectrogram;
  float (*cells)[128]; ///< MAX_FRAMES columns
  size_t n;            ///< How many there are
} Picture;

static float left[N];
static float right[N];

/* A tone in the middle, noise at the left */
static int set_up(void** state)
{
  (void)state;
  BylineRandom random = byline_random_begin(4, 0);
  for (size_t i = 0; i < N; ++i) {
    right[i] = 0.2f * (float)sin(2 * PI * fmod(440 * (double)i / RATE, 1));
    left[i] = right[i] + byline_random_uniform(&random, -0.2f, 0.2f);
  }
  return 0;
}

static void add_column(void* user, const float* column)
{
  Picture* const p = user;
  assert_in_range(p->n, 0, MAX_FRAMES - 1);
  memcpy(p->cells[p->n++], column, sizeof(*p->cells));
}

static Picture begin(BylineFocus focus)
{
  Picture picture = {.front_end = byline_front_end_default(),
                     .cells = calloc(MAX_FRAMES, sizeof(*picture.cells))};
  assert_non_null(picture.cells);
  picture.front_end.focus = focus;
  assert_int_equal(byline_spectrogram_new(&picture.front_end,
                                          &byline_voice_finder, RATE,
                                          &picture.spectrogram),
                   BYLINE_OK);
  return picture;
}

static void turn(Picture* picture, float share)
{
  assert_int_equal(byline_spectrogram_turn_down(picture->spectrogram, share),
                   BYLINE_OK);
}

static void push(Picture* picture, size_t from, size_t to)
{
  byline_spectrogram_push(picture->spectrogram, left + from, right + from,
                          to - from, add_column, picture);
}

static void end(Picture* picture)
{
  byline_spectrogram_free(picture->spectrogram);
  free(picture->cells);
}

static Picture hear(BylineFocus focus, float share)
{
  Picture picture = begin(focus);
  turn(&picture, share);
  push(&picture, 0, N);
  return picture;
}

/* The mean of all cells of the last second, in dB */
static double level(const Picture* picture)
{
  double sum = 0;
  for (size_t i = picture->n - 26; i < picture->n; ++i) {
    for (size_t k = 0; k < 128; ++k) {
      sum += (double)picture->cells[i][k];
    }
  }
  return sum / (26 * 128);
}

static void all_of_it_is_the_voice_alone(void** state)
{
  (void)state;
  Picture turned = hear(BYLINE_FOCUS_MIX, 1);
  Picture voice = hear(BYLINE_FOCUS_VOICE, 0);
  assert_int_equal(turned.n, voice.n);
  for (size_t i = 0; i < turned.n; ++i) {
    for (size_t k = 0; k < 128; ++k) {
      /* Where nothing is left, rounding is */
      const double a = fmax(-70, (double)turned.cells[i][k]);
      const double b = fmax(-70, (double)voice.cells[i][k]);
      assert_true(fabs(a - b) < 0.01);
    }
  }
  end(&turned);
  end(&voice);
}

static void more_takes_out_more(void** state)
{
  (void)state;
  double last = 1000;
  for (int i = 0; i <= 4; ++i) {
    Picture picture = hear(BYLINE_FOCUS_MIX, 0.25f * (float)i);
    const double now = level(&picture);
    assert_true(now < last - 0.5);
    last = now;
    end(&picture);
  }
}

static void none_of_it_changes_nothing(void** state)
{
  (void)state;
  Picture untouched = begin(BYLINE_FOCUS_MIX);
  Picture turned = begin(BYLINE_FOCUS_MIX);
  push(&untouched, 0, N);
  turn(&turned, 0);
  push(&turned, 0, N / 3);
  turn(&turned, 1);
  push(&turned, N / 3, N / 2);
  turn(&turned, 0);
  const size_t n_before = turned.n;
  push(&turned, N / 2, N);
  assert_int_equal(turned.n, untouched.n);
  const size_t n_first = 20; // columns that are over within N / 3
  assert_memory_equal(turned.cells, untouched.cells,
                      n_first * sizeof(*turned.cells));
  assert_memory_equal(turned.cells + n_before, untouched.cells + n_before,
                      (turned.n - n_before) * sizeof(*turned.cells));
  end(&untouched);
  end(&turned);
}

/* Turned up late, it is soon as if it had always been */
static void may_be_turned_up_at_any_time(void** state)
{
  (void)state;
  Picture always = hear(BYLINE_FOCUS_MIX, 1);
  Picture late = begin(BYLINE_FOCUS_MIX);
  push(&late, 0, N / 5 + 77);
  turn(&late, 1);
  push(&late, N / 5 + 77, N);
  assert_int_equal(late.n, always.n);
  assert_true(fabs(level(&late) - level(&always)) < 1);
  end(&always);
  end(&late);
}

static void pieces_do_not_matter(void** state)
{
  (void)state;
  Picture whole = hear(BYLINE_FOCUS_MIX, 0.7f);
  Picture pieces = begin(BYLINE_FOCUS_MIX);
  turn(&pieces, 0.7f);
  for (size_t at = 0; at < N; at += 517) {
    push(&pieces, at, at + 517 < N ? at + 517 : N);
  }
  assert_int_equal(pieces.n, whole.n);
  assert_memory_equal(pieces.cells, whole.cells,
                      whole.n * sizeof(*whole.cells));
  end(&whole);
  end(&pieces);
}

static void front_ends_with_a_focus_keep_theirs(void** state)
{
  (void)state;
  Picture own = hear(BYLINE_FOCUS_VOICE, 0);
  Picture turned = hear(BYLINE_FOCUS_VOICE, 0.3f);
  assert_int_equal(own.n, turned.n);
  assert_memory_equal(own.cells, turned.cells, own.n * sizeof(*own.cells));
  end(&own);
  end(&turned);
}

static void conversions_run_in_step(void** state)
{
  (void)state;
  static float a[N];
  static float b[N];
  BylineResampler* first = NULL;
  BylineResampler* second = NULL;
  assert_int_equal(byline_resampler_new(RATE, 24000, &first), BYLINE_OK);
  assert_int_equal(byline_resampler_new(RATE, 24000, &second), BYLINE_OK);
  byline_resampler_process(first, left, 1000, a);
  byline_resampler_process(second, left, 123, b);
  byline_resampler_join(second, first);
  const size_t n = byline_resampler_process(first, left + 1000, 9000, a);
  assert_int_equal(byline_resampler_process(second, left + 1000, 9000, b), n);
  const size_t n_past = 200; // outputs that still see the past
  assert_memory_not_equal(a, b, n_past * sizeof(float));
  assert_memory_equal(a + n_past, b + n_past, (n - n_past) * sizeof(float));
  byline_resampler_free(first);
  byline_resampler_free(second);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_of_it_is_the_voice_alone),
      cmocka_unit_test(more_takes_out_more),
      cmocka_unit_test(none_of_it_changes_nothing),
      cmocka_unit_test(may_be_turned_up_at_any_time),
      cmocka_unit_test(pieces_do_not_matter),
      cmocka_unit_test(front_ends_with_a_focus_keep_theirs),
      cmocka_unit_test(conversions_run_in_step),
  };
  return cmocka_run_group_tests(tests, set_up, NULL);
}
