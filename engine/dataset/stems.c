/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/stems.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char word[] = "vocals";

/* Part of a path */
typedef struct {
  const char* text;
  size_t length;
} Part;

/* The part between the last two slashes before `end`. */
static Part last_part(const char* path, const char* end)
{
  const char* begin = end;
  while (begin > path && begin[-1] != '/') {
    --begin;
  }
  return (Part){begin, (size_t)(end - begin)};
}

/* A file's name without its folder and extension. */
static Part name_of(const char* path)
{
  Part name = last_part(path, path + strlen(path));
  const char* const point = strrchr(name.text, '.');
  if (point && point > name.text) {
    name.length = (size_t)(point - name.text);
  }
  return name;
}

static bool is_word(Part part)
{
  return part.length == strlen(word) &&
         !strncasecmp(part.text, word, part.length);
}

/* The last place in a name where "vocals" is a word of its own, such as in
   "NAME_(Vocals)_MODEL". */
static const char* find_word(Part name)
{
  for (size_t i = name.length; i > 0; --i) {
    const char* const s = name.text + i;
    const size_t rest = name.length - i;
    if (rest >= strlen(word) && !strncasecmp(s, word, strlen(word)) &&
        strchr("_-. (", s[-1]) &&
        (rest == strlen(word) || s[strlen(word)] == ')')) {
      return s;
    }
  }
  return NULL;
}

/* Whose voice a file holds, by its name; of no length when it is no voice. */
static Part owner_of(const char* path)
{
  const Part none = {.length = 0};
  Part name = name_of(path);
  if (is_word(name)) {
    return name.text > path ? last_part(path, name.text - 1) : none;
  }
  const char* const found = find_word(name);
  name.length = found ? (size_t)(found - name.text) : 0;
  while (name.length > 0 && strchr("_-. (", name.text[name.length - 1])) {
    --name.length;
  }
  /* "no_vocals" is what Demucs calls the rest */
  const bool rest = name.length == 2 && !strncmp(name.text, "no", 2);
  return rest ? none : name;
}

/* UVR counts: "1_NAME" is also NAME. */
static Part without_number(Part name)
{
  const size_t n = strspn(name.text, "0123456789");
  return n > 0 && n + 1 < name.length && name.text[n] == '_'
             ? (Part){name.text + n + 1, name.length - n - 1}
             : (Part){0};
}

static bool add(BylineStems* stems, const char* path, Part name)
{
  if (name.length == 0) {
    return true;
  }
  BylineStem* const stem = &stems->stems[stems->n];
  *stem = (BylineStem){.path = path, .name = strndup(name.text, name.length)};
  stems->n += stem->name != NULL;
  return stem->name;
}

static BylineStatus name_stems(BylineStems* stems)
{
  const size_t n_files = stems->found.n;
  stems->stems = calloc(2 * n_files + 1, sizeof(*stems->stems));
  bool complete = stems->stems;
  for (size_t i = 0; complete && i < n_files; ++i) {
    const BylineFoundFile* const file = &stems->found.files[i];
    const Part owner = file->named_as_music ? owner_of(file->path) : (Part){0};
    complete =
        add(stems, file->path, owner) &&
        (owner.length == 0 || add(stems, file->path, without_number(owner)));
  }
  if (!complete) {
    return byline_no_memory(stems->folder);
  }
  if (stems->n == 0) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s: no stems there, such as NAME/vocals.wav or "
                        "NAME_(Vocals).wav",
                        stems->folder);
  }
  return BYLINE_OK;
}

BylineStatus byline_stems_find(const char* folder, BylineStems* stems)
{
  *stems = (BylineStems){.folder = folder};
  size_t n_skipped = 0;
  BylineStatus status = byline_folder_walk(folder, &stems->found, &n_skipped);
  BYLINE_THEN(status, name_stems(stems));
  if (status != BYLINE_OK) {
    byline_stems_free(stems);
  }
  return status;
}

void byline_stems_free(BylineStems* stems)
{
  for (size_t i = 0; i < stems->n; ++i) {
    free(stems->stems[i].name);
  }
  free(stems->stems);
  byline_found_files_free(&stems->found);
  *stems = (BylineStems){0};
}

/* Where a path's folder ends, less the folder that a stem may have of its
   own. */
static const char* end_of_folder(const char* path, bool of_stem)
{
  Part part = last_part(path, path + strlen(path));
  if (of_stem && is_word(name_of(path)) && part.text > path) {
    part = last_part(path, part.text - 1);
  }
  return part.text > path ? part.text - 1 : path;
}

/* How many folders above a recording and a stem are called alike. */
static size_t count_common(const char* path, const char* stem)
{
  const char* end = end_of_folder(path, false);
  const char* stem_end = end_of_folder(stem, true);
  size_t n = 0;
  while (end > path && stem_end > stem) {
    const Part a = last_part(path, end);
    const Part b = last_part(stem, stem_end);
    if (a.length != b.length || strncmp(a.text, b.text, a.length) != 0) {
      break;
    }
    ++n;
    end = a.text > path ? a.text - 1 : path;
    stem_end = b.text > stem ? b.text - 1 : stem;
  }
  return n;
}

static bool is_called(const BylineStem* stem, Part name)
{
  return !strncmp(stem->name, name.text, name.length) &&
         !stem->name[name.length];
}

BylineStatus byline_stems_choose(const BylineStems* stems, const char* path,
                                 const char** stem)
{
  const Part name = name_of(path);
  const char* best = NULL;
  const char* second = NULL;
  size_t most = 0;
  for (size_t i = 0; i < stems->n; ++i) {
    if (!is_called(&stems->stems[i], name)) {
      continue;
    }
    const char* const other = stems->stems[i].path;
    const size_t n = count_common(path, other);
    if (!best || n > most) {
      best = other;
      second = NULL;
      most = n;
    } else if (n == most) {
      second = other;
    }
  }
  *stem = second ? NULL : best;
  if (second) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s: %s and %s are both called like its stem; choose "
                        "the folder of one",
                        path, best, second);
  }
  return best ? BYLINE_OK
              : byline_error(BYLINE_ERROR_DATA, "%s: no stem of it below %s",
                             path, stems->folder);
}
