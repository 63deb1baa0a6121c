/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file roster.h
   Whom a recogniser can name: the model's own artists, but for those who are
   forgotten, and those who were taught (recognizer/taught.h).

   A taught artist's prototype is the point, in the space of models/likeness.h,
   of the mean of its clips' embeddings ("nearest class mean", Mensink et al.
   2013).  An observation whose point has the likeness s to it, and the likeness
   c to what the model knows, speaks for that artist, against everybody else,
   with the odds

       o = exp(BYLINE_TAUGHT_SLOPE (s - c - s0)) / J

   where J is the number of taught artists, and s0 the difference at which about
   one of twenty observations of other music would be taken for the artist's
   (byline_likeness_enough()).  With y
   the calibrated probabilities of the model's own artists, and O the sum of all
   o,

       p = y / (1 + O) of an own artist,  o / (1 + O) of a taught one

   and their sum of one who is both.  What y gives to forgotten artists is
   shared out to all alike: that is how music by nobody known looks.
*/

#ifndef BYLINE_RECOGNIZER_ROSTER_H
#define BYLINE_RECOGNIZER_ROSTER_H

#include "byline/model.h"
#include "byline/status.h"
#include "recognizer/taught.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How fast the odds rise with the difference of likenesses. */
#define BYLINE_TAUGHT_SLOPE 14.0

/** An artist, as lists show it. */
typedef struct {
  const char* name; ///< What it is called
  bool known;       ///< The model learnt it
  size_t n_lessons; ///< Taught since
  size_t n_clips;   ///< Clips of these lessons
  uint32_t number;  ///< A known one's class in the model; a taught one's place
                    ///< behind the classes
} BylineRosterEntry;

/** A roster: a list of artists; one thread at a time. */
typedef struct BylineRoster BylineRoster;

/**
   Make a list.

   @param taught `n_taught` records of the model's ear, in which a lesson counts
   once; what became of known artists says the first.  Copied.
   @param[out] roster To be freed with byline_roster_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_roster_new(const BylineModel* model,
                               const BylineTaught* const* taught,
                               size_t n_taught, BylineRoster** roster);

/** NULL is fine. */
void byline_roster_free(BylineRoster* roster);

/** How many there are; perhaps none. */
size_t byline_roster_count(const BylineRoster* roster);

/** Artist `index`; the list's own. */
const BylineRosterEntry* byline_roster_get(const BylineRoster* roster,
                                           size_t index);

/** All names, in that order; the list's own. */
char* const* byline_roster_names(const BylineRoster* roster);

/**
   Find an artist by its name, as it is written in the list.

   @return Its index, -1 for none.
*/
int32_t byline_roster_find(const BylineRoster* roster, const char* name);

/** Whether it asks for embeddings: somebody was taught. */
bool byline_roster_compares(const BylineRoster* roster);

/**
   Say who is probable.

   @param known Calibrated probabilities of the model's classes.
   @param embedding Of the same observation, `n_features`.
   @param[out] probabilities One for each artist of the list.
*/
void byline_roster_judge(BylineRoster* roster, const float* known,
                         const float* embedding, size_t n_features,
                         float* probabilities);

#endif // BYLINE_RECOGNIZER_ROSTER_H
