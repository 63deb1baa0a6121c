/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file answerer.h
   The model that a command asks, with the artists whom it was taught.
*/

#ifndef BYLINE_CLI_ANSWERER_H
#define BYLINE_CLI_ANSWERER_H

#include "byline/model.h"
#include "byline/status.h"
#include "recognizer/roster.h"
#include "recognizer/taught.h"
#include "recordings/recordings.h"

/** Who answers. */
typedef struct {
  char* path;           ///< Of the model file
  BylineModel* model;   ///< From there
  BylineTaught taught;  ///< What it was taught, without clips
  BylineRoster* roster; ///< Whom it can name
} BylineAnswerer;

/** Open the user's index of recordings.

    @return To be closed with byline_recordings_close(); NULL where there is
    none, or where it is damaged, which is told: then there is the ear. */
BylineRecordings* byline_answerer_open_index(void);

/** -m, --model=MODEL: into a text. */
#define BYLINE_OPTION_MODEL(target)                                            \
  {                                                                            \
    'm', "model", "MODEL",                                                     \
        "the model to use; if not given, $BYLINE_MODEL, or "                   \
        "default.safetensors in $XDG_DATA_HOME/byline, or the installed one, " \
        "as in the plugin",                                                    \
        .text = (target), .input = true                                        \
  }

/**
   Load a model, and what it was taught; tells which.

   @param path NULL for the default model.
   @param[out] answerer To be closed with byline_answerer_close(), also after a
   failure.
*/
BylineStatus byline_answerer_open(const char* path, BylineAnswerer* answerer);

/** Free all. */
void byline_answerer_close(BylineAnswerer* answerer);

/** Tell about files of artists that were taught to other models, where this one
    was taught nothing. */
void byline_answerer_tell_others(const BylineAnswerer* answerer);

#endif // BYLINE_CLI_ANSWERER_H
