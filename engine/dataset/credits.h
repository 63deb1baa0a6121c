/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file credits.h
   Who is on a track, when its tags name several in one text.
*/

#ifndef BYLINE_DATASET_CREDITS_H
#define BYLINE_DATASET_CREDITS_H

#include "byline/dataset.h"
#include "dataset/known_artists.h"
#include "dataset/table.h"

#include <stdbool.h>
#include <stddef.h>

/** Who is on a track. */
typedef struct {
  char* names;      ///< Joined with "; ", to be freed with free()
  size_t n;         ///< How many
  const char* word; ///< What else tells that they are several, such as "duet";
                    ///< static, NULL when nothing does
} BylineCredit;

/** Add what a track's tags have.  False: out of memory. */
bool byline_artists_add(BylineArtists* artists, const char* artist,
                        const char* artist_id);

/** Add all artists of a table's rows.  False: out of memory. */
bool byline_artists_add_library(BylineArtists* artists,
                                const BylineTable* library);

/** Add the artists of a track that was looked into, and declare those that its
    tags name one by one.  False: out of memory. */
bool byline_artists_add_track(BylineArtists* artists, const BylineTrack* track);

/**
   Tell who is on a track.

   These always part names: ";", and feat., featuring, ft. and vs. with a name
   on both sides, in the artist; and feat., featuring, ft. and "(with Ann)" in
   the title.  All other signs between names (& and , + / x with, und, et...)
   may be part of one; what decides is, in this order:

     - what was declared: one artist;
     - how many identities MusicBrainz gives: as many names as these; with a
       single one it is one artist, unless it is that of a part that has tracks
       of its own;
     - the library: all parts are artists of it by themselves, and the whole is
       not more than twice as frequent as all of them; or one is, and the whole
       has at most two tracks and no more than that part.

   @param artist_id Identities, joined with "; "; perhaps "".
   @return False: out of memory.
*/
bool byline_artists_credit(const BylineArtists* artists, const char* artist,
                           const char* artist_id, const char* title,
                           BylineCredit* credit);

#endif // BYLINE_DATASET_CREDITS_H
