/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the network that finds voices sees, masks as a stream, and sounds taken
   apart. */

#include "byline/front_end.h"
#include "byline/random.h"
#include "dataset/sound_parts.h"
#include "tests/unit/suite.h"
#include "voice/masker.h"
#include "voice/voice_model.h"
#include "voice/voice_picture.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECONDS 4

/* A voice of vowels between noises, and its own accompaniment at the sides */
static BylineSound make_sound(double rate)
{
  BylineSound sound;
  assert_int_equal(byline_sound_new((size_t)(SECONDS * rate), rate, &sound),
                   BYLINE_OK);
  BylineRandom random = byline_random_begin(1, 0);
  for (size_t i = 0; i < sound.n; ++i) {
    const double t = (double)i / rate;
    double voice = 0;
    for (unsigned k = 1; k < 12; ++k) {
      voice += sin(2 * 3.14159265 * 200 * k * t + 0.2 * k * sin(35 * t)) / k;
    }
    const float v = (float)(0.1 * voice);
    sound.channels[0][i] = v + 0.02f * byline_random_normal(&random);
    sound.channels[1][i] = v + 0.02f * byline_random_normal(&random);
  }
  return sound;
}

static BylineNetwork* load(void)
{
  BylineNetwork* network = NULL;
  assert_int_equal(byline_voice_model_default(&network), BYLINE_OK);
  assert_int_equal(byline_network_freeze(network), BYLINE_OK);
  return network;
}

/* Bands go up, each has weights of sum 1, and a mask is what it is between
   their middles */
static void test_bands(void** state)
{
  (void)state;
  static BylineVoiceBands bands;
  static float power[BYLINE_VOICE_BINS];
  float gathered[BYLINE_VOICE_BANDS];
  byline_voice_bands_init(&bands);
  for (size_t k = 0; k < BYLINE_VOICE_BINS; ++k) {
    power[k] = 3;
  }
  byline_voice_bands_gather(&bands, power, gathered);
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    assert_float_equal(gathered[i], 3, 1e-5f);
    assert_true(i == 0 || bands.frequencies[i] > bands.frequencies[i - 1]);
  }
  /* A tone goes where it belongs */
  memset(power, 0, sizeof(power));
  power[100] = 1; /* 1562.5 Hz */
  byline_voice_bands_gather(&bands, power, gathered);
  size_t loudest = 0;
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    loudest = gathered[i] > gathered[loudest] ? i : loudest;
  }
  assert_float_equal(bands.frequencies[loudest], 1562.5f, 20);
  /* Masks are read between the middles, and held beyond them */
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    gathered[i] = (float)i;
  }
  const double middle =
      0.5 * (double)(bands.frequencies[70] + bands.frequencies[71]);
  assert_float_equal(byline_voice_mask_at(&bands, gathered, middle), 70.5f,
                     1e-3f);
  assert_float_equal(byline_voice_mask_at(&bands, gathered, 0), 0, 0);
  assert_float_equal(byline_voice_mask_at(&bands, gathered, 20000),
                     BYLINE_VOICE_BANDS - 1, 0);
}

/* Levels do not matter, silence is silence, columns come up once more */
static void test_picture(void** state)
{
  (void)state;
  static BylineVoiceBands bands;
  static BylineVoicePicture pictures[2];
  static float images[2][BYLINE_VOICE_CHANNELS * BYLINE_VOICE_BANDS];
  static float kept[40][BYLINE_VOICE_BANDS];
  byline_voice_bands_init(&bands);
  byline_voice_picture_init(&pictures[0], &bands);
  byline_voice_picture_init(&pictures[1], &bands);
  BylineRandom random = byline_random_begin(2, 0);
  for (unsigned t = 0; t < 40; ++t) {
    float mid[2][BYLINE_VOICE_BANDS];
    const float side[BYLINE_VOICE_BANDS] = {0};
    for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
      mid[0][i] = byline_random_uniform(&random, 1, 1000);
      mid[1][i] = 0.01f * mid[0][i];
    }
    for (unsigned k = 0; k < 2; ++k) {
      byline_voice_picture_add(&pictures[k], mid[k], side, images[k], 1);
    }
    memcpy(kept[t], images[0], sizeof(kept[t]));
    for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
      assert_float_equal(images[0][i], images[1][i], 1e-3f);
      assert_float_equal(images[0][2 * BYLINE_VOICE_BANDS + i], -1, 0);
      if (t >= BYLINE_VOICE_BEFORE) {
        assert_float_equal(images[0][BYLINE_VOICE_BANDS + i],
                           kept[t - BYLINE_VOICE_BEFORE][i], 0);
      }
    }
  }
  const float nothing[BYLINE_VOICE_BANDS] = {0};
  byline_voice_picture_init(&pictures[0], &bands);
  byline_voice_picture_add(&pictures[0], nothing, nothing, images[0], 1);
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    assert_float_equal(images[0][i], -2, 0); /* -50 dB */
    assert_float_equal(pictures[0].past[0][1][i], -1, 0);
  }
}

/* Of silence after a sound all columns are the same, as soon as they come up no
   more: what is the same is not computed (nn/plan_stream.c) */
static void test_picture_of_silence(void** state)
{
  (void)state;
  enum { N_CELLS = BYLINE_VOICE_CHANNELS * BYLINE_VOICE_BANDS };
  static BylineVoiceBands bands;
  static BylineVoicePicture picture;
  static float first[N_CELLS];
  static float image[N_CELLS];
  float loud[BYLINE_VOICE_BANDS];
  const float nothing[BYLINE_VOICE_BANDS] = {0};
  byline_voice_bands_init(&bands);
  byline_voice_picture_init(&picture, &bands);
  byline_voice_picture_add(&picture, nothing, nothing, first, 1);
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    loud[i] = 1e4f + (float)i;
  }
  for (unsigned t = 0; t < 300; ++t) {
    const float* const column = t < 20 ? loud : nothing;
    byline_voice_picture_add(&picture, column, column, image, 1);
    if (t >= 20 + BYLINE_VOICE_BEFORE) {
      assert_memory_equal(image, first, sizeof(first));
    }
  }
}

/* Masks of a sound */
typedef struct {
  float values[400][BYLINE_VOICE_BANDS];
  size_t n;
} Masks;

static void keep(void* user, size_t index, const float* mask)
{
  Masks* const masks = user;
  assert_int_equal(index, masks->n);
  assert_true(index < 400);
  memcpy(masks->values[masks->n++], mask, sizeof(masks->values[0]));
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    assert_true(mask[i] >= 0 && mask[i] <= 1);
  }
}

/* However sound is cut into calls; after a reset; not later than it says */
static void test_stream(void** state)
{
  (void)state;
  static const size_t blocks[] = {1 << 20, 1024, 333, 64};
  static Masks whole;
  static Masks cut;
  BylineSound sound = make_sound(44100);
  BylineNetwork* const network = load();
  BylineMasker* masker = NULL;
  assert_int_equal(byline_masker_new(network, sound.rate, &masker), BYLINE_OK);
  for (unsigned b = 0; b < 4; ++b) {
    Masks* const masks = b ? &cut : &whole;
    masks->n = 0;
    for (size_t i = 0; i < sound.n; i += blocks[b]) {
      const size_t rest = sound.n - i;
      byline_masker_push(masker, sound.channels[0] + i, sound.channels[1] + i,
                         rest < blocks[b] ? rest : blocks[b], keep, masks);
      const double heard =
          (double)(i + (rest < blocks[b] ? rest : blocks[b])) / sound.rate;
      const double told =
          (double)masks->n * BYLINE_VOICE_HOP / BYLINE_VOICE_RATE;
      /* The resampler holds back some milliseconds, too */
      assert_true(heard - told <= BYLINE_VOICE_LATENCY + 0.01);
    }
    byline_masker_flush(masker, keep, masks);
    assert_int_equal(masks->n, SECONDS * BYLINE_VOICE_RATE / BYLINE_VOICE_HOP);
    byline_masker_reset(masker);
    if (b) {
      assert_memory_equal(cut.values, whole.values,
                          whole.n * sizeof(whole.values[0]));
    }
  }
  byline_masker_free(masker);
  byline_network_free(network);
  byline_sound_free(&sound);
}

/* What is not finite, and no sound at all */
static void test_bad_sound(void** state)
{
  (void)state;
  static Masks masks;
  static float bad[4096];
  BylineNetwork* const network = load();
  BylineMasker* masker = NULL;
  assert_int_equal(byline_masker_new(network, 16000, &masker), BYLINE_OK);
  byline_masker_flush(masker, keep, &masks);
  assert_int_equal(masks.n, 0);
  byline_masker_reset(masker);
  for (size_t i = 0; i < 4096; ++i) {
    bad[i] = i % 3 ? NAN : (i % 2 ? INFINITY : 1e30f);
  }
  byline_masker_push(masker, bad, NULL, 4096, keep, &masks);
  byline_masker_flush(masker, keep, &masks);
  assert_int_equal(masks.n, 16);
  byline_masker_free(masker);
  byline_network_free(network);
}

/* Parts add up at any rate, and the voice in the middle is found */
static void test_parts(void** state)
{
  (void)state;
  static const double rates[] = {8000, 16000, 44100, 48000};
  BylineNetwork* const network = load();
  for (unsigned k = 0; k < 4; ++k) {
    BylineSound sound = make_sound(rates[k]);
    BylineSound mix = make_sound(rates[k]);
    BylineSound voice;
    assert_int_equal(byline_sound_separate(network, &sound, &voice), BYLINE_OK);
    assert_int_equal(voice.n, mix.n);
    for (size_t i = 0; i < mix.n; ++i) {
      assert_float_equal(voice.channels[0][i] + sound.channels[0][i],
                         mix.channels[0][i], 1e-5f);
    }
    assert_true(byline_sound_power(&voice) < byline_sound_power(&mix));
    byline_sound_free(&sound);
    byline_sound_free(&mix);
    byline_sound_free(&voice);
  }
  /* No sound has no parts */
  BylineSound empty;
  BylineSound voice;
  assert_int_equal(byline_sound_new(0, 44100, &empty), BYLINE_OK);
  assert_int_equal(byline_sound_separate(network, &empty, &voice), BYLINE_OK);
  assert_int_equal(voice.n, 0);
  byline_sound_free(&empty);
  byline_sound_free(&voice);
  byline_network_free(network);
}

/* Columns of a spectrogram */
typedef struct {
  float values[400][3 * 128];
  size_t n;
  size_t n_cells;
} Columns;

static void keep_column(void* user, const float* column)
{
  Columns* const columns = user;
  assert_true(columns->n < 400);
  memcpy(columns->values[columns->n++], column,
         columns->n_cells * sizeof(float));
}

static void see(const BylineFrontEnd* front_end, const BylineSound* sound,
                size_t block, Columns* columns)
{
  BylineSpectrogram* spectrogram = NULL;
  assert_int_equal(byline_spectrogram_new(front_end, &byline_voice_finder,
                                          sound->rate, &spectrogram),
                   BYLINE_OK);
  columns->n_cells = byline_front_end_cells(front_end);
  /* Twice, so that resetting is tried, too */
  for (unsigned round = 0; round < 2; ++round) {
    columns->n = 0;
    byline_spectrogram_reset(spectrogram);
    for (size_t i = 0; i < sound->n; i += block) {
      const size_t rest = sound->n - i;
      byline_spectrogram_push(
          spectrogram, sound->channels[0] + i, sound->channels[1] + i,
          rest < block ? rest : block, keep_column, columns);
    }
    byline_spectrogram_flush(spectrogram, keep_column, columns);
  }
  byline_spectrogram_free(spectrogram);
}

/* Spectrograms with a focus: every column comes, the mix is as without, and
   nothing depends on how sound is cut into calls */
static void test_focus(void** state)
{
  (void)state;
  static Columns mix;
  static Columns whole;
  static Columns cut;
  static const double rates[] = {44100, 24000, 8000};
  for (unsigned k = 0; k < 3; ++k) {
    BylineSound sound = make_sound(rates[k]);
    BylineFrontEnd front_end = byline_front_end_default();
    see(&front_end, &sound, 1 << 20, &mix);
    front_end.focus = BYLINE_FOCUS_THREE;
    front_end.finder = BYLINE_FINDER_NETWORK;
    see(&front_end, &sound, 1 << 20, &whole);
    see(&front_end, &sound, 700, &cut);
    assert_int_equal(whole.n, mix.n);
    assert_int_equal(cut.n, mix.n);
    for (size_t t = 0; t < mix.n; ++t) {
      const size_t size = sizeof(whole.values[t]);
      assert_memory_equal(whole.values[t], mix.values[t], size / 3);
      assert_memory_equal(whole.values[t], cut.values[t], size);
      for (size_t i = 0; i < 128; ++i) {
        assert_true(whole.values[t][128 + i] <= mix.values[t][i] + 1e-3f);
        assert_true(whole.values[t][256 + i] <= mix.values[t][i] + 1e-3f);
      }
    }
    byline_sound_free(&sound);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bands),
      cmocka_unit_test(test_picture),
      cmocka_unit_test(test_picture_of_silence),
      cmocka_unit_test(test_stream),
      cmocka_unit_test(test_bad_sound),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_focus),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
