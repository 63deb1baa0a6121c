/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "models/likeness.h"

#include "nn/dot.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How much of the covariance is that of a sphere (s) */
#define SHRINKAGE 0.9

/* What is enough where nothing can be asked: without a cohort, and where it is
   of one class */
#define ENOUGH_PLAIN 0.72f
#define ENOUGH_FITTED 0.18f

/* How sharply the nearest middle counts (T) */
#define SHARPNESS 12.0

/* Of how much clips stand out for what is not of their class, the share that is
   not enough.  It is above 19 of 20, since artists who are taught are heard a
   little more alike than what the ear was fitted to. */
#define NOT_ENOUGH 0.975

/* Most clips that are asked about */
#define MAX_ASKED 128

/* Features that hardly vary are divided by so much of the mean deviation */
#define LEAST_DEVIATION 1e-3f

struct BylineLikeness {
  size_t n;          ///< Clips of the cohort; 0: none
  size_t n_features; ///< Of an embedding
  float* mean;       ///< `n_features`
  float* scale;      ///< 1 over the deviation, `n_features`
  float* within;     ///< B, `n` x `n_features`
  size_t n_middles;  ///< Classes of the cohort
  float* middles;    ///< Points of their means, `n_middles` x size
  float enough;      ///< What others rarely stand out by
  float* factor;     ///< L, `n` x `n`, the lower triangle; its diagonal inverse
};

/* ---- fitting */

static void fit_mean(BylineLikeness* l, const BylineCohort* cohort)
{
  const size_t d = l->n_features;
  for (size_t j = 0; j < d; ++j) {
    double sum = 0;
    for (size_t i = 0; i < l->n; ++i) {
      sum += (double)cohort->embeddings[i * d + j];
    }
    l->mean[j] = (float)(sum / (double)l->n);
    l->scale[j] = 1;
  }
}

/* By the rows without their classes' means, which are scaled, too */
static void fit_scale(BylineLikeness* l)
{
  const size_t d = l->n_features;
  double total = 0;
  for (size_t j = 0; j < d; ++j) {
    double squares = 0;
    for (size_t i = 0; i < l->n; ++i) {
      const double x = (double)l->within[i * d + j];
      squares += x * x;
    }
    l->scale[j] = (float)sqrt(squares / (double)l->n);
    total += (double)l->scale[j];
  }
  const float least =
      fmaxf(LEAST_DEVIATION * (float)(total / (double)d), 1e-12f);
  for (size_t j = 0; j < d; ++j) {
    l->scale[j] = 1 / fmaxf(l->scale[j], least);
    for (size_t i = 0; i < l->n; ++i) {
      l->within[i * d + j] *= l->scale[j];
    }
  }
}

static void standardize(const BylineLikeness* l, const float* embedding,
                        float* x)
{
  for (size_t j = 0; j < l->n_features; ++j) {
    x[j] = (embedding[j] - l->mean[j]) * l->scale[j];
  }
}

/* Take its class's mean off each row; rows of a class are neighbours */
static void take_means_off(BylineLikeness* l, const BylineCohort* cohort)
{
  const size_t d = l->n_features;
  for (size_t begin = 0, end = 0; begin < l->n; begin = end) {
    while (end < l->n && cohort->classes[end] == cohort->classes[begin]) {
      ++end;
    }
    for (size_t j = 0; j < d; ++j) {
      double sum = 0;
      for (size_t i = begin; i < end; ++i) {
        sum += (double)l->within[i * d + j];
      }
      const float mean = (float)(sum / (double)(end - begin));
      for (size_t i = begin; i < end; ++i) {
        l->within[i * d + j] -= mean;
      }
    }
  }
}

/* Cholesky's factor of M = B B' + alpha I, in place of its lower triangle */
static void factorize(BylineLikeness* l, float alpha)
{
  const size_t n = l->n;
  const size_t d = l->n_features;
  for (size_t i = 0; i < n; ++i) {
    float* const row = l->factor + i * n;
    for (size_t j = 0; j <= i; ++j) {
      const float* const other = l->factor + j * n;
      const float m = byline_dot(l->within + i * d, l->within + j * d, d) +
                      (i == j ? alpha : 0) - byline_dot(row, other, j);
      row[j] = i == j ? 1 / sqrtf(fmaxf(m, 1e-3f * alpha)) : m * other[j];
    }
  }
}

static void fit(BylineLikeness* l, const BylineCohort* cohort)
{
  const size_t d = l->n_features;
  fit_mean(l, cohort);
  for (size_t i = 0; i < l->n; ++i) {
    standardize(l, cohort->embeddings + i * d, l->within + i * d);
  }
  take_means_off(l, cohort);
  fit_scale(l);
  double trace = 0;
  for (size_t i = 0; i < l->n * d; ++i) {
    trace += (double)l->within[i] * (double)l->within[i];
  }
  const double mean = trace / (double)l->n / (double)d;
  const float share = (float)sqrt((1 - SHRINKAGE) / (double)l->n);
  for (size_t i = 0; i < l->n * d; ++i) {
    l->within[i] *= share;
  }
  factorize(l, (float)fmax(SHRINKAGE * mean, 1e-9));
}

void byline_likeness_free(BylineLikeness* likeness)
{
  if (likeness) {
    free(likeness->mean);
    free(likeness->scale);
    free(likeness->within);
    free(likeness->middles);
    free(likeness->factor);
    free(likeness);
  }
}

/* ---- comparing */

size_t byline_likeness_size(const BylineLikeness* likeness, size_t n_features)
{
  return n_features + likeness->n;
}

static float product(const BylineLikeness* l, size_t n_features, const float* a,
                     const float* b)
{
  return byline_dot(a, b, n_features) -
         byline_dot(a + n_features, b + n_features, l->n);
}

static void normalize(const BylineLikeness* likeness, size_t n_features,
                      float* point)
{
  const float square = product(likeness, n_features, point, point);
  const float scale = square > 0 ? 1 / sqrtf(square) : 0;
  for (size_t i = 0; i < n_features + likeness->n; ++i) {
    point[i] *= scale;
  }
}

void byline_likeness_place(const BylineLikeness* likeness,
                           const float* embedding, size_t n_features,
                           float* point)
{
  const BylineLikeness* const l = likeness;
  const size_t n = l->n;
  float* const v = point + n_features;
  if (n == 0) {
    memcpy(point, embedding, n_features * sizeof(*point));
  } else {
    standardize(l, embedding, point);
  }
  for (size_t i = 0; i < n; ++i) {
    const float* const row = l->factor + i * n;
    const float b = byline_dot(l->within + i * n_features, point, n_features);
    v[i] = (b - byline_dot(row, v, i)) * row[i];
  }
  normalize(l, n_features, point);
}

float byline_likeness_of(const BylineLikeness* likeness, size_t n_features,
                         const float* a, const float* b)
{
  return fmaxf(-1, fminf(product(likeness, n_features, a, b), 1));
}

/* ---- what is enough */

static int ascending(const void* a, const void* b)
{
  const float x = *(const float*)a;
  const float y = *(const float*)b;
  return (x > y) - (x < y);
}

/* The point of the mean of clips `begin` to `end`; `sum` is for it to use */
static void place_mean(const BylineLikeness* l, const BylineCohort* cohort,
                       size_t begin, size_t end, float* sum, float* point)
{
  const size_t d = l->n_features;
  for (size_t j = 0; j < d; ++j) {
    double total = 0;
    for (size_t i = begin; i < end; ++i) {
      total += (double)cohort->embeddings[i * d + j];
    }
    sum[j] = (float)(total / (double)(end - begin));
  }
  byline_likeness_place(l, sum, d, point);
}

static BylineStatus fit_middles(BylineLikeness* l, const BylineCohort* cohort)
{
  const size_t size = byline_likeness_size(l, l->n_features);
  float* const sum = calloc(l->n_features, sizeof(*sum));
  for (size_t i = 0; i < l->n; ++i) {
    l->n_middles += i == 0 || cohort->classes[i] != cohort->classes[i - 1];
  }
  l->middles = calloc(l->n_middles, size * sizeof(*l->middles));
  float* middle = l->middles;
  for (size_t begin = 0, end = 0; sum && middle && begin < l->n; begin = end) {
    while (end < l->n && cohort->classes[end] == cohort->classes[begin]) {
      ++end;
    }
    place_mean(l, cohort, begin, end, sum, middle);
    middle += size;
  }
  free(sum);
  return sum && middle ? BYLINE_OK : byline_no_memory("a cohort");
}

/* exp of T times the likeness of a point to a middle */
static double nearness(const BylineLikeness* l, const float* point,
                       size_t middle)
{
  const size_t size = byline_likeness_size(l, l->n_features);
  const float s =
      byline_likeness_of(l, l->n_features, point, l->middles + middle * size);
  return exp(SHARPNESS * (double)s);
}

float byline_likeness_to_known(const BylineLikeness* likeness,
                               const float* point)
{
  const BylineLikeness* const l = likeness;
  double sum = 0;
  for (size_t i = 0; i < l->n_middles; ++i) {
    sum += nearness(l, point, i);
  }
  return l->n_middles > 0 ? (float)(log(sum / (double)l->n_middles) / SHARPNESS)
                          : 0;
}

/* By how much a clip of class `own` stands out for each of the others, the rest
   of which is known: how many */
static size_t compare_others(const BylineLikeness* l, const float* point,
                             size_t own, double* near, float* found)
{
  const size_t n = l->n_middles;
  double sum = 0;
  for (size_t k = 0; k < n; ++k) {
    near[k] = nearness(l, point, k);
    sum += k == own ? 0 : near[k];
  }
  size_t n_found = 0;
  for (size_t k = 0; n > 2 && k < n; ++k) {
    if (k != own) {
      const double others = (sum - near[k]) / (double)(n - 2);
      found[n_found++] = (float)(log(near[k] / others) / SHARPNESS);
    }
  }
  return n_found;
}

static BylineStatus fit_enough(BylineLikeness* l, const BylineCohort* cohort)
{
  const size_t d = l->n_features;
  assert(l->n > 0);
  const size_t every = (l->n + MAX_ASKED - 1) / MAX_ASKED;
  const size_t n_asked = (l->n + every - 1) / every;
  float* const point = calloc(byline_likeness_size(l, d), sizeof(*point));
  double* const near = calloc(l->n_middles, sizeof(*near));
  float* const found = calloc(n_asked * l->n_middles, sizeof(*found));
  const bool complete = point && near && found;
  size_t n = 0;
  size_t class = 0;
  for (size_t i = 0; complete && i < l->n; ++i) {
    class += i > 0 && cohort->classes[i] != cohort->classes[i - 1];
    if (i % every == 0) {
      byline_likeness_place(l, cohort->embeddings + i * d, d, point);
      n += compare_others(l, point, class, near, found + n);
    }
  }
  l->enough = ENOUGH_FITTED;
  if (n > 0) {
    qsort(found, n, sizeof(*found), ascending);
    l->enough = found[(size_t)(NOT_ENOUGH * (double)(n - 1))];
  }
  free(point);
  free(near);
  free(found);
  return complete ? BYLINE_OK : byline_no_memory("a cohort");
}

float byline_likeness_enough(const BylineLikeness* likeness)
{
  return likeness->enough;
}

/* ---- making it */

BylineStatus byline_likeness_new(const BylineCohort* cohort,
                                 BylineLikeness** likeness)
{
  BylineLikeness* const l = calloc(1, sizeof(*l));
  *likeness = l;
  if (!l) {
    return byline_no_memory("a cohort");
  }
  if (cohort->n == 0) {
    l->enough = ENOUGH_PLAIN;
    return BYLINE_OK;
  }
  *l = (BylineLikeness){
      .n = cohort->n,
      .n_features = cohort->n_features,
      .mean = calloc(cohort->n_features, sizeof(float)),
      .scale = calloc(cohort->n_features, sizeof(float)),
      .within = calloc(cohort->n, cohort->n_features * sizeof(float)),
      .factor = calloc(cohort->n, cohort->n * sizeof(float))};
  if (!l->mean || !l->scale || !l->within || !l->factor) {
    byline_likeness_free(l);
    *likeness = NULL;
    return byline_no_memory("a cohort");
  }
  fit(l, cohort);
  BylineStatus status = fit_middles(l, cohort);
  BYLINE_THEN(status, fit_enough(l, cohort));
  if (status != BYLINE_OK) {
    byline_likeness_free(l);
    *likeness = NULL;
  }
  return status;
}
