/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/basics.h"

#include <math.h>

double byline_mean_loss(const BylinePredictions* predictions,
                        double temperature)
{
  const size_t n = predictions->n_classes;
  double sum = 0;
  for (size_t i = 0; i < predictions->n_clips; ++i) {
    const float* const logits = predictions->logits + i * n;
    const size_t truth = predictions->clips[i].truth;
    sum += byline_log_sum_exp(logits, n, temperature) -
           (double)logits[truth] / temperature;
  }
  return sum / (double)predictions->n_clips;
}

/* The temperature with the smallest loss */
static double find_temperature(const BylinePredictions* predictions)
{
  /* In 1 / temperature the loss is convex, so in the logarithm of it there is
     but one minimum: golden-section search (Kiefer 1953) */
  const double golden = 0.6180339887498949;
  double low = log(0.05);
  double high = log(20.0);
  double a = high - golden * (high - low);
  double b = low + golden * (high - low);
  double loss_a = byline_mean_loss(predictions, exp(a));
  double loss_b = byline_mean_loss(predictions, exp(b));
  while (high - low > 1e-5) {
    if (loss_a < loss_b) {
      high = b;
      b = a;
      loss_b = loss_a;
      a = high - golden * (high - low);
      loss_a = byline_mean_loss(predictions, exp(a));
    } else {
      low = a;
      a = b;
      loss_a = loss_b;
      b = low + golden * (high - low);
      loss_b = byline_mean_loss(predictions, exp(b));
    }
  }
  return exp((low + high) / 2);
}

/* The probability of the most probable class */
static double top_probability(const float* logits, size_t n, double temperature)
{
  const double peak = (double)logits[byline_argmax(logits, n)];
  double total = 0;
  for (size_t k = 0; k < n; ++k) {
    total += exp(((double)logits[k] - peak) / temperature);
  }
  return 1 / total;
}

void byline_reliability_compute(
    const BylinePredictions* predictions, double temperature,
    BylineReliability bins[static BYLINE_RELIABILITY_BINS])
{
  for (size_t i = 0; i < BYLINE_RELIABILITY_BINS; ++i) {
    bins[i] = (BylineReliability){.n = 0};
  }
  const size_t n = predictions->n_classes;
  for (size_t i = 0; i < predictions->n_clips; ++i) {
    const float* const logits = predictions->logits + i * n;
    const double p = top_probability(logits, n, temperature);
    const double place = p * BYLINE_RELIABILITY_BINS;
    const size_t last = BYLINE_RELIABILITY_BINS - 1;
    BylineReliability* const bin =
        &bins[place < (double)last ? (size_t)place : last];
    ++bin->n;
    bin->confidence += p;
    bin->accuracy += byline_argmax(logits, n) == predictions->clips[i].truth;
  }
  for (size_t i = 0; i < BYLINE_RELIABILITY_BINS; ++i) {
    if (bins[i].n > 0) {
      bins[i].confidence /= (double)bins[i].n;
      bins[i].accuracy /= (double)bins[i].n;
    }
  }
}

static double error_at(const BylinePredictions* predictions, double temperature)
{
  BylineReliability bins[BYLINE_RELIABILITY_BINS];
  byline_reliability_compute(predictions, temperature, bins);
  return byline_calibration_error(bins);
}

double byline_temperature_fit(const BylinePredictions* predictions,
                              double* refused)
{
  const double fitted = find_temperature(predictions);
  const bool is_good =
      error_at(predictions, fitted) <= error_at(predictions, 1);
  *refused = is_good ? 0 : fitted;
  return is_good ? fitted : 1;
}

double byline_calibration_error(
    const BylineReliability bins[static BYLINE_RELIABILITY_BINS])
{
  double sum = 0;
  size_t n = 0;
  for (size_t i = 0; i < BYLINE_RELIABILITY_BINS; ++i) {
    sum += (double)bins[i].n * fabs(bins[i].accuracy - bins[i].confidence);
    n += bins[i].n;
  }
  return n > 0 ? sum / (double)n : 0;
}
