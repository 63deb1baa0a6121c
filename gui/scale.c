/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "scale.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Dots per inch at which a unit is a pixel */
static const double usual_dpi = 96;

/* Not with strtod(), which knows only one of point and comma, as the locale of
   the host has it */
static bool read_decimal(const char* text, double* value)
{
  double unit = 1;
  bool has_point = false;
  bool has_digit = false;
  *value = 0;
  text += strspn(text, " \t");
  for (; isdigit((unsigned char)*text) || (!has_point && strchr(".,", *text));
       ++text) {
    if (!*text) {
      break;
    }
    if (*text == '.' || *text == ',') {
      has_point = true;
      continue;
    }
    has_digit = true;
    unit /= has_point ? 10 : 1;
    *value =
        has_point ? *value + unit * (*text - '0') : 10 * *value + (*text - '0');
  }
  text += strspn(text, " \t");
  return has_digit && !*text;
}

static double bounded(double scale)
{
  return fmin(fmax(scale, BYLINE_LEAST_SCALE), BYLINE_MOST_SCALE);
}

bool byline_scale_read(const char* text, double* scale)
{
  double value = 0;
  if (!text || !read_decimal(text, &value)) {
    return false;
  }
  *scale = bounded(value);
  return true;
}

/* Bare window managers tell no resolution.  One screen with 1700 lines or more
   is a fine one; what is much wider, or upright, may be several. */
static double guess(int width, int height)
{
  static const int many_lines = 1700;
  return height >= many_lines && width > height && width < 2.5 * height ? 1.5
                                                                        : 1;
}

double byline_scale_choose(double host, const char* dpi, int width, int height)
{
  double scale = 0;
  if (byline_scale_read(getenv("BYLINE_SCALE"), &scale)) {
    return scale;
  }
  if (host > 0 && isfinite(host)) {
    return bounded(host);
  }
  double gtk = 0;
  double qt = 0;
  byline_scale_read(getenv("GDK_SCALE"), &gtk);
  byline_scale_read(getenv("QT_SCALE_FACTOR"), &qt);
  double dots = 0;
  const bool has_dots = dpi && read_decimal(dpi, &dots);
  const double said = fmax(has_dots ? dots / usual_dpi : 0, fmax(gtk, qt));
  return bounded(said > 0 ? said : guess(width, height));
}
