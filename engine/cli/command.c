/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/command.h"
#include "base/utf8.h"

#include "cli/interrupt.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int byline_exit_status(BylineStatus status)
{
  switch (status) {
  case BYLINE_OK:
    return 0;
  case BYLINE_ERROR_USAGE:
    return 2;
  case BYLINE_ERROR_INTERRUPTED:
    return 128 + byline_interrupt_signal();
  default:
    return 1;
  }
}

int byline_command_end(BylineStatus status)
{
  if (status != BYLINE_OK) {
    byline_log(BYLINE_LOG_ERROR, "%s", byline_error_message());
  }
  return byline_exit_status(status);
}

int byline_command_misuse(const char* command, const char* format, ...)
{
  char text[512];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof(text), format, args);
  va_end(args);
  byline_log(BYLINE_LOG_ERROR, "%s: %s; see 'byline %s --help'", command, text,
             command);
  return 2;
}

/* Write a word as a shell reads it, after a blank. */
static void put_word(FILE* stream, const char* word)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "0123456789_-+=:,./@%";
  if (word[0] && !word[strspn(word, plain)]) {
    fprintf(stream, " %s", word);
    return;
  }
  fputs(" '", stream);
  for (const char* c = word; *c; ++c) {
    if (*c == '\'') {
      fputs("'\\''", stream);
    } else {
      fputc(*c, stream);
    }
  }
  fputc('\'', stream);
}

void byline_command_next(const char* const* words)
{
  for (const char* const* word = words; *word; ++word) {
    if (!byline_utf8_is_safe(*word)) {
      return; /* It could not be typed as it is shown */
    }
  }
  char* line = NULL;
  size_t size = 0;
  FILE* const stream = open_memstream(&line, &size);
  if (!stream) {
    return;
  }
  put_word(stream, program_invocation_name);
  for (; *words; ++words) {
    put_word(stream, *words);
  }
  if (fclose(stream) == 0) {
    byline_log(BYLINE_LOG_NOTE, "next:%s", line);
  }
  free(line);
}

BylineStatus byline_parse_integer(const char* option, const char* text,
                                  long minimum, long maximum, long* value)
{
  char* end = NULL;
  errno = 0;
  *value = strtol(text, &end, 10);
  if (errno || end == text || *end || *value < minimum || *value > maximum) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s takes a whole number from %ld to %ld, not '%s'",
                        option, minimum, maximum, text);
  }
  return BYLINE_OK;
}

BylineStatus byline_parse_number(const char* option, const char* text,
                                 double minimum, double maximum, double* value)
{
  char* end = NULL;
  errno = 0;
  *value = strtod(text, &end);
  if (errno || end == text || *end ||
      !(*value >= minimum && *value <= maximum)) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s takes a number from %g to %g, not '%s'", option,
                        minimum, maximum, text);
  }
  return BYLINE_OK;
}
