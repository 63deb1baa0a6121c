/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/fingerprint.h"

#include "byline/random.h"
#include "dataset/effects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/near.h"
#include "tests/unit/suite.h"

#define RATE 11025.0

/* A melody of chords that the seed decides */
static BylineSound make_music(double seconds, uint64_t seed)
{
  BylineSound sound;
  assert_int_equal(byline_sound_new((size_t)(seconds * RATE), RATE, &sound),
                   BYLINE_OK);
  BylineRandom random = byline_random_begin(seed, 0);
  double frequency[3] = {220, 330, 440};
  for (size_t i = 0; i < sound.n; ++i) {
    for (int k = 0; k < 3 && i % (size_t)(RATE / 3) == 0; ++k) {
      const double step = (double)byline_random_below(&random, 24);
      frequency[k] = 110 * pow(2, step / 12 + k * 0.5);
    }
    float sample = 0.02f * byline_random_normal(&random);
    for (int k = 0; k < 3; ++k) {
      sample += (float)(0.2 * sin(2 * M_PI * frequency[k] * (double)i / RATE));
    }
    sound.channels[0][i] = sample;
    sound.channels[1][i] = sample;
  }
  return sound;
}

static BylineFingerprint take(const BylineSound* sound)
{
  BylineFingerprint print;
  assert_int_equal(byline_fingerprint_take(sound, &print), BYLINE_OK);
  return print;
}

static void test_search_by_hand(void** state)
{
  (void)state;
  uint32_t first[] = {1, 2, 3, 4};
  uint32_t second[] = {9, 8, 0xf0, 0xff, 7};
  uint32_t asked[] = {0xf1, 0xff};
  const BylineFingerprint index[] = {{first, 4}, {second, 5}};
  const BylineFingerprint query = {asked, 2};
  const BylineFingerprintMatch match =
      byline_fingerprint_search(&query, index, 2);
  assert_int_equal(match.index, 1);
  assert_int_equal(match.offset, 2);
  assert_near(match.error, 1.0 / 64, 1e-12);

  const BylineFingerprint nothing = {asked, 0};
  assert_near(byline_fingerprint_search(&nothing, index, 2).error, 1, 1e-12);
  assert_near(byline_fingerprint_search(&query, index, 0).error, 1, 1e-12);
}

/* A part of a recording, from a place on no grid, quieter and noisy, is found
   there; another piece, or the same one a tone higher, is not. */
static void test_finds_recordings_only(void** state)
{
  (void)state;
  BylineSound sounds[2] = {make_music(30, 1), make_music(30, 2)};
  BylineFingerprint index[2] = {take(&sounds[0]), take(&sounds[1])};
  BylineSound part = sounds[1];
  const size_t first = (size_t)(7.777 * RATE);
  part.channels[0] += first;
  part.channels[1] += first;
  part.n = (size_t)(10 * RATE);
  BylineRandom random = byline_random_begin(3, 0);
  assert_int_equal(byline_effect_noise(&part, 20, &random), BYLINE_OK);
  assert_int_equal(byline_effect_gain(&part, -12, &random), BYLINE_OK);
  BylineFingerprint query = take(&part);
  const BylineFingerprintMatch match =
      byline_fingerprint_search(&query, index, 2);
  assert_true(byline_fingerprint_is_match(&match));
  assert_int_equal(match.index, 1);
  assert_near((double)match.offset * 0.1238, 7.777, 0.3);

  const BylineFingerprintMatch other =
      byline_fingerprint_search(&query, index, 1);
  assert_false(byline_fingerprint_is_match(&other));
  byline_fingerprint_free(&query);

  BylineSound higher = make_music(10, 2);
  assert_int_equal(byline_effect_pitch(&higher, 1.5, &random), BYLINE_OK);
  query = take(&higher);
  const BylineFingerprintMatch shifted =
      byline_fingerprint_search(&query, index, 2);
  assert_false(byline_fingerprint_is_match(&shifted));
  byline_fingerprint_free(&query);
  byline_sound_free(&higher);
  for (int i = 0; i < 2; ++i) {
    byline_fingerprint_free(&index[i]);
    byline_sound_free(&sounds[i]);
  }
}

static void test_too_short(void** state)
{
  (void)state;
  BylineSound sound = make_music(0.05, 6);
  BylineFingerprint print = {.n = 1};
  if (byline_fingerprint_take(&sound, &print) == BYLINE_OK) {
    assert_int_equal(print.n, 0);
    byline_fingerprint_free(&print);
  }
  byline_sound_free(&sound);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_search_by_hand),
      cmocka_unit_test(test_finds_recordings_only),
      cmocka_unit_test(test_too_short),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
