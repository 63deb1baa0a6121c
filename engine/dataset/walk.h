/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file walk.h
   The files below a folder that may hold music.
*/

#ifndef BYLINE_DATASET_WALK_H
#define BYLINE_DATASET_WALK_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/** What a list of music says of a file. */
typedef struct {
  char* artist;   ///< NULL when it does not say
  char* title;    ///< Likewise
  char* album;    ///< Likewise
  bool over_tags; ///< These count more than the file's own tags
} BylineListing;

/** A file that may hold music; small, since there may be very many. */
typedef struct {
  char* path;             ///< Folder as given, and what is below it
  BylineListing* listing; ///< NULL when it is in no list
  dev_t device;           ///< With the next one, the file whatever its path
  ino_t inode;            ///< Its number on the device
  unsigned root_length;   ///< So much of the path is the folder and its slash
  bool named_as_music;    ///< Its name ends like a sound file's
} BylineFoundFile;

/** Files in the order of their paths. */
typedef struct {
  BylineFoundFile* files; ///< `n` of them
  size_t n;               ///< How many
} BylineFoundFiles;

/**
   Walk a folder and those below it.

   Symbolic links are followed, but never in a circle; hidden files and folders
   are passed by, as are files whose name says that they are no music.  Folders
   that cannot be read get a warning and count as skipped.

   @param[in,out] found More files are added to it; to be freed with
   byline_found_files_free().
   @param[in,out] n_skipped Folders that could not be read are added.
   @return BYLINE_OK, BYLINE_ERROR_IO (no such folder) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_folder_walk(const char* folder, BylineFoundFiles* found,
                                size_t* n_skipped);

/** Whether a file's name ends as those of sound files do. */
bool byline_is_sound_name(const char* name);

/**
   Add a file, whose path and listing are the list's from then on, also after a
   failure.

   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_found_files_add(BylineFoundFiles* found,
                                    const BylineFoundFile* file);

/** Free the files and clear. */
void byline_found_files_free(BylineFoundFiles* found);

#endif // BYLINE_DATASET_WALK_H
