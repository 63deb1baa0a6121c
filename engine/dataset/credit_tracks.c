/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Naming the artists of tracks that a scan found */

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

static bool gather(BylineArtists* artists, const BylineTrack* tracks, size_t n,
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
  for (size_t i = 0; complete && i < n; ++i) {
    if (tracks[i].path) {
      complete =
          byline_artists_add(artists, tracks[i].artist, tracks[i].artist_id) &&
          (!tracks[i].has_artists || declare(artists, tracks[i].artist));
    }
  }
  byline_artists_sort(artists);
  return complete;
}

BylineStatus byline_tracks_credit(BylineTrack* tracks, size_t n,
                                  const BylineTable* library)
{
  BylineArtists* const artists = byline_artists_new();
  bool complete = artists && gather(artists, tracks, n, library);
  for (size_t i = 0; complete && i < n; ++i) {
    BylineCredit credit;
    if (!tracks[i].path) {
      continue;
    }
    complete =
        byline_artists_credit(artists, tracks[i].artist, tracks[i].artist_id,
                              tracks[i].title, &credit);
    if (complete) {
      free(tracks[i].artist);
      tracks[i].artist = credit.names;
    } else {
      free(credit.names);
    }
  }
  byline_artists_free(artists);
  return complete ? BYLINE_OK
                  : byline_error(BYLINE_ERROR_MEMORY, "out of memory");
}
