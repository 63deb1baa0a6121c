/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Plans: a network laid out in memory, and run. */

#include "nn/arena.h"
#include "nn/network.h"

#include <stdlib.h>
#include <string.h>

/* What a plan knows of one layer */
typedef struct {
  BylineMap value;    ///< Its output
  BylineMap gradient; ///< d loss / d output
  size_t value_place; ///< In memory
  size_t gradient_place;
  BylineHalo value_halo;
  BylineHalo gradient_halo;
  unsigned root;       ///< The layer whose output is also this one's
  bool wants_gradient; ///< There is something to learn here or before
  bool has_gradient;   ///< Backward: written by some reader
  BylineLayerMemory memory;
  float* state;
  float* gradients[BYLINE_MAX_TENSORS];
} Node;

struct BylinePlan {
  BylineNetwork* network;
  BylinePlanSettings settings;
  unsigned n_threads;
  size_t batch;           ///< Clips in the next input
  uint64_t step;          ///< Counts training passes, for dropout
  Node* nodes;            ///< One per layer
  BylineMapShape* shapes; ///< One per layer
  float** gradients;      ///< One per tensor
  size_t n_gradients;     ///< Floats of all gradients, side by side
  float* memory;          ///< All the rest points into it
  size_t memory_size;     ///< Floats
  float* all_gradients;   ///< `n_gradients` of them
  float* input;
  float* logits;
  float* embedding;
  float* shared;
  float* scratch;
  size_t scratch_step;
};

static bool training(const BylinePlan* plan)
{
  return plan->settings.mode == BYLINE_PLAN_TRAIN;
}

/* Does the layer do nothing in this plan, its output being its input? */
static bool passes_through(const BylinePlan* plan, const BylineLayer* layer)
{
  return layer->skipped || (layer->kind->only_training && !training(plan));
}

static void link_nodes(BylinePlan* plan)
{
  const BylineNetwork* const network = plan->network;
  for (unsigned i = 0; i < network->n_layers; ++i) {
    const BylineLayer* const layer = network->layers[i];
    Node* const node = &plan->nodes[i];
    node->root =
        passes_through(plan, layer) ? plan->nodes[layer->inputs[0]].root : i;
    node->wants_gradient = false;
    for (unsigned t = 0; training(plan) && t < layer->n_tensors; ++t) {
      node->wants_gradient |= layer->tensors[t].trainable;
    }
    for (unsigned k = 0; k < layer->n_inputs; ++k) {
      node->wants_gradient |= plan->nodes[layer->inputs[k]].wants_gradient;
    }
  }
}

static Node* input_node(BylinePlan* plan, unsigned layer, unsigned k)
{
  const unsigned input = plan->network->layers[layer]->inputs[k];
  return &plan->nodes[plan->nodes[input].root];
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
      layer->kind->halo(layer, &plan->shapes[layer->inputs[0]],
                        &plan->shapes[i], &input,
                        &plan->nodes[i].gradient_halo);
      byline_halo_extend(&input_node(plan, i, 0)->value_halo, &input);
    }
  }
}

/* Lay out all maps for an input of `n_frames` columns */
static BylineStatus lay_out(BylinePlan* plan, size_t n_frames)
{
  const BylineStatus status =
      byline_network_infer(plan->network, n_frames, plan->shapes);
  if (status != BYLINE_OK) {
    return status;
  }
  find_halos(plan);
  for (unsigned i = 0; i < plan->network->n_layers; ++i) {
    Node* const node = &plan->nodes[i];
    node->value =
        byline_map_layout(&plan->shapes[i], &node->value_halo, i == 0);
    node->gradient =
        byline_map_layout(&plan->shapes[i], &node->gradient_halo, false);
  }
  return BYLINE_OK;
}

static size_t larger(size_t a, size_t b)
{
  return a > b ? a : b;
}

static size_t align(size_t n)
{
  return (n + BYLINE_BLOCK_ALIGNMENT - 1) / BYLINE_BLOCK_ALIGNMENT *
         BYLINE_BLOCK_ALIGNMENT;
}

/* Ask all layers for the working memory that they want */
static BylineLayerMemory measure(BylinePlan* plan)
{
  BylineLayerMemory total = {0};
  for (unsigned i = 0; i < plan->network->n_layers; ++i) {
    const BylineLayer* const layer = plan->network->layers[i];
    BylineLayerMemory* const memory = &plan->nodes[i].memory;
    *memory = (BylineLayerMemory){0};
    BylineMapShape inputs[BYLINE_MAX_INPUTS];
    byline_layer_inputs(layer, plan->shapes, inputs);
    if (layer->kind->measure && plan->nodes[i].root == i) {
      layer->kind->measure(layer,
                           &(BylineLayout){
                               .inputs = inputs,
                               .output = &plan->shapes[i],
                               .kernels = plan->network->kernels,
                               .batch = plan->settings.max_batch,
                               .n_threads = plan->n_threads,
                               .training = training(plan),
                           },
                           memory);
    }
    total.state += align(memory->state);
    total.shared = larger(total.shared, memory->shared);
    total.scratch = larger(total.scratch, align(memory->scratch));
  }
  return total;
}

/* Blocks that are needed all the time */
enum { INPUT, LOGITS, EMBEDDING, GRADIENTS, STATES, SHARED, SCRATCH, N_FIXED };

/* When the outputs and gradients are needed: layer i runs forward at moment i,
   backward at 2 n - 1 - i */
static void plan_lives(BylinePlan* plan, BylineBlock* values,
                       BylineBlock* gradients)
{
  const unsigned n = plan->network->n_layers;
  const size_t batch = plan->settings.max_batch;
  for (unsigned i = 0; i < n; ++i) {
    const Node* const node = &plan->nodes[i];
    const unsigned back = 2 * n - 1 - i;
    const bool used = node->root == i;
    values[i] = (BylineBlock){
        .size = used ? byline_map_size(&node->value, batch) : 0,
        .first = i,
        .last = training(plan) ? back : i,
    };
    gradients[i] = (BylineBlock){
        .size =
            node->wants_gradient ? byline_map_size(&node->gradient, batch) : 0,
        .first = i + 1 == n ? n : back,
        .last = back,
    };
    for (unsigned k = 0; k < plan->network->layers[i]->n_inputs; ++k) {
      const unsigned input = plan->network->layers[i]->inputs[k];
      const unsigned root = plan->nodes[input].root;
      values[root].last = training(plan) ? values[root].last : i;
      if (gradients[root].first > back) {
        gradients[root].first = back;
      }
    }
  }
  const unsigned kept[] = {plan->nodes[n - 1].root,
                           plan->nodes[plan->network->features].root};
  for (unsigned i = 0; i < 2; ++i) {
    values[kept[i]].last = larger(values[kept[i]].last, n) & UINT32_MAX;
  }
}

static BylineStatus no_memory(size_t n_floats)
{
  return byline_error(BYLINE_ERROR_MEMORY,
                      "no memory for a plan of %.0f MiB; use smaller batches",
                      (double)n_floats * sizeof(float) / (1 << 20));
}

static float* place_of(const BylinePlan* plan, const BylineBlock* block)
{
  return plan->memory + block->place;
}

/* Hand out the memory that lives as long as the plan */
static void place_fixed(BylinePlan* plan, const BylineBlock* fixed)
{
  const BylineNetwork* const network = plan->network;
  plan->input = place_of(plan, &fixed[INPUT]);
  plan->logits = place_of(plan, &fixed[LOGITS]);
  plan->embedding = place_of(plan, &fixed[EMBEDDING]);
  plan->shared = place_of(plan, &fixed[SHARED]);
  plan->scratch = place_of(plan, &fixed[SCRATCH]);
  plan->all_gradients = place_of(plan, &fixed[GRADIENTS]);
  float* state = place_of(plan, &fixed[STATES]);
  float* gradient = plan->all_gradients;
  size_t index = 0;
  for (unsigned i = 0; i < network->n_layers; ++i) {
    Node* const node = &plan->nodes[i];
    const BylineLayer* const layer = network->layers[i];
    node->state = state;
    state += align(node->memory.state);
    for (unsigned t = 0; t < layer->n_tensors; ++t, ++index) {
      if (training(plan) && layer->tensors[t].trainable) {
        node->gradients[t] = plan->gradients[index] = gradient;
        gradient += layer->tensors[t].n_values;
      }
    }
  }
}

/* Find out how much memory is needed, and where in it the blocks lie */
static BylineStatus plan_memory(BylinePlan* plan, BylineBlock* blocks)
{
  const BylineNetwork* const network = plan->network;
  const size_t batch = plan->settings.max_batch;
  const unsigned n = network->n_layers;
  const BylineLayerMemory memory = measure(plan);
  plan->scratch_step = memory.scratch;
  const size_t sizes[N_FIXED] = {
      [INPUT] = batch * network->shape.n_channels * network->shape.n_mels *
                plan->settings.max_frames,
      [LOGITS] = batch * network->shape.n_classes,
      [EMBEDDING] = batch * plan->shapes[network->features].channels,
      [GRADIENTS] = plan->n_gradients,
      [STATES] = memory.state,
      [SHARED] = memory.shared,
      [SCRATCH] = memory.scratch * plan->n_threads,
  };
  for (unsigned i = 0; i < N_FIXED; ++i) {
    blocks[i] = (BylineBlock){.size = sizes[i], .last = 2 * n};
  }
  plan_lives(plan, blocks + N_FIXED, blocks + N_FIXED + n);
  plan->memory_size = byline_arena_place(blocks, N_FIXED + 2 * (size_t)n);
  return plan->memory_size > SIZE_MAX / 8 ? no_memory(0) : BYLINE_OK;
}

static BylineStatus allocate(BylinePlan* plan, const BylineBlock* blocks)
{
  const unsigned n = plan->network->n_layers;
  plan->memory = aligned_alloc(64, plan->memory_size * sizeof(float));
  if (!plan->memory) {
    return no_memory(plan->memory_size);
  }
  memset(plan->memory, 0, plan->memory_size * sizeof(float));
  place_fixed(plan, blocks);
  for (unsigned i = 0; i < n; ++i) {
    plan->nodes[i].value_place = blocks[N_FIXED + i].place;
    plan->nodes[i].gradient_place = blocks[N_FIXED + n + i].place;
  }
  return BYLINE_OK;
}

static void place_maps(BylinePlan* plan)
{
  for (unsigned i = 0; i < plan->network->n_layers; ++i) {
    Node* const node = &plan->nodes[i];
    byline_map_place(&node->value, plan->memory + node->value_place);
    byline_map_place(&node->gradient, plan->memory + node->gradient_place);
  }
}

static size_t count_gradients(const BylinePlan* plan)
{
  size_t n = 0;
  for (size_t i = 0; training(plan) && i < plan->network->n_tensors; ++i) {
    const BylineTensor* const tensor = plan->network->tensors[i];
    n += tensor->trainable ? tensor->n_values : 0;
  }
  return n;
}

/* Lay a plan out, and give it its memory if `really` */
static BylineStatus prepare(BylinePlan* plan, bool really)
{
  const unsigned n = plan->network->n_layers;
  plan->nodes = calloc(n, sizeof(Node));
  plan->shapes = calloc(n, sizeof(BylineMapShape));
  plan->gradients = calloc(plan->network->n_tensors, sizeof(float*));
  BylineBlock* const blocks =
      calloc(N_FIXED + 2 * (size_t)n, sizeof(BylineBlock));
  BylineStatus status = BYLINE_OK;
  if (!plan->nodes || !plan->shapes || !plan->gradients || !blocks) {
    status = no_memory(0);
  }
  if (status == BYLINE_OK) {
    plan->n_gradients = count_gradients(plan);
    link_nodes(plan);
    status = lay_out(plan, plan->settings.max_frames);
  }
  if (status == BYLINE_OK) {
    status = plan_memory(plan, blocks);
  }
  if (status == BYLINE_OK && really) {
    status = allocate(plan, blocks);
  }
  if (status == BYLINE_OK && really) {
    place_maps(plan);
  }
  free(blocks);
  return status;
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
    return no_memory(0);
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
  const BylineStatus status = lay_out(plan, n_frames);
  if (status == BYLINE_OK) {
    plan->batch = batch;
  } else {
    lay_out(plan, plan->settings.max_frames);
    plan->batch = plan->settings.max_batch;
  }
  place_maps(plan);
  return status;
}

float* byline_plan_input(BylinePlan* plan)
{
  return plan->input;
}

/* What forward and backward passes of layer `i` have in common */
static BylinePass make_pass(BylinePlan* plan, unsigned i)
{
  const BylineLayer* const layer = plan->network->layers[i];
  Node* const node = &plan->nodes[i];
  BylineRandom random = byline_random_begin(
      plan->settings.seed, plan->step * plan->network->n_layers + i);
  BylinePass pass = {
      .kernels = plan->network->kernels,
      .pool = plan->settings.pool,
      .training = training(plan),
      .batch = plan->batch,
      .seed = byline_random_next(&random),
      .input = plan->input,
      .output = &node->value,
      .d_output = &node->gradient,
      .state = node->state,
      .shared = plan->shared,
      .scratch = plan->scratch,
      .scratch_step = plan->scratch_step,
  };
  for (unsigned k = 0; k < layer->n_inputs; ++k) {
    pass.inputs[k] = &input_node(plan, i, k)->value;
  }
  memcpy(pass.gradients, node->gradients, sizeof(pass.gradients));
  return pass;
}

/* Copy a map of one pixel without the channels added by rounding */
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
  const BylineNetwork* const network = plan->network;
  ++plan->step;
  for (unsigned i = 0; i < network->n_layers; ++i) {
    if (plan->nodes[i].root == i) {
      const BylinePass pass = make_pass(plan, i);
      network->layers[i]->kind->forward(network->layers[i], &pass);
    }
  }
  const unsigned last = plan->nodes[network->n_layers - 1].root;
  const unsigned features = plan->nodes[network->features].root;
  copy_vectors(&plan->nodes[last].value, plan->batch, plan->logits);
  copy_vectors(&plan->nodes[features].value, plan->batch, plan->embedding);
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
  }
  Node* const last = &plan->nodes[n - 1];
  const size_t n_classes = plan->network->shape.n_classes;
  last->has_gradient = true;
  byline_map_clear(&last->gradient, 0, plan->batch);
  for (size_t clip = 0; clip < plan->batch; ++clip) {
    memcpy(byline_map_row(&last->gradient, clip, 0),
           d_logits + clip * n_classes, n_classes * sizeof(float));
  }
}

void byline_plan_backward(BylinePlan* plan, const float* d_logits)
{
  begin_backward(plan, d_logits);
  for (unsigned i = plan->network->n_layers; i-- > 0;) {
    const BylineLayer* const layer = plan->network->layers[i];
    /* What the loss does not depend on (an ensemble's features) has none */
    if (!plan->nodes[i].wants_gradient || !plan->nodes[i].has_gradient) {
      continue;
    }
    BylinePass pass = make_pass(plan, i);
    for (unsigned k = 0; k < layer->n_inputs; ++k) {
      Node* const input = input_node(plan, i, k);
      if (input->wants_gradient) {
        pass.d_inputs[k] = &input->gradient;
        pass.add_d_inputs[k] = input->has_gradient;
        input->has_gradient = true;
      }
    }
    layer->kind->backward(layer, &pass);
  }
}

float* byline_plan_gradient(BylinePlan* plan, size_t index)
{
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
