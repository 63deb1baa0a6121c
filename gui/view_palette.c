/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_palette.h"

#include <math.h>

/* Colours that people with any kind of colour vision tell apart, after M. Okabe
   and K. Ito, "Color Universal Design" (2008), without black */
static const uint32_t universal[BYLINE_ARTIST_COLORS] = {
    0x56b4e9, 0xe69f00, 0x009e73, 0xcc79a7, 0xf0e442, 0x0072b2, 0xd55e00};

static const BylineColor black = {0, 0, 0};
static const BylineColor white = {1, 1, 1};

BylineColor byline_color_dark(void)
{
  return byline_color_rgb(0x0d1117);
}

BylineColor byline_color_light(void)
{
  return byline_color_rgb(0xf4f5f7);
}

BylineColor byline_color_rgb(uint32_t rgb)
{
  const BylineColor color = {(rgb >> 16 & 255) / 255.0,
                             (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0};
  return color;
}

BylineColor byline_color_mix(BylineColor a, BylineColor b, double amount)
{
  const BylineColor mixed = {a.r + amount * (b.r - a.r),
                             a.g + amount * (b.g - a.g),
                             a.b + amount * (b.b - a.b)};
  return mixed;
}

static double linear(double component)
{
  return component <= 0.04045 ? component / 12.92
                              : pow((component + 0.055) / 1.055, 2.4);
}

static double gamma_encoded(double component)
{
  return component <= 0.0031308 ? component * 12.92
                                : 1.055 * pow(component, 1 / 2.4) - 0.055;
}

static double luminance(BylineColor color)
{
  return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) +
         0.0722 * linear(color.b);
}

double byline_color_contrast(BylineColor a, BylineColor b)
{
  const double la = luminance(a) + 0.05;
  const double lb = luminance(b) + 0.05;
  return la > lb ? la / lb : lb / la;
}

BylineColor byline_color_on(BylineColor ground)
{
  return byline_color_contrast(white, ground) >
                 byline_color_contrast(black, ground)
             ? white
             : black;
}

/* `color`, moved towards white or black just so far that its contrast to
   `ground` reaches `contrast` */
static BylineColor readable(BylineColor color, BylineColor ground,
                            double contrast)
{
  const BylineColor end = byline_color_on(ground);
  BylineColor moved = color;
  for (int step = 1; step <= 50; ++step) {
    if (byline_color_contrast(moved, ground) >= contrast) {
      break;
    }
    moved = byline_color_mix(color, end, step / 50.0);
  }
  return moved;
}

/* Linear sRGB of a colour in Oklab's polar form; equations of B. Ottosson,
   "A perceptual color space for image processing" (2020) */
static BylineColor oklch_linear(double lightness, double chroma, double hue)
{
  const double a = chroma * cos(hue);
  const double b = chroma * sin(hue);
  const double l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
  const double m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
  const double s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
  const BylineColor color = {
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
  return color;
}

static bool displayable(BylineColor color)
{
  const double low = -1e-4;
  const double high = 1 + 1e-4;
  return color.r > low && color.g > low && color.b > low && color.r < high &&
         color.g < high && color.b < high;
}

static uint32_t byte_of(double component)
{
  return (uint32_t)lround(255 * fmin(fmax(gamma_encoded(component), 0), 1));
}

/* The most colourful sRGB colour of this lightness and hue, up to a chroma */
static uint32_t oklch(double lightness, double chroma, double hue)
{
  BylineColor color = oklch_linear(lightness, chroma, hue);
  while (!displayable(color) && chroma > 0) {
    chroma = fmax(chroma - 0.002, 0);
    color = oklch_linear(lightness, chroma, hue);
  }
  return byte_of(color.r) << 16 | byte_of(color.g) << 8 | byte_of(color.b);
}

/* Equal steps of level become equal steps of lightness, away from the
   background, which is silence.  The hue turns along with it, so that steps are
   told apart by both: from indigo by way of teal to yellow in the dark, from
   sky to violet in the light. */
static void make_spectrum(BylinePalette* palette)
{
  for (int i = 0; i < 256; ++i) {
    const double t = i / 255.0;
    const double lightness = palette->dark ? 0.17 + 0.79 * t : 0.96 - 0.72 * t;
    const double chroma =
        palette->dark ? 0.03 + 0.14 * sin(M_PI * pow(t, 0.8)) : 0.01 + 0.19 * t;
    const double hue = palette->dark ? 280 - 175 * t : 215 + 90 * t;
    palette->spectrum[i] = oklch(lightness, chroma, hue * M_PI / 180);
  }
}

void byline_palette_init(BylinePalette* palette, BylineColor background,
                         BylineColor ink)
{
  palette->dark = byline_color_on(background).r > 0.5;
  ink = readable(ink, background, 12);
  palette->background = background;
  palette->panel = byline_color_mix(background, ink, palette->dark ? 0.055 : 0);
  if (!palette->dark) {
    palette->panel = byline_color_mix(background, white, 0.7);
  }
  palette->raised = byline_color_mix(background, ink, palette->dark ? 0.1 : 0);
  if (!palette->dark) {
    palette->raised = byline_color_mix(background, white, 0.95);
  }
  palette->track = byline_color_mix(background, ink, 0.16);
  palette->text = readable(ink, palette->panel, 12);
  palette->dim =
      readable(byline_color_mix(background, ink, 0.55), palette->track, 4.5);
  palette->neutral =
      readable(byline_color_mix(background, ink, 0.45), palette->panel, 3.2);
  palette->neutral = readable(palette->neutral, palette->raised, 3.2);
  palette->accent = readable(byline_color_rgb(0x3d8bd4), palette->raised, 4.5);
  palette->warning = readable(byline_color_rgb(0xe5484d), palette->panel, 4.8);
  for (int i = 0; i < BYLINE_ARTIST_COLORS; ++i) {
    palette->artists[i] =
        readable(byline_color_rgb(universal[i]), palette->panel, 3.2);
  }
  make_spectrum(palette);
}

void byline_color_set(cairo_t* cr, BylineColor color)
{
  cairo_set_source_rgb(cr, color.r, color.g, color.b);
}
