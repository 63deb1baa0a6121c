/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/announcement.h"

#include <time.h>

BylineHistoryEntry byline_announcement(const BylineAnswer* answer,
                                       char* const* names)
{
  /* Only what is announced by it has a title */
  const BylineHeardRecording none = {.artist = NULL};
  const BylineHeardRecording* const heard =
      answer->known_by == BYLINE_KNOWN_BY_RECORDING ? &answer->recording
                                                    : &none;
  return (BylineHistoryEntry){
      .begin = answer->time,
      .end = answer->time,
      .artist = answer->artist == BYLINE_RECORDING_ARTIST
                    ? heard->artist
                    : byline_answer_name(answer, names, answer->artist),
      .title = heard->title,
      .album = heard->album,
      .id = heard->id,
      .file = heard->file,
      .probability = answer->artist >= 0 ? answer->confidence : 0,
      .speed = heard->speed,
      .pitch = heard->pitch,
      .known_by = answer->known_by,
      .clock = (int64_t)time(NULL)};
}
