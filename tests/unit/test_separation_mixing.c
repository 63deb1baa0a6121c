/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Examples to learn to separate from: what is voice in them is said to be. */

#include "tests/unit/suite.h"
#include "training/separation_mixing.h"
#include "voice/voice_picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 64
#define PIXELS ((size_t)COLUMNS * BYLINE_VOICE_BANDS)
#define N_SAMPLES (4 * BYLINE_VOICE_RATE)
#define N_EXAMPLES 60

static float image[BYLINE_VOICE_CHANNELS * PIXELS];
static float target[PIXELS];
static float weight[PIXELS];
static float mix_power[PIXELS];
static float voice_power[PIXELS];
static int16_t low[N_SAMPLES];
static int16_t high[N_SAMPLES];
static size_t first[2] = {0, 1};
static BylineVoiceRecording voice = {.mid = low, .n = N_SAMPLES};
static BylineVoiceRecording rest = {.mid = high, .n = N_SAMPLES};

/* A voice of 1 kHz, music of 4 kHz */
static BylineVoiceMaterial make_material(void)
{
  for (size_t i = 0; i < N_SAMPLES; ++i) {
    const double t = (double)i / BYLINE_VOICE_RATE;
    low[i] = (int16_t)(8000 * sin(2 * 3.14159265358979 * 1000 * t));
    high[i] = (int16_t)(8000 * sin(2 * 3.14159265358979 * 4000 * t));
  }
  const BylineVoiceShelf voices = {&voice, 1, first, 1};
  const BylineVoiceShelf rests = {&rest, 1, first, 1};
  return (BylineVoiceMaterial){.voices = {voices}, .rests = {rests}};
}

static void mix(BylineVoiceMixer* mixer, const BylineVoiceMaterial* material,
                uint64_t stream)
{
  byline_voice_mixer_mix(
      mixer, material, false, byline_random_begin(1, stream),
      &(BylineVoiceExample){image, target, weight, mix_power, voice_power});
}

/* Mean target of the loud cells between two frequencies, whatever the speeds */
static double mean_target(const float* frequencies, float from, float to)
{
  double sum = 0;
  double total = 0;
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    for (size_t t = 0; t < COLUMNS; ++t) {
      const size_t at = i * COLUMNS + t;
      if (frequencies[i] > from && frequencies[i] < to && weight[at] > 1) {
        sum += (double)(weight[at] * target[at]);
        total += (double)weight[at];
      }
    }
  }
  return total > 0 ? sum / total : 0;
}

static void test_voice_is_voice(void** state)
{
  (void)state;
  const BylineVoiceMaterial material = make_material();
  BylineVoiceMixer* mixer = NULL;
  assert_int_equal(byline_voice_mixer_new(COLUMNS, &mixer), BYLINE_OK);
  float frequencies[BYLINE_VOICE_BANDS];
  byline_voice_bands(frequencies);
  unsigned n_voiced = 0;
  for (uint64_t k = 0; k < N_EXAMPLES; ++k) {
    mix(mixer, &material, k);
    for (size_t i = 0; i < PIXELS; ++i) {
      assert_true(target[i] >= 0 && target[i] <= 1 && weight[i] >= 0);
      assert_true(isfinite(image[i]));
      assert_true(mix_power[i] >= 0 && voice_power[i] >= 0);
    }
    const double high_share = mean_target(frequencies, 3000, 5300);
    assert_true(high_share < 0.05);
    n_voiced += mean_target(frequencies, 800, 1250) > 0.95;
  }
  /* A few have no voice */
  assert_in_range(n_voiced, N_EXAMPLES / 2, N_EXAMPLES - 1);
  byline_voice_mixer_free(mixer);
}

/* The answer to a column comes BYLINE_VOICE_AHEAD columns later, and examples
   hang on their random numbers alone */
static void test_columns_and_chance(void** state)
{
  (void)state;
  const BylineVoiceMaterial material = make_material();
  BylineVoiceMixer* mixer = NULL;
  assert_int_equal(byline_voice_mixer_new(COLUMNS, &mixer), BYLINE_OK);
  mix(mixer, &material, 3);
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    for (size_t t = 0; t < COLUMNS; ++t) {
      assert_true((weight[i * COLUMNS + t] > 0) == (t >= BYLINE_VOICE_AHEAD));
    }
  }
  float* const before = malloc(sizeof(image));
  assert_non_null(before);
  memcpy(before, image, sizeof(image));
  mix(mixer, &material, 4);
  assert_memory_not_equal(before, image, sizeof(image));
  mix(mixer, &material, 3);
  assert_memory_equal(before, image, sizeof(image));
  free(before);
  byline_voice_mixer_free(mixer);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_voice_is_voice),
      cmocka_unit_test(test_columns_and_chance),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
