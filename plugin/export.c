/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "export.h"

#include "byline/history.h"

#include <stdlib.h>

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
