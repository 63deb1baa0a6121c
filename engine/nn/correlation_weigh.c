/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The gradient of a correlation's weights. */

#include "nn/correlation_blocks.h"

#include <assert.h>
#include <string.h>

/* Pixels whose inputs and gradients stay in the first-level cache while all
   weights look at them */
#define WEIGH_PIXELS 72

/* Pixels of wide maps that are copied for this, and how many of their inputs at
   a time; worth it from so many inputs on, and for so many blocks */
#define GATHERED 64
#define GATHERED_INPUTS 72
#define GATHERED_FROM 33
#define GATHERED_BLOCKS 2

static size_t smaller(size_t a, size_t b)
{
  return a < b ? a : b;
}

static size_t at_least_one(size_t n)
{
  return n ? n : 1;
}

/* Let all weights of a block look at some rows of some clips */
static void weigh_part(const BylineKernels* kernels,
                       const BylineCorrelationBlock* block,
                       const BylineCorrelationRuns* runs, bool narrow,
                       BylineWeightBlock part, float* packed)
{
  const float* const x = part.x;
  if (narrow && runs->length > 0) {
    part.offsets = runs->offsets;
    part.n_runs = runs->n;
    part.weights = packed;
    part.run_length = runs->length;
    kernels->weigh_groups(&part);
    return;
  }
  for (size_t r = 0; r < runs->n; ++r) {
    part.x = x + runs->offsets[r];
    part.weights = packed + r * runs->length * block->width;
    part.run_length = runs->length;
    kernels->weigh(&part, block->n_vectors);
  }
}

static void weigh_in_place(const BylineCorrelation* c,
                           const BylineKernels* kernels, const BylineMap* x,
                           const BylineMap* dy, float* packed, size_t begin,
                           size_t end)
{
  const size_t n_rows = dy->shape.rows;
  const size_t n_columns = dy->shape.columns;
  const size_t rows_step =
      smaller(at_least_one(WEIGH_PIXELS / n_columns), n_rows);
  const size_t clips_step = at_least_one(WEIGH_PIXELS / (n_rows * n_columns));
  const size_t n_blocks = byline_correlation_blocks(c, kernels);
  for (size_t clip = begin; clip < end; clip += clips_step) {
    for (size_t r = 0; r < n_rows; r += rows_step) {
      float* weights = packed;
      for (size_t b = 0; b < n_blocks; ++b) {
        const BylineCorrelationBlock block =
            byline_correlation_block(c, kernels, b);
        BylineCorrelationRuns runs;
        byline_correlation_runs(c, x, &block, &runs);
        const BylineWeightBlock part = {
            .x = byline_map_row(x, clip, r * c->x_row_stride),
            .x_step = x->pitch * c->x_column_stride,
            .x_row = x->row_step * c->x_row_stride,
            .x_clip = x->clip_step,
            .dy = byline_map_row(dy, clip, r) + block.first_output,
            .dy_step = dy->pitch,
            .dy_row = dy->row_step,
            .dy_clip = dy->clip_step,
            .n_columns = n_columns,
            .n_rows = smaller(rows_step, n_rows - r),
            .n_clips = smaller(clips_step, end - clip),
        };
        weigh_part(kernels, &block, &runs, c->narrow, part, weights);
        weights += byline_correlation_block_size(c, &block);
      }
    }
  }
}

/* Some output pixels, wherever they are, and what reads them */
typedef struct {
  const float* x[GATHERED];  ///< The inputs' pixel at the same place
  const float* dy[GATHERED]; ///< The gradient's
  size_t n;
} Gathered;

/* Copy `n` numbers of each pixel side by side */
static void gather(const float* const* pixels, size_t n_pixels,
                   ptrdiff_t offset, size_t n, float* to)
{
  for (size_t p = 0; p < n_pixels; ++p) {
    memcpy(to + p * n, pixels[p] + offset, n * sizeof(float));
  }
}

/* Let all weights look at gathered pixels.  Copies lie close together in the
   first-level cache, where the pixels of a wide map would be in each other's
   way: its lines are found by the low bits of addresses. */
static void weigh_gathered(const BylineCorrelation* c,
                           const BylineKernels* kernels,
                           const BylineCorrelationRuns* runs,
                           const Gathered* pixels, float* packed)
{
  _Alignas(64) float x[GATHERED * GATHERED_INPUTS];
  _Alignas(64) float dy[GATHERED * BYLINE_CHANNEL_UNIT * BYLINE_MAX_VECTORS];
  const size_t n_blocks = byline_correlation_blocks(c, kernels);
  const size_t n_parts = (runs->length + GATHERED_INPUTS - 1) / GATHERED_INPUTS;
  for (size_t r = 0; r < runs->n; ++r) {
    for (size_t part = 0; part < n_parts; ++part) {
      const size_t first = runs->length * part / n_parts;
      const size_t n = runs->length * (part + 1) / n_parts - first;
      gather(pixels->x, pixels->n, runs->offsets[r] + (ptrdiff_t)first, n, x);
      float* weights = packed;
      for (size_t b = 0; b < n_blocks; ++b) {
        const BylineCorrelationBlock block =
            byline_correlation_block(c, kernels, b);
        gather(pixels->dy, pixels->n, (ptrdiff_t)block.first_output,
               block.width, dy);
        kernels->weigh(
            &(BylineWeightBlock){
                .x = x,
                .x_step = n,
                .dy = dy,
                .dy_step = block.width,
                .n_columns = pixels->n,
                .n_rows = 1,
                .n_clips = 1,
                .run_length = block.n_inputs ? n : 0,
                .weights = weights + (r * runs->length + first) * block.width},
            block.n_vectors);
        weights += byline_correlation_block_size(c, &block);
      }
    }
  }
}

static void gather_and_weigh(const BylineCorrelation* c,
                             const BylineKernels* kernels, const BylineMap* x,
                             const BylineMap* dy, float* packed, size_t begin,
                             size_t end)
{
  const BylineCorrelationBlock first = byline_correlation_block(c, kernels, 0);
  BylineCorrelationRuns runs;
  Gathered pixels = {.n = 0};
  byline_correlation_runs(c, x, &first, &runs);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < dy->shape.rows; ++r) {
      const float* const x_row = byline_map_row(x, clip, r * c->x_row_stride);
      const float* const dy_row = byline_map_row(dy, clip, r);
      for (size_t i = 0; i < dy->shape.columns; ++i) {
        pixels.x[pixels.n] = x_row + i * c->x_column_stride * x->pitch;
        pixels.dy[pixels.n] = dy_row + i * dy->pitch;
        if (++pixels.n == GATHERED) {
          weigh_gathered(c, kernels, &runs, &pixels, packed);
          pixels.n = 0;
        }
      }
    }
  }
  weigh_gathered(c, kernels, &runs, &pixels, packed);
}

void byline_correlation_weigh(const BylineCorrelation* c,
                              const BylineKernels* kernels, const BylineMap* x,
                              const BylineMap* dy, float* packed, size_t begin,
                              size_t end)
{
  assert(c->n_taps <= BYLINE_MAX_TAPS);
  assert(begin <= end);
  if (c->groups == 1 && c->n_inputs >= GATHERED_FROM &&
      byline_correlation_blocks(c, kernels) >= GATHERED_BLOCKS) {
    gather_and_weigh(c, kernels, x, dy, packed, begin, end);
  } else {
    weigh_in_place(c, kernels, x, dy, packed, begin, end);
  }
}
