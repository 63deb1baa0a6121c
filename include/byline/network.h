/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file network.h
   Convolutional networks: parameters, and plans that run them.

   A *network* is a graph of layers with their parameters.  A *plan* is what is
   needed to run it on inputs of some shape: all memory is laid out when the
   plan is made, and nothing is allocated while it runs.

       byline_network_new("resnet:width=16", shape, &network); // byline/model.h
       byline_network_initialize(network, seed);
       byline_plan_new(network, &settings, &plan);
       for each batch:
         fill byline_plan_input(plan)
         logits = byline_plan_forward(plan);
         loss = byline_cross_entropy(logits, targets, ..., d_logits);
         byline_plan_backward(plan, d_logits);
         byline_sgd_step(sgd, plan, learning_rate);

   Threads: a network that is not being trained may be shared by any number of
   plans in any number of threads; a plan belongs to one thread at a time.
*/

#ifndef BYLINE_NETWORK_H
#define BYLINE_NETWORK_H

#include "byline/status.h"
#include "byline/thread_pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A network: layers and parameters. */
typedef struct BylineNetwork BylineNetwork;

/** What goes in and what comes out. */
typedef struct {
  uint32_t n_channels; ///< Pictures per clip: 1 for a plain spectrogram
  uint32_t n_mels;     ///< Rows of a picture
  uint32_t n_classes;  ///< Artists; of a network of masks, its pictures
} BylineNetworkShape;

/** A named block of numbers: a parameter, or a running statistic. */
typedef struct {
  const char* name;      ///< Such as "stage1.block0.conv1.weight"
  uint32_t n_dimensions; ///< 1 to 4
  uint32_t
      dimensions[4]; ///< Slowest first; convolution: out, in, rows, columns
  size_t n_values;   ///< Their product
  float* values;     ///< Owned by the network
  bool trainable;    ///< By gradients; false for running statistics
  bool solved;       ///< A parameter that is solved for, in closed form
  bool decays;       ///< Weight decay applies (not to biases and norms)
} BylineTensor;

/** Free a network; its plans must be freed before.  NULL is fine. */
void byline_network_free(BylineNetwork* network);

/** The description with every size spelled out; owned by the network. */
const char* byline_network_architecture(const BylineNetwork* network);

/** The shape it was built for; owned by the network. */
const BylineNetworkShape* byline_network_shape(const BylineNetwork* network);

/** Set all parameters afresh (He et al. 2015); the same seed, the same values.
 */
void byline_network_initialize(BylineNetwork* network, uint64_t seed);

/** How many tensors it has. */
size_t byline_network_tensor_count(const BylineNetwork* network);

/** Tensor `index`; owned by the network. */
const BylineTensor* byline_network_tensor(const BylineNetwork* network,
                                          size_t index);

/**
   Make ready for inference: fold batch normalisation into the convolutions and
   arrange weights for speed.

   Afterwards the network cannot be trained or saved, and its tensors' values
   are no longer meaningful.
*/
BylineStatus byline_network_freeze(BylineNetwork* network);

/** The fewest columns an input can have. */
size_t byline_network_min_frames(const BylineNetwork* network);

/** Numbers that the network answers to one clip of `n_frames` columns: classes,
    or the pixels of its pictures. */
size_t byline_network_outputs(const BylineNetwork* network, size_t n_frames);

/** Multiply-adds that one clip of `n_frames` columns costs. */
uint64_t byline_network_multiply_adds(const BylineNetwork* network,
                                      size_t n_frames);

/**
   Write a table of layers (name, output shape, parameters, multiply-adds) for
   an input of `n_frames` columns, as text for a person.

   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_network_describe(const BylineNetwork* network, size_t n_frames);

/** A network laid out in memory for inputs up to some size. */
typedef struct BylinePlan BylinePlan;

/** What a plan is for. */
typedef enum {
  BYLINE_PLAN_INFER,  ///< Forward, with running statistics
  BYLINE_PLAN_TRAIN,  ///< Forward with batch statistics, and backward
  BYLINE_PLAN_STREAM, ///< As BYLINE_PLAN_INFER; see byline_plan_restart()
  BYLINE_PLAN_EMBED,  ///< As BYLINE_PLAN_INFER, for the embedding alone: layers
                      ///< that it does not depend on are left out
} BylinePlanMode;

/**
   The other processes that train the same network, each with its part of the
   batch.  Both functions are called in the same order in all of them.
*/
typedef struct {
  unsigned n_parts; ///< How many processes, this one included
  void* context;    ///< For the functions

  /** Replace each value by its sum over all processes, for batch norms with
     the statistics of the whole batch; NULL: each part has its own. */
  void (*sum)(void* context, double* values, size_t n);

  /** The backward pass is done with these gradients, which lie side by side;
     NULL: nobody wants to know. */
  void (*gradients)(void* context, float* values, size_t n);
} BylinePlanPeers;

/** How a plan is made. */
typedef struct {
  BylinePlanMode mode;
  size_t max_batch;             ///< Most clips at once
  size_t max_frames;            ///< Most columns in a clip
  BylineThreadPool* pool;       ///< Samples are shared over it; NULL for none
  uint64_t seed;                ///< For dropout
  const BylinePlanPeers* peers; ///< Must outlive the plan; NULL for none
} BylinePlanSettings;

/**
   Lay a network out in memory.

   @param network Must outlive the plan.  Training writes its parameters and
   running statistics.
   @param settings Copied; the pool must outlive the plan.
   @param[out] plan To be freed with byline_plan_free(); its shape is
   max_batch x max_frames.
   @return BYLINE_OK, BYLINE_ERROR_USAGE (too few columns, training a frozen
   network) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_plan_new(BylineNetwork* network,
                             const BylinePlanSettings* settings,
                             BylinePlan** plan);

/**
   Bytes that a plan would hold, without making it.

   @param[out] size What byline_plan_memory() would say.
   @return As byline_plan_new().
*/
BylineStatus byline_plan_estimate(BylineNetwork* network,
                                  const BylinePlanSettings* settings,
                                  size_t* size);

/** Free a plan.  NULL is fine. */
void byline_plan_free(BylinePlan* plan);

/**
   Change the shape of the next inputs, within what the plan was made for.
   Does not allocate.

   @return BYLINE_OK or BYLINE_ERROR_USAGE.
*/
BylineStatus byline_plan_set_shape(BylinePlan* plan, size_t batch,
                                   size_t n_frames);

/** Where to put the input: batch x channels x mels x frames; plan's own. */
float* byline_plan_input(BylinePlan* plan);

/**
   Run the network on the input.

   @return Logits, batch x classes; of a network whose output are pictures,
   batch x channels x rows x columns of that output; NULL where the plan is for
   the embedding alone.  The plan's own, valid until the next call.
*/
const float* byline_plan_forward(BylinePlan* plan);

/**
   Begin a stream anew: what comes before the next input is silence.

   In a plan of mode BYLINE_PLAN_STREAM every input goes on where the last one
   ended, so that a network that is causal along columns answers to a long
   input, in pieces, what it would answer to the whole, and computes nothing
   twice.  Each piece must have as many columns as the strides along columns,
   all together, divide.
*/
void byline_plan_restart(BylinePlan* plan);

/**
   Count training passes from `step` on.  Which numbers dropout drops depends on
   the plan's seed and this count, so that a resumed training goes on with those
   of an uninterrupted one.
*/
void byline_plan_set_step(BylinePlan* plan, uint64_t step);

/**
   Say whether what follows shall work out embeddings, as a plan does that is
   new; of mode BYLINE_PLAN_INFER.
*/
void byline_plan_want_embedding(BylinePlan* plan, bool wanted);

/**
   What the classifier saw in the last forward pass: the pooled features.

   @param[out] n_features Features per clip.
   @return batch x n_features; the plan's own.  Where it is not wanted, what it
   last was.
*/
const float* byline_plan_embedding(const BylinePlan* plan, size_t* n_features);

/**
   Propagate a loss's gradient back through the last forward pass, adding to
   the gradients.

   @param d_logits d loss / d logits, laid out as they are.
*/
void byline_plan_backward(BylinePlan* plan, const float* d_logits);

/** The gradient of tensor `index`, as long as it; NULL if not trainable. */
float* byline_plan_gradient(BylinePlan* plan, size_t index);

/** Set all gradients to zero. */
void byline_plan_zero_gradients(BylinePlan* plan);

/** Bytes that the plan holds. */
size_t byline_plan_memory(const BylinePlan* plan);

/**
   The logarithm of the sum of exp(x / temperature), safe against overflow.

   @param n At least 1.
*/
double byline_log_sum_exp(const float* x, size_t n, double temperature);

/**
   Softmax of `batch` rows of logits at a temperature (Guo et al. 2017).

   @param[out] probabilities batch x classes; may be `logits`.
*/
void byline_softmax(const float* logits, size_t batch, size_t n_classes,
                    float temperature, float* probabilities);

/**
   Softmax cross-entropy against soft targets, averaged over the batch.

   @param targets batch x classes, rows sum to 1 (label smoothing and mixup are
   ways to make them).
   @param[out] d_logits d loss / d logits, batch x classes.
   @return The loss, in nats.
*/
float byline_cross_entropy(const float* logits, const float* targets,
                           size_t batch, size_t n_classes, float* d_logits);

/** The logistic function of `n` numbers; `y` may be `x`. */
void byline_sigmoid(const float* x, size_t n, float* y);

/**
   Cross-entropy of `n` independent probabilities, given as logits, against
   targets of 0 to 1, each with a weight of its own; averaged by weight.

   @param[out] d_logits d loss / d logits.
   @return The loss, in nats; 0 when all weights are 0.
*/
float byline_binary_cross_entropy(const float* logits, const float* targets,
                                  const float* weights, size_t n,
                                  float* d_logits);

/** Stochastic gradient descent with momentum (Sutskever et al. 2013). */
typedef struct BylineSgd BylineSgd;

/** How parameters follow their gradients. */
typedef struct {
  float momentum;     ///< 0 for none
  bool nesterov;      ///< Nesterov's variant
  float weight_decay; ///< Added to gradients of tensors that decay
  float max_gradient; ///< Clip the gradients' global L2 norm; 0 for no limit
} BylineSgdSettings;

/**
   Make an optimiser, all velocities zero.

   @param network Must outlive it.
   @param[out] sgd To be freed with byline_sgd_free().
*/
BylineStatus byline_sgd_new(BylineNetwork* network,
                            const BylineSgdSettings* settings, BylineSgd** sgd);

/** Free an optimiser.  NULL is fine. */
void byline_sgd_free(BylineSgd* sgd);

/**
   Move the parameters: v = momentum v + g; w -= rate v.

   @param plan Whose gradients to follow; they are left as they are.
   @return The gradients' global norm before clipping; not finite when training
   has diverged, in which case nothing was moved.
*/
float byline_sgd_step(BylineSgd* sgd, BylinePlan* plan, float learning_rate);

/** Multiply the learning rate of tensor `index`; 0 keeps it as it is. */
void byline_sgd_set_factor(BylineSgd* sgd, size_t index, float factor);

/** The velocity of tensor `index`, for checkpoints; NULL if not trainable. */
float* byline_sgd_velocity(BylineSgd* sgd, size_t index);

#endif // BYLINE_NETWORK_H
