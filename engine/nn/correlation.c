/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/correlation.h"

#include <assert.h>
#include <string.h>

/* Pixels whose inputs and gradients stay in the first-level cache while all
   weights look at them */
#define WEIGH_PIXELS 256

/* Outputs that are computed together, and the inputs that they read */
typedef struct {
  size_t first_output;
  size_t n_outputs;
  unsigned n_vectors;
  size_t width; ///< Outputs, rounded up to vectors
  size_t first_input;
  size_t n_inputs;
} Block;

static size_t smaller(size_t a, size_t b)
{
  return a < b ? a : b;
}

/* Outputs of one block, at most.  Where a wide block would read the inputs of
   several groups, mostly to multiply them by zero, a narrow one does. */
static size_t block_width(const BylineCorrelation* c,
                          const BylineKernels* kernels)
{
  const size_t wide = (size_t)kernels->vector * BYLINE_MAX_VECTORS;
  return c->groups > 1 && c->n_outputs / c->groups < wide ? kernels->vector
                                                          : wide;
}

bool byline_correlation_can_be_narrow(const BylineCorrelation* c,
                                      const BylineKernels* kernels)
{
  const size_t outputs = c->n_outputs / c->groups;
  const size_t inputs = c->n_inputs / c->groups;
  return c->groups > 1 && outputs == inputs && (outputs == 4 || outputs == 8) &&
         outputs <= kernels->vector;
}

size_t byline_correlation_blocks(const BylineCorrelation* c,
                                 const BylineKernels* kernels)
{
  const size_t width = block_width(c, kernels);
  return (byline_channel_pitch(c->n_outputs) + width - 1) / width;
}

static Block get_block(const BylineCorrelation* c, const BylineKernels* kernels,
                       size_t index)
{
  const size_t vector = kernels->vector;
  const size_t widest = block_width(c, kernels);
  const size_t first = index * widest;
  const size_t width =
      smaller(byline_channel_pitch(c->n_outputs) - first, widest);
  const unsigned n_vectors = (unsigned)(width / vector);
  if (first >= c->n_outputs) { /* channels added by rounding, all of it */
    return (Block){
        .first_output = first, .n_vectors = n_vectors, .width = width};
  }
  const size_t end = smaller(first + width, c->n_outputs);
  const size_t outputs = c->n_outputs / c->groups;
  const size_t inputs = c->n_inputs / c->groups;
  const size_t first_group = first / outputs;
  const size_t last_group = (end - 1) / outputs;
  return (Block){
      .first_output = first,
      .n_outputs = end - first,
      .n_vectors = n_vectors,
      .width = width,
      .first_input = first_group * inputs,
      .n_inputs = c->narrow ? inputs : (last_group + 1 - first_group) * inputs,
  };
}

size_t byline_correlation_packed_size(const BylineCorrelation* c,
                                      const BylineKernels* kernels,
                                      size_t n_blocks)
{
  size_t size = 0;
  for (size_t b = 0; b < n_blocks; ++b) {
    const Block block = get_block(c, kernels, b);
    size += c->n_taps * block.n_inputs * block.width;
  }
  return size;
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

static Column get_column(const BylineCorrelation* c, const Block* block,
                         size_t o)
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
static size_t inputs_at_once(const BylineCorrelation* c, const Block* block)
{
  const size_t n_taps = c->n_taps ? c->n_taps : 1; // a stride's phase has none
  assert(block->width > 0);
  const size_t n = 4096 / (block->width * n_taps);
  return n > 1 ? n : 1;
}

/* Pack the weights from the inputs `begin` to `end` to one output */
static void pack_column(const BylineCorrelation* c, const Block* block,
                        size_t o, size_t begin, size_t end,
                        const float* weights, float* to)
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

static void unpack_column(const BylineCorrelation* c, const Block* block,
                          size_t o, size_t begin, size_t end, const float* from,
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
    const Block block = get_block(c, kernels, b);
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
    const Block block = get_block(c, kernels, b);
    const size_t n = inputs_at_once(c, &block);
    for (size_t i = 0; i < block.n_inputs; i += n) {
      for (size_t o = 0; o < block.n_outputs; ++o) {
        unpack_column(c, &block, o, i, i + n, from, weights);
      }
    }
    from += c->n_taps * block.n_inputs * block.width;
  }
}

/* Places of consecutive inputs, counted from an output pixel's place */
typedef struct {
  ptrdiff_t offsets[BYLINE_MAX_TAPS];
  size_t n;
  size_t length;
} Runs;

static ptrdiff_t tap_offset(const BylineMap* x, const BylineKernelTap* tap)
{
  return (ptrdiff_t)tap->row * (ptrdiff_t)x->row_step +
         (ptrdiff_t)tap->column * (ptrdiff_t)x->pitch;
}

/* One run per tap, or per row of taps if their inputs follow each other */
static void find_runs(const BylineCorrelation* c, const BylineMap* x,
                      const Block* block, Runs* runs)
{
  size_t merged = c->taps_per_row;
  for (size_t t = 1; t < c->n_taps && merged > 1; ++t) {
    const bool follows =
        tap_offset(x, &c->taps[t]) ==
        tap_offset(x, &c->taps[t - 1]) + (ptrdiff_t)block->n_inputs;
    if (t % merged && !follows) {
      merged = 1;
    }
  }
  runs->n = 0;
  runs->length = block->n_inputs * (merged ? merged : 1);
  for (size_t t = 0; t < c->n_taps; t += merged ? merged : 1) {
    runs->offsets[runs->n++] =
        tap_offset(x, &c->taps[t]) + (ptrdiff_t)block->first_input;
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

static void run_block(const BylineCorrelation* c,
                      const BylineCorrelationTask* task, const Block* block,
                      BylineCorrelationRow* row, size_t begin, size_t end)
{
  const BylineMap* const x = task->x;
  const BylineMap* const y = task->y;
  const BylineMap* const add = task->finish.add;
  const bool one_row = is_one_row(c, x, y, add);
  const size_t n_rows =
      one_row ? 1 : count_steps(y->shape.rows, c->y_row, c->y_row_stride);
  row->n_pixels =
      one_row ? (end - begin) * y->shape.rows * y->shape.columns
              : count_steps(y->shape.columns, c->y_column, c->y_column_stride);
  row->x_step = x->pitch * c->x_column_stride;
  row->y_step = y->pitch * c->y_column_stride;
  for (size_t clip = begin; clip < (one_row ? begin + 1 : end); ++clip) {
    for (size_t r = 0; r < n_rows; ++r) {
      const size_t y_row = c->y_row + r * c->y_row_stride;
      const size_t place = c->y_column * y->pitch + block->first_output;
      row->x = byline_map_row(x, clip, r * c->x_row_stride);
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

void byline_correlation_run(const BylineCorrelation* c,
                            const BylineCorrelationTask* task, size_t begin,
                            size_t end)
{
  assert(c->n_taps <= BYLINE_MAX_TAPS);
  assert(begin <= end);
  const size_t n_blocks = byline_correlation_blocks(c, task->kernels);
  const BylineFinish* const finish = &task->finish;
  const float* packed = task->packed;
  for (size_t b = 0; b < n_blocks; ++b) {
    const Block block = get_block(c, task->kernels, b);
    Runs runs;
    find_runs(c, task->x, &block, &runs);
    BylineCorrelationRow row = {
        .offsets = runs.offsets,
        .n_runs = runs.n,
        .run_length = runs.length,
        .weights = packed,
        .bias = finish->bias ? finish->bias + block.first_output : NULL,
        .relu = finish->relu,
    };
    run_block(c, task, &block, &row, begin, end);
    packed += c->n_taps * block.n_inputs * block.width;
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
    const Block block = get_block(c, kernels, b);
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

/* Let all weights of a block look at some rows of some clips */
static void weigh_part(const BylineKernels* kernels, const Block* block,
                       const Runs* runs, BylineWeightBlock part, float* packed)
{
  const float* const x = part.x;
  for (size_t r = 0; r < runs->n; ++r) {
    part.x = x + runs->offsets[r];
    part.weights = packed + r * runs->length * block->width;
    part.run_length = runs->length;
    kernels->weigh(&part, block->n_vectors);
  }
}

static size_t at_least_one(size_t n)
{
  return n ? n : 1;
}

void byline_correlation_weigh(const BylineCorrelation* c,
                              const BylineKernels* kernels, const BylineMap* x,
                              const BylineMap* dy, float* packed, size_t begin,
                              size_t end)
{
  assert(c->n_taps <= BYLINE_MAX_TAPS);
  assert(begin <= end);
  const size_t n_rows = dy->shape.rows;
  const size_t n_columns = dy->shape.columns;
  const size_t rows_step =
      smaller(at_least_one(WEIGH_PIXELS / n_columns), n_rows);
  const size_t clips_step = at_least_one(WEIGH_PIXELS / (n_rows * n_columns));
  const size_t n_blocks = byline_correlation_blocks(c, kernels);
  for (size_t b = 0; b < n_blocks; ++b) {
    const Block block = get_block(c, kernels, b);
    Runs runs;
    find_runs(c, x, &block, &runs);
    for (size_t clip = begin; clip < end; clip += clips_step) {
      for (size_t r = 0; r < n_rows; r += rows_step) {
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
        weigh_part(kernels, &block, &runs, part, packed);
      }
    }
    packed += c->n_taps * block.n_inputs * block.width;
  }
}
