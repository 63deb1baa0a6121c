/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file plan.h
   Plans from the inside.

   What a backward pass does not read is not kept for it, and what is cheap to
   compute is not kept either but recalled: computed again, from what is kept,
   when it is first read (Chen et al. 2016, "Training deep nets with sublinear
   memory cost").  Where a layer can write its input's gradient over its
   output's, both are one.
*/

#ifndef BYLINE_NN_PLAN_H
#define BYLINE_NN_PLAN_H

#include "nn/network.h"
#include "nn/pass_queue.h"

/** What a plan knows of one layer. */
typedef struct {
  BylineMap value;          ///< Its output
  BylineMap again;          ///< Its output, computed again
  BylineMap gradient;       ///< d loss / d output
  size_t value_place;       ///< In memory
  size_t again_place;       ///< In memory
  size_t gradient_place;    ///< In memory
  BylineHalo value_halo;    ///< What readers of its output want
  BylineHalo gradient_halo; ///< What readers of its gradient want
  unsigned root;            ///< The layer whose output is also this one's
  unsigned gradient_root;   ///< The layer whose gradient lies there too
  unsigned depth;           ///< 0: kept; else recalls that this one takes
  bool wanted;              ///< Something that the plan is for depends on it
  bool recalled;            ///< Backward: `again` holds it
  bool wants_gradient;      ///< There is something to learn here or before
  bool has_gradient;        ///< Backward: written by some reader
  BylineLayerMemory memory; ///< What the layer wants
  float* state;             ///< What the layer keeps itself
  float* shared;            ///< As BylineLayerMemory; in training its own
  float* past;              ///< Streaming: the columns before its output
  float* gradients[BYLINE_MAX_TENSORS]; ///< NULL for those not trained
} BylineNode;

struct BylinePlan {
  BylineNetwork* network;
  BylinePlanSettings settings;
  unsigned n_threads;
  size_t batch;           ///< Clips in the next input
  uint64_t step;          ///< Counts training passes, for dropout
  BylineNode* nodes;      ///< One per layer
  BylineMapShape* shapes; ///< One per layer
  float** gradients;      ///< One per tensor
  size_t n_gradients;     ///< Floats of all gradients, side by side
  float* memory;          ///< All the rest points into it
  size_t memory_size;     ///< Floats
  float* all_gradients;   ///< `n_gradients` of them
  float* input;           ///< What byline_plan_input() gives
  float* logits;          ///< What byline_plan_forward() gives
  float* pasts;           ///< Streaming: those of all layers
  size_t n_pasts;         ///< Floats of them
  float* piece;           ///< Streaming: the last input
  size_t n_piece;         ///< Floats of it; 0: there is none
  bool still;             ///< Streaming: that input left the pasts as they were
  float* embedding;       ///< What byline_plan_embedding() gives
  BylinePassQueue queue;  ///< Training: loops that wait
  float* scratch;         ///< As BylineLayerMemory, for every thread
  size_t scratch_step;    ///< From one thread's to the next one's
};

/** Will there be a backward pass? */
static inline bool byline_plan_trains(const BylinePlan* plan)
{
  return plan->settings.mode == BYLINE_PLAN_TRAIN;
}

/** Do inputs go on where the last one ended? */
static inline bool byline_plan_streams(const BylinePlan* plan)
{
  return plan->settings.mode == BYLINE_PLAN_STREAM;
}

/** Numbers of a clip in a layer's output. */
static inline size_t byline_shape_size(const BylineMapShape* shape)
{
  return (size_t)shape->channels * shape->rows * shape->columns;
}

/** The index of the layer whose output input `k` of layer `i` is. */
static inline unsigned byline_plan_source(const BylinePlan* plan, unsigned i,
                                          unsigned k)
{
  return plan->nodes[plan->network->layers[i]->inputs[k]].root;
}

/** Columns of a layer's output that a stream must keep: its left halo. */
size_t byline_plan_past_size(const BylinePlan* plan, unsigned i);

/** Floats of a streaming plan's input; 0 for any other plan. */
size_t byline_plan_piece_size(const BylinePlan* plan);

/** Streaming: would the next piece give what the last one gave,
    and change nothing? */
bool byline_plan_repeats(const BylinePlan* plan);

/** Streaming, before a piece is computed: keep its input. */
void byline_plan_begin_piece(BylinePlan* plan);

/** Streaming: put the columns of earlier pieces into the left halo of layer
    `i`'s output, and keep its last ones. */
void byline_plan_carry(BylinePlan* plan, unsigned i);

/** What layer `i` reads on its way back: BYLINE_READS_... */
unsigned byline_plan_reads(const BylinePlan* plan, unsigned i);

/** Find out which layers share outputs and gradients, and which are kept. */
void byline_plan_link(BylinePlan* plan);

/** Lay out all maps for an input of `n_frames` columns, without memory. */
BylineStatus byline_plan_lay_out(BylinePlan* plan, size_t n_frames);

/** Find out how much memory is needed and where in it everything lies; get it
    if `really`. */
BylineStatus byline_plan_reserve(BylinePlan* plan, bool really);

/** Put maps, once laid out, to their places in memory. */
void byline_plan_place_maps(BylinePlan* plan);

/** Run layer `i` forward, if its output is its own and not another's. */
void byline_plan_run_layer(BylinePlan* plan, unsigned i);

#endif // BYLINE_NN_PLAN_H
