/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file taught.h
   Artists whom a model was taught after it was trained, and what became of
   those whom it knew.

   What is kept are lessons: whose, when, and clips.  An artist is whoever has
   lessons under a name; names are one when byline_spelling_key() says so.  Of
   the model's own artists it is only noted that they are called otherwise, or
   forgotten.  Everything belongs to one ear (byline_model_ear()).

   Not thread-safe; any non-realtime thread.
*/

#ifndef BYLINE_RECOGNIZER_TAUGHT_H
#define BYLINE_RECOGNIZER_TAUGHT_H

#include "byline/model.h"
#include "byline/status.h"
#include "recognizer/lesson.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most artists that can be taught. */
#define BYLINE_MAX_TAUGHT 5000

/** Most lessons. */
#define BYLINE_MAX_LESSONS 10000

/** Bytes of the longest name that can be taught. */
#define BYLINE_MAX_TAUGHT_NAME 255

/** Most bytes of clips that are kept; the oldest lessons lose theirs. */
#define BYLINE_MAX_KEPT ((size_t)64 << 20)

/** A lesson about an artist. */
typedef struct {
  uint64_t id;         ///< Its own, by chance; never 0
  char* name;          ///< Whose, UTF-8
  char* artist_id;     ///< At MusicBrainz; "" where that is not known
  int64_t time;        ///< When, seconds since 1970
  bool removed;        ///< Kept, but not used
  BylineLesson lesson; ///< What was learnt
} BylineTaughtLesson;

/** What became of one of the model's own artists. */
typedef struct {
  char* artist; ///< What the model calls it
  char* name;   ///< What it is called; NULL: forgotten
} BylineArtistChange;

/** All that a model was taught; {0} is nothing, for no ear yet. */
typedef struct {
  char ear[BYLINE_EAR_DIGITS + 1]; ///< Whose it is
  BylineFrontEnd front_end;        ///< What clips were heard with
  size_t n_features;               ///< Of an embedding; 0: no lesson yet
  BylineTaughtLesson* lessons;     ///< In the order of time
  size_t n_lessons;                ///< How many
  BylineArtistChange* changes;     ///< At most one of an artist
  size_t n_changes;                ///< How many
} BylineTaught;

/** Begin with nothing, for a model's ear.
    @param[out] taught To be freed with byline_taught_free(). */
void byline_taught_init(const BylineModel* model, BylineTaught* taught);

/** Free what it holds, and clear. */
void byline_taught_free(BylineTaught* taught);

/**
   Add a lesson.

   Its artist is called as before if there are lessons under another spelling
   of the name, or if the model knows one.

   @param name Cleaned (base/text.h); not empty.
   @param artist_id At MusicBrainz, or "".
   @param lesson Taken over and cleared, also after a failure.
   @param[out] id The lesson's.
   @return BYLINE_OK, BYLINE_ERROR_USAGE (a name too long; as many artists or
   lessons as there can be) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_taught_add(BylineTaught* taught, const BylineModel* model,
                               const char* name, const char* artist_id,
                               BylineLesson* lesson, uint64_t* id);

/**
   Add another's lessons that are not there, clips and all.

   @param other Of the same ear.
   @return As byline_taught_add().
*/
BylineStatus byline_taught_join(BylineTaught* taught,
                                const BylineTaught* other);

/** Take a lesson back, without a trace; false where there is none of the
    number. */
bool byline_taught_drop(BylineTaught* taught, uint64_t id);

/** The lesson of a number, or NULL. */
const BylineTaughtLesson* byline_taught_find(const BylineTaught* taught,
                                             uint64_t id);

/**
   Call an artist otherwise.

   @param name Of one, in any spelling: taught, known, or both.
   @param to Cleaned; another spelling of the name, or nobody's yet unless
   `merge` says that the two are one.
   @return BYLINE_OK, BYLINE_ERROR_USAGE (no such artist, the message asks
   which; or a name that is another's) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_taught_rename(BylineTaught* taught,
                                  const BylineModel* model, const char* name,
                                  const char* to, bool merge);

/**
   Remove an artist, whose lessons are kept aside: taught ones are not used any
   more, a known one is forgotten.

   @return As byline_taught_rename().
*/
BylineStatus byline_taught_remove(BylineTaught* taught,
                                  const BylineModel* model, const char* name);

/**
   Bring a removed artist back; a known one under the name that the model has
   for it.

   @return As byline_taught_rename().
*/
BylineStatus byline_taught_restore(BylineTaught* taught, const char* name);

/** Whether an artist can be called so.
    @return BYLINE_OK or BYLINE_ERROR_USAGE. */
BylineStatus byline_taught_check_name(const char* name);

/** Whether there is room for another lesson, of an artist called so in any
    spelling.
    @return BYLINE_OK or BYLINE_ERROR_USAGE. */
BylineStatus byline_taught_check_room(const BylineTaught* taught,
                                      const char* name);

/** Whether no more artists were taught than there can be.
    @return BYLINE_OK or BYLINE_ERROR_USAGE. */
BylineStatus byline_taught_check_size(const BylineTaught* taught);

/** What an artist is called, given any spelling; NULL where there is none, or
    out of memory. */
const char* byline_taught_called(const BylineTaught* taught,
                                 const BylineModel* model, const char* name);

/** What one of the model's artists is called now; NULL: it is forgotten. */
const char* byline_taught_name(const BylineTaught* taught, const char* artist);

/** Forget the oldest lessons' clips until the rest is at most
    BYLINE_MAX_KEPT. */
void byline_taught_trim(BylineTaught* taught);

#endif // BYLINE_RECOGNIZER_TAUGHT_H
