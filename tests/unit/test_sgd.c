/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What gradients begin with, and what is done with them. */

#include "byline/model.h"
#include "tests/unit/suite.h"

#include <math.h>

static void test_cross_entropy(void** state)
{
  (void)state;
  const float logits[] = {1000, 0, -1000, 0.5f, 0.25f, 0.25f};
  const float targets[] = {0.75f, 0.25f, 0, 0, 1, 0};
  float d[6];
  /* By hand: 250, and log(e^.5 + 2 e^.25) - .25 */
  const double expected = (250 + log(exp(0.25) + 2)) / 2;
  assert_float_equal(byline_cross_entropy(logits, targets, 2, 3, d),
                     (float)expected, 1e-4);
  assert_float_equal(d[0], 0.125f, 1e-6f);
  assert_float_equal(d[1], -0.125f, 1e-6f);
  assert_float_equal(d[2], 0, 1e-6f);
  float p[6];
  byline_softmax(logits, 2, 3, 0.5f, p);
  assert_float_equal(p[0], 1, 1e-6f);
  assert_float_equal(p[3], (float)(exp(1) / (exp(1) + 2 * exp(0.5))), 1e-6f);
}

/* Two steps of one number, by hand */
static void test_sgd(void** state)
{
  (void)state;
  const BylineNetworkShape shape = {1, 40, 5};
  const BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_TRAIN, .max_batch = 1, .max_frames = 61};
  BylineNetwork* network = NULL;
  BylinePlan* plan = NULL;
  assert_int_equal(
      byline_network_new("resnet:width=6,blocks=1-2", &shape, &network),
      BYLINE_OK);
  byline_network_initialize(network, 1);
  assert_int_equal(byline_plan_new(network, &settings, &plan), BYLINE_OK);
  BylineSgd* sgd = NULL;
  assert_int_equal(byline_sgd_new(network,
                                  &(BylineSgdSettings){.momentum = 0.5f,
                                                       .nesterov = true,
                                                       .weight_decay = 0.1f,
                                                       .max_gradient = 2},
                                  &sgd),
                   BYLINE_OK);
  const BylineTensor* const weight = byline_network_tensor(network, 0);
  assert_true(weight->decays);
  weight->values[0] = 1;
  byline_plan_gradient(plan, 0)[0] = 4; /* clipped to 2 */
  assert_float_equal(byline_sgd_step(sgd, plan, 0.1f), 4, 1e-6f);
  /* g = 2 + .1; v = g; w -= .1 (g + .5 v) */
  assert_float_equal(byline_sgd_velocity(sgd, 0)[0], 2.1f, 1e-6f);
  assert_float_equal(weight->values[0], 1 - 0.315f, 1e-6f);
  byline_plan_gradient(plan, 0)[0] = -1;
  byline_sgd_step(sgd, plan, 0.1f);
  /* g = -1 + .0685; v = .5 * 2.1 + g */
  const float g = -1 + 0.0685f;
  const float v = 1.05f + g;
  assert_float_equal(weight->values[0], 0.685f - 0.1f * (g + 0.5f * v), 1e-6f);

  byline_plan_gradient(plan, 0)[0] = NAN;
  const float before = weight->values[1];
  assert_true(isnan(byline_sgd_step(sgd, plan, 0.1f)));
  assert_float_equal(weight->values[1], before, 0);
  byline_sgd_free(sgd);
  byline_plan_free(plan);
  byline_network_free(network);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cross_entropy),
      cmocka_unit_test(test_sgd),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
