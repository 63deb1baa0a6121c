/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a plan needs to remember, from when to when, and where. */

#include "nn/arena.h"
#include "nn/plan.h"

#include <stdlib.h>
#include <string.h>

/* Blocks that are needed all the time */
enum {
  INPUT,
  LOGITS,
  EMBEDDING,
  GRADIENTS,
  STATES,
  PASTS,
  PIECE,
  SHARED,
  SCRATCH,
  N_FIXED
};

/* Blocks of a plan: the fixed ones, then three for every layer */
typedef struct {
  BylineArenaBlock* fixed;     ///< N_FIXED
  BylineArenaBlock* values;    ///< Outputs
  BylineArenaBlock* again;     ///< Outputs computed again
  BylineArenaBlock* gradients; ///< Of outputs
  size_t n;                    ///< Of all of them
} Blocks;

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
                           &(BylineLayerContext){
                               .inputs = inputs,
                               .output = &plan->shapes[i],
                               .kernels = plan->network->kernels,
                               .batch = plan->settings.max_batch,
                               .n_threads = plan->n_threads,
                               .training = byline_plan_trains(plan),
                           },
                           memory);
    }
    total.state += align(memory->state);
    /* In training, layers' loops run together */
    total.shared = byline_plan_trains(plan)
                       ? total.shared + align(memory->shared)
                       : larger(total.shared, memory->shared);
    total.scratch = larger(total.scratch, align(memory->scratch));
  }
  return total;
}

static unsigned later(unsigned a, unsigned b)
{
  return a > b ? a : b;
}

/* Layer `i`'s output is read at a moment of the way back; these moments only
   grow from call to call */
static void read_back(const BylinePlan* plan, const Blocks* blocks, unsigned i,
                      unsigned moment)
{
  BylineArenaBlock* const again = &blocks->again[i];
  if (plan->nodes[i].depth == 0) {
    blocks->values[i].last = later(blocks->values[i].last, moment);
    return;
  }
  if (again->size == 0) {
    again->size = blocks->values[i].size;
    again->first = moment;
    for (unsigned k = 0; k < plan->network->layers[i]->n_inputs; ++k) {
      read_back(plan, blocks, byline_plan_source(plan, i, k), moment);
    }
  }
  again->last = moment;
}

/* When outputs are needed: layer i runs forward at moment i, backward at
   2 n - 1 - i */
static void plan_values(const BylinePlan* plan, const Blocks* blocks)
{
  const unsigned n = plan->network->n_layers;
  for (unsigned i = 0; i < n; ++i) {
    const BylineNode* const node = &plan->nodes[i];
    blocks->values[i] = (BylineArenaBlock){
        .size = node->root == i
                    ? byline_map_size(&node->value, plan->settings.max_batch)
                    : 0,
        .first = i,
        .last = i,
    };
    for (unsigned k = 0; k < plan->network->layers[i]->n_inputs; ++k) {
      blocks->values[byline_plan_source(plan, i, k)].last = i;
    }
  }
  blocks->values[plan->nodes[n - 1].root].last = n;
  blocks->values[plan->nodes[plan->network->features].root].last = n;
  for (unsigned i = n; i-- > 0;) {
    const unsigned reads = byline_plan_reads(plan, i);
    if (reads & BYLINE_READS_OUTPUT) {
      read_back(plan, blocks, i, 2 * n - 1 - i);
    }
    for (unsigned k = 0; k < plan->network->layers[i]->n_inputs; ++k) {
      if (reads & BYLINE_READS_INPUT(k)) {
        read_back(plan, blocks, byline_plan_source(plan, i, k), 2 * n - 1 - i);
      }
    }
  }
}

/* When gradients are needed: from the way back through the first reader of
   the output, which is the last on the way there, to that of the layer */
static void plan_gradients(const BylinePlan* plan, const Blocks* blocks)
{
  const unsigned n = plan->network->n_layers;
  for (unsigned i = 0; i < n; ++i) {
    blocks->gradients[i] = (BylineArenaBlock){.first = 2 * n};
  }
  for (unsigned i = n; i-- > 0;) {
    const BylineNode* const node = &plan->nodes[i];
    const unsigned back = 2 * n - 1 - i;
    BylineArenaBlock* const block = &blocks->gradients[node->gradient_root];
    if (node->wants_gradient) {
      block->size =
          larger(block->size,
                 byline_map_size(&node->gradient, plan->settings.max_batch));
      block->last = back;
      block->first =
          block->first > back ? (i + 1 == n ? n : back) : block->first;
    }
    for (unsigned k = 0; k < plan->network->layers[i]->n_inputs; ++k) {
      BylineArenaBlock* const input =
          &blocks->gradients[plan->nodes[byline_plan_source(plan, i, k)]
                                 .gradient_root];
      input->first = input->first > back ? back : input->first;
    }
  }
}

static BylineStatus no_memory(size_t n_floats)
{
  return byline_error(BYLINE_ERROR_MEMORY,
                      "no memory for a plan of %.0f MiB; use smaller batches",
                      (double)n_floats * sizeof(float) / (1 << 20));
}

static float* place_of(const BylinePlan* plan, const BylineArenaBlock* block)
{
  return plan->memory + block->place;
}

/* Hand out the memory that lives as long as the plan */
static void place_fixed(BylinePlan* plan, const BylineArenaBlock* fixed)
{
  const BylineNetwork* const network = plan->network;
  plan->input = place_of(plan, &fixed[INPUT]);
  plan->logits = place_of(plan, &fixed[LOGITS]);
  plan->embedding = place_of(plan, &fixed[EMBEDDING]);
  plan->piece = place_of(plan, &fixed[PIECE]);
  plan->scratch = place_of(plan, &fixed[SCRATCH]);
  plan->all_gradients = place_of(plan, &fixed[GRADIENTS]);
  float* state = place_of(plan, &fixed[STATES]);
  float* shared = place_of(plan, &fixed[SHARED]);
  float* past = plan->pasts = place_of(plan, &fixed[PASTS]);
  float* gradient = plan->all_gradients;
  size_t index = 0;
  for (unsigned i = 0; i < network->n_layers; ++i) {
    BylineNode* const node = &plan->nodes[i];
    const BylineLayer* const layer = network->layers[i];
    node->state = state;
    state += align(node->memory.state);
    node->shared = shared;
    shared += byline_plan_trains(plan) ? align(node->memory.shared) : 0;
    node->past = past;
    past += align(byline_plan_past_size(plan, i));
    for (unsigned t = 0; t < layer->n_tensors; ++t, ++index) {
      if (byline_plan_trains(plan) && layer->tensors[t].trainable) {
        node->gradients[t] = plan->gradients[index] = gradient;
        gradient += layer->tensors[t].n_values;
      }
    }
  }
}

/* Find out how much memory is needed, and where in it the blocks lie */
static void place_blocks(BylinePlan* plan, const Blocks* blocks)
{
  const BylineNetwork* const network = plan->network;
  const size_t batch = plan->settings.max_batch;
  const BylineLayerMemory memory = measure(plan);
  plan->n_pasts = 0;
  for (unsigned i = 0; i < network->n_layers; ++i) {
    plan->n_pasts += align(byline_plan_past_size(plan, i));
  }
  plan->scratch_step = memory.scratch;
  const size_t sizes[N_FIXED] = {
      [INPUT] = batch * network->shape.n_channels * network->shape.n_mels *
                plan->settings.max_frames,
      [LOGITS] =
          batch * byline_shape_size(&plan->shapes[network->n_layers - 1]),
      [EMBEDDING] = batch * plan->shapes[network->features].channels,
      [GRADIENTS] = plan->n_gradients,
      [STATES] = memory.state,
      [PASTS] = plan->n_pasts,
      [PIECE] = byline_plan_piece_size(plan),
      [SHARED] = memory.shared,
      [SCRATCH] = memory.scratch * plan->n_threads,
  };
  for (unsigned i = 0; i < N_FIXED; ++i) {
    blocks->fixed[i] =
        (BylineArenaBlock){.size = sizes[i], .last = 2 * network->n_layers};
  }
  plan_values(plan, blocks);
  plan_gradients(plan, blocks);
  for (size_t i = N_FIXED; byline_plan_trains(plan) && i < blocks->n; ++i) {
    blocks->fixed[i].last += BYLINE_QUEUE_PATIENCE;
  }
  plan->memory_size = byline_arena_place(blocks->fixed, blocks->n);
}

static BylineStatus allocate(BylinePlan* plan, const Blocks* blocks)
{
  plan->memory = aligned_alloc(64, plan->memory_size * sizeof(float));
  if (!plan->memory) {
    return no_memory(plan->memory_size);
  }
  memset(plan->memory, 0, plan->memory_size * sizeof(float));
  place_fixed(plan, blocks->fixed);
  for (unsigned i = 0; i < plan->network->n_layers; ++i) {
    BylineNode* const node = &plan->nodes[i];
    node->value_place = blocks->values[i].place;
    node->again_place = blocks->again[i].place;
    node->gradient_place = blocks->gradients[node->gradient_root].place;
  }
  byline_plan_place_maps(plan);
  return BYLINE_OK;
}

BylineStatus byline_plan_reserve(BylinePlan* plan, bool really)
{
  const size_t n = plan->network->n_layers;
  Blocks blocks = {.n = N_FIXED + 3 * n};
  blocks.fixed = calloc(blocks.n, sizeof(BylineArenaBlock));
  if (!blocks.fixed) {
    return no_memory(0);
  }
  blocks.values = blocks.fixed + N_FIXED;
  blocks.again = blocks.values + n;
  blocks.gradients = blocks.again + n;
  place_blocks(plan, &blocks);
  BylineStatus status = BYLINE_OK;
  if (plan->memory_size > SIZE_MAX / 8) {
    status = no_memory(0);
  } else if (really) {
    status = allocate(plan, &blocks);
  }
  free(blocks.fixed);
  return status;
}

void byline_plan_place_maps(BylinePlan* plan)
{
  for (unsigned i = 0; i < plan->network->n_layers; ++i) {
    BylineNode* const node = &plan->nodes[i];
    byline_map_place(&node->value, plan->memory + node->value_place);
    byline_map_place(&node->again, plan->memory + node->again_place);
    byline_map_place(&node->gradient, plan->memory + node->gradient_place);
  }
}
