/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file target_options.h
   What all commands that ask a model about a dataset have in common.
*/

#ifndef BYLINE_CLI_TARGET_OPTIONS_H
#define BYLINE_CLI_TARGET_OPTIONS_H

#include "cli/options.h"
#include "evaluation/evaluation_target.h"

/** What the command line says of the model and the dataset. */
typedef struct {
  const char* model;   ///< First operand
  const char* dataset; ///< Second operand
  int split;           ///< A BylineSplit
  double clip;         ///< Seconds
  long jobs;           ///< Threads, 0 for one per processor
} BylineTargetChoice;

/** What it says when it says nothing. */
#define BYLINE_TARGET_CHOICE                                                   \
  {                                                                            \
    .split = BYLINE_TEST, .clip = 10                                           \
  }

/** A row for --split of a table of options. */
#define BYLINE_OPTION_SPLIT(target)                                            \
  {                                                                            \
    .name = "split", .value = "SPLIT", .help = "which songs",                  \
    .choice = &(target)->split, .choices = byline_split_choices                \
  }

/** Rows for --split and --clip of a table of options. */
#define BYLINE_OPTIONS_CLIPS(target)                                           \
  BYLINE_OPTION_SPLIT(target),                                                 \
  {                                                                            \
    .name = "clip", .value = "SECONDS",                                        \
    .help = "length of the clips, 3 to 60", .number = &(target)->clip,         \
    .minimum = 3, .maximum = 60                                                \
  }

/** What these commands take, in a BylineSyntax. */
#define BYLINE_TARGET_OPERANDS "MODEL DATASET"

/**
   Parse a command line of BYLINE_TARGET_OPERANDS.

   @param[out] result The exit status, when the command is to end.
   @return False when it is.
*/
bool byline_target_parse(const BylineSyntax* syntax, int argc, char** argv,
                         BylineTargetChoice* target, int* result);

/** Names of the splits, for BYLINE_OPTION_SPLIT(). */
extern const char* const byline_split_choices[];

/** A command's work, once model and dataset are open. */
typedef BylineStatus (*BylineTargetWork)(const void* arguments,
                                         const BylineEvaluationTarget* target);

/**
   Open model and dataset, do a command's work, and close them.

   @return The exit status.
*/
int byline_command_on_target(const BylineTargetChoice* choice,
                             BylineTargetWork work, const void* arguments);

#endif // BYLINE_CLI_TARGET_OPTIONS_H
