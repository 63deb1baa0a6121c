/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "announcements.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The list grows by so many places at a time */
#define STEP 64

/* Three years: a list may come from a stranger, and time goes on from it */
#define MOST_SECONDS 100000000

/* Append, and take over the name */
static void append(BylineAnnouncements* history,
                   const BylineAnnouncement* announcement)
{
  if (history->n == BYLINE_MAX_ANNOUNCEMENTS) {
    free(history->list[0].name);
    memmove(history->list, history->list + 1,
            --history->n * sizeof(*history->list));
  } else if (history->n % STEP == 0) {
    BylineAnnouncement* const list =
        realloc(history->list, (history->n + STEP) * sizeof(*list));
    if (!list) {
      free(announcement->name);
      return;
    }
    history->list = list;
  }
  history->list[history->n++] = *announcement;
}

void byline_announcements_add(BylineAnnouncements* history,
                              const BylineAnnouncement* announcement)
{
  BylineAnnouncement copy = *announcement;
  copy.name = strdup(announcement->name);
  if (copy.name) {
    append(history, &copy);
  }
}

BylineStatus byline_announcements_copy(const BylineAnnouncements* history,
                                       BylineAnnouncements* copy)
{
  *copy = (BylineAnnouncements){0};
  for (size_t i = 0; i < history->n; ++i) {
    byline_announcements_add(copy, &history->list[i]);
  }
  if (copy->n < history->n) {
    byline_announcements_clear(copy);
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory for a history");
  }
  return BYLINE_OK;
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
    /* In thousandths, so that the host's decimal separator plays no part */
    const BylineAnnouncement* const a = &history->list[i];
    const uint64_t ms = (uint64_t)(a->time * 1000 + 0.5);
    const unsigned p = (unsigned)(a->probability * 1000 + 0.5f);
    fprintf(stream, "%llu.%03u %u.%03u %lld\t%s\n",
            (unsigned long long)(ms / 1000), (unsigned)(ms % 1000), p / 1000,
            p % 1000, (long long)a->clock, a->name);
  }
  if (fclose(stream) != 0) {
    free(text);
    return NULL;
  }
  return text;
}

static void parse_line(BylineAnnouncements* history, const char* line, size_t n)
{
  char numbers[64];
  unsigned long long seconds = 0;
  unsigned ms = 0;
  unsigned sure = 0;
  unsigned thousandths = 0;
  long long clock = 0;
  const char* const tab = memchr(line, '\t', n);
  const size_t n_numbers = tab ? (size_t)(tab - line) : sizeof(numbers);
  if (n_numbers >= sizeof(numbers)) {
    return;
  }
  memcpy(numbers, line, n_numbers);
  numbers[n_numbers] = '\0';
  if (sscanf(numbers, "%15llu.%3u %1u.%3u %18lld", &seconds, &ms, &sure,
             &thousandths, &clock) < 2 ||
      seconds > MOST_SECONDS) {
    return;
  }
  const BylineAnnouncement read = {.time = (double)seconds + ms / 1000.0,
                                   .name = strndup(tab + 1, n - n_numbers - 1),
                                   .probability = (float)sure +
                                                  (float)thousandths / 1000.0f,
                                   .clock = clock};
  if (read.name) {
    append(history, &read);
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
