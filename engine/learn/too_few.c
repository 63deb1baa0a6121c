/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Artists with too few songs, and who they may be; declared in learning.h. */

#include "base/json.h"
#include "base/spelling_key.h"
#include "dataset/names.h"
#include "learn/learning.h"

#include <stdlib.h>
#include <string.h>

/* How many songs of each artist are left when those without use are gone */
static size_t* count_songs(const BylineLearning* l,
                           const BylineLibrary* library,
                           const BylineNames* names)
{
  size_t* const counts = calloc(names->n + 1, sizeof(*counts));
  for (size_t i = 0; counts && i < library->n_tracks; ++i) {
    ++counts[byline_names_find(names, library->tracks[i].artist)];
  }
  /* Those that the library marks were not counted */
  for (size_t i = l->n_marked; counts && i < json_array_size(l->left_out);
       ++i) {
    const json_t* const track = json_array_get(l->left_out, i);
    --counts[byline_names_find(names, byline_json_get_string(track, "artist"))];
  }
  return counts;
}

static char** make_keys(const BylineNames* names)
{
  char** const keys = calloc(names->n + 1, sizeof(*keys));
  for (size_t i = 0; keys && i < names->n; ++i) {
    keys[i] = byline_spelling_key(names->names[i]);
  }
  return keys;
}

/* The artist with most songs whose name differs in its spelling only; NULL when
   none has more. */
static const char* find_like(const BylineNames* names, const size_t* counts,
                             char* const* keys, size_t i)
{
  size_t best = i;
  for (size_t k = 0; keys && keys[i] && k < names->n; ++k) {
    if (counts[k] > counts[best] && keys[k] && !strcmp(keys[k], keys[i])) {
      best = k;
    }
  }
  return best != i ? names->names[best] : NULL;
}

json_t* byline_learning_too_few(const BylineLearning* l)
{
  BylineLibrary library;
  BylineNames names = {0};
  if (byline_library_read(l->library_path, &library) != BYLINE_OK) {
    return NULL;
  }
  bool complete = true;
  for (size_t i = 0; complete && i < library.n_tracks; ++i) {
    complete = byline_names_add(&names, library.tracks[i].artist);
  }
  byline_names_sort(&names);
  size_t* const counts = complete ? count_songs(l, &library, &names) : NULL;
  char** const keys = make_keys(&names);
  json_t* const array = counts ? json_array() : NULL;
  for (size_t i = 0; array && i < names.n; ++i) {
    if (names.names[i][0] && counts[i] < l->settings->min_songs) {
      json_array_append_new(
          array, json_pack("{s:s, s:I, s:s?}", "name", names.names[i], "songs",
                           (json_int_t)counts[i], "like",
                           find_like(&names, counts, keys, i)));
    }
  }
  for (size_t i = 0; keys && i < names.n; ++i) {
    free(keys[i]);
  }
  free(keys);
  free(counts);
  byline_names_free(&names);
  byline_library_free(&library);
  return array;
}
