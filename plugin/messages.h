/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file messages.h
   The atoms of byline/plugin.h: written for the window, read from it.

   They are written by the listener; the audio thread only carries them from
   the ring to the port.
*/

#ifndef BYLINE_PLUGIN_MESSAGES_H
#define BYLINE_PLUGIN_MESSAGES_H

#include "byline/explain.h"
#include "byline/front_end.h"
#include "byline/history.h"
#include "byline/recognizer.h"
#include "facts.h"
#include "message_ring.h"
#include "protocol/urids.h"
#include "realtime.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/urid/urid.h>

#include <stdbool.h>

/** Bytes that the largest message may have, its atom header included. */
#define BYLINE_MAX_MESSAGE 8192

/** Bytes that a path may have, with the 0 at its end. */
#define BYLINE_MAX_PATH 4096

/** Cells that a Columns message may have. */
#define BYLINE_MAX_CELLS (BYLINE_MAX_MESSAGE - 256)

_Static_assert(BYLINE_MAX_PATH + 256 <= BYLINE_MAX_MESSAGE,
               "a message has room for a path");

/** What a window or a host may set; all are paths. */
typedef enum {
  BYLINE_PROPERTY_MODEL_FILE,     ///< The model in use
  BYLINE_PROPERTY_NOW_PLAYING,    ///< A file that tells who plays
  BYLINE_PROPERTY_HISTORY_EXPORT, ///< A file to write the history to, once
  BYLINE_PROPERTY_COUNT
} BylineProperty;

/** What is asked for. */
typedef enum {
  BYLINE_REQUEST_NONE,      ///< Nothing that we know
  BYLINE_REQUEST_ATTACH,    ///< A window was opened
  BYLINE_REQUEST_DETACH,    ///< A window is closing
  BYLINE_REQUEST_GET,       ///< Tell a property
  BYLINE_REQUEST_SET,       ///< Set a property
  BYLINE_REQUEST_NAMES,     ///< Tell names of artists
  BYLINE_REQUEST_TEACH,     ///< Learn who is playing
  BYLINE_REQUEST_TAKE_BACK, ///< Take the last lesson back
  BYLINE_REQUEST_EXPLAIN    ///< Tell what the answer rests on
} BylineRequestKind;

/** A message from a window or a host. */
typedef struct {
  BylineRequestKind kind;     ///< What is asked for
  BylineProperty property;    ///< Which; BYLINE_PROPERTY_COUNT: all of them
  int32_t first;              ///< Number of the first artist to be told
  bool replace;               ///< A file that is there may be replaced
  char path[BYLINE_MAX_PATH]; ///< What to set it to, or who is playing,
                              ///< or is to be explained
} BylineRequest;

/**
   Whether a message is worth carrying to the listener.  Audio thread.

   @param atom Its `size` is already known to lie within the port's buffer.
*/
bool byline_message_wanted(const BylineUrids* urids,
                           const LV2_Atom* atom) BYLINE_NONBLOCKING;

/** The word for a property; 0 for BYLINE_PROPERTY_COUNT. */
LV2_URID byline_property_urid(const BylineUrids* urids,
                              BylineProperty property);

/** Understand a message, trusting nothing in it but its size. */
BylineRequest byline_message_parse(const BylineUrids* urids,
                                   const LV2_Atom* atom);

/** Room for a message. */
typedef union {
  LV2_Atom atom;                     ///< The message
  uint8_t bytes[BYLINE_MAX_MESSAGE]; ///< With what follows its header
  uint64_t alignment;                ///< As atoms are aligned
} BylineMessage;

/** Where messages are written and posted. */
typedef struct {
  BylineUrids urids;       ///< The host's numbers
  LV2_Atom_Forge forge;    ///< Writes atoms
  BylineMessageRing* ring; ///< Takes them to the audio thread; not owned
  BylineMessage buffer;    ///< The message being written
} BylinePost;

/** What a Status message says. */
typedef struct {
  const char* model;               ///< The model's name, or ""
  const char* message;             ///< What is wrong, or ""
  size_t n_artists;                ///< How many it knows
  const BylineFrontEnd* front_end; ///< Its spectrogram, or NULL
  const BylineModelFact* facts;    ///< What else is known about it
  size_t n_facts;                  ///< How many facts
  const char* taught;              ///< Who was taught last, or ""
} BylineStatusText;

/** Get ready to post to `ring`.  Not for the audio thread. */
void byline_post_init(BylinePost* post, const LV2_URID_Map* map,
                      BylineMessageRing* ring);

/** Post a Status.  Like all of these, false when the ring was full. */
bool byline_post_status(BylinePost* post, const BylineStatusText* status);

/**
   Post an Answer.

   @param artists The model's names.
*/
bool byline_post_answer(BylinePost* post, const BylineAnswer* answer,
                        char* const* artists);

/**
   Post the names of artists, as many as a message holds.

   @param artists All `n` of the model's names.
   @param first Number of the first to be told.
*/
bool byline_post_names(BylinePost* post, char* const* artists, size_t n,
                       int32_t first);

/** Post whole columns, at most BYLINE_MAX_CELLS cells. */
bool byline_post_columns(BylinePost* post, uint64_t first, const uint8_t* cells,
                         size_t n_cells);

/**
   Post who was announced, as many entries as a message holds.

   @param first The first to be told, at most `history->n`.
   @param[out] next The first that had no room, or `history->n`.
*/
bool byline_post_history(BylinePost* post, const BylineHistory* history,
                         size_t first, size_t* next);

/**
   Post an Evidence.

   @param artist Whom it is for.
   @param first Number of the first column that was explained.
*/
bool byline_post_evidence(BylinePost* post, const BylineEvidence* evidence,
                          const char* artist, uint64_t first);

/** Post an Evidence that says why there is none. */
bool byline_post_no_evidence(BylinePost* post, const char* reason);

/** Post a patch:Set. */
bool byline_post_property(BylinePost* post, BylineProperty property,
                          const char* path);

/** Tell the host that there is something to save. */
bool byline_post_state_changed(BylinePost* post);

#endif // BYLINE_PLUGIN_MESSAGES_H
