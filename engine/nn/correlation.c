/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/correlation_blocks.h"

#include <assert.h>
#include <string.h>

/* Floats of inputs and outputs that stay in the second-level cache while all
   blocks look at them */
#define PART_FLOATS 49152

/* Pixels of a part: of tiles of any processor's kernels, a whole number */
#define PIXELS_AT_ONCE 84

static size_t smaller(size_t a, size_t b)
{
  return a < b ? a : b;
}

/* One output of a block: where in the tensor its weights from input `first` on
   begin, how far those of the next input are, and of how many inputs there are
   any: those of its own group */
typedef struct {
  size_t place;
  size_t step;
  size_t first; ///< Counted from the block's first
  size_t end;   ///< Likewise
} Column;

static Column get_column(const BylineCorrelation* c,
                         const BylineCorrelationBlock* block, size_t o)
{
  const size_t outputs = c->n_outputs / c->groups;
  const size_t inputs = c->n_inputs / c->groups;
  const size_t output = block->first_output + o;
  const size_t group = output / outputs;
  const size_t begin = block->first_input +
                       (c->narrow ? o / block->n_inputs * block->n_inputs : 0);
  const size_t first = group * inputs > begin ? group * inputs - begin : 0;
  const size_t last = (group + 1) * inputs;
  const size_t end = last > begin ? last - begin : 0;
  const size_t input = begin + first;
  const size_t pair = c->transposed
                          ? input * outputs + output % outputs
                          : output * inputs + (input - group * inputs);
  const size_t n = block->n_inputs;
  return (Column){.place = pair * c->kernel_size,
                  .step = (c->transposed ? outputs : 1) * c->kernel_size,
                  .first = first < n ? first : n,
                  .end = end < n ? end : n};
}

/* Weights of so many inputs are moved together, that they stay in the
   first-level cache while all outputs of a block come by */
static size_t inputs_at_once(const BylineCorrelation* c,
                             const BylineCorrelationBlock* block)
{
  const size_t n_taps = c->n_taps ? c->n_taps : 1; // a stride's phase has none
  assert(block->width > 0);
  const size_t n = 4096 / (block->width * n_taps);
  return n > 1 ? n : 1;
}

/* Pack the weights from the inputs `begin` to `end` to one output */
static void pack_column(const BylineCorrelation* c,
                        const BylineCorrelationBlock* block, size_t o,
                        size_t begin, size_t end, const float* weights,
                        float* to)
{
  const Column column = get_column(c, block, o);
  const size_t tap_step = block->n_inputs * block->width;
  begin = begin > column.first ? begin : column.first;
  end = smaller(end, column.end);
  for (size_t i = begin; i < end; ++i) {
    const float* const from =
        weights + column.place + (i - column.first) * column.step;
    for (size_t t = 0; t < c->n_taps; ++t) {
      to[i * block->width + o + t * tap_step] = from[c->taps[t].weight];
    }
  }
}

static void unpack_column(const BylineCorrelation* c,
                          const BylineCorrelationBlock* block, size_t o,
                          size_t begin, size_t end, const float* from,
                          float* weights)
{
  const Column column = get_column(c, block, o);
  const size_t tap_step = block->n_inputs * block->width;
  begin = begin > column.first ? begin : column.first;
  end = smaller(end, column.end);
  for (size_t i = begin; i < end; ++i) {
    float* const to = weights + column.place + (i - column.first) * column.step;
    for (size_t t = 0; t < c->n_taps; ++t) {
      to[c->taps[t].weight] += from[i * block->width + o + t * tap_step];
    }
  }
}

void byline_correlation_pack(const BylineCorrelation* c,
                             const BylineKernels* kernels, const float* weights,
                             float* packed, size_t begin, size_t end)
{
  float* to = packed + byline_correlation_packed_size(c, kernels, begin);
  for (size_t b = begin; b < end; ++b) {
    const BylineCorrelationBlock block =
        byline_correlation_block(c, kernels, b);
    const size_t tap_step = block.n_inputs * block.width;
    if (c->groups > 1 || block.n_outputs < block.width ||
        block.first_input + block.n_inputs > c->n_inputs) {
      memset(to, 0, c->n_taps * tap_step * sizeof(float));
    }
    const size_t n = inputs_at_once(c, &block);
    for (size_t i = 0; i < block.n_inputs; i += n) {
      for (size_t o = 0; o < block.n_outputs; ++o) {
        pack_column(c, &block, o, i, i + n, weights, to);
      }
    }
    to += c->n_taps * tap_step;
  }
}

void byline_correlation_unpack(const BylineCorrelation* c,
                               const BylineKernels* kernels,
                               const float* packed, float* weights,
                               size_t begin, size_t end)
{
  const float* from =
      packed + byline_correlation_packed_size(c, kernels, begin);
  for (size_t b = begin; b < end; ++b) {
    const BylineCorrelationBlock block =
        byline_correlation_block(c, kernels, b);
    const size_t n = inputs_at_once(c, &block);
    for (size_t i = 0; i < block.n_inputs; i += n) {
      for (size_t o = 0; o < block.n_outputs; ++o) {
        unpack_column(c, &block, o, i, i + n, from, weights);
      }
    }
    from += byline_correlation_block_size(c, &block);
  }
}

static size_t count_steps(size_t size, size_t first, size_t stride)
{
  return size > first ? (size - first + stride - 1) / stride : 0;
}

/* Do the clips of a map follow each other pixel by pixel, without a halo? */
static bool is_continuous(const BylineMap* map)
{
  return map->clip_step ==
         (size_t)map->shape.rows * map->shape.columns * map->pitch;
}

/* Where every output pixel reads the input pixel of the same place only, maps
   without halos can be computed as one long row: narrow tiles at the ends of
   rows are slow */
static bool is_one_row(const BylineCorrelation* c, const BylineMap* x,
                       const BylineMap* y, const BylineMap* add)
{
  return c->n_taps == 1 && x->shape.rows == y->shape.rows &&
         x->shape.columns == y->shape.columns && is_continuous(x) &&
         is_continuous(y) && (!add || is_continuous(add));
}

static size_t at_least_one(size_t n)
{
  return n ? n : 1;
}

/* How many of `n` things, each of so many floats, are looked at by all blocks
   before the next ones are, and a multiple of `unit` where they are not all */
static size_t part_size(size_t floats, size_t n, size_t unit)
{
  const size_t fitting = PART_FLOATS / at_least_one(floats) / unit * unit;
  return smaller(fitting > unit ? fitting : unit, at_least_one(n));
}

/* Some pixels of the outputs: rows of each of some clips, or, where clips are
   one long row, pixels of it */
typedef struct {
  bool one_row;
  size_t first_clip;
  size_t end_clip;
  size_t first; ///< Row, counted in the correlation's steps, or pixel
  size_t end;   ///< Likewise
} Part;

static void run_block(const BylineCorrelation* c,
                      const BylineCorrelationTask* task,
                      const BylineCorrelationBlock* block,
                      BylineCorrelationRow* row, const Part* part)
{
  const BylineMap* const x = task->x;
  const BylineMap* const y = task->y;
  const BylineMap* const add = task->finish.add;
  const bool one_row = part->one_row;
  const size_t skipped = one_row ? part->first : 0;
  const size_t place =
      c->y_column * y->pitch + block->first_output + skipped * y->pitch;
  row->n_pixels =
      one_row ? part->end - part->first
              : count_steps(y->shape.columns, c->y_column, c->y_column_stride);
  row->x_step = x->pitch * c->x_column_stride;
  row->y_step = y->pitch * c->y_column_stride;
  for (size_t clip = part->first_clip; clip < part->end_clip; ++clip) {
    for (size_t r = one_row ? 0 : part->first; r < (one_row ? 1 : part->end);
         ++r) {
      const size_t y_row = c->y_row + r * c->y_row_stride;
      row->x =
          byline_map_row(x, clip, r * c->x_row_stride) + skipped * x->pitch;
      row->y = byline_map_row(y, clip, y_row) + place;
      row->add = add ? byline_map_row(add, clip, y_row) + place : NULL;
      if (c->narrow && row->run_length > 0) {
        task->kernels->correlate_groups(row);
      } else {
        task->kernels->correlate(row, block->n_vectors);
      }
    }
  }
}

/* Let all blocks of outputs look at a part */
static void run_part(const BylineCorrelation* c,
                     const BylineCorrelationTask* task, const Part* part)
{
  const size_t n_blocks = byline_correlation_blocks(c, task->kernels);
  const BylineFinish* const finish = &task->finish;
  const float* packed = task->packed;
  for (size_t b = 0; b < n_blocks; ++b) {
    const BylineCorrelationBlock block =
        byline_correlation_block(c, task->kernels, b);
    BylineCorrelationRuns runs;
    byline_correlation_runs(c, task->x, &block, &runs);
    BylineCorrelationRow row = {
        .offsets = runs.offsets,
        .n_runs = runs.n,
        .run_length = runs.length,
        .weights = packed,
        .bias = finish->bias ? finish->bias + block.first_output : NULL,
        .relu = finish->relu,
    };
    run_block(c, task, &block, &row, part);
    packed += byline_correlation_block_size(c, &block);
  }
}

void byline_correlation_run(const BylineCorrelation* c,
                            const BylineCorrelationTask* task, size_t begin,
                            size_t end)
{
  assert(c->n_taps <= BYLINE_MAX_TAPS);
  assert(begin <= end);
  const BylineMap* const x = task->x;
  const BylineMap* const y = task->y;
  Part part = {.one_row = is_one_row(c, x, y, task->finish.add),
               .first_clip = begin};
  if (part.one_row) {
    const size_t n = (end - begin) * y->shape.rows * y->shape.columns;
    const size_t step = part_size(x->pitch + y->pitch, n, PIXELS_AT_ONCE);
    part.end_clip = begin + (begin < end);
    for (; part.first < n; part.first = part.end) {
      part.end = smaller(part.first + step, n);
      run_part(c, task, &part);
    }
    return;
  }
  const size_t n_rows = count_steps(y->shape.rows, c->y_row, c->y_row_stride);
  const size_t row_size =
      x->row_step * c->x_row_stride + y->row_step * c->y_row_stride;
  const size_t rows_step = part_size(row_size, n_rows, 1);
  const size_t clips_step =
      part_size(row_size * at_least_one(n_rows), end - begin, 1);
  for (; part.first_clip < end; part.first_clip = part.end_clip) {
    part.end_clip = smaller(part.first_clip + clips_step, end);
    for (part.first = 0; part.first < n_rows; part.first = part.end) {
      part.end = smaller(part.first + rows_step, n_rows);
      run_part(c, task, &part);
    }
  }
}

void byline_correlation_run_places(const BylineCorrelation* c,
                                   const BylineKernels* kernels,
                                   const float* packed,
                                   const BylineTapVectors* vectors)
{
  assert(c->n_taps <= BYLINE_MAX_TAPS);
  const size_t n_blocks = byline_correlation_blocks(c, kernels);
  for (size_t b = 0; b < n_blocks; ++b) {
    const BylineCorrelationBlock block =
        byline_correlation_block(c, kernels, b);
    const ptrdiff_t offset = (ptrdiff_t)block.first_input;
    BylineCorrelationRow row = {
        .x_step = byline_channel_pitch(c->n_inputs),
        .offsets = &offset,
        .n_runs = 1,
        .run_length = block.n_inputs,
        .y_step = byline_channel_pitch(c->n_outputs),
        .n_pixels = vectors->n,
    };
    for (unsigned t = 0; t < c->n_taps; ++t) {
      row.x = vectors->x + t * vectors->x_step;
      row.weights = packed;
      row.y = vectors->y + t * vectors->y_step + block.first_output;
      kernels->correlate(&row, block.n_vectors);
      packed += block.n_inputs * block.width;
    }
  }
}
