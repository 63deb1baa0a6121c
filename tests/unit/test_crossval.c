/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/unit/suite.h"
#include "tests/unit/tiny_training.h"

#include "tests/unit/near.h"

#define SONGS_PER_ARTIST 4

typedef struct {
  TinyTraining tiny;
  char run[300];
} Fixture;

static int set_up(void** state)
{
  static Fixture fixture;
  *state = &fixture;
  const bool well =
      tiny_training_begin(&fixture.tiny, "clip_frames = 40\n"
                                         "epochs = 10\n"
                                         "clips_per_epoch = 48\n");
  snprintf(fixture.run, sizeof(fixture.run), "%s/run", fixture.tiny.folder);
  return !well;
}

static int tear_down(void** state)
{
  Fixture* const fixture = *state;
  tiny_training_end(&fixture->tiny);
  return 0;
}

static BylineStatus validate(const Fixture* fixture, unsigned folds,
                             const volatile sig_atomic_t* stop,
                             BylineCrossvalResult* result)
{
  const BylineCrossval crossval = {.dataset = fixture->tiny.dataset,
                                   .recipe = &fixture->tiny.recipe,
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
  assert_int_equal(songs.n, TINY_ARTISTS * SONGS_PER_ARTIST);
  assert_int_equal(clips.n, TINY_ARTISTS * SONGS_PER_ARTIST * 2);
  for (size_t i = 0; i < TINY_ARTISTS; ++i) {
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
                      TINY_ARTISTS * TINY_ARTISTS * sizeof(size_t));
  byline_crossval_free(&first);
  byline_crossval_free(&second);
}

static void test_goes_on_after_a_stop(void** state)
{
  Fixture* const fixture = *state;
  snprintf(fixture->run, sizeof(fixture->run), "%s/stopped",
           fixture->tiny.folder);
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
  fixture->tiny.recipe.batch = 6;
  assert_int_equal(validate(fixture, 2, NULL, &result), BYLINE_ERROR_FORMAT);
  assert_non_null(strstr(byline_error_message(), "another recipe"));
  fixture->tiny.recipe.batch = 8;
}

static void test_impossible_plans_are_refused(void** state)
{
  Fixture* const fixture = *state;
  BylineCrossvalResult result;
  assert_int_equal(validate(fixture, 1, NULL, &result), BYLINE_ERROR_USAGE);
  /* No song is longer than such a clip */
  fixture->tiny.recipe.clip_frames = TINY_FRAMES;
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
