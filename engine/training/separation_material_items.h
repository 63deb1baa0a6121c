/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_material_items.h
   The files of a folder to learn to separate from: what each is, and whether
   those of a song go together.
*/

#ifndef BYLINE_TRAINING_SEPARATION_MATERIAL_ITEMS_H
#define BYLINE_TRAINING_SEPARATION_MATERIAL_ITEMS_H

#include "byline/status.h"
#include "dataset/walk.h"
#include "training/separation_material.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** What a file is. */
typedef enum {
  BYLINE_STEM_NONE, ///< Nothing to learn from
  BYLINE_STEM_VOICE,
  BYLINE_STEM_REST,
  BYLINE_STEM_PART ///< Of a rest: added to those of its group
} BylineStemRole;

/** A file, or the parts of an accompaniment, to be read. */
typedef struct {
  const char* path;               ///< The found file's
  char* group;                    ///< Singer's or song's name; to be freed
  BylineStemRole role;            ///< Never BYLINE_STEM_NONE
  bool stem;                      ///< Of a song whose parts belong together
  double seconds;                 ///< It lasts, silences and all; 0: not read
  BylineVoiceRecording recording; ///< `n` is 0 where nothing was read
} BylineVoiceItem;

/** All of them. */
typedef struct {
  BylineVoiceItem* items; ///< Voices first, then by group; to be freed
  size_t n;               ///< How many
  BylineStatus status;    ///< Of reading: only lack of memory counts
  const volatile sig_atomic_t* stop; ///< May be NULL
} BylineVoiceItems;

/** Sort out what was found, which must stay.
    @return BYLINE_OK or BYLINE_ERROR_MEMORY. */
BylineStatus byline_voice_items_list(const BylineFoundFiles* found,
                                     BylineVoiceItems* items);

/** Warn where a song's voice and music differ in length; as read, before parts
    are joined. */
void byline_voice_items_compare(const BylineVoiceItems* items);

/** Warn where they seem to have each other's names; when parts are joined.
    @return BYLINE_OK or as byline_voice_swapped(). */
BylineStatus byline_voice_items_listen(const BylineVoiceItems* items);

#endif // BYLINE_TRAINING_SEPARATION_MATERIAL_ITEMS_H
