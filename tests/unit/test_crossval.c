/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/training.h"
#include "tests/unit/tiny_dataset.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/unit/near.h"

#define N_ARTISTS 3
#define SONGS_PER_ARTIST 4

typedef struct {
  char* folder;
  char run[300];
  BylineDataset* dataset;
  BylineRecipe recipe;
} Fixture;

static int set_up(void** state)
{
  static Fixture fixture;
  fixture.folder = tiny_dataset_make(N_ARTISTS);
  snprintf(fixture.run, sizeof(fixture.run), "%s/run", fixture.folder);
  fixture.recipe = byline_recipe_default();
  static const char text[] = "architecture = resnet:width=4,blocks=1-1\n"
                             "clip_frames = 40\n"
                             "epochs = 10\n"
                             "clips_per_epoch = 48\n"
                             "batch = 8\n"
                             "time_mask_frames = 8\n"
                             "band_mask_bands = 4\n";
  *state = &fixture;
  byline_log_set_level(BYLINE_LOG_ERROR);
  return byline_recipe_parse(&fixture.recipe, text, "recipe") != BYLINE_OK ||
         byline_dataset_open(fixture.folder, &fixture.dataset) != BYLINE_OK;
}

static int tear_down(void** state)
{
  Fixture* const fixture = *state;
  byline_dataset_close(fixture->dataset);
  tiny_dataset_remove(fixture->folder);
  return 0;
}

static BylineStatus validate(const Fixture* fixture, unsigned folds,
                             const volatile sig_atomic_t* stop,
                             BylineCrossvalResult* result)
{
  const BylineCrossval crossval = {.dataset = fixture->dataset,
                                   .recipe = &fixture->recipe,
                                   .plan = {.folds = folds, .seed = 1},
                                   .n_seeds = 1,
                                   .folder = fixture->run,
                                   .n_threads = 2,
                                   .stop = stop};
  return byline_crossval(&crossval, result);
}

static void test_every_song_is_tested_once(void** state)
{
  const Fixture* const fixture = *state;
  BylineCrossvalResult result;
  assert_int_equal(validate(fixture, 2, NULL, &result), BYLINE_OK);
  assert_int_equal(result.n_folds, 2);
  const BylineScores songs = byline_scores_compute(&result.songs);
  const BylineScores clips = byline_scores_compute(&result.clips);
  assert_int_equal(songs.n, N_ARTISTS * SONGS_PER_ARTIST);
  assert_int_equal(clips.n, N_ARTISTS * SONGS_PER_ARTIST * 2);
  for (size_t i = 0; i < N_ARTISTS; ++i) {
    assert_int_equal(byline_class_score(&result.songs, i).support,
                     SONGS_PER_ARTIST);
  }
  /* Artists with a band of their own are easy to tell apart */
  assert_near(songs.accuracy, 1, 1e-9);
  byline_crossval_free(&result);
}

static void test_finished_folds_are_kept(void** state)
{
  const Fixture* const fixture = *state;
  BylineCrossvalResult first;
  BylineCrossvalResult second;
  assert_int_equal(validate(fixture, 2, NULL, &first), BYLINE_OK);
  /* Not even asked again, so the models are not missed */
  char path[512];
  for (unsigned fold = 1; fold <= 2; ++fold) {
    snprintf(path, sizeof(path), "%s/seed1-fold%u/model.safetensors",
             fixture->run, fold);
    assert_int_equal(unlink(path), 0);
  }
  volatile sig_atomic_t stop = 1;
  assert_int_equal(validate(fixture, 2, &stop, &second), BYLINE_OK);
  assert_memory_equal(first.folds, second.folds, 2 * sizeof(*first.folds));
  assert_memory_equal(first.clips.counts, second.clips.counts,
                      N_ARTISTS * N_ARTISTS * sizeof(size_t));
  byline_crossval_free(&first);
  byline_crossval_free(&second);
}

static void test_goes_on_after_a_stop(void** state)
{
  Fixture* const fixture = *state;
  snprintf(fixture->run, sizeof(fixture->run), "%s/stopped", fixture->folder);
  BylineCrossvalResult result;
  volatile sig_atomic_t stop = 1;
  assert_int_equal(validate(fixture, 2, &stop, &result),
                   BYLINE_ERROR_INTERRUPTED);
  assert_null(result.folds);
  assert_int_equal(validate(fixture, 2, NULL, &result), BYLINE_OK);
  byline_crossval_free(&result);
}

static void test_results_of_another_recipe_are_refused(void** state)
{
  Fixture* const fixture = *state;
  BylineCrossvalResult result;
  fixture->recipe.batch = 6;
  assert_int_equal(validate(fixture, 2, NULL, &result), BYLINE_ERROR_FORMAT);
  assert_non_null(strstr(byline_error_message(), "another recipe"));
  fixture->recipe.batch = 8;
}

static void test_impossible_plans_are_refused(void** state)
{
  Fixture* const fixture = *state;
  BylineCrossvalResult result;
  assert_int_equal(validate(fixture, 1, NULL, &result), BYLINE_ERROR_USAGE);
  /* No song is longer than such a clip */
  fixture->recipe.clip_frames = TINY_FRAMES;
  assert_int_equal(validate(fixture, 2, NULL, &result), BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "Artist A has 4 songs"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_song_is_tested_once),
      cmocka_unit_test(test_finished_folds_are_kept),
      cmocka_unit_test(test_goes_on_after_a_stop),
      cmocka_unit_test(test_results_of_another_recipe_are_refused),
      cmocka_unit_test(test_impossible_plans_are_refused),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
