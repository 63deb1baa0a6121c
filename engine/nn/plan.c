/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Plans: a network laid out in memory, and run. */

#include "nn/plan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static size_t count_gradients(const BylinePlan* plan)
{
  size_t n = 0;
  for (size_t i = 0; byline_plan_trains(plan) && i < plan->network->n_tensors;
       ++i) {
    const BylineTensor* const tensor = plan->network->tensors[i];
    n += tensor->trainable ? tensor->n_values : 0;
  }
  return n;
}

/* Lay a plan out, and give it its memory if `really` */
static BylineStatus prepare(BylinePlan* plan, bool really)
{
  const unsigned n = plan->network->n_layers;
  plan->nodes = calloc(n, sizeof(BylineNode));
  plan->shapes = calloc(n, sizeof(BylineMapShape));
  plan->gradients = calloc(plan->network->n_tensors, sizeof(float*));
  if (!plan->nodes || !plan->shapes || !plan->gradients) {
    return byline_no_memory("a plan");
  }
  plan->n_gradients = count_gradients(plan);
  byline_plan_link(plan);
  const BylineStatus status =
      byline_plan_lay_out(plan, plan->settings.max_frames);
  return status == BYLINE_OK ? byline_plan_reserve(plan, really) : status;
}

static BylineStatus make_plan(BylineNetwork* network,
                              const BylinePlanSettings* settings, bool really,
                              BylinePlan** out)
{
  *out = NULL;
  if (settings->mode == BYLINE_PLAN_TRAIN && network->frozen) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "a frozen network cannot be trained; load it anew");
  }
  if (settings->max_batch == 0) {
    return byline_error(BYLINE_ERROR_USAGE, "a batch needs at least one clip");
  }
  BylinePlan* const plan = calloc(1, sizeof(*plan));
  if (!plan) {
    return byline_no_memory("a plan");
  }
  plan->network = network;
  plan->settings = *settings;
  plan->batch = settings->max_batch;
  plan->n_threads = byline_thread_pool_size(settings->pool);
  const BylineStatus status = prepare(plan, really);
  if (status != BYLINE_OK) {
    byline_plan_free(plan);
    return status;
  }
  *out = plan;
  return BYLINE_OK;
}

BylineStatus byline_plan_new(BylineNetwork* network,
                             const BylinePlanSettings* settings,
                             BylinePlan** plan)
{
  return make_plan(network, settings, true, plan);
}

BylineStatus byline_plan_estimate(BylineNetwork* network,
                                  const BylinePlanSettings* settings,
                                  size_t* size)
{
  BylinePlan* plan = NULL;
  const BylineStatus status = make_plan(network, settings, false, &plan);
  *size = plan ? byline_plan_memory(plan) : 0;
  byline_plan_free(plan);
  return status;
}

void byline_plan_free(BylinePlan* plan)
{
  if (plan) {
    free(plan->memory);
    free(plan->nodes);
    free(plan->shapes);
    free(plan->gradients);
    free(plan);
  }
}

BylineStatus byline_plan_set_shape(BylinePlan* plan, size_t batch,
                                   size_t n_frames)
{
  if (batch == 0 || batch > plan->settings.max_batch ||
      n_frames > plan->settings.max_frames) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "a batch of %zu clips of %zu columns in a plan for up "
                        "to %zu of %zu",
                        batch, n_frames, plan->settings.max_batch,
                        plan->settings.max_frames);
  }
  const BylineStatus status = byline_plan_lay_out(plan, n_frames);
  if (status == BYLINE_OK) {
    plan->batch = batch;
  } else {
    byline_plan_lay_out(plan, plan->settings.max_frames);
    plan->batch = plan->settings.max_batch;
  }
  byline_plan_place_maps(plan);
  plan->n_piece = 0;
  return status;
}

float* byline_plan_input(BylinePlan* plan)
{
  return plan->input;
}

/* What the passes of layer `i` have in common */
static BylinePass make_pass(BylinePlan* plan, unsigned i)
{
  BylineNode* const node = &plan->nodes[i];
  BylineRandom random = byline_random_begin(
      plan->settings.seed, plan->step * plan->network->n_layers + i);
  BylinePass pass = {
      .kernels = plan->network->kernels,
      .pool = plan->settings.pool,
      .queue = byline_plan_trains(plan) ? &plan->queue : NULL,
      .peers = plan->settings.peers,
      .training = byline_plan_trains(plan),
      .batch = plan->batch,
      .seed = byline_random_next(&random),
      .input = plan->input,
      .d_output = &node->gradient,
      .state = node->state,
      .shared = node->shared,
      .scratch = plan->scratch,
      .scratch_step = plan->scratch_step,
  };
  memcpy(pass.gradients, node->gradients, sizeof(pass.gradients));
  return pass;
}

/* Before a layer runs, forward or backward: what does not queue its loops needs
   all that was made before */
static void begin_layer(BylinePlan* plan, const BylineLayer* layer)
{
  byline_queue_step(&plan->queue);
  if (!layer->kind->queues) {
    byline_queue_settle(&plan->queue);
  }
}

void byline_plan_run_layer(BylinePlan* plan, unsigned i)
{
  assert(i < plan->network->n_layers);
  assert(plan->nodes[i].root == i);
  const BylineLayer* const layer = plan->network->layers[i];
  BylinePass pass = make_pass(plan, i);
  pass.output = &plan->nodes[i].value;
  for (unsigned k = 0; k < layer->n_inputs; ++k) {
    pass.inputs[k] = &plan->nodes[byline_plan_source(plan, i, k)].value;
  }
  begin_layer(plan, layer);
  layer->kind->forward(layer, &pass);
}

/* Where the way back finds layer `i`'s output */
static const BylineMap* kept(const BylinePlan* plan, unsigned i)
{
  const BylineNode* const node = &plan->nodes[i];
  return node->depth ? &node->again : &node->value;
}

/* See to it that kept() holds layer `i`'s output */
static void recall(BylinePlan* plan, unsigned i)
{
  assert(i < plan->network->n_layers);
  BylineNode* const node = &plan->nodes[i];
  if (node->depth == 0 || node->recalled) {
    return;
  }
  const BylineLayer* const layer = plan->network->layers[i];
  BylinePass pass = make_pass(plan, i);
  pass.again = true;
  pass.output = &node->again;
  for (unsigned k = 0; k < layer->n_inputs; ++k) {
    const unsigned source = byline_plan_source(plan, i, k);
    recall(plan, source);
    pass.inputs[k] = kept(plan, source);
  }
  if (!layer->kind->queues) {
    byline_queue_settle(&plan->queue);
  }
  layer->kind->forward(layer, &pass);
  node->recalled = true;
}

/* Copy maps, channels first and without those added by rounding */
static void copy_pictures(const BylineMap* map, size_t batch, float* to)
{
  assert(map->pitch >= map->shape.channels);
  for (size_t clip = 0; clip < batch; ++clip) {
    for (size_t c = 0; c < map->shape.channels; ++c) {
      for (size_t r = 0; r < map->shape.rows; ++r) {
        const float* const from = byline_map_row(map, clip, r) + c;
        for (size_t i = 0; i < map->shape.columns; ++i) {
          *to++ = from[i * map->pitch];
        }
      }
    }
  }
}

/* The other way: gradients of such copies into a cleared map */
static void place_pictures(const float* from, size_t batch,
                           const BylineMap* map)
{
  for (size_t clip = 0; clip < batch; ++clip) {
    for (size_t c = 0; c < map->shape.channels; ++c) {
      for (size_t r = 0; r < map->shape.rows; ++r) {
        float* const to = byline_map_row(map, clip, r) + c;
        for (size_t i = 0; i < map->shape.columns; ++i) {
          to[i * map->pitch] = *from++;
        }
      }
    }
  }
}

/* Copy each clip's first pixel without the channels added by rounding */
static void copy_vectors(const BylineMap* map, size_t batch, float* to)
{
  const size_t n = map->shape.channels;
  for (size_t clip = 0; clip < batch; ++clip) {
    memcpy(to + clip * n, byline_map_row(map, clip, 0), n * sizeof(float));
  }
}

void byline_plan_set_step(BylinePlan* plan, uint64_t step)
{
  plan->step = step;
}

const float* byline_plan_forward(BylinePlan* plan)
{
  assert(plan->memory);
  assert(plan->batch > 0 && plan->batch <= plan->settings.max_batch);
  const BylineNetwork* const network = plan->network;
  ++plan->step;
  if (byline_plan_repeats(plan)) {
    return plan->logits;
  }
  byline_plan_begin_piece(plan);
  for (unsigned i = 0; i < network->n_layers; ++i) {
    if (plan->nodes[i].root == i && plan->nodes[i].wanted) {
      byline_plan_run_layer(plan, i);
      byline_plan_carry(plan, i);
    }
  }
  byline_queue_settle(&plan->queue);
  const BylineNode* const features = &plan->nodes[network->features];
  if (features->wanted) {
    copy_vectors(&plan->nodes[features->root].value, plan->batch,
                 plan->embedding);
  }
  const BylineNode* const last = &plan->nodes[network->n_layers - 1];
  if (!last->wanted) {
    return NULL;
  }
  copy_pictures(&plan->nodes[last->root].value, plan->batch, plan->logits);
  return plan->logits;
}

const float* byline_plan_embedding(const BylinePlan* plan, size_t* n_features)
{
  *n_features = plan->shapes[plan->network->features].channels;
  return plan->embedding;
}

/* The loss's gradient is that of the last layer's output */
static void begin_backward(BylinePlan* plan, const float* d_logits)
{
  const unsigned n = plan->network->n_layers;
  for (unsigned i = 0; i < n; ++i) {
    plan->nodes[i].has_gradient = false;
    plan->nodes[i].recalled = false;
  }
  BylineNode* const last = &plan->nodes[n - 1];
  last->has_gradient = true;
  byline_map_clear(&last->gradient, 0, plan->batch);
  place_pictures(d_logits, plan->batch, &last->gradient);
}

static void run_backward(BylinePlan* plan, unsigned i)
{
  const BylineLayer* const layer = plan->network->layers[i];
  const unsigned reads = byline_plan_reads(plan, i);
  if (!layer->kind->backward) {
    return;
  }
  begin_layer(plan, layer);
  if (reads & BYLINE_READS_OUTPUT) {
    recall(plan, i);
  }
  BylinePass pass = make_pass(plan, i);
  pass.output = kept(plan, i);
  for (unsigned k = 0; k < layer->n_inputs; ++k) {
    const unsigned source = byline_plan_source(plan, i, k);
    BylineNode* const input = &plan->nodes[source];
    if (reads & BYLINE_READS_INPUT(k)) {
      recall(plan, source);
    }
    pass.inputs[k] = kept(plan, source);
    if (input->wants_gradient) {
      pass.d_inputs[k] = &input->gradient;
      pass.add_d_inputs[k] = input->has_gradient;
      input->has_gradient = true;
    }
  }
  layer->kind->backward(layer, &pass);
}

/* Tell the peers that the gradients of a layer are complete. */
static void tell_peers(BylinePlan* plan, unsigned i)
{
  const BylinePlanPeers* const peers = plan->settings.peers;
  if (peers && peers->gradients) {
    byline_queue_settle(&plan->queue);
  }
  const BylineLayer* const layer = plan->network->layers[i];
  float* first = NULL;
  size_t n = 0;
  for (unsigned t = 0; t < layer->n_tensors; ++t) {
    float* const gradient = plan->nodes[i].gradients[t];
    first = first ? first : gradient;
    n += gradient ? layer->tensors[t].n_values : 0;
  }
  if (peers && peers->gradients && n > 0) {
    peers->gradients(peers->context, first, n);
  }
}

void byline_plan_backward(BylinePlan* plan, const float* d_logits)
{
  assert(byline_plan_trains(plan));
  assert(d_logits);
  begin_backward(plan, d_logits);
  for (unsigned i = plan->network->n_layers; i-- > 0;) {
    /* What the loss does not depend on (an ensemble's features) has none */
    if (plan->nodes[i].wants_gradient && plan->nodes[i].has_gradient) {
      run_backward(plan, i);
      tell_peers(plan, i);
    }
  }
  byline_queue_settle(&plan->queue);
}

float* byline_plan_gradient(BylinePlan* plan, size_t index)
{
  assert(index < plan->network->n_tensors);
  return plan->gradients[index];
}

void byline_plan_zero_gradients(BylinePlan* plan)
{
  memset(plan->all_gradients, 0, plan->n_gradients * sizeof(float));
}

size_t byline_plan_memory(const BylinePlan* plan)
{
  return plan->memory_size * sizeof(float);
}
