/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file table_text.h
   The text of a file that a spreadsheet wrote, whatever it is encoded in.
*/

#ifndef BYLINE_DATASET_TABLE_TEXT_H
#define BYLINE_DATASET_TABLE_TEXT_H

#include "byline/status.h"

/**
   Read a file's text as UTF-8.

   UTF-8, UTF-16 and UTF-32 are recognised, with and (but for UTF-32) without a
   byte order mark, which is taken off.  Text that is none of these is refused,
   unless its encoding is told: a guess would be silently wrong.

   @param encoding What text is in that is not Unicode, as iconv(1) calls it,
   such as windows-1252; NULL to refuse that.
   @param[out] text To be freed with free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (empty, not a text,
   not UTF-8: the message has the line number), BYLINE_ERROR_USAGE (no such
   encoding) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_table_text_read(const char* path, const char* encoding,
                                    char** text);

#endif // BYLINE_DATASET_TABLE_TEXT_H
