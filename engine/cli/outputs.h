/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file outputs.h
   What commands write, looked at before the work begins.

   No command writes over one of its inputs, over a file or into a folder of
   another kind than it makes, or where it cannot; see byline_outputs_check().
*/

#ifndef BYLINE_CLI_OUTPUTS_H
#define BYLINE_CLI_OUTPUTS_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** What a file or folder is that a command writes. */
typedef enum {
  BYLINE_NO_OUTPUT,        ///< Nothing that is written
  BYLINE_OUTPUT_LIBRARY,   ///< A table of tracks
  BYLINE_OUTPUT_RENAMINGS, ///< A table of artists' names, for people to edit
  BYLINE_OUTPUT_CONFUSION, ///< A confusion matrix as a table
  BYLINE_OUTPUT_POINTS,    ///< A map as CSV
  BYLINE_OUTPUT_PICTURE,   ///< PNG, SVG or PDF, by its ending
  BYLINE_OUTPUT_PAGE,      ///< HTML
  BYLINE_OUTPUT_PDF,       ///< PDF
  BYLINE_OUTPUT_CURVES,    ///< Robustness as JSON
  BYLINE_OUTPUT_LABELS,    ///< Audacity labels
  BYLINE_OUTPUT_HISTORY,   ///< Who played when, by its ending
  BYLINE_OUTPUT_SOUND,     ///< A WAV file of floats
  BYLINE_OUTPUT_MODEL,     ///< A model file
  BYLINE_OUTPUT_DATASET,   ///< A folder that `byline prepare` makes
  BYLINE_OUTPUT_RUN,       ///< One that train, crossval or tune makes
  BYLINE_OUTPUT_FIGURES,   ///< One for pictures
  BYLINE_OUTPUT_LEARNT     ///< One that `byline learn` works in
} BylineOutputKind;

/** An output that the command line names. */
typedef struct {
  BylineOutputKind kind; ///< What it will be
  const char* path;      ///< Where
  bool in_place;         ///< It may be one of the operands
} BylineOutputPlace;

/** What a command is about to do. */
typedef struct {
  const char* command;             ///< Its name
  const BylineOutputPlace* places; ///< `n_places` of them
  size_t n_places;                 ///< How many
  const char* const* inputs;       ///< Operands, and values of other options:
                                   ///< those that are no files do no harm
  size_t n_inputs;                 ///< How many
  size_t n_operands;               ///< So many, the first, are operands
  bool force;                      ///< Other kinds may be written over
} BylineOutputs;

/**
   Find out whether all outputs can be written without a loss, and keep other
   programs from writing the files, until the program ends.

   @return BYLINE_OK, BYLINE_ERROR_USAGE (an output is an input, or another
   output), BYLINE_ERROR_FORMAT (of another kind), BYLINE_ERROR_IO (cannot be
   written) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_outputs_check(const BylineOutputs* outputs);

/** Check a file or folder that is written without being named. */
BylineStatus byline_output_place_check(const BylineOutputPlace* place,
                                       bool force);

#endif // BYLINE_CLI_OUTPUTS_H
