/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file options.h
   The command line of a command, as a table.

   A command describes its options once; parsing, checking and --help come from
   that description.  It stands in the command's function, since it points at
   the variables that take the values:

       const char* output = NULL;
       long folds = 5;
       long jobs = 0;
       const BylineOption options[] = {
           {'o', "output", "RUN", "folder to write", .text = &output,
            .required = true},
           {0, "folds", "K", "parts of the dataset", .integer = &folds,
            .minimum = 2, .maximum = 100},
           BYLINE_OPTION_JOBS(&jobs),
           {0}};
       const BylineSyntax syntax = {
           .command = "tune",
           .operands = "DATASET",
           .description = "Try recipes on a dataset.",
           .options = options};
       char** operands = NULL;
       int result = 0;
       if (!byline_options_parse(&syntax, argc, argv, &operands, &result)) {
         return result;
       }

   Whichever of the pointers (flag, integer, number...) is not NULL says what
   the value is and where it goes.  What the variable holds before is the
   default; it is shown in the help if it is within the range, as are the names
   to choose from.  A command may be
   given its options in any order and between its operands; "--" ends them.
*/

#ifndef BYLINE_CLI_OPTIONS_H
#define BYLINE_CLI_OPTIONS_H

#include "byline/status.h"
#include "cli/outputs.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** Most values of one list. */
#define BYLINE_MAX_LIST 32

/** The values of an option that may be given several times. */
typedef struct {
  const char* items[BYLINE_MAX_LIST]; ///< As given, in that order
  size_t n;                           ///< How many
} BylineTextList;

/** The values of an option such as --clip=3,5,10. */
typedef struct {
  double items[BYLINE_MAX_LIST]; ///< In the order given
  size_t n;                      ///< How many
} BylineNumberList;

/**
   What is to be done with the value of an option that has a mind of its own.

   @param text The value, NULL if the option takes none.
   @param context As the option says.
   @return BYLINE_OK, or the error to tell the user.
*/
typedef BylineStatus (*BylineOptionFunction)(const char* text, void* context);

/** One option; the last of a table is {0}. */
typedef struct {
  char letter;       ///< Short form, 0 if it has none
  const char* name;  ///< Long form, without "--"
  const char* value; ///< What the help calls its value, NULL if it takes none
  const char* help;  ///< What it does, no full stop; broken into lines

  bool* flag;                ///< Made true
  long* integer;             ///< A whole number from minimum to maximum
  double* number;            ///< A number from minimum to maximum
  const char** text;         ///< Anything; lives as long as argv
  int* choice;               ///< An index into choices
  BylineTextList* texts;     ///< Anything, each time the option is given
  BylineNumberList* numbers; ///< Numbers separated by commas, as `number`
  BylineOptionFunction take; ///< Something else
  void* context;             ///< For take

  double minimum;             ///< Smallest number
  double maximum;             ///< Largest number, greater than minimum
  const char* const* choices; ///< For choice, the last is NULL
  bool required;              ///< The command cannot do without
  bool alone;                 ///< With it, nothing else is required

  BylineOutputKind output; ///< The value names what is written; it is checked
                           ///< by byline_outputs_check()
  bool in_place;           ///< It may be one of the operands
  bool input;              ///< The value names what is read
} BylineOption;

/** -j, --jobs=N: threads, into a long; 0 stays if it is not given. */
#define BYLINE_OPTION_JOBS(target)                                             \
  {                                                                            \
    .letter = 'j', .name = "jobs", .value = "N",                               \
    .help = "threads (default: one per processor)", .integer = (target),       \
    .minimum = 1, .maximum = 4096                                              \
  }

/** --force: for commands with outputs; into a bool, which may be NULL. */
#define BYLINE_OPTION_FORCE(target)                                            \
  {                                                                            \
    .name = "force",                                                           \
    .help = "write over, or into, what is of another kind or was made "        \
            "otherwise",                                                       \
    .flag = (target)                                                           \
  }

/** --encoding=NAME: what tables are in that are not Unicode, into a text. */
#define BYLINE_OPTION_ENCODING(target)                                         \
  {                                                                            \
    .name = "encoding", .value = "NAME",                                       \
    .help = "what a table is in that is neither UTF-8 nor UTF-16, such as "    \
            "windows-1252",                                                    \
    .text = (target)                                                           \
  }

/** --json: print JSON, into a bool. */
#define BYLINE_OPTION_JSON(target)                                             \
  {                                                                            \
    .name = "json", .help = "print JSON instead of text", .flag = (target)     \
  }

/** A command, as its user sees it. */
typedef struct {
  const char* command; ///< Its name
  /** What it works on: words separated by spaces, such as "MODEL DATASET".  A
     last one that ends in "..." may be repeated, one in brackets left out;
     NULL for none. */
  const char* operands;
  size_t n_words;              ///< So many of them, the first, are no files
  const char* description;     ///< Paragraphs; broken into lines
  const char* notes;           ///< The same, after the options; may be NULL
  const BylineOption* options; ///< May be NULL
  void (*more)(FILE* stream);  ///< Adds to the description; may be NULL
} BylineSyntax;

/**
   Take a command line apart, or answer --help on standard output.

   @param argc,argv The command's own, argv[0] being its name; reordered.
   @param[out] operands Those after the options, as many as the syntax asks
   for, in argv; the last is followed by NULL.
   @param[out] result The exit status, if there is nothing more to do.
   @return True to go on; false when help was given or a mistake told.
*/
bool byline_options_parse(const BylineSyntax* syntax, int argc, char** argv,
                          char*** operands, int* result);

/** Write "this, that or the other"; cut if there is not enough room. */
void byline_choices_format(const char* const* choices, char* text, size_t size);

/** Print what --help shows. */
void byline_options_help(const BylineSyntax* syntax, FILE* stream);

#endif // BYLINE_CLI_OPTIONS_H
