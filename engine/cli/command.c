/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/command.h"

#include "cli/interrupt.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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
