/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file stems.h
   Which file holds the voice of a recording: stems that people made with
   another program, found by the names that these programs give them.

       Demucs      FOLDER/MODEL/NAME/vocals.wav
       Spleeter    FOLDER/NAME/vocals.wav
       UVR         FOLDER/1_NAME_(Vocals).wav, FOLDER/NAME_(Vocals)_MODEL.wav
       and also    FOLDER/NAME_vocals.wav, FOLDER/NAME-vocals.wav

   NAME is the recording's file name without its extension.
*/

#ifndef BYLINE_DATASET_STEMS_H
#define BYLINE_DATASET_STEMS_H

#include "byline/status.h"
#include "dataset/walk.h"

#include <stddef.h>

/** What the table of a dataset has in place of effects where the voice of a
    variant was not estimated, but taken from a stem. */
#define BYLINE_STEM_VARIANT "stem"

/** A file with a voice. */
typedef struct {
  const char* path; ///< Where it is
  char* name;       ///< Whose voice it is, by its own or its folder's name
} BylineStem;

/** The voices below a folder. */
typedef struct {
  const char* folder;     ///< As it was given
  BylineFoundFiles found; ///< All sound files there
  BylineStem* stems;      ///< `n` of them
  size_t n;               ///< How many
} BylineStems;

/**
   Look for stems below a folder.

   @param folder Kept, not copied.
   @param[out] stems To be freed with byline_stems_free().
   @return BYLINE_OK, BYLINE_ERROR_IO (no such folder), BYLINE_ERROR_DATA (no
   stems there) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_stems_find(const char* folder, BylineStems* stems);

/** Free and clear. */
void byline_stems_free(BylineStems* stems);

/**
   Find a recording's stem.

   Where several have its name, it is the one whose folders are named like the
   recording's, as when ARTIST/ALBUM is the same on both sides.

   @param path The recording.
   @param[out] stem The path, which belongs to `stems`; NULL when there is none.
   @return BYLINE_OK or BYLINE_ERROR_DATA: none, or two that are as good.
*/
BylineStatus byline_stems_choose(const BylineStems* stems, const char* path,
                                 const char** stem);

#endif // BYLINE_DATASET_STEMS_H
