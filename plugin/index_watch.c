/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "index_watch.h"
#include "base/clock.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Seconds between two looks */
#define PAUSE 5.0

BylineStatus byline_index_look(BylineIndex* index, bool* changed)
{
  *changed = false;
  const double time = byline_clock_now();
  if (index->looked && time - index->time < PAUSE) {
    return BYLINE_OK;
  }
  if (!index->looked) {
    index->path = byline_recordings_default_path();
    index->looked = true;
  }
  index->time = time;
  if (!index->path || byline_file_is_as(index->path, &index->stamp)) {
    return BYLINE_OK; // also where there never was one
  }
  index->stamp = byline_file_stamp(index->path);
  BylineRecordings* opened = NULL;
  const BylineStatus status = access(index->path, F_OK) == 0
                                  ? byline_recordings_open(index->path, &opened)
                                  : BYLINE_OK;
  byline_recordings_close(index->before);
  index->before = index->opened;
  index->opened = opened;
  *changed = true;
  return status;
}

void byline_index_clear(BylineIndex* index)
{
  byline_recordings_close(index->opened);
  byline_recordings_close(index->before);
  free(index->path);
  *index = (BylineIndex){0};
}
