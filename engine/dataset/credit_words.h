/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file credit_words.h
   Words and signs that stand between the names of artists.
*/

#ifndef BYLINE_DATASET_CREDIT_WORDS_H
#define BYLINE_DATASET_CREDIT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/** Two parts of a text with a sign between them, as places in it. */
typedef struct {
  size_t left_begin;  ///< Where the left part begins
  size_t left_end;    ///< And ends
  size_t right_begin; ///< Where the right part begins
  size_t right_end;   ///< And ends
  bool weak;          ///< It parts only what are artists on both sides
} BylineParting;

/**
   Make a text that its words are found in: clean, and with signs of half width.

   @return A text to be freed with free(), or NULL when out of memory.
*/
char* byline_credit_text(const char* text);

/** Find a word such as "feat." that always parts an artist's name.
    @param[out] doubtful It is one that may be part of a name, too: vs, ft. */
bool byline_credit_find_guest(const char* artist, BylineParting* parting,
                              bool* doubtful);

/** Find the `i`-th sign that may part a name: "&", "and", "/"... */
bool byline_credit_find_joint(const char* artist, size_t i,
                              BylineParting* parting);

/** Whether a part of a name is likely to belong to the one before it: "The Bad
    Seeds", "his Orchestra". */
bool byline_credit_is_band(const char* part);

/**
   Find the guests that a title names: "Song (feat. Ann)".

   @param[out] names Where they stand in the title: left_begin to left_end.
   @param[out] word What told; static.
   @return Whether a word was found; `names` is empty after words such as duet,
   which tell no names.
*/
bool byline_credit_find_title_guests(const char* title, BylineParting* names,
                                     const char** word);

/** Tell whether a title says that nobody sings. */
bool byline_title_is_instrumental(const char* title);

#endif // BYLINE_DATASET_CREDIT_WORDS_H
