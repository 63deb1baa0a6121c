/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file diary.h
   What an instance remembers of who played, and tells other programs.

   Functions that write files return whether there is news about `trouble`.
*/

#ifndef BYLINE_PLUGIN_DIARY_H
#define BYLINE_PLUGIN_DIARY_H

#include "announcements.h"
#include "export.h"

#include <stdbool.h>

/** A diary; all zero when empty. */
typedef struct {
  BylineAnnouncements history; ///< Who was announced
  BylineNowPlaying playing;    ///< The file that tells who plays now
  char* exported;              ///< Where it was last written to, or NULL
  char trouble[512];           ///< Why a file could not be written, or ""
} BylineDiary;

/** Note an announcement, and tell it. */
bool byline_diary_add(BylineDiary* diary,
                      const BylineAnnouncement* announcement);

/** Tell that nobody plays, as when the host stops. */
bool byline_diary_pause(BylineDiary* diary);

/** Choose where to tell who plays; see byline_now_playing_choose(). */
bool byline_diary_tell(BylineDiary* diary, const char* path, const char* name);

/** Write it to a file; see byline_export_history(). */
bool byline_diary_export(BylineDiary* diary, const char* path, double now);

/** Free it and make it empty. */
void byline_diary_clear(BylineDiary* diary);

#endif // BYLINE_PLUGIN_DIARY_H
