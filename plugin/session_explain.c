/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What an answer rests on, worked out a little at a time: whoever listens goes
   first. */

#include "session_private.h"

#include "base/clock.h"
#include "recognizer/heard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Seconds that are spent on it at a time, of the listener's 0.04 */
#define SHARE_SECONDS 0.02

static void refuse(BylineSession* session, const char* reason)
{
  snprintf(session->explaining.reason, sizeof(session->explaining.reason), "%s",
           reason);
  session->due |= DUE_EVIDENCE;
}

/* Who leads by ear */
static int32_t leader(const BylineSession* session)
{
  const BylineRank* const top = session->snapshot.answer.top;
  return top[0].artist == BYLINE_RECORDING_ARTIST ? top[1].artist
                                                  : top[0].artist;
}

/* The number of an artist, -1 for nobody */
static int32_t find(const BylineSession* session, const char* name)
{
  char* const* const names = byline_session_names(session);
  const size_t n = byline_session_name_count(session);
  for (size_t i = 0; i < n; ++i) {
    if (!strcmp(names[i], name)) {
      return (int32_t)i;
    }
  }
  return -1;
}

/* Begin with the last `n` columns that were heard */
static BylineStatus begin(BylineSession* session, int32_t artist, size_t n)
{
  const BylineHeard* const heard = byline_recognizer_heard(session->recognizer);
  const BylineFrontEnd* const fe = &heard->front_end;
  const BylineQuestion question = {.model = session->model,
                                   .roster = session->teaching.roster,
                                   .artist = artist};
  float* const columns =
      calloc(n, byline_front_end_cells(fe) * sizeof(*columns));
  if (!columns) {
    return byline_no_memory("an explanation");
  }
  byline_heard_read(fe, heard->columns + (heard->n_columns - n) * heard->size,
                    n, columns, NULL);
  const BylineStatus status = byline_explanation_new(
      &question, columns, n, &session->explaining.explanation);
  free(columns);
  return status;
}

/* As many columns as the recogniser looks at; 0 where it does not yet */
static size_t look_frames(const BylineSession* session)
{
  const BylineHeard* const heard = byline_recognizer_heard(session->recognizer);
  const BylineFrontEnd* const fe = &heard->front_end;
  const size_t least = byline_front_end_frames(fe, (double)BYLINE_MIN_WINDOW);
  const size_t full =
      byline_front_end_frames(fe, (double)session->knobs.window);
  const size_t n = full > least ? full : least;
  return heard->n_columns < least ? 0
         : heard->n_columns < n   ? heard->n_columns
                                  : n;
}

void byline_session_explain(BylineSession* session, const char* artist)
{
  BylineExplaining* const e = &session->explaining;
  byline_explanation_free(e->explanation);
  *e = (BylineExplaining){.explanation = NULL};
  session->due &= ~(unsigned)DUE_EVIDENCE;
  if (!session->recognizer) {
    refuse(session, "there is no model to be explained");
    return;
  }
  const int32_t who = artist[0] ? find(session, artist) : leader(session);
  const size_t n = look_frames(session);
  if (n == 0 || leader(session) < 0) {
    refuse(session, "nothing to explain: no music has been heard for 3 s");
  } else if (who < 0) {
    refuse(session, "nothing to explain: no such artist is known");
  } else if (begin(session, who, n) != BYLINE_OK) {
    refuse(session, byline_error_message());
  } else {
    const uint64_t end = session->columns.end;
    e->first = end > n ? end - n : 0;
  }
}

void byline_session_explain_some(BylineSession* session)
{
  BylineExplaining* const e = &session->explaining;
  if (!e->explanation || session->due & DUE_EVIDENCE) {
    return;
  }
  const double end = byline_clock_now() + SHARE_SECONDS;
  bool more = true;
  while (more && byline_clock_now() < end) {
    more = byline_explanation_step(e->explanation);
  }
  session->due |= more ? 0u : DUE_EVIDENCE;
}

void byline_session_explain_no_more(BylineSession* session)
{
  BylineExplaining* const e = &session->explaining;
  if (e->explanation) {
    byline_explanation_free(e->explanation);
    e->explanation = NULL;
    refuse(session, "not explained: the model has changed meanwhile");
  }
}

bool byline_session_post_evidence(BylineSession* session)
{
  BylineExplaining* const e = &session->explaining;
  BylinePost* const post = session->settings.post;
  if (!e->explanation) {
    return byline_post_no_evidence(post, e->reason);
  }
  const BylineEvidence* const evidence =
      byline_explanation_evidence(e->explanation);
  const bool posted = byline_post_evidence(
      post, evidence, byline_session_names(session)[evidence->artist],
      e->first);
  if (posted) {
    byline_explanation_free(e->explanation);
    e->explanation = NULL;
  }
  return posted;
}
