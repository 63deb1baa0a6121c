/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "explain/occlusion.h"

#include <math.h>

/* The least value of the picture's first channel, by which all are measured */
static float least_of(const BylineOccludedPicture* p)
{
  float least = p->image[0];
  for (size_t i = 1; i < p->n_mels * p->n_frames; ++i) {
    least = fminf(least, p->image[i]);
  }
  return least;
}

static float mean_of(const float* x, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)x[i];
  }
  return (float)(sum / (double)n);
}

void byline_occlusion_fill(const BylineOccludedPicture* picture,
                           BylineFill fill, float* values)
{
  const size_t n_cells = picture->n_mels * picture->n_frames;
  const float least = fill == BYLINE_FILL_FLOOR ? least_of(picture) : 0;
  for (size_t c = 0; c < picture->n_channels; ++c) {
    const float* const channel = picture->image + c * n_cells;
    const float mean =
        fill == BYLINE_FILL_MEAN ? mean_of(channel, n_cells) : least;
    for (size_t m = 0; m < picture->n_mels; ++m) {
      values[c * picture->n_mels + m] =
          fill == BYLINE_FILL_BAND
              ? mean_of(channel + m * picture->n_frames, picture->n_frames)
              : mean;
    }
  }
}

/* From `cell` back, and from its end on, by some cells of `n` */
static size_t before(size_t cell, size_t reach)
{
  return cell > reach ? cell - reach : 0;
}

static size_t after(size_t cell, size_t reach, size_t n)
{
  return cell + 1 + reach < n ? cell + 1 + reach : n;
}

void byline_occlusion_apply(const BylineOccludedPicture* picture,
                            const BylineOcclusion* occlusion,
                            const BylineEvidence* evidence, size_t cell,
                            float* image)
{
  const BylineOccludedPicture* const p = picture;
  const size_t t = cell / evidence->n_bands;
  const size_t b = cell % evidence->n_bands;
  const size_t reach = occlusion->reach;
  const size_t begin = byline_evidence_frame(evidence, before(t, reach));
  const size_t end =
      byline_evidence_frame(evidence, after(t, reach, evidence->n_times));
  const size_t low = byline_evidence_mel(evidence, before(b, reach));
  const size_t high =
      byline_evidence_mel(evidence, after(b, reach, evidence->n_bands));
  for (size_t c = 0; c < p->n_channels; ++c) {
    for (size_t m = low; m < high; ++m) {
      const size_t row = c * p->n_mels + m;
      for (size_t i = begin; i < end; ++i) {
        float* const x = image + row * p->n_frames + i;
        *x += occlusion->share * (p->fill[row] - *x);
      }
    }
  }
}
