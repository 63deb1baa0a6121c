/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/status.h"

#include <stdarg.h>
#include <stdio.h>

static _Thread_local char message[1024];

BylineStatus byline_error(BylineStatus status, const char* format, ...)
{
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof(message), format, args);
  va_end(args);
  return status;
}

BylineStatus byline_no_memory(const char* what)
{
  return byline_error(BYLINE_ERROR_MEMORY, "%s%sout of memory",
                      what ? what : "", what ? ": " : "");
}

const char* byline_error_message(void)
{
  return message;
}
