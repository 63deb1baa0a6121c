/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/kaiser.h"

#include <math.h>

#define PI 3.14159265358979324

/* The modified Bessel function of the first kind, order 0, by its series */
static double bessel_i0(double x)
{
  double sum = 1;
  double term = 1;
  for (unsigned k = 1; term > 1e-12 * sum; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

double byline_kaiser(double x, double attenuation)
{
  const double beta = 0.1102 * (attenuation - 8.7);
  return fabs(x) < 1 ? bessel_i0(beta * sqrt(1 - x * x)) / bessel_i0(beta) : 0;
}

double byline_sinc(double x)
{
  return fabs(x) < 1e-9 ? 1 : sin(PI * x) / (PI * x);
}
