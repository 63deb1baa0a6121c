/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Applause is told from music, and cut off at both ends of a recording. */

#include "byline/random.h"
#include "dataset/features.h"
#include "dataset/sound.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <string.h>

#define RATE 24000

/* Add one clap: noise through a hollow hand, gone after some milliseconds. */
static void add_clap(BylineSound* sound, size_t first, double hz, double gain,
                     BylineRandom* random)
{
  const double turn = 2 * cos(2 * M_PI * hz / RATE) * 0.97;
  double y[2] = {0, 0};
  for (size_t i = first; i < first + RATE / 25 && i < sound->n; ++i) {
    const double t = (double)(i - first) / RATE;
    const double x =
        gain * exp(-t / 0.006) * (double)byline_random_normal(random);
    const double now = x + turn * y[0] - 0.97 * 0.97 * y[1];
    y[1] = y[0];
    y[0] = now;
    sound->channels[0][i] += (float)now;
    sound->channels[1][i] += (float)(now * (hz > 1500 ? 0.5 : 1));
  }
}

/* Hands of many people, each clapping about four times a second */
static void add_applause(BylineSound* sound, double from, double to,
                         unsigned n_people)
{
  for (unsigned person = 0; person < n_people; ++person) {
    BylineRandom random = byline_random_begin(1, person);
    const double hz = (double)byline_random_uniform(&random, 800, 2600);
    const double gain = (double)byline_random_uniform(&random, 0.005f, 0.03f);
    double t = from + (double)byline_random_uniform(&random, 0, 0.3f);
    while (t < to - 0.05) {
      add_clap(sound, (size_t)(t * RATE), hz, gain, &random);
      t += (double)byline_random_uniform(&random, 0.2f, 0.32f);
    }
  }
}

/* Chords of decaying strings that change twice a second, and a snare drum */
static void add_music(BylineSound* sound, double from, double to)
{
  BylineRandom random = byline_random_begin(2, 0);
  double root = 110;
  for (size_t i = (size_t)(from * RATE); i < (size_t)(to * RATE); ++i) {
    const double t = (double)i / RATE;
    const double beat = fmod(t, 0.5);
    if (beat < 1.0 / RATE) {
      root = 110 * pow(2, (double)byline_random_below(&random, 12) / 12);
    }
    double x = 0.2 * exp(-beat / 0.05) * (double)byline_random_normal(&random);
    for (int k = 1; k < 12; ++k) {
      x += 0.1 / k * exp(-beat) * sin(2 * M_PI * root * k * t);
    }
    sound->channels[0][i] += (float)x;
    sound->channels[1][i] += (float)x;
  }
}

/* A drum solo: noise and thuds, no tones */
static void add_drums(BylineSound* sound, double from, double to)
{
  BylineRandom random = byline_random_begin(3, 0);
  for (size_t i = (size_t)(from * RATE); i < (size_t)(to * RATE); ++i) {
    const double t = (double)i / RATE;
    const double beat = fmod(t, 0.25);
    const double x =
        0.3 * exp(-beat / 0.06) * (double)byline_random_normal(&random) +
        0.3 * exp(-beat / 0.1) * sin(2 * M_PI * 60 * t);
    sound->channels[0][i] += (float)x;
    sound->channels[1][i] += (float)x;
  }
}

static void add_noise(BylineSound* sound, double from, double to)
{
  BylineRandom random = byline_random_begin(4, 0);
  for (size_t i = (size_t)(from * RATE); i < (size_t)(to * RATE); ++i) {
    sound->channels[0][i] += 0.1f * byline_random_normal(&random);
  }
}

static BylineSound new_sound(double seconds)
{
  BylineSound sound;
  assert_int_equal(byline_sound_new((size_t)(seconds * RATE), RATE, &sound),
                   BYLINE_OK);
  return sound;
}

/* Where the music of a sound begins and ends, in seconds; frees it. */
static void find(BylineSound* sound, double* begin, double* end)
{
  const BylineFrontEnd front_end = byline_front_end_default();
  BylineFeatureMaker maker;
  BylineFeatures features;
  bool fatal = false;
  assert_int_equal(byline_sound_write("sound.wav", sound), BYLINE_OK);
  byline_sound_free(sound);
  assert_int_equal(
      byline_feature_maker_init(".", &front_end, "", 0, NULL, &maker),
      BYLINE_OK);
  assert_int_equal(
      byline_features_make(&maker, "sound.wav", NULL, NULL, &features, &fatal),
      BYLINE_OK);
  const BylineSegment segment = features.segment;
  *begin = byline_front_end_time(&front_end, segment.first);
  *end = byline_front_end_time(&front_end, segment.first + segment.n_frames);
}

static void test_applause_is_cut_off(void** state)
{
  (void)state;
  static const unsigned crowds[] = {100, 200, 400};
  for (size_t i = 0; i < sizeof(crowds) / sizeof(*crowds); ++i) {
    BylineSound sound = new_sound(36);
    add_applause(&sound, 0, 8, crowds[i]);
    add_music(&sound, 7.5, 29);
    add_applause(&sound, 28, 36, crowds[i]);
    double begin = 0;
    double end = 0;
    find(&sound, &begin, &end);
    assert_true(begin > 5 && begin < 8.2);
    assert_true(end > 27.8 && end < 31);
  }
}

static void test_music_is_not(void** state)
{
  (void)state;
  void (*const kinds[])(BylineSound*, double, double) = {add_music, add_drums,
                                                         add_noise};
  for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); ++i) {
    BylineSound sound = new_sound(20);
    kinds[i](&sound, 0, 20);
    double begin = 0;
    double end = 0;
    find(&sound, &begin, &end);
    assert_true(begin < 0.1);
    assert_true(end > 19.8);
  }
}

/* A crowd that goes on while the music plays stays. */
static void test_music_with_applause_is_not(void** state)
{
  (void)state;
  BylineSound sound = new_sound(20);
  add_music(&sound, 0, 20);
  add_applause(&sound, 0, 5, 50);
  double begin = 0;
  double end = 0;
  find(&sound, &begin, &end);
  assert_true(begin < 0.1);
  assert_true(end > 19.8);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_applause_is_cut_off),
      cmocka_unit_test(test_music_is_not),
      cmocka_unit_test(test_music_with_applause_is_not),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
