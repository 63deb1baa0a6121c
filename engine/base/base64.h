/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file base64.h
   Bytes as text (RFC 4648, section 4).
*/

#ifndef BYLINE_BASE_BASE64_H
#define BYLINE_BASE_BASE64_H

#include <stddef.h>

/** The text of `size` bytes, to be freed with free(); NULL when out of memory.
 */
char* byline_base64_encode(const void* data, size_t size);

/**
   The bytes of a text, which may be a stranger's.

   @param[out] size How many.
   @return To be freed with free(); NULL when the text is none of bytes, or when
   out of memory.
*/
void* byline_base64_decode(const char* text, size_t* size);

#endif // BYLINE_BASE_BASE64_H
