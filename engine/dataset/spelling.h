/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file spelling.h
   One artist under several spellings.
*/

#ifndef BYLINE_DATASET_SPELLING_H
#define BYLINE_DATASET_SPELLING_H

#include "byline/status.h"
#include "dataset/names.h"
#include "dataset/table.h"

#include <stddef.h>

/**
   Rename artists by rules: a table with the columns `artist` (as it stands in
   the library) and `name` (as it shall be).

   @param library A table with the column `artist`.
   @param rules_path Where the rules are.
   @param[out] n_renamed Tracks that a rule was for.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_spelling_apply(BylineTable* library, const char* rules_path,
                                   size_t* n_renamed);

/**
   Propose rules: spellings that differ only in case, accents, punctuation,
   blanks, "and" for "&" or an article are to be written like the most frequent,
   and so are names of one artist at MusicBrainz (the column `artist_id`).

   @param library A table with the column `artist`.
   @param path Where to write the rules, for people to look through.
   @param[out] n_rules How many were written.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_spelling_propose(const BylineTable* library,
                                     const char* path, size_t* n_rules);

/**
   Reduce a name to what all its spellings have in common.

   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_spelling_key(const char* name);

#endif // BYLINE_DATASET_SPELLING_H
