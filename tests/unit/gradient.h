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
#include "tests/unit/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
  byline_plan_set_step(plan, 0); /* the same dropout at all times */
  const float* const logits = byline_plan_forward(plan);
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)logits[i] * (double)weights[i];
  }
  return sum;
}

/** A straight line in the space of a tensor's values. */
typedef struct {
  const BylineTensor* tensor; ///< Whose values move
  const float* origin;        ///< Its values in the middle
  const float* direction;     ///< Of length 1
} GradientLine;

/** Go to a place on the line. */
static inline void line_go(const GradientLine* line, double place)
{
  for (size_t i = 0; i < line->tensor->n_values; ++i) {
    line->tensor->values[i] =
        (float)((double)line->origin[i] + place * (double)line->direction[i]);
  }
}

/** The slope along the line, here, as the gradient `gradient` of the tensor
    says; `typical` is that of a direction taken at random. */
static inline double line_slope(const GradientLine* line, BylinePlan* plan,
                                const float* gradient, const float* weights,
                                size_t n_logits, double* typical)
{
  weighted_logits(plan, weights, n_logits);
  byline_plan_zero_gradients(plan);
  byline_plan_backward(plan, weights);
  double slope = 0;
  double square = 0;
  for (size_t i = 0; i < line->tensor->n_values; ++i) {
    slope += (double)gradient[i] * (double)line->direction[i];
    square += (double)gradient[i] * (double)gradient[i];
  }
  *typical = sqrt(square / (double)line->tensor->n_values);
  return slope;
}

/** The integral of the gradient from -reach to reach, over the length. */
static inline double mean_slope(const GradientLine* line, BylinePlan* plan,
                                const float* gradient, const float* weights,
                                size_t n_logits, double reach, unsigned n_nodes,
                                double* typical)
{
  double slope = 0;
  *typical = 0;
  for (unsigned k = 0; k < n_nodes; ++k) {
    double here = 0;
    line_go(line, reach * ((2.0 * k + 1) / n_nodes - 1));
    slope += line_slope(line, plan, gradient, weights, n_logits, &here);
    *typical += here / n_nodes;
  }
  return slope / n_nodes;
}

/**
   Compare the difference between the ends of a line with the integral of the
   gradient along it.

   They are equal however many kinks (ReLU, maximum) the line crosses, where a
   gradient at one point says nothing of a difference across the next kink.
   Should a large kink spoil the integral, more nodes bring it nearer.
*/
static inline void check_line(const GradientLine* line, BylinePlan* plan,
                              const float* gradient, const float* weights,
                              size_t n_logits)
{
  const double reach = 5e-3;
  line_go(line, -reach);
  const double before = weighted_logits(plan, weights, n_logits);
  line_go(line, reach);
  const double after = weighted_logits(plan, weights, n_logits);
  const double slope = (after - before) / (2 * reach);
  double expected = 0;
  for (unsigned n_nodes = 8; n_nodes <= 512; n_nodes *= 8) {
    double typical = 0;
    expected = mean_slope(line, plan, gradient, weights, n_logits, reach,
                          n_nodes, &typical);
    const double tolerance =
        0.01 * (typical + fabs(expected)) + 3e-7 * (fabs(before) + 5) / reach;
    if (fabs(slope - expected) <= tolerance) {
      line_go(line, 0);
      return;
    }
  }
  fail_msg("%s: the slope is %g, but the gradient says %g", line->tensor->name,
           slope, expected);
}

/** Make a vector's length 1. */
static inline void normalize(float* x, size_t n)
{
  double square = 1e-30;
  for (size_t i = 0; i < n; ++i) {
    square += (double)x[i] * (double)x[i];
  }
  for (size_t i = 0; i < n; ++i) {
    x[i] /= (float)sqrt(square);
  }
}

/** Check along the gradient itself, where a slope shows best, and others. */
static inline void check_tensor(BylinePlan* plan, const BylineTensor* tensor,
                                const float* gradient, const float* weights,
                                size_t n_logits, uint64_t seed)
{
  const size_t n = tensor->n_values;
  float* const direction = malloc(n * sizeof(float));
  float* const origin = malloc(n * sizeof(float));
  memcpy(origin, tensor->values, n * sizeof(float));
  memcpy(direction, gradient, n * sizeof(float));
  for (unsigned k = 0; k < 3; ++k) {
    if (k > 0) {
      fill_normal(direction, n, 1, seed + k);
    }
    normalize(direction, n);
    check_line(&(GradientLine){tensor, origin, direction}, plan, gradient,
               weights, n_logits);
  }
  free(origin);
  free(direction);
}

/** Check the gradients of all tensors of a network in training. */
static inline void check_gradients(BylineNetwork* network,
                                   const BylinePlanSettings* settings)
{
  BylinePlan* plan = NULL;
  assert_int_equal(byline_plan_new(network, settings, &plan), BYLINE_OK);
  const BylineNetworkShape* const shape = byline_network_shape(network);
  const size_t n_logits = settings->max_batch *
                          byline_network_outputs(network, settings->max_frames);
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
