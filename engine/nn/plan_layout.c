/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How a plan's layers hang together, and the shapes of their maps. */

#include "nn/plan.h"

#include <assert.h>
#include <string.h>

_Static_assert(sizeof(BylineMapShape) == 3 * sizeof(uint32_t),
               "shapes are compared as bytes");

/* Most layers that are computed again to compute one again.  More would save
   little, since all of them are then held at the same time. */
#define MAX_DEPTH 2

/* Does the layer do nothing in this plan, its output being its input? */
static bool passes_through(const BylinePlan* plan, const BylineLayer* layer)
{
  return layer->skipped ||
         (layer->kind->only_training && !byline_plan_trains(plan));
}

unsigned byline_plan_reads(const BylinePlan* plan, unsigned i)
{
  const BylineLayer* const layer = plan->network->layers[i];
  return plan->nodes[i].wants_gradient && layer->kind->reads
             ? layer->kind->reads(layer)
             : 0;
}

static bool have_same_inputs(const BylinePlan* plan, unsigned i, unsigned k)
{
  const BylineLayer* const a = plan->network->layers[i];
  const BylineLayer* const b = plan->network->layers[k];
  bool same = a->n_inputs == b->n_inputs;
  for (unsigned m = 0; same && m < a->n_inputs; ++m) {
    same = byline_plan_source(plan, i, m) == byline_plan_source(plan, k, m);
  }
  return same;
}

/* The first layer that computes what layer `i` would: often members of an
   ensemble measure the same */
static unsigned find_twin(const BylinePlan* plan, unsigned i)
{
  const BylineLayer* const layer = plan->network->layers[i];
  for (unsigned k = 0; layer->kind->alike && k < i; ++k) {
    const BylineLayer* const other = plan->network->layers[k];
    if (other->kind == layer->kind && plan->nodes[k].root == k &&
        plan->nodes[k].wanted && have_same_inputs(plan, i, k) &&
        layer->kind->alike(layer, other)) {
      return k;
    }
  }
  return i;
}

static unsigned find_root(const BylinePlan* plan, unsigned i)
{
  const BylineLayer* const layer = plan->network->layers[i];
  if (passes_through(plan, layer)) {
    return plan->nodes[layer->inputs[0]].root;
  }
  return byline_plan_trains(plan) ? i : find_twin(plan, i);
}

static void link_node(BylinePlan* plan, unsigned i)
{
  const BylineLayer* const layer = plan->network->layers[i];
  BylineNode* const node = &plan->nodes[i];
  node->root = find_root(plan, i);
  node->gradient_root = i;
  for (unsigned t = 0; byline_plan_trains(plan) && t < layer->n_tensors; ++t) {
    node->wants_gradient |= layer->tensors[t].trainable;
  }
  for (unsigned k = 0; k < layer->n_inputs; ++k) {
    node->wants_gradient |= plan->nodes[layer->inputs[k]].wants_gradient;
  }
}

/* Is layer `i` the first, on the way back, to write the gradient of its input
   `k`, in the shape of its own? */
static bool begins_gradient(const BylinePlan* plan, unsigned i, unsigned k)
{
  const BylineNetwork* const network = plan->network;
  const unsigned input = network->layers[i]->inputs[k];
  unsigned n_readings = 0;
  for (unsigned j = i; j < network->n_layers; ++j) {
    for (unsigned m = 0; m < network->layers[j]->n_inputs; ++m) {
      n_readings += network->layers[j]->inputs[m] == input;
    }
  }
  return n_readings == 1 && plan->nodes[input].wants_gradient &&
         memcmp(&network->shapes[i], &network->shapes[input],
                sizeof(BylineMapShape)) == 0;
}

static void share_gradients(BylinePlan* plan)
{
  for (unsigned i = plan->network->n_layers; i-- > 0;) {
    const BylineLayer* const layer = plan->network->layers[i];
    const unsigned in_place = layer->kind->in_place;
    if (in_place && in_place <= layer->n_inputs &&
        begins_gradient(plan, i, in_place - 1)) {
      plan->nodes[layer->inputs[in_place - 1]].gradient_root =
          plan->nodes[i].gradient_root;
    }
  }
}

/* Choose what is not kept for the way back but computed again */
static void choose_recalled(BylinePlan* plan)
{
  const BylineNetwork* const network = plan->network;
  for (unsigned i = 0; i < network->n_layers; ++i) {
    const BylineLayer* const layer = network->layers[i];
    unsigned depth = layer->kind->cheap ? 1 : 0;
    for (unsigned k = 0; depth && k < layer->n_inputs; ++k) {
      const unsigned below = plan->nodes[byline_plan_source(plan, i, k)].depth;
      depth = below + 1 > depth ? below + 1 : depth;
    }
    const bool embedding = plan->nodes[network->features].root == i;
    plan->nodes[i].depth = depth > MAX_DEPTH || embedding ? 0 : depth;
  }
}

/* Mark what is wanted: all, or what the embedding depends on. */
static void find_wanted(BylinePlan* plan)
{
  const BylineNetwork* const network = plan->network;
  const bool all = plan->settings.mode != BYLINE_PLAN_EMBED;
  plan->nodes[network->features].wanted = true;
  for (unsigned i = network->n_layers; i-- > 0;) {
    plan->nodes[i].wanted |= all;
    const BylineLayer* const layer = network->layers[i];
    for (unsigned k = 0; plan->nodes[i].wanted && k < layer->n_inputs; ++k) {
      plan->nodes[layer->inputs[k]].wanted = true;
    }
  }
}

void byline_plan_link(BylinePlan* plan)
{
  find_wanted(plan);
  for (unsigned i = 0; i < plan->network->n_layers; ++i) {
    link_node(plan, i);
  }
  if (byline_plan_trains(plan)) {
    share_gradients(plan);
    choose_recalled(plan);
  }
}

void byline_plan_want_embedding(BylinePlan* plan, bool wanted)
{
  const BylineNetwork* const network = plan->network;
  assert(plan->settings.mode == BYLINE_PLAN_INFER);
  for (unsigned i = 0; i < network->n_layers; ++i) {
    plan->nodes[i].wanted = wanted || i + 1 == network->n_layers;
  }
  for (unsigned i = network->n_layers; i-- > 0;) {
    const BylineLayer* const layer = network->layers[i];
    plan->nodes[plan->nodes[i].root].wanted |= plan->nodes[i].wanted;
    for (unsigned k = 0; plan->nodes[i].wanted && k < layer->n_inputs; ++k) {
      plan->nodes[layer->inputs[k]].wanted = true;
    }
  }
}

static void find_halos(BylinePlan* plan)
{
  const unsigned n = plan->network->n_layers;
  for (unsigned i = 0; i < n; ++i) {
    plan->nodes[i].value_halo = (BylineHalo){0};
    plan->nodes[i].gradient_halo = (BylineHalo){0};
  }
  for (unsigned i = 0; i < n; ++i) {
    const BylineLayer* const layer = plan->network->layers[i];
    if (layer->kind->halo && plan->nodes[i].root == i) {
      BylineHalo input = {0};
      BylineHalo gradient = {0};
      layer->kind->halo(layer, &plan->shapes[layer->inputs[0]],
                        &plan->shapes[i], &input, &gradient);
      byline_halo_extend(
          &plan->nodes[byline_plan_source(plan, i, 0)].value_halo, &input);
      byline_halo_extend(
          &plan->nodes[plan->nodes[i].gradient_root].gradient_halo, &gradient);
    }
  }
}

BylineStatus byline_plan_lay_out(BylinePlan* plan, size_t n_frames)
{
  const BylineStatus status =
      byline_network_infer(plan->network, n_frames, plan->shapes);
  if (status != BYLINE_OK) {
    return status;
  }
  find_halos(plan);
  for (unsigned i = 0; i < plan->network->n_layers; ++i) {
    BylineNode* const node = &plan->nodes[i];
    node->value = byline_map_layout(&plan->shapes[i], &node->value_halo,
                                    plan->network->layers[i]->kind->packed);
    node->again = node->value;
    node->gradient = byline_map_layout(
        &plan->shapes[i], &plan->nodes[node->gradient_root].gradient_halo,
        false);
  }
  return BYLINE_OK;
}
