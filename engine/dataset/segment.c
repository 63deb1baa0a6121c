/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/segment.h"

#include "base/half.h"
#include "dataset/applause.h"
#include "dataset/npy.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Length of a block, in seconds, and the gates, in dB */
#define BLOCK_SECONDS 0.4
#define ABSOLUTE_GATE (-70.0)
#define RELATIVE_GATE (-20.0)

/* A recording's blocks */
typedef struct {
  double* powers; ///< `n` of them: the mean of each block's columns
  size_t n;
  size_t n_frames; ///< Columns in each; the last may have fewer
} Blocks;

static double power_of(double level)
{
  return pow(10, level / 10);
}

double byline_column_power(const float* levels, size_t n_mels)
{
  double sum = 0;
  for (size_t i = 0; i < n_mels; ++i) {
    sum += (double)exp2f(0.33219281f * levels[i]); /* 10^(level / 10) */
  }
  return sum;
}

static void measure(const BylineNpy* npy, size_t n_mels, float* levels,
                    Blocks* blocks)
{
  for (size_t i = 0; i < blocks->n; ++i) {
    const size_t first = i * blocks->n_frames;
    const size_t rest = npy->n_rows - first;
    const size_t n = rest < blocks->n_frames ? rest : blocks->n_frames;
    double sum = 0;
    for (size_t k = 0; k < n; ++k) {
      byline_half_to_float(npy->data + (first + k) * npy->n_columns, n_mels,
                           levels);
      sum += byline_column_power(levels, n_mels);
    }
    blocks->powers[i] = sum / (double)n;
  }
}

/* The power that blocks of music have at least. */
static double find_gate(const Blocks* blocks)
{
  const double least = power_of(ABSOLUTE_GATE);
  double sum = 0;
  size_t n = 0;
  for (size_t i = 0; i < blocks->n; ++i) {
    if (blocks->powers[i] >= least) {
      sum += blocks->powers[i];
      ++n;
    }
  }
  const double gate = n ? power_of(RELATIVE_GATE) * sum / (double)n : 0;
  return gate > least ? gate : least;
}

static void cut(const Blocks* blocks, size_t n_frames, BylineSegment* segment)
{
  const double gate = find_gate(blocks);
  size_t begin = 0;
  size_t end = blocks->n;
  while (begin < end && blocks->powers[begin] < gate) {
    ++begin;
  }
  while (end > begin && blocks->powers[end - 1] < gate) {
    --end;
  }
  const size_t last = end * blocks->n_frames;
  *segment = (BylineSegment){.first = 0};
  if (begin < end) {
    segment->first = begin * blocks->n_frames;
    segment->n_frames = (last < n_frames ? last : n_frames) - segment->first;
  }
}

BylineStatus byline_segment_find(const char* features_path,
                                 const BylineFrontEnd* front_end,
                                 BylineSegment* segment)
{
  BylineNpy npy;
  BYLINE_TRY(byline_npy_open(features_path, &npy));
  Blocks blocks = {.n_frames =
                       1 + byline_front_end_frames(front_end, BLOCK_SECONDS)};
  blocks.n = (npy.n_rows + blocks.n_frames - 1) / blocks.n_frames;
  blocks.powers = malloc((blocks.n + 1) * sizeof(*blocks.powers));
  float* const levels = malloc(npy.n_columns * sizeof(*levels));
  bool there = blocks.powers && levels;
  if (there) {
    measure(&npy, front_end->n_mels, levels, &blocks);
    cut(&blocks, npy.n_rows, segment);
    there = byline_applause_cut(&npy, front_end, segment);
  }
  free(blocks.powers);
  free(levels);
  byline_npy_close(&npy);
  return there ? BYLINE_OK : byline_no_memory(features_path);
}
