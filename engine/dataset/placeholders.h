/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file placeholders.h
   Names that stand for nobody.
*/

#ifndef BYLINE_DATASET_PLACEHOLDERS_H
#define BYLINE_DATASET_PLACEHOLDERS_H

/** Whom a name stands for. */
typedef enum {
  BYLINE_SOMEBODY,       ///< An artist
  BYLINE_NOBODY,         ///< "Unknown Artist", "Track 01": it is not known
  BYLINE_VARIOUS_ARTISTS ///< Whoever is on a compilation
} BylinePlaceholder;

/**
   Tell names that programs and catalogues put where an artist is not known, in
   the languages that these speak, from artists.

   @param id The artist at MusicBrainz, where it is known; a band that is called
   Unknown has one of its own.  "" otherwise.
*/
BylinePlaceholder byline_placeholder_find(const char* name, const char* id);

#endif // BYLINE_DATASET_PLACEHOLDERS_H
