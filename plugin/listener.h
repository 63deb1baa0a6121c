/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file listener.h
   The thread that listens, and what the audio thread has to do with it.

   The audio thread drops its sound into a ring (tap.h), passes on what users
   turn (shared_settings.h) and reads snapshots (snapshot.h); the listener looks
   into the ring every few hundredths of a second (ticker.h).

   The one time when the audio thread does work itself is when its host is
   rendering to a file: then it has all the time in the world, and nothing may
   be lost because rendering is fast.
*/

#ifndef BYLINE_PLUGIN_LISTENER_H
#define BYLINE_PLUGIN_LISTENER_H

#include "byline/recognizer.h"
#include "messages.h"
#include "realtime.h"
#include "session.h"
#include "snapshot.h"
#include "tap.h"

#include <lv2/urid/urid.h>

#include <stdbool.h>
#include <stddef.h>

/** A listener. */
typedef struct BylineListener BylineListener;

/** What a listener works with. */
typedef struct {
  double sample_rate;        ///< Of the host, in Hz
  const char* default_model; ///< Path of the bundle's model, or NULL; copied
  /** Folder whose models' artists have labels in a description; NULL for
      none, where numbers need none; copied. */
  const char* bundle;
  const LV2_URID_Map* map; ///< For messages; NULL for no messages
  BylineDisplay* display;  ///< In the host's mixer; NULL for none
  bool always_tell; ///< Who plays is in a file also where nobody chose one
  /** Tells the host's log a line, an error or a note; may be NULL. */
  void (*log)(void* user, bool error, const char* line);
  void* user; ///< Passed to `log`
} BylineListenerSettings;

/** What the user has turned; the audio thread passes it on in every block. */
typedef struct {
  BylineRecognizerSettings knobs; ///< The recogniser's; may be out of range
  bool enabled;                   ///< Listen at all
  bool freewheel;                 ///< The host is rendering to a file
} BylineControls;

/**
   Make a listener, which does not listen yet.  Does not load the model.

   @param settings Copied; `map` must outlive the listener.
   @param[out] listener To be freed with byline_listener_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_listener_new(const BylineListenerSettings* settings,
                                 BylineListener** listener);

/** Stop listening and free everything.  NULL is fine. */
void byline_listener_free(BylineListener* listener);

/**
   Forget what was heard and start the thread; nothing if it runs already.

   @return BYLINE_OK, or BYLINE_ERROR_MEMORY where no thread can be had: then
   nothing is heard, and windows and the log are told so.
*/
BylineStatus byline_listener_start(BylineListener* listener);

/** Stop the thread and wait for its end; nothing if it does not run. */
void byline_listener_stop(BylineListener* listener);

/** Pass on what the user has turned.  Audio thread. */
void byline_listener_turn(BylineListener* listener,
                          const BylineControls* controls) BYLINE_NONBLOCKING;

/**
   Where the audio thread may put a block by itself: where the listener is
   enabled, the host does not render, and there is room; all as in
   byline_listener_hear().
*/
BylineTap* byline_listener_tap(BylineListener* listener);

/**
   Tell the listener about a block of sound.  Audio thread.

   Returns at once, except when the host is freewheeling or otherwise shows
   that it is rendering faster than real time: then all has been heard.

   @param left `n` samples, or NULL for as the other channel.
   @param right `n` samples, or NULL likewise; with neither, nothing is heard.
   @return False when the block had to be dropped.
*/
bool byline_listener_hear(BylineListener* listener,
                          const BylineControls* controls, const float* left,
                          const float* right, size_t n) BYLINE_NONBLOCKING;

/** Where the audio thread finds what is known; the listener's own. */
BylineSnapshots* byline_listener_snapshots(BylineListener* listener);

/** Where the audio thread posts what comes from outside; NULL without map. */
BylineMessageRing* byline_listener_inbox(BylineListener* listener);

/** Where it finds what is to go outside; NULL without map. */
BylineMessageRing* byline_listener_outbox(BylineListener* listener);

/**
   What to tell windows where no thread could be had, so that nobody else
   answers them; NULL where one was, or without map.  Audio thread.

   @return A Status message, the listener's own.
*/
const LV2_Atom*
byline_listener_failure(const BylineListener* listener) BYLINE_NONBLOCKING;

/** The numbers that messages are written with; NULL without map. */
const BylineUrids* byline_listener_urids(const BylineListener* listener);

/**
   Take hold of the session, to save or restore it; waits until nobody else
   has it.  Not for the audio thread.
*/
BylineSession* byline_listener_lock(BylineListener* listener);

/** Let go of the session. */
void byline_listener_unlock(BylineListener* listener);

#endif // BYLINE_PLUGIN_LISTENER_H
