/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is near whom.  All distances are computed: for 10 000 points of 128
   dimensions that is 12.8 G multiply-adds, a few seconds, while trees are of
   little help in so many dimensions. */

#include "evaluation/tsne.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* How exactly a width must give the perplexity, in nats of entropy */
#define TOLERANCE 1e-5

/* Points whose distances to all others are worked out at once, so that each
   point read serves them all */
#define BLOCK 8

/* A neighbour */
typedef struct {
  float distance; ///< Squared
  uint32_t index;
} Neighbour;

/* The search */
typedef struct {
  const float* points;
  size_t n;
  size_t n_dimensions;
  double perplexity;
  size_t k;              ///< Neighbours of each
  Neighbour* neighbours; ///< n x k
  float* weights;        ///< n x k: p_j|i
  float* scratch;        ///< BLOCK x n distances for each thread
} Search;

static float squared_distance(const float* a, const float* b, size_t n)
{
  enum { LANES = 16 };
  float sums[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    for (size_t k = 0; k < LANES; ++k) {
      const float d = a[i + k] - b[i + k];
      sums[k] += d * d;
    }
  }
  float sum = 0;
  for (; i < n; ++i) {
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  }
  for (size_t k = 0; k < LANES; ++k) {
    sum += sums[k];
  }
  return sum;
}

static int compare(const void* a, const void* b)
{
  const Neighbour* const x = a;
  const Neighbour* const y = b;
  if (x->distance < y->distance || x->distance > y->distance) {
    return x->distance < y->distance ? -1 : 1;
  }
  return (x->index > y->index) - (x->index < y->index);
}

/* Let the largest of a heap sink to its place. */
static void sink(Neighbour* heap, size_t n, size_t at)
{
  for (size_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
    if (child + 1 < n && heap[child + 1].distance > heap[child].distance) {
      ++child;
    }
    if (heap[child].distance <= heap[at].distance) {
      return;
    }
    const Neighbour up = heap[child];
    heap[child] = heap[at];
    heap[at] = up;
    at = child;
  }
}

/* Keep the k smallest of a row of distances in a heap, then sort it. */
static void choose(const Search* s, size_t point, const float* distances,
                   Neighbour* nearest)
{
  size_t n = 0;
  for (size_t j = 0; j < s->n; ++j) {
    const Neighbour candidate = {distances[j], (uint32_t)j};
    if (j == point) {
      continue;
    }
    if (n < s->k) {
      nearest[n++] = candidate;
      for (size_t i = n == s->k ? n / 2 + 1 : 0; i-- > 0;) {
        sink(nearest, n, i);
      }
    } else if (candidate.distance < nearest[0].distance) {
      nearest[0] = candidate;
      sink(nearest, n, 0);
    }
  }
  qsort(nearest, s->k, sizeof(*nearest), compare);
}

/* The entropy, in nats, of a point's neighbours at a precision, and their
   probabilities. */
static double entropy_at(const Neighbour* nearest, size_t k, double precision,
                         float* weights)
{
  const double least = (double)nearest[0].distance;
  double sum = 0;
  double mean = 0;
  for (size_t i = 0; i < k; ++i) {
    const double d = (double)nearest[i].distance - least;
    const double w = exp(-precision * d);
    weights[i] = (float)w;
    sum += w;
    mean += w * d;
  }
  for (size_t i = 0; i < k; ++i) {
    weights[i] /= (float)sum;
  }
  /* The nearest one alone adds 1 */
  return log(fmax(sum, 1)) + precision * mean / sum;
}

/* Find the precision that gives the perplexity, by bisection. */
static void weigh(const Search* s, const Neighbour* nearest, float* weights)
{
  const double wanted = log(s->perplexity);
  double low = 0;
  double high = INFINITY;
  const double spread =
      (double)(nearest[s->k - 1].distance - nearest[0].distance);
  double precision = spread > 0 ? 1 / spread : 1;
  for (int i = 0; i < 100; ++i) {
    const double entropy = entropy_at(nearest, s->k, precision, weights);
    if (fabs(entropy - wanted) < TOLERANCE) {
      return;
    }
    if (entropy > wanted) {
      low = precision;
      precision = isinf(high) ? 2 * precision : (low + high) / 2;
    } else {
      high = precision;
      precision = (low + high) / 2;
    }
  }
}

static void search(void* context, unsigned thread, size_t begin, size_t end)
{
  const Search* const s = context;
  float* const distances = s->scratch + (size_t)thread * BLOCK * s->n;
  for (size_t i = begin; i < end; i += BLOCK) {
    const size_t n_block = end - i < BLOCK ? end - i : BLOCK;
    for (size_t j = 0; j < s->n; ++j) {
      const float* const other = s->points + j * s->n_dimensions;
      for (size_t b = 0; b < n_block; ++b) {
        distances[b * s->n + j] = squared_distance(
            s->points + (i + b) * s->n_dimensions, other, s->n_dimensions);
      }
    }
    for (size_t b = 0; b < n_block; ++b) {
      Neighbour* const nearest = s->neighbours + (i + b) * s->k;
      choose(s, i + b, distances + b * s->n, nearest);
      weigh(s, nearest, s->weights + (i + b) * s->k);
    }
  }
}

/* Whether `point` has `other` among its neighbours. */
static bool has_neighbour(const Search* s, size_t point, size_t other)
{
  const Neighbour* const nearest = s->neighbours + point * s->k;
  for (size_t i = 0; i < s->k; ++i) {
    if (nearest[i].index == other) {
      return true;
    }
  }
  return false;
}

/* Add a value to a row that has room; `filled` counts what is there. */
static void put(BylineAffinities* a, size_t* filled, size_t row, size_t column,
                float weight)
{
  for (size_t i = a->first[row]; i < filled[row]; ++i) {
    if (a->other[i] == column) {
      a->weight[i] += weight;
      return;
    }
  }
  a->other[filled[row]] = (uint32_t)column;
  a->weight[filled[row]++] = weight;
}

/* p_ij = (p_j|i + p_i|j) / 2n */
static BylineStatus make_symmetric(const Search* s, BylineAffinities* a)
{
  const size_t n = s->n;
  size_t* const filled = malloc((n + 1) * sizeof(*filled));
  a->n = n;
  a->first = calloc(n + 1, sizeof(*a->first));
  a->other = malloc(2 * n * s->k * sizeof(*a->other));
  a->weight = malloc(2 * n * s->k * sizeof(*a->weight));
  if (!filled || !a->first || !a->other || !a->weight) {
    free(filled);
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu points", n);
  }
  for (size_t i = 0; i < n; ++i) {
    a->first[i + 1] += s->k;
    for (size_t j = 0; j < s->k; ++j) {
      const size_t other = s->neighbours[i * s->k + j].index;
      a->first[other + 1] += !has_neighbour(s, other, i);
    }
  }
  for (size_t i = 0; i < n; ++i) {
    a->first[i + 1] += a->first[i];
  }
  memcpy(filled, a->first, (n + 1) * sizeof(*filled));
  const float scale = 1 / (2 * (float)n);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < s->k; ++j) {
      const size_t other = s->neighbours[i * s->k + j].index;
      const float weight = scale * s->weights[i * s->k + j];
      put(a, filled, i, other, weight);
      put(a, filled, other, i, weight);
    }
  }
  free(filled);
  return BYLINE_OK;
}

BylineStatus byline_affinities_make(const float* points, size_t n,
                                    size_t n_dimensions, double perplexity,
                                    BylineThreadPool* pool,
                                    BylineAffinities* affinities)
{
  const size_t wanted = (size_t)(3 * perplexity);
  *affinities = (BylineAffinities){.n = n};
  Search s = {.points = points,
              .n = n,
              .n_dimensions = n_dimensions,
              .perplexity = perplexity,
              .k = wanted < n - 1 ? wanted : n - 1};
  s.neighbours = malloc(n * s.k * sizeof(*s.neighbours));
  s.weights = malloc(n * s.k * sizeof(*s.weights));
  s.scratch =
      malloc(byline_thread_pool_size(pool) * BLOCK * n * sizeof(*s.scratch));
  BylineStatus status = BYLINE_OK;
  if (s.neighbours && s.weights && s.scratch) {
    byline_thread_pool_run(pool, search, &s, n);
    status = make_symmetric(&s, affinities);
  } else {
    status = byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu points", n);
  }
  free(s.neighbours);
  free(s.weights);
  free(s.scratch);
  if (status != BYLINE_OK) {
    byline_affinities_free(affinities);
  }
  return status;
}

void byline_affinities_free(BylineAffinities* affinities)
{
  free(affinities->first);
  free(affinities->other);
  free(affinities->weight);
  *affinities = (BylineAffinities){.n = 0};
}
