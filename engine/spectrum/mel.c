/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/mel.h"

#include <math.h>
#include <stdlib.h>

double byline_mel_from_hz(double hz)
{
  return 2595.0 * log10(1.0 + hz / 700.0);
}

static double hz_from_mel(double mel)
{
  return 700.0 * (pow(10.0, mel / 2595.0) - 1.0);
}

double byline_mel_edge(const BylineFrontEnd* front_end, uint32_t index)
{
  const double low = byline_mel_from_hz((double)front_end->min_frequency);
  const double high = byline_mel_from_hz((double)front_end->max_frequency);
  return hz_from_mel(low + (high - low) * index / (front_end->n_mels + 1));
}

/* The height at `hz` of a triangle with these corners */
static double triangle(double hz, double low, double peak, double high)
{
  const double rise = (hz - low) / (peak - low);
  const double fall = (high - hz) / (high - peak);
  return fmax(0.0, fmin(rise, fall));
}

/* Lay out band `i`: its bins, without the corners, where it is zero */
static BylineMelBand place(const BylineFrontEnd* fe, uint32_t i)
{
  const double bin_hz = fe->sample_rate / (double)fe->fft_size;
  const double first = floor(byline_mel_edge(fe, i) / bin_hz) + 1;
  const double end = ceil(byline_mel_edge(fe, i + 2) / bin_hz);
  const uint32_t n = end > first ? (uint32_t)(end - first) : 0;
  return (BylineMelBand){.first_bin = (uint32_t)first,
                         .n_weights = (n + 7) / 8 * 8};
}

static void fill(const BylineFrontEnd* fe, uint32_t i,
                 const BylineMelBand* band, double scale, float* weights)
{
  const double bin_hz = fe->sample_rate / (double)fe->fft_size;
  const double low = byline_mel_edge(fe, i);
  const double peak = byline_mel_edge(fe, i + 1);
  const double high = byline_mel_edge(fe, i + 2);
  for (uint32_t j = 0; j < band->n_weights; ++j) {
    const double hz = (band->first_bin + j) * bin_hz;
    weights[j] = (float)(scale * triangle(hz, low, peak, high));
  }
}

BylineStatus byline_mel_bands_init(BylineMelBands* bands,
                                   const BylineFrontEnd* front_end,
                                   double scale)
{
  const uint32_t n_bands = front_end->n_mels;
  *bands = (BylineMelBands){.n_bands = n_bands};
  bands->bands = calloc(n_bands, sizeof(*bands->bands));
  uint32_t n_weights = 0;
  for (uint32_t i = 0; bands->bands && i < n_bands; ++i) {
    bands->bands[i] = place(front_end, i);
    bands->bands[i].first_weight = n_weights;
    n_weights += bands->bands[i].n_weights;
  }
  bands->weights = aligned_alloc(32, (n_weights + 8) * sizeof(float));
  if (!bands->bands || !bands->weights) {
    byline_mel_bands_clear(bands);
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %u mel bands",
                        n_bands);
  }
  for (uint32_t i = 0; i < n_bands; ++i) {
    const BylineMelBand* const band = &bands->bands[i];
    fill(front_end, i, band, scale, bands->weights + band->first_weight);
  }
  return BYLINE_OK;
}

void byline_mel_bands_clear(BylineMelBands* bands)
{
  free(bands->bands);
  free(bands->weights);
  *bands = (BylineMelBands){.n_bands = 0};
}
