/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What artists are called, and who was removed */

#include "base/spelling_key.h"
#include "recognizer/taught.h"

#include <stdlib.h>
#include <string.h>

/* Whether two names are one artist's; `key` is the one's */
static bool is(const char* key, const char* name)
{
  char* const other = byline_spelling_key(name);
  const bool same = other && !strcmp(key, other);
  free(other);
  return same;
}

const char* byline_taught_name(const BylineTaught* taught, const char* artist)
{
  for (size_t i = 0; i < taught->n_changes; ++i) {
    if (!strcmp(taught->changes[i].artist, artist)) {
      return taught->changes[i].name;
    }
  }
  return artist;
}

/* What an artist of a name is called; NULL where there is none */
static const char* find_name(const BylineTaught* taught,
                             const BylineModelInfo* info, const char* key)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    const char* const name = byline_taught_name(taught, info->artists[i]);
    if (name && is(key, name)) {
      return name;
    }
  }
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    const BylineTaughtLesson* const l = &taught->lessons[i];
    if (!l->removed && is(key, l->name)) {
      return l->name;
    }
  }
  return NULL;
}

const char* byline_taught_called(const BylineTaught* taught,
                                 const BylineModel* model, const char* name)
{
  char* const key = byline_spelling_key(name);
  const char* const called =
      key ? find_name(taught, byline_model_info(model), key) : NULL;
  free(key);
  return called;
}

/* ---- changes */

/* Note what the model's artist is called; NULL: it is forgotten */
static BylineStatus change(BylineTaught* taught, const char* artist,
                           const char* name)
{
  size_t i = 0;
  while (i < taught->n_changes &&
         strcmp(taught->changes[i].artist, artist) != 0) {
    ++i;
  }
  char* const copy = name ? strdup(name) : NULL;
  if (name && !copy) {
    return byline_no_memory("taught artists");
  }
  if (i == taught->n_changes) {
    BylineArtistChange* const grown =
        realloc(taught->changes, (i + 1) * sizeof(*grown));
    taught->changes = grown ? grown : taught->changes;
    char* const own = strdup(artist);
    if (!grown || !own) {
      free(copy);
      free(own);
      return byline_no_memory("taught artists");
    }
    grown[taught->n_changes++] = (BylineArtistChange){.artist = own};
  }
  free(taught->changes[i].name);
  taught->changes[i].name = copy;
  return BYLINE_OK;
}

static void unchange(BylineTaught* taught, size_t i)
{
  free(taught->changes[i].artist);
  free(taught->changes[i].name);
  taught->changes[i] = taught->changes[--taught->n_changes];
}

static BylineStatus no_artist(const char* name)
{
  return byline_error(BYLINE_ERROR_USAGE,
                      "no artist '%s'; 'byline artists' lists them", name);
}

/* Give everything that is called by a name another one; NULL: remove it */
static BylineStatus call(BylineTaught* taught, const BylineModelInfo* info,
                         const char* key, const char* to)
{
  BylineStatus status = BYLINE_OK;
  for (size_t i = 0; status == BYLINE_OK && i < info->n_artists; ++i) {
    const char* const name = byline_taught_name(taught, info->artists[i]);
    if (name && is(key, name)) {
      status = change(taught, info->artists[i], to);
    }
  }
  for (size_t i = 0; status == BYLINE_OK && i < taught->n_lessons; ++i) {
    BylineTaughtLesson* const l = &taught->lessons[i];
    if (l->removed || !is(key, l->name)) {
      continue;
    }
    char* const copy = to ? strdup(to) : NULL;
    if (to && !copy) {
      return byline_no_memory("taught artists");
    }
    if (copy) {
      free(l->name);
      l->name = copy;
    } else {
      l->removed = true;
    }
  }
  return status;
}

BylineStatus byline_taught_rename(BylineTaught* taught,
                                  const BylineModel* model, const char* name,
                                  const char* to, bool merge)
{
  const BylineModelInfo* const info = byline_model_info(model);
  char* const key = byline_spelling_key(name);
  char* const to_key = byline_spelling_key(to);
  BylineStatus status = key && to_key ? byline_taught_check_name(to)
                                      : byline_no_memory("taught artists");
  const char* const from = key && to_key ? find_name(taught, info, key) : NULL;
  const char* const other =
      from && strcmp(key, to_key) != 0 ? find_name(taught, info, to_key) : NULL;
  if (status == BYLINE_OK && !from) {
    status = no_artist(name);
  } else if (status == BYLINE_OK && other && !merge) {
    status =
        byline_error(BYLINE_ERROR_USAGE,
                     "'%s' is another artist; 'byline artists merge' makes "
                     "one of two",
                     other);
  } else if (status == BYLINE_OK && !other && merge) {
    status = no_artist(to);
  }
  char* const final = status == BYLINE_OK ? strdup(other ? other : to) : NULL;
  if (status == BYLINE_OK) {
    status = final ? call(taught, info, key, final)
                   : byline_no_memory("taught artists");
  }
  free(final);
  free(key);
  free(to_key);
  return status;
}

BylineStatus byline_taught_remove(BylineTaught* taught,
                                  const BylineModel* model, const char* name)
{
  const BylineModelInfo* const info = byline_model_info(model);
  char* const key = byline_spelling_key(name);
  BylineStatus status = key ? BYLINE_OK : byline_no_memory("taught artists");
  if (status == BYLINE_OK && !find_name(taught, info, key)) {
    status = no_artist(name);
  }
  if (status == BYLINE_OK) {
    status = call(taught, info, key, NULL);
  }
  free(key);
  return status;
}

BylineStatus byline_taught_restore(BylineTaught* taught, const char* name)
{
  char* const key = byline_spelling_key(name);
  if (!key) {
    return byline_no_memory("taught artists");
  }
  bool any = false;
  for (size_t i = taught->n_changes; i-- > 0;) {
    if (is(key, taught->changes[i].artist)) {
      unchange(taught, i);
      any = true;
    }
  }
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    BylineTaughtLesson* const l = &taught->lessons[i];
    if (l->removed && is(key, l->name)) {
      l->removed = false;
      any = true;
    }
  }
  free(key);
  return any ? byline_taught_check_size(taught)
             : byline_error(BYLINE_ERROR_USAGE,
                            "'%s' was not removed or renamed; 'byline artists' "
                            "lists who was",
                            name);
}
