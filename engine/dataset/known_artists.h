/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file known_artists.h
   The artists of a library, by their names however they are written.
*/

#ifndef BYLINE_DATASET_KNOWN_ARTISTS_H
#define BYLINE_DATASET_KNOWN_ARTISTS_H

#include <stdbool.h>
#include <stddef.h>

/** What a library knows of its artists, to tell "Ann & Bob" from "Simon &
    Garfunkel". */
typedef struct BylineArtists BylineArtists;

/** What is known of a name. */
typedef struct {
  size_t n;      ///< Tracks by an artist of that name
  bool declared; ///< It was said to be one artist
  bool has_id;   ///< Of the artist that was asked for
} BylineFame;

/** Begin to gather artists.  NULL: out of memory. */
BylineArtists* byline_artists_new(void);

/**
   Add a name.

   @param id The artist at MusicBrainz; NULL when it is not known.
   @param n Tracks.
   @return False: out of memory.
*/
bool byline_artists_know(BylineArtists* artists, const char* name,
                         const char* id, size_t n);

/** Say that a name is one artist, whatever it looks like.  False: out of
    memory. */
bool byline_artists_declare(BylineArtists* artists, const char* name);

/** End the gathering, before anything is asked. */
void byline_artists_sort(BylineArtists* artists);

/** Free it.  NULL is fine. */
void byline_artists_free(BylineArtists* artists);

/** Tell what is known of a name, and whether it has the identity `id`.
    @param artists NULL: nobody is known. */
BylineFame byline_artists_find(const BylineArtists* artists, const char* name,
                               const char* id);

#endif // BYLINE_DATASET_KNOWN_ARTISTS_H
