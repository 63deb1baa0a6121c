/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/text.h"

#include "base/utf8.h"

#include <utf8proc.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* What stands for a byte that is no character */
#define REPLACEMENT 0xfffd

/* How many accents and the like may be upon one character, as in Unicode's
   Stream-Safe Text Format (Standard Annex 15): to sort more takes for ever */
#define MAX_ACCENTS 30

/* What cannot be seen, but is needed: joiners, and choices between the forms of
   a character */
static bool is_joiner(utf8proc_int32_t c)
{
  return c == 0x200c || c == 0x200d || (c >= 0x180b && c <= 0x180d) ||
         (c >= 0xfe00 && c <= 0xfe0f);
}

/* What cannot be seen and means nothing in a name: zero width, marks and
   overrides of direction, tags, annotations */
static bool is_invisible(utf8proc_int32_t c)
{
  return !is_joiner(c) &&
         (utf8proc_get_property(c)->ignorable || (c >= 0xfff9 && c <= 0xfffb));
}

/* An accent or another mark upon the character before */
static bool is_accent(utf8proc_int32_t c)
{
  const utf8proc_property_t* const property = utf8proc_get_property(c);
  return property->combining_class > 0 ||
         property->category == UTF8PROC_CATEGORY_MN ||
         property->category == UTF8PROC_CATEGORY_ME;
}

/* Blanks of all widths; fillers and a pattern of Braille look like one, too. */
static bool is_blank(utf8proc_int32_t c)
{
  return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029 ||
         c == 0x3164 || c == 0xffa0 || c == 0x2800 ||
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

/* The text without what does not belong in one; "" when nothing would be seen
   of it. */
static char* filter(const char* text)
{
  char* const copy = malloc(3 * strlen(text) + 1);
  if (!copy) {
    return NULL;
  }
  char* out = copy;
  bool is_seen = false;
  size_t n_accents = 0;
  for (const char* s = text; *s;) {
    const utf8proc_int32_t c = take(&s);
    n_accents = is_accent(c) ? n_accents + 1 : 0;
    if (is_blank(c)) {
      *out++ = ' ';
    } else if (utf8proc_category(c) != UTF8PROC_CATEGORY_CC &&
               !is_invisible(c) && n_accents <= MAX_ACCENTS) {
      is_seen |= !is_joiner(c) && !is_accent(c);
      out += utf8proc_encode_char(c, (utf8proc_uint8_t*)out);
    }
  }
  *(is_seen ? out : copy) = '\0';
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

/* Step over a character; of the letters most are ASCII. */
static utf8proc_int32_t take_small(const char** text)
{
  const char c = **text;
  if (c & '\x80') {
    return utf8proc_tolower(take(text));
  }
  ++*text;
  return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* Whether a text goes on with another, whatever the case. */
static bool begins_with(const char* text, const char* other)
{
  while (*other) {
    const char* const from = text;
    const char* const with = other;
    if (take_small(&text) != take_small(&other) ||
        text - from != other - with) {
      return false;
    }
  }
  return true;
}

const char* byline_text_find(const char* text, const char* sought)
{
  while (*text && !begins_with(text, sought)) {
    take_small(&text);
  }
  return *text ? text : NULL;
}

bool byline_text_is_small(const char* text)
{
  return utf8proc_category(take(&text)) == UTF8PROC_CATEGORY_LL;
}
