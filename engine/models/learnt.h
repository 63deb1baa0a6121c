/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file learnt.h
   Which songs a model learnt from: 64 bits of the digest of each one's file,
   so that a test of a model can leave them out, wherever the songs are now.

   As text, 16 hexadecimal digits a song, in ascending order, nothing between:
   what BylineModelInfo.learnt is.
*/

#ifndef BYLINE_MODELS_LEARNT_H
#define BYLINE_MODELS_LEARNT_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Digits of a song. */
#define BYLINE_LEARNT_DIGITS 16

/** Most songs that a model tells of: longer lists do not fit into a file's
    header. */
#define BYLINE_MAX_LEARNT 150000

/** Songs that are being gathered; {0} at first. */
typedef struct {
  char (*songs)[BYLINE_LEARNT_DIGITS]; ///< `n` of them, in any order
  size_t n;                            ///< How many
  size_t capacity;                     ///< Room for so many
} BylineLearnt;

/** Whether a text, a stranger's, is one of songs. */
bool byline_learnt_is_valid(const char* text);

/** How many songs a text has. */
size_t byline_learnt_count(const char* text);

/** Whether a text has a song; `recording` is BylineSong's. */
bool byline_learnt_has(const char* text, const char* recording);

/** Add a song; false when out of memory. */
bool byline_learnt_add(BylineLearnt* learnt, const char* recording);

/** Add the songs of a text; false when out of memory. */
bool byline_learnt_add_all(BylineLearnt* learnt, const char* text);

/** Make the text, to be freed with free(), and free what was gathered; NULL
    when out of memory, or when there are more than BYLINE_MAX_LEARNT. */
char* byline_learnt_finish(BylineLearnt* learnt);

#endif // BYLINE_MODELS_LEARNT_H
