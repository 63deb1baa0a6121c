/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/collection.h"

#include "dataset/table_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What a playlist says about the next track; NULL where nothing */
typedef struct {
  char* artist;
  char* title;
  char* album;
} Said;

/* Cut "Artist - Title" in two; without that sign it is a title. */
static void cut_display(char* text, Said* said)
{
  char* const dash = strstr(text, " - ");
  said->title = text;
  if (dash) {
    *dash = '\0';
    said->artist = said->artist ? said->artist : text;
    said->title = dash + 3;
  }
}

/* Step over "123 key="a, b"," of an #EXTINF. */
static char* find_display(char* text)
{
  bool quoted = false;
  for (; *text; ++text) {
    quoted ^= *text == '"';
    if (*text == ',' && !quoted) {
      return text + 1;
    }
  }
  return NULL;
}

static void read_comment(char* line, Said* said)
{
  if (!strncmp(line, "#EXTINF:", 8)) {
    char* const display = find_display(line + 8);
    if (display) {
      cut_display(display, said);
    }
  } else if (!strncmp(line, "#EXTART:", 8)) {
    said->artist = line + 8;
  } else if (!strncmp(line, "#EXTALB:", 8)) {
    said->album = line + 8;
  }
}

BylineStatus byline_playlist_read(const char* path, BylineTakeTrack take,
                                  void* context)
{
  char* text = NULL;
  BylineStatus status = byline_table_text_read(path, "windows-1252", &text);
  Said said = {0};
  char* next = text;
  for (char* line; status == BYLINE_OK && (line = strsep(&next, "\r\n"));) {
    size_t n = strlen(line);
    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t')) {
      line[--n] = '\0';
    }
    if (line[0] == '#') {
      read_comment(line, &said);
    } else if (line[0]) {
      const BylineListedTrack track = {.path = line,
                                       .artist = said.artist,
                                       .title = said.title,
                                       .album = said.album};
      status = take(context, &track);
      said = (Said){0};
    }
  }
  free(text);
  return status;
}
