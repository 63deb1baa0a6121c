/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "session_private.h"

#include "shelf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void log_line(const BylineSession* session, bool error, const char* line)
{
  if (session->settings.log) {
    session->settings.log(session->settings.user, error, line);
  }
}

/* ---- what the recogniser tells */

/* Pass on what is new about files for others */
static void show_trouble(BylineSession* session)
{
  if (session->diary.trouble[0]) {
    log_line(session, true, session->diary.trouble);
  }
  session->due |= DUE_STATUS;
}

/* Who is announced, "" for nobody; the model's own */
static char* announced(const BylineSession* session)
{
  const int32_t artist = session->report.answer.artist;
  return artist >= 0 ? byline_model_info(session->model)->artists[artist] : "";
}

static void announce(BylineSession* session)
{
  const BylineAnswer* const answer = &session->report.answer;
  char* const name = announced(session);
  const BylineAnnouncement announcement = {
      .time = answer->time,
      .name = name,
      .probability = answer->artist >= 0 ? answer->confidence : 0,
      .clock = (int64_t)time(NULL)};
  ++session->report.changes;
  if (byline_diary_add(&session->diary, &announcement)) {
    show_trouble(session);
  }

  char line[512];
  const unsigned seconds = (unsigned)answer->time;
  if (answer->artist >= 0) {
    snprintf(line, sizeof(line), "%u:%02u %.400s (%.0f %%)", seconds / 60,
             seconds % 60, name, (double)(100 * answer->confidence));
  } else {
    snprintf(line, sizeof(line), "%u:%02u -", seconds / 60, seconds % 60);
  }
  log_line(session, false, line);
}

static void on_answer(void* user, const BylineAnswer* answer)
{
  BylineSession* const session = user;
  session->report.answer = *answer;
  if (answer->changed) {
    announce(session);
  }
  session->due |= DUE_ANSWER;
  byline_session_post_due(session);
}

static void on_column(void* user, const float* column)
{
  BylineSession* const session = user;
  BylineColumns* const columns = &session->columns;
  BylinePost* const post = session->settings.post;
  const size_t bands = byline_model_info(session->model)->front_end.n_mels;
  if (session->windows == 0 || !post || bands > BYLINE_MAX_CELLS) {
    byline_columns_post(columns, post);
    byline_columns_skip(columns);
    return;
  }
  if (!byline_columns_have_room(columns, bands)) {
    byline_session_post_due(session);
    byline_columns_post(columns, post);
  }
  byline_columns_add(columns, column, bands);
}

/* ---- models */

static void drop_model(BylineSession* session)
{
  byline_recognizer_free(session->recognizer);
  byline_shelf_return(session->model);
  session->recognizer = NULL;
  session->model = NULL;
}

/* Put a model in the place of the one in use, which stays if that fails */
static BylineStatus load(BylineSession* session, const char* path)
{
  if (!path || !path[0]) {
    return byline_error(BYLINE_ERROR_IO, "no model file has been chosen");
  }
  const BylineModel* model = NULL;
  BylineRecognizer* recognizer = NULL;
  BylineStatus status = byline_shelf_take(path, &model);
  if (status == BYLINE_OK) {
    const BylineRecognizerEvents events = {on_answer, on_column, session};
    status = byline_recognizer_new(model, session->settings.sample_rate,
                                   &session->knobs, &events, &recognizer);
  }
  if (status != BYLINE_OK) {
    byline_shelf_return(model);
    return status;
  }
  drop_model(session);
  session->model = model;
  session->recognizer = recognizer;
  byline_session_reset(session);
  return BYLINE_OK;
}

/* Remember how loading went, and let everybody know */
static void loaded(BylineSession* session, BylineStatus status)
{
  snprintf(session->message, sizeof(session->message), "%s",
           status == BYLINE_OK ? "" : byline_error_message());
  if (status != BYLINE_OK) {
    log_line(session, true, session->message);
  }
  session->tried = true;
  session->due |= DUE_STATUS | DUE_MODEL_FILE;
}

static bool same(const char* a, const char* b)
{
  return a && b ? !strcmp(a, b) : a == b;
}

void byline_session_choose(BylineSession* session, const char* path)
{
  const char* const choice = path && path[0] ? path : NULL;
  if (session->model && same(choice, session->choice)) {
    return;
  }
  char* const copy = choice ? strdup(choice) : NULL;
  free(session->choice);
  session->choice = copy;
  session->tried = false;
}

const char* byline_session_choice(const BylineSession* session)
{
  return session->choice;
}

BylineAnnouncements* byline_session_history(BylineSession* session)
{
  session->due |= DUE_HISTORY;
  return &session->diary.history;
}

void byline_session_prepare(BylineSession* session)
{
  if (session->tried) {
    return;
  }
  const BylineStatus status =
      load(session, session->choice ? session->choice : session->default_model);
  if (status != BYLINE_OK) {
    /* Nobody is better than somebody whom another model knows */
    drop_model(session);
    byline_session_reset(session);
  }
  loaded(session, status);
}

/* A user's wish, unlike a saved session's, is only granted if it works */
static void set_model(BylineSession* session, const char* path)
{
  const BylineStatus status =
      load(session, path[0] ? path : session->default_model);
  if (status == BYLINE_OK) {
    byline_session_choose(session, path);
    session->due |= DUE_STATE_CHANGED;
  }
  loaded(session, status);
}

/* ---- files for others */

static void export_history(BylineSession* session, const char* path)
{
  if (byline_diary_export(&session->diary, path, session->report.answer.time)) {
    show_trouble(session);
  }
  session->due |= DUE_HISTORY_EXPORT;
}

void byline_session_tell(BylineSession* session, const char* path)
{
  if (byline_diary_tell(&session->diary, path, announced(session))) {
    show_trouble(session);
  }
  session->due |= DUE_NOW_PLAYING;
}

const char* byline_session_told(const BylineSession* session)
{
  return session->diary.playing.path;
}

/* ---- what others call */

BylineStatus byline_session_new(const BylineSessionSettings* settings,
                                BylineSession** session)
{
  BylineSession* const s = calloc(1, sizeof(BylineSession));
  *session = s;
  if (!s) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory for a session");
  }
  s->settings = *settings;
  s->knobs = byline_recognizer_settings_default();
  s->level = byline_level_begin(settings->sample_rate);
  s->report = byline_report_empty();
  if (settings->default_model) {
    s->default_model = strdup(settings->default_model);
    if (!s->default_model) {
      free(s);
      *session = NULL;
      return byline_error(BYLINE_ERROR_MEMORY, "out of memory for a session");
    }
  }
  return BYLINE_OK;
}

void byline_session_free(BylineSession* session)
{
  if (session) {
    drop_model(session);
    byline_diary_clear(&session->diary);
    free(session->choice);
    free(session->default_model);
    free(session);
  }
}

void byline_session_reset(BylineSession* session)
{
  const unsigned changes = session->report.changes;
  if (session->recognizer) {
    byline_recognizer_reset(session->recognizer);
  }
  session->report = byline_report_empty();
  session->report.changes = changes;
  session->level.power = 0;
  session->columns.n_heard = 0;
  session->columns.n_cells = 0;
  session->due |= DUE_ANSWER;
  if (byline_diary_pause(&session->diary)) {
    show_trouble(session);
  }
}

static void set(BylineSession* session, BylineProperty property,
                const char* path)
{
  switch (property) {
  case BYLINE_PROPERTY_MODEL_FILE:
    set_model(session, path);
    break;
  case BYLINE_PROPERTY_NOW_PLAYING:
    byline_session_tell(session, path);
    session->due |= DUE_STATE_CHANGED;
    break;
  case BYLINE_PROPERTY_HISTORY_EXPORT:
    export_history(session, path);
    break;
  case BYLINE_PROPERTY_COUNT:
    break;
  }
}

void byline_session_receive(BylineSession* session, const LV2_Atom* message)
{
  const BylineRequest request =
      byline_message_parse(&session->settings.post->uris, message);
  switch (request.kind) {
  case BYLINE_REQUEST_ATTACH:
    ++session->windows;
    session->due |= DUE_TO_WINDOWS;
    break;
  case BYLINE_REQUEST_DETACH:
    session->windows -= session->windows > 0;
    break;
  case BYLINE_REQUEST_GET:
    session->due |= request.property == BYLINE_PROPERTY_COUNT
                        ? DUE_MODEL_FILE | DUE_NOW_PLAYING
                        : (unsigned)DUE_PROPERTY << request.property;
    break;
  case BYLINE_REQUEST_SET:
    set(session, request.property, request.path);
    break;
  case BYLINE_REQUEST_NAMES:
    session->first_name = request.first;
    session->due |= DUE_NAMES;
    break;
  case BYLINE_REQUEST_NONE:
    break;
  }
}

void byline_session_configure(BylineSession* session,
                              const BylineRecognizerSettings* settings)
{
  if (memcmp(settings, &session->knobs, sizeof(*settings)) != 0) {
    session->knobs = *settings;
    if (session->recognizer &&
        byline_recognizer_configure(session->recognizer, settings)) {
      log_line(session, true, byline_error_message());
    }
  }
}

void byline_session_hear(BylineSession* session, const float* left,
                         const float* right, size_t n)
{
  byline_level_hear(&session->level, left, right, n);
  if (session->recognizer) {
    byline_recognizer_push(session->recognizer, left, right, n);
  }
}

/* Before the report is written, so that who sees that also sees this */
static void display(const BylineSession* session)
{
  const BylineAnswer* const answer = &session->report.answer;
  BylineStrip strip = {.has_model = session->model,
                       .state = answer->state,
                       .percent = (int)lroundf(100 * answer->confidence)};
  if (session->settings.display) {
    snprintf(strip.artist, sizeof(strip.artist), "%s", announced(session));
    byline_display_tell(session->settings.display, &strip);
  }
}

void byline_session_publish(BylineSession* session, float load)
{
  session->report.level = byline_level_db(&session->level);
  session->report.load = load;
  display(session);
  byline_reports_write(session->settings.reports, &session->report);
  byline_session_post_due(session);
  byline_columns_post(&session->columns, session->settings.post);
}

const char* byline_session_message(const BylineSession* session)
{
  return session->message[0] ? session->message : session->diary.trouble;
}
