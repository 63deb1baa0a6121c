/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file writer.h
   Files that an instance writes for others: its history, and who plays now.

   They are asked for at any time and written later, one after another, by
   whoever calls byline_writer_work(): a slow disk then holds up nobody who has
   the session locked.  Files are written beside and renamed, so that whoever
   reads them (a streaming program, a spreadsheet) never sees half of one; and
   what is not Byline's is left alone (own_file.h).  Not for the audio thread
   while it is in a hurry.
*/

#ifndef BYLINE_PLUGIN_WRITER_H
#define BYLINE_PLUGIN_WRITER_H

#include "byline/history.h"
#include "byline/status.h"

#include <stdbool.h>

/** A writer. */
typedef struct BylineWriter BylineWriter;

/** What became of files since the last time somebody asked. */
typedef struct {
  bool any;          ///< Something was written, or could not be
  char trouble[512]; ///< Why the last could not be written, or ""
  bool export_done;  ///< A history was among them
  char* exported;    ///< Where it lies, to be freed; NULL when it failed
} BylineWritten;

/**
   Make a writer.

   @param[out] writer To be freed with byline_writer_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_writer_new(BylineWriter** writer);

/** Write what is still to be written, and free.  NULL is fine. */
void byline_writer_free(BylineWriter* writer);

/**
   Let a file hold who plays, and the end of a line; nothing for nobody.

   @param path A file whose name ends with ".txt"; copied.
   @param name UTF-8, "" for nobody; copied.
   @param replace Its user has said that what is there may be replaced.
   @return BYLINE_OK, or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_writer_tell(BylineWriter* writer, const char* path,
                                const char* name, bool replace);

/** Leave a file of byline_writer_tell() empty, if it is still Byline's. */
BylineStatus byline_writer_let_go(BylineWriter* writer, const char* path);

/**
   Write a history, in the format that its name asks for.

   @param history Copied.
   @param now Seconds heard up to now, when the last entry still goes on.
   @param replace As for byline_writer_tell().
   @return BYLINE_OK, or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_writer_export(BylineWriter* writer, const char* path,
                                  const BylineHistory* history, double now,
                                  bool replace);

/**
   Write what was asked for, unless another thread is at it.  Without the
   session's lock.

   @return Whether something was done.
*/
bool byline_writer_work(BylineWriter* writer);

/** What became of it; then forgotten here. */
BylineWritten byline_writer_results(BylineWriter* writer);

#endif // BYLINE_PLUGIN_WRITER_H
