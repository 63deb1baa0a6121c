/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file status.h
   How a call says that it failed, and how the program talks to people.

   Every function that can fail returns a BylineStatus.  The one that notices
   the failure describes it once, with byline_error(); callers pass the status
   up unchanged.  Whoever faces the user (a command, the plugin) then shows
   byline_error_message().
*/

#ifndef BYLINE_STATUS_H
#define BYLINE_STATUS_H

#ifdef __GNUC__
#define BYLINE_PRINTF(string, first)                                           \
  __attribute__((format(printf, string, first)))
#else
#define BYLINE_PRINTF(string, first)
#endif

/** What became of a call. */
typedef enum {
  BYLINE_OK = 0,           ///< All went well
  BYLINE_ERROR_USAGE,      ///< An argument makes no sense (exit status 2)
  BYLINE_ERROR_IO,         ///< A file could not be opened, read or written
  BYLINE_ERROR_FORMAT,     ///< Data is malformed, truncated or foreign
  BYLINE_ERROR_DATA,       ///< Data is well formed but of no use here
  BYLINE_ERROR_MEMORY,     ///< Out of memory
  BYLINE_ERROR_INTERRUPTED ///< Stopped on request; what was done is kept
} BylineStatus;

/**
   Describe a failure: what, where, and what to do about it, in one line.

   The text replaces the calling thread's previous one.  Any thread that may
   allocate; never the audio thread.

   @param status What to return.
   @param format A printf format; no trailing newline or full stop.
   @return `status`, so that callers can write `return byline_error(...)`.
*/
BylineStatus byline_error(BylineStatus status, const char* format, ...)
    BYLINE_PRINTF(2, 3);

/**
   Leave the function that it stands in with the status of a call that failed.

   A sequence of steps reads as one line each.  Only where all that would have
   to be freed belongs to somebody else, as a rule to the caller: a function
   that makes something and frees it again gives the steps between to another.

   @param call An expression, evaluated once.
*/
#define BYLINE_TRY(call)                                                       \
  do {                                                                         \
    const BylineStatus tried_ = (call);                                        \
    if (tried_ != BYLINE_OK) {                                                 \
      return tried_;                                                           \
    }                                                                          \
  } while (0)

/**
   Go on with a step unless one before failed, for functions that free below
   what they own.

   @param status A variable: it keeps the first failure.
   @param call An expression, evaluated once, or not at all.
*/
#define BYLINE_THEN(status, call)                                              \
  do {                                                                         \
    if ((status) == BYLINE_OK) {                                               \
      (status) = (call);                                                       \
    }                                                                          \
  } while (0)

/**
   Say that memory is out, as byline_error() does.

   @param what For which file, or what; NULL where that helps nobody.
   @return BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_no_memory(const char* what);

/**
   The calling thread's last description of a failure.

   @return A string owned by the thread, valid until its next byline_error();
   empty when nothing has failed.
*/
const char* byline_error_message(void);

/** How much a message matters. */
typedef enum {
  BYLINE_LOG_ERROR,   ///< Something asked for was not done
  BYLINE_LOG_WARNING, ///< Something was skipped or looks wrong
  BYLINE_LOG_NOTE,    ///< What is being done
  BYLINE_LOG_DETAIL   ///< For who asked for more (`--verbose`)
} BylineLogLevel;

/**
   Tell the user of the engine program something, on standard error.

   Lines are prefixed with the program's name and the level, and coloured when
   standard error is a terminal and NO_COLOR is unset.  A progress line that is
   being shown is cleared first.  The plugin does not use this.  Any
   non-realtime thread.
*/
void byline_log(BylineLogLevel level, const char* format, ...)
    BYLINE_PRINTF(2, 3);

/**
   Choose which messages are shown: those up to and including `level`.

   The default is BYLINE_LOG_NOTE.  Main thread, before others start.
*/
void byline_log_set_level(BylineLogLevel level);

/**
   Keep lines of text below all messages, in place of those that were kept
   before; for terminals only.

   @param text Whole lines, each with its line feed; copied.  NULL: leave those
   that stand there where they are, and keep none.
*/
void byline_log_pin(const char* text);

/**
   Show how far a long command is: one line, rewritten in place on a terminal,
   printed at most every 10 seconds elsewhere.

   Shows the rate and the time left, estimated from the first call with a
   smaller `done`.  Any non-realtime thread, one task at a time.

   @param task What is being done, such as "preparing".
   @param unit What is counted, such as "tracks".
   @param done How many are done.
   @param total Of how many; when `done` reaches it the line is finished.
*/
void byline_progress(const char* task, const char* unit, unsigned long done,
                     unsigned long total);

/**
   Say that what is done from now on is one of several stages: byline_progress()
   begins with "2 of 6: ", as does a line that names the stage, if `name` is not
   NULL.

   @param stage From 1; 0: there are no stages any more.
   @param n_stages How many.
*/
void byline_progress_stage(unsigned stage, unsigned n_stages, const char* name);

#endif // BYLINE_STATUS_H
