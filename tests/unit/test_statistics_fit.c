/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics and heads that are solved for on a dataset. */

#include "byline/evaluation.h"
#include "byline/model.h"
#include "tests/unit/suite.h"
#include "tests/unit/tiny_training.h"
#include "training/statistics_fit.h"

static double right_share(BylineNetwork* network, const BylineDataset* dataset)
{
  BylinePredictions predictions;
  BylineEvaluation evaluation;
  const BylinePredictionTask task = {.network = network,
                                     .dataset = dataset,
                                     .split = BYLINE_TEST,
                                     .n_frames = 40};
  assert_int_equal(byline_predict(&task, &predictions), BYLINE_OK);
  assert_int_equal(byline_evaluation_compute(&predictions, 1, &evaluation),
                   BYLINE_OK);
  const double share = byline_scores_compute(&evaluation.clips).accuracy;
  byline_evaluation_free(&evaluation);
  byline_predictions_free(&predictions);
  return share;
}

static BylineNetwork* new_network(const char* architecture)
{
  const BylineNetworkShape shape = {1, TINY_MELS, TINY_ARTISTS};
  BylineNetwork* network = NULL;
  assert_int_equal(byline_classifier_new(architecture, &shape, &network),
                   BYLINE_OK);
  byline_network_initialize(network, 1);
  return network;
}

/* Alone, and as a member whose other member says nothing */
static void test_fits_members(void** state)
{
  (void)state;
  TinyTraining t;
  assert_true(tiny_training_begin(&t, "clip_frames = 40\n"));
  const BylineStatisticsInput lesson = {.dataset = t.dataset,
                                        .recipe = &t.recipe};
  static const char* const architectures[] = {
      "statistics:features=8",
      "0.5*resnet:width=4,blocks=1-1+0.5*statistics:features=8",
      "bands:features=8+modulations:features=8"};
  for (size_t i = 0; i < 3; ++i) {
    BylineNetwork* const network = new_network(architectures[i]);
    assert_int_equal(byline_statistics_are_all(network), i != 1);
    assert_int_equal(byline_statistics_fit(network, &lesson), BYLINE_OK);
    assert_true(right_share(network, t.dataset) == 1);
    byline_network_free(network);
  }
  tiny_training_end(&t);
}

/* A random network's features are enough for a classifier that is solved for.
 */
static void test_fits_heads(void** state)
{
  (void)state;
  TinyTraining t;
  assert_true(tiny_training_begin(&t, "clip_frames = 40\n"));
  const BylineStatisticsInput lesson = {.dataset = t.dataset,
                                        .recipe = &t.recipe};
  BylineNetwork* const network =
      new_network("wavenet:width=16,skip=16,layers=2,stacks=1");
  assert_int_equal(byline_head_fit(network, &lesson), BYLINE_OK);
  assert_true(right_share(network, t.dataset) == 1);
  byline_network_free(network);
  tiny_training_end(&t);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fits_members),
      cmocka_unit_test(test_fits_heads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
