/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/evaluation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/near.h"
#include "tests/unit/suite.h"

/* Ten answers about three classes, worked out by hand:

            said 0  1  2
     truth 0     3  1  0     recall 3/4
     truth 1     1  2  1     recall 2/4
     truth 2     0  0  2     recall 2/2
     precision 3/4 2/3 2/3 */
static void fill(BylineConfusion* confusion)
{
  static const size_t counts[3][3] = {{3, 1, 0}, {1, 2, 1}, {0, 0, 2}};
  for (size_t i = 0; i < 9; ++i) {
    for (size_t k = 0; k < counts[i / 3][i % 3]; ++k) {
      byline_confusion_add(confusion, i / 3, i % 3);
    }
  }
}

static void test_scores_by_hand(void** state)
{
  (void)state;
  BylineConfusion confusion;
  assert_int_equal(byline_confusion_new(3, &confusion), BYLINE_OK);
  fill(&confusion);
  const BylineScores scores = byline_scores_compute(&confusion);
  const double f1[] = {3.0 / 4, 4.0 / 7, 4.0 / 5};
  assert_int_equal(scores.n, 10);
  assert_near(scores.accuracy, 0.7, 1e-12);
  assert_near(scores.macro.precision, (0.75 + 4.0 / 3) / 3, 1e-12);
  assert_near(scores.macro.recall, 2.25 / 3, 1e-12);
  assert_near(scores.macro.f1, (f1[0] + f1[1] + f1[2]) / 3, 1e-12);
  assert_near(scores.weighted.recall, 0.7, 1e-12);
  assert_near(scores.weighted.f1, (4 * f1[0] + 4 * f1[1] + 2 * f1[2]) / 10,
              1e-12);

  const BylineClassScore score = byline_class_score(&confusion, 1);
  assert_int_equal(score.support, 4);
  assert_near(score.f1.f1, f1[1], 1e-12);
  assert_near(score.accuracy, 0.7, 1e-12);
  byline_confusion_free(&confusion);
}

static void test_classes_that_do_not_occur(void** state)
{
  (void)state;
  BylineConfusion confusion;
  assert_int_equal(byline_confusion_new(3, &confusion), BYLINE_OK);
  byline_confusion_add(&confusion, 0, 0);
  byline_confusion_add(&confusion, 0, 2);
  const BylineScores scores = byline_scores_compute(&confusion);
  assert_near(scores.macro.precision, 1, 1e-12);
  assert_near(scores.macro.recall, 0.5, 1e-12);
  assert_near(byline_class_score(&confusion, 1).f1.f1, 0, 1e-12);
  byline_confusion_free(&confusion);
}

/* Two songs of three clips about two classes.  Song 7 (truth 0): two clips say
   1 by a hair, one says 0 surely.  Song 9 (truth 1): all say 1. */
static BylineClip clips[] = {{.song = 7, .truth = 0}, {.song = 7, .truth = 0},
                             {.song = 7, .truth = 0}, {.song = 9, .truth = 1},
                             {.song = 9, .truth = 1}, {.song = 9, .truth = 1}};
static float logits[] = {0.0f, 0.1f, 0.0f, 0.1f, 5.0f, 0.0f,
                         0.0f, 1.0f, 0.0f, 2.0f, 0.0f, 3.0f};

static void test_songs_by_mean_and_by_vote(void** state)
{
  (void)state;
  const BylinePredictions predictions = {
      .n_clips = 6, .n_classes = 2, .clips = clips, .logits = logits};
  BylineEvaluation e;
  assert_int_equal(byline_evaluation_compute(&predictions, 1, &e), BYLINE_OK);
  assert_int_equal(e.n_songs, 2);
  assert_near(byline_scores_compute(&e.clips).accuracy, 4.0 / 6, 1e-12);
  assert_near(byline_scores_compute(&e.songs).accuracy, 1, 1e-12);
  assert_near(byline_scores_compute(&e.votes).accuracy, 0.5, 1e-12);
  assert_near(e.top5, 1, 1e-12);

  double loss = 0;
  static const double margins[] = {-0.1, -0.1, 5, 1, 2, 3};
  for (size_t i = 0; i < 6; ++i) {
    loss += log1p(exp(-margins[i])) / 6;
  }
  assert_near(e.loss, loss, 1e-6);

  /* Of the four ways to draw two songs, one has 1/3, two 2/3, one 1 */
  assert_near(e.accuracy.low, 1.0 / 3, 1e-12);
  assert_near(e.accuracy.high, 1, 1e-12);
  assert_near(e.song_accuracy.low, 1, 1e-12);
  byline_evaluation_free(&e);
}

static void test_top_five(void** state)
{
  (void)state;
  /* Of seven classes, class 1 is the fifth in the first clip, class 0 the
     sixth in the second. */
  float seven[] = {0, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 0};
  BylineClip two[] = {{.song = 0, .truth = 1}, {.song = 1, .truth = 0}};
  const BylinePredictions predictions = {
      .n_clips = 2, .n_classes = 7, .clips = two, .logits = seven};
  BylineEvaluation e;
  assert_int_equal(byline_evaluation_compute(&predictions, 1, &e), BYLINE_OK);
  assert_near(e.top5, 0.5, 1e-12);
  byline_evaluation_free(&e);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_scores_by_hand),
      cmocka_unit_test(test_classes_that_do_not_occur),
      cmocka_unit_test(test_songs_by_mean_and_by_vote),
      cmocka_unit_test(test_top_five),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
