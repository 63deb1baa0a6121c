/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Maximum over windows of pixels.  Padding takes no part in the maximum. */

#include "nn/layers.h"
#include "nn/pool.h"

/* Which pixel of a window had the maximum: a byte per channel, in the layer's
   state */
static uint8_t* which_of(const BylinePass* pass, const BylineWindowPlace* place)
{
  return (uint8_t*)pass->state + place->index * pass->output->pitch;
}

static void forward_window(const BylinePass* pass,
                           const BylineWindowPlace* place)
{
  pass->kernels->max_window(&place->pixels, pass->inputs[0]->data,
                            place->output,
                            pass->training ? which_of(pass, place) : NULL);
}

static void infer_row(const BylinePass* pass, const BylineWindowRow* row)
{
  pass->kernels->max_row(&(BylineMaxRow){.x = row->x,
                                         .y = row->y,
                                         .x_step = row->x_step,
                                         .row_step = pass->inputs[0]->row_step,
                                         .pitch = pass->output->pitch,
                                         .n_rows = row->n_rows,
                                         .n_columns = row->n_columns,
                                         .n_pixels = row->n_pixels});
}

static void backward_window(const BylinePass* pass,
                            const BylineWindowPlace* place)
{
  pass->kernels->max_window_back(&place->pixels, which_of(pass, place),
                                 place->output, pass->d_inputs[0]->data);
}

static void measure(const BylineLayer* base, const BylineLayerContext* layout,
                    BylineLayerMemory* memory)
{
  (void)base;
  const BylineMapShape* const y = layout->output;
  const size_t n_bytes =
      layout->batch * y->rows * y->columns * byline_channel_pitch(y->channels);
  memory->state = layout->training ? n_bytes / sizeof(float) : 0;
}

static const BylinePoolKind kind = {
    .layer =
        {
            .name = "max pool",
            .infer = byline_pool_infer,
            .measure = measure,
            .forward = byline_pool_forward,
            .backward = byline_pool_backward,
        },
    .forward = forward_window,
    .backward = backward_window,
    .infer_row = infer_row,
};

unsigned byline_max_pool_add(BylineNetwork* network, const char* name,
                             unsigned input, const BylinePoolWindow* window)
{
  return byline_pool_add(network, &kind, name, input, window);
}
