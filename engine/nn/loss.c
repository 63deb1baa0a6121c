/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Softmax, the logistic function, and their cross-entropies. */

#include "byline/network.h"

#include <assert.h>
#include <math.h>

double byline_log_sum_exp(const float* x, size_t n, double temperature)
{
  assert(n > 0 && temperature > 0);
  float top = x[0]; // in double, GCC 12 for 64-bit ARM breaks down over it
  for (size_t i = 1; i < n; ++i) {
    top = fmaxf(top, x[i]);
  }
  const double largest = (double)top;
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += exp(((double)x[i] - largest) / temperature);
  }
  // cppcheck-suppress invalidFunctionArg ; n > 0, so that sum >= 1
  return largest / temperature + log(sum);
}

void byline_softmax(const float* logits, size_t batch, size_t n_classes,
                    float temperature, float* probabilities)
{
  assert(n_classes > 0 && temperature > 0);
  for (size_t clip = 0; clip < batch; ++clip) {
    const float* const x = logits + clip * n_classes;
    float* const p = probabilities + clip * n_classes;
    const double total = byline_log_sum_exp(x, n_classes, temperature);
    for (size_t i = 0; i < n_classes; ++i) {
      p[i] = (float)exp((double)x[i] / (double)temperature - total);
    }
  }
}

float byline_cross_entropy(const float* logits, const float* targets,
                           size_t batch, size_t n_classes, float* d_logits)
{
  double loss = 0;
  for (size_t clip = 0; clip < batch; ++clip) {
    const float* const x = logits + clip * n_classes;
    const float* const target = targets + clip * n_classes;
    float* const d = d_logits + clip * n_classes;
    const double total = byline_log_sum_exp(x, n_classes, 1);
    for (size_t i = 0; i < n_classes; ++i) {
      const double log_p = (double)x[i] - total;
      /* A target of 0 counts nothing, however improbable the class */
      loss -= target[i] != 0 ? (double)target[i] * log_p : 0;
      d[i] = (float)((exp(log_p) - (double)target[i]) / (double)batch);
    }
  }
  return (float)(loss / (double)batch);
}

void byline_sigmoid(const float* x, size_t n, float* y)
{
  for (size_t i = 0; i < n; ++i) {
    y[i] = 1 / (1 + expf(-x[i]));
  }
}

float byline_binary_cross_entropy(const float* logits, const float* targets,
                                  const float* weights, size_t n,
                                  float* d_logits)
{
  double total = 0;
  for (size_t i = 0; i < n; ++i) {
    total += (double)weights[i];
  }
  const double share = total > 0 ? 1 / total : 0;
  double loss = 0;
  for (size_t i = 0; i < n; ++i) {
    const float x = logits[i];
    const float small = expf(-fabsf(x));
    const float p = x > 0 ? 1 / (1 + small) : small / (1 + small);
    const float nats = fmaxf(x, 0) - x * targets[i] + log1pf(small);
    loss += (double)weights[i] * (double)nats;
    d_logits[i] = (float)share * weights[i] * (p - targets[i]);
  }
  return (float)(loss * share);
}
