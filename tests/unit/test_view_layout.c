/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Windows of all sizes: nothing lies on anything else or outside, controls can
   be read and reached wherever there is room. */

#include "gui/view_controls.h"
#include "gui/view_layout.h"
#include "tests/unit/suite.h"

#include <stdio.h>

static bool within(BylineRect inner, int width, int height)
{
  return inner.x >= 0 && inner.y >= 0 && inner.x + inner.w <= width &&
         inner.y + inner.h <= height;
}

static bool overlap(BylineRect a, BylineRect b)
{
  return byline_rect_visible(a) && byline_rect_visible(b) && a.x < b.x + b.w &&
         b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* Parts that must not lie on each other; the plot lies in its axes */
static void check_parts(const BylineLayout* l, int width, int height)
{
  for (int i = 0; i < BYLINE_PART_COUNT; ++i) {
    assert_true(within(l->parts[i], width, height));
    for (int k = 0; k < i; ++k) {
      const bool nested = i == BYLINE_PART_PLOT && k == BYLINE_PART_AXES;
      assert_true(nested || !overlap(l->parts[i], l->parts[k]));
    }
  }
  const BylineRect hero = l->parts[BYLINE_PART_HERO];
  const BylineRect inside[] = {l->caption, l->name, l->remark, l->ring};
  for (int i = 0; i < 4; ++i) {
    assert_true(!byline_rect_visible(inside[i]) ||
                (inside[i].x >= hero.x && inside[i].y >= hero.y &&
                 inside[i].x + inside[i].w <= hero.x + hero.w &&
                 inside[i].y + inside[i].h <= hero.y + hero.h));
    for (int k = 0; k < i; ++k) {
      assert_false(overlap(inside[i], inside[k]));
    }
  }
}

static void check_controls(const BylineLayout* l, unsigned hidden)
{
  const BylineRect all = l->parts[BYLINE_PART_CONTROLS];
  for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
    const BylineRect area = byline_control_area(l, i);
    if (hidden & 1u << i || !byline_rect_visible(all)) {
      assert_false(byline_rect_visible(area));
      continue;
    }
    assert_true(area.w >= byline_layout_pixels(l, 92) - 1);
    assert_true(area.x >= all.x && area.x + area.w <= all.x + all.w);
    assert_true(area.y >= all.y && area.y + area.h <= all.y + all.h);
    for (int k = 0; k < i; ++k) {
      assert_false(overlap(area, byline_control_area(l, k)));
    }
  }
}

/* A percentage stands near its name */
static void check_ranking(const BylineLayout* l, int width, int height)
{
  const BylineRect ranking = l->parts[BYLINE_PART_RANKING];
  const bool is_column = width < 560 * l->unit && height > width;
  assert_true(is_column || ranking.w <= byline_layout_pixels(l, 560));
}

/* Wherever the controls have no room beside the rest, they are one click away
 */
static void check_reach(const BylineLayout* l, int width, int height,
                        double scale, const BylineLayoutWish* wish)
{
  const bool has_controls = byline_rect_visible(l->parts[BYLINE_PART_CONTROLS]);
  const bool has_turn = byline_rect_visible(l->turn);
  assert_false(has_controls && has_turn);
  assert_true(byline_rect_visible(l->list) || width < 240 || height < 120);
  assert_true(!byline_rect_visible(l->list) || within(l->list, width, height));
  assert_false(overlap(l->list, l->turn));
  assert_true(has_controls || has_turn || width < 240 || height < 120);
  if (!has_turn) {
    return;
  }
  assert_true(within(l->turn, width, height));
  BylineLayoutWish turning = *wish;
  turning.turning = true;
  BylineLayout alone;
  byline_layout_make(&alone, width, height, scale, &turning);
  check_parts(&alone, width, height);
  for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
    const BylineRect area = byline_control_area(&alone, i);
    const BylineRect all = alone.parts[BYLINE_PART_CONTROLS];
    if (wish->hidden & 1u << i) {
      continue;
    }
    assert_true(area.w >= byline_layout_pixels(&alone, 64) - 1);
    assert_true(area.x >= all.x && area.x + area.w <= all.x + all.w);
    assert_true(area.y >= all.y && area.y + area.h <= all.y + all.h);
    for (int k = 0; k < i; ++k) {
      assert_false(overlap(area, byline_control_area(&alone, k)));
    }
  }
}

static void all_sizes_are_laid_out(void** state)
{
  (void)state;
  static const double scales[] = {1, 1.5, 2, 4};
  for (int height = 60; height < 2200; height += height < 700 ? 20 : 170) {
    for (int width = 120; width < 4100; width += width < 1000 ? 40 : 210) {
      for (int i = 0; i < 16; ++i) {
        const double scale = scales[i % 4];
        const unsigned hidden = i & 4 ? 1u << 4 : 0;
        BylineLayout layout;
        const BylineLayoutWish wish = {.compact = i & 8, .hidden = hidden};
        byline_layout_make(&layout, width, height, scale, &wish);
        check_parts(&layout, width, height);
        check_controls(&layout, hidden);
        check_ranking(&layout, width, height);
        check_reach(&layout, width, height, scale, &wish);
        const bool has_room = width >= 420 * layout.unit &&
                              height >= 240 * layout.unit && !(i & 8);
        assert_true(!has_room ||
                    byline_rect_visible(layout.parts[BYLINE_PART_CONTROLS]));
      }
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_sizes_are_laid_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
