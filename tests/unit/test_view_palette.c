/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Colours that everybody can tell apart and read */

#include "gui/view_palette.h"
#include "tests/unit/suite.h"

#include <math.h>

static void check_palette(BylineColor background, BylineColor wish)
{
  BylinePalette palette;
  byline_palette_init(&palette, background, wish);
  const BylineColor grounds[] = {palette.background, palette.panel,
                                 palette.raised};
  for (int i = 0; i < 3; ++i) {
    assert_true(byline_color_contrast(palette.text, grounds[i]) >= 7);
    assert_true(byline_color_contrast(palette.dim, grounds[i]) >= 4.5);
    if (i < 2) { // nothing warns in menus and panels
      assert_true(byline_color_contrast(palette.warning, grounds[i]) >= 4.5);
    }
    assert_true(byline_color_contrast(palette.neutral, grounds[i]) >= 3);
  }
  const BylineColor accent = palette.accent;
  assert_true(byline_color_contrast(palette.text, palette.track) >= 4.5);
  assert_true(byline_color_contrast(accent, palette.raised) >= 3);
  assert_true(byline_color_contrast(accent, palette.background) >= 3);
  assert_true(byline_color_contrast(accent, byline_color_on(accent)) >= 4.5);
  for (int i = 0; i < BYLINE_ARTIST_COLORS; ++i) {
    const BylineColor color = palette.artists[i];
    assert_true(byline_color_contrast(color, palette.panel) >= 3);
    assert_true(byline_color_contrast(color, byline_color_on(color)) >= 4.5);
  }
}

static void test_colors_are_readable_on_any_background(void** context)
{
  (void)context;
  check_palette(byline_color_dark(), byline_color_rgb(0xf2f3f5));
  check_palette(byline_color_light(), byline_color_rgb(0x101214));
  check_palette(byline_color_rgb(0), byline_color_rgb(0));
  check_palette(byline_color_rgb(0xffffff), byline_color_rgb(0xffffff));
  check_palette(byline_color_rgb(0x2e2e2e), byline_color_rgb(0x808080));
  check_palette(byline_color_rgb(0x102040), byline_color_rgb(0x804020));
}

static void test_spectrum_is_even_in_lightness(void** context)
{
  (void)context;
  for (int light = 0; light < 2; ++light) {
    BylinePalette palette;
    byline_palette_init(&palette,
                        light ? byline_color_light() : byline_color_dark(),
                        byline_color_rgb(0x808080));
    double last = 0;
    for (int i = 0; i < 256; i += 15) {
      const BylineColor color = byline_color_rgb(palette.spectrum[i]);
      /* CIE lightness, from luminance by way of the contrast to black */
      const double y =
          byline_color_contrast(color, byline_color_rgb(0)) * 0.05 - 0.05;
      const double lightness = 116 * cbrt(fmax(y, 0.009)) - 16;
      const double step = light ? last - lightness : lightness - last;
      if (i > 15 && y > 0.01) {
        assert_true(step > 2.5 && step < 8.5);
      }
      last = lightness;
    }
  }
}
int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_colors_are_readable_on_any_background),
      cmocka_unit_test(test_spectrum_is_even_in_lightness)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
