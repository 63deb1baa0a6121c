/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/history.h"

#include "base/file.h"
#include "recognizer/history_json.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* Write one entry to a stream */
typedef void (*Writer)(FILE* stream, const BylineHistoryEntry* entry);

static bool ends_with(const char* text, const char* end)
{
  const size_t n_text = strlen(text);
  const size_t n_end = strlen(end);
  return n_text > n_end && !strcasecmp(text + n_text - n_end, end);
}

BylineStatus byline_history_format(const char* path,
                                   BylineHistoryFormat* format)
{
  static const struct {
    const char* end;
    BylineHistoryFormat format;
  } known[] = {{".labels.txt", BYLINE_HISTORY_LABELS},
               {".txt", BYLINE_HISTORY_TEXT},
               {".csv", BYLINE_HISTORY_CSV},
               {".json", BYLINE_HISTORY_JSON}};
  for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i) {
    if (ends_with(path, known[i].end)) {
      *format = known[i].format;
      return BYLINE_OK;
    }
  }
  return byline_error(BYLINE_ERROR_USAGE,
                      "%s: a history's name ends with .txt, .csv, .json or "
                      ".labels.txt",
                      path);
}

/* Write a number with three decimals, whatever the locale's separator is */
static void put_number(FILE* stream, double number)
{
  const double thousandths = number > 0 ? number * 1000 + 0.5 : 0;
  const unsigned long long n = (unsigned long long)thousandths;
  fprintf(stream, "%llu.%03llu", n / 1000, n % 1000);
}

/* Write an artist on one line, without what separates fields and lines */
static void put_line(FILE* stream, const BylineHistoryEntry* entry)
{
  for (const char* c = byline_history_is_known(entry) ? entry->artist
                                                      : BYLINE_NOBODY_NAME;
       *c; ++c) {
    putc((unsigned char)*c < ' ' ? ' ' : *c, stream);
  }
  putc('\n', stream);
}

/* A time as ISO 8601 has it, in UTC; "" when it is not known */
static void format_clock(int64_t clock, char* text, size_t size)
{
  struct tm tm;
  const time_t time = (time_t)clock;
  text[0] = '\0';
  if (clock > 0 && gmtime_r(&time, &tm)) {
    strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &tm);
  }
}

static void write_text(FILE* stream, const BylineHistoryEntry* entry)
{
  const unsigned long s = entry->begin > 0 ? (unsigned long)entry->begin : 0;
  fprintf(stream, "%lu:%02lu:%02lu  ", s / 3600, s / 60 % 60, s % 60);
  put_line(stream, entry);
}

static void write_labels(FILE* stream, const BylineHistoryEntry* entry)
{
  put_number(stream, entry->begin);
  putc('\t', stream);
  put_number(stream, entry->end);
  putc('\t', stream);
  put_line(stream, entry);
}

static void put_quoted(FILE* stream, const char* text)
{
  putc('"', stream);
  for (; *text; ++text) {
    if (*text == '"') {
      putc('"', stream);
    }
    putc(*text, stream);
  }
  putc('"', stream);
}

static void write_csv(FILE* stream, const BylineHistoryEntry* entry)
{
  char clock[32];
  format_clock(entry->clock, clock, sizeof(clock));
  put_number(stream, entry->begin);
  putc(',', stream);
  put_number(stream, entry->end);
  putc(',', stream);
  if (byline_history_is_known(entry)) {
    put_quoted(stream, entry->artist);
  }
  putc(',', stream);
  put_number(stream, (double)entry->probability);
  fprintf(stream, ",%s\r\n", clock);
}

static void write_lines(FILE* stream, Writer write,
                        const BylineHistory* history)
{
  for (size_t i = 0; i < history->n; ++i) {
    write(stream, &history->entries[i]);
  }
}

json_t* byline_history_entry_json(const BylineHistoryEntry* entry)
{
  char clock[32];
  format_clock(entry->clock, clock, sizeof(clock));
  return json_pack("{s:f, s:f, s:s?, s:f, s:s?}", "begin", entry->begin, "end",
                   entry->end, "artist",
                   byline_history_is_known(entry) ? entry->artist : NULL,
                   "probability", (double)entry->probability, "clock",
                   clock[0] ? clock : NULL);
}

json_t* byline_history_json(const BylineHistory* history)
{
  json_t* array = json_array();
  for (size_t i = 0; array && i < history->n; ++i) {
    if (json_array_append_new(
            array, byline_history_entry_json(&history->entries[i])) != 0) {
      json_decref(array);
      array = NULL;
    }
  }
  return array;
}

static BylineStatus write_json(FILE* stream, const BylineHistory* history)
{
  json_t* const array = byline_history_json(history);
  BylineStatus status = BYLINE_OK;
  if (!array) {
    status = byline_error(BYLINE_ERROR_MEMORY,
                          "a history with a name that is not UTF-8, or out of "
                          "memory");
  } else {
    json_dumpf(array, stream, JSON_INDENT(2) | JSON_REAL_PRECISION(9));
    putc('\n', stream);
  }
  json_decref(array);
  return status;
}

BylineStatus byline_history_write(const char* path, BylineHistoryFormat format,
                                  const BylineHistory* history)
{
  BylineOutput output;
  BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  switch (format) {
  case BYLINE_HISTORY_TEXT:
    write_lines(output.stream, write_text, history);
    break;
  case BYLINE_HISTORY_LABELS:
    write_lines(output.stream, write_labels, history);
    break;
  case BYLINE_HISTORY_CSV:
    fputs("begin,end,artist,probability,clock\r\n", output.stream);
    write_lines(output.stream, write_csv, history);
    break;
  case BYLINE_HISTORY_JSON:
    status = write_json(output.stream, history);
    break;
  }
  if (status != BYLINE_OK) {
    byline_output_abandon(&output);
    return status;
  }
  return byline_output_commit(&output);
}
