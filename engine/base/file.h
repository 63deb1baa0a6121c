/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file file.h
   Files that are opened or mapped to be read, and written beside and renamed.
*/

#ifndef BYLINE_BASE_FILE_H
#define BYLINE_BASE_FILE_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/**
   Open a regular file to read it.  Others are refused, without waiting for who
   writes to a pipe.

   @param[out] fd To be closed with close().
   @return BYLINE_OK or BYLINE_ERROR_IO.
*/
BylineStatus byline_file_open(const char* path, int* fd);

/** A file mapped into memory, read-only. */
typedef struct {
  const void* data; ///< NULL for an empty file
  size_t size;      ///< Bytes
} BylineMapping;

/**
   Map a file.

   @param[out] mapping To be released with byline_mapping_close().
   @return BYLINE_OK or BYLINE_ERROR_IO.
*/
BylineStatus byline_mapping_open(const char* path, BylineMapping* mapping);

/**
   Map a file and read its beginning.

   Reading a few bytes is faster than touching them in the mapping, which
   matters where thousands of files are mapped.

   @param[out] head Its first `size` bytes, as far as there are that many.
   @return As byline_mapping_open().
*/
BylineStatus byline_mapping_open_head(const char* path, void* head, size_t size,
                                      BylineMapping* mapping);

/** Unmap and clear. */
void byline_mapping_close(BylineMapping* mapping);

/** Where an output's bytes go */
typedef struct BylineSink BylineSink;

/**
   A file being written: under another name in the same folder, until
   byline_output_commit() gives it its own.
*/
typedef struct {
  FILE* stream;     ///< Where to write; it has no descriptor
  BylineSink* sink; ///< Behind the stream
  char* path;       ///< What it was called by its user, for messages
  char* target;     ///< The name it will have: links are followed to their end
  char* temporary;  ///< The name it has now; NULL for what is no regular file
} BylineOutput;

/**
   Begin to write a file.

   A symbolic link is written through: the file at its end is replaced, beside
   itself, and keeps its permissions and owner; where these cannot be kept, or
   the file is write-protected, nothing is written.  What is no regular file, a
   pipe or /dev/stdout, is written to as it is.

   @param[out] output To be ended with byline_output_commit() or
   byline_output_abandon().
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_output_open(const char* path, BylineOutput* output);

/**
   Find out whether a file could be written, without leaving a trace.

   Folders that are missing count as an obstacle.

   @return As byline_output_open().
*/
BylineStatus byline_output_check(const char* path);

/**
   End a file, no pipe, where its stream stands: what lay behind goes.

   @return BYLINE_OK or BYLINE_ERROR_IO.
*/
BylineStatus byline_output_cut(BylineOutput* output);

/**
   Put the finished file in its place.  Ends the output in any case; when
   something could not be written (disk full), the old file is still there.

   @return BYLINE_OK or BYLINE_ERROR_IO.
*/
BylineStatus byline_output_commit(BylineOutput* output);

/**
   Remove what killed programs left half written of the files `name` in a
   folder, name.part-XXXXXX, or of any file if `name` is NULL.  Only where no
   other program is writing.
*/
void byline_remains_remove(const char* folder, const char* name);

/** Give up: remove what was written. */
void byline_output_abandon(BylineOutput* output);

/** End an output: commit it if all that was written is well, or else abandon
   it.

    @param status How writing went.
    @return The same where that failed, or byline_output_commit()'s.
*/
BylineStatus byline_output_end(BylineOutput* output, BylineStatus status);

/** How a file was at some moment, to notice that somebody else wrote it; a file
    that is not there is {0}. */
typedef struct {
  unsigned long long device; ///< With `number`, which file it is
  unsigned long long number; ///< Inode
  long long size;            ///< Bytes
  long long seconds;         ///< Of its last change
  long nanoseconds;          ///< And fractions
} BylineFileStamp;

/** How a file is now; what is no regular file, but a pipe, never changes. */
BylineFileStamp byline_file_stamp(const char* path);

/** Whether a file is as it was. */
bool byline_file_is_as(const char* path, const BylineFileStamp* stamp);

/**
   Find out whether a folder could be made, or files in it when it is there.

   @return BYLINE_OK, BYLINE_ERROR_USAGE (no name), BYLINE_ERROR_IO or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_folder_check(const char* path);

/**
   Make a folder and those above it, where missing.

   @return BYLINE_OK or BYLINE_ERROR_IO.
*/
BylineStatus byline_folder_make(const char* path);

/**
   "folder/name", or just `name` when it is absolute or `folder` is empty.

   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_path_join(const char* folder, const char* name);

/**
   The part of a path up to its last slash, or "." when there is none.

   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_path_folder(const char* path);

/**
   The user's folder of Byline's data: byline in $XDG_DATA_HOME, or in
   ~/.local/share.

   @return A string to be freed with free(); NULL where there is none (neither
   XDG_DATA_HOME nor HOME is set), or out of memory.
*/
char* byline_folder_data(void);

/** A file or folder in it, by its name; likewise. */
char* byline_data_path(const char* name);

#endif // BYLINE_BASE_FILE_H
