/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/text.h"

#include "base/utf8.h"

#include <utf8proc.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* What stands for a byte that is no character */
#define REPLACEMENT 0xfffd

/* Ranges of characters that cannot be seen and mean nothing in a name: soft
   hyphen, marks and overrides of direction, zero width, annotations, tags */
static const utf8proc_int32_t invisible[][2] = {
    {0x00ad, 0x00ad}, {0x061c, 0x061c},  {0x180e, 0x180e}, {0x200b, 0x200b},
    {0x200e, 0x200f}, {0x202a, 0x202e},  {0x2060, 0x206f}, {0xfeff, 0xfeff},
    {0xfff9, 0xfffb}, {0xe0000, 0xe0fff}};

static bool is_invisible(utf8proc_int32_t c)
{
  for (size_t i = 0; i < sizeof(invisible) / sizeof(invisible[0]); ++i) {
    if (c >= invisible[i][0] && c <= invisible[i][1]) {
      return true;
    }
  }
  return false;
}

static bool is_blank(utf8proc_int32_t c)
{
  return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029 ||
         utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
}

/* Step over a character; a byte that is none is U+FFFD. */
static utf8proc_int32_t take(const char** text)
{
  const size_t n = byline_utf8_length(*text);
  utf8proc_int32_t c = REPLACEMENT;
  if (n > 0) {
    utf8proc_iterate((const utf8proc_uint8_t*)*text, (utf8proc_ssize_t)n, &c);
  }
  *text += n > 0 ? n : 1;
  return c;
}

/* Leave one blank between words and none at the ends, in place. */
static void squeeze(char* text)
{
  char* out = text;
  for (const char* s = text; *s; ++s) {
    if (*s != ' ' || (out > text && out[-1] != ' ')) {
      *out++ = *s;
    }
  }
  out -= out > text && out[-1] == ' ';
  *out = '\0';
}

/* The text without what does not belong in one. */
static char* filter(const char* text)
{
  char* const copy = malloc(3 * strlen(text) + 1);
  if (!copy) {
    return NULL;
  }
  char* out = copy;
  for (const char* s = text; *s;) {
    const utf8proc_int32_t c = take(&s);
    if (is_blank(c)) {
      *out++ = ' ';
    } else if (utf8proc_category(c) != UTF8PROC_CATEGORY_CC &&
               !is_invisible(c)) {
      out += utf8proc_encode_char(c, (utf8proc_uint8_t*)out);
    }
  }
  *out = '\0';
  return copy;
}

char* byline_text_clean(const char* text)
{
  char* const filtered = filter(text);
  if (!filtered) {
    return NULL;
  }
  char* const composed = (char*)utf8proc_NFC((const utf8proc_uint8_t*)filtered);
  free(filtered);
  if (composed) {
    squeeze(composed);
  }
  return composed;
}

/* Marks that stand for others, of which utf8proc's "lump" knows some */
static utf8proc_int32_t fold_mark(utf8proc_int32_t c, void* data)
{
  static const struct {
    utf8proc_int32_t from, to;
  } marks[] = {{0x60, '\''},   {0xb4, '\''},   {0x2b9, '\''},  {0x2bb, '\''},
               {0x201b, '\''}, {0x2032, '\''}, {0xff07, '\''}, {0xab, '"'},
               {0xbb, '"'},    {0x201c, '"'},  {0x201d, '"'},  {0x201e, '"'},
               {0x201f, '"'},  {0x2033, '"'},  {0x300c, '"'},  {0x300d, '"'},
               {0xd7, 'x'},    {0x3001, ','}};
  (void)data;
  for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); ++i) {
    if (c == marks[i].from) {
      return marks[i].to;
    }
  }
  return c;
}

char* byline_text_fold(const char* name)
{
  const utf8proc_option_t options =
      UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_LUMP;
  char* const clean = byline_text_clean(name);
  utf8proc_uint8_t* folded = NULL;
  if (clean) {
    utf8proc_map_custom((const utf8proc_uint8_t*)clean, 0, &folded, options,
                        fold_mark, NULL);
  }
  free(clean);
  if (folded) {
    squeeze((char*)folded);
  }
  return (char*)folded;
}
