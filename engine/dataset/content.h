/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file content.h
   What a sound file is known by, wherever it is: a digest of its beginning and
   end and its size; and when it was changed last, so that it need not be read
   each time.

   As text, a cell of a library: "x0123456789abcdef-SIZE-SECONDS.NANOSECONDS";
   the letter keeps spreadsheets from taking it for a number or date.
*/

#ifndef BYLINE_DATASET_CONTENT_H
#define BYLINE_DATASET_CONTENT_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/** Room for a content as text. */
#define BYLINE_CONTENT_SIZE 80

/**
   Find out what a file is known by: reads 128 KiB at most.

   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (empty) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_content_read(const char* path,
                                 char text[static BYLINE_CONTENT_SIZE]);

/** Whether a file is, by its size and time alone, what `text` says. */
bool byline_content_is_unchanged(const char* text, const struct stat* info);

/** How many bytes of a text tell the content, without its time; 0 when it is
    none. */
size_t byline_content_length(const char* text);

/** Order by content, whatever the time. */
int byline_content_compare(const char* a, const char* b);

#endif // BYLINE_DATASET_CONTENT_H
