/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "diary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Remember how writing went */
static bool wrote(BylineDiary* diary, BylineStatus status)
{
  const bool was_wrong = diary->trouble[0];
  snprintf(diary->trouble, sizeof(diary->trouble), "%s",
           status == BYLINE_OK ? "" : byline_error_message());
  return was_wrong || diary->trouble[0];
}

bool byline_diary_add(BylineDiary* diary,
                      const BylineAnnouncement* announcement)
{
  byline_announcements_add(&diary->history, announcement);
  return diary->playing.path &&
         wrote(diary,
               byline_now_playing_show(&diary->playing, announcement->name));
}

bool byline_diary_pause(BylineDiary* diary)
{
  return diary->playing.path &&
         wrote(diary, byline_now_playing_show(&diary->playing, ""));
}

bool byline_diary_tell(BylineDiary* diary, const char* path, const char* name)
{
  return wrote(diary, byline_now_playing_choose(&diary->playing, path, name));
}

bool byline_diary_export(BylineDiary* diary, const char* path, double now)
{
  const BylineStatus status = byline_export_history(path, &diary->history, now);
  free(diary->exported);
  diary->exported = status == BYLINE_OK ? strdup(path) : NULL;
  return wrote(diary, status);
}

void byline_diary_clear(BylineDiary* diary)
{
  byline_now_playing_clear(&diary->playing);
  byline_announcements_clear(&diary->history);
  free(diary->exported);
  *diary = (BylineDiary){0};
}
