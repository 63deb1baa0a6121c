/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_history.h"

#include "view_palette.h"

#include <string.h>

void byline_view_history_clear(BylineViewHistory* history)
{
  byline_history_clear(&history->list);
  history->given = 0;
}

static const BylineHistoryEntry* last_of(const BylineViewHistory* history)
{
  const BylineHistory* const list = &history->list;
  return list->n ? &list->entries[list->n - 1] : NULL;
}

const BylineHistoryEntry*
byline_view_history_current(const BylineViewHistory* history)
{
  const BylineHistoryEntry* const last = last_of(history);
  return last && byline_history_is_known(last) ? last : NULL;
}

int byline_view_history_color(const BylineViewHistory* history,
                              const char* artist)
{
  for (size_t i = history->list.n; i-- > 0;) {
    if (!strcmp(history->list.entries[i].artist, artist))
      return history->colors[i];
  }
  return -1;
}

static void add(BylineViewHistory* history, const BylineHistoryEntry* entry)
{
  const bool known = byline_history_is_known(entry);
  const int before =
      known ? byline_view_history_color(history, entry->artist) : 0;
  if (history->list.n == BYLINE_MAX_HISTORY)
    memmove(history->colors, history->colors + 1, BYLINE_MAX_HISTORY - 1);
  if (!byline_history_add(&history->list, entry))
    return;
  history->colors[history->list.n - 1] =
      (uint8_t)(before >= 0 ? before : history->given++ % BYLINE_ARTIST_COLORS);
}

static bool same(const BylineHistoryEntry* a, const BylineHistoryEntry* b)
{
  return !strcmp(a->artist, b->artist) && !strcmp(a->title, b->title);
}

void byline_view_history_tell(BylineViewHistory* history,
                              const BylineHistoryEntry* entry)
{
  char artist[BYLINE_TEXT_SIZE] = "", title[BYLINE_TEXT_SIZE] = "";
  char album[BYLINE_TEXT_SIZE] = "";
  const double time = entry->begin;
  if (!(time >= 0 && time < 1e9))
    return;
  byline_text_copy(artist, entry->artist);
  byline_text_copy(title, entry->title);
  byline_text_copy(album, entry->album);
  BylineHistoryEntry clean = *entry;
  clean.end = time;
  clean.artist = artist;
  clean.title = title;
  clean.album = album;
  clean.id = "";
  const BylineHistoryEntry* const last = last_of(history);
  if (last && time < last->end)
    byline_view_history_clear(history);
  byline_history_end(&history->list, time);
  const BylineHistoryEntry* const goes_on = last_of(history);
  if (goes_on ? !same(goes_on, &clean) : *artist != '\0')
    add(history, &clean);
}
