/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/row_tiles.h"

#include <assert.h>
#include <string.h>

#define TILE BYLINE_ROW_TILE
#define PLACES BYLINE_ROW_PLACES
#define PHASES 2 ///< Even and odd columns
#define MAX_PHASE_TAPS 4

/* Columns of the input from one tile to the next */
#define TILE_COLUMNS (PHASES * TILE)

/* Tiles that are transformed together, and the outputs that they make.  What
   the last one reads is in the next one's place. */
#define MAX_TILES (BYLINE_ROW_STEP - 1)
#define MAX_OUTPUTS ((size_t)MAX_TILES * TILE)

bool byline_row_tiles_can_be(const BylineCorrelation* c)
{
  const unsigned n = c->taps_per_row;
  return c->groups == 1 && c->x_column_stride == PHASES && n >= 7 && n <= 8 &&
         c->taps[n - 1].column == c->taps[0].column + (int32_t)n - 1;
}

static size_t count_rows(const BylineCorrelation* c)
{
  return c->n_taps / c->taps_per_row;
}

/* Numbers, of which each has its places, that a tile reads of a row: one per
   channel and phase */
static size_t count_numbers(const BylineCorrelation* c)
{
  return (size_t)c->n_inputs * PHASES;
}

size_t byline_row_tiles_packed_size(const BylineCorrelation* c)
{
  return count_rows(c) * count_numbers(c) * PLACES *
         byline_channel_pitch(c->n_outputs);
}

/* As Lavin and Gray's G for the points 0, 1, -1, 2, -2 and infinity, but of 4
   taps for 3 outputs rather than 3 for 4 */
static const float g[PLACES][MAX_PHASE_TAPS] = {
    {1 / 4.0f, 0, 0, 0},
    {-1 / 6.0f, -1 / 6.0f, -1 / 6.0f, -1 / 6.0f},
    {-1 / 6.0f, 1 / 6.0f, -1 / 6.0f, 1 / 6.0f},
    {1 / 24.0f, 1 / 12.0f, 1 / 6.0f, 1 / 3.0f},
    {1 / 24.0f, -1 / 12.0f, 1 / 6.0f, -1 / 3.0f},
    {0, 0, 0, 1}};

/* One row of one kernel: the taps of `phase`, at place `p` */
static float transform(const float* taps, size_t n_taps, size_t phase, size_t p)
{
  double sum = 0;
  for (size_t t = phase; t < n_taps; t += PHASES) {
    sum += (double)taps[t] * (double)g[p][t / PHASES];
  }
  return (float)sum;
}

void byline_row_tiles_pack(const BylineCorrelation* c,
                           const BylineKernels* kernels, const float* weights,
                           float* packed)
{
  const size_t vector = kernels->vector;
  const size_t n_rows = count_rows(c);
  const size_t n_numbers = count_numbers(c);
  const size_t block = n_rows * n_numbers * PLACES * vector;
  memset(packed, 0, byline_row_tiles_packed_size(c) * sizeof(float));
  for (size_t o = 0; o < c->n_outputs; ++o) {
    float* const to = packed + o / vector * block + o % vector;
    for (size_t r = 0; r < n_rows; ++r) {
      for (size_t k = 0; k < n_numbers; ++k) {
        const float* const taps =
            weights + (o * c->n_inputs + k / PHASES) * c->kernel_size +
            c->taps[r * c->taps_per_row].weight;
        for (size_t p = 0; p < PLACES; ++p) {
          to[((r * n_numbers + k) * PLACES + p) * vector] =
              transform(taps, c->taps_per_row, k % PHASES, p);
        }
      }
    }
  }
}

void byline_row_tiles_halo(const BylineCorrelation* c,
                           const BylineMapShape* input,
                           const BylineMapShape* output, BylineHalo* halo)
{
  const size_t n_parts = (output->columns + MAX_OUTPUTS - 1) / MAX_OUTPUTS;
  const size_t last = n_parts ? (n_parts - 1) * MAX_OUTPUTS * PHASES : 0;
  const int64_t end =
      (int64_t)(last + BYLINE_ROW_STEP * TILE_COLUMNS) + c->taps[0].column;
  if (end > input->columns) {
    byline_halo_extend(
        halo, &(BylineHalo){.right = (uint32_t)(end - input->columns)});
  }
}

size_t byline_row_tiles_scratch(const BylineCorrelation* c)
{
  const size_t n_columns = (size_t)c->n_inputs * TILE_COLUMNS;
  const size_t n_places = count_numbers(c) * PLACES;
  /* And one vector, half of which is read with the last column */
  return (n_columns + count_rows(c) * n_places) * BYLINE_ROW_STEP +
         BYLINE_CHANNEL_UNIT;
}

/* Some columns of a clip, and what they are worked out with */
typedef struct {
  const BylineCorrelation* c;
  const BylineCorrelationTask* task;
  size_t clip;
  size_t first;     ///< Output column
  size_t n_columns; ///< Of outputs
  float* rows;      ///< Transformed: as many as the kernel has
  size_t row_step;  ///< From one to the next
  float* columns;   ///< Of a row, those of all tiles' first column first
} Part;

/* Where a row of the input that is transformed lies: in turns */
static size_t row_place(const Part* part, ptrdiff_t row)
{
  const size_t n = count_rows(part->c);
  return (size_t)(row + (ptrdiff_t)(n * BYLINE_MAX_TAPS)) % n * part->row_step;
}

static void transform_row(const Part* part, ptrdiff_t row)
{
  const BylineMap* const map = part->task->x;
  const size_t n_inputs = part->c->n_inputs;
  const size_t n = n_inputs * TILE_COLUMNS;
  const ptrdiff_t column =
      (ptrdiff_t)(part->first * PHASES) + part->c->taps[0].column;
  const float* const x = byline_map_row(map, part->clip, 0) +
                         row * (ptrdiff_t)map->row_step +
                         column * (ptrdiff_t)map->pitch;
  for (size_t t = 0; t < BYLINE_ROW_STEP; ++t) {
    for (size_t i = 0; i < n; ++i) {
      part->columns[i * BYLINE_ROW_STEP + t] = x[t * n + i];
    }
  }
  float* const v = part->rows + row_place(part, row);
  for (size_t k = 0; k < n_inputs * PHASES; ++k) {
    const size_t first = k % PHASES * n_inputs + k / PHASES;
    part->task->kernels->row_split(part->columns + first * BYLINE_ROW_STEP,
                                   PHASES * n_inputs * BYLINE_ROW_STEP,
                                   v + k * PLACES * BYLINE_ROW_STEP);
  }
}

/* Outputs of row `r`, which begins to read at input row `first` */
static void run_row(const Part* part, size_t r, ptrdiff_t first)
{
  const BylineCorrelationTask* const task = part->task;
  const BylineMap* const y = task->y;
  const size_t n_rows = count_rows(part->c);
  ptrdiff_t offsets[BYLINE_MAX_TAPS];
  for (size_t i = 0; i < n_rows; ++i) {
    offsets[i] = (ptrdiff_t)row_place(part, first + (ptrdiff_t)i);
  }
  BylineTileRow row = {
      .v = part->rows,
      .offsets = offsets,
      .n_runs = n_rows,
      .run_length = count_numbers(part->c),
      .weights = task->packed,
      .bias = task->finish.bias,
      .y = byline_map_row(y, part->clip, r) + part->first * y->pitch,
      .y_step = y->pitch,
      .n_pixels = part->n_columns,
      .relu = task->finish.relu,
  };
  const size_t vector = task->kernels->vector;
  for (size_t o = 0; o < y->pitch; o += vector) {
    task->kernels->tile_row(&row);
    row.weights += row.n_runs * row.run_length * PLACES * vector;
    row.bias += row.bias ? vector : 0;
    row.y += vector;
  }
}

static void run_part(const Part* part)
{
  const BylineCorrelation* const c = part->c;
  ptrdiff_t next = c->taps[0].row; /* of those that are not transformed yet */
  for (size_t r = 0; r < part->task->y->shape.rows; ++r) {
    const ptrdiff_t first = (ptrdiff_t)(r * c->x_row_stride) + c->taps[0].row;
    const ptrdiff_t end = first + (ptrdiff_t)count_rows(c);
    for (next = next > first ? next : first; next < end; ++next) {
      transform_row(part, next);
    }
    run_row(part, r, first);
  }
}

void byline_row_tiles_run(const BylineCorrelation* c,
                          const BylineCorrelationTask* task, float* scratch,
                          size_t begin, size_t end)
{
  assert(task->x->pitch == c->n_inputs && !task->finish.add);
  const size_t n_columns = task->y->shape.columns;
  const size_t row_step = count_numbers(c) * PLACES * BYLINE_ROW_STEP;
  Part part = {
      .c = c,
      .task = task,
      .rows = scratch,
      .row_step = row_step,
      .columns = scratch + count_rows(c) * row_step,
  };
  for (part.clip = begin; part.clip < end; ++part.clip) {
    for (part.first = 0; part.first < n_columns; part.first += MAX_OUTPUTS) {
      const size_t rest = n_columns - part.first;
      part.n_columns = rest < MAX_OUTPUTS ? rest : MAX_OUTPUTS;
      run_part(&part);
    }
  }
}
