/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures compared with those that were looked at. */

#ifndef BYLINE_TESTS_GOLDEN_H
#define BYLINE_TESTS_GOLDEN_H

#include "tests/unit/picture.h"

/* A small copy: what is left of a picture where fonts differ a little */
static inline Picture shrink(const Picture* p)
{
  enum { WIDTH = 160 };
  Picture small = blank(WIDTH, p->height * WIDTH / p->width);
  cairo_t* const cr = cairo_create(small.surface);
  cairo_scale(cr, (double)small.width / p->width,
              (double)small.height / p->height);
  cairo_set_source_surface(cr, p->surface, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BEST);
  cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
  cairo_paint(cr);
  cairo_destroy(cr);
  cairo_surface_flush(small.surface);
  return small;
}

static inline int distance(uint32_t a, uint32_t b)
{
  int most = 0;
  for (int shift = 0; shift < 24; shift += 8) {
    const int d = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
    most = d > most ? d : most;
  }
  return most;
}

/* Compare with the picture that was looked at and found good.  Text may be
   drawn a little differently; anything that has moved or changed colour is far
   beyond what is allowed. */
static inline void compare(const Picture* p, const char* name)
{
  char path[256];
  Picture small = shrink(p);
  snprintf(path, sizeof(path), "tests/golden/view/%s.png", name);
  if (getenv("BYLINE_GOLDEN_WRITE")) {
    cairo_surface_write_to_png(small.surface, path);
  }
  cairo_surface_t* const golden = cairo_image_surface_create_from_png(path);
  assert_int_equal(cairo_surface_status(golden), CAIRO_STATUS_SUCCESS);
  assert_int_equal(cairo_image_surface_get_width(golden), small.width);
  assert_int_equal(cairo_image_surface_get_height(golden), small.height);
  const uint32_t* const good =
      (const uint32_t*)(void*)cairo_image_surface_get_data(golden);
  const int n = small.width * small.height;
  int far = 0;
  long sum = 0;
  for (int i = 0; i < n; ++i) {
    const int d = distance(small.pixels[i], good[i]);
    sum += d;
    far += d > 60;
  }
  if (sum > 4L * n || far > n / 50) {
    fail_msg("%s: mean difference %.2f, %d of %d pixels differ much", name,
             (double)sum / n, far, n);
  }
  cairo_surface_destroy(golden);
  discard(&small);
}

#endif // BYLINE_TESTS_GOLDEN_H
