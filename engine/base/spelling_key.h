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
   accents, punctuation, blanks, article, and with "and" for "&".

   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_spelling_key(const char* name);

#endif // BYLINE_BASE_SPELLING_KEY_H
