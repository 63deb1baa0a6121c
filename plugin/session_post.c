/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "session_private.h"

#include <stdio.h>
#include <string.h>

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
                                 path, facts)
           : 0;
  const BylineStatusText text = {
      .model = info ? name : "",
      .message = byline_session_message(session),
      .taught = session->teaching.last_name,
      .n_artists = info ? byline_session_name_count(session) : 0,
      .front_end = info ? &info->front_end : NULL,
      .facts = facts,
      .n_facts = n_facts};
  *posted = byline_post_status(session->settings.post, &text);
}

static void post_answer(BylineSession* session, bool* posted)
{
  if (session->model) {
    *posted =
        byline_post_answer(session->settings.post, &session->snapshot.answer,
                           byline_session_names(session));
  }
}

static void post_names(BylineSession* session, bool* posted)
{
  if (session->model) {
    *posted = byline_post_names(
        session->settings.post, byline_session_names(session),
        byline_session_name_count(session), session->first_name);
  }
}

/* A piece at a time: hosts have room for little more */
static void post_history(BylineSession* session, bool* posted)
{
  const BylineHistory* const list = &session->history.list;
  const size_t first =
      session->history_next < list->n ? session->history_next : list->n;
  size_t next = first;
  *posted = byline_post_history(session->settings.post, list, first, &next);
  if (*posted) {
    session->history_next = next;
    *posted = next == list->n;
  }
}

static const char* value_of(const BylineSession* session,
                            BylineProperty property)
{
  switch (property) {
  case BYLINE_PROPERTY_MODEL_FILE:
    return session->choice ? session->choice : session->default_model;
  case BYLINE_PROPERTY_NOW_PLAYING:
    return session->history.told;
  case BYLINE_PROPERTY_HISTORY_EXPORT:
    return session->history.exported;
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

void byline_session_post_due(BylineSession* session)
{
  BylinePost* const post = session->settings.post;
  if (!post) {
    session->due = 0;
    return;
  }
  /* Where nothing is heard, windows are not either, so they are told anyway */
  if (session->windows == 0 && !session->failure[0]) {
    session->due &= ~(unsigned)DUE_TO_WINDOWS;
  }
  for (unsigned bit = 1; bit <= session->due; bit <<= 1) {
    bool posted = true;
    switch (session->due & bit) {
    case DUE_STATUS:
      post_status(session, &posted);
      break;
    case DUE_HISTORY:
      post_history(session, &posted);
      break;
    case DUE_ANSWER:
      post_answer(session, &posted);
      break;
    case DUE_NAMES:
      post_names(session, &posted);
      break;
    case DUE_EVIDENCE:
      posted = byline_session_post_evidence(session);
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
