/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/vocalists.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Words that always join vocalists; in titles, those with a mark after them */
static const char* const guests[] = {
    "featuring", "feat.", "feat", "ft.", "ft", "vs.", "vs", "versus", NULL};
static const char* const title_guests[] = {"featuring", "feat.", "feat", "ft.",
                                           "(ft",       "[ft",   "vs.",  "(vs",
                                           "duet",      NULL};

/* What stands between the names of two vocalists or of one band */
static const char* const joints[] = {" & ", " and ", " with ", ", ",
                                     " x ", " + ",   " / ",    NULL};

static const char* const instrumental_words[] = {"instrumental", "karaoke",
                                                 "backing track", NULL};

static bool is_letter(char c)
{
  return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Find a whole word, whatever its case; a mark at its end ends it anyway. */
static const char* find_word(const char* text, const char* word)
{
  const size_t n = strlen(word);
  for (const char* s = text; (s = strcasestr(s, word)); ++s) {
    const bool begins = s == text || !is_letter(word[0]) || !is_letter(s[-1]);
    const bool ends = !is_letter(word[n - 1]) || !is_letter(s[n]);
    if (begins && ends) {
      return s;
    }
  }
  return NULL;
}

static const char* find_any(const char* text, const char* const* words)
{
  for (; *words; ++words) {
    if (find_word(text, *words)) {
      return *words;
    }
  }
  return NULL;
}

static bool is_artist(const char* name, size_t length,
                      const BylineNames* artists)
{
  for (size_t i = 0; i < artists->n; ++i) {
    if (!strncasecmp(artists->names[i], name, length) &&
        !artists->names[i][length]) {
      return true;
    }
  }
  return false;
}

/* "A & B" names two when A or B is known by that name alone. */
static const char* find_joint(const char* artist, const BylineNames* artists)
{
  for (const char* const* joint = joints; *joint; ++joint) {
    const size_t n = strlen(*joint);
    for (const char* s = artist; (s = strcasestr(s, *joint)); s += n) {
      const size_t before = (size_t)(s - artist);
      if ((before > 0 && is_artist(artist, before, artists)) ||
          is_artist(s + n, strlen(s + n), artists)) {
        return *joint;
      }
    }
  }
  return NULL;
}

/* "(with Ann)", but not "(with kind permission)" */
static const char* find_with(const char* title)
{
  static const char* const words[] = {"(with ", "[with ", NULL};
  for (const char* const* word = words; *word; ++word) {
    const char* const s = strcasestr(title, *word);
    const char next = s ? s[strlen(*word)] : '\0';
    if (isupper((unsigned char)next) || (unsigned char)next >= 0x80) {
      return *word;
    }
  }
  return NULL;
}

bool byline_several_vocalists(const char* artist, const char* title,
                              const BylineNames* artists, const char** word)
{
  *word = strchr(artist, ';') ? ";" : find_any(artist, guests);
  if (!*word) {
    *word = find_any(title, title_guests);
  }
  if (!*word) {
    *word = find_with(title);
  }
  if (!*word) {
    *word = find_joint(artist, artists);
  }
  return *word != NULL;
}

bool byline_title_is_instrumental(const char* title)
{
  return find_any(title, instrumental_words) != NULL;
}
