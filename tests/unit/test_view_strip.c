/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What mixer strips show */

#include "gui/view_strip.h"
#include "tests/unit/golden.h"

static const BylineStrip somebody = {true, BYLINE_STATE_KNOWN, 87,
                                     "Roberto Lorenz"};

static const BylineStripPicture* paint(BylineStripBrush* brush,
                                       const BylineStrip* strip, int width,
                                       int most_height)
{
  return byline_strip_painter()->paint(brush, strip, width, most_height);
}

/* The same, to be measured, kept and compared */
static Picture take(const BylineStripPicture* strip)
{
  assert_non_null(strip);
  Picture p = {.width = strip->width, .height = strip->height};
  p.surface = cairo_image_surface_create_for_data(
      strip->data, CAIRO_FORMAT_RGB24, p.width, p.height, strip->stride);
  p.pixels = (const uint32_t*)(void*)strip->data;
  assert_int_equal(strip->stride, 4 * p.width);
  return p;
}

/* All that it can say, at two sizes */
static void scenes(void** state)
{
  (void)state;
  static const struct {
    const char* name;
    BylineStrip strip;
  } all[] = {{"known", {true, BYLINE_STATE_KNOWN, 87, "Roberto Lorenz"}},
             {"long",
              {true, BYLINE_STATE_KNOWN, 100,
               "The Michael Chapman & Woodpiles Memorial Orchestra of Leeds"}},
             {"unknown", {true, BYLINE_STATE_UNKNOWN, 31, ""}},
             {"silence", {true, BYLINE_STATE_SILENCE, 0, ""}},
             {"listening", {true, BYLINE_STATE_LISTENING, 0, ""}},
             {"no-model", {false, BYLINE_STATE_LISTENING, 0, ""}}};
  BylineStripBrush* const brush = byline_strip_painter()->make();
  assert_non_null(brush);
  for (size_t i = 0; i < sizeof(all) / sizeof(*all); ++i) {
    for (int width = 100; width <= 200; width += 100) {
      char name[64];
      snprintf(name, sizeof(name), "strip-%s-%d", all[i].name, width);
      Picture p = take(paint(brush, &all[i].strip, width, 112));
      keep(&p, name);
      compare(&p, name);
      discard(&p);
    }
  }
  byline_strip_painter()->free(brush);
}

/* The filled part of the bar is as long as the probability says */
static void bar(void** state)
{
  (void)state;
  BylinePalette palette;
  BylineStrip strip = somebody;
  BylineStripBrush* const brush = byline_strip_painter()->make();
  byline_palette_init(&palette, byline_color_dark(),
                      byline_color_rgb(0xffffff));
  int lengths[3] = {0};
  for (int i = 0; i < 3; ++i) {
    strip.percent = 50 * i;
    Picture p = take(paint(brush, &strip, 400, 400));
    for (int y = 0; y < p.height; ++y) {
      int length = 0;
      for (int x = 0; x < p.width; ++x) {
        length += has(&p, x, y, palette.artists[0]);
      }
      lengths[i] = length > lengths[i] ? length : lengths[i];
    }
    discard(&p);
  }
  assert_int_equal(lengths[0], 0);
  assert_true(lengths[2] > 200);
  assert_in_range(lengths[1], lengths[2] / 2 - 3, lengths[2] / 2 + 3);
  byline_strip_painter()->free(brush);
}

/* It is only drawn again when it would look different */
static void cached(void** state)
{
  (void)state;
  BylineStrip strip = somebody;
  BylineStripBrush* const brush = byline_strip_painter()->make();
  const BylineStripPicture* picture = paint(brush, &strip, 100, 112);
  assert_non_null(picture);
  uint32_t* const corner = (uint32_t*)(void*)picture->data;
  const uint32_t ground = *corner;
  *corner = magenta;
  assert_ptr_equal(paint(brush, &strip, 100, 112), picture);
  assert_int_equal(*corner, magenta);
  strip.percent -= 1;
  picture = paint(brush, &strip, 100, 112);
  assert_int_equal(*(const uint32_t*)(void*)picture->data, ground);
  byline_strip_painter()->free(brush);
}

/* Any size: opaque, and never higher than it may be */
static void sizes(void** state)
{
  (void)state;
  BylineStrip strip = somebody;
  memset(strip.artist, 0xc3, sizeof(strip.artist) - 1); // half a letter each
  BylineStripBrush* const brush = byline_strip_painter()->make();
  for (int width = 16; width < 1000; width += 7) {
    for (int height = 1; height < 400; height += 23) {
      const BylineStripPicture* const p = paint(brush, &strip, width, height);
      assert_non_null(p);
      assert_int_equal(p->width, width);
      assert_true(p->height >= 1 && p->height <= height);
      for (int y = 0; y < p->height; ++y) {
        for (int x = 0; x < width; ++x) {
          assert_int_equal(p->data[y * p->stride + 4 * x + 3], 255);
        }
      }
    }
  }
  assert_null(paint(brush, &strip, 0, 112));
  assert_null(paint(brush, &strip, 100, 0));
  assert_null(paint(brush, &strip, INT32_MAX, INT32_MAX));
  assert_non_null(paint(brush, &strip, 100, INT32_MAX));
  byline_strip_painter()->free(brush);
  byline_strip_painter()->free(NULL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(scenes), cmocka_unit_test(bar), cmocka_unit_test(cached),
      cmocka_unit_test(sizes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
