/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/unit/near.h"
#include "tests/unit/tiny_sampler.h"

#include <math.h>

typedef TinyTraining Fixture;

static int set_up(void** state)
{
  static Fixture fixture;
  *state = &fixture;
  return !tiny_sampling_begin(&fixture, "batch = 4\n"
                                        "clips_per_epoch = 12\n");
}

static int tear_down(void** state)
{
  tiny_training_end(*state);
  return 0;
}

static void test_clip_depends_on_its_number_alone(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  recipe.mixup = 0.3;
  static float a[TINY_IMAGE];
  static float b[TINY_IMAGE];
  float target_a[TINY_ARTISTS];
  float target_b[TINY_ARTISTS];
  BylineSampler* const sampler = tiny_sampler_new(fixture, &recipe);
  byline_sampler_draw(sampler, 3, 7, TINY_CLIP, a, target_a);
  byline_sampler_draw(sampler, 3, 8, TINY_CLIP, b, target_b);
  assert_true(memcmp(a, b, sizeof(a)) != 0);
  byline_sampler_draw(sampler, 3, 7, TINY_CLIP, b, target_b);
  assert_memory_equal(a, b, sizeof(a));
  assert_memory_equal(target_a, target_b, sizeof(target_a));
  byline_sampler_draw(sampler, 4, 7, TINY_CLIP, b, target_b);
  assert_true(memcmp(a, b, sizeof(a)) != 0);
  byline_sampler_free(sampler);
}

static void test_batches_are_the_clips_in_order(void** state)
{
  const Fixture* const fixture = *state;
  BylineSampler* const sampler = tiny_sampler_new(fixture, &fixture->recipe);
  BylineSampler* const other = tiny_sampler_new(fixture, &fixture->recipe);
  BylineBatches* batches = NULL;
  static float image[TINY_IMAGE];
  float target[TINY_ARTISTS];
  /* From the last step of epoch 1 into epoch 2, as after a resume */
  assert_int_equal(byline_batches_new(sampler, 1, 2, &batches), BYLINE_OK);
  for (size_t i = 0; i < 4; ++i) {
    const BylineBatch* const batch = byline_batches_next(batches);
    assert_int_equal(batch->n_frames, TINY_CLIP);
    const size_t step = 2 + i;
    byline_sampler_draw(other, 1 + step / 3, step % 3 * 4 + 1, TINY_CLIP, image,
                        target);
    assert_memory_equal(batch->images + TINY_IMAGE, image, sizeof(image));
    assert_memory_equal(batch->targets + TINY_ARTISTS, target, sizeof(target));
  }
  byline_batches_free(batches);
  byline_sampler_free(sampler);
  byline_sampler_free(other);
}

static void test_artists_are_drawn_alike(void** state)
{
  const Fixture* const fixture = *state;
  BylineSampler* const sampler = tiny_sampler_new(fixture, &fixture->recipe);
  static float image[TINY_IMAGE];
  float target[TINY_ARTISTS];
  double sums[TINY_ARTISTS] = {0};
  enum { N = 600 };
  for (size_t i = 0; i < N; ++i) {
    byline_sampler_draw(sampler, 0, i, TINY_CLIP, image, target);
    double sum = 0;
    for (size_t k = 0; k < TINY_ARTISTS; ++k) {
      sum += (double)target[k];
      sums[k] += target[k] > 0.5f;
    }
    assert_near(sum, 1, 1e-6);
    for (size_t k = 0; k < TINY_IMAGE; ++k) {
      assert_true(isfinite(image[k]));
    }
  }
  for (size_t k = 0; k < TINY_ARTISTS; ++k) {
    assert_near(sums[k] / N, 1.0 / TINY_ARTISTS, 0.06);
  }
  byline_sampler_free(sampler);
}

static void test_artists_are_drawn_by_their_music(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  static float image[TINY_IMAGE];
  float target[TINY_ARTISTS];
  /* Artist 0 has one song more than the others: 3 of 7 */
  BylineSong* const song =
      (BylineSong*)(uintptr_t)byline_dataset_song(fixture->dataset, 2);
  const BylineSplit split = song->split;
  song->split = BYLINE_TRAIN;
  static const double balances[] = {0, 1};
  static const double expected[] = {3.0 / 7, 1.0 / 3};
  for (size_t k = 0; k < 2; ++k) {
    recipe.balance = balances[k];
    BylineSampler* const sampler = tiny_sampler_new(fixture, &recipe);
    size_t n = 0;
    enum { N = 1500 };
    for (size_t i = 0; i < N; ++i) {
      byline_sampler_draw(sampler, 0, i, TINY_CLIP, image, target);
      n += target[0] > 0.5f;
    }
    assert_near((double)n / N, expected[k], 0.04);
    byline_sampler_free(sampler);
  }
  song->split = split;
}

static void test_mixup_mixes_targets(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  recipe.mixup = 1;
  recipe.label_smoothing = 0;
  BylineSampler* const sampler = tiny_sampler_new(fixture, &recipe);
  static float image[TINY_IMAGE];
  float target[TINY_ARTISTS];
  size_t n_mixed = 0;
  for (size_t i = 0; i < 50; ++i) {
    byline_sampler_draw(sampler, 0, i, TINY_CLIP, image, target);
    float top = 0;
    for (size_t k = 0; k < TINY_ARTISTS; ++k) {
      top = target[k] > top ? target[k] : top;
    }
    assert_true(top >= 0.5f);
    n_mixed += top < 0.999f;
  }
  assert_in_range(n_mixed, 15, 49);
  byline_sampler_free(sampler);
}

static void test_lengths_vary_by_batch(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  recipe.min_frames = 32;
  BylineSampler* const sampler = tiny_sampler_new(fixture, &recipe);
  size_t shortest = TINY_CLIP;
  size_t longest = 0;
  for (size_t i = 0; i < 500; ++i) {
    const size_t n = byline_sampler_frames(sampler, 0, i);
    shortest = n < shortest ? n : shortest;
    longest = n > longest ? n : longest;
  }
  assert_int_equal(shortest, 32);
  assert_int_equal(longest, TINY_CLIP);
  byline_sampler_free(sampler);
}

static void test_songs_too_short_are_told(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  recipe.clip_frames = TINY_FRAMES;
  BylineSampler* sampler = NULL;
  assert_int_equal(byline_sampler_new(fixture->dataset, &recipe, &sampler),
                   BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "Artist A"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_clip_depends_on_its_number_alone),
      cmocka_unit_test(test_batches_are_the_clips_in_order),
      cmocka_unit_test(test_artists_are_drawn_alike),
      cmocka_unit_test(test_artists_are_drawn_by_their_music),
      cmocka_unit_test(test_mixup_mixes_targets),
      cmocka_unit_test(test_lengths_vary_by_batch),
      cmocka_unit_test(test_songs_too_short_are_told),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
