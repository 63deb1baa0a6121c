/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file session_private.h
   What a session is made of, for the files that it is written in.
*/

#ifndef BYLINE_PLUGIN_SESSION_PRIVATE_H
#define BYLINE_PLUGIN_SESSION_PRIVATE_H

#include "byline/explain.h"
#include "column_queue.h"
#include "history_keeper.h"
#include "index_watch.h"
#include "level.h"
#include "session.h"
#include "streaming.h"

#include <stdbool.h>
#include <stdint.h>

/** Messages that are still to be posted; the ring may be full for a while. */
enum {
  DUE_STATUS = 1 << 0,        ///< Model, and what is wrong
  DUE_ANSWER = 1 << 1,        ///< The last answer
  DUE_HISTORY = 1 << 2,       ///< Who was announced until then
  DUE_STATE_CHANGED = 1 << 3, ///< There is something to save
  DUE_PROPERTY = 1 << 4,      ///< The first; the others follow
  DUE_MODEL_FILE = DUE_PROPERTY << BYLINE_PROPERTY_MODEL_FILE,
  DUE_NOW_PLAYING = DUE_PROPERTY << BYLINE_PROPERTY_NOW_PLAYING,
  DUE_HISTORY_EXPORT = DUE_PROPERTY << BYLINE_PROPERTY_HISTORY_EXPORT,
  DUE_NAMES = DUE_PROPERTY << BYLINE_PROPERTY_COUNT, ///< Artists of the model
  DUE_EVIDENCE = DUE_NAMES << 1 ///< What an answer rests on
};
_Static_assert(BYLINE_PROPERTY_COUNT < 23, "a bit for each property");

/** Those that only an open window wants. */
#define DUE_TO_WINDOWS (DUE_STATUS | DUE_HISTORY | DUE_ANSWER)

/** What a window wants to have explained. */
typedef struct {
  BylineExplanation* explanation; ///< In the making; NULL: none
  uint64_t first;                 ///< Number of its first column
  char reason[256];               ///< Why there is none, if that is due
} BylineExplaining;

/** A session. */
struct BylineSession {
  BylineSessionSettings settings; ///< As given, but for the next two
  char* default_model;            ///< The bundle's model, or NULL
  char* bundle;                   ///< Its folder, or NULL
  char* choice;                   ///< The chosen model file; NULL for default
  bool tried;                     ///< It has been loaded, or was refused

  const BylineModel* model;       ///< From the cache, NULL while there is none
  BylineRecognizer* recognizer;   ///< NULL while there is no model
  BylineRecognizerSettings knobs; ///< What it was last configured with
  char message[512];              ///< What is wrong with the model, or ""
  char failure[128];              ///< Why nothing is heard, or ""

  BylineIndex index;           ///< Of recordings; belongs to the recogniser
  BylineSnapshot snapshot;     ///< The next to be published
  BylineLevel level;           ///< Meters what is heard
  BylineLiveHistory history;   ///< Who was announced
  BylineStreaming streaming;   ///< What tells others, too
  BylineTeaching teaching;     ///< Who was taught
  BylineExplaining explaining; ///< What windows asked
  bool heard;                  ///< Some of them by this instance itself
  double base;                 ///< Seconds heard before the recogniser's begin
  bool rendering;              ///< The host renders
  bool aside;                  ///< And that is to leave no trace
  double live;                 ///< Seconds heard when it began

  unsigned windows;          ///< How many are attached
  unsigned due;              ///< Messages to be posted
  int32_t first_name;        ///< Where names that are due begin
  size_t history_next;       ///< First entry that windows were not told
  BylineColumnQueue columns; ///< To be posted, too
};

/** Tell the host's log a line, an error or a note. */
void byline_session_log(const BylineSession* session, bool error,
                        const char* line);

/** What a recogniser of the session's is to call. */
BylineRecognizerEvents byline_session_events(BylineSession* session);

/** Who is announced, "" for nobody; the model's own. */
const char* byline_session_announced(const BylineSession* session);

/** Tell other programs who plays. */
void byline_session_tell_playing(BylineSession* session);

/** Write the history to a file; see byline_live_history_export(). */
void byline_session_export(BylineSession* session, const char* path,
                           bool replace);

/** Names of all artists that answers have numbers of; not without a model. */
char* const* byline_session_names(const BylineSession* session);

/** How many there are. */
size_t byline_session_name_count(const BylineSession* session);

/** Read what the model was taught, which has just been loaded, or has
    changed. */
void byline_session_load_taught(BylineSession* session);

/** Forget whom the model was taught, which is given back. */
void byline_session_drop_roster(BylineSession* session);

/** See whether others have taught somebody. */
void byline_session_watch_taught(BylineSession* session);

/** Learn that an artist of a name is playing. */
void byline_session_teach(BylineSession* session, const char* name);

/** Take the last lesson back. */
void byline_session_take_back(BylineSession* session);

/** Begin to explain the last look; "" for who leads. */
void byline_session_explain(BylineSession* session, const char* artist);

/** Go on with that for a while, after which who listens goes first. */
void byline_session_explain_some(BylineSession* session);

/** The model or its list of artists goes: nothing more can be explained with
    it. */
void byline_session_explain_no_more(BylineSession* session);

/** Post what was found, or why nothing was. */
bool byline_session_post_evidence(BylineSession* session);

/** What ports show: with numbers of artists as they are in the descriptions. */
BylineSnapshot byline_session_numbered(const BylineSession* session);

/** Give the model back, if there is one. */
void byline_session_drop_model(BylineSession* session);

/** Load a model, "" for the bundle's.  A user's wish, unlike a saved session's,
    is only granted if it works. */
void byline_session_set_model(BylineSession* session, const char* path);

/** Post what is due, as far as there is room, in the order in which windows
    need it. */
void byline_session_post_due(BylineSession* session);

#endif // BYLINE_PLUGIN_SESSION_PRIVATE_H
