/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A variable that is set to something; NULL otherwise */
static const char* variable(const char* name)
{
  const char* const value = getenv(name);
  return value && value[0] ? value : NULL;
}

/* Whether text is UTF-8, as setlocale() would find out; the first of these
   variables that is set counts */
static bool is_unicode(void)
{
  static const char* const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  const char* value = NULL;
  for (int i = 0; i < 3 && !value; ++i) {
    value = variable(names[i]);
  }
  return value && (strcasestr(value, "utf-8") || strcasestr(value, "utf8"));
}

BylineTerminal byline_terminal_look(void)
{
  if (!isatty(STDERR_FILENO)) {
    return (BylineTerminal){.columns = 0};
  }
  const char* const type = variable("TERM");
  const bool is_dumb = !type || !strcmp(type, "dumb");
  struct winsize size = {.ws_col = 0};
  ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
  return (BylineTerminal){.columns = size.ws_col,
                          .rows = size.ws_row,
                          .has_cursor = !is_dumb,
                          .has_colours = !is_dumb && !variable("NO_COLOR"),
                          .has_pictures = !is_dumb && is_unicode()};
}
