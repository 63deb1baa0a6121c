/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a session tells other programs: files, and messages of OSC. */

#include "session_private.h"

#include <stdlib.h>
#include <string.h>

/* Pass on what is new about files for others */
static void show_trouble(BylineSession* session)
{
  if (session->history.trouble[0]) {
    byline_session_log(session, true, session->history.trouble);
  }
  session->due |= DUE_STATUS;
}

const char* byline_session_announced(const BylineSession* session)
{
  const BylineAnswer* const answer = &session->snapshot.answer;
  return answer->artist >= 0
             ? byline_answer_name(answer, byline_session_names(session),
                                  answer->artist)
             : "";
}

/* Who plays now: what the history knows of it, where that goes on.  Nobody
   listens to what is rendered. */
static BylineHistoryEntry playing(const BylineSession* session)
{
  const BylineHistory* const list = &session->history.list;
  const char* const name = byline_session_announced(session);
  if (session->rendering || !name[0]) {
    return (BylineHistoryEntry){.artist = NULL};
  }
  if (!session->aside && list->n > 0 &&
      !strcmp(byline_history_name(&list->entries[list->n - 1]), name)) {
    return list->entries[list->n - 1];
  }
  return (BylineHistoryEntry){
      .artist = name, .probability = session->snapshot.answer.confidence};
}

void byline_session_tell_playing(BylineSession* session)
{
  const BylineHistoryEntry entry = playing(session);
  char* const text = byline_streaming_text(&session->streaming, &entry);
  if (text && byline_live_history_tell(&session->history, text)) {
    show_trouble(session);
  }
  free(text);
  if (!session->rendering &&
      byline_streaming_send(&session->streaming, &entry) != BYLINE_OK &&
      byline_error_message()[0]) {
    byline_session_log(session, true, byline_error_message());
  }
}

void byline_session_tell(BylineSession* session, const char* path, bool replace)
{
  const BylineHistoryEntry entry = playing(session);
  char* const text = byline_streaming_text(&session->streaming, &entry);
  if (byline_live_history_choose(&session->history, path, text ? text : "",
                                 replace)) {
    show_trouble(session);
  }
  free(text);
  session->due |= DUE_NOW_PLAYING;
}

const char* byline_session_told(const BylineSession* session)
{
  return session->history.told;
}

void byline_session_export(BylineSession* session, const char* path,
                           bool replace)
{
  if (byline_live_history_export(&session->history, path,
                                 session->snapshot.answer.time, replace)) {
    show_trouble(session);
  }
}

BylineWriter* byline_session_writer(const BylineSession* session)
{
  return session->history.writer;
}

void byline_session_collect(BylineSession* session)
{
  bool exported = false;
  if (byline_live_history_collect(&session->history, &exported)) {
    show_trouble(session);
  }
  session->due |= exported ? DUE_HISTORY_EXPORT : 0u;
  byline_session_post_due(session);
}
