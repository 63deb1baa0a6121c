/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Streams: inputs that go on where the last one ended.

   To a causal convolution, what came before its input is the halo at the left.
   There lie zeros when a clip begins; in a stream there lie the last columns
   of what the same layer gave before.

   A piece that comes once more, after one that has left these columns as they
   were, gives what it gave: such is silence, of which nothing need be computed.
   */

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

/* One row: into the halo goes what is kept, and kept is the end of both.  Tells
   whether that is the same. */
static bool carry_row(float* row, float* past, size_t n_past, size_t n_row)
{
  const float* const end = row + n_row - n_past;
  memcpy(row - n_past, past, n_past * sizeof(float));
  const bool same = !memcmp(past, end, n_past * sizeof(float));
  memcpy(past, end, n_past * sizeof(float));
  return same;
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
      const bool same = carry_row(byline_map_row(map, clip, r), past, n_past,
                                  map->shape.columns * map->pitch);
      plan->still = plan->still && same;
    }
  }
}

size_t byline_plan_piece_size(const BylinePlan* plan)
{
  return byline_plan_streams(plan)
             ? plan->batch * byline_shape_size(&plan->shapes[0])
             : 0;
}

bool byline_plan_repeats(const BylinePlan* plan)
{
  return plan->still && plan->n_piece > 0 &&
         !memcmp(plan->piece, plan->input, plan->n_piece * sizeof(float));
}

void byline_plan_begin_piece(BylinePlan* plan)
{
  plan->n_piece = byline_plan_piece_size(plan);
  memcpy(plan->piece, plan->input, plan->n_piece * sizeof(float));
  plan->still = true; // until a layer says otherwise
}

void byline_plan_restart(BylinePlan* plan)
{
  plan->n_piece = 0;
  memset(plan->pasts, 0, plan->n_pasts * sizeof(float));
}
