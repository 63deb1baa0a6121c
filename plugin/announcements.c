/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "announcements.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The list grows by so many places at a time */
#define STEP 64

static void append(BylineAnnouncements* history, double time, char* name)
{
  if (history->n == BYLINE_MAX_ANNOUNCEMENTS) {
    free(history->list[0].name);
    memmove(history->list, history->list + 1,
            --history->n * sizeof(*history->list));
  } else if (history->n % STEP == 0) {
    BylineAnnouncement* const list =
        realloc(history->list, (history->n + STEP) * sizeof(*list));
    if (!list) {
      free(name);
      return;
    }
    history->list = list;
  }
  history->list[history->n++] = (BylineAnnouncement){time, name};
}

void byline_announcements_add(BylineAnnouncements* history, double time,
                              const char* name)
{
  char* const copy = strdup(name);
  if (copy) {
    append(history, time, copy);
  }
}

void byline_announcements_clear(BylineAnnouncements* history)
{
  for (size_t i = 0; i < history->n; ++i) {
    free(history->list[i].name);
  }
  free(history->list);
  *history = (BylineAnnouncements){0};
}

char* byline_announcements_format(const BylineAnnouncements* history)
{
  char* text = NULL;
  size_t size = 0;
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    return NULL;
  }
  for (size_t i = 0; i < history->n; ++i) {
    /* In milliseconds, so that the host's decimal separator plays no part */
    const uint64_t ms = (uint64_t)(history->list[i].time * 1000 + 0.5);
    fprintf(stream, "%llu.%03u\t%s\n", (unsigned long long)(ms / 1000),
            (unsigned)(ms % 1000), history->list[i].name);
  }
  if (fclose(stream) != 0) {
    free(text);
    return NULL;
  }
  return text;
}

static void parse_line(BylineAnnouncements* history, const char* line, size_t n)
{
  unsigned long long seconds = 0;
  unsigned ms = 0;
  int used = 0;
  if (sscanf(line, "%15llu.%3u%n", &seconds, &ms, &used) == 2 &&
      (size_t)used < n && line[used] == '\t') {
    char* const name = strndup(line + used + 1, n - (size_t)used - 1);
    if (name) {
      append(history, (double)seconds + ms / 1000.0, name);
    }
  }
}

void byline_announcements_parse(BylineAnnouncements* history, const char* text)
{
  byline_announcements_clear(history);
  while (*text) {
    const size_t n = strcspn(text, "\n");
    parse_line(history, text, n);
    text += n + (text[n] == '\n');
  }
}
