/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Stochastic gradient descent with momentum (Sutskever et al. 2013), with
   weight decay and the global norm of the gradient limited (Pascanu et al.
   2013). */

#include "nn/network.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct BylineSgd {
  BylineNetwork* network;
  BylineSgdSettings settings;
  float** velocities; ///< One per tensor; NULL if not trainable
  float* memory;      ///< Of all velocities
  float* factors;     ///< Of the learning rate, one per tensor
};

static size_t count_trainable(const BylineNetwork* network)
{
  size_t n = 0;
  for (size_t i = 0; i < network->n_tensors; ++i) {
    n += network->tensors[i]->trainable ? network->tensors[i]->n_values : 0;
  }
  return n;
}

BylineStatus byline_sgd_new(BylineNetwork* network,
                            const BylineSgdSettings* settings, BylineSgd** out)
{
  *out = NULL;
  BylineSgd* const sgd = calloc(1, sizeof(*sgd));
  if (sgd) {
    sgd->network = network;
    sgd->settings = *settings;
    sgd->velocities = calloc(network->n_tensors, sizeof(float*));
    sgd->memory = calloc(count_trainable(network), sizeof(float));
    sgd->factors = calloc(network->n_tensors, sizeof(float));
  }
  if (!sgd || !sgd->velocities || !sgd->memory || !sgd->factors) {
    byline_sgd_free(sgd);
    return byline_no_memory("the optimiser");
  }
  float* velocity = sgd->memory;
  for (size_t i = 0; i < network->n_tensors; ++i) {
    sgd->factors[i] = 1;
    if (network->tensors[i]->trainable) {
      sgd->velocities[i] = velocity;
      velocity += network->tensors[i]->n_values;
    }
  }
  *out = sgd;
  return BYLINE_OK;
}

void byline_sgd_free(BylineSgd* sgd)
{
  if (sgd) {
    free(sgd->velocities);
    free(sgd->memory);
    free(sgd->factors);
    free(sgd);
  }
}

static double gradient_norm(const BylineNetwork* network, BylinePlan* plan)
{
  double sum = 0;
  for (size_t i = 0; i < network->n_tensors; ++i) {
    const float* const g = byline_plan_gradient(plan, i);
    for (size_t k = 0; g && k < network->tensors[i]->n_values; ++k) {
      sum += (double)g[k] * (double)g[k];
    }
  }
  return sqrt(sum);
}

/* Move one tensor; its gradient is scaled by `scale` first */
static void move(const BylineSgdSettings* settings, BylineTensor* tensor,
                 const float* restrict gradient, float scale,
                 float* restrict velocity, float rate)
{
  float* restrict const w = tensor->values;
  const float decay = tensor->decays ? settings->weight_decay : 0;
  const float momentum = settings->momentum;
  for (size_t i = 0; i < tensor->n_values; ++i) {
    const float g = scale * gradient[i] + decay * w[i];
    const float v = momentum * velocity[i] + g;
    velocity[i] = v;
    w[i] -= rate * (settings->nesterov ? g + momentum * v : v);
  }
}

float byline_sgd_step(BylineSgd* sgd, BylinePlan* plan, float learning_rate)
{
  assert(learning_rate >= 0);
  const float norm = (float)gradient_norm(sgd->network, plan);
  if (!isfinite(norm)) {
    return norm;
  }
  const float limit = sgd->settings.max_gradient;
  const float scale = limit > 0 && norm > limit ? limit / norm : 1;
  for (size_t i = 0; i < sgd->network->n_tensors; ++i) {
    if (sgd->velocities[i] && sgd->factors[i] > 0) {
      move(&sgd->settings, sgd->network->tensors[i],
           byline_plan_gradient(plan, i), scale, sgd->velocities[i],
           sgd->factors[i] * learning_rate);
    }
  }
  return norm;
}

void byline_sgd_set_factor(BylineSgd* sgd, size_t index, float factor)
{
  assert(index < sgd->network->n_tensors && factor >= 0);
  sgd->factors[index] = factor;
}

float* byline_sgd_velocity(BylineSgd* sgd, size_t index)
{
  assert(index < sgd->network->n_tensors);
  return sgd->velocities[index];
}
