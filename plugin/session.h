/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file session.h
   What an instance knows: its model, what it hears, who was announced.

   Everything here is slow: it loads files, allocates, and runs the network.
   One thread at a time, and never the audio thread while it is in a hurry; the
   listener sees to that.
*/

#ifndef BYLINE_PLUGIN_SESSION_H
#define BYLINE_PLUGIN_SESSION_H

#include "byline/recognizer.h"
#include "display.h"
#include "history_keeper.h"
#include "messages.h"
#include "snapshot.h"
#include "teaching.h"
#include "writer.h"

#include <stdbool.h>
#include <stddef.h>

/** What a session works with. */
typedef struct {
  double sample_rate;        ///< Of the host, in Hz
  const char* default_model; ///< Path of the bundle's model; copied
  /** Folder whose models' artists have labels in a description; NULL for
      none, where numbers need none; copied. */
  const char* bundle;
  BylinePost* post;           ///< For windows and hosts; NULL for none
  BylineSnapshots* snapshots; ///< For the audio thread
  BylineDisplay* display;     ///< In the host's mixer; NULL for none
  bool always_tell; ///< Who plays is in a file also where nobody chose one
  /** Tells the host's log a line, an error or a note; may be NULL. */
  void (*log)(void* user, bool error, const char* line);
  void* user; ///< Passed to `log`
} BylineSessionSettings;

/** One instance's session. */
typedef struct BylineSession BylineSession;

/**
   Begin a session, without a model yet.

   @param[out] session To be freed with byline_session_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_session_new(const BylineSessionSettings* settings,
                                BylineSession** session);

/** End a session.  NULL is fine. */
void byline_session_free(BylineSession* session);

/** Forget what was heard; model and history stay. */
void byline_session_reset(BylineSession* session);

/**
   Choose a model that will be loaded by byline_session_prepare(), as when a
   saved session is opened: the choice stands even when the file is missing.

   @param path The file; NULL for the default model.
*/
void byline_session_choose(BylineSession* session, const char* path);

/** The chosen model's path, NULL for the default; the session's own. */
const char* byline_session_choice(const BylineSession* session);

/** Who was announced, as text for byline_session_remember(); to be freed with
    free(), NULL when out of memory. */
char* byline_session_save_history(const BylineSession* session);

/**
   Replace the history by a saved one; what is heard from now on follows.

   Not where something was heard already: users' presets hold a state, too, and
   whoever chooses one in the middle of a set wants to keep the set.
*/
void byline_session_remember(BylineSession* session, const char* text);

/** Keep a file that tells who plays; see byline_live_history_choose(). */
void byline_session_tell(BylineSession* session, const char* path,
                         bool replace);

/** The path of that file, NULL for none; the session's own. */
const char* byline_session_told(const BylineSession* session);

/** Load the chosen model, if that has not been tried yet. */
void byline_session_prepare(BylineSession* session);

/** Do what a message from a window or the host asks for. */
void byline_session_receive(BylineSession* session, const LV2_Atom* message);

/** Turn the recogniser's knobs; costs nothing when they are as before. */
void byline_session_configure(BylineSession* session,
                              const BylineRecognizerSettings* settings);

/**
   Tell whether the host is rendering.  Nobody is told who plays then; and what
   was heard live goes on afterwards as if there had been no rendering, history
   included.
*/
void byline_session_render(BylineSession* session, bool rendering);

/** Hear `n` samples of each channel. */
void byline_session_hear(BylineSession* session, const float* left,
                         const float* right, size_t n);

/**
   Hand over what has been found out since the last time.

   @param load Per cent of a core used of late.
*/
void byline_session_publish(BylineSession* session, float load);

/**
   What writes the session's files, to be worked without having the session
   locked; then byline_session_collect().  The session's own.
*/
BylineWriter* byline_session_writer(const BylineSession* session);

/** Take note of what was written, and let everybody know. */
void byline_session_collect(BylineSession* session);

/** What changes the file of taught artists: as byline_session_writer(), with
    byline_teaching_work(); then byline_session_collect_taught(). */
BylineTeaching* byline_session_teaching(BylineSession* session);

/** Take note of what became of the file, and let everybody know. */
void byline_session_collect_taught(BylineSession* session);

/** What this session was taught, to be saved and freed with free(); NULL for
    nothing. */
void* byline_session_save_taught(const BylineSession* session, size_t* size);

/** Bring that back; what is no such thing is told, and left out. */
void byline_session_restore_taught(BylineSession* session, const void* data,
                                   size_t size);

/** Let everybody know that nothing will be heard, and why; "" that it is. */
void byline_session_fail(BylineSession* session, const char* reason);

/** What is wrong with the model, "" for nothing. */
const char* byline_session_model_fault(const BylineSession* session);

/** What is wrong: with listening, the model, or a file that could not be
    written; "" for nothing. */
const char* byline_session_message(const BylineSession* session);

#endif // BYLINE_PLUGIN_SESSION_H
