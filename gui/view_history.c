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
    if (!strcmp(history->list.entries[i].artist, artist)) {
      return history->colors[i];
    }
  }
  return -1;
}

static bool is_time(double time)
{
  return time >= 0 && time < 1e9;
}

/* What an entry is called here, "" where nobody is known */
static const char* name_of(const BylineHistoryEntry* entry)
{
  return byline_history_is_known(entry) ? byline_history_name(entry) : "";
}

/* Append an entry, whose texts may be of any kind */
static void add(BylineViewHistory* history, const BylineHistoryEntry* entry)
{
  char artist[BYLINE_TEXT_SIZE] = "", title[BYLINE_TEXT_SIZE] = "";
  byline_text_copy(artist, name_of(entry));
  byline_text_copy(title, byline_history_title(entry));
  const BylineHistoryEntry clean = {.begin = entry->begin,
                                    .end = entry->begin,
                                    .artist = artist,
                                    .title = title,
                                    .speed = entry->speed,
                                    .clock = entry->clock};
  const int before = *artist ? byline_view_history_color(history, artist) : 0;
  if (history->list.n == BYLINE_MAX_HISTORY) {
    memmove(history->colors, history->colors + 1, BYLINE_MAX_HISTORY - 1);
  }
  if (!byline_history_add(&history->list, &clean)) {
    return;
  }
  history->colors[history->list.n - 1] =
      (uint8_t)(before >= 0 ? before : history->given++ % BYLINE_ARTIST_COLORS);
}

/* Whether an entry goes on with a text of any kind */
static bool says(const char* told, const char* text)
{
  char clean[BYLINE_TEXT_SIZE] = "";
  byline_text_copy(clean, text);
  return !strcmp(told, clean);
}

void byline_view_history_tell(BylineViewHistory* history,
                              const BylineHistoryEntry* entry)
{
  const double time = entry->begin;
  if (!is_time(time)) {
    return;
  }
  const BylineHistoryEntry* const before = last_of(history);
  if (before && time < before->end) {
    byline_view_history_clear(history);
  }
  byline_history_end(&history->list, time);
  const BylineHistoryEntry* const last = last_of(history);
  if (last ? !says(last->artist, name_of(entry)) ||
                 !says(last->title, byline_history_title(entry))
           : byline_history_is_known(entry)) {
    add(history, entry);
  }
}

void byline_view_history_set(BylineViewHistory* history, int first,
                             const BylineHistoryEntry* entries, size_t n)
{
  if (first < 0 || (size_t)first > history->list.n) {
    return;
  }
  byline_history_cut(&history->list, (size_t)first);
  if (first == 0) {
    byline_view_history_clear(history);
  }
  for (size_t i = 0; i < n; ++i) {
    if (!is_time(entries[i].begin)) {
      continue;
    }
    byline_history_end(&history->list, entries[i].begin);
    add(history, &entries[i]);
  }
}
