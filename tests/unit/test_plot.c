/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/figures.h"
#include "tests/unit/suite.h"

#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* Somebody without clips, for whom all of another's are taken, has a column. */
static void test_answers_without_clips(void** state)
{
  (void)state;
  BylineConfusion confusion;
  assert_int_equal(byline_confusion_new(4, &confusion), BYLINE_OK);
  byline_confusion_add(&confusion, 0, 3);
  const size_t n = count_full(&confusion);
  assert_in_range(n, 1400, 46 * 46);
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

/* ---- the map */

enum { N_POINTS = 300 };

/* Draw two classes of points, each in a cloud, and count the pixels that are
   coloured as points. */
static size_t count_points(const float* points, char* const* labels)
{
  static size_t classes[N_POINTS];
  for (size_t i = 0; i < N_POINTS; ++i) {
    classes[i] = i % 2;
  }
  const BylineMapPlot map = {.title = "",
                             .n = N_POINTS,
                             .points = points,
                             .classes = classes,
                             .n_classes = 2,
                             .names = labels};
  const BylineFigure figure = byline_map_figure(&map);
  cairo_surface_t* const image =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, 700, (int)figure.height);
  cairo_t* const cr = cairo_create(image);
  cairo_set_source_rgb(cr, 1, 1, 1);
  cairo_paint(cr);
  cairo_rectangle(cr, 0, 0, 660, figure.height); // without the legend
  cairo_clip(cr);
  figure.draw(cr, figure.data);
  cairo_destroy(cr);
  cairo_surface_flush(image);
  size_t n = 0;
  const unsigned char* const data = cairo_image_surface_get_data(image);
  const int stride = cairo_image_surface_get_stride(image);
  for (int y = 0; y < cairo_image_surface_get_height(image); ++y) {
    for (int x = 0; x < 660; ++x) {
      const unsigned char* const p = data + y * stride + 4 * x;
      n += abs(p[0] - p[2]) > 60; // neither grey nor black
    }
  }
  cairo_surface_destroy(image);
  return n;
}

/* Names find room beside the points: they hide none of these */
static void test_names_lie_beside_points(void** state)
{
  (void)state;
  static float points[2 * N_POINTS];
  srand(3);
  for (size_t i = 0; i < N_POINTS; ++i) {
    const float centre = i % 2 ? 10 : -10;
    points[2 * i] = centre + 4 * (float)rand() / (float)RAND_MAX;
    points[2 * i + 1] = centre / 2 + 4 * (float)rand() / (float)RAND_MAX;
  }
  char* const long_names[] = {"A rather long artist's name",
                              "Another of these"};
  char* const no_names[] = {"", ""};
  const size_t all = count_points(points, no_names);
  assert_true(all > 1000);
  /* But for the thin line that leads to them */
  assert_in_range(count_points(points, long_names), all * 98 / 100, all);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_full_cells_are_dark),
      cmocka_unit_test(test_answers_without_clips),
      cmocka_unit_test(test_nothing_to_draw),
      cmocka_unit_test(test_names_lie_beside_points),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
