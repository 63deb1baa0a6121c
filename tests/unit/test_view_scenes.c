/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Every scene of the window, compared with pictures that were looked at */

#include "gui/view_controls.h"
#include "gui/view_details.h"
#include "gui/view_evidence.h"
#include "gui/view_layout.h"
#include "gui/view_list.h"
#include "gui/view_menu.h"
#include "tests/unit/golden.h"

#include <time.h>

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
  set_model(view, "",
            "/media/usb/Friday night/models/large/klein.safetensors: No such "
            "file or directory; choose another model, or bring the disk back");
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

/* A model that separates the voice, with the pointer where it says so */
static void separate(BylineView* view)
{
  BylineViewModel model = usual_model();
  model.own_focus = true;
  const BylineRect area = byline_control_area(
      &view->layout, byline_control_find(BYLINE_PORT_VOCAL_FOCUS));
  const BylineInput move = {
      .kind = BYLINE_INPUT_MOVE, .x = area.x + area.w / 2, .y = area.y + 2};
  byline_view_set_model(view, &model);
  byline_view_set_port(view, BYLINE_PORT_VOCAL_FOCUS, 0.7f);
  byline_view_input(view, &move);
}

static void open_menu(BylineView* view)
{
  static const BylineViewEvents nobody;
  byline_view_set_events(view, &nobody, ~0u);
  byline_text_copy(view->taught, "Dora D\xc3\xb6ring");
  byline_menu_open(view, view->width / 3, view->height / 5, artists[1]);
  view->menu.row = 3;
}

static void open_details(BylineView* view)
{
  static const char* const facts[] = {
      "Accuracy",  "97 % of 670 clips, 100 % of 42 songs",
      "Tested on", "42 tracks, split by song",
      "Licence",   "CC BY 4.0"};
  BylineViewModel model = usual_model();
  model.artist_count = 5;
  model.facts = facts;
  model.fact_count = 3;
  byline_view_set_model(view, &model);
  byline_view_add_names(view, 0, artists, 5);
  open_menu(view);
  byline_view_input(
      view, &(BylineInput){.kind = BYLINE_INPUT_KEY, .key = BYLINE_KEY_ESCAPE});
  byline_details_open(view);
}

/* One of them in use, another the default, under the pointer a third */
static void open_models(BylineView* view)
{
  static const BylineViewEvents nobody;
  static BylineInstalledModel items[60];
  static char names[60][32];
  for (int i = 0; i < 60; ++i) {
    snprintf(names[i], sizeof(names[i]), "Club night %d", i + 1);
    items[i] = (BylineInstalledModel){
        .name = i == 1 ? "Free music 23" : names[i],
        .path = "/usr/share/byline/x.safetensors",
        .place = i < 4 ? "/usr/share/byline" : "/home/dora/.local/share/byline",
        .is_default = i == 3};
  }
  byline_view_set_events(view, &nobody, ~0u);
  byline_view_set_models(view, items, 60);
  byline_view_show_models(view);
  view->models.row = 5;
}

static void ask_why(BylineView* view)
{
  static const BylineViewEvents nobody;
  byline_view_set_events(view, &nobody, ~0u);
  byline_evidence_toggle(view);
  explain(view);
}

static void point_at_history(BylineView* view)
{
  const BylineRect strip = view->layout.strip;
  const BylineInput move = {
      .kind = BYLINE_INPUT_MOVE, .x = strip.x + strip.w / 2, .y = strip.y + 2};
  view->focus = 2;
  byline_view_input(view, &move);
}

/* A recording that is played faster, and before it one with a long title */
static void know_title(BylineView* view)
{
  const BylineHistoryEntry entries[] = {
      {.begin = 8,
       .artist = artists[1],
       .title = "Once Tomorrow",
       .clock = 1795896000},
      {.begin = 34, .clock = 1795896026},
      {.begin = 36, .artist = artists[2], .clock = 1795896028},
      {.begin = 44,
       .artist = artists[2],
       .title = "Making Me Nervous (The Very Long Extended Club Version)",
       .speed = 0.94f,
       .clock = 1795896036},
      {.begin = 52,
       .artist = artists[3],
       .title = "Code Monkey",
       .speed = 1.062f,
       .clock = 1795896044}};
  BylineViewAnswer answer = known(60);
  answer.artist = answer.names[0] = artists[3];
  answer.names[3] = artists[0];
  answer.title = "Code Monkey";
  answer.speed = 1.062f;
  answer.known_by = BYLINE_KNOWN_BY_RECORDING;
  byline_view_set_answer(view, &answer);
  byline_view_set_history(view, 0, entries, 5);
}

/* More than there is room for, at a time of day that is everywhere the same */
static void open_list(BylineView* view)
{
  static const BylineViewEvents nobody;
  BylineHistoryEntry entries[40];
  setenv("TZ", "UTC", 1);
  tzset();
  for (int i = 0; i < 40; ++i) {
    entries[i] = (BylineHistoryEntry){
        .begin = 1.5 * i,
        .artist = i % 7 == 6 ? "" : artists[i % BYLINE_TOP],
        .title = i % 3 == 0 ? "A Title That Is Known" : "",
        .speed = i % 3 == 0 ? 1 + 0.01f * (float)(i - 20) : 0,
        .clock = i < 30 ? 1795896000 + 190 * i : 0};
  }
  byline_view_set_events(view, &nobody, ~0u);
  byline_view_set_history(view, 0, entries, 40);
  byline_list_open(view);
  view->list.button = 5;
}

static const Scene scenes[] = {{"listening", BYLINE_STATE_LISTENING, NULL},
                               {"silence", BYLINE_STATE_SILENCE, NULL},
                               {"unknown", BYLINE_STATE_UNKNOWN, NULL},
                               {"known", BYLINE_STATE_KNOWN, NULL},
                               {"no-model", BYLINE_STATE_LISTENING, take_model},
                               {"off", BYLINE_STATE_LISTENING, switch_off},
                               {"frozen", BYLINE_STATE_KNOWN, freeze},
                               {"sure", BYLINE_STATE_KNOWN, be_sure},
                               {"own-focus", BYLINE_STATE_KNOWN, separate},
                               {"menu", BYLINE_STATE_KNOWN, open_menu},
                               {"details", BYLINE_STATE_KNOWN, open_details},
                               {"title", BYLINE_STATE_KNOWN, know_title},
                               {"list", BYLINE_STATE_KNOWN, open_list},
                               {"models", BYLINE_STATE_KNOWN, open_models},
                               {"evidence", BYLINE_STATE_KNOWN, ask_why},
                               {"tip", BYLINE_STATE_KNOWN, point_at_history}};

static void draw_scene(const Scene* scene, int scale, bool light)
{
  char file[64];
  BylineView* const view =
      show(BYLINE_VIEW_WIDTH * scale, BYLINE_VIEW_HEIGHT * scale, scale,
           scene->state);
  if (light) {
    make_light(view);
  }
  if (scene->prepare) {
    scene->prepare(view);
  }
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
  for (size_t i = 0; i < sizeof(scenes) / sizeof(*scenes); ++i) {
    for (int scale = 1; scale <= 2; ++scale) {
      for (int light = 0; light < 2; ++light) {
        draw_scene(&scenes[i], scale, light);
      }
    }
  }
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
    for (int other = 1; other < BYLINE_TOP; ++other) {
      if (!strcmp(answer.names[other], cases[i].artist)) {
        answer.names[other] = artists[0];
      }
    }
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
/* Small ones show a title, too, and the list */
static void test_titles_in_small_windows(void** context)
{
  (void)context;
  static const struct {
    const char* file;
    int width, height;
    void (*prepare)(BylineView*);
  } cases[] = {{"title-compact", 420, 210, know_title},
               {"title-small", 480, 300, know_title},
               {"title-tall", 420, 700, know_title},
               {"title-wide", 1600, 500, know_title},
               {"evidence-tall", 420, 700, ask_why},
               {"evidence-wide", 1600, 500, ask_why},
               {"models-compact", 420, 210, open_models},
               {"list-compact", 420, 210, open_list},
               {"list-tall", 420, 700, open_list}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    BylineView* const view =
        show(cases[i].width, cases[i].height, 1, BYLINE_STATE_KNOWN);
    cases[i].prepare(view);
    Picture p = draw(view);
    keep(&p, cases[i].file);
    compare(&p, cases[i].file);
    discard(&p);
    byline_view_free(view);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_scene_looks_as_it_should),
      cmocka_unit_test(test_sizes_and_scripts),
      cmocka_unit_test(test_titles_in_small_windows)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
