/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/timeline.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <string.h>

enum { N_ARTISTS = 3, MAX_LOOKS = 120 };

/* Observations of 10 s, one a second, each sure of one artist */
typedef struct {
  float probabilities[MAX_LOOKS][N_ARTISTS];
  BylineObservation observations[MAX_LOOKS];
  size_t n;
  BylineStretch segments[MAX_LOOKS];
  size_t n_segments;
} Story;

static void hear(Story* story, size_t n, size_t artist, float probability)
{
  for (size_t i = 0; i < n; ++i) {
    const size_t k = story->n++;
    for (size_t a = 0; a < N_ARTISTS; ++a) {
      story->probabilities[k][a] =
          a == artist ? probability : (1 - probability) / (N_ARTISTS - 1);
    }
    story->observations[k] =
        (BylineObservation){.begin = (double)k,
                            .end = (double)k + 10,
                            .probabilities = story->probabilities[k]};
  }
}

static void find(Story* story, float threshold)
{
  assert_int_equal(byline_timeline_find(story->observations, story->n,
                                        N_ARTISTS, threshold, story->segments,
                                        &story->n_segments),
                   BYLINE_OK);
}

static void test_one_artist_is_one_segment(void** state)
{
  (void)state;
  Story story = {.n = 0};
  hear(&story, 30, 2, 0.9f);
  find(&story, 0.5f);
  assert_int_equal(story.n_segments, 1);
  assert_int_equal(story.segments[0].artist, 2);
  assert_float_equal(story.segments[0].begin, 0, 0);
  assert_float_equal(story.segments[0].end, 39, 0);
  assert_float_equal(story.segments[0].probability, 0.9f, 1e-5);
}

static void test_change_is_found_where_it_is(void** state)
{
  (void)state;
  Story story = {.n = 0};
  hear(&story, 60, 0, 0.9f);
  hear(&story, 60, 1, 0.9f);
  find(&story, 0.5f);
  assert_int_equal(story.n_segments, 2);
  assert_int_equal(story.segments[0].artist, 0);
  assert_int_equal(story.segments[1].artist, 1);
  /* Half-way between the middles of observations 59 and 60 */
  assert_float_equal(story.segments[0].end, 64.5, 1e-9);
  assert_float_equal(story.segments[1].begin, 64.5, 1e-9);
}

static void test_a_moment_of_doubt_is_no_change(void** state)
{
  (void)state;
  Story story = {.n = 0};
  hear(&story, 40, 0, 0.9f);
  hear(&story, 3, 1, 0.8f);
  hear(&story, 40, 0, 0.9f);
  find(&story, 0.5f);
  assert_int_equal(story.n_segments, 1);
  assert_int_equal(story.segments[0].artist, 0);
}

static void test_improbable_is_unknown(void** state)
{
  (void)state;
  Story story = {.n = 0};
  hear(&story, 40, 1, 0.4f);
  find(&story, 0.5f);
  assert_int_equal(story.n_segments, 1);
  assert_int_equal(story.segments[0].artist, -1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_artist_is_one_segment),
      cmocka_unit_test(test_change_is_found_where_it_is),
      cmocka_unit_test(test_a_moment_of_doubt_is_no_change),
      cmocka_unit_test(test_improbable_is_unknown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
