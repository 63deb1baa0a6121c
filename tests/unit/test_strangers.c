/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/evaluation.h"
#include "byline/model.h"
#include "tests/unit/near.h"
#include "tests/unit/tiny_sampler.h"
#include "training/statistics_fit.h"

#include <math.h>

/* A dataset of the artists A to C, and one of C to E.  The recipe draws clips
   as they are, a third by strangers. */
typedef struct {
  TinyTraining tiny;
  char* strangers;
} Fixture;

static int set_up(void** state)
{
  static Fixture fixture;
  *state = &fixture;
  fixture.strangers = tiny_dataset_make_from(TINY_ARTISTS - 1, 3);
  return !tiny_sampling_begin(&fixture.tiny, "time_masks = 0\n"
                                             "band_masks = 0\n"
                                             "speed = 0\n"
                                             "tilt = 0\n"
                                             "stranger_share = 0.3\n") ||
         byline_recipe_set(&fixture.tiny.recipe, "strangers",
                           fixture.strangers) != BYLINE_OK;
}

static int tear_down(void** state)
{
  Fixture* const fixture = *state;
  tiny_training_end(&fixture->tiny);
  tiny_dataset_remove(fixture->strangers);
  return 0;
}

/* Expect that a recipe's strangers are refused. */
static void assert_refused(const Fixture* fixture, const char* strangers,
                           const char* message)
{
  BylineRecipe recipe = fixture->tiny.recipe;
  assert_int_equal(byline_recipe_set(&recipe, "strangers", strangers),
                   BYLINE_OK);
  BylineSampler* sampler = NULL;
  assert_int_equal(byline_sampler_new(fixture->tiny.dataset, &recipe, &sampler),
                   BYLINE_ERROR_DATA);
  assert_null(sampler);
  assert_non_null(strstr(byline_error_message(), message));
  assert_non_null(strstr(byline_error_message(), strangers));
}

/* Who is heard: each artist has a band of 6 rows that is louder. */
static size_t loudest_artist(const float* image)
{
  double sums[TINY_MELS / 6] = {0};
  size_t loudest = 0;
  for (size_t k = 0; k < TINY_MELS / 6; ++k) {
    for (size_t i = 0; i < 6 * TINY_CLIP; ++i) {
      sums[k] += (double)image[k * 6 * TINY_CLIP + i];
    }
    loudest = sums[k] > sums[loudest] ? k : loudest;
  }
  return loudest;
}

static void test_share_targets_and_artists(void** state)
{
  const Fixture* const fixture = *state;
  BylineSampler* const sampler =
      tiny_sampler_new(&fixture->tiny, &fixture->tiny.recipe);
  static float image[TINY_IMAGE];
  float target[TINY_ARTISTS];
  enum { N = 2000 };
  size_t n_by[TINY_MELS / 6] = {0};
  for (size_t i = 0; i < N; ++i) {
    const bool known =
        byline_sampler_draw(sampler, 0, i, TINY_CLIP, image, target);
    const size_t artist = loudest_artist(image);
    ++n_by[artist];
    assert_int_equal(known, artist < TINY_ARTISTS);
    for (size_t k = 0; k < TINY_ARTISTS; ++k) {
      const double expected =
          known ? 0.1 / 3 + (k == artist ? 0.9 : 0) : 1.0 / 3;
      assert_near((double)target[k], expected, 1e-6);
    }
  }
  /* C, who is in both, counts as known */
  for (size_t k = 0; k < 5; ++k) {
    assert_near((double)n_by[k] / N, k < 3 ? 0.7 / 3 : 0.15, 0.03);
  }
  byline_sampler_free(sampler);
}

static void test_clip_depends_on_its_number_alone(void** state)
{
  const Fixture* const fixture = *state;
  BylineSampler* const sampler =
      tiny_sampler_new(&fixture->tiny, &fixture->tiny.recipe);
  static float a[TINY_IMAGE];
  static float b[TINY_IMAGE];
  float target_a[TINY_ARTISTS];
  float target_b[TINY_ARTISTS];
  size_t stranger = 0;
  while (byline_sampler_draw(sampler, 3, stranger, TINY_CLIP, a, target_a)) {
    ++stranger;
  }
  byline_sampler_draw(sampler, 3, stranger + 1, TINY_CLIP, b, target_b);
  assert_false(
      byline_sampler_draw(sampler, 3, stranger, TINY_CLIP, b, target_b));
  assert_memory_equal(a, b, sizeof(a));
  assert_memory_equal(target_a, target_b, sizeof(target_a));
  byline_sampler_free(sampler);
}

static void test_without_strangers_their_share_is_nothing(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->tiny.recipe;
  assert_int_equal(byline_recipe_set(&recipe, "strangers", "none"), BYLINE_OK);
  BylineSampler* const one = tiny_sampler_new(&fixture->tiny, &recipe);
  recipe.stranger_share = 0.9;
  BylineSampler* const other = tiny_sampler_new(&fixture->tiny, &recipe);
  assert_null(byline_sampler_strangers(one));
  static float a[TINY_IMAGE];
  static float b[TINY_IMAGE];
  float target[TINY_ARTISTS];
  for (size_t i = 0; i < 50; ++i) {
    assert_true(byline_sampler_draw(one, 0, i, TINY_CLIP, a, target));
    assert_true(byline_sampler_draw(other, 0, i, TINY_CLIP, b, target));
    assert_memory_equal(a, b, sizeof(a));
  }
  byline_sampler_free(one);
  byline_sampler_free(other);
}

static void test_mixup_mixes_strangers(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->tiny.recipe;
  recipe.mixup = 1;
  BylineSampler* const sampler = tiny_sampler_new(&fixture->tiny, &recipe);
  static float image[TINY_IMAGE];
  float target[TINY_ARTISTS];
  size_t n_mixed = 0;
  for (size_t i = 0; i < 300; ++i) {
    const bool known =
        byline_sampler_draw(sampler, 0, i, TINY_CLIP, image, target);
    float sum = 0;
    float top = 0;
    for (size_t k = 0; k < TINY_ARTISTS; ++k) {
      assert_true(target[k] >= 0.1f / 3 - 1e-6f);
      sum += target[k];
      top = fmaxf(top, target[k]);
    }
    assert_near((double)sum, 1, 1e-5);
    /* Half of 0.9 at least, or at most that beside a third of the other half */
    assert_true(known ? top >= 0.483f : top <= 0.634f);
    n_mixed += !known && top > 0.34f;
  }
  assert_in_range(n_mixed, 20, 90);
  byline_sampler_free(sampler);
}

static void test_nobody_is_left(void** state)
{
  const Fixture* const fixture = *state;
  assert_refused(fixture, fixture->tiny.folder, "an artist who is not in");
}

/* Run a command in a copy of the strangers' folder. */
static char* change_strangers(const Fixture* fixture, const char* command)
{
  char name[] = "/tmp/byline-test-XXXXXX";
  char* const folder = strdup(mkdtemp(name));
  char text[600];
  snprintf(text, sizeof(text), "cp -r '%s'/* '%s' && cd '%s' && %s",
           fixture->strangers, folder, folder, command);
  assert_int_equal(system(text), 0);
  return folder;
}

static void test_recording_in_both_is_refused(void** state)
{
  const Fixture* const fixture = *state;
  /* A song of C, known by another path, by another name */
  char* const folder = change_strangers(
      fixture,
      "sed -i '/^song11/{s/Artist C/Zoe/;s/^song11/else/}' tracks.tsv");
  assert_refused(fixture, folder, "else.wav by Zoe");
  tiny_dataset_remove(folder);
}

static void test_other_front_end_is_refused(void** state)
{
  const Fixture* const fixture = *state;
  char* const folder =
      change_strangers(fixture, "sed -i 's/896/448/' front_end.json");
  assert_refused(fixture, folder, "front end");
  tiny_dataset_remove(folder);
}

/* How sure statistics that were fitted by a recipe are of an artist when
   strangers play: the mean over their test clips, C's among them */
static double sureness(const Fixture* fixture, const BylineRecipe* recipe)
{
  const BylineNetworkShape shape = {1, TINY_MELS, TINY_ARTISTS};
  const BylineStatisticsInput lesson = {.dataset = fixture->tiny.dataset,
                                        .recipe = recipe};
  BylineNetwork* network = NULL;
  BylineDataset* strangers = NULL;
  BylinePredictions predictions;
  assert_int_equal(
      byline_classifier_new("statistics:features=8,nobody=2", &shape, &network),
      BYLINE_OK);
  assert_int_equal(byline_statistics_fit(network, &lesson), BYLINE_OK);
  assert_int_equal(byline_dataset_open(fixture->strangers, &strangers),
                   BYLINE_OK);
  const BylinePredictionTask task = {.network = network,
                                     .dataset = strangers,
                                     .split = BYLINE_TEST,
                                     .n_frames = TINY_CLIP};
  assert_int_equal(byline_predict(&task, &predictions), BYLINE_OK);
  double sum = 0;
  for (size_t i = 0; i < predictions.n_clips; ++i) {
    const float* const logits = predictions.logits + i * TINY_ARTISTS;
    const float best = fmaxf(fmaxf(logits[0], logits[1]), logits[2]);
    sum += exp((double)best - byline_log_sum_exp(logits, TINY_ARTISTS, 1));
  }
  const double mean = sum / (double)predictions.n_clips;
  byline_predictions_free(&predictions);
  byline_dataset_close(strangers);
  byline_network_free(network);
  return mean;
}

/* Where statistics have room for them: two of three are nobody's then. */
static void test_statistics_know_strangers(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->tiny.recipe;
  recipe.sound_share = 0;
  const double with = sureness(fixture, &recipe);
  assert_int_equal(byline_recipe_set(&recipe, "strangers", "none"), BYLINE_OK);
  const double without = sureness(fixture, &recipe);
  assert_true(without > 0.9);
  assert_true(with < 0.7);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_share_targets_and_artists),
      cmocka_unit_test(test_clip_depends_on_its_number_alone),
      cmocka_unit_test(test_without_strangers_their_share_is_nothing),
      cmocka_unit_test(test_mixup_mixes_strangers),
      cmocka_unit_test(test_nobody_is_left),
      cmocka_unit_test(test_recording_in_both_is_refused),
      cmocka_unit_test(test_statistics_know_strangers),
      cmocka_unit_test(test_other_front_end_is_refused),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
