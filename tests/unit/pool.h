/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A network that is one layer which pools two clips. */

#ifndef BYLINE_TESTS_POOL_H
#define BYLINE_TESTS_POOL_H

#include "byline/network.h"
#include "nn/layer.h"
#include "tests/unit/gradient.h"

typedef struct {
  BylineNetwork* network;
  BylinePlan* plan;
} Pool;

/* The network that was begun and has this layer */
static inline Pool pool_finish(BylineNetwork* begun, unsigned layer,
                               size_t n_frames)
{
  Pool pool = {.plan = NULL};
  assert_int_equal(byline_network_finish(begun, "pool", layer, &pool.network),
                   BYLINE_OK);
  const BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_INFER, .max_batch = 2, .max_frames = n_frames + 5};
  assert_int_equal(byline_plan_new(pool.network, &settings, &pool.plan),
                   BYLINE_OK);
  assert_int_equal(byline_plan_set_shape(pool.plan, 2, n_frames), BYLINE_OK);
  return pool;
}

static inline void pool_free(const Pool* pool)
{
  byline_plan_free(pool->plan);
  byline_network_free(pool->network);
}

#endif // BYLINE_TESTS_POOL_H
