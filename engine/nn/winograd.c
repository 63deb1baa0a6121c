/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/winograd.h"

#include <assert.h>

/* Tiles that go through all steps together: more do not fit into the
   second-level cache, fewer would fetch the weights too often */
#define MAX_TILES 42

/* Floats between places, so that these do not compete for the same lines of
   the first-level cache */
#define PLACE_GAP 16

_Static_assert(BYLINE_MAX_TAPS >= 6 * 6, "a tap for each place of a tile");

/* Outputs that a side of a tile makes */
static unsigned outputs(unsigned side)
{
  return side - 2;
}

static int32_t dilation_of(const BylineCorrelation* c)
{
  return c->taps[1].column - c->taps[0].column;
}

static bool is_suitable(const BylineCorrelation* c)
{
  return c->n_taps == 9 && c->taps_per_row == 3 && c->x_row_stride <= 2 &&
         c->x_column_stride == 1 && c->taps[0].row == -1 &&
         c->taps[8].row == 1 && c->taps[0].column < 0 && c->taps[8].column >= 0;
}

BylineTileSides byline_winograd_sides(const BylineCorrelation* c,
                                      uint32_t n_rows)
{
  /* Transforms cost the more, the fewer channels mix */
  if (!is_suitable(c) || n_rows < (c->groups > 1 ? 32 : 4)) {
    return (BylineTileSides){0};
  }
  /* Small pictures are those of wide layers, in which fetching the weights
     takes longer than multiplying them; larger tiles have more of them */
  const unsigned side = n_rows < 16 ? 4 : 6;
  /* Where few columns are computed at a time, as in streams, tiles of columns
     that lie far apart would mostly make outputs that are not wanted */
  const int32_t dilation = dilation_of(c);
  return (BylineTileSides){
      .rows = c->x_row_stride > 1 ? 3 : side,
      .columns = dilation > 4 ? 3 : (dilation > 2 ? 4 : side),
  };
}

void byline_winograd_cut(const BylineCorrelation* c, BylineTileSides sides,
                         BylineWinograd* winograd)
{
  const unsigned n_places = sides.rows * sides.columns;
  assert(c->x_row_stride == 1 || sides.rows == 3);
  *winograd = (BylineWinograd){
      .sides = sides,
      .row_stride = c->x_row_stride,
      .dilation = (unsigned)dilation_of(c),
      .left = (unsigned)-c->taps[0].column,
      .places = {.n_outputs = c->n_outputs,
                 .n_inputs = c->n_inputs,
                 .groups = c->groups,
                 .kernel_size = n_places,
                 .n_taps = n_places},
  };
  for (unsigned p = 0; p < n_places; ++p) {
    winograd->places.taps[p].weight = p;
  }
}

/* Lavin and Gray's G, for tiles that read 4 and 6 pixels; and for one that
   reads
   3 */
static const float g_3[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
static const float g_4[4][3] = {
    {1, 0, 0}, {0.5f, 0.5f, 0.5f}, {0.5f, -0.5f, 0.5f}, {0, 0, 1}};
static const float g_6[6][3] = {{1 / 4.0f, 0, 0},
                                {-1 / 6.0f, -1 / 6.0f, -1 / 6.0f},
                                {-1 / 6.0f, 1 / 6.0f, -1 / 6.0f},
                                {1 / 24.0f, 1 / 12.0f, 1 / 6.0f},
                                {1 / 24.0f, -1 / 12.0f, 1 / 6.0f},
                                {0, 0, 1}};

typedef const float (*Transform)[3];

static Transform transform_of(unsigned side)
{
  assert(side == 3 || side == 4 || side == 6);
  return side == 3 ? g_3 : (side == 4 ? g_4 : g_6);
}

void byline_winograd_transform(const BylineWinograd* winograd,
                               const float* weights, size_t n_kernels,
                               float* transformed)
{
  const BylineTileSides sides = winograd->sides;
  const Transform down = transform_of(sides.rows);
  const Transform across = transform_of(sides.columns);
  for (size_t k = 0; k < n_kernels; ++k) {
    const float* const w = weights + k * 9;
    float* to = transformed + k * sides.rows * sides.columns;
    for (unsigned i = 0; i < sides.rows; ++i) {
      double row[3];
      for (unsigned t = 0; t < 3; ++t) {
        row[t] = (double)w[t] * (double)down[i][0] +
                 (double)w[3 + t] * (double)down[i][1] +
                 (double)w[6 + t] * (double)down[i][2];
      }
      for (unsigned j = 0; j < sides.columns; ++j) {
        *to++ = (float)(row[0] * (double)across[j][0] +
                        row[1] * (double)across[j][1] +
                        row[2] * (double)across[j][2]);
      }
    }
  }
}

/* From size up to whole tiles */
static uint32_t rest(uint32_t size, uint32_t tile)
{
  return (tile - size % tile) % tile;
}

/* Columns from which on all tiles of a row, of which as many as the dilation
   says lie within each other, begin anew */
static uint32_t period(const BylineWinograd* winograd)
{
  const uint32_t n = outputs(winograd->sides.columns);
  return n > 1 ? n * winograd->dilation : 1;
}

void byline_winograd_halo(const BylineWinograd* winograd,
                          const BylineMapShape* output, BylineHalo* halo)
{
  const uint32_t n_rows = outputs(winograd->sides.rows);
  const uint32_t right = 2 * winograd->dilation - winograd->left;
  byline_halo_extend(
      halo, &(BylineHalo){
                .top = 1,
                .bottom = n_rows > 1 ? 1 + rest(output->rows, n_rows) : 0,
                .left = winograd->left,
                .right = right + rest(output->columns, period(winograd)),
            });
}

/* Floats between two places of `n_tiles` tiles of so many channels */
static size_t place_step(size_t n_tiles, size_t n_channels)
{
  return n_tiles * byline_channel_pitch(n_channels) + PLACE_GAP;
}

static size_t count_tiles(const BylineWinograd* winograd, size_t n_rows)
{
  const size_t n = outputs(winograd->sides.rows);
  return (n_rows + n - 1) / n;
}

static size_t count_tiles_of_row(const BylineWinograd* winograd,
                                 size_t n_columns)
{
  const size_t n = outputs(winograd->sides.columns);
  const size_t columns = period(winograd);
  return (n_columns + columns - 1) / columns * (columns / n);
}

static size_t smaller(size_t a, size_t b)
{
  return a < b ? a : b;
}

size_t byline_winograd_scratch(const BylineWinograd* winograd,
                               const BylineMapShape* output)
{
  const BylineCorrelation* const places = &winograd->places;
  const size_t n = smaller(count_tiles(winograd, output->rows) *
                               count_tiles_of_row(winograd, output->columns),
                           MAX_TILES);
  return places->n_taps *
         (place_step(n, places->n_inputs) + place_step(n, places->n_outputs));
}

/* Some tiles of one clip, from transformed inputs to transformed outputs */
typedef struct {
  const BylineWinograd* winograd;
  const BylineCorrelationTask* task;
  size_t clip;
  size_t first;   ///< Tile, row by row
  size_t n;       ///< Tiles
  size_t per_row; ///< Tiles
  float* v;       ///< Inputs, place by place
  size_t v_step;  ///< To the next place
  float* m;       ///< Outputs, place by place
  size_t m_step;  ///< To the next place
} Tiles;

/* The first output of the `i`th tile */
static size_t row_of(const Tiles* tiles, size_t i)
{
  return (tiles->first + i) / tiles->per_row *
         outputs(tiles->winograd->sides.rows);
}

static size_t column_of(const Tiles* tiles, size_t i)
{
  const size_t place = (tiles->first + i) % tiles->per_row;
  const size_t d = tiles->winograd->dilation;
  return place / d * d * outputs(tiles->winograd->sides.columns) + place % d;
}

static void split_inputs(const Tiles* tiles)
{
  const BylineMap* const x = tiles->task->x;
  for (size_t i = 0; i < tiles->n; ++i) {
    const size_t first = row_of(tiles, i) * tiles->winograd->row_stride;
    const float* const row =
        byline_map_row(x, tiles->clip, first) - x->row_step;
    tiles->task->kernels->tile_split(
        &(BylineTileSplit){
            .x = row + column_of(tiles, i) * x->pitch -
                 tiles->winograd->left * x->pitch,
            .x_row = x->row_step,
            .x_step = tiles->winograd->dilation * x->pitch,
            .v = tiles->v + i * x->pitch,
            .v_step = tiles->v_step,
            .n_channels = x->pitch,
        },
        tiles->winograd->sides.rows, tiles->winograd->sides.columns);
  }
}

/* Columns of a tile that begins at `column` */
static size_t count_columns(const Tiles* tiles, size_t column)
{
  const size_t n = tiles->task->y->shape.columns;
  const size_t d = tiles->winograd->dilation;
  return column < n ? smaller(outputs(tiles->winograd->sides.columns),
                              (n - column + d - 1) / d)
                    : 0;
}

static void join_outputs(const Tiles* tiles)
{
  const BylineMap* const y = tiles->task->y;
  const BylineMap* const add = tiles->task->finish.add;
  for (size_t i = 0; i < tiles->n; ++i) {
    const size_t row = row_of(tiles, i);
    const size_t column = column_of(tiles, i);
    tiles->task->kernels->tile_join(
        &(BylineTileJoin){
            .m = tiles->m + i * y->pitch,
            .m_step = tiles->m_step,
            .bias = tiles->task->finish.bias,
            .add = add ? byline_map_row(add, tiles->clip, row) +
                             column * add->pitch
                       : NULL,
            .add_row = add ? add->row_step : 0,
            .y = byline_map_row(y, tiles->clip, row) + column * y->pitch,
            .y_row = y->row_step,
            .y_step = tiles->winograd->dilation * y->pitch,
            .n_rows = smaller(outputs(tiles->winograd->sides.rows),
                              y->shape.rows - row),
            .n_columns = count_columns(tiles, column),
            .n_channels = y->pitch,
            .relu = tiles->task->finish.relu,
        },
        tiles->winograd->sides.rows, tiles->winograd->sides.columns);
  }
}

void byline_winograd_run(const BylineWinograd* winograd,
                         const BylineCorrelationTask* task, float* scratch,
                         size_t begin, size_t end)
{
  const BylineCorrelation* const places = &winograd->places;
  const size_t per_row = count_tiles_of_row(winograd, task->y->shape.columns);
  const size_t n_tiles = count_tiles(winograd, task->y->shape.rows) * per_row;
  const size_t n_parts = (n_tiles + MAX_TILES - 1) / MAX_TILES;
  Tiles tiles = {
      .winograd = winograd,
      .task = task,
      .per_row = per_row,
      .v = scratch,
  };
  for (tiles.clip = begin; tiles.clip < end; ++tiles.clip) {
    for (size_t part = 0; part < n_parts; ++part) {
      tiles.first = n_tiles * part / n_parts;
      tiles.n = n_tiles * (part + 1) / n_parts - tiles.first;
      tiles.v_step = place_step(tiles.n, places->n_inputs);
      tiles.m_step = place_step(tiles.n, places->n_outputs);
      tiles.m = tiles.v + places->n_taps * tiles.v_step;
      split_inputs(&tiles);
      byline_correlation_run_places(places, task->kernels, task->packed,
                                    &(BylineTapVectors){tiles.v, tiles.v_step,
                                                        tiles.m, tiles.m_step,
                                                        tiles.n});
      join_outputs(&tiles);
    }
  }
}
