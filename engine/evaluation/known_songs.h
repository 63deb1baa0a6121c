/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file known_songs.h
   Byline's own index of recordings (recordings/recordings.h), of a dataset's
   songs: what it adds to the ear, which is measured without it.
*/

#ifndef BYLINE_EVALUATION_KNOWN_SONGS_H
#define BYLINE_EVALUATION_KNOWN_SONGS_H

#include "dataset/sound.h"
#include "evaluation/song_index.h"
#include "recordings/recordings.h"

#include <stdbool.h>
#include <stddef.h>

/** An index. */
typedef struct {
  BylineRecordings* index; ///< In a file that nobody else sees
  size_t* artists;         ///< Of each of its recordings
} BylineKnownSongs;

/**
   Index the original recordings of songs; one that cannot be read is not known.

   @param songs Which ones.
   @param[out] known To be freed with byline_known_songs_free() in any case.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_INTERRUPTED or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_known_songs_make(const BylineSongIndex* songs,
                                     BylineKnownSongs* known);

/** Free and clear. */
void byline_known_songs_free(BylineKnownSongs* known);

/**
   Look a clip up.

   @param[out] artist Whose it is.
   @return Whether it is known.
*/
bool byline_known_songs_search(const BylineKnownSongs* known,
                               const BylineSound* clip, size_t* artist);

#endif // BYLINE_EVALUATION_KNOWN_SONGS_H
