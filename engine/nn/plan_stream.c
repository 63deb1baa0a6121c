/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Streams: inputs that go on where the last one ended.

   To a causal convolution, what came before its input is the halo at the left.
   There lie zeros when a clip begins; in a stream there lie the last columns
   of what the same layer gave before. */

#include "nn/plan.h"

#include <string.h>

size_t byline_plan_past_size(const BylinePlan* plan, unsigned i)
{
  const BylineNode* const node = &plan->nodes[i];
  return byline_plan_streams(plan) && node->root == i
             ? (size_t)node->value.halo.left * node->value.pitch *
                   node->value.shape.rows * plan->settings.max_batch
             : 0;
}

/* One row: into the halo goes what is kept, and kept is the end of both */
static void carry_row(float* row, float* past, size_t n_past, size_t n_row)
{
  memcpy(row - n_past, past, n_past * sizeof(float));
  memcpy(past, row + n_row - n_past, n_past * sizeof(float));
}

void byline_plan_carry(BylinePlan* plan, unsigned i)
{
  const BylineMap* const map = &plan->nodes[i].value;
  const size_t n_past = map->halo.left * map->pitch;
  if (!byline_plan_streams(plan) || n_past == 0) {
    return;
  }
  float* past = plan->nodes[i].past;
  for (size_t clip = 0; clip < plan->batch; ++clip) {
    for (size_t r = 0; r < map->shape.rows; ++r, past += n_past) {
      carry_row(byline_map_row(map, clip, r), past, n_past,
                map->shape.columns * map->pitch);
    }
  }
}

void byline_plan_restart(BylinePlan* plan)
{
  memset(plan->pasts, 0, plan->n_pasts * sizeof(float));
}
