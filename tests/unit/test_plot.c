/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/figures.h"

#include <cairo.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char* names[] = {"Ann", "Bob", "Nobody", "Cid"};

static BylineStatus draw(const BylineConfusion* confusion, const char* path)
{
  BylineConfusionPlot plot;
  BylineFigure figure;
  const BylineStatus status =
      byline_confusion_figure(confusion, names, &plot, &figure);
  return status == BYLINE_OK ? byline_figure_write(&figure, path) : status;
}

/* Draw and count the pixels in the colour of a full cell. */
static size_t count_full(const BylineConfusion* confusion)
{
  char path[] = "/tmp/byline-test-XXXXXX.png";
  const int fd = mkstemps(path, 4);
  assert_true(fd >= 0);
  close(fd);
  assert_int_equal(draw(confusion, path), BYLINE_OK);
  cairo_surface_t* const image = cairo_image_surface_create_from_png(path);
  assert_int_equal(cairo_surface_status(image), CAIRO_STATUS_SUCCESS);
  unlink(path);

  const unsigned char* const data = cairo_image_surface_get_data(image);
  const int height = cairo_image_surface_get_height(image);
  const int stride = cairo_image_surface_get_stride(image);
  size_t n = 0;
  for (int i = 0; i < height * stride; i += 4) {
    /* blue, green, red */
    n += abs(data[i] - 128) < 3 && abs(data[i + 1] - 69) < 3 &&
         abs(data[i + 2] - 20) < 3;
  }
  cairo_surface_destroy(image);
  return n;
}

static void test_full_cells_are_dark(void** state)
{
  (void)state;
  BylineConfusion confusion;
  assert_int_equal(byline_confusion_new(4, &confusion), BYLINE_OK);
  byline_confusion_add(&confusion, 0, 0);
  byline_confusion_add(&confusion, 1, 3);
  byline_confusion_add(&confusion, 3, 1);
  byline_confusion_add(&confusion, 3, 3);
  /* Two cells of 46 x 46, but for the figures on them; the others are half
     full or empty, and Nobody has none */
  const size_t n = count_full(&confusion);
  assert_in_range(n, 2 * 1400, 2 * 46 * 46);
  byline_confusion_free(&confusion);
}

static void test_nothing_to_draw(void** state)
{
  (void)state;
  BylineConfusion confusion;
  assert_int_equal(byline_confusion_new(4, &confusion), BYLINE_OK);
  assert_int_equal(draw(&confusion, "/tmp/x.png"), BYLINE_ERROR_DATA);
  byline_confusion_add(&confusion, 0, 0);
  assert_int_equal(draw(&confusion, "/nowhere/x.png"), BYLINE_ERROR_IO);
  byline_confusion_free(&confusion);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_full_cells_are_dark),
      cmocka_unit_test(test_nothing_to_draw),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
