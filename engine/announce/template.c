/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "announce/template.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { ARTIST, TITLE, ALBUM, SPEED, PROBABILITY, N_KEYS } Key;

static const char* const keys[N_KEYS] = {"artist", "title", "album", "speed",
                                         "probability"};

/* The key between braces, N_KEYS for one that there is not */
static Key key_of(const char* name, size_t n)
{
  Key key = ARTIST;
  while (key < N_KEYS &&
         (strlen(keys[key]) != n || strncmp(keys[key], name, n) != 0)) {
    ++key;
  }
  return key;
}

/* How long a key in braces is from its brace on; 0 where there is none */
static size_t braced(const char* text)
{
  const size_t n = text[0] == '{' ? strcspn(text, "}") : 0;
  return n > 0 && text[n] ? n + 1 : 0;
}

BylineStatus byline_template_check(const char* template)
{
  for (const char* c = template; *c; ++c) {
    if (c[0] == '{' && c[1] == '{') {
      ++c;
      continue;
    }
    const size_t n = braced(c);
    if (n > 0 && key_of(c + 1, n - 2) == N_KEYS) {
      return byline_error(
          BYLINE_ERROR_USAGE,
          "no key '%.*s' to tell who plays; there are {artist}, {title}, "
          "{album}, {speed} and {probability}",
          (int)(n < 64 ? n : 64), c);
    }
  }
  return BYLINE_OK;
}

/* ---- filling */

/* Text that grows */
typedef struct {
  char* text; ///< NULL when out of memory
  size_t n;   ///< Its length
  size_t room;
} Line;

static void put(Line* line, const char* text, size_t n)
{
  if (line->n + n >= line->room) {
    line->room = 2 * (line->n + n) + 64;
    char* const grown = line->text ? realloc(line->text, line->room) : NULL;
    if (!grown) {
      free(line->text);
    }
    line->text = grown;
  }
  if (line->text) {
    memcpy(line->text + line->n, text, n);
    line->n += n;
  }
}

/* The value of a key, NULL or "" for none; numbers are written into `text` */
static const char* value_of(Key key, const BylineHistoryEntry* entry,
                            char text[BYLINE_SPEED_TEXT_SIZE])
{
  switch (key) {
  case ARTIST:
    return entry->artist;
  case TITLE:
    return entry->title;
  case ALBUM:
    return entry->album;
  case SPEED:
    byline_history_speed_text(entry->speed, text);
    return text;
  case PROBABILITY:
    snprintf(text, BYLINE_SPEED_TEXT_SIZE, "%ld %%",
             lroundf(100 * fminf(entry->probability, 1)));
    return text;
  case N_KEYS:
    break;
  }
  return "";
}

/* Copy what plain text means, one character of it.  Returns what follows. */
static const char* put_plain(Line* line, const char* c)
{
  const bool line_end = c[0] == '\\' && c[1] == 'n';
  const bool doubled = strchr("{[]", c[0]) && c[1] == c[0];
  put(line, line_end ? "\n" : c, 1);
  return c + 1 + (line_end || doubled);
}

/* Fill a template up to its end, or a part of one up to the bracket that ends
   it.  Returns where that is.

   @param[out] complete Whether each key has a value. */
static const char* fill(Line* line, const char* c, bool in_brackets,
                        const BylineHistoryEntry* entry, bool* complete)
{
  size_t end_of_value = line->n; // plain text after it waits for the next
  *complete = true;
  while (*c && !(in_brackets && c[0] == ']' && c[1] != ']')) {
    const bool doubled = c[1] == c[0];
    const size_t n = doubled ? 0 : braced(c);
    const Key key = n > 0 ? key_of(c + 1, n - 2) : N_KEYS;
    char number[BYLINE_SPEED_TEXT_SIZE];
    if (key != N_KEYS) {
      const char* const value = value_of(key, entry, number);
      const bool known = value && value[0];
      line->n = known ? line->n : end_of_value;
      put(line, known ? value : "", known ? strlen(value) : 0);
      *complete &= known;
      c += n;
      end_of_value = line->n;
    } else if (c[0] == '[' && !doubled && !in_brackets) {
      const size_t before = line->n;
      bool whole = true;
      c = fill(line, c + 1, true, entry, &whole);
      line->n = whole ? line->n : before;
      c += *c == ']';
      end_of_value = whole ? line->n : end_of_value;
    } else {
      c = put_plain(line, c);
    }
  }
  return c;
}

char* byline_template_fill(const char* template,
                           const BylineHistoryEntry* entry)
{
  Line line = {.text = malloc(1), .n = 0, .room = 1};
  bool complete = true;
  if (byline_history_is_known(entry)) {
    fill(&line, template, false, entry, &complete);
  }
  put(&line, "", 1);
  return line.text;
}
