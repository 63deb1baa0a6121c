/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file spelling.h
   One artist under several spellings.
*/

#ifndef BYLINE_DATASET_SPELLING_H
#define BYLINE_DATASET_SPELLING_H

#include "base/spelling_key.h"
#include "byline/status.h"
#include "dataset/names.h"
#include "dataset/table.h"

#include <stdbool.h>
#include <stddef.h>

/**
   Read rules that rename artists: a table with the columns `artist` (as it
   stands in the library) and `name` (as it shall be), and perhaps `artist_id`
   (for artists of that name with this identity at MusicBrainz only).

   @param encoding As for byline_table_read_as().
   @param[out] rules To be freed with byline_table_free().
   @return As byline_table_read_as(), and BYLINE_ERROR_FORMAT for other tables.
*/
BylineStatus byline_spelling_read(const char* path, const char* encoding,
                                  BylineTable* rules);

/** Add the names that rules give, each of which is then one artist, whatever
    it looks like: the table's own.  False: out of memory. */
bool byline_spelling_names(const BylineTable* rules, BylineNames* names);

/**
   Rename artists by rules.

   A rule for the very spelling counts before one for a spelling that is alike
   (byline_text_fold()).

   @param library A table with the column `artist`.
   @param[out] n_renamed Tracks that have another name now.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_spelling_apply(BylineTable* library,
                                   const BylineTable* rules, size_t* n_renamed);

/**
   Propose rules.

   Spellings that differ only in case, accents, punctuation, blanks, "and" for
   "&", an article, "oe" for "ö" and the like, or a family name in front
   ("Waits, Tom") are to be written like the most frequent, and so are names
   of one artist at MusicBrainz (the column `artist_id`).  Artists with
   different identities there are different, whatever they are called: where
   names are the same, the beginning of the identity is added to the rarer.

   @param library A table with the column `artist`.
   @param path Where to write the rules, for people to look through.
   @param[out] n_rules How many were written.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_spelling_propose(const BylineTable* library,
                                     const char* path, size_t* n_rules);

#endif // BYLINE_DATASET_SPELLING_H
