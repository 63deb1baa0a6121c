/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The gradient of t-SNE: attraction along the affinities, and repulsion
   between all pairs, cells of a quadtree standing for the points in them. */

#include "evaluation/tsne.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Points closer than this share a leaf */
#define MAX_DEPTH 48

/* No child, no point */
#define NONE UINT32_MAX

/* A square of the plane */
typedef struct {
  double x, y;          ///< Its middle
  double half;          ///< Half its side
  double sum_x, sum_y;  ///< Of the points in it; after building, their mean
  uint32_t n;           ///< How many
  uint32_t point;       ///< The first one, if it is a leaf
  uint32_t children[4]; ///< NONE where empty
} Cell;

struct BylineRepulsion {
  Cell* cells;
  size_t n_cells;
  size_t capacity;
  size_t n;
  float* forces; ///< n x 2, not yet divided by the sum
  double* sums;  ///< n: each point's part of the sum over pairs
};

/* A run over the points */
typedef struct {
  const BylineAffinities* affinities;
  const float* layout;
  double theta;
  double exaggeration;
  double total; ///< Sum over all pairs, Z
  BylineRepulsion* repulsion;
  float* gradient;
} Run;

BylineStatus byline_repulsion_new(size_t n, BylineRepulsion** repulsion)
{
  BylineRepulsion* const r = calloc(1, sizeof(*r));
  if (r) {
    r->n = n;
    r->capacity = 4 * n + 64;
    r->cells = malloc(r->capacity * sizeof(*r->cells));
    r->forces = malloc(2 * n * sizeof(*r->forces));
    r->sums = malloc(n * sizeof(*r->sums));
  }
  if (!r || !r->cells || !r->forces || !r->sums) {
    byline_repulsion_free(r);
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu points", n);
  }
  *repulsion = r;
  return BYLINE_OK;
}

void byline_repulsion_free(BylineRepulsion* r)
{
  if (r) {
    free(r->cells);
    free(r->forces);
    free(r->sums);
    free(r);
  }
}

static uint32_t add_cell(BylineRepulsion* r, double x, double y, double half)
{
  if (r->n_cells == r->capacity) {
    return NONE;
  }
  r->cells[r->n_cells] = (Cell){.x = x,
                                .y = y,
                                .half = half,
                                .point = NONE,
                                .children = {NONE, NONE, NONE, NONE}};
  return (uint32_t)r->n_cells++;
}

static bool is_leaf(const Cell* cell)
{
  return cell->children[0] == NONE && cell->children[1] == NONE &&
         cell->children[2] == NONE && cell->children[3] == NONE;
}

/* The child that a place is in, made if need be; NONE when cells ran out. */
static uint32_t child_at(BylineRepulsion* r, uint32_t at, double x, double y)
{
  const Cell cell = r->cells[at];
  const unsigned quarter = (x > cell.x) | (unsigned)(y > cell.y) << 1;
  if (cell.children[quarter] == NONE) {
    const double half = cell.half / 2;
    r->cells[at].children[quarter] =
        add_cell(r, cell.x + (x > cell.x ? half : -half),
                 cell.y + (y > cell.y ? half : -half), half);
  }
  return r->cells[at].children[quarter];
}

/* Put a leaf's only point one level down. */
static void push_down(BylineRepulsion* r, uint32_t at)
{
  const Cell cell = r->cells[at];
  const double x = cell.sum_x / cell.n;
  const double y = cell.sum_y / cell.n;
  const uint32_t child = child_at(r, at, x, y);
  if (child != NONE) {
    r->cells[child].n = cell.n;
    r->cells[child].sum_x = cell.sum_x;
    r->cells[child].sum_y = cell.sum_y;
    r->cells[child].point = cell.point;
    r->cells[at].point = NONE;
  }
}

/* Points at the same place stay together in a leaf at the greatest depth. */
static void insert(BylineRepulsion* r, uint32_t point, double x, double y)
{
  uint32_t at = 0;
  for (int depth = 0;; ++depth) {
    Cell* const cell = &r->cells[at];
    const bool was_leaf = cell->n > 0 && is_leaf(cell);
    if (cell->n == 0) {
      cell->point = point;
    }
    if (was_leaf && depth < MAX_DEPTH) {
      push_down(r, at);
    }
    r->cells[at].sum_x += x;
    r->cells[at].sum_y += y;
    if (++r->cells[at].n == 1 || is_leaf(&r->cells[at])) {
      return;
    }
    const uint32_t child = child_at(r, at, x, y);
    if (child == NONE) {
      return;
    }
    at = child;
  }
}

static void build(BylineRepulsion* r, const float* layout)
{
  float low[2] = {INFINITY, INFINITY};
  float high[2] = {-INFINITY, -INFINITY};
  for (size_t i = 0; i < 2 * r->n; ++i) {
    low[i % 2] = fminf(low[i % 2], layout[i]);
    high[i % 2] = fmaxf(high[i % 2], layout[i]);
  }
  const double side = (double)fmaxf(high[0] - low[0], high[1] - low[1]);
  r->n_cells = 0;
  add_cell(r, 0.5 * (double)(low[0] + high[0]),
           0.5 * (double)(low[1] + high[1]), 0.5 * side + 1e-9);
  for (size_t i = 0; i < r->n; ++i) {
    insert(r, (uint32_t)i, (double)layout[2 * i], (double)layout[2 * i + 1]);
  }
  for (size_t i = 0; i < r->n_cells; ++i) {
    Cell* const cell = &r->cells[i];
    if (cell->n > 0) {
      cell->sum_x /= cell->n;
      cell->sum_y /= cell->n;
    }
  }
}

/* What one point feels of all others. */
static void repel(const Run* run, size_t point, float* force, double* sum)
{
  const BylineRepulsion* const r = run->repulsion;
  const double x = (double)run->layout[2 * point];
  const double y = (double)run->layout[2 * point + 1];
  const double theta2 = run->theta * run->theta;
  uint32_t stack[4 * (MAX_DEPTH + 2)];
  size_t n_stack = 1;
  double fx = 0;
  double fy = 0;
  *sum = 0;
  stack[0] = 0;
  while (n_stack > 0) {
    const Cell* const cell = &r->cells[stack[--n_stack]];
    const double dx = x - cell->sum_x;
    const double dy = y - cell->sum_y;
    const double d2 = dx * dx + dy * dy;
    const double side = 2 * cell->half;
    const bool leaf = is_leaf(cell);
    if (leaf || side * side < theta2 * d2) {
      /* A leaf may hold the point itself, which repels nothing */
      const bool is_own = leaf && d2 < 1e-18;
      const double n = is_own ? cell->n - 1 : cell->n;
      const double q = 1 / (1 + d2);
      *sum += n * q;
      fx += n * q * q * dx;
      fy += n * q * q * dy;
      continue;
    }
    for (int i = 0; i < 4; ++i) {
      if (cell->children[i] != NONE) {
        stack[n_stack++] = cell->children[i];
      }
    }
  }
  force[0] = (float)fx;
  force[1] = (float)fy;
}

static void repel_all(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Run* const run = context;
  for (size_t i = begin; i < end; ++i) {
    repel(run, i, run->repulsion->forces + 2 * i, &run->repulsion->sums[i]);
  }
}

/* 4 (sum_j p_ij q_ij Z (y_i - y_j) - F_rep / Z), van der Maaten's equation 8 */
static void add_up(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Run* const run = context;
  const BylineAffinities* const a = run->affinities;
  for (size_t i = begin; i < end; ++i) {
    const float* const y = run->layout + 2 * i;
    double fx = 0;
    double fy = 0;
    for (size_t k = a->first[i]; k < a->first[i + 1]; ++k) {
      const float* const other = run->layout + 2 * (size_t)a->other[k];
      const double dx = (double)(y[0] - other[0]);
      const double dy = (double)(y[1] - other[1]);
      const double pull = (double)a->weight[k] / (1 + dx * dx + dy * dy);
      fx += pull * dx;
      fy += pull * dy;
    }
    const float* const force = run->repulsion->forces + 2 * i;
    run->gradient[2 * i] =
        (float)(4 * (run->exaggeration * fx - (double)force[0] / run->total));
    run->gradient[2 * i + 1] =
        (float)(4 * (run->exaggeration * fy - (double)force[1] / run->total));
  }
}

void byline_tsne_gradient(const BylineAffinities* affinities,
                          const float* layout, double theta,
                          double exaggeration, BylineRepulsion* repulsion,
                          BylineThreadPool* pool, float* gradient)
{
  Run run = {.affinities = affinities,
             .layout = layout,
             .theta = theta,
             .exaggeration = exaggeration,
             .repulsion = repulsion,
             .gradient = gradient};
  build(repulsion, layout);
  byline_thread_pool_run(pool, repel_all, &run, affinities->n);
  for (size_t i = 0; i < affinities->n; ++i) {
    run.total += repulsion->sums[i];
  }
  run.total = fmax(run.total, 1e-300);
  byline_thread_pool_run(pool, add_up, &run, affinities->n);
}
