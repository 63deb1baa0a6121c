/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file evaluation_json.h
   Figures as JSON, for files and other programs.
*/

#ifndef BYLINE_EVALUATION_EVALUATION_JSON_H
#define BYLINE_EVALUATION_EVALUATION_JSON_H

#include "byline/evaluation.h"

#include <jansson.h>

/**
   The figures of a split, without those per artist.

   @param clip_seconds Length of the clips, which is told with them.
   @return A new reference, or NULL when out of memory.
*/
json_t* byline_evaluation_json(const BylineEvaluation* evaluation,
                               double clip_seconds);

/**
   The figures of one artist: clips, precision, recall, f1, accuracy.

   @return A new reference, or NULL when out of memory.
*/
json_t* byline_class_score_json(const BylineClassScore* score,
                                const char* artist);

/**
   Any JSON in words that people read: "by song, test 78, train 1032" of an
   object, "3 of them" of an array, "none" of null.

   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_json_words(const json_t* value);

#endif // BYLINE_EVALUATION_EVALUATION_JSON_H
