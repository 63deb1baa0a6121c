/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/announcement.h"

#include <stdbool.h>
#include <time.h>

BylineHistoryEntry byline_announcement(const BylineAnswer* answer,
                                       const BylineModelInfo* info)
{
  const bool known = answer->artist >= 0;
  return (BylineHistoryEntry){
      .begin = answer->time,
      .end = answer->time,
      .artist = known ? info->artists[answer->artist] : "",
      .probability = known ? answer->confidence : 0,
      .known_by = known ? BYLINE_KNOWN_BY_EAR : BYLINE_KNOWN_BY_NOTHING,
      .clock = (int64_t)time(NULL)};
}
