/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "export.h"

#include "base/file.h"
#include "byline/history.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- the history */

/* An announcement holds until the next.  After a pause of the host, seconds are
   counted anew: then nobody knows when it ended. */
static BylinePlay play_of(const BylineAnnouncement* announcement, double next)
{
  return (BylinePlay){.begin = announcement->time,
                      .end =
                          next > announcement->time ? next : announcement->time,
                      .artist = announcement->name,
                      .probability = announcement->probability,
                      .clock = announcement->clock};
}

BylineStatus byline_export_history(const char* path,
                                   const BylineAnnouncements* history,
                                   double now)
{
  BylineHistoryFormat format = BYLINE_HISTORY_TEXT;
  BylineStatus status = byline_history_format(path, &format);
  if (status != BYLINE_OK) {
    return status;
  }
  const size_t n = history->n;
  BylinePlay* const plays = calloc(n + 1, sizeof(*plays));
  if (!plays) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory for a history");
  }
  for (size_t i = 0; i < n; ++i) {
    plays[i] =
        play_of(&history->list[i], i + 1 < n ? history->list[i + 1].time : now);
  }
  status = byline_history_write(path, format, plays, n);
  free(plays);
  return status;
}

/* ---- who plays now */

static BylineStatus write_name(const char* path, const char* name)
{
  BylineOutput output;
  const BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  if (name[0]) {
    fprintf(output.stream, "%s\n", name);
  }
  return byline_output_commit(&output);
}

static bool is_text_file(const char* path)
{
  const size_t n = strlen(path);
  return n > 4 && !strcasecmp(path + n - 4, ".txt");
}

BylineStatus byline_now_playing_show(BylineNowPlaying* playing,
                                     const char* name)
{
  if (!playing->path || (playing->shown && !strcmp(playing->shown, name))) {
    return BYLINE_OK;
  }
  free(playing->shown);
  playing->shown = NULL;
  const BylineStatus status = write_name(playing->path, name);
  if (status == BYLINE_OK) {
    playing->shown = strdup(name);
  }
  return status;
}

BylineStatus byline_now_playing_choose(BylineNowPlaying* playing,
                                       const char* path, const char* name)
{
  if (path[0] && !is_text_file(path)) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: the name of this file must end with .txt", path);
  }
  if (playing->path && !strcmp(playing->path, path)) {
    return byline_now_playing_show(playing, name);
  }
  byline_now_playing_clear(playing);
  if (!path[0]) {
    return BYLINE_OK;
  }
  playing->path = strdup(path);
  return playing->path
             ? byline_now_playing_show(playing, name)
             : byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
}

void byline_now_playing_clear(BylineNowPlaying* playing)
{
  (void)byline_now_playing_show(playing, "");
  free(playing->path);
  free(playing->shown);
  *playing = (BylineNowPlaying){0};
}
