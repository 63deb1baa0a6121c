/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/announcement.h"

#include <time.h>

BylineHistoryEntry byline_announcement(const BylineAnswer* answer,
                                       char* const* names)
{
  /* Only what is announced by it has a title */
  const BylineTrack none = {.artist = NULL};
  const BylineTrack* const track =
      answer->known_by == BYLINE_KNOWN_BY_RECORDING ? &answer->track : &none;
  return (BylineHistoryEntry){
      .begin = answer->time,
      .end = answer->time,
      .artist = byline_answer_name(answer, names, answer->artist),
      .title = track->title,
      .album = track->album,
      .id = track->id,
      .file = track->file,
      .probability = answer->artist >= 0 ? answer->confidence : 0,
      .speed = track->speed,
      .pitch = track->pitch,
      .known_by = answer->known_by,
      .clock = (int64_t)time(NULL)};
}
