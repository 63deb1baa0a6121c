/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file identify_output.h
   What `byline identify` found out, for people and for programs.
*/

#ifndef BYLINE_CLI_IDENTIFY_OUTPUT_H
#define BYLINE_CLI_IDENTIFY_OUTPUT_H

#include "byline/model.h"
#include "byline/status.h"
#include "recognizer/recording.h"

#include <stdbool.h>
#include <stddef.h>

/** Live answers, gathered. */
typedef struct {
  BylineAnswer* answers; ///< `n_answers` of them
  size_t n_answers;      ///< How many
  size_t capacity;       ///< Room for how many
} BylineAnswers;

/** Keep an answer, if there is memory; `user` is a BylineAnswers. */
void byline_answers_add(void* user, const BylineAnswer* answer);

/** What became of a file. */
typedef struct {
  const char* path;          ///< As the user named it
  bool done;                 ///< All is known
  char* complaint;           ///< Why it could not be identified, or NULL
  BylineRecording recording; ///< Else what was found out
  BylineAnswers answers;     ///< Live answers, if they were asked for
} BylineIdentified;

/** Free what `identified` holds. */
void byline_identified_clear(BylineIdentified* identified);

/** Print a file's ranking, timeline and live answers on standard output. */
void byline_identified_print(const BylineIdentified* identified,
                             const BylineModelInfo* info, size_t n_top);

/**
   Print all files as one JSON object on standard output.

   @param model The model's file name.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_identified_print_json(const BylineIdentified* identified,
                                          size_t n, const BylineModelInfo* info,
                                          const char* model, size_t n_top);

/**
   Write a timeline as Audacity's labels: begin, end and artist, separated by
   tabs, a line a segment.

   @return BYLINE_OK or BYLINE_ERROR_IO.
*/
BylineStatus byline_identified_write_labels(const BylineIdentified* identified,
                                            const BylineModelInfo* info,
                                            const char* path);

#endif // BYLINE_CLI_IDENTIFY_OUTPUT_H
