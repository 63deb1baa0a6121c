/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file winograd_template.h
   The transforms of Winograd's convolutions: a part of kernels_template.h.

   A. Lavin, S. Gray, 2016, "Fast algorithms for convolutional neural networks",
   section 4: F(2, 3) of points 0, 1, -1 and F(4, 3) of 0, 1, -1, 2, -2; and a
   side of 3, which is left as it is.  One is nested within another.
*/

#define MAX_SIDE 6 ///< Of a tile

/* B^T times a column, of 3, 4 or 6 numbers */
INLINE void split(const unsigned side, const Vector* d, Vector* v)
{
  if (side == 3) {
    v[0] = d[0];
    v[1] = d[1];
    v[2] = d[2];
    return;
  }
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

/* A^T times a column, of 3, 4 or 6 numbers, which leaves two fewer */
INLINE void join(const unsigned side, const Vector* m, Vector* y)
{
  const Vector sum = m[1] + m[2];
  if (side == 3) {
    y[0] = m[0] + sum;
    return;
  }
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

INLINE void split_tile(const BylineTileSplit* tile, const unsigned rows,
                       const unsigned columns)
{
  for (size_t c = 0; c < tile->n_channels; c += VECTOR) {
    Vector half[MAX_SIDE][MAX_SIDE]; /* columns, transformed */
    for (unsigned j = 0; j < columns; ++j) {
      Vector column[MAX_SIDE];
      for (unsigned i = 0; i < rows; ++i) {
        column[i] = load(tile->x + i * tile->x_row + j * tile->x_step + c);
      }
      split(rows, column, half[j]);
    }
    for (unsigned i = 0; i < rows; ++i) {
      Vector row[MAX_SIDE];
      Vector v[MAX_SIDE];
      for (unsigned j = 0; j < columns; ++j) {
        row[j] = half[j][i];
      }
      split(columns, row, v);
      for (unsigned j = 0; j < columns; ++j) {
        store(tile->v + (i * columns + j) * tile->v_step + c, v[j]);
      }
    }
  }
}

/* A case for every pair of sides, so that both are known when compiling */
#define FOR_EACH_SIDES(DO)                                                     \
  DO(3, 3)                                                                     \
  DO(3, 4)                                                                     \
  DO(3, 6) DO(4, 3) DO(4, 4) DO(4, 6) DO(6, 3) DO(6, 4) DO(6, 6)

#define SPLIT_CASE(ROWS, COLUMNS)                                              \
  case 10 * (ROWS) + (COLUMNS):                                                \
    split_tile(tile, ROWS, COLUMNS);                                           \
    break;

static void tile_split(const BylineTileSplit* tile, unsigned rows,
                       unsigned columns)
{
  switch (10 * rows + columns) {
    FOR_EACH_SIDES(SPLIT_CASE)
  default:
    break;
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

INLINE void join_tile(const BylineTileJoin* tile, const unsigned rows,
                      const unsigned columns)
{
  for (size_t c = 0; c < tile->n_channels; c += VECTOR) {
    Vector half[MAX_SIDE][MAX_SIDE - 2];
    for (unsigned j = 0; j < columns; ++j) {
      Vector column[MAX_SIDE];
      for (unsigned i = 0; i < rows; ++i) {
        column[i] = load(tile->m + (i * columns + j) * tile->m_step + c);
      }
      join(rows, column, half[j]);
    }
    for (unsigned i = 0; i < tile->n_rows; ++i) {
      Vector row[MAX_SIDE];
      Vector sums[MAX_SIDE - 2];
      for (unsigned j = 0; j < columns; ++j) {
        row[j] = half[j][i];
      }
      join(columns, row, sums);
      finish_row(tile, sums, i, c);
    }
  }
}

#define JOIN_CASE(ROWS, COLUMNS)                                               \
  case 10 * (ROWS) + (COLUMNS):                                                \
    join_tile(tile, ROWS, COLUMNS);                                            \
    break;

static void tile_join(const BylineTileJoin* tile, unsigned rows,
                      unsigned columns)
{
  switch (10 * rows + columns) {
    FOR_EACH_SIDES(JOIN_CASE)
  default:
    break;
  }
}
