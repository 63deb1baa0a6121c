/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file kernels_template.h
   The loops of kernels.h, for the file that includes this.

   It defines KERNELS, the name of the table, NAME, that of the processors,
   VECTOR, the floats in a vector, and MAX_PIXELS: MAX_PIXELS x
   BYLINE_MAX_VECTORS sums must fit in registers beside what feeds them.  It may
   define LARGER and SMALLER, where the processor has instructions for them that
   compilers do not find.
   Vectors are those of GCC and clang; products and sums are contracted into
   fused operations by the compiler.
*/

#include "nn/kernels.h"
#include "nn/kernels_table.h"

#include <stdint.h>
#include <string.h>

typedef float Vector __attribute__((vector_size(VECTOR * 4), may_alias));
typedef int32_t Mask __attribute__((vector_size(VECTOR * 4), may_alias));
typedef uint32_t Bits __attribute__((vector_size(VECTOR * 4), may_alias));
typedef uint8_t Bytes __attribute__((vector_size(VECTOR), may_alias));

#define INLINE static inline __attribute__((always_inline))

/* Each lane's larger and smaller number, `b` where they are equal */
#ifndef LARGER
INLINE Vector choose(Mask first, Vector a, Vector b)
{
  return (Vector)((first & (Mask)a) | (~first & (Mask)b));
}
#define LARGER(a, b) choose((a) > (b), a, b)
#define SMALLER(a, b) choose((a) < (b), a, b)
#endif

INLINE Vector load(const float* x)
{
  return *(const Vector*)x;
}

INLINE void store(float* y, Vector value)
{
  *(Vector*)y = value;
}

/* Where `sign` > 0, `value`, elsewhere 0 */
INLINE Vector where_positive(Vector sign, Vector value)
{
  return (Vector)((Mask)value & (sign > (Vector){0}));
}

/* How far ahead of their use weights are fetched, in floats: those of a wide
   layer come from the third-level cache or from memory, page by page, and
   what processors foresee ends with the page. */
#define FETCH_AHEAD 2048

#define CACHE_LINE 16 ///< Floats

/* Narrow blocks have few weights and no time to spare for this */
INLINE void fetch_weights(const float* w, const unsigned nv)
{
  for (unsigned i = 0; nv > 1 && i < nv * VECTOR; i += CACHE_LINE) {
    __builtin_prefetch(w + FETCH_AHEAD + i);
  }
}

/* A loop that the compiler writes out, whatever it thinks of its length: arrays
   that are only used in such loops stay in registers from beginning to end */
#define EACH(I, N) _Pragma("GCC unroll 14") for (unsigned I = 0; I < (N); ++I)

/* What sums begin with.  What is added is fetched here already, while the sums
   before are still being made. */
INLINE void begin_tile(const unsigned n, const unsigned nv,
                       const BylineCorrelationRow* row, size_t first,
                       Vector sum[MAX_PIXELS][BYLINE_MAX_VECTORS])
{
  Vector bias[BYLINE_MAX_VECTORS];
  EACH (v, nv) {
    bias[v] = row->bias ? load(row->bias + v * VECTOR) : (Vector){0};
  }
  if (row->add) {
    const size_t step = row->y_step;
    const float* add = row->add + first * step;
    EACH (i, n) {
      EACH (v, nv) {
        sum[i][v] = bias[v] + load(add + v * VECTOR);
      }
      add += step;
    }
  } else {
    EACH (i, n) {
      EACH (v, nv) {
        sum[i][v] = bias[v];
      }
    }
  }
}

/* Sums become outputs */
INLINE void finish_tile(const unsigned n, const unsigned nv,
                        const BylineCorrelationRow* row, size_t first,
                        Vector sum[MAX_PIXELS][BYLINE_MAX_VECTORS])
{
  const size_t step = row->y_step;
  float* y = row->y + first * step;
  if (row->relu) {
    EACH (i, n) {
      EACH (v, nv) {
        sum[i][v] = LARGER(sum[i][v], (Vector){0});
      }
    }
  }
  EACH (i, n) {
    EACH (v, nv) {
      store(y + v * VECTOR, sum[i][v]);
    }
    y += step;
  }
}

/* The sums of `n` pixels x `nv` vectors stay in registers.  Pixels are
   addressed from every third one, which a processor's addressing modes can
   reach without a register for each. */
INLINE void correlate_tile(const unsigned n, const unsigned nv,
                           const BylineCorrelationRow* row, size_t first)
{
  enum { n_bases = (MAX_PIXELS + 2) / 3 };
  Vector sum[MAX_PIXELS][BYLINE_MAX_VECTORS];
  begin_tile(n, nv, row, first, sum);
  const size_t step = row->x_step;
  const float* w = row->weights;
  for (size_t r = 0; r < row->n_runs; ++r) {
    const float* x[n_bases];
    EACH (b, n_bases) {
      x[b] = row->x + row->offsets[r] + (first + 3 * b) * step;
    }
    for (size_t k = 0; k < row->run_length; ++k) {
      fetch_weights(w, nv);
      EACH (i, n) {
        const float value = x[i / 3][i % 3 * step + k];
        EACH (v, nv) {
          sum[i][v] += load(w + v * VECTOR) * value;
        }
      }
      w += nv * VECTOR;
    }
  }
  finish_tile(n, nv, row, first, sum);
}

/* A case for every number of pixels, so that all are known when compiling */
#if MAX_PIXELS >= 14
#define FOR_EACH_COUNT(DO)                                                     \
  DO(1)                                                                        \
  DO(2)                                                                        \
  DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14)
#elif MAX_PIXELS >= 10
#define FOR_EACH_COUNT(DO)                                                     \
  DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10)
#else
#define FOR_EACH_COUNT(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6)
#endif

#define CORRELATE_CASE(N)                                                      \
  case N:                                                                      \
    correlate_tile(N, nv, row, first);                                         \
    break;

INLINE void correlate_vectors(const BylineCorrelationRow* row,
                              const unsigned nv)
{
  /* Tiles as equal as can be: a narrow last one would be slow */
  const size_t n = row->n_pixels;
  const size_t n_tiles = (n + MAX_PIXELS - 1) / MAX_PIXELS;
  for (size_t t = 0; t < n_tiles; ++t) {
    const size_t first = n * t / n_tiles;
    const size_t end = n * (t + 1) / n_tiles;
    switch (end - first) {
      FOR_EACH_COUNT(CORRELATE_CASE)
    default:
      break;
    }
  }
}

/* In all lanes of a group of `group`, its number `k` */
INLINE Vector spread(Vector x, const unsigned group, const unsigned k)
{
#if defined(__clang__)
  Vector y = {0};
  for (unsigned lane = 0; lane < VECTOR; ++lane) {
    y[lane] = x[lane / group * group + k];
  }
  return y;
#else
  Mask place = {0};
  for (unsigned lane = 0; lane < VECTOR; ++lane) {
    place[lane] = (int32_t)(lane / group * group + k);
  }
  return __builtin_shuffle(x, place);
#endif
}

/* As correlate_tile(), of one vector */
INLINE void correlate_groups_tile(const unsigned n, const unsigned group,
                                  const BylineCorrelationRow* row, size_t first)
{
  Vector sum[MAX_PIXELS][BYLINE_MAX_VECTORS];
  begin_tile(n, 1, row, first, sum);
  const float* weights = row->weights;
  for (size_t r = 0; r < row->n_runs; ++r) {
    const float* const x = row->x + row->offsets[r] + first * row->x_step;
    Vector w[8];
    EACH (k, group) {
      w[k] = load(weights + k * VECTOR);
    }
    EACH (i, n) {
      const Vector value = load(x + i * row->x_step);
      EACH (k, group) {
        sum[i][0] += spread(value, group, k) * w[k];
      }
    }
    weights += group * VECTOR;
  }
  finish_tile(n, 1, row, first, sum);
}

#define GROUPS_CASE(N)                                                         \
  case N:                                                                      \
    correlate_groups_tile(N, group, row, first);                               \
    break;

INLINE void correlate_groups_of(const BylineCorrelationRow* row,
                                const unsigned group)
{
  const size_t n = row->n_pixels;
  const size_t n_tiles = (n + MAX_PIXELS - 1) / MAX_PIXELS;
  for (size_t t = 0; t < n_tiles; ++t) {
    const size_t first = n * t / n_tiles;
    const size_t end = n * (t + 1) / n_tiles;
    switch (end - first) {
      FOR_EACH_COUNT(GROUPS_CASE)
    default:
      break;
    }
  }
}

static void correlate_groups(const BylineCorrelationRow* row)
{
#if VECTOR >= 8
  if (row->run_length == 8) {
    correlate_groups_of(row, 8);
    return;
  }
#endif
  correlate_groups_of(row, 4);
}

static void correlate(const BylineCorrelationRow* row, unsigned n_vectors)
{
  if (n_vectors == 2) {
    correlate_vectors(row, 2);
  } else {
    correlate_vectors(row, 1);
  }
}

static void affine(const BylineAffineRow* row)
{
  for (size_t p = 0; p < row->n_pixels; ++p) {
    const size_t place = p * row->pitch;
    for (size_t c = 0; c < row->pitch; c += VECTOR) {
      Vector y = load(row->x + place + c) * load(row->scale + c) +
                 load(row->shift + c);
      if (row->add) {
        y += load(row->add + place + c);
      }
      if (row->relu) {
        y = where_positive(y, y);
      }
      store(row->y + place + c, y);
    }
  }
}

/* Add two vectors of sums, made over few pixels, to sums that are exact
   enough for a whole batch */
INLINE void add_sums(double* sums, size_t pitch, Vector a, Vector b)
{
  for (unsigned i = 0; i < VECTOR; ++i) {
    sums[i] += (double)a[i];
    sums[pitch + i] += (double)b[i];
  }
}

/* So many vectors of channels at a time: a pixel's lie side by side in memory,
   and a sum need not wait for the one before */
#define SUMMED 4

INLINE void moments_of(const unsigned nv, const float* x, size_t n_pixels,
                       size_t pitch, double* sums)
{
  Vector sum[SUMMED] = {{0}};
  Vector square[SUMMED] = {{0}};
  for (size_t p = 0; p < n_pixels; ++p) {
    EACH (v, nv) {
      const Vector value = load(x + p * pitch + v * VECTOR);
      sum[v] += value;
      square[v] += value * value;
    }
  }
  EACH (v, nv) {
    add_sums(sums + v * VECTOR, pitch, sum[v], square[v]);
  }
}

static void moments(const float* x, size_t n_pixels, size_t pitch, double* sums)
{
  size_t c = 0;
  for (; c + SUMMED * VECTOR <= pitch; c += SUMMED * VECTOR) {
    moments_of(SUMMED, x + c, n_pixels, pitch, sums + c);
  }
  for (; c < pitch; c += VECTOR) {
    moments_of(1, x + c, n_pixels, pitch, sums + c);
  }
}

/* The gradient before ReLU */
INLINE Vector norm_gradient(const BylineNormRow* row, size_t place, size_t c)
{
  const Vector g = load(row->dy + place);
  if (row->y) {
    return where_positive(load(row->y + place), g);
  }
  if (row->x_scale) {
    return where_positive(load(row->x + place) * load(row->x_scale + c) +
                              load(row->x_shift + c),
                          g);
  }
  return g;
}

INLINE void norm_sums_of(const unsigned nv, const BylineNormRow* row, size_t c,
                         double* sums)
{
  Vector mean[SUMMED];
  Vector sum[SUMMED] = {{0}};
  Vector product[SUMMED] = {{0}};
  EACH (v, nv) {
    mean[v] = load(row->mean + c + v * VECTOR);
  }
  for (size_t p = 0; p < row->n_pixels; ++p) {
    EACH (v, nv) {
      const size_t channel = c + v * VECTOR;
      const size_t place = p * row->pitch + channel;
      const Vector g = norm_gradient(row, place, channel);
      sum[v] += g;
      product[v] += g * (load(row->x + place) - mean[v]);
    }
  }
  EACH (v, nv) {
    add_sums(sums + c + v * VECTOR, row->pitch, sum[v], product[v]);
  }
}

static void norm_sums(const BylineNormRow* row, double* sums)
{
  size_t c = 0;
  for (; c + SUMMED * VECTOR <= row->pitch; c += SUMMED * VECTOR) {
    norm_sums_of(SUMMED, row, c, sums);
  }
  for (; c < row->pitch; c += VECTOR) {
    norm_sums_of(1, row, c, sums);
  }
}

static void norm_backward(const BylineNormRow* row)
{
  for (size_t p = 0; p < row->n_pixels; ++p) {
    for (size_t c = 0; c < row->pitch; c += VECTOR) {
      const size_t place = p * row->pitch + c;
      const Vector g = norm_gradient(row, place, c);
      if (row->d_add) {
        float* const d_add = row->d_add + place;
        store(d_add, g + (row->add_d_add ? load(d_add) : (Vector){0}));
      }
      Vector dx =
          g * load(row->scale + c) +
          (load(row->x + place) - load(row->mean + c)) * load(row->slope + c) +
          load(row->shift + c);
      if (row->add_dx) {
        dx += load(row->dx + place);
      }
      store(row->dx + place, dx);
    }
  }
}

static void max_window(const BylineWindowPixels* window, const float* x,
                       float* y, uint8_t* which)
{
  for (size_t c = 0; c < window->pitch; c += VECTOR) {
    Vector largest = load(x + window->offsets[0] + c);
    Mask place = {0};
    for (size_t t = 1; t < window->n; ++t) {
      const Vector value = load(x + window->offsets[t] + c);
      const Mask more = value > largest;
      largest = (Vector)((more & (Mask)value) | (~more & (Mask)largest));
      place = (more & (int32_t)t) | (~more & place);
    }
    store(y + c, largest);
    if (which) {
      *(Bytes*)(which + c) = __builtin_convertvector(place, Bytes);
    }
  }
}

static void max_window_back(const BylineWindowPixels* window,
                            const uint8_t* which, const float* dy, float* dx)
{
  for (size_t c = 0; c < window->pitch; c += VECTOR) {
    const Mask place =
        __builtin_convertvector(*(const Bytes*)(which + c), Mask);
    const Vector g = load(dy + c);
    for (size_t t = 0; t < window->n; ++t) {
      float* const to = dx + window->offsets[t] + c;
      store(to, load(to) + (Vector)((Mask)g & (place == (int32_t)t)));
    }
  }
}

INLINE void max_row_of(const unsigned n_rows, const unsigned n_columns,
                       const BylineMaxRow* row)
{
  for (size_t p = 0; p < row->n_pixels; ++p) {
    for (size_t c = 0; c < row->pitch; c += VECTOR) {
      const float* const x = row->x + p * row->x_step + c;
      Vector largest = load(x);
      for (unsigned r = 0; r < n_rows; ++r) {
        for (unsigned k = r == 0; k < n_columns; ++k) {
          largest =
              LARGER(load(x + r * row->row_step + k * row->pitch), largest);
        }
      }
      store(row->y + p * row->pitch + c, largest);
    }
  }
}

/* The windows that networks have get loops of their own */
static void max_row(const BylineMaxRow* row)
{
  if (row->n_rows == 3 && row->n_columns == 3) {
    max_row_of(3, 3, row);
  } else if (row->n_rows == 2 && row->n_columns == 2) {
    max_row_of(2, 2, row);
  } else {
    max_row_of(row->n_rows, row->n_columns, row);
  }
}

/* e^(x factor), for `lowest` <= x <= `highest`; outside as at the end.  It is
   2^n 2^r with |r| <= 1/2, the latter a polynomial whose largest relative error
   is as small as can be, 1e-7; n goes into the exponent. */
INLINE Vector exponential(Vector x, float factor, float lowest, float highest)
{
  const float log2_e = 1.44269504f;
  const Vector low = (Vector){0} + lowest;
  const Vector high = (Vector){0} + highest;
  const Vector y = SMALLER(LARGER(x, low), high);
  /* Adding 1.5 x 2^23 rounds to a whole number, in the last bits */
  const float magic = 12582912.0f;
  const Vector shifted = y * (factor * log2_e) + magic;
  const Vector n = shifted - magic;
  const Vector r = y * (factor * log2_e) - n;
  const Vector p =
      1 +
      r * (0.693146978f +
           r * (0.240222421f + r * (0.0555073377f + r * (0.00967151264f +
                                                         r * 0.00132647143f))));
  return (Vector)((Bits)p + ((Bits)shifted << 23));
}

/* 1 / (1 + e^-x), as byline_logistic() */
INLINE Vector logistic(Vector x)
{
  return 1 / (1 + exponential(x, -1, -88, 87));
}

/* tanh(f) logistic(g) = (1 - u) / ((1 + u) (1 + v)) with u = e^-2f, v = e^-g:
   one division for both.  Where the product below is not finite, the result is
   0, and less than 1e-25 off. */
static void gate(const BylineGateRow* row)
{
  const size_t n = row->n_channels;
  for (size_t p = 0; p < row->n_pixels; ++p) {
    const float* const x = row->x + p * row->x_pitch;
    for (size_t c = 0; c < n; c += VECTOR) {
      const Vector u = exponential(load(x + c), -2, -15, 15);
      const Vector v = exponential(load(x + n + c), -1, -88, 87);
      store(row->y + p * row->y_pitch + c, (1 - u) / ((1 + u) * (1 + v)));
    }
  }
}

static void gate_back(const BylineGateRow* row)
{
  const size_t n = row->n_channels;
  for (size_t p = 0; p < row->n_pixels; ++p) {
    const float* const x = row->x + p * row->x_pitch;
    float* const dx = row->y + p * row->x_pitch;
    for (size_t c = 0; c < n; c += VECTOR) {
      const Vector dy = load(row->dy + p * row->y_pitch + c);
      const Vector filter = 2 * logistic(2 * load(x + c)) - 1;
      const Vector open = logistic(load(x + n + c));
      Vector d_filter = dy * open * (1 - filter * filter);
      Vector d_gate = dy * filter * open * (1 - open);
      if (row->add) {
        d_filter += load(dx + c);
        d_gate += load(dx + n + c);
      }
      store(dx + c, d_filter);
      store(dx + n + c, d_gate);
    }
  }
}

static void multiply(const float* restrict weights, const float* restrict x,
                     size_t n_in, size_t n_out, float* restrict sums)
{
  for (size_t i = 0; i < n_in; ++i) {
    for (size_t o = 0; o < n_out; ++o) {
      sums[o] += x[i] * weights[i * n_out + o];
    }
  }
}

#include "nn/weigh_template.h"

#include "nn/winograd_template.h"

#include "nn/row_tiles_template.h"

const BylineKernels KERNELS = {
    .name = NAME,
    .vector = VECTOR,
    .correlate = correlate,
    .correlate_groups = correlate_groups,
    .weigh = weigh,
    .weigh_groups = weigh_groups,
    .tile_split = tile_split,
    .tile_join = tile_join,
    .row_split = row_split,
    .tile_row = tile_row,
    .affine = affine,
    .moments = moments,
    .norm_sums = norm_sums,
    .norm_backward = norm_backward,
    .max_window = max_window,
    .max_row = max_row,
    .max_window_back = max_window_back,
    .gate = gate,
    .gate_back = gate_back,
    .multiply = multiply,
};
