/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_history.h"

#include <stddef.h>
#include <string.h>

void byline_history_clear(BylineHistory* history)
{
  history->first = history->count = history->colors = 0;
  history->open = false;
}

static BylineSpan* span(BylineHistory* history, int index)
{
  return &history->spans[(history->first + index) % BYLINE_HISTORY_SPANS];
}

const BylineSpan* byline_history_span(const BylineHistory* history, int index)
{
  return &history->spans[(history->first + index) % BYLINE_HISTORY_SPANS];
}

const BylineSpan* byline_history_current(const BylineHistory* history)
{
  return history->open ? byline_history_span(history, history->count - 1)
                       : NULL;
}

int byline_history_color(const BylineHistory* history, const char* artist)
{
  for (int i = history->count - 1; i >= 0; --i) {
    const BylineSpan* const s = byline_history_span(history, i);
    if (!strcmp(s->artist, artist))
      return s->color;
  }
  return -1;
}

static void begin(BylineHistory* history, double time, const char* artist)
{
  const int known = byline_history_color(history, artist);
  if (history->count == BYLINE_HISTORY_SPANS)
    history->first = (history->first + 1) % BYLINE_HISTORY_SPANS;
  else
    ++history->count;
  BylineSpan* const s = span(history, history->count - 1);
  s->from = s->to = time;
  s->color = known >= 0 ? known : history->colors++ % BYLINE_ARTIST_COLORS;
  strcpy(s->artist, artist);
  history->open = true;
}

void byline_history_tell(BylineHistory* history, double time,
                         const char* artist)
{
  char name[BYLINE_TEXT_SIZE] = "";
  byline_text_copy(name, artist);
  if (!(time >= 0 && time < 1e9))
    return;
  if (history->count && time < span(history, history->count - 1)->to)
    byline_history_clear(history);
  if (history->open) {
    BylineSpan* const last = span(history, history->count - 1);
    last->to = time;
    if (!strcmp(last->artist, name))
      return;
    history->open = false;
  }
  if (*name)
    begin(history, time, name);
}
