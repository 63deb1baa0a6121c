/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file layer.h
   What every kind of layer must be able to do.

   A kind is a table of functions; a layer is that table, its inputs and its
   tensors, followed by whatever its kind needs.  Layers hold no working
   memory: a pass brings it, so one network can run in many plans.
*/

#ifndef BYLINE_NN_LAYER_H
#define BYLINE_NN_LAYER_H

#include "byline/network.h"
#include "byline/random.h"
#include "nn/kernels.h"
#include "nn/map.h"

/** Most inputs that a layer can have. */
#define BYLINE_MAX_INPUTS 4

/** Most tensors that a layer can have. */
#define BYLINE_MAX_TENSORS 8

/** The way back reads what was the layer's input `k`. */
#define BYLINE_READS_INPUT(k) (1u << (k))

/** The way back reads what was the layer's output. */
#define BYLINE_READS_OUTPUT (1u << BYLINE_MAX_INPUTS)

typedef struct BylineLayer BylineLayer;
typedef struct BylinePassQueue BylinePassQueue;

/** Working memory that a layer wants, in floats. */
typedef struct {
  size_t state;   ///< Kept from the forward to the backward pass
  size_t shared;  ///< During one pass, for all threads together
  size_t scratch; ///< During one pass, for each thread
} BylineLayerMemory;

/** What a layer gets to see when memory is being planned. */
typedef struct {
  const BylineMapShape* inputs; ///< One per input
  const BylineMapShape* output; ///< What infer() made of them
  const BylineKernels* kernels; ///< For this processor
  size_t batch;                 ///< Clips
  unsigned n_threads;           ///< Shares that a loop is cut into
  bool training;                ///< There will be a backward pass
} BylineLayerContext;

/** One run of one layer, forward or backward. */
typedef struct {
  const BylineKernels* kernels; ///< For this processor
  BylineThreadPool* pool;       ///< May be NULL
  BylinePassQueue* queue;       ///< For byline_pass_later(); may be NULL
  const BylinePlanPeers* peers; ///< May be NULL
  bool training;                ///< Batch statistics, dropout
  bool again;                   ///< Forward once more: statistics are known
  size_t batch;                 ///< Clips
  uint64_t seed;                ///< Of this layer, in this step
  const float* input;           ///< The network's, as the user wrote it
  const BylineMap* inputs[BYLINE_MAX_INPUTS];   ///< What to read
  const BylineMap* output;                      ///< What to write
  const BylineMap* d_inputs[BYLINE_MAX_INPUTS]; ///< NULL if not wanted
  bool add_d_inputs[BYLINE_MAX_INPUTS];         ///< Add to what is there
  const BylineMap* d_output;                    ///< Gradient to propagate
  float* gradients[BYLINE_MAX_TENSORS];         ///< To add to; or NULL
  float* state;                                 ///< As BylineLayerMemory
  float* shared;                                ///< As BylineLayerMemory
  float* scratch;                               ///< The first thread's
  size_t scratch_step;                          ///< To the next thread's
} BylinePass;

/** A kind of layer.  Functions marked optional may be NULL. */
typedef struct {
  const char* name;   ///< For people, such as "convolution"
  bool only_training; ///< Passes its input through in inference
  bool packed;        ///< The output is read one number at a time: its channels
                      ///< are not rounded up
  bool cheap;         ///< Better computed again than kept for the way back
  bool queues;        ///< Forward and backward, all loops over clips that read
                      ///< or write maps go through byline_pass_later()
  unsigned in_place;  ///< 1 + the input whose gradient may be written over the
                      ///< output's, where it need not be added; or 0

  /** What the way back reads: BYLINE_READS_...  Optional: nothing. */
  unsigned (*reads)(const BylineLayer* layer);

  /**
     Work out the output's shape.

     @return BYLINE_OK, or BYLINE_ERROR_USAGE when these inputs cannot be.
  */
  BylineStatus (*infer)(const BylineLayer* layer, const BylineMapShape* inputs,
                        BylineMapShape* output);

  /** Say which halos the inputs and the output's gradient need.  Optional. */
  void (*halo)(const BylineLayer* layer, const BylineMapShape* input,
               const BylineMapShape* output, BylineHalo* input_halo,
               BylineHalo* d_output_halo);

  /** Say how much working memory is needed.  Optional. */
  void (*measure)(const BylineLayer* layer, const BylineLayerContext* layout,
                  BylineLayerMemory* memory);

  /** Does `other`, of the same kind and with the same inputs, give the same?
      Optional: it does not. */
  bool (*alike)(const BylineLayer* layer, const BylineLayer* other);

  /** Give the tensors their first values.  Optional if there are none. */
  void (*initialize)(BylineLayer* layer, BylineRandom* random);

  /** Compute the output, its halo included. */
  void (*forward)(const BylineLayer* layer, const BylinePass* pass);

  /** Compute the inputs' gradients, halos included, and add the tensors'.
      Optional where there is nothing to learn, neither here nor before. */
  void (*backward)(const BylineLayer* layer, const BylinePass* pass);

  /** Multiply-adds of one clip.  Optional: none. */
  uint64_t (*multiply_adds)(const BylineLayer* layer,
                            const BylineMapShape* inputs,
                            const BylineMapShape* output);

  /** Get ready for inference only; `output` is that of a nominal input, whose
      rows are those of any other.  Optional. */
  BylineStatus (*freeze)(BylineLayer* layer, const BylineMapShape* output,
                         const BylineKernels* kernels);

  /** Free what the kind has added to the layer.  Optional. */
  void (*free)(BylineLayer* layer);
} BylineLayerKind;

/** The beginning of every layer. */
struct BylineLayer {
  const BylineLayerKind* kind;              ///< What it can do
  char* name;                               ///< Such as "stage1.block0.conv1"
  unsigned n_inputs;                        ///< Layers that it reads
  unsigned inputs[BYLINE_MAX_INPUTS];       ///< Their indices in the network
  unsigned n_tensors;                       ///< Parameters and statistics
  BylineTensor tensors[BYLINE_MAX_TENSORS]; ///< Values owned by the layer
  bool skipped; ///< When frozen, another layer does its work: passes through
};

/** A loop over the clips of a pass, for byline_pass_run(). */
typedef void (*BylineLayerTask)(const BylineLayer* layer,
                                const BylinePass* pass, unsigned thread,
                                size_t begin, size_t end);

/** What follows a loop over all clips. */
typedef void (*BylineLayerEnd)(const BylineLayer* layer,
                               const BylinePass* pass);

/** Run `task` over clips when its results are needed, together with those of
    other layers, and then `end`, which may be NULL.  Until then nothing that
    they read may change.  Only for kinds that say that they do. */
void byline_pass_later(const BylineLayer* layer, const BylinePass* pass,
                       BylineLayerTask task, BylineLayerEnd end);

/** Run all that waits: afterwards all of its results are there. */
void byline_pass_settle(const BylinePass* pass);

/** The same if anything waits that has an end. */
void byline_pass_settle_ends(const BylinePass* pass);

/** Run `task` over clips, or over other `n_items`, in the pass's threads. */
void byline_pass_run(const BylineLayer* layer, const BylinePass* pass,
                     BylineLayerTask task, size_t n_items);

/** The scratch memory of a thread. */
static inline float* byline_pass_scratch(const BylinePass* pass,
                                         unsigned thread)
{
  return pass->scratch + thread * pass->scratch_step;
}

/** Infer for layers whose output is like their first input. */
BylineStatus byline_infer_same(const BylineLayer* layer,
                               const BylineMapShape* inputs,
                               BylineMapShape* output);

/** Fail unless the first two inputs have the same shape. */
BylineStatus byline_infer_equal(const BylineLayer* layer,
                                const BylineMapShape* inputs);

/**
   Add a tensor to a layer that is being made.

   @param name The last part of its name, such as "weight".
   @param n_dimensions How many of `dimensions` count.
   @return The tensor, values zero, or NULL when out of memory.
*/
BylineTensor* byline_layer_add_tensor(BylineLayer* layer, const char* name,
                                      unsigned n_dimensions,
                                      const uint32_t* dimensions);

/** Set all of a tensor's values. */
void byline_tensor_fill(BylineTensor* tensor, float value);

/** Normal values of He et al. (2015): variance 2 / `fan`. */
void byline_tensor_fill_he(BylineTensor* tensor, size_t fan,
                           BylineRandom* random);

/** Free a layer and its tensors. */
void byline_layer_free(BylineLayer* layer);

#endif // BYLINE_NN_LAYER_H
