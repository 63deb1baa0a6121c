/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/known_artists.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* A name with an identity, or without one */
typedef struct {
  char* key; /* As byline_text_fold() makes it */
  char* id;  /* At MusicBrainz; NULL: none, or not this name's alone */
  size_t n;  /* Tracks; 0: it was declared */
} Known;

struct BylineArtists {
  Known* known;
  size_t n;
  size_t capacity;
};

BylineArtists* byline_artists_new(void)
{
  return calloc(1, sizeof(BylineArtists));
}

static int compare(const void* a, const void* b)
{
  return strcmp(((const Known*)a)->key, ((const Known*)b)->key);
}

static int compare_all(const void* a, const void* b)
{
  const Known* const x = a;
  const Known* const y = b;
  int order = compare(x, y);
  order = order ? order : (x->n > 0) - (y->n > 0);
  return order ? order : strcmp(x->id ? x->id : "", y->id ? y->id : "");
}

void byline_artists_sort(BylineArtists* artists)
{
  Known* const known = artists->known;
  size_t n = 0;
  if (artists->n > 0) {
    qsort(known, artists->n, sizeof(*known), compare_all);
  }
  for (size_t i = 0; i < artists->n; ++i) {
    if (n > 0 && compare_all(&known[n - 1], &known[i]) == 0) {
      known[n - 1].n += known[i].n;
      free(known[i].key);
      free(known[i].id);
    } else {
      known[n++] = known[i];
    }
  }
  artists->n = n;
}

/* Make room for another: names that are there several times become one, so
   that memory grows with the artists, not with the tracks. */
static bool make_room(BylineArtists* artists)
{
  if (artists->n < artists->capacity) {
    return true;
  }
  byline_artists_sort(artists);
  if (2 * artists->n < artists->capacity) {
    return true;
  }
  const size_t capacity = artists->capacity ? 2 * artists->capacity : 64;
  Known* const grown = realloc(artists->known, capacity * sizeof(*grown));
  if (grown) {
    artists->known = grown;
    artists->capacity = capacity;
  }
  return grown;
}

bool byline_artists_know(BylineArtists* artists, const char* name,
                         const char* id, size_t n)
{
  if (!make_room(artists)) {
    return false;
  }
  Known* const known = &artists->known[artists->n];
  *known = (Known){
      .key = byline_text_fold(name), .id = id ? strdup(id) : NULL, .n = n};
  artists->n += known->key != NULL;
  return known->key && (!id || known->id);
}

bool byline_artists_declare(BylineArtists* artists, const char* name)
{
  return byline_artists_know(artists, name, NULL, 0);
}

void byline_artists_free(BylineArtists* artists)
{
  for (size_t i = 0; artists && i < artists->n; ++i) {
    free(artists->known[i].key);
    free(artists->known[i].id);
  }
  if (artists) {
    free(artists->known);
  }
  free(artists);
}

BylineFame byline_artists_find(const BylineArtists* artists, const char* name,
                               const char* id)
{
  BylineFame fame = {0};
  const Known wanted = {.key = byline_text_fold(name)};
  const Known* at =
      wanted.key && artists && artists->n > 0
          ? bsearch(&wanted, artists->known, artists->n, sizeof(*at), compare)
          : NULL;
  while (at && at > artists->known && compare(at - 1, &wanted) == 0) {
    --at;
  }
  for (; at && at < artists->known + artists->n && compare(at, &wanted) == 0;
       ++at) {
    fame.n += at->n;
    fame.declared |= at->n == 0;
    fame.has_id |= at->id && !strcmp(at->id, id);
  }
  free(wanted.key);
  return fame;
}
