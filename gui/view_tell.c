/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a view is told: the model, answers, ports, columns, history.  It keeps
   it, and notes which parts show something else by it. */

#include "view_controls.h"
#include "view_details.h"
#include "view_evidence.h"
#include "view_input.h"
#include "view_voice.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The panel stays open when it was: it tells about the new model then */
static void set_facts(BylineView* view, const BylineViewModel* model)
{
  BylineDetails* const details = &view->details;
  const bool open = details->open;
  byline_details_clear(details);
  for (size_t i = 0; i < model->fact_count && i < BYLINE_FACTS; ++i) {
    byline_text_copy(details->facts[i].label, model->facts[2 * i]);
    byline_text_copy(details->facts[i].text, model->facts[2 * i + 1]);
    details->fact_count = (int)i + 1;
  }
  if (open && *view->model) {
    byline_details_open(view);
  }
}

void byline_view_add_names(BylineView* view, int first,
                           const char* const* names, size_t n)
{
  if (!byline_details_add(&view->details, first, names, n)) {
    return;
  }
  view->dirty_overlay = true;
  if (n) {
    byline_details_ask(view);
  }
}

/* Who was taught last, which can be undone */
static void set_taught(BylineView* view, const char* taught)
{
  char news[2 * BYLINE_TEXT_SIZE];
  const bool is_new = taught && *taught && strcmp(taught, view->taught) != 0;
  const bool was_told = view->told_model;
  byline_text_copy(view->taught, taught);
  byline_view_offer(view, BYLINE_COMMAND_TAKE_BACK, *view->taught);
  snprintf(news, sizeof(news), "%s was taught", view->taught);
  if (is_new && was_told) {
    byline_view_say(view, news);
  }
}

const char* byline_view_meant(const BylineView* view)
{
  return view->menu.name;
}

size_t byline_view_ranked(const BylineView* view, const char** names)
{
  size_t n = 0;
  for (size_t i = 0; i < BYLINE_TOP; ++i) {
    if (*view->places[i].name) {
      names[n++] = view->places[i].name;
    }
  }
  return n;
}

void byline_view_set_model(BylineView* view, const BylineViewModel* model)
{
  if (byline_text_copy(view->model, model->name)) {
    byline_evidence_close(view);
  }
  byline_text_copy(view->message, model->message);
  set_taught(view, model->taught);
  view->artist_count = model->artist_count > 0 ? model->artist_count : 0;
  const bool is_changed = view->own_focus != model->own_focus;
  view->own_focus = model->own_focus;
  if (is_changed && view->canvas) {
    byline_view_lay_out(view);
  }
  byline_view_let_go(view);
  set_facts(view, model);
  view->told_model = true;
  byline_waterfall_configure(&view->waterfall, model->bands, model->column_rate,
                             model->min_frequency, model->max_frequency);
  view->dirty_ground = true;
}

/* NaN becomes the lower end */
static float within(float value, float low, float high)
{
  return value >= low ? fminf(value, high) : low;
}

/* What plays now goes on in the history */
static void tell_history(BylineView* view)
{
  const BylineHistoryEntry entry = {.begin = view->time,
                                    .artist = view->artist,
                                    .title = view->title,
                                    .speed = view->speed};
  byline_view_history_tell(&view->history, &entry);
}

/* What is known beside the artist */
static void set_track(BylineView* view, const BylineViewAnswer* answer)
{
  byline_text_copy(view->title, answer->title);
  view->speed = answer->speed > 0 && answer->speed < 10 ? answer->speed : 0;
  view->known_by = answer->known_by == BYLINE_KNOWN_BY_EAR ||
                           answer->known_by == BYLINE_KNOWN_BY_RECORDING
                       ? (BylineKnownBy)answer->known_by
                       : BYLINE_KNOWN_BY_NOTHING;
}

void byline_view_set_answer(BylineView* view, const BylineViewAnswer* answer)
{
  if (answer->time >= 0 && answer->time < 1e9) {
    view->time = answer->time;
  }
  view->state = answer->state;
  byline_text_copy(view->artist, answer->artist);
  for (int i = 0; i < BYLINE_TOP; ++i) {
    BylinePlace* const place = &view->places[i];
    byline_text_copy(place->name, answer->names[i]);
    place->probability =
        *place->name ? within(answer->probabilities[i], 0, 1) : 0;
  }
  set_track(view, answer);
  tell_history(view);
  view->dirty[BYLINE_PART_HERO] = true;
  view->dirty[BYLINE_PART_RANKING] = true;
  view->dirty[BYLINE_PART_PLOT] = true;
}

const char* byline_view_announced(const BylineView* view)
{
  const bool listens = view->enabled && (*view->model || !view->told_model);
  return listens && view->state == BYLINE_STATE_KNOWN ? view->artist : "";
}

/* Take over a value if it makes a difference that can be seen */
static bool take(float* held, float value, float step)
{
  if (fabsf(value - *held) < step) {
    return false;
  }
  *held = value;
  return true;
}

/* Unless it is being dragged, a control shows what its port holds */
static void show_control(BylineView* view, BylinePort port, float value)
{
  const int i = byline_control_find(port);
  if (i < 0 || i == view->held) {
    return;
  }
  const BylinePortInfo* const control = byline_control(i);
  if (take(&view->values[i], within(value, control->minimum, control->maximum),
           1e-6f)) {
    view->dirty[BYLINE_PART_CONTROLS] = true;
  }
}

void byline_view_set_port(BylineView* view, BylinePort port, float value)
{
  bool* const dirty = view->dirty;
  show_control(view, port, value);
  switch (port) {
  case BYLINE_PORT_ENABLED:
    dirty[BYLINE_PART_HERO] |= view->enabled != (value > 0);
    dirty[BYLINE_PART_STATUS] = dirty[BYLINE_PART_HERO];
    view->enabled = value > 0;
    break;
  case BYLINE_PORT_FREEZE:
    dirty[BYLINE_PART_HERO] |= view->frozen != (value > 0);
    view->frozen = value > 0;
    break;
  case BYLINE_PORT_THRESHOLD:
    if (take(&view->threshold, within(value, 0, 1), 0.001f)) {
      dirty[BYLINE_PART_HERO] = dirty[BYLINE_PART_RANKING] = true;
    }
    break;
  case BYLINE_PORT_LEVEL:
    dirty[BYLINE_PART_STATUS] |=
        take(&view->level, within(value, BYLINE_SILENCE_DB, 20), 0.4f);
    break;
  case BYLINE_PORT_LOAD:
    dirty[BYLINE_PART_STATUS] |= take(&view->load, within(value, 0, 999), 0.1f);
    break;
  case BYLINE_PORT_VOICE:
    dirty[BYLINE_PART_STATUS] |= byline_voice_set(view, value);
    break;
  default:
    break;
  }
}

void byline_view_add_columns(BylineView* view, int64_t first,
                             const uint8_t* cells, size_t size)
{
  const int bands = view->waterfall.bands;
  if (!bands) {
    return;
  }
  byline_waterfall_add(&view->waterfall, first, cells, size / (size_t)bands);
  view->dirty[BYLINE_PART_PLOT] = true;
}

void byline_view_set_history(BylineView* view, int first,
                             const BylineHistoryEntry* entries, size_t n)
{
  byline_view_history_set(&view->history, first, entries, n);
  tell_history(view);
  view->dirty_ground = true;
}
