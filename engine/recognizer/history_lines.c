/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/history_lines.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>
#include <time.h>

/* More tracks than a compact disc has, no cue sheet has */
#define MOST_TRACKS 99

/* ---- what all have */

/* Write text with `quote` in the place of quotes */
static void put_text(FILE* stream, const char* text, char quote)
{
  for (size_t n = 0; *text; text += n ? n : 1) {
    n = byline_utf8_length(text);
    if (n == 0) {
      putc('?', stream);
    } else if (byline_utf8_is_control(text, n)) {
      putc(' ', stream);
    } else if (*text == '"') {
      putc(quote, stream);
    } else {
      fwrite(text, 1, n, stream);
    }
  }
}

void byline_history_put_clean(FILE* stream, const char* text)
{
  put_text(stream, text, '"');
}

static bool has(const char* text)
{
  return text && text[0];
}

void byline_history_put_name(FILE* stream, const BylineHistoryEntry* entry)
{
  const char* const title = byline_history_title(entry);
  byline_history_put_clean(stream, byline_history_name(entry));
  if (has(title)) {
    fputs(" - ", stream);
    byline_history_put_clean(stream, title);
  }
}

void byline_history_put_time(FILE* stream, double seconds)
{
  const unsigned long s = seconds > 0 ? (unsigned long)seconds : 0;
  fprintf(stream, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
}

static double duration_of(const BylineHistoryEntry* entry)
{
  return entry->end > entry->begin ? entry->end - entry->begin : 0;
}

/* ---- cue sheets */

static void put_cue_text(FILE* stream, const char* command, const char* text)
{
  fprintf(stream, "%s \"", command);
  put_text(stream, text, '\'');
  putc('"', stream);
}

/* What cue sheets call a sound file's format */
static const char* cue_format(const char* sound)
{
  const char* const dot = strrchr(sound, '.');
  if (dot && !strcasecmp(dot, ".mp3")) {
    return "MP3";
  }
  return dot && (!strcasecmp(dot, ".aif") || !strcasecmp(dot, ".aiff"))
             ? "AIFF"
             : "WAVE";
}

static void put_track(FILE* stream, const BylineHistoryEntry* entry,
                      size_t number)
{
  /* 75 frames of a compact disc are a second */
  const double begin = entry->begin > 0 ? entry->begin : 0;
  const unsigned long frames = (unsigned long)(begin * 75 + 0.5);
  fprintf(stream, "  TRACK %02zu AUDIO\n", number);
  put_cue_text(stream, "    TITLE",
               has(entry->title) ? entry->title : BYLINE_NOBODY_NAME);
  putc('\n', stream);
  put_cue_text(stream, "    PERFORMER",
               has(entry->artist) ? entry->artist : BYLINE_NOBODY_NAME);
  fprintf(stream, "\n    INDEX 01 %02lu:%02lu:%02lu\n", frames / 75 / 60,
          frames / 75 % 60, frames % 75);
}

size_t byline_history_put_cue(FILE* stream, const BylineHistory* history,
                              const char* sound)
{
  const size_t n = history->n < MOST_TRACKS ? history->n : MOST_TRACKS;
  fputs("REM COMMENT \"Byline\"\n", stream);
  put_cue_text(stream, "FILE", sound);
  fprintf(stream, " %s\n", cue_format(sound));
  for (size_t i = 0; i < n; ++i) {
    put_track(stream, &history->entries[i], i + 1);
  }
  return history->n - n;
}

/* ---- playlists */

/* A name that is no text, or would be a comment, is written as RFC 3986 has
   it */
static void put_location(FILE* stream, const char* path)
{
  if (byline_utf8_is_safe(path) && path[0] != '#') {
    fputs(path, stream);
    return;
  }
  fputs(path[0] == '/' ? "file://" : "./", stream);
  for (const char* c = path; *c; ++c) {
    const bool is_plain = (*c >= 'a' && *c <= 'z') ||
                          (*c >= 'A' && *c <= 'Z') ||
                          (*c >= '0' && *c <= '9') || strchr("/-._~", *c);
    fprintf(stream, is_plain ? "%c" : "%%%02X", (unsigned char)*c);
  }
}

void byline_history_put_playlist(FILE* stream, const BylineHistory* history,
                                 const char* sound)
{
  fputs("#EXTM3U\n#PLAYLIST:Byline\n", stream);
  for (size_t i = 0; i < history->n; ++i) {
    const BylineHistoryEntry* const entry = &history->entries[i];
    const double duration = duration_of(entry);
    fprintf(stream, "#EXTINF:%ld,",
            duration > 0 ? (long)(duration + 0.5) : -1L);
    byline_history_put_name(stream, entry);
    putc('\n', stream);
    if (entry->file && entry->file[0]) {
      put_location(stream, entry->file);
    } else if (sound) {
      fprintf(stream, "#EXTVLCOPT:start-time=%ld\n", (long)entry->begin);
      fprintf(stream, "#EXTVLCOPT:stop-time=%ld\n", (long)(entry->end + 0.5));
      put_location(stream, sound);
    } else {
      byline_history_put_name(stream, entry);
    }
    putc('\n', stream);
  }
}

/* ---- royalty reports */

static void put_start(FILE* stream, const BylineHistoryEntry* entry)
{
  char text[32];
  struct tm tm;
  const time_t time = (time_t)entry->clock;
  if (entry->clock > 0 && localtime_r(&time, &tm) &&
      strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm)) {
    fputs(text, stream);
  } else {
    byline_history_put_time(stream, entry->begin);
  }
}

static void put_field(FILE* stream, const char* text, const char* otherwise)
{
  putc('\t', stream);
  byline_history_put_clean(stream, has(text) ? text : otherwise);
}

void byline_history_put_royalties(FILE* stream, const BylineHistory* history)
{
  fputs("Start\tDuration\tArtist\tTitle\tAlbum\tIdentifier\n", stream);
  for (size_t i = 0; i < history->n; ++i) {
    const BylineHistoryEntry* const entry = &history->entries[i];
    put_start(stream, entry);
    putc('\t', stream);
    byline_history_put_time(stream, duration_of(entry) + 0.5);
    put_field(stream, entry->artist, BYLINE_NOBODY_NAME);
    put_field(stream, entry->title, BYLINE_NOBODY_NAME);
    put_field(stream, entry->album, "");
    put_field(stream, entry->id, "");
    putc('\n', stream);
  }
}
