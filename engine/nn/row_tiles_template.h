/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file row_tiles_template.h
   The loops of convolutions in tiles along rows: a part of kernels_template.h.

   Winograd's F(3, 4) of the points 0, 1, -1, 2, -2 and infinity.  What is read
   is transformed as for F(4, 3), which has the same points. */

#define PLACES BYLINE_ROW_PLACES
#define STEP BYLINE_ROW_STEP

/* Tiles whose sums fit in registers */
#if MAX_PIXELS >= 14
#define MAX_TILES 5
#define FOR_EACH_TILES(DO) DO(1) DO(2) DO(3) DO(4) DO(5)
#else
#define MAX_TILES 2
#define FOR_EACH_TILES(DO) DO(1) DO(2)
#endif

/* From a place that need not be aligned */
INLINE Vector load_any(const float* x)
{
  Vector value;
  memcpy(&value, x, sizeof(value));
  return value;
}

static void row_split(const float* x, size_t x_step, float* v)
{
  for (size_t t = 0; t < STEP; t += VECTOR) {
    const Vector a = load(x + t);
    const Vector b = load(x + x_step + t);
    const Vector c = load(x + 2 * x_step + t);
    /* The next tile's first three are this one's last */
    const Vector d = load_any(x + t + 1);
    const Vector e = load_any(x + x_step + t + 1);
    const Vector f = load_any(x + 2 * x_step + t + 1);
    const Vector column[MAX_SIDE] = {a, b, c, d, e, f};
    Vector places[MAX_SIDE];
    split(MAX_SIDE, column, places);
    EACH (p, PLACES) {
      store(v + p * STEP + t, places[p]);
    }
  }
}

/* The 3 outputs of a tile, or those of them that are in the picture */
INLINE void join_row(const BylineTileRow* row, Vector bias, const Vector* m,
                     size_t first)
{
  const Vector sum = m[1] + m[2];
  const Vector difference = m[1] - m[2];
  const Vector sum_2 = m[3] + m[4];
  const Vector difference_2 = m[3] - m[4];
  Vector y[BYLINE_ROW_TILE] = {
      m[0] + sum + (sum_2 + bias),
      difference + (2 * difference_2 + bias),
      sum + 4 * sum_2 + (m[5] + bias),
  };
  float* const to = row->y + first * row->y_step;
  const size_t n = row->n_pixels - first;
  EACH (j, BYLINE_ROW_TILE) {
    const Vector value = row->relu ? LARGER(y[j], (Vector){0}) : y[j];
    if (j < n) {
      store(to + j * row->y_step, value);
    }
  }
}

INLINE void sum_tiles(const unsigned n, const BylineTileRow* row, size_t first)
{
  Vector sum[MAX_TILES][PLACES];
  EACH (i, n) {
    EACH (p, PLACES) {
      sum[i][p] = (Vector){0};
    }
  }
  const float* w = row->weights;
  for (size_t r = 0; r < row->n_runs; ++r) {
    const float* v = row->v + row->offsets[r] + first;
    for (size_t k = 0; k < row->run_length; ++k) {
      EACH (p, PLACES) {
        const Vector weight = load(w + p * VECTOR);
        EACH (i, n) {
          sum[i][p] += weight * v[p * STEP + i];
        }
      }
      v += PLACES * STEP;
      w += PLACES * VECTOR;
    }
  }
  const Vector bias = row->bias ? load(row->bias) : (Vector){0};
  EACH (i, n) {
    join_row(row, bias, sum[i], (first + i) * BYLINE_ROW_TILE);
  }
}

#define TILES_CASE(N)                                                          \
  case N:                                                                      \
    sum_tiles(N, row, first);                                                  \
    break;

static void tile_row(const BylineTileRow* row)
{
  const size_t n = (row->n_pixels + BYLINE_ROW_TILE - 1) / BYLINE_ROW_TILE;
  const size_t n_sums = (n + MAX_TILES - 1) / MAX_TILES;
  for (size_t s = 0; s < n_sums; ++s) {
    const size_t first = n * s / n_sums;
    switch (n * (s + 1) / n_sums - first) {
      FOR_EACH_TILES(TILES_CASE)
    default:
      break;
    }
  }
}

#undef PLACES
#undef STEP
