/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How sure a network is of an artist when it hears what is nobody's. */

#include "tests/unit/suite.h"
#include "training/nobody_answers.h"

#include "byline/model.h"
#include "byline/network.h"
#include "training/nobody.h"

#include <math.h>
#include <string.h>

#include "tests/unit/near.h"

static void test_tells_how_sure_answers_are(void** state)
{
  (void)state;
  const float logits[] = {0,    0,
                          0,    0, /* one in four */
                          50,   0,
                          -50,  0, /* certain */
                          -7,   logf(3.0f) - 7,
                          -90,  -90, /* three in four */
                          1000, 1000,
                          0,    0}; /* one in two */
  assert_near(byline_nobody_surety(logits, 1, 4), 0.25, 1e-6);
  assert_near(byline_nobody_surety(logits + 4, 1, 4), 1, 1e-6);
  assert_near(byline_nobody_surety(logits, 4, 4), (0.25 + 1 + 0.75 + 0.5) / 4,
              1e-6);
}

/* Sounds of the same seed are the same; they are not those that are learnt. */
static void test_asks_about_other_sounds(void** state)
{
  (void)state;
  enum { FRAMES = 60 };
  BylineFrontEnd front_end = byline_front_end_default();
  front_end.focus = BYLINE_FOCUS_MIX;
  const BylineNetworkShape shape = {1, front_end.n_mels, 3};
  BylineNetwork* network = NULL;
  assert_int_equal(
      byline_network_new("resnet:width=4,blocks=1-1", &shape, &network),
      BYLINE_OK);
  byline_network_initialize(network, 3);
  const BylinePredictor predictor = {.network = network,
                                     .front_end = &front_end};
  BylineNetworkOutputs first;
  BylineNetworkOutputs again;
  BylineNetworkOutputs other;
  assert_int_equal(byline_nobody_ask(&predictor, FRAMES, 1, &first), BYLINE_OK);
  assert_int_equal(byline_nobody_ask(&predictor, FRAMES, 1, &again), BYLINE_OK);
  assert_int_equal(byline_nobody_ask(&predictor, FRAMES, 2, &other), BYLINE_OK);
  const size_t n = byline_nobody_count() * 3;
  assert_memory_equal(first.logits, again.logits, n * sizeof(float));
  assert_memory_not_equal(first.logits, other.logits, n * sizeof(float));
  byline_network_outputs_free(&first);
  byline_network_outputs_free(&again);
  byline_network_outputs_free(&other);
  byline_network_free(network);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tells_how_sure_answers_are),
      cmocka_unit_test(test_asks_about_other_sounds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
