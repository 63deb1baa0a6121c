/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file utf8.h
   Telling text in UTF-8 from other bytes, and text that may be shown from what
   controls a terminal.
*/

#ifndef BYLINE_BASE_UTF8_H
#define BYLINE_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/**
   The length of the UTF-8 sequence at `text` (RFC 3629).

   @param text Ends with a zero, which is a sequence of one byte.
   @return 1 to 4 bytes, 0 when there is none.
*/
size_t byline_utf8_length(const char* text);

/** The place of the first byte of a text that is not UTF-8; NULL: all is. */
const char* byline_utf8_fault(const char* text);

/** Whether a character, of `n` bytes, controls a terminal (C0, DEL, C1, ends of
    lines) or the direction of writing. */
bool byline_utf8_is_control(const char* text, size_t n);

/** Whether a text may be shown and stored as it is: it is UTF-8, and nothing in
    it controls a terminal or the direction of writing. */
bool byline_utf8_is_safe(const char* text);

/** Make a name safe, in place: controls become blanks, other bytes "?". */
void byline_utf8_make_safe(char* text);

/**
   Make a text that is safe and tells what was not: "\n" and "\x1b" stand for
   controls and bytes, as in tables.

   @return A text to be freed with free(), or NULL when out of memory.
*/
char* byline_utf8_show(const char* text);

/** Write a text, such as the path of a file, as byline_utf8_show() makes it. */
void byline_utf8_put(FILE* stream, const char* text);

#endif // BYLINE_BASE_UTF8_H
