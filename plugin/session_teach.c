/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom a session can name: those whom its model knows, and those who were
   taught */

#include "recognizer/lesson.h"
#include "session_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

char* const* byline_session_names(const BylineSession* session)
{
  return session->teaching.roster
             ? byline_roster_names(session->teaching.roster)
             : byline_model_info(session->model)->artists;
}

size_t byline_session_name_count(const BylineSession* session)
{
  return session->teaching.roster
             ? byline_roster_count(session->teaching.roster)
             : byline_model_info(session->model)->n_artists;
}

/* ---- the roster */

static int32_t translate(const BylineRoster* before, const BylineRoster* after,
                         int32_t artist)
{
  return artist < 0 || artist == BYLINE_RECORDING_ARTIST || !before
             ? artist
             : byline_roster_find(after, byline_roster_names(before)[artist]);
}

/* Let the last answer be about the same artists as before */
static void translate_answer(const BylineRoster* before,
                             const BylineRoster* after, BylineAnswer* answer)
{
  answer->artist = translate(before, after, answer->artist);
  size_t n = 0;
  for (size_t i = 0; i < BYLINE_TOP; ++i) {
    BylineRank rank = answer->top[i];
    rank.artist = translate(before, after, rank.artist);
    if (rank.artist >= 0) {
      answer->top[n++] = rank;
    }
  }
  for (; n < BYLINE_TOP; ++n) {
    answer->top[n] = (BylineRank){.artist = -1};
  }
}

/* Use a new roster, after which the one of before is freed */
static void use_roster(BylineSession* session, BylineRoster* before)
{
  BylineRoster* const roster = session->teaching.roster;
  byline_session_explain_no_more(session);
  if (session->recognizer &&
      byline_recognizer_set_roster(session->recognizer, roster) != BYLINE_OK) {
    byline_session_log(session, true, byline_error_message());
    byline_roster_free(roster);
    session->teaching.roster = before;
    return;
  }
  if (before) {
    translate_answer(before, roster, &session->snapshot.answer);
  }
  byline_roster_free(before);
  session->due |= DUE_STATUS | DUE_ANSWER | DUE_NAMES;
  session->first_name = 0;
}

/* ---- what is taught */

static void show_trouble(BylineSession* session)
{
  if (session->teaching.trouble[0]) {
    byline_session_log(session, true, session->teaching.trouble);
  }
  session->due |= DUE_STATUS;
}

void byline_session_load_taught(BylineSession* session)
{
  BylineRoster* before = NULL;
  if (!session->model) {
    return;
  }
  const BylineStatus status =
      byline_teaching_load(&session->teaching, session->model, &before);
  show_trouble(session);
  if (status == BYLINE_OK) {
    use_roster(session, before);
  }
}

void byline_session_drop_roster(BylineSession* session)
{
  byline_roster_free(session->teaching.roster);
  session->teaching.roster = NULL;
}

void byline_session_watch_taught(BylineSession* session)
{
  if (session->model &&
      byline_teaching_has_changed(&session->teaching, session->model)) {
    byline_session_load_taught(session);
  }
  if (byline_teaching_calm_down(&session->teaching)) {
    session->due |= DUE_STATUS;
  }
}

/* What may be learnt from: no song of somebody else that ended a while ago.  By
   the time that another is announced, the last one is long over. */
static BylineHeard heard_of_this_artist(const BylineSession* session)
{
  const double now =
      session->aside ? session->live : session->snapshot.answer.time;
  const double seconds = now - byline_history_since(&session->history.list);
  return byline_heard_last(byline_recognizer_heard(session->recognizer),
                           fmax(seconds, BYLINE_LESSON_SECONDS));
}

void byline_session_teach(BylineSession* session, const char* name)
{
  BylineRoster* before = NULL;
  if (!session->recognizer) {
    return;
  }
  const BylineHeard heard = heard_of_this_artist(session);
  const BylineStatus status = byline_teaching_teach(
      &session->teaching, session->model, name, &heard, &before);
  if (status == BYLINE_OK) {
    char line[512];
    snprintf(line, sizeof(line), "%s was taught", session->teaching.last_name);
    byline_session_log(session, false, line);
    use_roster(session, before);
    session->due |= DUE_STATE_CHANGED;
  }
  show_trouble(session);
}

void byline_session_take_back(BylineSession* session)
{
  BylineRoster* before = NULL;
  if (session->model &&
      byline_teaching_take_back(&session->teaching, session->model, &before) ==
          BYLINE_OK) {
    use_roster(session, before);
    session->due |= DUE_STATE_CHANGED;
  }
  show_trouble(session);
}

BylineTeaching* byline_session_teaching(BylineSession* session)
{
  return &session->teaching;
}

void byline_session_collect_taught(BylineSession* session)
{
  if (byline_teaching_collect(&session->teaching)) {
    show_trouble(session);
    byline_session_load_taught(session);
  }
}

/* ---- with the session */

void* byline_session_save_taught(const BylineSession* session, size_t* size)
{
  return byline_teaching_save(&session->teaching, size);
}

void byline_session_restore_taught(BylineSession* session, const void* data,
                                   size_t size)
{
  if (byline_teaching_restore(&session->teaching, data, size) != BYLINE_OK) {
    byline_session_log(session, true, byline_error_message());
  }
  byline_session_load_taught(session);
}

/* ---- numbers */

/* An artist's number behind that of the model's first one */
static int32_t number_of(const BylineSession* session, int32_t artist)
{
  const BylineRoster* const roster = session->teaching.roster;
  if (artist < 0 || artist == BYLINE_RECORDING_ARTIST || !roster) {
    return artist;
  }
  const BylineRosterEntry* const entry =
      byline_roster_get(roster, (size_t)artist);
  const int32_t own = BYLINE_FIRST_OWN_ARTIST - session->snapshot.first;
  return (int32_t)entry->number + (entry->known ? 0 : own);
}

BylineSnapshot byline_session_numbered(const BylineSession* session)
{
  BylineSnapshot snapshot = session->snapshot;
  BylineAnswer* const answer = &snapshot.answer;
  answer->artist = number_of(session, answer->artist);
  for (size_t i = 0; i < BYLINE_TOP; ++i) {
    answer->top[i].artist = number_of(session, answer->top[i].artist);
  }
  return snapshot;
}
