/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file command.h
   What the commands of the program `byline` have in common.

   A command describes its options in a table (cli/options.h), which parses them
   and answers --help; it writes data to standard output and everything else
   through byline_log(), and returns the exit status: 0, 1 when data was at
   fault, 2 when the command line was, 130 when interrupted.
*/

#ifndef BYLINE_CLI_COMMAND_H
#define BYLINE_CLI_COMMAND_H

#include "byline/status.h"

/** The exit status that a failure means: 0, 1, 2, or 128 + the number of the
    signal that interrupted (130, 143). */
int byline_exit_status(BylineStatus status);

/**
   Tell the user about a failure and return its exit status.

   Logs byline_error_message() unless `status` is BYLINE_OK.
*/
int byline_command_end(BylineStatus status);

/**
   Tell the user that the command line makes no sense, and where help is.

   @return 2.
*/
int byline_command_misuse(const char* command, const char* format, ...)
    BYLINE_PRINTF(2, 3);

/**
   Tell which command comes next on the way from a music folder to names: the
   program as it was called, then the words, quoted as a shell needs it.

   @param words The last is NULL.
*/
void byline_command_next(const char* const* words);

/**
   Read a whole number from the command line.

   @param option The option's name, for the message.
   @return BYLINE_OK or BYLINE_ERROR_USAGE.
*/
BylineStatus byline_parse_integer(const char* option, const char* text,
                                  long minimum, long maximum, long* value);

/** Read a decimal number from the command line, as byline_parse_integer(). */
BylineStatus byline_parse_number(const char* option, const char* text,
                                 double minimum, double maximum, double* value);

#endif // BYLINE_CLI_COMMAND_H
