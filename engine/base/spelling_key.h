/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file spelling_key.h
   What tells whether two names are one artist's.
*/

#ifndef BYLINE_BASE_SPELLING_KEY_H
#define BYLINE_BASE_SPELLING_KEY_H

/**
   Reduce a name to what all its spellings have in common: without case,
   accents, vowels that may be left out, punctuation, blanks, "the", with other
   articles in front, "and" for "&" and "+", and Latin letters for those that
   look like them in a word that has both.

   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_spelling_key(const char* name);

/** Other ways to write a name, which some lists have; may be added up. */
typedef enum {
  BYLINE_SPELLING_DIGRAPHS = 1, ///< "Oetzi" for "Ötzi", "Moe" for "Mø"
  BYLINE_SPELLING_TURNED = 2,   ///< "Tom Waits" for "Waits, Tom"
} BylineSpellingWay;

/** How many sums of ways there are, that of none included */
#define BYLINE_SPELLING_N_WAYS 4

/**
   Reduce a name to what it has in common with names that are written in other
   ways: as byline_spelling_key() of those.

   @param ways A sum of BylineSpellingWay, 0 for none.
   @return As byline_spelling_key(), and the same where the name has nothing
   that is written in these ways.
*/
char* byline_spelling_key_as(const char* name, unsigned ways);

#endif // BYLINE_BASE_SPELLING_KEY_H
