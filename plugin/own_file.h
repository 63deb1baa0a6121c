/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file own_file.h
   Which files may be written where a session, preset or message names a path.

   Such paths come from strangers, too.  What is not there may be made, and what
   is empty may be filled; anything else is only replaced if Byline wrote it and
   nobody changed it since: files bear a digest of their contents in the
   extended attribute "user.byline", which no other file has.  Where a disk
   keeps no attributes, an instance only knows what it wrote itself.

   Not for the audio thread.
*/

#ifndef BYLINE_PLUGIN_OWN_FILE_H
#define BYLINE_PLUGIN_OWN_FILE_H

#include "byline/status.h"

/**
   Whether a file may be written.

   @param known What this instance last wrote there; NULL for nothing.
   @return BYLINE_OK; or BYLINE_ERROR_DATA where there is somebody else's file,
   and the message says how to go on.
*/
BylineStatus byline_own_file_check(const char* path, const char* known);

/**
   Whether a file that tells who plays may have this name: all of them are .txt.

   @return BYLINE_OK or BYLINE_ERROR_USAGE.
*/
BylineStatus byline_own_file_check_name(const char* path);

/** Note that what a file holds is Byline's; as far as its disk lets us. */
void byline_own_file_mark(const char* path);

#endif // BYLINE_PLUGIN_OWN_FILE_H
