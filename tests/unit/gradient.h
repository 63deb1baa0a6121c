/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file gradient.h
   Are gradients those of the function?  Shared by the tests of networks.
*/

#ifndef BYLINE_TESTS_GRADIENT_H
#define BYLINE_TESTS_GRADIENT_H

#include "byline/network.h"
#include "byline/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/** Fill with normal values of standard deviation `deviation`. */
static inline void fill_normal(float* x, size_t n, float deviation,
                               uint64_t seed)
{
  BylineRandom random = byline_random_begin(seed, 0);
  for (size_t i = 0; i < n; ++i) {
    x[i] = deviation * byline_random_normal(&random);
  }
}

/** What a test minimises: fixed weights times logits, in double. */
static inline double weighted_logits(BylinePlan* plan, const float* weights,
                                     size_t n)
{
  const float* const logits = byline_plan_forward(plan);
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)logits[i] * (double)weights[i];
  }
  return sum;
}

/** Move a tensor by `step` along `direction`. */
static inline void move_tensor(const BylineTensor* tensor,
                               const float* direction, float step)
{
  for (size_t i = 0; i < tensor->n_values; ++i) {
    tensor->values[i] += step * direction[i];
  }
}

/** The slope of the test's loss along a direction. */
static inline double measure_slope(BylinePlan* plan, const BylineTensor* tensor,
                                   const float* direction, float step,
                                   const float* weights, size_t n_logits,
                                   double* loss)
{
  move_tensor(tensor, direction, -step);
  const double before = weighted_logits(plan, weights, n_logits);
  move_tensor(tensor, direction, 2 * step);
  const double after = weighted_logits(plan, weights, n_logits);
  move_tensor(tensor, direction, -step);
  *loss = fabs(before);
  return (after - before) / (2.0 * (double)step);
}

/**
   Compare a tensor's gradient with central differences, along a direction of
   length 1.

   A kink (ReLU, maximum) within a step spoils the difference, and so do the
   rounding errors of a short step: one good step of several is enough, a wrong
   gradient has none.
*/
static inline void check_direction(BylinePlan* plan, const BylineTensor* tensor,
                                   const float* gradient,
                                   const float* direction, const float* weights,
                                   size_t n_logits)
{
  static const float steps[] = {2e-3f, 5e-4f,   8e-3f, 1e-3f,
                                4e-3f, 2.5e-4f, 1e-4f};
  const size_t n_steps = sizeof(steps) / sizeof(steps[0]);
  const size_t n = tensor->n_values;
  double expected = 0;
  double length = 0;
  for (size_t i = 0; i < n; ++i) {
    expected += (double)gradient[i] * (double)direction[i];
    length += (double)gradient[i] * (double)gradient[i];
  }
  const double typical = sqrt(length / (double)n);
  double slope = 0;
  for (size_t s = 0; s < n_steps; ++s) {
    double loss = 0;
    slope = measure_slope(plan, tensor, direction, steps[s], weights, n_logits,
                          &loss);
    const double rounding = 3e-7 * loss / (double)steps[s];
    const double tolerance = 0.01 * (typical + fabs(expected)) + rounding;
    if (fabs(slope - expected) <= tolerance + 1e-4) {
      return;
    }
  }
  fail_msg("%s: the slope is %g, but the gradient says %g", tensor->name, slope,
           expected);
}

/** Check along the gradient itself, where a slope shows best, and others. */
static inline void check_tensor(BylinePlan* plan, const BylineTensor* tensor,
                                const float* gradient, const float* weights,
                                size_t n_logits, uint64_t seed)
{
  const size_t n = tensor->n_values;
  float* const direction = malloc(n * sizeof(float));
  for (unsigned k = 0; k < 3; ++k) {
    if (k == 0) {
      memcpy(direction, gradient, n * sizeof(float));
    } else {
      fill_normal(direction, n, 1, seed + k);
    }
    double length = 0;
    for (size_t i = 0; i < n; ++i) {
      length += (double)direction[i] * (double)direction[i];
    }
    for (size_t i = 0; i < n; ++i) {
      direction[i] /= (float)sqrt(length + 1e-30);
    }
    check_direction(plan, tensor, gradient, direction, weights, n_logits);
  }
  free(direction);
}

/** Check the gradients of all tensors of a network in training. */
static inline void check_gradients(BylineNetwork* network,
                                   const BylinePlanSettings* settings)
{
  BylinePlan* plan = NULL;
  assert_int_equal(byline_plan_new(network, settings, &plan), BYLINE_OK);
  const BylineNetworkShape* const shape = byline_network_shape(network);
  const size_t n_logits = settings->max_batch * shape->n_classes;
  float* const weights = malloc(n_logits * sizeof(float));
  fill_normal(weights, n_logits, 1, 77);
  fill_normal(byline_plan_input(plan),
              settings->max_batch * shape->n_channels * shape->n_mels *
                  settings->max_frames,
              1, 78);
  weighted_logits(plan, weights, n_logits);
  byline_plan_zero_gradients(plan);
  byline_plan_backward(plan, weights);
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    const float* const gradient = byline_plan_gradient(plan, i);
    assert_int_equal(gradient != NULL, tensor->trainable);
    if (gradient) {
      check_tensor(plan, tensor, gradient, weights, n_logits, 10 * i);
    }
  }
  free(weights);
  byline_plan_free(plan);
}

#endif // BYLINE_TESTS_GRADIENT_H
