/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "history_keeper.h"

#include "own_file.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Take over what is wrong, "" for nothing; whether that is news */
static bool say(BylineLiveHistory* history, const char* trouble)
{
  const bool news = strcmp(history->trouble, trouble) != 0;
  snprintf(history->trouble, sizeof(history->trouble), "%s", trouble);
  return news;
}

/* What went wrong in asking for a file; what the writer does is told later */
static bool asked(BylineLiveHistory* history, BylineStatus status)
{
  return status != BYLINE_OK && say(history, byline_error_message());
}

BylineStatus byline_live_history_init(BylineLiveHistory* history)
{
  *history = (BylineLiveHistory){0};
  return byline_writer_new(&history->writer);
}

/* ---- the list */

/* Three years: a list may come from a stranger, and time goes on from it */
#define MOST_SECONDS 100000000

void byline_live_history_announce(BylineLiveHistory* history,
                                  const BylineHistoryEntry* entry)
{
  byline_history_end(&history->list, entry->begin);
  (void)byline_history_add(&history->list, entry);
}

/* In thousandths, so that the host's decimal separator plays no part */
static void put_number(FILE* stream, double number)
{
  const uint64_t thousandths = (uint64_t)(number * 1000 + 0.5);
  fprintf(stream, "%llu.%03u ", (unsigned long long)(thousandths / 1000),
          (unsigned)(thousandths % 1000));
}

static void put_text(FILE* stream, const char* text)
{
  putc('\t', stream);
  for (const char* c = text; *c; ++c) {
    putc(*c == '\t' || *c == '\n' ? ' ' : *c, stream);
  }
}

static void put_entry(FILE* stream, const BylineHistoryEntry* entry)
{
  put_number(stream, entry->begin);
  put_number(stream, (double)entry->probability);
  fprintf(stream, "%lld ", (long long)entry->clock);
  put_number(stream, (double)entry->speed);
  put_number(stream, (double)entry->pitch);
  fprintf(stream, "%d", (int)entry->known_by);
  put_text(stream, entry->artist);
  put_text(stream, entry->title);
  put_text(stream, entry->album);
  put_text(stream, entry->id);
  put_text(stream, entry->file);
  putc('\n', stream);
}

/* Who plays when a session is saved does not for ever */
static void put_end(FILE* stream, const BylineHistory* list, double now)
{
  const BylineHistoryEntry* const last =
      list->n ? &list->entries[list->n - 1] : NULL;
  if (last && byline_history_is_known(last)) {
    const BylineHistoryEntry nobody = {.begin = fmax(now, last->begin),
                                       .artist = "",
                                       .title = "",
                                       .album = "",
                                       .id = "",
                                       .file = ""};
    put_entry(stream, &nobody);
  }
}

char* byline_live_history_save(const BylineLiveHistory* history, double now)
{
  char* text = NULL;
  size_t size = 0;
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    return NULL;
  }
  for (size_t i = 0; i < history->list.n; ++i) {
    put_entry(stream, &history->list.entries[i]);
  }
  put_end(stream, &history->list, now);
  if (fclose(stream) != 0) {
    free(text);
    return NULL;
  }
  return text;
}

/* Read the numbers of a line; false where there is no begin among them */
static bool parse_numbers(const char* text, BylineHistoryEntry* entry)
{
  unsigned long long seconds = 0;
  unsigned ms = 0;
  unsigned whole[3] = {0};
  unsigned thousandths[3] = {0};
  long long clock = 0;
  unsigned known_by = BYLINE_KNOWN_BY_EAR;
  if (sscanf(text, "%15llu.%3u %1u.%3u %18lld %2u.%3u %2u.%3u %1u", &seconds,
             &ms, &whole[0], &thousandths[0], &clock, &whole[1],
             &thousandths[1], &whole[2], &thousandths[2], &known_by) < 2 ||
      seconds > MOST_SECONDS || known_by > BYLINE_KNOWN_BY_RECORDING) {
    return false;
  }
  entry->begin = (double)seconds + ms / 1000.0;
  entry->end = entry->begin;
  entry->probability = (float)whole[0] + (float)thousandths[0] / 1000.0f;
  entry->clock = clock;
  entry->speed = (float)whole[1] + (float)thousandths[1] / 1000.0f;
  entry->pitch = (float)whole[2] + (float)thousandths[2] / 1000.0f;
  entry->known_by = (BylineKnownBy)known_by;
  return true;
}

/* What follows the next tab of a line, which is cut there; "" at its end */
static char* next_field(char* text)
{
  char* const tab = strchr(text, '\t');
  if (!tab) {
    return text + strlen(text);
  }
  *tab = '\0';
  return tab + 1;
}

static void parse_line(BylineLiveHistory* history, char* line)
{
  BylineHistoryEntry entry = {.begin = 0};
  char* const artist = next_field(line);
  char* const title = next_field(artist);
  char* const album = next_field(title);
  char* const id = next_field(album);
  char* const file = next_field(id);
  next_field(file);
  /* A line without a tab has no artist, not even nobody */
  if (artist == line + strlen(line) || !parse_numbers(line, &entry)) {
    return;
  }
  entry.artist = artist;
  entry.title = title;
  entry.album = album;
  entry.id = id;
  entry.file = file;
  if (!artist[0]) {
    entry.known_by = BYLINE_KNOWN_BY_NOTHING;
  }
  byline_live_history_announce(history, &entry);
}

void byline_live_history_restore(BylineLiveHistory* history, const char* text)
{
  byline_history_clear(&history->list);
  while (*text) {
    const size_t n = strcspn(text, "\n");
    char* const line = strndup(text, n);
    if (line) {
      parse_line(history, line);
    }
    free(line);
    text += n + (text[n] == '\n');
  }
}

/* ---- files for others */

/* The file that tells who plays, or NULL */
static const char* teller(const BylineLiveHistory* history)
{
  return history->told ? history->told : history->usual;
}

bool byline_live_history_tell(BylineLiveHistory* history, const char* line)
{
  const char* const path = teller(history);
  return path &&
         asked(history, byline_writer_tell(history->writer, path, line, false));
}

static BylineStatus choose(BylineLiveHistory* history, const char* path,
                           const char* line, bool replace)
{
  if (path[0] && byline_own_file_check_name(path) != BYLINE_OK) {
    return BYLINE_ERROR_USAGE;
  }
  char* const copy = path[0] ? strdup(path) : NULL;
  if (path[0] && !copy) {
    return byline_no_memory(path);
  }
  const char* const before = teller(history);
  char* const told = history->told;
  history->told = copy;
  const char* const now = teller(history);
  BylineStatus status = BYLINE_OK;
  if (before && (!now || strcmp(before, now) != 0)) {
    status = byline_writer_let_go(history->writer, before);
  }
  free(told);
  return now && status == BYLINE_OK
             ? byline_writer_tell(history->writer, now, line, replace)
             : status;
}

bool byline_live_history_choose(BylineLiveHistory* history, const char* path,
                                const char* line, bool replace)
{
  const BylineStatus status = choose(history, path, line, replace);
  return status == BYLINE_OK ? !path[0] && say(history, "")
                             : asked(history, status);
}

bool byline_live_history_export(BylineLiveHistory* history, const char* path,
                                double now, bool replace)
{
  return asked(history, byline_writer_export(history->writer, path,
                                             &history->list, now, replace));
}

bool byline_live_history_collect(BylineLiveHistory* history, bool* exported)
{
  const BylineWritten written = byline_writer_results(history->writer);
  *exported = written.export_done;
  if (written.export_done) {
    free(history->exported);
    history->exported = written.exported;
  }
  return written.any && say(history, written.trouble);
}

void byline_live_history_clear(BylineLiveHistory* history)
{
  if (teller(history)) {
    (void)byline_writer_let_go(history->writer, teller(history));
  }
  byline_writer_free(history->writer);
  byline_history_clear(&history->list);
  free(history->exported);
  free(history->told);
  *history = (BylineLiveHistory){0};
}
