/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Gathering the artists of a library and of tracks that a scan found */

#include "dataset/credit_words.h"
#include "dataset/credits.h"

#include <stdlib.h>
#include <string.h>

/* Say that each of a track's artists is one, but for "Ann feat. Bob", which is
   what the tag is meant to avoid. */
static bool declare(BylineArtists* artists, const char* names)
{
  char* const copy = strdup(names);
  bool complete = copy != NULL;
  for (char *s = copy, *next = NULL; complete && s; s = next) {
    BylineParting parting;
    bool doubtful = false;
    next = strstr(s, "; ");
    if (next) {
      *next = '\0';
      next += 2;
    }
    if (!byline_credit_find_guest(s, &parting, &doubtful) || doubtful) {
      complete = byline_artists_declare(artists, s);
    }
  }
  free(copy);
  return complete;
}

bool byline_artists_add_library(BylineArtists* artists,
                                const BylineTable* library)
{
  const size_t artist = byline_table_column(library, "artist");
  const size_t id = byline_table_column(library, "artist_id");
  bool complete = true;
  for (size_t row = 1; complete && row < library->n_rows; ++row) {
    complete =
        byline_artists_add(artists, byline_table_cell(library, row, artist),
                           byline_table_cell(library, row, id));
  }
  return complete;
}

bool byline_artists_add_track(BylineArtists* artists, const BylineTrack* track)
{
  return byline_artists_add(artists, track->artist, track->artist_id) &&
         (!track->has_artists || declare(artists, track->artist));
}
