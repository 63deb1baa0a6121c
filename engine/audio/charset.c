/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/charset.h"

#include "base/utf8.h"

#include <ctype.h>
#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Fewest letters that tell Cyrillic */
#define LEAST_CYRILLIC 4

static bool is_ascii(const char* text)
{
  while (*text && (unsigned char)*text < 0x80) {
    ++text;
  }
  return !*text;
}

/* The bytes of Latin-1 that a text in UTF-8 stands for; NULL when some
   character is none of these, or out of memory. */
static char* to_bytes(const char* text)
{
  char* const bytes = malloc(strlen(text) + 1);
  char* out = bytes;
  for (const char* s = text; bytes && *s; ++s) {
    if ((unsigned char)*s < 0x80) {
      *out++ = *s;
    } else if (*s == '\xc2' || *s == '\xc3') {
      *out++ = (char)((*s & 3) << 6 | (s[1] & 0x3f));
      ++s;
    } else {
      free(bytes);
      return NULL;
    }
  }
  if (bytes) {
    *out = '\0';
  }
  return bytes;
}

/* Cut off a last character that is not whole; others must be, one of them at
   least not ASCII. */
static bool is_cut_utf8(char* bytes)
{
  const char* const fault = byline_utf8_fault(bytes);
  if (!fault) {
    return !is_ascii(bytes);
  }
  const size_t n = strlen(fault);
  const unsigned char lead = (unsigned char)fault[0];
  const size_t n_wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  bool is_start = lead >= 0xc2 && lead <= 0xf4 && n < n_wanted;
  for (size_t i = 1; i < n; ++i) {
    is_start &= ((unsigned char)fault[i] & 0xc0) == 0x80;
  }
  if (!is_start || fault == bytes) {
    return false;
  }
  char* const end = bytes + (fault - bytes);
  *end = '\0';
  const bool is_utf8 = !is_ascii(bytes);
  *end = is_utf8 ? '\0' : (char)lead;
  return is_utf8;
}

static bool is_cyrillic(const char* bytes)
{
  size_t n = 0;
  for (const char* s = bytes; *s; ++s) {
    const unsigned char c = (unsigned char)*s;
    if (c < 0x80 ? isalpha(c) : c < 0xc0 && c != 0xa8 && c != 0xb8) {
      return false;
    }
    n += c >= 0x80;
  }
  return n >= LEAST_CYRILLIC;
}

static char* convert(const char* bytes, const char* encoding)
{
  const size_t room = 3 * strlen(bytes);
  char* const text = malloc(room + 1);
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (!text || converter == (iconv_t)-1) {
    free(text);
    return NULL;
  }
  char* in = (char*)(size_t)bytes; /* iconv() takes it, and leaves it alone */
  char* out = text;
  size_t n_in = strlen(bytes);
  size_t n_out = room;
  while (n_in > 0 && iconv(converter, &in, &n_in, &out, &n_out) == (size_t)-1 &&
         n_in > 0) {
    ++in; /* One of the few bytes that are nothing there */
    --n_in;
  }
  iconv_close(converter);
  *out = '\0';
  return text;
}

char* byline_charset_repair(const char* text)
{
  if (is_ascii(text)) {
    return strdup(text);
  }
  const bool is_utf8 = !byline_utf8_fault(text);
  char* const bytes = is_utf8 ? to_bytes(text) : strdup(text);
  if (!bytes) {
    return strdup(text);
  }
  if (is_cut_utf8(bytes)) {
    return bytes;
  }
  char* const repaired =
      convert(bytes, is_cyrillic(bytes) ? "WINDOWS-1251" : "WINDOWS-1252");
  free(bytes);
  return repaired;
}
