/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Effects that colour sound: second-order filters after R. Bristow-Johnson,
   "Cookbook formulae for audio equalizer biquad filter coefficients". */

#include "dataset/effects.h"

#include <math.h>

/* Quality factors of a fourth-order Butterworth filter's two halves */
static const double butterworth[2] = {0.54119610, 1.30656296};

/* Coefficients, divided by a0 */
typedef struct {
  double b0, b1, b2, a1, a2;
} Biquad;

/* The cookbook's names for what all formulas share */
typedef struct {
  double cos_w;
  double alpha;
} Angle;

static Angle angle_of(double frequency, double rate, double q)
{
  /* Above what the sound can hold, a filter has nothing to do */
  const double limit = 0.49 * rate;
  const double w = 2 * M_PI * (frequency < limit ? frequency : limit) / rate;
  return (Angle){.cos_w = cos(w), .alpha = sin(w) / (2 * q)};
}

static Biquad pass_filter(Angle angle, double side)
{
  const double a0 = 1 + angle.alpha;
  const double b1 = side - angle.cos_w; /* 1 for low-pass, -1 for high-pass */
  return (Biquad){.b0 = side * b1 / 2 / a0,
                  .b1 = b1 / a0,
                  .b2 = side * b1 / 2 / a0,
                  .a1 = -2 * angle.cos_w / a0,
                  .a2 = (1 - angle.alpha) / a0};
}

/* A shelf; `side` is 1 for bass, -1 for treble. */
static Biquad shelf_filter(Angle angle, double gain, double side)
{
  const double a = pow(10, gain / 40);
  const double c = side * angle.cos_w;
  const double root = 2 * sqrt(a) * angle.alpha;
  const double a0 = a + 1 + (a - 1) * c + root;
  return (Biquad){.b0 = a * (a + 1 - (a - 1) * c + root) / a0,
                  .b1 = side * 2 * a * (a - 1 - (a + 1) * c) / a0,
                  .b2 = a * (a + 1 - (a - 1) * c - root) / a0,
                  .a1 = side * -2 * (a - 1 + (a + 1) * c) / a0,
                  .a2 = (a + 1 + (a - 1) * c - root) / a0};
}

/* Transposed direct form II. */
static void run_filter(BylineSound* sound, const Biquad* filter)
{
  for (int c = 0; c < 2; ++c) {
    double s1 = 0;
    double s2 = 0;
    for (size_t i = 0; i < sound->n; ++i) {
      const double x = (double)sound->channels[c][i];
      const double y = filter->b0 * x + s1;
      s1 = filter->b1 * x - filter->a1 * y + s2;
      s2 = filter->b2 * x - filter->a2 * y;
      sound->channels[c][i] = (float)y;
    }
  }
}

static BylineStatus pass(BylineSound* sound, double frequency, double side)
{
  for (int i = 0; i < 2; ++i) {
    const Biquad filter =
        pass_filter(angle_of(frequency, sound->rate, butterworth[i]), side);
    run_filter(sound, &filter);
  }
  return BYLINE_OK;
}

static BylineStatus shelf(BylineSound* sound, double frequency, double gain,
                          double side)
{
  const Biquad filter =
      shelf_filter(angle_of(frequency, sound->rate, sqrt(0.5)), gain, side);
  run_filter(sound, &filter);
  return BYLINE_OK;
}

BylineStatus byline_effect_lowpass(BylineSound* sound, double frequency,
                                   BylineRandom* random)
{
  (void)random;
  return pass(sound, frequency, 1);
}

BylineStatus byline_effect_highpass(BylineSound* sound, double frequency,
                                    BylineRandom* random)
{
  (void)random;
  return pass(sound, frequency, -1);
}

BylineStatus byline_effect_bandpass(BylineSound* sound, double frequency,
                                    BylineRandom* random)
{
  (void)random;
  pass(sound, frequency / 2, -1);
  return pass(sound, frequency * 2, 1);
}

BylineStatus byline_effect_bass(BylineSound* sound, double gain,
                                BylineRandom* random)
{
  (void)random;
  return shelf(sound, 200, gain, 1);
}

BylineStatus byline_effect_treble(BylineSound* sound, double gain,
                                  BylineRandom* random)
{
  (void)random;
  return shelf(sound, 4000, gain, -1);
}

BylineStatus byline_effect_telephone(BylineSound* sound, double unused,
                                     BylineRandom* random)
{
  (void)unused;
  (void)random;
  pass(sound, 300, -1);
  return pass(sound, 3400, 1);
}
