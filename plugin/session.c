/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "session.h"

#include "columns.h"
#include "export.h"
#include "level.h"
#include "shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Messages that are still to be posted; the ring may be full for a while */
enum {
  DUE_STATUS = 1 << 0,
  DUE_HISTORY = 1 << 1,
  DUE_ANSWER = 1 << 2,
  DUE_STATE_CHANGED = 1 << 3,
  DUE_PROPERTY = 1 << 4, ///< The first; the others follow
  DUE_MODEL_FILE = DUE_PROPERTY << BYLINE_PROPERTY_MODEL_FILE,
  DUE_NOW_PLAYING = DUE_PROPERTY << BYLINE_PROPERTY_NOW_PLAYING,
  DUE_HISTORY_EXPORT = DUE_PROPERTY << BYLINE_PROPERTY_HISTORY_EXPORT,
  DUE_NAMES = DUE_PROPERTY << BYLINE_PROPERTY_COUNT
};

/* Those that only an open window wants */
#define DUE_TO_WINDOWS (DUE_STATUS | DUE_HISTORY | DUE_ANSWER)

struct BylineSession {
  BylineSessionSettings settings; ///< As given, but `default_model` is ours
  char* default_model;            ///< The bundle's model, or NULL
  char* choice;                   ///< The chosen model file; NULL for default
  bool tried;                     ///< It has been loaded, or was refused

  const BylineModel* model;       ///< From the shelf, NULL while there is none
  BylineRecognizer* recognizer;   ///< NULL while there is no model
  BylineRecognizerSettings knobs; ///< What it was last configured with
  char message[512];              ///< What is wrong with the model, or ""

  BylineReport report;         ///< The next to be published
  BylineLevel level;           ///< Meters what is heard
  BylineAnnouncements history; ///< Who was announced
  BylineNowPlaying playing;    ///< Tells other programs
  char* exported;              ///< Where the history was last written, or NULL
  char trouble[512];           ///< What is wrong with these files, or ""

  unsigned windows;      ///< How many are attached
  unsigned due;          ///< Messages to be posted
  int32_t first_name;    ///< Where names that are due begin
  BylineColumns columns; ///< To be posted, too
};

/* ---- messages out */

static void post_status(BylineSession* session, bool* posted)
{
  const BylineModelInfo* const info =
      session->model ? byline_model_info(session->model) : NULL;
  const char* const path =
      session->choice ? session->choice : session->default_model;
  const char* const slash = path ? strrchr(path, '/') : NULL;
  char name[256];
  snprintf(name, sizeof(name), "%s", slash ? slash + 1 : path ? path : "");
  char* const suffix = strstr(name, ".safetensors");
  if (suffix) {
    *suffix = '\0';
  }
  BylineModelFact facts[BYLINE_MAX_FACTS];
  const size_t n_facts =
      info ? byline_facts_gather(info,
                                 byline_network_architecture(
                                     byline_model_network(session->model)),
                                 facts)
           : 0;
  const BylineStatusText text = {.model = info ? name : "",
                                 .message = byline_session_message(session),
                                 .n_artists = info ? info->n_artists : 0,
                                 .front_end = info ? &info->front_end : NULL,
                                 .facts = facts,
                                 .n_facts = n_facts};
  *posted = byline_post_status(session->settings.post, &text);
}

static void post_answer(BylineSession* session, bool* posted)
{
  if (session->model) {
    *posted =
        byline_post_answer(session->settings.post, &session->report.answer,
                           byline_model_info(session->model)->artists);
  }
}

static void post_names(BylineSession* session, bool* posted)
{
  if (session->model) {
    const BylineModelInfo* const info = byline_model_info(session->model);
    *posted = byline_post_names(session->settings.post, info->artists,
                                info->n_artists, session->first_name);
  }
}

static const char* value_of(const BylineSession* session,
                            BylineProperty property)
{
  switch (property) {
  case BYLINE_PROPERTY_MODEL_FILE:
    return session->choice ? session->choice : session->default_model;
  case BYLINE_PROPERTY_NOW_PLAYING:
    return session->playing.path;
  case BYLINE_PROPERTY_HISTORY_EXPORT:
    return session->exported;
  case BYLINE_PROPERTY_COUNT:
    break;
  }
  return NULL;
}

static void post_property(BylineSession* session, BylineProperty property,
                          bool* posted)
{
  const char* const value = value_of(session, property);
  *posted = byline_post_property(session->settings.post, property,
                                 value ? value : "");
}

/* Post what is due, in the order in which windows need it */
static void post_due(BylineSession* session)
{
  BylinePost* const post = session->settings.post;
  if (!post) {
    session->due = 0;
    return;
  }
  if (session->windows == 0) {
    session->due &= ~(unsigned)DUE_TO_WINDOWS;
  }
  for (unsigned bit = 1; bit <= session->due; bit <<= 1) {
    bool posted = true;
    switch (session->due & bit) {
    case DUE_STATUS:
      post_status(session, &posted);
      break;
    case DUE_HISTORY:
      posted = byline_post_history(post, &session->history);
      break;
    case DUE_ANSWER:
      post_answer(session, &posted);
      break;
    case DUE_NAMES:
      post_names(session, &posted);
      break;
    case DUE_MODEL_FILE:
      post_property(session, BYLINE_PROPERTY_MODEL_FILE, &posted);
      break;
    case DUE_NOW_PLAYING:
      post_property(session, BYLINE_PROPERTY_NOW_PLAYING, &posted);
      break;
    case DUE_HISTORY_EXPORT:
      post_property(session, BYLINE_PROPERTY_HISTORY_EXPORT, &posted);
      break;
    case DUE_STATE_CHANGED:
      posted = byline_post_state_changed(post);
      break;
    default:
      break;
    }
    if (posted) {
      session->due &= ~bit;
    }
  }
}

static void log_line(const BylineSession* session, bool error, const char* line)
{
  if (session->settings.log) {
    session->settings.log(session->settings.user, error, line);
  }
}

/* ---- what the recogniser tells */

/* Remember whether the files for others could be written */
static void wrote(BylineSession* session, BylineStatus status)
{
  const bool was_wrong = session->trouble[0];
  snprintf(session->trouble, sizeof(session->trouble), "%s",
           status == BYLINE_OK ? "" : byline_error_message());
  if (session->trouble[0]) {
    log_line(session, true, session->trouble);
  }
  if (session->trouble[0] || was_wrong) {
    session->due |= DUE_STATUS;
  }
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
  byline_announcements_add(&session->history, &announcement);
  if (session->playing.path) {
    wrote(session, byline_now_playing_show(&session->playing, name));
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
  post_due(session);
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
    post_due(session);
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
  return &session->history;
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
  const BylineStatus status = byline_export_history(
      path, &session->history, session->report.answer.time);
  free(session->exported);
  session->exported = status == BYLINE_OK ? strdup(path) : NULL;
  wrote(session, status);
  session->due |= DUE_HISTORY_EXPORT;
}

void byline_session_tell(BylineSession* session, const char* path)
{
  wrote(session,
        byline_now_playing_choose(&session->playing, path, announced(session)));
  session->due |= DUE_NOW_PLAYING;
}

const char* byline_session_told(const BylineSession* session)
{
  return session->playing.path;
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
    byline_now_playing_clear(&session->playing);
    byline_announcements_clear(&session->history);
    free(session->exported);
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
  if (session->playing.path) {
    wrote(session, byline_now_playing_show(&session->playing, ""));
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
    if (session->recognizer) {
      byline_recognizer_configure(session->recognizer, settings);
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

void byline_session_publish(BylineSession* session, float load)
{
  session->report.level = byline_level_db(&session->level);
  session->report.load = load;
  byline_reports_write(session->settings.reports, &session->report);
  post_due(session);
  byline_columns_post(&session->columns, session->settings.post);
}

const char* byline_session_message(const BylineSession* session)
{
  return session->message[0] ? session->message : session->trouble;
}
