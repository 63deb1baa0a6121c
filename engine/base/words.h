/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file words.h
   Words that people typed, and those that they may have meant.
*/

#ifndef BYLINE_BASE_WORDS_H
#define BYLINE_BASE_WORDS_H

#include <stddef.h>

/**
   The word that somebody meant who typed another: the one with the fewest
   characters to change (Levenshtein 1966).

   @param typed What was typed.
   @param word Gives the words to choose from, by their number.
   @param words Passed on to `word`.
   @param n How many words there are.
   @return Its number, or `n` when none is alike: more than a third of what was
   typed would have to change.
*/
size_t byline_word_nearest(const char* typed,
                           const char* (*word)(const void* words, size_t i),
                           const void* words, size_t n);

#endif // BYLINE_BASE_WORDS_H
