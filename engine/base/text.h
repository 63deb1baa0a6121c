/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file text.h
   Names as people write them, in Unicode, whatever the locale is.

   Text from strangers is cleaned once, where it comes in; names are compared by
   what byline_text_fold() makes of them.
*/

#ifndef BYLINE_BASE_TEXT_H
#define BYLINE_BASE_TEXT_H

#include <stdbool.h>

/**
   Clean a text that comes from a file.

   Bytes that are no UTF-8 become U+FFFD; tabs, ends of lines and all kinds of
   blanks become blanks, of which one is left between words and none at the
   ends; control characters, marks of byte order and direction and what else
   cannot be seen are taken out (but joiners, which some scripts need), and so
   are accents that pile up; composed characters (NFC) stand for those in parts.
   Of a text of which nothing can be seen nothing stays.

   @return A text to be freed with free(), or NULL when out of memory.
*/
char* byline_text_clean(const char* text);

/**
   Fold a name into what all its ways of writing have in common: case, full and
   half width, composed or not (NFKC case folding, Unicode Standard Annex 31),
   kinds of blanks, hyphens, apostrophes and quotation marks, and what cannot
   be seen.  Accents stay.

   @return A text to be freed with free(), or NULL when out of memory.
*/
char* byline_text_fold(const char* name);

/**
   Find a text within another, whatever the case of the letters.

   @param text Clean, as `sought` is, see byline_text_clean().
   @return Where it begins, with as many bytes as `sought` has; NULL: nowhere.
*/
const char* byline_text_find(const char* text, const char* sought);

/** Whether a text begins with a small letter. */
bool byline_text_is_small(const char* text);

#endif // BYLINE_BASE_TEXT_H
