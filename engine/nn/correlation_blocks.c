/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/correlation_blocks.h"

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

BylineCorrelationBlock byline_correlation_block(const BylineCorrelation* c,
                                                const BylineKernels* kernels,
                                                size_t index)
{
  const size_t vector = kernels->vector;
  const size_t widest = block_width(c, kernels);
  const size_t first = index * widest;
  const size_t width =
      smaller(byline_channel_pitch(c->n_outputs) - first, widest);
  const unsigned n_vectors = (unsigned)(width / vector);
  if (first >= c->n_outputs) { /* channels added by rounding, all of it */
    return (BylineCorrelationBlock){
        .first_output = first, .n_vectors = n_vectors, .width = width};
  }
  const size_t end = smaller(first + width, c->n_outputs);
  const size_t outputs = c->n_outputs / c->groups;
  const size_t inputs = c->n_inputs / c->groups;
  const size_t first_group = first / outputs;
  const size_t last_group = (end - 1) / outputs;
  return (BylineCorrelationBlock){
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
    const BylineCorrelationBlock block =
        byline_correlation_block(c, kernels, b);
    size += byline_correlation_block_size(c, &block);
  }
  return size;
}

static ptrdiff_t tap_offset(const BylineMap* x, const BylineKernelTap* tap)
{
  return (ptrdiff_t)tap->row * (ptrdiff_t)x->row_step +
         (ptrdiff_t)tap->column * (ptrdiff_t)x->pitch;
}

void byline_correlation_runs(const BylineCorrelation* c, const BylineMap* x,
                             const BylineCorrelationBlock* block,
                             BylineCorrelationRuns* runs)
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
