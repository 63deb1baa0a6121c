/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "session_private.h"

#include "model_cache.h"
#include "reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void byline_session_drop_model(BylineSession* session)
{
  byline_session_explain_no_more(session);
  byline_recognizer_free(session->recognizer);
  byline_session_drop_roster(session);
  byline_model_cache_return(session->model);
  session->recognizer = NULL;
  session->model = NULL;
}

/* Whether a model is not one of the bundle's, whose artists have labels */
static bool is_own(const BylineSession* session, const char* path)
{
  const char* const bundle = session->bundle;
  return bundle && strncmp(path, bundle, strlen(bundle)) != 0;
}

static void use_index(BylineSession* session)
{
  if (byline_recognizer_set_recordings(session->recognizer,
                                       session->index.opened) != BYLINE_OK) {
    byline_session_log(session, true, byline_error_message());
  }
}

/* Put a model in the place of the one in use, which stays if that fails */
static BylineStatus load(BylineSession* session, const char* path)
{
  if (!path || !path[0]) {
    return byline_error(BYLINE_ERROR_IO, "no model file has been chosen");
  }
  const BylineModel* model = NULL;
  BylineRecognizer* recognizer = NULL;
  BYLINE_TRY(byline_model_cache_take(path, &model));
  const BylineRecognizerEvents events = byline_session_events(session);
  const BylineStatus status =
      byline_recognizer_new(model, session->settings.sample_rate,
                            &session->knobs, &events, &recognizer);
  if (status != BYLINE_OK) {
    byline_model_cache_return(model);
    return status;
  }
  byline_session_drop_model(session);
  session->model = model;
  session->recognizer = recognizer;
  use_index(session);
  if (session->settings.post) {
    const BylineFrontEnd* const fe = &byline_model_info(model)->front_end;
    byline_column_queue_configure(&session->columns, fe->n_mels,
                                  fe->sample_rate / (double)fe->hop);
  }
  session->snapshot.first = is_own(session, path) ? BYLINE_FIRST_OWN_ARTIST : 0;
  byline_session_load_taught(session);
  byline_session_reset(session);
  return BYLINE_OK;
}

/* Remember how loading went, and let everybody know */
static void loaded(BylineSession* session, const char* path,
                   BylineStatus status)
{
  session->message[0] = '\0';
  if (status != BYLINE_OK) {
    byline_reason_write(byline_error_message(), path, session->message,
                        sizeof(session->message));
    byline_session_log(session, true, byline_error_message());
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
  if (choice && !copy) { // rather the model of before than another one
    loaded(session, NULL, byline_no_memory(choice));
    return;
  }
  free(session->choice);
  session->choice = copy;
  session->tried = false;
}

const char* byline_session_model_fault(const BylineSession* session)
{
  return session->message;
}

const char* byline_session_choice(const BylineSession* session)
{
  return session->choice;
}

/* Without an index, or with one that cannot be read, there is the ear */
static void look_for_index(BylineSession* session)
{
  bool changed = false;
  if (byline_index_look(&session->index, &changed) != BYLINE_OK) {
    byline_session_log(session, true, byline_error_message());
  }
  if (changed && session->recognizer) {
    use_index(session);
  }
}

void byline_session_prepare(BylineSession* session)
{
  look_for_index(session);
  if (session->tried) {
    byline_session_watch_taught(session);
    return;
  }
  const char* const path =
      session->choice ? session->choice : session->default_model;
  const BylineStatus status = load(session, path);
  if (status != BYLINE_OK) {
    /* Nobody is better than somebody whom another model knows */
    byline_session_drop_model(session);
    byline_session_reset(session);
  }
  loaded(session, path, status);
}

void byline_session_set_model(BylineSession* session, const char* path)
{
  const char* const file = path[0] ? path : session->default_model;
  const BylineStatus status = load(session, file);
  if (status == BYLINE_OK) {
    byline_session_choose(session, path);
    session->due |= DUE_STATE_CHANGED;
  }
  loaded(session, file, status);
}
