/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "session_private.h"

#include "recognizer/announcement.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void byline_session_log(const BylineSession* session, bool error,
                        const char* line)
{
  if (session->settings.log) {
    session->settings.log(session->settings.user, error, line);
  }
}

/* ---- what the recogniser tells */

/* Let windows have the history from an entry on */
static void tell_history(BylineSession* session, size_t first)
{
  if (!(session->due & DUE_HISTORY) || session->history_next > first) {
    session->history_next = first;
  }
  session->due |= DUE_HISTORY;
}

static void add_to_history(BylineSession* session,
                           const BylineHistoryEntry* entry)
{
  byline_live_history_announce(&session->history, entry);
  tell_history(session,
               session->history.list.n ? session->history.list.n - 1 : 0);
}

/* Whoever plays does so no longer, as far as the history goes */
static void end_history(BylineSession* session)
{
  const BylineHistory* const list = &session->history.list;
  const double now = session->snapshot.answer.time;
  if (!session->aside && list->n > 0 &&
      byline_history_is_known(&list->entries[list->n - 1])) {
    const BylineHistoryEntry nobody = {
        .begin = now, .end = now, .clock = (int64_t)time(NULL)};
    add_to_history(session, &nobody);
  }
}

static void log_announcement(const BylineSession* session,
                             const BylineHistoryEntry* entry)
{
  char line[1024];
  const unsigned seconds = (unsigned)entry->begin;
  if (byline_history_is_known(entry)) {
    const char* const title = byline_history_title(entry);
    char speed[BYLINE_SPEED_TEXT_SIZE];
    byline_history_speed_text(entry->speed, speed);
    snprintf(line, sizeof(line), "%u:%02u %.400s%s%.400s (%s%s%.0f %%)",
             seconds / 60, seconds % 60, byline_history_name(entry),
             title[0] ? " - " : "", title, speed, speed[0] ? ", " : "",
             (double)(100 * entry->probability));
  } else {
    snprintf(line, sizeof(line), "%u:%02u -", seconds / 60, seconds % 60);
  }
  byline_session_log(session, false, line);
}

static void announce(BylineSession* session)
{
  const BylineHistoryEntry entry = byline_announcement(
      &session->snapshot.answer, byline_session_names(session));
  ++session->snapshot.changes;
  if (!session->aside) {
    add_to_history(session, &entry);
    session->heard = true;
  }
  byline_session_tell_playing(session);
  log_announcement(session, &entry);
}

/* Whoever is announced stays, but now the recording is known, too */
static void refine(BylineSession* session)
{
  const BylineHistory* const list = &session->history.list;
  BylineHistoryEntry entry = byline_announcement(&session->snapshot.answer,
                                                 byline_session_names(session));
  if (!session->aside && list->n > 0) {
    const BylineHistoryEntry* const last = &list->entries[list->n - 1];
    entry.begin = last->begin;
    entry.end = last->end;
    entry.clock = last->clock;
    byline_history_cut(&session->history.list, list->n - 1);
    add_to_history(session, &entry);
  }
  byline_session_tell_playing(session);
  log_announcement(session, &entry);
}

static void on_answer(void* user, const BylineAnswer* answer)
{
  BylineSession* const session = user;
  session->snapshot.answer = *answer;
  session->snapshot.answer.time += session->base;
  if (answer->changed) {
    announce(session);
  } else if (answer->refined) {
    refine(session);
  }
  session->due |= DUE_ANSWER;
  byline_session_post_due(session);
}

static void on_column(void* user, const float* column)
{
  BylineSession* const session = user;
  byline_column_queue_add(&session->columns, column);
}

BylineRecognizerEvents byline_session_events(BylineSession* session)
{
  return (BylineRecognizerEvents){on_answer, on_column, session};
}

/* ---- time */

/* Seconds go on from here, so that times in a history never run backwards; and
   so do columns, which a window shows beside them */
static void continue_at(BylineSession* session, double time)
{
  session->base += time - session->snapshot.answer.time;
  session->snapshot.answer.time = time;
  if (session->model) {
    const BylineFrontEnd* const fe =
        &byline_model_info(session->model)->front_end;
    byline_column_queue_continue(&session->columns,
                                 time * fe->sample_rate / (double)fe->hop);
  }
}

/* ---- the history */

char* byline_session_save_history(const BylineSession* session)
{
  return byline_live_history_save(
      &session->history,
      session->aside ? session->live : session->snapshot.answer.time);
}

void byline_session_remember(BylineSession* session, const char* text)
{
  const BylineHistory* const history = &session->history.list;
  if (session->heard) {
    return;
  }
  byline_live_history_restore(&session->history, text);
  const double last =
      history->n > 0 ? history->entries[history->n - 1].begin : 0;
  if (last > session->snapshot.answer.time) {
    continue_at(session, last);
  }
  end_history(session);
  tell_history(session, 0);
}

/* ---- what others call */

/* False where there is no memory; NULL is copied as such */
static bool copy(const char* text, char** to)
{
  *to = text ? strdup(text) : NULL;
  return !text || *to;
}

BylineStatus byline_session_new(const BylineSessionSettings* settings,
                                BylineSession** session)
{
  BylineSession* const s = calloc(1, sizeof(BylineSession));
  *session = s;
  if (!s) {
    return byline_no_memory("a session");
  }
  s->settings = *settings;
  s->knobs = byline_recognizer_settings_default();
  s->level = byline_level_begin(settings->sample_rate);
  s->snapshot = byline_snapshot_empty();
  byline_teaching_init(&s->teaching);
  byline_streaming_init(&s->streaming, settings->always_tell, settings->log,
                        settings->user);
  BylineStatus status = byline_live_history_init(&s->history);
  s->history.usual = s->streaming.file;
  if (!copy(settings->default_model, &s->default_model) ||
      !copy(settings->bundle, &s->bundle)) {
    status = byline_no_memory("a session");
  }
  if (status != BYLINE_OK) {
    byline_session_free(s);
    *session = NULL;
  }
  return status;
}

void byline_session_free(BylineSession* session)
{
  if (session) {
    byline_session_drop_model(session);
    byline_live_history_clear(&session->history);
    byline_column_queue_clear(&session->columns);
    byline_index_clear(&session->index);
    byline_streaming_clear(&session->streaming);
    byline_teaching_clear(&session->teaching);
    free(session->choice);
    free(session->default_model);
    free(session->bundle);
    free(session);
  }
}

void byline_session_reset(BylineSession* session)
{
  end_history(session);
  const BylineSnapshot before = session->snapshot;
  if (session->recognizer) {
    byline_recognizer_reset(session->recognizer);
  }
  session->snapshot = byline_snapshot_empty();
  session->snapshot.changes = before.changes;
  session->snapshot.first = before.first;
  session->base = 0;
  continue_at(session, before.answer.time);
  session->level.power = 0;
  session->due |= DUE_ANSWER;
  byline_session_tell_playing(session);
}

void byline_session_render(BylineSession* session, bool rendering)
{
  if (rendering == session->rendering) {
    return;
  }
  session->rendering = rendering;
  if (rendering) {
    session->aside = session->history.list.n > 0;
    session->live = session->snapshot.answer.time;
  } else if (session->aside) {
    session->aside = false;
    continue_at(session, session->live);
    tell_history(session, 0);
  }
}

static void set(BylineSession* session, BylineProperty property,
                const char* path, bool replace)
{
  switch (property) {
  case BYLINE_PROPERTY_MODEL_FILE:
    byline_session_set_model(session, path);
    break;
  case BYLINE_PROPERTY_NOW_PLAYING:
    byline_session_tell(session, path, replace);
    session->due |= DUE_STATE_CHANGED;
    break;
  case BYLINE_PROPERTY_HISTORY_EXPORT:
    byline_session_export(session, path, replace);
    break;
  case BYLINE_PROPERTY_COUNT:
    break;
  }
}

void byline_session_receive(BylineSession* session, const LV2_Atom* message)
{
  const BylineRequest request =
      byline_message_parse(&session->settings.post->urids, message);
  switch (request.kind) {
  case BYLINE_REQUEST_ATTACH:
    ++session->windows;
    session->due |= DUE_TO_WINDOWS;
    tell_history(session, 0);
    byline_column_queue_rewind(&session->columns);
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
    set(session, request.property, request.path, request.replace);
    break;
  case BYLINE_REQUEST_NAMES:
    session->first_name = request.first;
    session->due |= DUE_NAMES;
    break;
  case BYLINE_REQUEST_TEACH:
    byline_session_teach(session, request.path);
    break;
  case BYLINE_REQUEST_TAKE_BACK:
    byline_session_take_back(session);
    break;
  case BYLINE_REQUEST_EXPLAIN:
    byline_session_explain(session, request.path);
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
      byline_session_log(session, true, byline_error_message());
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
  const BylineAnswer* const answer = &session->snapshot.answer;
  BylineStrip strip = {.has_model = session->model,
                       .state = answer->state,
                       .percent = (int)lroundf(100 * answer->confidence)};
  if (session->settings.display) {
    const char* const title = byline_answer_title(answer);
    snprintf(strip.artist, sizeof(strip.artist), "%s%s%s",
             byline_session_announced(session), title[0] ? " - " : "", title);
    byline_display_tell(session->settings.display, &strip);
  }
}

void byline_session_publish(BylineSession* session, float load)
{
  session->snapshot.level = byline_level_db(&session->level);
  session->snapshot.load = load;
  session->snapshot.voice =
      session->recognizer ? byline_recognizer_voice(session->recognizer) : -1;
  display(session);
  byline_session_explain_some(session);
  const BylineSnapshot shown = byline_session_numbered(session);
  byline_snapshots_write(session->settings.snapshots, &shown);
  byline_session_post_due(session);
  if (session->windows == 0 || !session->settings.post) {
    byline_column_queue_skip(&session->columns);
  } else {
    byline_column_queue_post(&session->columns, session->settings.post);
  }
}

void byline_session_fail(BylineSession* session, const char* reason)
{
  if (strcmp(session->failure, reason) != 0) {
    snprintf(session->failure, sizeof(session->failure), "%s", reason);
    if (reason[0]) {
      byline_session_log(session, true, reason);
    }
    session->due |= DUE_STATUS;
    byline_session_post_due(session);
  }
}

const char* byline_session_message(const BylineSession* session)
{
  return session->failure[0]            ? session->failure
         : session->message[0]          ? session->message
         : session->teaching.trouble[0] ? session->teaching.trouble
                                        : session->history.trouble;
}
