/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file weigh_template.h
   The loops that sum weights' gradients, part of kernels_template.h.
*/

INLINE void weigh_tile(const unsigned n, const unsigned nv,
                       const BylineWeightBlock* block, size_t first)
{
  Vector sum[MAX_PIXELS][BYLINE_MAX_VECTORS];
  float* const weights = block->weights + first * nv * VECTOR;
  for (unsigned i = 0; i < n; ++i) {
    for (unsigned v = 0; v < nv; ++v) {
      sum[i][v] = load(weights + (i * nv + v) * VECTOR);
    }
  }
  for (size_t clip = 0; clip < block->n_clips; ++clip) {
    for (size_t r = 0; r < block->n_rows; ++r) {
      const float* x =
          block->x + first + clip * block->x_clip + r * block->x_row;
      const float* dy = block->dy + clip * block->dy_clip + r * block->dy_row;
      for (size_t c = 0; c < block->n_columns; ++c) {
        for (unsigned i = 0; i < n; ++i) {
          for (unsigned v = 0; v < nv; ++v) {
            sum[i][v] += load(dy + v * VECTOR) * x[i];
          }
        }
        x += block->x_step;
        dy += block->dy_step;
      }
    }
  }
  for (unsigned i = 0; i < n; ++i) {
    for (unsigned v = 0; v < nv; ++v) {
      store(weights + (i * nv + v) * VECTOR, sum[i][v]);
    }
  }
}

#define WEIGH_CASE(N)                                                          \
  case N:                                                                      \
    weigh_tile(N, nv, block, first);                                           \
    break;

INLINE void weigh_vectors(const BylineWeightBlock* block, const unsigned nv)
{
  const size_t n = block->run_length;
  const size_t n_tiles = (n + MAX_PIXELS - 1) / MAX_PIXELS;
  for (size_t t = 0; t < n_tiles; ++t) {
    const size_t first = n * t / n_tiles;
    const size_t end = n * (t + 1) / n_tiles;
    switch (end - first) {
      FOR_EACH_COUNT(WEIGH_CASE)
    default:
      break;
    }
  }
}

static void weigh(const BylineWeightBlock* block, unsigned n_vectors)
{
  if (n_vectors == 2) {
    weigh_vectors(block, 2);
  } else {
    weigh_vectors(block, 1);
  }
}

/* Runs whose sums are made together, and how many inputs of each: so many sums
   fit in registers, and none waits for the one before */
#define RUNS_AT_ONCE 3
#define RUN_PART 4

/* Of `n` runs from `first` on, the inputs from `begin` on */
INLINE void weigh_groups_tile(const unsigned n, const unsigned group,
                              const unsigned begin,
                              const BylineWeightBlock* block, size_t first)
{
  Vector sum[RUNS_AT_ONCE][RUN_PART];
  const ptrdiff_t* const offsets = block->offsets + first;
  float* const weights = block->weights + (first * group + begin) * VECTOR;
  EACH (r, n) {
    EACH (k, RUN_PART) {
      sum[r][k] = load(weights + (r * group + k) * VECTOR);
    }
  }
  for (size_t clip = 0; clip < block->n_clips; ++clip) {
    for (size_t row = 0; row < block->n_rows; ++row) {
      const float* x = block->x + clip * block->x_clip + row * block->x_row;
      const float* dy = block->dy + clip * block->dy_clip + row * block->dy_row;
      for (size_t c = 0; c < block->n_columns; ++c) {
        const Vector g = load(dy);
        EACH (r, n) {
          const Vector value = load(x + offsets[r]);
          EACH (k, RUN_PART) {
            sum[r][k] += spread(value, group, begin + k) * g;
          }
        }
        x += block->x_step;
        dy += block->dy_step;
      }
    }
  }
  EACH (r, n) {
    EACH (k, RUN_PART) {
      store(weights + (r * group + k) * VECTOR, sum[r][k]);
    }
  }
}

INLINE void weigh_groups_of(const BylineWeightBlock* block,
                            const unsigned group)
{
  const size_t n = block->n_runs;
  const size_t n_tiles = (n + RUNS_AT_ONCE - 1) / RUNS_AT_ONCE;
  for (size_t t = 0; t < n_tiles; ++t) {
    const size_t first = n * t / n_tiles;
    const size_t end = n * (t + 1) / n_tiles;
    for (unsigned begin = 0; begin < group; begin += RUN_PART) {
      const bool second = begin > 0;
      switch (end - first) {
      case 1:
        second ? weigh_groups_tile(1, group, RUN_PART, block, first)
               : weigh_groups_tile(1, group, 0, block, first);
        break;
      case 2:
        second ? weigh_groups_tile(2, group, RUN_PART, block, first)
               : weigh_groups_tile(2, group, 0, block, first);
        break;
      default:
        second ? weigh_groups_tile(3, group, RUN_PART, block, first)
               : weigh_groups_tile(3, group, 0, block, first);
        break;
      }
    }
  }
}

static void weigh_groups(const BylineWeightBlock* block)
{
#if VECTOR >= 8
  if (block->run_length == 8) {
    weigh_groups_of(block, 8);
    return;
  }
#endif
  weigh_groups_of(block, 4);
}
