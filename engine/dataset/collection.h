/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file collection.h
   Lists of music that players and DJ programs keep: playlists (M3U), the
   collections of Rekordbox and Traktor (XML), the library of Mixxx (SQLite).

   They are only read, never written.
*/

#ifndef BYLINE_DATASET_COLLECTION_H
#define BYLINE_DATASET_COLLECTION_H

#include "byline/status.h"
#include "dataset/walk.h"

#include <stddef.h>

/** A track in a list.  The strings belong to whoever reads the list. */
typedef struct {
  const char* path; ///< Where it is, absolute or relative to the list's folder
  const char* artist; ///< NULL when not told, as are those that follow
  const char* title;  ///< Title
  const char* album;  ///< Album
} BylineListedTrack;

/** What is done with each track. */
typedef BylineStatus (*BylineTakeTrack)(void* context,
                                        const BylineListedTrack* track);

/**
   Read a playlist: paths and file URLs, a line each, with what #EXTINF, #EXTART
   and #EXTALB say.  What is not UTF-8 or UTF-16 is taken for windows-1252.

   @return What `take` returned, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_playlist_read(const char* path, BylineTakeTrack take,
                                  void* context);

/** Read a collection that Rekordbox exported as XML, or Traktor's
    collection.nml.  @return As byline_playlist_read(). */
BylineStatus byline_dj_xml_read(const char* path, BylineTakeTrack take,
                                void* context);

/** Read the library of Mixxx, mixxxdb.sqlite, without the tracks that are
    hidden there.  @return As byline_playlist_read(). */
BylineStatus byline_mixxx_read(const char* path, BylineTakeTrack take,
                               void* context);

/**
   Undo the %XX of a URL, in place; what is no such code stays.  %00 stays, too.
*/
void byline_url_decode(char* text);

/**
   Find the files that a list names, whichever of the kinds it is, which is told
   by its content.

   Files that are not there get a warning each and count as skipped; what the
   web has is passed by.

   @param[in,out] found Files are added; to be freed with
   byline_found_files_free().
   @param[in,out] n_skipped Files that are not there are added.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (none of the kinds,
   or damaged) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_collection_find(const char* path, BylineFoundFiles* found,
                                    size_t* n_skipped);

#endif // BYLINE_DATASET_COLLECTION_H
