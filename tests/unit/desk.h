/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A view that somebody uses, and what it asks its owner for. */

#ifndef BYLINE_TESTS_DESK_H
#define BYLINE_TESTS_DESK_H

#include "gui/view_controls.h"
#include "gui/view_plot.h"
#include "tests/unit/suite.h"

#include <stdio.h>
#include <stdlib.h>

/** What the view has asked its owner for. */
typedef struct {
  BylineView* view;               ///< Draws into `surface`
  cairo_surface_t* surface;       ///< As large as the window
  float ports[BYLINE_PORT_COUNT]; ///< Last values set
  int sets;                       ///< How many were
  int touches[BYLINE_PORT_COUNT]; ///< How often touched less let go
  int touched;                    ///< How often something was
  char copied[BYLINE_TEXT_SIZE];  ///< Last text for the clipboard
  int commands[32];               ///< How often each was given
  double value;                   ///< Of the last command
} Desk;

static inline void set_port(void* user, BylinePort port, float value)
{
  Desk* const desk = user;
  assert_true(desk->touches[port] == 1); // hosts record what is held
  desk->ports[port] = value;
  ++desk->sets;
}

static inline void touch(void* user, BylinePort port, bool held)
{
  Desk* const desk = user;
  desk->touches[port] += held ? 1 : -1;
  desk->touched += held;
  assert_in_range(desk->touches[port], 0, 1);
}

static inline void copy(void* user, const char* text)
{
  Desk* const desk = user;
  snprintf(desk->copied, sizeof(desk->copied), "%s", text);
}

static inline void command(void* user, BylineCommand command, double value)
{
  Desk* const desk = user;
  ++desk->commands[command];
  desk->value = value;
}

static inline void draw(Desk* desk)
{
  cairo_t* const cr = cairo_create(desk->surface);
  byline_view_draw(desk->view, cr, false);
  assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
}

static const char* const facts[] = {"Accuracy", "88.2 % of songs", "Licence",
                                    "CC BY 4.0"};

static inline void load_model(BylineView* view, bool own_focus)
{
  const BylineViewModel model = {.name = "Free music",
                                 .artist_count = 60,
                                 .facts = facts,
                                 .fact_count = 2,
                                 .bands = 128,
                                 .column_rate = 26,
                                 .min_frequency = 30,
                                 .max_frequency = 11000,
                                 .own_focus = own_focus};
  byline_view_set_model(view, &model);
}

static inline int set_up(void** context)
{
  static const char* const names[] = {"Brad Sucks", "Josh Woodward"};
  const BylineViewAnswer answer = {.time = 20,
                                   .state = BYLINE_STATE_KNOWN,
                                   .artist = names[1],
                                   .names = {names[1], names[0]},
                                   .probabilities = {0.8f, 0.1f}};
  Desk* const desk = calloc(1, sizeof(*desk));
  const BylineViewEvents events = {set_port, touch, copy, command, desk};
  assert_non_null(desk);
  desk->view = byline_view_new();
  assert_true(byline_view_set_size(desk->view, BYLINE_VIEW_WIDTH,
                                   BYLINE_VIEW_HEIGHT, 1));
  desk->surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, BYLINE_VIEW_WIDTH, BYLINE_VIEW_HEIGHT);
  byline_view_set_events(desk->view, &events, ~0u);
  load_model(desk->view, false);
  byline_view_set_answer(desk->view, &answer);
  const BylineHistoryEntry entries[] = {{.begin = 2, .artist = names[0]},
                                        {.begin = 12, .artist = names[1]}};
  byline_view_set_history(desk->view, 0, entries, 2);
  draw(desk);
  *context = desk;
  return 0;
}

static inline int tear_down(void** context)
{
  Desk* const desk = *context;
  byline_view_free(desk->view);
  cairo_surface_destroy(desk->surface);
  free(desk);
  return 0;
}

static inline void point(Desk* desk, BylineInputKind kind, int x, int y,
                         int button)
{
  const BylineInput input = {.kind = kind, .x = x, .y = y, .button = button};
  byline_view_input(desk->view, &input);
}

static inline void click(Desk* desk, int x, int y, int button)
{
  point(desk, BYLINE_INPUT_MOVE, x, y, 0);
  point(desk, BYLINE_INPUT_PRESS, x, y, button);
  point(desk, BYLINE_INPUT_RELEASE, x, y, button);
}

static inline void wheel(Desk* desk, int x, int y, double turns)
{
  const BylineInput input = {
      .kind = BYLINE_INPUT_WHEEL, .x = x, .y = y, .turns = turns};
  byline_view_input(desk->view, &input);
}

static inline void key(Desk* desk, BylineKey key)
{
  const BylineInput input = {.kind = BYLINE_INPUT_KEY, .key = key};
  byline_view_input(desk->view, &input);
}

static inline int control_of(BylinePort port)
{
  const int control = byline_control_find(port);
  assert_true(control >= 0);
  return control;
}

static inline float value_of(const Desk* desk, BylinePort port)
{
  return desk->view->values[control_of(port)];
}

/* The pixel of the strip that shows a time */
static inline int strip_x(const BylineView* view, double time)
{
  const BylineRect strip = view->layout.strip;
  return strip.x + strip.w -
         (int)((20 - time) * strip.w / byline_plot_span(&view->layout));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif // BYLINE_TESTS_DESK_H
