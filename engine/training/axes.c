/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/axes.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>

void byline_axes_whiten(const BylineAxes* f, float* points, size_t n_points)
{
  const lapack_int n = (lapack_int)f->choice->n;
  cblas_strsm(CblasColMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit,
              (int)n, (int)n_points, 1, f->factor, (int)n, points, (int)n);
}

/* Take out of points what the axes so far show */
static void project_out(const BylineAxes* f, float* points, size_t n_points)
{
  const int n = (int)f->choice->n;
  for (size_t k = 0; k < n_points; ++k) {
    for (size_t a = 0; a < f->n_found; ++a) {
      const float* const axis = f->axes + a * f->choice->n;
      float* const point = points + k * f->choice->n;
      cblas_saxpy(n, -cblas_sdot(n, axis, 1, point, 1), axis, 1, point, 1);
    }
  }
}

BylineStatus byline_axes_add(BylineAxes* f, float* points, size_t n_points)
{
  const int n = (int)f->choice->n;
  const int m = (int)n_points;
  float* const products = malloc(n_points * n_points * sizeof(float));
  float* const sizes = malloc(n_points * sizeof(float));
  const bool complete = products && sizes;
  if (complete) {
    project_out(f, points, n_points);
    cblas_ssyrk(CblasColMajor, CblasUpper, CblasTrans, m, n, 1, points, n, 0,
                products, m);
  }
  if (complete &&
      LAPACKE_ssyevd(LAPACK_COL_MAJOR, 'V', 'U', m, products, m, sizes) == 0) {
    /* The largest are the last; those of rounding errors do not count */
    const float least = 1e-5f * sizes[m - 1];
    for (int k = m - 1; k >= 0 && sizes[k] > least && f->n_found < f->n_axes;
         --k) {
      cblas_sgemv(CblasColMajor, CblasNoTrans, n, m, 1 / sqrtf(sizes[k]),
                  points, n, products + (size_t)k * n_points, 1, 0,
                  f->axes + f->n_found * f->choice->n, 1);
      ++f->n_found;
    }
  }
  free(products);
  free(sizes);
  return complete ? BYLINE_OK : byline_no_memory("discriminants");
}

float* byline_axes_artists(const BylineAxes* f)
{
  const BylineScatter* const s = f->scatter;
  float* const points = malloc(s->n_artists * f->choice->n * sizeof(float));
  float* const row = malloc(s->n_values * sizeof(float));
  for (size_t k = 0; points && row && k < s->n_artists; ++k) {
    for (size_t i = 0; i < s->n_values; ++i) {
      row[i] =
          s->weights[k] > 0 ? s->means[k * s->n_values + i] - s->centre[i] : 0;
    }
    byline_blocks_pack(f->choice, row, points + k * f->choice->n);
  }
  if (points && row) {
    byline_axes_whiten(f, points, s->n_artists);
  } else {
    free(points);
  }
  const bool complete = points && row;
  free(row);
  return complete ? points : NULL;
}

void byline_axes_unwhiten(BylineAxes* f)
{
  const int n = (int)f->choice->n;
  cblas_strsm(CblasColMajor, CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit,
              n, (int)f->n_found, 1, f->factor, n, f->axes, n);
}

bool byline_axes_place(const BylineAxes* f, float* rows, float* offsets)
{
  const BylineScatter* const s = f->scatter;
  float* const row = malloc(s->n_values * sizeof(float));
  for (size_t a = 0; row && a < f->n_found; ++a) {
    double offset = 0;
    byline_blocks_unpack(f->choice, f->axes + a * f->choice->n, row);
    for (size_t i = 0; i < s->n_values; ++i) {
      const float weight = row[i] * s->scales[i];
      rows[a * s->n_values + i] = weight;
      offset += (double)weight * (double)s->offsets[i] -
                (double)row[i] * (double)s->centre[i];
    }
    offsets[a] = (float)offset;
  }
  const bool complete = row;
  free(row);
  return complete;
}
