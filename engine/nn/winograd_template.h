/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file winograd_template.h
   The transforms of Winograd's convolutions: a part of kernels_template.h.

   A. Lavin, S. Gray, 2016, "Fast algorithms for convolutional neural networks",
   section 4: F(2, 3) of points 0, 1, -1 and F(4, 3) of 0, 1, -1, 2, -2, each
   nested with itself.
*/

#define MAX_SIDE 6 ///< Of a tile

/* B^T times a column, of 4 or 6 numbers */
INLINE void split(const unsigned side, const Vector* d, Vector* v)
{
  if (side == 4) {
    v[0] = d[0] - d[2];
    v[1] = d[2] + d[1];
    v[2] = d[2] - d[1];
    v[3] = d[1] - d[3];
    return;
  }
  const Vector even = d[4] - 4 * d[2];
  const Vector odd = d[3] - 4 * d[1];
  const Vector even_2 = d[4] - d[2];
  const Vector odd_2 = d[3] - d[1];
  v[0] = 4 * d[0] - 5 * d[2] + d[4];
  v[1] = even + odd;
  v[2] = even - odd;
  v[3] = even_2 + 2 * odd_2;
  v[4] = even_2 - 2 * odd_2;
  v[5] = 4 * d[1] - 5 * d[3] + d[5];
}

/* A^T times a column, of 4 or 6 numbers, which leaves two fewer */
INLINE void join(const unsigned side, const Vector* m, Vector* y)
{
  const Vector sum = m[1] + m[2];
  const Vector difference = m[1] - m[2];
  if (side == 4) {
    y[0] = m[0] + sum;
    y[1] = difference - m[3];
    return;
  }
  const Vector sum_2 = m[3] + m[4];
  const Vector difference_2 = m[3] - m[4];
  y[0] = m[0] + sum + sum_2;
  y[1] = difference + 2 * difference_2;
  y[2] = sum + 4 * sum_2;
  y[3] = difference + 8 * difference_2 + m[5];
}

INLINE void split_tile(const BylineTileSplit* tile, const unsigned side)
{
  for (size_t c = 0; c < tile->n_channels; c += VECTOR) {
    Vector half[MAX_SIDE][MAX_SIDE]; /* columns, transformed */
    for (unsigned j = 0; j < side; ++j) {
      Vector column[MAX_SIDE];
      for (unsigned i = 0; i < side; ++i) {
        column[i] = load(tile->x + i * tile->x_row + j * tile->x_step + c);
      }
      split(side, column, half[j]);
    }
    for (unsigned i = 0; i < side; ++i) {
      Vector row[MAX_SIDE];
      Vector v[MAX_SIDE];
      for (unsigned j = 0; j < side; ++j) {
        row[j] = half[j][i];
      }
      split(side, row, v);
      for (unsigned j = 0; j < side; ++j) {
        store(tile->v + (i * side + j) * tile->v_step + c, v[j]);
      }
    }
  }
}

static void tile_split(const BylineTileSplit* tile, unsigned side)
{
  if (side == 4) {
    split_tile(tile, 4);
  } else {
    split_tile(tile, 6);
  }
}

/* One row of outputs */
INLINE void finish_row(const BylineTileJoin* tile, const Vector* sums,
                       size_t row, size_t c)
{
  const Vector bias = tile->bias ? load(tile->bias + c) : (Vector){0};
  for (size_t j = 0; j < tile->n_columns; ++j) {
    const size_t place = j * tile->y_step + c;
    Vector y = sums[j] + bias;
    if (tile->add) {
      y += load(tile->add + row * tile->add_row + place);
    }
    if (tile->relu) {
      y = where_positive(y, y);
    }
    store(tile->y + row * tile->y_row + place, y);
  }
}

INLINE void join_tile(const BylineTileJoin* tile, const unsigned side)
{
  for (size_t c = 0; c < tile->n_channels; c += VECTOR) {
    Vector half[MAX_SIDE][MAX_SIDE - 2];
    for (unsigned j = 0; j < side; ++j) {
      Vector column[MAX_SIDE];
      for (unsigned i = 0; i < side; ++i) {
        column[i] = load(tile->m + (i * side + j) * tile->m_step + c);
      }
      join(side, column, half[j]);
    }
    for (unsigned i = 0; i < tile->n_rows; ++i) {
      Vector row[MAX_SIDE];
      Vector sums[MAX_SIDE - 2];
      for (unsigned j = 0; j < side; ++j) {
        row[j] = half[j][i];
      }
      join(side, row, sums);
      finish_row(tile, sums, i, c);
    }
  }
}

static void tile_join(const BylineTileJoin* tile, unsigned side)
{
  if (side == 4) {
    join_tile(tile, 4);
  } else {
    join_tile(tile, 6);
  }
}
