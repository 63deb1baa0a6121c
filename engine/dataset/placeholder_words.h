/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file placeholder_words.h
   Words that make up names for nobody, whatever their order.
*/

#ifndef BYLINE_DATASET_PLACEHOLDER_WORDS_H
#define BYLINE_DATASET_PLACEHOLDER_WORDS_H

#include "dataset/placeholders.h"

#include <stdbool.h>

/**
   Tell a name of two or more words for nobody: "Singer Unknown", "Track 1 of
   12", "Original Motion Picture Soundtrack".

   @param folded As byline_text_fold() makes it; it is cut into words.
*/
BylinePlaceholder byline_placeholder_find_in_words(char* folded);

/** Whether a key that byline_spelling_key() made is a word for a track without
    a name, which has a number behind it. */
bool byline_placeholder_is_track(const char* key);

/** Whether a folder has a name that tells nothing of whose music is in it, such
    as "Downloads" or "CD 2"; artists may be called that. */
bool byline_placeholder_is_folder(const char* name);

#endif // BYLINE_DATASET_PLACEHOLDER_WORDS_H
