/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Clips are rather drawn where somebody sings, when the recipe says so. */

#include "base/file.h"
#include "base/half.h"
#include "byline/dataset.h"
#include "byline/random.h"
#include "dataset/npy.h"
#include "spectrum/front_end_json.h"
#include "spectrum/voice_activity.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"
#include "training/sampler.h"

#include <math.h>
#include <string.h>

#include "tests/unit/near.h"

#define MELS 32
#define CELLS (3 * MELS)
#define SONG 600
#define CLIP 54
#define IMAGE (CELLS * CLIP)

static BylineFrontEnd front_end(BylineFocus focus)
{
  BylineFrontEnd fe = byline_front_end_default();
  fe.n_mels = MELS;
  fe.focus = focus;
  return fe;
}

/* Whether a voice has something in a band */
static bool is_sung(size_t band)
{
  return band >= 4 && band < 26;
}

/* Columns of steady music, or with syllables in it, four a second */
static void make_columns(bool voiced, uint64_t seed, size_t n, float* columns)
{
  BylineRandom random = byline_random_begin(seed, voiced);
  for (size_t i = 0; i < n; ++i) {
    float* const mix = columns + i * CELLS;
    const float syllable = 20 * sinf((float)i * 4 * 2 * (float)M_PI / 27);
    for (size_t k = 0; k < MELS; ++k) {
      const float music = -45 + 3 * byline_random_normal(&random);
      const float sound = -44 + syllable + 3 * byline_random_normal(&random);
      const float voice = !voiced      ? music - 40
                          : is_sung(k) ? sound
                                       : music - 10;
      mix[k] = fmaxf(music, voice);
      mix[MELS + k] = voice;
      mix[2 * MELS + k] = music;
    }
  }
}

static void write_song(const char* path, uint64_t seed)
{
  static float columns[SONG * CELLS];
  static uint16_t halves[SONG * CELLS];
  make_columns(false, seed, SONG * 3 / 4, columns);
  make_columns(true, seed, SONG / 4, columns + (size_t)SONG * 3 / 4 * CELLS);
  byline_half_from_float(columns, (size_t)SONG * CELLS, halves);
  FILE* const file = fopen(path, "wb");
  byline_npy_put_header(file, SONG, CELLS);
  fwrite(halves, sizeof(*halves), (size_t)SONG * CELLS, file);
  fclose(file);
}

/* Two artists with a song each, in whose last quarter somebody sings */
static BylineDataset* make_dataset(void)
{
  assert_int_equal(byline_folder_make("data/features"), BYLINE_OK);
  const BylineFrontEnd fe = front_end(BYLINE_FOCUS_THREE);
  json_t* const json = byline_front_end_to_json(&fe);
  json_dump_file(json, "data/front_end.json", 0);
  json_decref(json);
  FILE* const table = fopen("data/tracks.tsv", "w");
  fputs("path\tartist\tsplit\tfeatures\na\tAnn\ttrain\ta.npy\n"
        "b\tBob\ttrain\tb.npy\n",
        table);
  fclose(table);
  write_song("data/features/a.npy", 1);
  write_song("data/features/b.npy", 2);
  BylineDataset* dataset = NULL;
  assert_int_equal(byline_dataset_open("data", &dataset), BYLINE_OK);
  return dataset;
}

static BylineRecipe recipe_with(double voice)
{
  BylineRecipe recipe = byline_recipe_default();
  recipe.clip_frames = CLIP;
  recipe.time_masks = 0;
  recipe.band_masks = 0;
  recipe.speed = 0;
  recipe.tilt = 0;
  recipe.voice = voice;
  return recipe;
}

/* Whether somebody sings in an image: where the voice is louder than the music,
   it is all of the mix */
static bool is_sung_in(const float* image)
{
  size_t n = 0;
  for (size_t k = 0; k < (size_t)MELS * CLIP; ++k) {
    n += is_sung(k / CLIP) && image[k] <= image[(size_t)MELS * CLIP + k];
  }
  return n > (size_t)CLIP * 22 / 5;
}

/* The share of clips that are sung */
static double share_sung(const BylineDataset* dataset, double voice)
{
  enum { N = 400 };
  static float image[IMAGE];
  float target[2];
  const BylineRecipe recipe = recipe_with(voice);
  BylineSampler* sampler = NULL;
  assert_int_equal(byline_sampler_new(dataset, &recipe, &sampler), BYLINE_OK);
  size_t n = 0;
  for (size_t i = 0; i < N; ++i) {
    byline_sampler_draw(sampler, 0, i, CLIP, image, target);
    n += is_sung_in(image);
  }
  byline_sampler_free(sampler);
  return (double)n / N;
}

static void test_mean_tells_the_halves_apart(void** state)
{
  (void)state;
  static float columns[2 * CLIP * CELLS];
  const BylineFrontEnd fe = front_end(BYLINE_FOCUS_THREE);
  make_columns(false, 3, CLIP, columns);
  make_columns(true, 3, CLIP, columns + (size_t)CLIP * CELLS);
  const float music = byline_voice_mean(&fe, columns, CLIP);
  const float sung =
      byline_voice_mean(&fe, columns + (size_t)CLIP * CELLS, CLIP);
  assert_true(music < 0.2f && sung > 0.8f);
  assert_near(byline_voice_mean(&fe, columns, (size_t)2 * CLIP),
              (music + sung) / 2, 1e-3);
  const float little = byline_voice_mean(&fe, columns, 10);
  assert_near(little, byline_voice_probability(&fe, columns, 10), 1e-6);
}

static void test_voices_are_sought(void** state)
{
  (void)state;
  BylineDataset* const dataset = make_dataset();
  const double anywhere = share_sung(dataset, 0);
  const double half = share_sung(dataset, 0.5);
  const double sung = share_sung(dataset, 1);
  assert_true(anywhere > 0.1 && anywhere < 0.35);
  assert_true(half > anywhere + 0.05);
  assert_true(sung > 0.75 && sung > half + 0.2);
  byline_dataset_close(dataset);
}

static void test_one_channel_is_not_enough(void** state)
{
  (void)state;
  BylineDataset* dataset = make_dataset();
  byline_dataset_close(dataset);
  BylineFrontEnd fe = front_end(BYLINE_FOCUS_MIX);
  fe.n_mels = CELLS;
  json_t* const json = byline_front_end_to_json(&fe);
  json_dump_file(json, "data/front_end.json", 0);
  json_decref(json);
  assert_int_equal(byline_dataset_open("data", &dataset), BYLINE_OK);
  const BylineRecipe recipe = recipe_with(1);
  BylineSampler* sampler = NULL;
  assert_int_equal(byline_sampler_new(dataset, &recipe, &sampler),
                   BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "--focus=three"));
  byline_dataset_close(dataset);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mean_tells_the_halves_apart),
      cmocka_unit_test(test_voices_are_sought),
      cmocka_unit_test(test_one_channel_is_not_enough),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
