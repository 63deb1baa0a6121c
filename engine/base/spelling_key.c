/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the spellings of a name have in common */

#include "base/spelling_key.h"
#include "base/text.h"

#include <utf8proc.h>

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Letters that are others with a stroke, and no letter with an accent */
static const struct {
  utf8proc_int32_t letter;
  const char* base;
} bases[] = {{0xe6, "ae"},
             {0xf0, "d"},
             {0xf8, "o"},
             {0xfe, "th"},
             {0x111, "d"},
             {0x127, "h"},
             {0x131, "i"},
             {0x138, "k"},
             {0x142, "l"},
             {0x14b, "n"},
             {0x153, "oe"},
             {0x167, "t"},
             {0x180, "b"},
             {0x19a, "l"},
             {0x23c, "c"},
             {0x247, "e"},
             {0x249, "j"},
             {0x24d, "r"},
             {0x24f, "y"},
             {0x1b6, "z"},
             /* Arabic as keyboards of other countries have it; a stretched line
                is no letter */
             {0x6cc, "\u064a"},
             {0x649, "\u064a"},
             {0x6a9, "\u0643"},
             {0x640, ""}};

/* Small letters of Cyrillic and Greek that look like Latin ones, large or
   small */
static const struct {
  utf8proc_int32_t letter;
  char like;
} look_alikes[] = {{0x430, 'a'}, {0x432, 'b'}, {0x435, 'e'}, {0x43a, 'k'},
                   {0x43c, 'm'}, {0x43d, 'h'}, {0x43e, 'o'}, {0x440, 'p'},
                   {0x441, 'c'}, {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'},
                   {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x4bb, 'h'},
                   {0x51b, 'q'}, {0x51d, 'w'}, {0x3b1, 'a'}, {0x3b2, 'b'},
                   {0x3b5, 'e'}, {0x3b6, 'z'}, {0x3b7, 'h'}, {0x3b9, 'i'},
                   {0x3ba, 'k'}, {0x3bc, 'm'}, {0x3bd, 'n'}, {0x3bf, 'o'},
                   {0x3c1, 'p'}, {0x3c4, 't'}, {0x3c5, 'y'}, {0x3c7, 'x'}};

static const char* base_of(utf8proc_int32_t c)
{
  for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); ++i) {
    if (bases[i].letter == c) {
      return bases[i].base;
    }
  }
  return NULL;
}

static char look_alike_of(utf8proc_int32_t c)
{
  for (size_t i = 0; i < sizeof(look_alikes) / sizeof(look_alikes[0]); ++i) {
    if (look_alikes[i].letter == c) {
      return look_alikes[i].like;
    }
  }
  return '\0';
}

/* Accents, and the vowels that Hebrew and Arabic may be written with; other
   scripts cannot do without such marks */
static bool is_accent(utf8proc_int32_t c)
{
  return (c >= 0x300 && c < 0x370) || (c >= 0x591 && c <= 0x5c7) ||
         (c >= 0x64b && c <= 0x65f) || c == 0x670;
}

static bool is_letter(utf8proc_int32_t c)
{
  const utf8proc_category_t category = utf8proc_category(c);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Whether a word has Latin letters beside Cyrillic or Greek ones, some of which
   were probably meant to be Latin */
static bool is_mixed(const utf8proc_uint8_t* word)
{
  bool has_latin = false;
  bool has_others = false;
  utf8proc_int32_t c = 0;
  for (utf8proc_ssize_t n = utf8proc_iterate(word, -1, &c);
       n > 0 && is_letter(c); n = utf8proc_iterate(word, -1, &c)) {
    has_latin |= c >= 'a' && c <= 'z';
    has_others |= c >= 0x370 && c < 0x530 && !is_accent(c);
    word += n;
  }
  return has_latin && has_others;
}

/* Whether a plus stands for "and": between words, or between letters */
static bool is_and(utf8proc_int32_t c, const utf8proc_uint8_t* rest, bool begun)
{
  rest += *rest == ' ';
  return c == '&' || (c == '+' && begun && (isalnum(*rest) || *rest >= 0x80));
}

/* What is written for an accent, or for a letter with a stroke, where there is
   only ASCII: in German, Danish, Norwegian, Swedish */
static const char* digraph_of(utf8proc_int32_t c, char before)
{
  if (c == 0x308 && before && strchr("aou", before)) {
    return "e";
  }
  if (c == 0x30a && before == 'a') {
    return "a";
  }
  return c == 0xf8 ? "oe" : NULL;
}

/* Write what counts of a folded name. */
static void reduce(const char* folded, bool digraphs, char* out)
{
  const char* const begin = out;
  const utf8proc_uint8_t* s = (const utf8proc_uint8_t*)folded;
  bool in_word = false;
  bool mixed = false;
  while (*s) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t n = utf8proc_iterate(s, -1, &c);
    if (n <= 0) {
      break;
    }
    mixed = in_word ? mixed : is_mixed(s);
    in_word = is_letter(c);
    s += n;
    const char like = mixed ? look_alike_of(c) : '\0';
    const char* const digraph =
        digraphs ? digraph_of(c, out > begin ? out[-1] : '\0') : NULL;
    const char* const base = digraph                     ? digraph
                             : is_and(c, s, out > begin) ? "and"
                                                         : base_of(c);
    if (like) {
      *out++ = like;
    } else if (base) {
      out = stpcpy(out, base);
    } else if (is_letter(c) && !is_accent(c)) {
      out += utf8proc_encode_char(c, (utf8proc_uint8_t*)out);
    }
  }
  *out = '\0';
}

/* Move an article from behind a folded name before it: "lobos, los". */
static void move_article(char* name)
{
  static const char* const articles[] = {
      "the", "a",  "an",  "der", "die", "das", "el", "la", "los", "las", "le",
      "les", "il", "gli", "i",   "de",  "het", "os", "as", "o",   NULL};
  char* const comma = strrchr(name, ',');
  const char* article =
      comma && comma > name && comma[1] == ' ' ? comma + 2 : "";
  for (const char* const* a = articles; *a; ++a) {
    if (!strcmp(article, *a)) {
      const size_t n = strlen(*a);
      memmove(name + n + 1, name, (size_t)(comma - name));
      memcpy(name, *a, n);
      name[n] = ' '; /* The comma and its blank make room; one end is left */
      name[n + 1 + (size_t)(comma - name)] = '\0';
      return;
    }
  }
}

/* Cut "the" off a folded name, unless it is all. */
static void cut_article(char* name)
{
  static const char before[] = "the ";
  const size_t n = strlen(name);
  if (n > strlen(before) && !strncmp(name, before, strlen(before))) {
    memmove(name, name + strlen(before), n - strlen(before) + 1);
  }
}

/* Move a given name, or several, from behind a folded name before it, where it
   has one comma: "marley, bob & the wailers". */
static void turn(char* name)
{
  char* const comma = strchr(name, ',');
  if (!comma || comma == name || comma[1] != ' ' || !comma[2] ||
      strchr(comma + 1, ',')) {
    return;
  }
  const char* const given = comma + 2;
  const char* const sign = strstr(given, " & ");
  const char* const word = strstr(given, " and ");
  const char* const end = sign ? sign : word ? word : given + strlen(given);
  const size_t n_given = (size_t)(end - given);
  const size_t n_family = (size_t)(comma - name);
  char* const family = strndup(name, n_family);
  if (family) { /* The comma's room is left over */
    memmove(name, given, n_given);
    name[n_given] = ' ';
    memcpy(name + n_given + 1, family, n_family);
    memmove(name + n_given + 1 + n_family, end, strlen(end) + 1);
    free(family);
  }
}

char* byline_spelling_key(const char* name)
{
  return byline_spelling_key_as(name, 0);
}

char* byline_spelling_key_as(const char* name, unsigned ways)
{
  char* const folded = byline_text_fold(name);
  if (!folded) {
    return NULL;
  }
  move_article(folded);
  if (ways & BYLINE_SPELLING_TURNED) {
    turn(folded);
  }
  cut_article(folded);
  char* const parts = (char*)utf8proc_NFD((const utf8proc_uint8_t*)folded);
  char* const key = parts ? malloc(3 * strlen(parts) + 1) : NULL;
  char* composed = NULL;
  if (key) {
    reduce(parts, ways & BYLINE_SPELLING_DIGRAPHS, key);
    /* Nothing but marks, such as "!!!", stays */
    composed =
        (char*)utf8proc_NFC((const utf8proc_uint8_t*)(key[0] ? key : folded));
  }
  free(key);
  free(parts);
  free(folded);
  return composed;
}
