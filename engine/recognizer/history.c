/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/history.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const BylineHistoryKind byline_history_kinds[BYLINE_HISTORY_FORMATS] = {
    [BYLINE_HISTORY_TEXT] = {".txt", "text"},
    [BYLINE_HISTORY_CSV] = {".csv", "CSV"},
    [BYLINE_HISTORY_JSON] = {".json", "JSON"},
    [BYLINE_HISTORY_LABELS] = {".labels.txt", "Audacity labels"},
    [BYLINE_HISTORY_CUE] = {".cue", "a cue sheet"},
    [BYLINE_HISTORY_M3U8] = {".m3u8", "a playlist"},
    [BYLINE_HISTORY_ROYALTIES] = {".royalties.txt", "a royalty report"},
};

void byline_history_endings(char text[BYLINE_HISTORY_ENDINGS_SIZE])
{
  size_t n = 0;
  for (int i = 0; i < BYLINE_HISTORY_FORMATS; ++i) {
    const bool is_last = i == BYLINE_HISTORY_FORMATS - 1;
    n += (size_t)snprintf(text + n, BYLINE_HISTORY_ENDINGS_SIZE - n, "%s%s",
                          i == 0    ? ""
                          : is_last ? " or "
                                    : ", ",
                          byline_history_kinds[i].ending);
  }
}

void byline_history_speed_text(float speed, char text[BYLINE_SPEED_TEXT_SIZE])
{
  const bool is_known = speed > 0 && speed < 10;
  const int tenths = is_known ? (int)lroundf((speed - 1) * 1000) : 0;
  text[0] = '\0';
  if (tenths != 0) {
    snprintf(text, BYLINE_SPEED_TEXT_SIZE, "%c%d.%d %%", tenths < 0 ? '-' : '+',
             abs(tenths) / 10 % 1000, abs(tenths) % 10);
  }
}

/* The list grows by so many places at a time */
#define STEP 64

/* Copy a string to `*end`, which is moved behind it */
static const char* place(const char* text, char** end)
{
  char* const placed = *end;
  const size_t size = text ? strlen(text) + 1 : 1;
  memcpy(placed, text ? text : "", size);
  *end += size;
  return placed;
}

static size_t size_of(const char* text)
{
  return text ? strlen(text) + 1 : 1;
}

/* Give an entry strings of its own, in one block that `artist` begins */
static bool own_strings(BylineHistoryEntry* entry)
{
  char* end =
      malloc(size_of(entry->artist) + size_of(entry->title) +
             size_of(entry->album) + size_of(entry->id) + size_of(entry->file));
  if (!end) {
    return false;
  }
  entry->artist = place(entry->artist, &end);
  entry->title = place(entry->title, &end);
  entry->album = place(entry->album, &end);
  entry->id = place(entry->id, &end);
  entry->file = place(entry->file, &end);
  return true;
}

static void free_strings(BylineHistoryEntry* entry)
{
  free((char*)(uintptr_t)entry->artist);
}

/* Make room for one more */
static bool grow(BylineHistory* history)
{
  if (history->n == BYLINE_MAX_HISTORY) {
    free_strings(&history->entries[0]);
    memmove(history->entries, history->entries + 1,
            --history->n * sizeof(*history->entries));
    return true;
  }
  if (history->n % STEP != 0) {
    return true;
  }
  BylineHistoryEntry* const entries =
      realloc(history->entries, (history->n + STEP) * sizeof(*entries));
  if (entries) {
    history->entries = entries;
  }
  return entries;
}

bool byline_history_add(BylineHistory* history, const BylineHistoryEntry* entry)
{
  BylineHistoryEntry copy = *entry;
  if (!own_strings(&copy)) {
    return false;
  }
  if (!grow(history)) {
    free_strings(&copy);
    return false;
  }
  history->entries[history->n++] = copy;
  return true;
}

void byline_history_end(BylineHistory* history, double time)
{
  BylineHistoryEntry* const last =
      history->n ? &history->entries[history->n - 1] : NULL;
  if (last && time > last->begin) {
    last->end = time;
  }
}

void byline_history_cut(BylineHistory* history, size_t n)
{
  while (history->n > n) {
    free_strings(&history->entries[--history->n]);
  }
}

double byline_history_since(const BylineHistory* history)
{
  size_t i = history->n;
  if (i == 0) {
    return 0;
  }
  const BylineHistoryEntry* const last = &history->entries[i - 1];
  double since = last->begin;
  for (; i > 0; --i) {
    const BylineHistoryEntry* const entry = &history->entries[i - 1];
    if (byline_history_is_known(entry) &&
        (!byline_history_is_known(last) ||
         strcmp(byline_history_name(entry), byline_history_name(last)) != 0)) {
      return since;
    }
    since = entry->begin;
  }
  return 0;
}

bool byline_history_copy(const BylineHistory* history, BylineHistory* copy)
{
  *copy = (BylineHistory){0};
  for (size_t i = 0; i < history->n; ++i) {
    if (!byline_history_add(copy, &history->entries[i])) {
      byline_history_clear(copy);
      return false;
    }
  }
  return true;
}

void byline_history_clear(BylineHistory* history)
{
  byline_history_cut(history, 0);
  free(history->entries);
  *history = (BylineHistory){0};
}
