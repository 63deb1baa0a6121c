/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/credits.h"

#include "base/text.h"
#include "byline/audio_file.h"
#include "dataset/credit_parting.h"
#include "dataset/placeholders.h"

#include <stdlib.h>
#include <string.h>

/* Longer names are not looked into, in bytes */
#define MAX_LENGTH 1000

/* Names of a track under way */
typedef struct {
  const BylineArtists* artists;
  char* names[BYLINE_MOST_NAMES];
  size_t n;
  bool out_of_memory;
} Names;

static size_t count_ids(const char* ids)
{
  size_t n = ids[0] != '\0';
  for (const char* s = ids; (s = strchr(s, ';')); ++s) {
    n += s[1] != '\0';
  }
  return n;
}

/* ---- one name, or several */

/* Take a name, which must be allocated; once only. */
static void take(Names* names, char* name)
{
  names->out_of_memory |= !name;
  bool again = !name || !name[0] || names->n == BYLINE_MOST_NAMES;
  char* const key = name ? byline_text_fold(name) : NULL;
  for (size_t i = 0; key && !again && i < names->n; ++i) {
    char* const other = byline_text_fold(names->names[i]);
    again = other && !strcmp(key, other);
    free(other);
  }
  free(key);
  if (again) {
    free(name);
  } else {
    names->names[names->n++] = name;
  }
}

static void take_all(Names* names, const char* name,
                     size_t ends[BYLINE_MOST_NAMES][2], size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    take(names, strndup(name + ends[i][0], ends[i][1] - ends[i][0]));
  }
}

/* Replace the slashes of ID3v2.3 by such as people write. */
static void write_slashes(char* name)
{
  static const size_t length = sizeof(BYLINE_ARTIST_SLASH) - 1;
  for (char* s = name; s && (s = strstr(s, BYLINE_ARTIST_SLASH)); ++s) {
    *s = '/';
    memmove(s + 1, s + length, strlen(s + length) + 1);
  }
}

/* Take the artists between which ID3v2.3 has slashes, as it says; but not
   those of AC/DC, or of what is frequent as a whole only. */
static bool part_at_slashes(Names* names, const char* name, BylineFame whole)
{
  static const size_t length = sizeof(BYLINE_ARTIST_SLASH) - 1;
  size_t ends[BYLINE_MOST_NAMES][2];
  size_t n = 0;
  bool are_words = true;
  bool known = false;
  for (const char* s = name; s && n < BYLINE_MOST_NAMES; ++n) {
    const char* const end = strstr(s, BYLINE_ARTIST_SLASH);
    ends[n][0] = (size_t)(s - name);
    ends[n][1] = end ? (size_t)(end - name) : strlen(name);
    are_words &= ends[n][1] - ends[n][0] > 2;
    known |=
        byline_credit_fame(names->artists, name, ends[n][0], ends[n][1], "").n >
        0;
    s = end ? end + length : NULL;
  }
  if (n < 2 || !are_words || (whole.n > 2 && !known)) {
    return false;
  }
  take_all(names, name, ends, n);
  return true;
}

/* Take a name without "feat.", which may be several; it is then given up. */
static void part_by_library(Names* names, char* name, const char* id)
{
  const BylineArtists* const artists = names->artists;
  const BylineFame whole = name ? byline_artists_find(artists, name, id)
                                : (BylineFame){.declared = true};
  size_t ends[BYLINE_MOST_NAMES][2];
  BylineParting p;
  if (whole.declared) {
    write_slashes(name);
    take(names, name);
    return;
  }
  if (!id[0] && part_at_slashes(names, name, whole)) {
    free(name);
    return;
  }
  write_slashes(name);
  const size_t n = byline_credit_part(name, true, ends);
  if (!id[0] && byline_credit_all_known(artists, name, ends, n, whole.n)) {
    take_all(names, name, ends, n);
  } else if (n > 1 &&
             byline_credit_find_parting(artists, name, whole, id, &p)) {
    part_by_library(
        names, strndup(name + p.left_begin, p.left_end - p.left_begin), "");
    part_by_library(
        names, strndup(name + p.right_begin, p.right_end - p.right_begin), "");
  } else {
    take(names, name);
    return;
  }
  free(name);
}

/* Whether a name with "vs" or a bare "ft" in it is one artist: it occurs, and
   neither part does. */
static bool is_own_name(const BylineArtists* artists, const char* name,
                        const BylineParting* p)
{
  return byline_artists_find(artists, name, "").n > 1 &&
         byline_credit_fame(artists, name, p->left_begin, p->left_end, "").n ==
             0 &&
         byline_credit_fame(artists, name, p->right_begin, p->right_end, "")
                 .n == 0;
}

/* Take a name with perhaps a "feat." in it. */
static void part_guests(Names* names, const char* name, const char* id)
{
  BylineParting p;
  bool doubtful = false;
  if (!byline_artists_find(names->artists, name, "").declared &&
      byline_credit_find_guest(name, &p, &doubtful) &&
      !(doubtful && (id[0] || is_own_name(names->artists, name, &p)))) {
    char* const left = strndup(name + p.left_begin, p.left_end - p.left_begin);
    char* const right =
        strndup(name + p.right_begin, p.right_end - p.right_begin);
    names->out_of_memory |= !left || !right;
    if (left && right) {
      part_guests(names, left, "");
      part_guests(names, right, "");
    }
    free(left);
    free(right);
    return;
  }
  part_by_library(names, strdup(name), id);
}

static void clear(Names* names)
{
  for (size_t i = 0; i < names->n; ++i) {
    free(names->names[i]);
  }
  names->n = 0;
}

/* Whether the names, parted at all joints, are as many as MusicBrainz's. */
static bool part_by_ids(Names* names, bool weak, size_t n_ids)
{
  Names parted = {.artists = names->artists};
  for (size_t i = 0; i < names->n; ++i) {
    size_t ends[BYLINE_MOST_NAMES][2];
    const size_t n = byline_credit_part(names->names[i], weak, ends);
    take_all(&parted, names->names[i], ends, n);
  }
  names->out_of_memory |= parted.out_of_memory;
  if (parted.n != n_ids) {
    clear(&parted);
    return false;
  }
  clear(names);
  parted.out_of_memory = names->out_of_memory;
  *names = parted;
  return true;
}

/* Take the values of an artist's tag. */
static void take_artist(Names* names, const char* artist, const char* ids)
{
  const size_t n_ids = count_ids(ids);
  char* const text = byline_credit_text(artist);
  names->out_of_memory |= !text;
  if (text && strlen(text) > MAX_LENGTH) {
    take(names, text);
    return;
  }
  const bool single = text && !strchr(text, ';') && n_ids == 1;
  for (char *s = text, *next = NULL; s; s = next) {
    next = strchr(s, ';');
    if (next) {
      *next++ = '\0';
    }
    s += strspn(s, " ");
    part_guests(names, s, single ? ids : "");
  }
  free(text);
  if (n_ids > names->n && !part_by_ids(names, false, n_ids)) {
    part_by_ids(names, true, n_ids);
  }
}

/* Take the guests that a title names. */
static void take_title(Names* names, const char* title, const char** word)
{
  char* const text = byline_credit_text(title);
  names->out_of_memory |= !text;
  BylineParting p;
  *word = NULL;
  if (text && strlen(text) <= MAX_LENGTH &&
      byline_credit_find_title_guests(text, &p, word) &&
      p.left_end > p.left_begin) {
    text[p.left_end] = '\0';
    for (char *s = text + p.left_begin, *next = NULL; s; s = next) {
      next = strchr(s, ';');
      if (next) {
        *next++ = '\0';
      }
      part_by_library(names, strdup(s + strspn(s, " ")), "");
    }
  }
  free(text);
}

static char* join(const Names* names)
{
  size_t size = 1;
  for (size_t i = 0; i < names->n; ++i) {
    size += strlen(names->names[i]) + 2;
  }
  char* const text = malloc(size);
  char* out = text;
  for (size_t i = 0; text && i < names->n; ++i) {
    out = stpcpy(out, i > 0 ? "; " : "");
    out = stpcpy(out, names->names[i]);
  }
  if (out) {
    *out = '\0';
  }
  return text;
}

bool byline_artists_credit(const BylineArtists* artists, const char* artist,
                           const char* artist_id, const char* title,
                           BylineCredit* credit)
{
  Names names = {.artists = artists};
  *credit = (BylineCredit){0};
  take_artist(&names, artist, artist_id);
  const size_t n_artists = names.n;
  if (n_artists > 0) {
    take_title(&names, title, &credit->word);
  }
  if (!credit->word && n_artists == 1 && count_ids(artist_id) > 1) {
    credit->word = "by its MusicBrainz identities";
  }
  credit->n = names.n;
  /* One stays as it is written */
  credit->names = names.n > 1 ? join(&names) : strdup(artist);
  write_slashes(credit->names);
  clear(&names);
  return credit->names && !names.out_of_memory;
}

bool byline_artists_add(BylineArtists* artists, const char* artist,
                        const char* artist_id)
{
  Names names = {.artists = NULL}; /* Nobody is known yet */
  take_artist(&names, artist, "");
  const char* const id =
      names.n == 1 && count_ids(artist_id) == 1 ? artist_id : NULL;
  bool complete = !names.out_of_memory;
  for (size_t i = 0; complete && i < names.n; ++i) {
    if (byline_placeholder_find(names.names[i], "") == BYLINE_SOMEBODY) {
      complete = byline_artists_know(artists, names.names[i], id, 1);
    }
  }
  clear(&names);
  return complete;
}
