/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/json.h"
#include "byline/history.h"

#include "base/file.h"
#include "recognizer/history_json.h"
#include "recognizer/history_lines.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* What knew it, in files */
static const char* const known_by[] = {[BYLINE_KNOWN_BY_NOTHING] = "",
                                       [BYLINE_KNOWN_BY_EAR] = "ear",
                                       [BYLINE_KNOWN_BY_RECORDING] =
                                           "recording"};

/* Write one entry to a stream */
typedef void (*Writer)(FILE* stream, const BylineHistoryEntry* entry);

static bool ends_with(const char* text, const char* end)
{
  const size_t n_text = strlen(text);
  const size_t n_end = strlen(end);
  return n_text > n_end && !strcasecmp(text + n_text - n_end, end);
}

static BylineStatus no_format(const char* path)
{
  char endings[BYLINE_HISTORY_ENDINGS_SIZE];
  byline_history_endings(endings);
  return byline_error(BYLINE_ERROR_USAGE, "%s: a history's name ends with %s",
                      path, endings);
}

BylineStatus byline_history_format(const char* path,
                                   BylineHistoryFormat* format)
{
  /* Of several endings the longest is meant: .labels.txt is no text */
  size_t longest = 0;
  for (int i = 0; i < BYLINE_HISTORY_FORMATS; ++i) {
    const size_t n = strlen(byline_history_kinds[i].ending);
    if (n > longest && ends_with(path, byline_history_kinds[i].ending)) {
      *format = (BylineHistoryFormat)i;
      longest = n;
    }
  }
  return longest > 0 ? BYLINE_OK : no_format(path);
}

/* Write a number with three decimals, whatever the locale's separator is */
static void put_number(FILE* stream, double number)
{
  const double thousandths = number > 0 ? number * 1000 + 0.5 : 0;
  const unsigned long long n = (unsigned long long)thousandths;
  fprintf(stream, "%llu.%03llu", n / 1000, n % 1000);
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
  byline_history_put_time(stream, entry->begin);
  fputs("  ", stream);
  byline_history_put_name(stream, entry);
  putc('\n', stream);
}

static void write_labels(FILE* stream, const BylineHistoryEntry* entry)
{
  const bool has_album = entry->album && entry->album[0];
  char speed[BYLINE_SPEED_TEXT_SIZE];
  byline_history_speed_text(entry->speed, speed);
  put_number(stream, entry->begin);
  putc('\t', stream);
  put_number(stream, entry->end);
  putc('\t', stream);
  byline_history_put_name(stream, entry);
  if (has_album || speed[0]) {
    fputs(" (", stream);
    byline_history_put_clean(stream, has_album ? entry->album : "");
    fprintf(stream, "%s%s)", has_album && speed[0] ? ", " : "", speed);
  }
  putc('\n', stream);
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

static void put_field(FILE* stream, const char* text)
{
  putc(',', stream);
  if (text && text[0]) {
    put_quoted(stream, text);
  }
}

/* A ratio, where it is known */
static void put_ratio(FILE* stream, float ratio)
{
  putc(',', stream);
  if (ratio > 0) {
    put_number(stream, (double)ratio);
  }
}

static void write_csv(FILE* stream, const BylineHistoryEntry* entry)
{
  char clock[32];
  format_clock(entry->clock, clock, sizeof(clock));
  put_number(stream, entry->begin);
  putc(',', stream);
  put_number(stream, entry->end);
  put_field(stream, entry->artist);
  putc(',', stream);
  put_number(stream, (double)entry->probability);
  fprintf(stream, ",%s", clock);
  put_field(stream, entry->title);
  put_field(stream, entry->album);
  put_field(stream, entry->id);
  put_ratio(stream, entry->speed);
  put_ratio(stream, entry->pitch);
  fprintf(stream, ",%s\r\n", known_by[entry->known_by]);
}

static void write_lines(FILE* stream, Writer write,
                        const BylineHistory* history)
{
  for (size_t i = 0; i < history->n; ++i) {
    write(stream, &history->entries[i]);
  }
}

/* What is not known is null */
static const char* known(const char* text)
{
  return text && text[0] ? text : NULL;
}

static json_t* ratio_json(float ratio)
{
  return ratio > 0 ? json_real((double)ratio) : json_null();
}

json_t* byline_history_entry_json(const BylineHistoryEntry* entry)
{
  char clock[32];
  format_clock(entry->clock, clock, sizeof(clock));
  return json_pack(
      "{s:f, s:f, s:s?, s:f, s:s?, s:s?, s:s?, s:s?, s:o, s:o, s:s?}", "begin",
      entry->begin, "end", entry->end, "artist", known(entry->artist),
      "probability", (double)entry->probability, "clock", known(clock), "title",
      known(entry->title), "album", known(entry->album), "id", known(entry->id),
      "speed", ratio_json(entry->speed), "pitch", ratio_json(entry->pitch),
      "known_by", known(known_by[entry->known_by]));
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
  return array ? byline_json_print(array, stream, BYLINE_JSON_FLOAT)
               : byline_error(BYLINE_ERROR_MEMORY,
                              "a history with a name that is not UTF-8, or out "
                              "of memory");
}

/* ---- mixes */

/* Whether two files lie in one folder */
static bool are_together(const char* a, const char* b)
{
  const char* const a_slash = strrchr(a, '/');
  const char* const b_slash = strrchr(b, '/');
  const size_t n_a = a_slash ? (size_t)(a_slash - a) + 1 : 0;
  const size_t n_b = b_slash ? (size_t)(b_slash - b) + 1 : 0;
  return n_a == n_b && !strncmp(a, b, n_a);
}

/* How a list at `path` names a sound file: by its name alone where they lie
   together, so that both can be moved.
   @return To be freed; NULL where there is no sound file, or no memory. */
static char* relative(const char* path, const char* sound)
{
  if (!sound || !path) {
    return sound ? strdup(sound) : NULL;
  }
  const char* const slash = strrchr(sound, '/');
  return are_together(path, sound) ? strdup(slash ? slash + 1 : sound)
                                   : realpath(sound, NULL);
}

/* A sheet must name a file: without one, it has the sheet's name */
static char* imagine_sound(const char* path)
{
  const char* const slash = strrchr(path, '/');
  const char* const name = slash ? slash + 1 : path;
  const char* const dot = strrchr(name, '.');
  char* sound = NULL;
  const int n = (int)(dot ? dot - name : (ptrdiff_t)strlen(name));
  return asprintf(&sound, "%.*s.wav", n, name) < 0 ? NULL : sound;
}

static void write_cue(FILE* stream, const BylineHistory* history,
                      const char* sound)
{
  const size_t n_left = byline_history_put_cue(stream, history, sound);
  if (n_left > 0) {
    byline_log(BYLINE_LOG_WARNING,
               "a cue sheet has 99 tracks at most: the last %zu are left out",
               n_left);
  }
}

static BylineStatus write_mix(FILE* stream, const char* path,
                              BylineHistoryFormat format,
                              const BylineHistory* history, const char* sound)
{
  const bool is_cue = format == BYLINE_HISTORY_CUE;
  char* const name = !sound && is_cue ? imagine_sound(path ? path : "mix")
                                      : relative(path, sound);
  if (!name && (sound || is_cue)) {
    return byline_error(BYLINE_ERROR_IO, "%s: %s", sound ? sound : path,
                        strerror(errno));
  }
  if (is_cue) {
    write_cue(stream, history, name);
  } else {
    byline_history_put_playlist(stream, history, name);
  }
  free(name);
  return BYLINE_OK;
}

/* ---- all formats */

/* Write to a stream; `path` is where that lies, NULL for nowhere */
static BylineStatus put(FILE* stream, const char* path,
                        BylineHistoryFormat format,
                        const BylineHistory* history, const char* sound)
{
  switch (format) {
  case BYLINE_HISTORY_TEXT:
    write_lines(stream, write_text, history);
    break;
  case BYLINE_HISTORY_LABELS:
    write_lines(stream, write_labels, history);
    break;
  case BYLINE_HISTORY_CSV:
    fputs("begin,end,artist,probability,clock,title,album,id,speed,pitch,known_"
          "by\r\n",
          stream);
    write_lines(stream, write_csv, history);
    break;
  case BYLINE_HISTORY_JSON:
    return write_json(stream, history);
  case BYLINE_HISTORY_CUE:
  case BYLINE_HISTORY_M3U8:
    return write_mix(stream, path, format, history, sound);
  case BYLINE_HISTORY_ROYALTIES:
    byline_history_put_royalties(stream, history);
    break;
  case BYLINE_HISTORY_FORMATS:
    break;
  }
  return BYLINE_OK;
}

BylineStatus byline_history_print(FILE* stream, BylineHistoryFormat format,
                                  const BylineHistory* history,
                                  const char* sound)
{
  return put(stream, NULL, format, history, sound);
}

BylineStatus byline_history_write(const char* path, BylineHistoryFormat format,
                                  const BylineHistory* history,
                                  const char* sound)
{
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  return byline_output_end(&output,
                           put(output.stream, path, format, history, sound));
}
