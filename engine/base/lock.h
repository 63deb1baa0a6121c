/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file lock.h
   The right to change a folder or a file, which one process has at a time.

   A hidden file that is locked as a whole (fcntl(2), open file descriptions):
   on network disks, too, as far as these know locks, and let go of by the
   kernel when the process dies.
*/

#ifndef BYLINE_BASE_LOCK_H
#define BYLINE_BASE_LOCK_H

#include "byline/status.h"

/** The file in a folder that is locked. */
#define BYLINE_LOCK_NAME ".byline.lock"

/** A lock that is held; {0}: none. */
typedef struct {
  char* path; ///< Of the hidden file; NULL: nothing is held
  int fd;     ///< Holds the lock
} BylineLock;

/**
   Lock a folder that is there.

   @param work What is about to be done in it, such as "train", for the message
   to whoever comes second.
   @param[out] lock To be released with byline_lock_release(), also after a
   failure.
   @return BYLINE_OK, BYLINE_ERROR_IO (the message tells who has it) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_lock_folder(const char* folder, const char* work,
                                BylineLock* lock);

/** Lock a file, which need not be there: as byline_lock_folder(). */
BylineStatus byline_lock_file(const char* path, const char* work,
                              BylineLock* lock);

/**
   Find out whether somebody else has the folder that a file is in.

   @return BYLINE_OK, BYLINE_ERROR_IO (the message tells who has it) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_lock_check_around(const char* path);

/** Let go, and remove the hidden file.  Fine for {0}. */
void byline_lock_release(BylineLock* lock);

#endif // BYLINE_BASE_LOCK_H
