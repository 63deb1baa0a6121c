/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the spellings of a name have in common */

#include "base/spelling_key.h"
#include "base/text.h"

#include <utf8proc.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Letters that are others with a stroke, and no letter with an accent */
static const struct {
  utf8proc_int32_t letter;
  const char* base;
} bases[] = {{0xe6, "ae"}, {0xf0, "d"},  {0xf8, "o"},   {0xfe, "th"},
             {0x111, "d"}, {0x127, "h"}, {0x131, "i"},  {0x138, "k"},
             {0x142, "l"}, {0x14b, "n"}, {0x153, "oe"}, {0x167, "t"},
             {0x180, "b"}, {0x19a, "l"}, {0x23c, "c"},  {0x247, "e"},
             {0x249, "j"}, {0x24d, "r"}, {0x24f, "y"},  {0x1b6, "z"}};

static const char* base_of(utf8proc_int32_t c)
{
  for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); ++i) {
    if (bases[i].letter == c) {
      return bases[i].base;
    }
  }
  return NULL;
}

/* Accents, but not the marks that some scripts write vowels with */
static bool is_accent(utf8proc_int32_t c)
{
  return c >= 0x300 && c < 0x370;
}

static bool is_letter(utf8proc_int32_t c)
{
  const utf8proc_category_t category = utf8proc_category(c);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Write what counts of a folded name. */
static void reduce(const char* folded, char* out)
{
  const utf8proc_uint8_t* s = (const utf8proc_uint8_t*)folded;
  while (*s) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t n = utf8proc_iterate(s, -1, &c);
    if (n <= 0) {
      break;
    }
    s += n;
    const char* const base = c == '&' ? "and" : base_of(c);
    if (base) {
      out = stpcpy(out, base);
    } else if (is_letter(c) && !is_accent(c)) {
      out += utf8proc_encode_char(c, (utf8proc_uint8_t*)out);
    }
  }
  *out = '\0';
}

/* Move "the" from one end of a folded name off it, unless it is all. */
static void cut_article(char* name)
{
  static const char before[] = "the ";
  static const char behind[] = ", the";
  const size_t n = strlen(name);
  if (n > strlen(behind) && !strcmp(name + n - strlen(behind), behind)) {
    name[n - strlen(behind)] = '\0';
  } else if (n > strlen(before) && !strncmp(name, before, strlen(before))) {
    memmove(name, name + strlen(before), n - strlen(before) + 1);
  }
}

char* byline_spelling_key(const char* name)
{
  char* const folded = byline_text_fold(name);
  if (!folded) {
    return NULL;
  }
  cut_article(folded);
  char* const parts = (char*)utf8proc_NFD((const utf8proc_uint8_t*)folded);
  char* const key = parts ? malloc(3 * strlen(parts) + 1) : NULL;
  char* composed = NULL;
  if (key) {
    reduce(parts, key);
    /* Nothing but marks, such as "!!!", stays */
    composed =
        (char*)utf8proc_NFC((const utf8proc_uint8_t*)(key[0] ? key : folded));
  }
  free(key);
  free(parts);
  free(folded);
  return composed;
}
