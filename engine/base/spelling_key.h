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

#endif // BYLINE_BASE_SPELLING_KEY_H
