/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file taught_file.h
   The file of taught artists: one for each ear, in the user's data folder,
   byline/taught/EAR.safetensors.

       metadata      byline.taught "1"; byline.ear; byline.front_end, a JSON
                     object as models have it; byline.lessons, a JSON array:
                     id (16 hexadecimal digits), name, artist_id, time, clips
                     (how many), kept (whether they are in the file), removed;
                     byline.changes, a JSON array: artist, name or null
       embeddings    F16, clips of all lessons x features
       clips         U8, clips of those lessons that keep theirs x bytes
                     (heard.h)

   It may come from a stranger: everything is checked before it is used.
*/

#ifndef BYLINE_RECOGNIZER_TAUGHT_FILE_H
#define BYLINE_RECOGNIZER_TAUGHT_FILE_H

#include "recognizer/taught.h"

#include <stdbool.h>
#include <stddef.h>

/**
   Where a model's file is, or would be.

   @return A string to be freed with free(); NULL where there is no user's data
   folder, or out of memory.
*/
char* byline_taught_path(const BylineModel* model);

/** The same for an ear, of BYLINE_EAR_DIGITS digits. */
char* byline_taught_path_of(const char* ear);

/**
   Read a file of whatever ear.

   @param with_clips Clips, too, where they are kept.
   @param[out] taught To be freed with byline_taught_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_taught_read(const char* path, bool with_clips,
                                BylineTaught* taught);

/** The same of a file that is in memory; `name` is for messages. */
BylineStatus byline_taught_parse(const char* name, const void* data,
                                 size_t size, bool with_clips,
                                 BylineTaught* taught);

/**
   Read a model's file; without one, there is nothing.

   @return As byline_taught_read(), and BYLINE_ERROR_FORMAT for another ear's.
*/
BylineStatus byline_taught_load(const BylineModel* model, bool with_clips,
                                BylineTaught* taught);

/** The same of an ear that is known by something taught to it. */
BylineStatus byline_taught_load_of(const BylineTaught* ear, bool with_clips,
                                   BylineTaught* taught);

/** Write a file, beside and then renamed.
    @return As byline_safetensors_put(), or BYLINE_ERROR_IO. */
BylineStatus byline_taught_write(const char* path, const BylineTaught* taught);

/**
   The bytes of a file, without clips.

   @param[out] size How many.
   @return To be freed with free(), or NULL when out of memory.
*/
void* byline_taught_dump(const BylineTaught* taught, size_t* size);

/**
   Change a model's file while nobody else does: lock, read, change, write.
   Waits for others for some seconds.

   @param change Makes the change; when it fails, nothing is written.
   @param[out] after What is in the file then, without clips; to be freed with
   byline_taught_free(); NULL: not wanted.
   @return What `change` returned, or why the file could not be changed.
*/
BylineStatus byline_taught_change(const BylineModel* model,
                                  BylineStatus (*change)(BylineTaught* taught,
                                                         void* user),
                                  void* user, BylineTaught* after);

/** The same of an ear that is known by something taught to it. */
BylineStatus byline_taught_change_of(
    const BylineTaught* ear,
    BylineStatus (*change)(BylineTaught* taught, void* user), void* user,
    BylineTaught* after);

/**
   Make another ear's lessons this model's, from the clips that they keep.

   @param taught Changed in place; lessons without clips are dropped.
   @param[out] n_lost How many lessons were dropped.
   @return BYLINE_OK, BYLINE_ERROR_DATA (clips that this model cannot hear) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_taught_remake(BylineTaught* taught,
                                  const BylineModel* model,
                                  BylineThreadPool* pool, size_t* n_lost);

#endif // BYLINE_RECOGNIZER_TAUGHT_FILE_H
