/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file utf8.h
   Telling text in UTF-8 from other bytes.
*/

#ifndef BYLINE_BASE_UTF8_H
#define BYLINE_BASE_UTF8_H

#include <stddef.h>

/**
   The length of the UTF-8 sequence at `text` (RFC 3629).

   @param text Ends with a zero, which is a sequence of one byte.
   @return 1 to 4 bytes, 0 when there is none.
*/
size_t byline_utf8_length(const char* text);

/** The place of the first byte of a text that is not UTF-8; NULL: all is. */
const char* byline_utf8_fault(const char* text);

#endif // BYLINE_BASE_UTF8_H
