/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file kernels.h
   The innermost loops, compiled once for every kind of processor.

   Feature maps lie channels last, the number of channels rounded up to
   BYLINE_CHANNEL_UNIT, so every loop here runs over whole, aligned vectors of
   channels whatever the picture's size, the stride or the dilation: there is
   no im2col.  Channels added by rounding are always zero.
*/

#ifndef BYLINE_NN_KERNELS_H
#define BYLINE_NN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Channels of a feature map are rounded up to a multiple of this. */
#define BYLINE_CHANNEL_UNIT 16

/** Most vectors of output channels that one call computes. */
#define BYLINE_MAX_VECTORS 2

/**
   One row of a correlation: n_pixels x (n_vectors x vector) outputs.

   y[j][o] = bias[o] + add[j][o]
             + sum over r, k: x[j * x_step + offsets[r] + k] * weights[r][k][o]

   and then max(0, y) if `relu`.  Steps are in floats.
*/
typedef struct {
  const float* x;           ///< Where offsets count from, for pixel 0
  size_t x_step;            ///< From one pixel's inputs to the next one's
  const ptrdiff_t* offsets; ///< `n_runs` places of consecutive inputs
  size_t n_runs;            ///< May be 0
  size_t run_length;        ///< Inputs in each run
  const float* weights;     ///< n_runs x run_length x outputs, aligned
  const float* bias;        ///< One per output, aligned, or NULL
  const float* add;         ///< Laid out as `y`, may be it, or NULL
  float* y;                 ///< Aligned
  size_t y_step;            ///< From one pixel's outputs to the next one's
  size_t n_pixels;          ///< Columns to compute
  bool relu;                ///< Clamp at zero
} BylineCorrelationRow;

/**
   The gradient of a correlation's weights, summed over a block of pixels.

   weights[k][o] += sum over clips, rows, columns: x[...][k] * dy[...][o]
*/
typedef struct {
  const float* x;           ///< First input of the run, at the first pixel
  size_t x_step;            ///< From one column to the next
  size_t x_row;             ///< From one row to the next
  size_t x_clip;            ///< From one clip to the next
  const float* dy;          ///< Gradient at the first pixel, aligned
  size_t dy_step;           ///< From one column to the next
  size_t dy_row;            ///< From one row to the next
  size_t dy_clip;           ///< From one clip to the next
  size_t n_columns;         ///< In a row
  size_t n_rows;            ///< In a clip
  size_t n_clips;           ///< In the block
  size_t run_length;        ///< Inputs in the run
  float* weights;           ///< run_length x outputs, aligned
  const ptrdiff_t* offsets; ///< For weigh_groups(): places of runs
  size_t n_runs;            ///< For weigh_groups()
} BylineWeightBlock;

/** A run of pixels of one feature map, and what is done to its channels. */
typedef struct {
  const float* x;     ///< n_pixels x pitch
  const float* scale; ///< Per channel
  const float* shift; ///< Per channel
  const float* add;   ///< n_pixels x pitch, or NULL
  float* y;           ///< n_pixels x pitch
  size_t n_pixels;    ///< Pixels side by side in memory
  size_t pitch;       ///< Channels, rounded up
  bool relu;          ///< Clamp at zero
} BylineAffineRow;

/** The way back through batch normalisation, ReLU and addition. */
typedef struct {
  const float* x;       ///< What was normalised, n_pixels x pitch
  const float* y;       ///< What came out of ReLU; or NULL
  const float* x_scale; ///< If not `y`: it was max(0, x x_scale + x_shift);
  const float* x_shift; ///< NULL if there was no ReLU
  const float* dy;      ///< Gradient of what came out
  const float* mean;    ///< Per channel
  const float* scale;   ///< Factor of dy, per channel
  const float* slope;   ///< Factor of x - mean, per channel
  const float* shift;   ///< What is added, per channel
  float* dx;            ///< Result, n_pixels x pitch
  float* d_add;         ///< Gradient of what was added, or NULL
  bool add_dx;          ///< Add to what is in `dx`
  bool add_d_add;       ///< Add to what is in `d_add`
  size_t n_pixels;      ///< Pixels side by side in memory
  size_t pitch;         ///< Channels, rounded up
} BylineNormRow;

/** The pixels under one window of a pooling layer. */
typedef struct {
  const ptrdiff_t* offsets; ///< Where each begins, in floats
  size_t n;                 ///< How many, at least 1
  size_t pitch;             ///< Channels, rounded up
} BylineWindowPixels;

/** A row of windows of a max pool, none of which is cut off. */
typedef struct {
  const float* x;     ///< First pixel of the first window
  float* y;           ///< First output pixel
  size_t x_step;      ///< From one window to the next
  size_t row_step;    ///< From one row of a window to the next
  size_t pitch;       ///< Channels, rounded up, of `x` and `y`
  unsigned n_rows;    ///< Of a window
  unsigned n_columns; ///< Of a window
  size_t n_pixels;    ///< Windows
} BylineMaxRow;

/** A run of pixels of WaveNet's gate, of `n_channels` each. */
typedef struct {
  const float* x;    ///< Twice the channels: filter, gate
  const float* dy;   ///< On the way back: gradient of the output
  float* y;          ///< The output; on the way back, the gradient of `x`
  size_t x_pitch;    ///< From one pixel of `x`, and its gradient, to the next
  size_t y_pitch;    ///< From one pixel of the output, or `dy`, to the next
  size_t n_channels; ///< Of the output, a multiple of BYLINE_CHANNEL_UNIT
  size_t n_pixels;   ///< Pixels side by side in memory
  bool add;          ///< On the way back: add to what is there
} BylineGateRow;

/** A tile of pixels, transformed for Winograd's convolution; see winograd.h. */
typedef struct {
  const float* x;    ///< Its first pixel
  size_t x_row;      ///< From one row to the next
  size_t x_step;     ///< From one column to the next
  float* v;          ///< The result's first place
  size_t v_step;     ///< From one place of the result to the next
  size_t n_channels; ///< A multiple of BYLINE_CHANNEL_UNIT
} BylineTileSplit;

/** A tile's products, transformed back: y = relu(A^T m A + bias + add). */
typedef struct {
  const float* m;    ///< The first place's
  size_t m_step;     ///< From one place to the next
  const float* bias; ///< One per channel, aligned, or NULL
  const float* add;  ///< For the tile's first output pixel, or NULL
  size_t add_row;    ///< From one row to the next
  float* y;          ///< The tile's first output pixel
  size_t y_row;      ///< From one row to the next
  size_t y_step;     ///< From one column to the next, of `add` too
  size_t n_rows;     ///< Of the tile, that are in the picture
  size_t n_columns;  ///< Of the tile, that are in the picture
  size_t n_channels; ///< A multiple of BYLINE_CHANNEL_UNIT
  bool relu;         ///< Clamp at zero
} BylineTileJoin;

/** Outputs that a tile along a row makes, see row_tiles.h. */
#define BYLINE_ROW_TILE 3

/** Numbers that a tile along a row is transformed to, per number and row. */
#define BYLINE_ROW_PLACES 6

/** Floats from one number of some tiles along a row to the next: a constant,
    so that addresses are.  Room for one tile less. */
#define BYLINE_ROW_STEP 48

/** A row of tiles' outputs, one vector for each pixel:

    y = relu(A^T sums + bias), sums[p] = sum over r, k:
    v[offsets[r] + (k * BYLINE_ROW_PLACES + p) * BYLINE_ROW_STEP + tile]
    * weights[r][k][p] */
typedef struct {
  const float* v;           ///< Where offsets count from
  const ptrdiff_t* offsets; ///< `n_runs` places of transformed rows
  size_t n_runs;            ///< Rows of the kernel
  size_t run_length;        ///< Numbers that a tile reads of a row
  const float* weights;     ///< Transformed, aligned
  const float* bias;        ///< One per output, aligned, or NULL
  float* y;                 ///< Aligned
  size_t y_step;            ///< From one pixel's outputs to the next one's
  size_t n_pixels;          ///< The last tile may have fewer than the others
  bool relu;                ///< Clamp at zero
} BylineTileRow;

/** One processor's versions of the loops. */
typedef struct {
  const char* name; ///< Such as "AVX-512"
  unsigned vector;  ///< Floats in a vector

  /** Compute one row of a correlation; n_vectors <= BYLINE_MAX_VECTORS. */
  void (*correlate)(const BylineCorrelationRow* row, unsigned n_vectors);

  /** The same of one vector, whose outputs are in groups of `run_length`, 4 or
     8 and at most a vector, and have the inputs of their own group only:

      y[j][o] = bias[o] + add[j][o]
                + sum over r, k: x[j * x_step + offsets[r]
                                   + o / run_length * run_length + k]
                                 * weights[r][k][o]

      What `x` points to is aligned at each pixel. */
  void (*correlate_groups)(const BylineCorrelationRow* row);

  /** Transform what a tile reads, 3, 4 or 6 pixels each way. */
  void (*tile_split)(const BylineTileSplit* tile, unsigned rows,
                     unsigned columns);

  /** Transform a tile's products back, into two outputs fewer each way. */
  void (*tile_join)(const BylineTileJoin* tile, unsigned rows,
                    unsigned columns);

  /** Transform what tiles along a row read: places v from the numbers x of
     BYLINE_ROW_STEP tiles, x_step apart the first, second and third of each. */
  void (*row_split)(const float* x, size_t x_step, float* v);

  /** Compute a row of pixels, in tiles. */
  void (*tile_row)(const BylineTileRow* row);

  /** Add to a correlation's weight gradient. */
  void (*weigh)(const BylineWeightBlock* block, unsigned n_vectors);

  /** The same of one vector, for runs as correlate_groups() has them:

      weights[r][k][o] += sum over clips, rows, columns:
                          x[offsets[r] + o / run_length * run_length + k]
                          * dy[o] */
  void (*weigh_groups)(const BylineWeightBlock* block);

  /** y = x scale + shift (+ add), perhaps clamped. */
  void (*affine)(const BylineAffineRow* row);

  /** Add to `sums` the sums of x and of its square: 2 x pitch. */
  void (*moments)(const float* x, size_t n_pixels, size_t pitch, double* sums);

  /** Add to `sums` those of g and g (x - mean), g being dy where y > 0. */
  void (*norm_sums)(const BylineNormRow* row, double* sums);

  /** dx = g scale + (x - mean) slope + shift; d_add = g. */
  void (*norm_backward)(const BylineNormRow* row);

  /** y = the maximum of some pixels of `x`; which[c] says of which of them, the
      first that has it.  `which` may be NULL. */
  void (*max_window)(const BylineWindowPixels* window, const float* x, float* y,
                     uint8_t* which);

  /** The maxima of a row of windows. */
  void (*max_row)(const BylineMaxRow* row);

  /** Add `dy` to the pixels of `dx` that had the maximum. */
  void (*max_window_back)(const BylineWindowPixels* window,
                          const uint8_t* which, const float* dy, float* dx);

  /** y = tanh(first half of x) logistic(second half). */
  void (*gate)(const BylineGateRow* row);

  /** The way back through gate(). */
  void (*gate_back)(const BylineGateRow* row);

  /** sums[o] += sum over i: x[i] weights[i][o]. */
  void (*multiply)(const float* weights, const float* x, size_t n_in,
                   size_t n_out, float* sums);
} BylineKernels;

/** How far processors differ. */
typedef enum {
  BYLINE_KERNELS_PORTABLE, ///< What the compiler makes of 16-byte vectors
  BYLINE_KERNELS_AVX2,     ///< x86-64 with AVX2 and FMA
  BYLINE_KERNELS_AVX512,   ///< x86-64 with AVX-512 F, VL, DQ, BW
  BYLINE_KERNELS_NEON,     ///< 64-bit ARM
  BYLINE_KERNELS_LEVELS    ///< How many there are
} BylineKernelLevel;

/** The kernels of a level, or NULL if this processor lacks it. */
const BylineKernels* byline_kernels_at(BylineKernelLevel level);

/** The fastest kernels that this processor has. */
const BylineKernels* byline_kernels_best(void);

#endif // BYLINE_NN_KERNELS_H
