/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's picture, drawn into memory and measured.  The pictures are left
   in build/view to be looked at. */

#include "gui/view.h"
#include "gui/view_layout.h"
#include "gui/view_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BANDS = 128, RATE = 26 };

/** A surface with what a view has drawn. */
typedef struct {
  cairo_surface_t* surface; ///< RGB24
  const uint32_t* pixels;   ///< Its rows
  int width;                ///< In pixels, and so is the row
  int height;               ///< In pixels
} Picture;

static const uint32_t magenta = 0xff00ff;

static Picture blank(int width, int height)
{
  Picture p = {.width = width, .height = height};
  p.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  assert_int_equal(cairo_surface_status(p.surface), CAIRO_STATUS_SUCCESS);
  assert_int_equal(cairo_image_surface_get_stride(p.surface), 4 * width);
  cairo_t* const cr = cairo_create(p.surface);
  byline_color_set(cr, byline_color_rgb(magenta));
  cairo_paint(cr);
  cairo_destroy(cr);
  p.pixels = (const uint32_t*)(void*)cairo_image_surface_get_data(p.surface);
  return p;
}

static void draw_on(Picture* p, BylineView* view, bool all)
{
  cairo_t* const cr = cairo_create(p->surface);
  byline_view_draw(view, cr, all);
  assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(p->surface);
}

static Picture draw(BylineView* view)
{
  while (byline_view_advance(view, 1))
    ;
  Picture p = blank(view->width, view->height);
  draw_on(&p, view, true);
  return p;
}

static uint32_t pixel(const Picture* p, int x, int y)
{
  return p->pixels[y * p->width + x] & 0xffffff;
}

static uint32_t rgb(BylineColor color)
{
  return (uint32_t)lround(255 * color.r) << 16 |
         (uint32_t)lround(255 * color.g) << 8 | (uint32_t)lround(255 * color.b);
}

/* Whether a pixel has a colour, but for rounding */
static bool has(const Picture* p, int x, int y, BylineColor color)
{
  const uint32_t a = pixel(p, x, y), b = rgb(color);
  int apart = 0;
  for (int shift = 0; shift < 24; shift += 8)
    apart |= abs((int)(a >> shift & 255) - (int)(b >> shift & 255)) > 1;
  return !apart;
}

static bool same(const Picture* a, const Picture* b)
{
  return a->width == b->width && a->height == b->height &&
         !memcmp(a->pixels, b->pixels,
                 4 * (size_t)a->width * (size_t)a->height);
}

static void discard(Picture* p)
{
  cairo_surface_destroy(p->surface);
}

static void keep(const Picture* p, const char* name)
{
  char path[256];
  const char* const build = getenv("BUILD") ? getenv("BUILD") : "build";
  snprintf(path, sizeof(path), "%s/view", build);
  mkdir(path, 0777);
  snprintf(path, sizeof(path), "%s/view/%s.png", build, name);
  cairo_surface_write_to_png(p->surface, path);
}

/* A small copy: what is left of a picture where fonts differ a little */
static Picture shrink(const Picture* p)
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

static int distance(uint32_t a, uint32_t b)
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
static void compare(const Picture* p, const char* name)
{
  char path[256];
  Picture small = shrink(p);
  snprintf(path, sizeof(path), "tests/golden/view/%s.png", name);
  if (getenv("BYLINE_GOLDEN_WRITE"))
    cairo_surface_write_to_png(small.surface, path);
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
  if (sum > 4L * n || far > n / 50)
    fail_msg("%s: mean difference %.2f, %d of %d pixels differ much", name,
             (double)sum / n, far, n);
  cairo_surface_destroy(golden);
  discard(&small);
}

/* How many pixels of an area differ from a colour */
static int ink(const Picture* p, BylineRect area, BylineColor ground)
{
  int count = 0;
  for (int y = area.y; y < area.y + area.h; ++y)
    for (int x = area.x; x < area.x + area.w; ++x)
      count += !has(p, x, y, ground);
  return count;
}

static BylineView* new_view(int width, int height, double scale)
{
  BylineView* const view = byline_view_new();
  assert_non_null(view);
  assert_true(byline_view_set_size(view, width, height, scale));
  return view;
}

static void set_model(BylineView* view, const char* name, const char* message)
{
  const BylineViewModel model = {.name = name,
                                 .message = message,
                                 .artist_count = 23,
                                 .bands = BANDS,
                                 .column_rate = RATE,
                                 .min_frequency = 30,
                                 .max_frequency = 11000};
  byline_view_set_model(view, &model);
}

static const char* const artists[BYLINE_TOP] = {
    "Michael Chapman & The Woodpiles", "Josh Woodward", "Brad Sucks",
    "Jonathan Coulton", "The Freak Fandango Orchestra"};

static BylineViewAnswer known(double time)
{
  BylineViewAnswer answer = {time,
                             BYLINE_STATE_KNOWN,
                             artists[0],
                             {0},
                             {0.75f, 0.125f, 0.0625f, 0.03f, 0.004f}};
  memcpy(answer.names, artists, sizeof(artists));
  return answer;
}

/* Something like music: beats below, chords of overtones above, a pause */
static void play(BylineView* view, int n)
{
  uint8_t* const cells = malloc((size_t)n * BANDS);
  for (int t = 0; t < n; ++t) {
    const double beat = fmod(t * 2.0 / RATE, 1);
    const int chord = t / RATE % 5;
    for (int b = 0; b < BANDS; ++b) {
      double db = -82 - 0.1 * b + 42 * exp(-beat * 5 - b / 14.0);
      for (int h = 1; h < 10; ++h) {
        const double off = b - (24 + 3 * chord + 20 * log2(h));
        db = fmax(db, -32 - 3 * h - 9 * beat - 5 * off * off);
      }
      db -= t / RATE % 23 == 22 ? 40 : 0;
      cells[t * BANDS + b] = (uint8_t)fmin(fmax(2 * (db + 100), 0), 255);
    }
  }
  byline_view_add_columns(view, 0, cells, (size_t)n * BANDS);
  free(cells);
}

/* A view in the middle of a show */
static BylineView* show(int width, int height, double scale, BylineState state)
{
  BylineView* const view = new_view(width, height, scale);
  set_model(view, "Free music 23", "");
  play(view, 60 * RATE);
  BylineViewAnswer answer = known(60);
  answer.state = state;
  if (state != BYLINE_STATE_KNOWN) {
    answer.artist = NULL;
    answer.probabilities[0] = 0.31f;
  }
  if (state < BYLINE_STATE_UNKNOWN)
    memset(answer.names, 0, sizeof(answer.names));
  byline_view_set_answer(view, &answer);
  const double times[] = {8, 34, 36, 48};
  const char* const names[] = {artists[1], "", artists[2], answer.artist};
  byline_view_set_history(view, times, names, 4);
  byline_view_set_port(view, BYLINE_PORT_LEVEL, -14);
  byline_view_set_port(view, BYLINE_PORT_LOAD, 2.1f);
  return view;
}

static void make_light(BylineView* view)
{
  byline_view_set_colors(view, byline_color_light(),
                         byline_color_rgb(0x101214));
}

/** What a picture shows, beside the state. */
typedef struct {
  const char* name;             ///< Of the file
  BylineState state;            ///< Of the recogniser
  void (*prepare)(BylineView*); ///< Then; or NULL
} Scene;

static void take_model(BylineView* view)
{
  set_model(view, "", "default.safetensors: truncated, 12 bytes are missing");
}

static void switch_off(BylineView* view)
{
  byline_view_set_port(view, BYLINE_PORT_ENABLED, 0);
}

static void freeze(BylineView* view)
{
  byline_view_set_port(view, BYLINE_PORT_FREEZE, 1);
}

static void be_sure(BylineView* view)
{
  BylineViewAnswer answer = known(60);
  answer.probabilities[0] = 1;
  answer.probabilities[1] = answer.probabilities[2] = 0;
  byline_view_set_answer(view, &answer);
}

static void open_menu(BylineView* view)
{
  static const BylineViewEvents nobody;
  byline_view_set_events(view, &nobody, ~0u);
  byline_menu_open(view, view->width / 3, view->height / 5, artists[1]);
  view->menu.row = 3;
}

static void open_details(BylineView* view)
{
  static const char* const facts[] = {
      "Accuracy",  "97 % of 670 clips, 100 % of 42 songs",
      "Tested on", "42 tracks, split by song",
      "Licence",   "CC BY 4.0"};
  const BylineViewModel model = {.name = "Free music 23",
                                 .artist_count = 5,
                                 .bands = BANDS,
                                 .column_rate = RATE,
                                 .min_frequency = 30,
                                 .max_frequency = 11000,
                                 .facts = facts,
                                 .fact_count = 3};
  byline_view_set_model(view, &model);
  byline_view_add_names(view, 0, artists, 5);
  open_menu(view);
  byline_menu_close(view);
  byline_details_open(view);
}

static void point_at_history(BylineView* view)
{
  const BylineRect strip = view->layout.strip;
  const BylineInput move = {
      .kind = BYLINE_INPUT_MOVE, .x = strip.x + strip.w / 2, .y = strip.y + 2};
  view->focus = 2;
  byline_view_input(view, &move);
}

static const Scene scenes[] = {{"listening", BYLINE_STATE_LISTENING, NULL},
                               {"silence", BYLINE_STATE_SILENCE, NULL},
                               {"unknown", BYLINE_STATE_UNKNOWN, NULL},
                               {"known", BYLINE_STATE_KNOWN, NULL},
                               {"no-model", BYLINE_STATE_LISTENING, take_model},
                               {"off", BYLINE_STATE_LISTENING, switch_off},
                               {"frozen", BYLINE_STATE_KNOWN, freeze},
                               {"sure", BYLINE_STATE_KNOWN, be_sure},
                               {"menu", BYLINE_STATE_KNOWN, open_menu},
                               {"details", BYLINE_STATE_KNOWN, open_details},
                               {"tip", BYLINE_STATE_KNOWN, point_at_history}};

static void draw_scene(const Scene* scene, int scale, bool light)
{
  char file[64];
  BylineView* const view =
      show(BYLINE_VIEW_WIDTH * scale, BYLINE_VIEW_HEIGHT * scale, scale,
           scene->state);
  if (light)
    make_light(view);
  if (scene->prepare)
    scene->prepare(view);
  Picture p = draw(view);
  snprintf(file, sizeof(file), "%s-%s-%d00", scene->name,
           light ? "light" : "dark", scale);
  keep(&p, file);
  compare(&p, file);
  discard(&p);
  byline_view_free(view);
}

static void test_every_scene_looks_as_it_should(void** context)
{
  (void)context;
  for (size_t i = 0; i < sizeof(scenes) / sizeof(*scenes); ++i)
    for (int scale = 1; scale <= 2; ++scale)
      for (int light = 0; light < 2; ++light)
        draw_scene(&scenes[i], scale, light);
}

static void test_every_state_says_something_of_its_own(void** context)
{
  (void)context;
  Picture pictures[6];
  for (int state = 0; state < 4; ++state) {
    BylineView* const view =
        show(BYLINE_VIEW_WIDTH, BYLINE_VIEW_HEIGHT, 1, (BylineState)state);
    pictures[state] = draw(view);
    assert_true(ink(&pictures[state], view->layout.name, view->palette.panel) >
                500);
    byline_view_free(view);
  }
  BylineView* view =
      show(BYLINE_VIEW_WIDTH, BYLINE_VIEW_HEIGHT, 1, BYLINE_STATE_LISTENING);
  set_model(view, "", "default.safetensors: truncated, 12 bytes are missing");
  pictures[4] = draw(view);
  set_model(view, "Free music 23", "");
  byline_view_set_port(view, BYLINE_PORT_ENABLED, 0);
  pictures[5] = draw(view);
  byline_view_free(view);
  for (int a = 0; a < 6; ++a)
    for (int b = a + 1; b < 6; ++b)
      assert_false(same(&pictures[a], &pictures[b]));
  for (int a = 0; a < 6; ++a)
    discard(&pictures[a]);
}

static void test_same_state_draws_the_same(void** context)
{
  (void)context;
  BylineView* const a = show(800, 480, 1, BYLINE_STATE_KNOWN);
  BylineView* const b = show(800, 480, 1, BYLINE_STATE_KNOWN);
  Picture pa = draw(a), pb = draw(b);
  assert_true(same(&pa, &pb));
  discard(&pa);
  discard(&pb);
  byline_view_free(a);
  byline_view_free(b);
}

/* The longest run of a colour from the left edge of an area, but for a gap as
   wide as the threshold's notch or a round end */
static int longest(const Picture* p, BylineRect area, BylineColor color)
{
  int most = 0;
  for (int y = area.y; y < area.y + area.h; ++y) {
    int last = 0;
    for (int x = 0; x < area.w && x - last < 10; ++x)
      last = has(p, area.x + x, y, color) ? x + 1 : last;
    most = last > most ? last : most;
  }
  return most;
}

static void test_bars_are_as_long_as_probable(void** context)
{
  (void)context;
  BylineView* const view = show(800, 480, 1, BYLINE_STATE_KNOWN);
  byline_view_set_port(view, BYLINE_PORT_THRESHOLD, 0.6f);
  Picture p = draw(view);
  BylineRect row = view->layout.parts[BYLINE_PART_RANKING];
  row.h /= view->layout.rows;
  for (int i = 0; i < 4; ++i, row.y += row.h) {
    const BylineColor color = byline_view_artist_color(view, artists[i]);
    assert_int_equal(rgb(color) == rgb(view->palette.neutral), i > 0);
    const float expected = known(0).probabilities[i] * (float)row.w;
    assert_float_equal(longest(&p, row, color), expected, 3);
  }
  discard(&p);
  byline_view_free(view);
}

static void test_bars_move_without_overshooting(void** context)
{
  (void)context;
  BylineView* const view = new_view(800, 480, 1);
  BylineViewAnswer answer = known(5);
  byline_view_set_answer(view, &answer);
  float before = 0;
  int steps = 0;
  while (byline_view_advance(view, 1 / 30.0)) {
    assert_true(view->places[0].shown > before);
    assert_true(view->places[0].shown <= answer.probabilities[0]);
    before = view->places[0].shown;
    assert_true(++steps < 60);
  }
  assert_true(steps > 3);
  assert_true(view->places[0].shown == answer.probabilities[0]);
  byline_view_free(view);
}

static void test_name_is_as_large_as_fits(void** context)
{
  (void)context;
  static const char* const names[] = {"U2", "Josh Woodward",
                                      "The Freak Fandango Orchestra",
                                      "Einst\xc3\xbcrzende Neubauten"};
  for (int i = 0; i < 4; ++i) {
    BylineView* const view = new_view(800, 480, 1);
    set_model(view, "m", "");
    BylineViewAnswer answer = known(5);
    answer.artist = answer.names[0] = names[i];
    byline_view_set_answer(view, &answer);
    Picture p = draw(view);
    BylineRect frame = view->layout.name;
    const BylineTextStyle style = {1.05 * view->name_size, true,
                                   BYLINE_ALIGN_LEFT, 3};
    assert_true(view->name_size > 30);
    assert_true(view->name_size >= 139 ||
                byline_text_fit(view->pen, names[i], &style, frame,
                                view->name_size, 140) < style.size);
    discard(&p);
    byline_view_free(view);
  }
}

static double brightness(const Picture* p, int x, int y)
{
  return byline_color_contrast(byline_color_rgb(pixel(p, x, y)),
                               byline_color_rgb(0));
}

/* Feed 4 s of silence and then a tone that is `loud`, in the middle band */
static void feed_tone(BylineView* view, uint8_t loud)
{
  static uint8_t cells[8 * RATE][BANDS];
  memset(cells, 0, sizeof(cells));
  for (int t = 4 * RATE; t < 8 * RATE; ++t)
    memset(&cells[t][BANDS / 2 - 4], loud, 8);
  byline_view_add_columns(view, 0, cells[0], sizeof(cells));
}

static void test_spectrogram_is_where_and_as_bright_as_the_sound(void** context)
{
  (void)context;
  double last = 0;
  for (int loud = 60; loud <= 220; loud += 40) {
    BylineView* const view = new_view(800, 480, 1);
    set_model(view, "m", "");
    feed_tone(view, (uint8_t)loud);
    Picture p = draw(view);
    const BylineRect plot = view->layout.spectrogram;
    const int middle = plot.y + plot.h / 2;
    const double bright = brightness(&p, plot.x + plot.w - 5, middle);
    const int ago =
        (int)(6 * plot.w / byline_plot_span(&view->layout)); // in the silence
    const double silent = brightness(&p, plot.x + plot.w - ago, middle);
    const double above = brightness(&p, plot.x + plot.w - 5, plot.y + 5);
    if (loud >= 140) // else everything is faint
      assert_true(bright > 3 * silent);
    assert_float_equal(silent, above, 1e-9);
    assert_true(bright >= last);
    last = loud <= 120 ? bright : 0; // the reference follows louder sound
    discard(&p);
    byline_view_free(view);
  }
}

/* Columns in one go, in pieces and with a resize between give one picture */
static void test_scrolling_equals_painting_anew(void** context)
{
  (void)context;
  BylineView* const whole = show(800, 480, 1, BYLINE_STATE_KNOWN);
  BylineView* const parts = show(640, 400, 2, BYLINE_STATE_KNOWN);
  byline_view_set_size(parts, 800, 480, 1);
  uint8_t cells[40 * BANDS];
  for (int64_t first = 60 * RATE; first < 80 * RATE; first += 40) {
    for (size_t i = 0; i < sizeof(cells); ++i)
      cells[i] = (uint8_t)((size_t)first + i * 7 % 100);
    byline_view_add_columns(whole, first, cells, sizeof(cells));
    for (int64_t i = 0; i < 40; i += 8) {
      byline_view_add_columns(parts, first + i, cells + i * BANDS, 8 * BANDS);
      Picture p = draw(parts);
      discard(&p);
    }
  }
  Picture a = draw(whole), b = draw(parts);
  assert_true(same(&a, &b));
  discard(&a);
  discard(&b);
  byline_view_free(whole);
  byline_view_free(parts);
}

static void test_only_changes_are_drawn(void** context)
{
  (void)context;
  BylineView* const view = show(800, 480, 1, BYLINE_STATE_KNOWN);
  Picture first = draw(view);
  discard(&first);
  assert_false(byline_view_changed(view));
  byline_view_set_port(view, BYLINE_PORT_LEVEL, -14.1f); // not to be seen
  assert_false(byline_view_changed(view));
  byline_view_set_port(view, BYLINE_PORT_LEVEL, -30);
  assert_true(byline_view_changed(view));
  Picture p = blank(800, 480);
  draw_on(&p, view, false);
  const BylineRect status = view->layout.parts[BYLINE_PART_STATUS];
  for (int y = 0; y < 480; ++y)
    for (int x = 0; x < 800; ++x) {
      const bool inside = x >= status.x && x < status.x + status.w &&
                          y >= status.y && y < status.y + status.h;
      assert_int_equal(pixel(&p, x, y) != magenta, inside);
    }
  discard(&p);
  byline_view_free(view);
}

static void test_history_shows_who_and_when(void** context)
{
  (void)context;
  BylineView* const view = show(800, 480, 1, BYLINE_STATE_KNOWN);
  Picture p = draw(view);
  const BylineRect strip = view->layout.strip;
  const double scale = strip.w / byline_plot_span(&view->layout);
  const int y = strip.y + 1;
  const BylineColor* const colors = view->palette.artists;
  const double ago[] = {2, 11, 13, 23, 25, 27};
  const BylineColor expected[] = {colors[2], colors[2],           colors[1],
                                  colors[1], view->palette.track, colors[0]};
  for (int i = 0; i < 6; ++i)
    assert_true(
        has(&p, strip.x + strip.w - (int)(ago[i] * scale), y, expected[i]));
  discard(&p);
  byline_view_free(view);
}

static void test_history_begins_anew_when_time_goes_back(void** context)
{
  (void)context;
  static BylineHistory history;
  byline_history_tell(&history, 1, "A");
  byline_history_tell(&history, 2, "A");
  byline_history_tell(&history, 5, "B");
  byline_history_tell(&history, 7, "");
  assert_int_equal(history.count, 2);
  assert_null(byline_history_current(&history));
  assert_float_equal(byline_history_span(&history, 0)->to, 5, 0);
  assert_float_equal(byline_history_span(&history, 1)->to, 7, 0);
  byline_history_tell(&history, 9, "A");
  assert_int_equal(byline_history_current(&history)->color, 0);
  byline_history_tell(&history, NAN, "C");
  assert_int_equal(history.count, 3);
  byline_history_tell(&history, 0.5, "A");
  assert_int_equal(history.count, 1);
  for (int i = 0; i < 1000; ++i)
    byline_history_tell(&history, i, i % 2 ? "A" : "B");
  assert_int_equal(history.count, BYLINE_HISTORY_SPANS);
  assert_float_equal(byline_history_current(&history)->from, 999, 0);
}

static void check_palette(BylineColor background, BylineColor wish)
{
  BylinePalette palette;
  byline_palette_init(&palette, background, wish);
  const BylineColor grounds[] = {palette.background, palette.panel,
                                 palette.raised};
  for (int i = 0; i < 3; ++i) {
    assert_true(byline_color_contrast(palette.text, grounds[i]) >= 7);
    assert_true(byline_color_contrast(palette.dim, grounds[i]) >= 4.5);
    if (i < 2) // nothing warns in menus and panels
      assert_true(byline_color_contrast(palette.warning, grounds[i]) >= 4.5);
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
      if (i > 15 && y > 0.01)
        assert_true(step > 2.5 && step < 8.5);
      last = lightness;
    }
  }
}

static void test_texts_from_outside_become_safe(void** context)
{
  (void)context;
  char copy[BYLINE_TEXT_SIZE] = "";
  assert_false(byline_text_copy(copy, NULL));
  assert_true(byline_text_copy(copy, "Sigur R\xc3\xb3s"));
  assert_false(byline_text_copy(copy, "Sigur R\xc3\xb3s"));
  assert_string_equal(copy, "Sigur R\xc3\xb3s");
  byline_text_copy(copy, "a\nb\x7f"
                         "c");
  assert_string_equal(copy, "a b c");
  byline_text_copy(copy, "\xff"
                         "a\xc3");
  assert_string_equal(copy, "\xef\xbf\xbd"
                            "a\xef\xbf\xbd");
  char huge[10001];
  memset(huge, 'x', 10000);
  huge[10000] = '\0';
  byline_text_copy(copy, huge);
  assert_true(strlen(copy) < BYLINE_TEXT_SIZE);
  assert_string_equal(copy + strlen(copy) - 4, "x\xe2\x80\xa6");
  for (int i = 0; i + 2 <= 10000; i += 2)
    memcpy(huge + i, "\xd7\x90", 2);
  byline_text_copy(copy, huge);
  assert_string_equal(copy + strlen(copy) - 5, "\xd7\x90\xe2\x80\xa6");
}

/* Show the worst that may come and see that something is drawn */
static void draw_worst(int width, int height, double scale)
{
  char huge[10001];
  memset(huge, 'W', 10000);
  huge[10000] = '\0';
  BylineView* const view = new_view(width, height, scale);
  set_model(view, huge, huge);
  play(view, 3 * RATE);
  BylineViewAnswer answer = {NAN,
                             BYLINE_STATE_KNOWN,
                             huge,
                             {huge, NULL, "\xff\xfe\xc0", "", "\xe2\x80"},
                             {NAN, NAN, INFINITY, -INFINITY, 7}};
  byline_view_set_answer(view, &answer);
  for (int port = -1; port <= BYLINE_PORT_COUNT; ++port) {
    byline_view_set_port(view, (BylinePort)port, NAN);
    byline_view_set_port(view, (BylinePort)port, 1e30f);
    byline_view_set_port(view, (BylinePort)port, -INFINITY);
  }
  Picture p = draw(view);
  for (int i = 0; i < BYLINE_TOP; ++i)
    assert_true(view->places[i].shown >= 0 && view->places[i].shown <= 1);
  assert_int_not_equal(pixel(&p, p.width / 2, p.height / 2), magenta);
  assert_int_not_equal(pixel(&p, 0, 0), magenta);
  assert_int_not_equal(pixel(&p, p.width - 1, p.height - 1), magenta);
  discard(&p);
  byline_view_free(view);
}

static void test_extremes_are_survived(void** context)
{
  (void)context;
  static const int sizes[][2] = {{1, 1},     {2, 4000},   {4000, 2}, {17, 23},
                                 {90, 300},  {320, 200},  {333, 77}, {560, 340},
                                 {800, 480}, {8000, 8000}};
  for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); ++i)
    draw_worst(sizes[i][0], sizes[i][1], i % 2 ? 1 : 2.5);
  draw_worst(800, 480, NAN);
  draw_worst(800, 480, 1e9);
  draw_worst(-5, 0, -1);
}

static void test_foreign_columns_are_survived(void** context)
{
  (void)context;
  BylineView* const view = new_view(800, 480, 1);
  uint8_t cells[BANDS * 3] = {0};
  byline_view_add_columns(view, 0, cells, sizeof(cells)); // no model yet
  const BylineViewModel odd[] = {{"m", "", -1, -5, 26, 30, 11000, NULL, 0},
                                 {"m", "", 1, 1 << 30, 26, 30, 11000, NULL, 0},
                                 {"m", "", 1, 8, NAN, 30, 11000, NULL, 0},
                                 {"m", "", 1, 8, 26, 11000, 30, NULL, 0},
                                 {"m", "", 1, 8, 26, NAN, NAN, NULL, 0},
                                 {"m", "", 1, 1, 1000, 0, 999999, NULL, 0}};
  for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); ++i) {
    byline_view_set_model(view, &odd[i]);
    byline_view_add_columns(view, 7, cells, sizeof(cells));
    Picture p = draw(view);
    discard(&p);
  }
  set_model(view, "m", "");
  const int64_t firsts[] = {5,
                            0,
                            -1,
                            INT64_MAX,
                            INT64_MIN,
                            1 << 20,
                            ((int64_t)1 << 50) + 1,
                            (int64_t)1 << 50,
                            3};
  for (size_t i = 0; i < sizeof(firsts) / sizeof(*firsts); ++i) {
    byline_view_add_columns(view, firsts[i], cells, sizeof(cells) - i);
    Picture p = draw(view);
    discard(&p);
  }
  byline_view_free(view);
}

static void test_sizes_and_scripts(void** context)
{
  (void)context;
  static const struct {
    const char* file;
    int width, height;
    const char* artist;
  } cases[] = {
      {"compact", 320, 200, "Josh Woodward"},
      {"small", 480, 300, "Jonathan Coulton"},
      {"tall", 420, 700, "Brad Sucks"},
      {"wide", 1600, 500, "Josh Woodward"},
      {"full-hd", 1920, 1080, "Michael Chapman & The Woodpiles"},
      {"greek", 800, 480,
       "\xce\x92\xce\xb1\xce\xbd\xce\xb3\xce\xad\xce\xbb"
       "\xce\xb7\xcf\x82"},
      {"arabic", 800, 480, "\xd9\x81\xd9\x8a\xd8\xb1\xd9\x88\xd8\xb2"},
      {"endless", 800, 480,
       "The Man Who Would Not Stop Naming His Band And The Very Long Shadows "
       "Of The Hills Beyond The River Which Nobody Ever Crossed In Winter"}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    BylineView* const view =
        show(cases[i].width, cases[i].height, 1, BYLINE_STATE_KNOWN);
    BylineViewAnswer answer = known(61);
    for (int other = 1; other < BYLINE_TOP; ++other)
      if (!strcmp(answer.names[other], cases[i].artist))
        answer.names[other] = artists[0];
    answer.artist = answer.names[0] = cases[i].artist;
    byline_view_set_answer(view, &answer);
    Picture p = draw(view);
    keep(&p, cases[i].file);
    assert_true(ink(&p, view->layout.name, view->palette.panel) > 100);
    BylineRect right = view->layout.name; // nothing runs out of its frame
    right.x += right.w;
    right.w = view->layout.ring.x - right.x;
    assert_int_equal(ink(&p, right, view->palette.panel), 0);
    discard(&p);
    byline_view_free(view);
  }
}

/* Fontconfig keeps its caches until the process ends */
const char* __lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char*
__lsan_default_suppressions(void)
{
  return "leak:libfontconfig\n";
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_state_says_something_of_its_own),
      cmocka_unit_test(test_every_scene_looks_as_it_should),
      cmocka_unit_test(test_same_state_draws_the_same),
      cmocka_unit_test(test_bars_are_as_long_as_probable),
      cmocka_unit_test(test_bars_move_without_overshooting),
      cmocka_unit_test(test_name_is_as_large_as_fits),
      cmocka_unit_test(test_spectrogram_is_where_and_as_bright_as_the_sound),
      cmocka_unit_test(test_scrolling_equals_painting_anew),
      cmocka_unit_test(test_only_changes_are_drawn),
      cmocka_unit_test(test_history_shows_who_and_when),
      cmocka_unit_test(test_history_begins_anew_when_time_goes_back),
      cmocka_unit_test(test_colors_are_readable_on_any_background),
      cmocka_unit_test(test_spectrum_is_even_in_lightness),
      cmocka_unit_test(test_texts_from_outside_become_safe),
      cmocka_unit_test(test_extremes_are_survived),
      cmocka_unit_test(test_foreign_columns_are_survived),
      cmocka_unit_test(test_sizes_and_scripts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
