/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Maximum over windows of pixels.  Padding takes no part in the maximum. */

#include "nn/layers.h"
#include "nn/window.h"

typedef struct {
  BylineLayer base;
  BylineWindow window;
} MaxPool;

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  return byline_window_infer(&((const MaxPool*)base)->window, base, inputs,
                             output);
}

static float* pixel_of(const BylineMap* map, const BylineWindowPlace* place)
{
  return byline_map_row(map, place->clip, place->row) +
         place->column * map->pitch;
}

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
                            pixel_of(pass->output, place),
                            pass->training ? which_of(pass, place) : NULL);
}

static void backward_window(const BylinePass* pass,
                            const BylineWindowPlace* place)
{
  pass->kernels->max_window_back(&place->pixels, which_of(pass, place),
                                 pixel_of(pass->d_output, place),
                                 pass->d_inputs[0]->data);
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  byline_map_clear_halo(pass->output, begin, end);
  byline_window_each(&((const MaxPool*)base)->window, pass, pass->inputs[0],
                     &pass->output->shape, forward_window, begin, end);
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  byline_pass_run(base, pass, forward_share, pass->batch);
}

static void backward_share(const BylineLayer* base, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const BylineMap* const dx = pass->d_inputs[0];
  for (size_t clip = begin; clip < end; ++clip) {
    if (!pass->add_d_inputs[0]) {
      byline_map_clear(dx, clip, clip + 1);
    }
    byline_window_each(&((const MaxPool*)base)->window, pass, dx,
                       &pass->output->shape, backward_window, clip, clip + 1);
  }
}

static void backward(const BylineLayer* base, const BylinePass* pass)
{
  if (pass->d_inputs[0]) {
    byline_pass_run(base, pass, backward_share, pass->batch);
  }
}

static void measure(const BylineLayer* base, const BylineLayout* layout,
                    BylineLayerMemory* memory)
{
  (void)base;
  const BylineMapShape* const y = layout->output;
  const size_t n_bytes =
      layout->batch * y->rows * y->columns * byline_channel_pitch(y->channels);
  memory->state = layout->training ? n_bytes / sizeof(float) : 0;
}

static const BylineLayerKind kind = {
    .name = "max pool",
    .infer = infer,
    .measure = measure,
    .forward = forward,
    .backward = backward,
};

unsigned byline_max_pool_add(BylineNetwork* network, const char* name,
                             unsigned input, const BylineWindow* window)
{
  MaxPool* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->window = byline_window_complete(window);
  return byline_network_add(network, &layer->base);
}
