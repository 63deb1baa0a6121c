/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/collection.h"

#include "base/file.h"
#include "base/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A list being read */
typedef struct {
  char* folder;            ///< That its relative paths begin in
  bool over_tags;          ///< Its names were chosen by people
  BylineFoundFiles* found; ///< What it names
  size_t* n_skipped;       ///< What is not there
} List;

void byline_url_decode(char* text)
{
  char* out = text;
  for (const char* s = text; *s; ++s) {
    unsigned code = 0;
    if (s[0] == '%' && strspn(s + 1, "0123456789abcdefABCDEF") >= 2 &&
        sscanf(s + 1, "%2x", &code) == 1 && code > 0) {
      *out++ = (char)code;
      s += 2;
    } else {
      *out++ = *s;
    }
  }
  *out = '\0';
}

/* The path of a file URL, which is cut and decoded in place; NULL for other
   URLs; any other text as it is. */
static char* path_of_url(char* text)
{
  static const char local[] = "localhost/";
  if (!strncasecmp(text, "file:", 5)) {
    char* path = text + 5;
    path += strncmp(path, "//", 2) ? 0 : 2;
    path += strncasecmp(path, local, strlen(local)) ? 0 : strlen(local) - 1;
    byline_url_decode(path);
    return path;
  }
  const size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");
  return n > 1 && !strncmp(text + n, "://", 3) ? NULL : text;
}

static bool is_there(const char* path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* Replace a path by another way to write it, if that leads to a file. */
static bool try_path(const char* folder, char* other, char** path)
{
  char* const full = other ? byline_path_join(folder, other) : NULL;
  const bool leads = full && is_there(full);
  if (leads) {
    free(*path);
    *path = full;
  } else {
    free(full);
  }
  free(other);
  return leads;
}

static char* with_slashes(const char* text)
{
  char* const copy = strdup(text);
  for (char* s = copy; s && *s; ++s) {
    *s = *s == '\\' ? '/' : *s;
  }
  return copy;
}

static char* decoded(const char* text)
{
  char* const copy = strdup(text);
  if (copy) {
    byline_url_decode(copy);
  }
  return copy;
}

/* Where a track is: as the list has it, or with what other programs and systems
   write undone.  To be freed; NULL when out of memory. */
static char* find_path(const List* list, const char* text)
{
  char* path = byline_path_join(list->folder, text);
  if (path && !is_there(path) &&
      !try_path(list->folder, decoded(text), &path)) {
    try_path(list->folder, with_slashes(text), &path);
  }
  return path;
}

/* A name as it may be kept; NULL when there is none. */
static char* keep(const char* name, bool* complete)
{
  char* const clean = name && name[0] ? byline_text_clean(name) : NULL;
  *complete &= clean || !name || !name[0];
  return clean;
}

/* Add a file to what was found. */
static BylineStatus add(List* list, const char* path, const struct stat* info,
                        const BylineListedTrack* track)
{
  bool complete = true;
  const BylineListing listing = {.artist = keep(track->artist, &complete),
                                 .title = keep(track->title, &complete),
                                 .album = keep(track->album, &complete),
                                 .over_tags = list->over_tags};
  BylineFoundFile file = {.path = realpath(path, NULL),
                          .listing = malloc(sizeof(*file.listing)),
                          .device = info->st_dev,
                          .inode = info->st_ino,
                          .named_as_music = true};
  if (!file.listing) {
    free(listing.artist);
    free(listing.title);
    free(listing.album);
    free(file.path);
    return byline_no_memory(path);
  }
  *file.listing = listing;
  if (file.path) {
    /* Folders' names say nothing where a list does not */
    file.root_length = (unsigned)(strrchr(file.path, '/') + 1 - file.path);
  }
  const BylineStatus status = byline_found_files_add(list->found, &file);
  return status == BYLINE_OK && !(complete && file.path)
             ? byline_no_memory(path)
             : status;
}

/* A track of a list.  A BylineTakeTrack. */
static BylineStatus take(void* context, const BylineListedTrack* track)
{
  List* const list = context;
  char* const text = strdup(track->path);
  char* const name = text ? path_of_url(text) : NULL;
  char* const path = name && name[0] ? find_path(list, name) : NULL;
  const bool nothing = text && (!name || !name[0]);
  free(text);
  if (!path) {
    return nothing ? BYLINE_OK : byline_no_memory(track->path);
  }
  struct stat info;
  errno = 0;
  BylineStatus status = BYLINE_OK;
  if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
    ++*list->n_skipped;
    byline_log(BYLINE_LOG_WARNING, "skipped: %s: %s", path,
               errno ? strerror(errno) : "not a file");
  } else {
    status = add(list, path, &info, track);
  }
  free(path);
  return status;
}

static BylineStatus read_by_content(const char* path, List* list)
{
  static const char sqlite[] = "SQLite format 3";
  char head[256] = "";
  FILE* const file = fopen(path, "rbe");
  if (!file) {
    return byline_error(BYLINE_ERROR_IO, "%s: %s", path, strerror(errno));
  }
  const size_t n = fread(head, 1, sizeof(head) - 1, file);
  fclose(file);
  const char* begin = head + (memcmp(head, "\xef\xbb\xbf", 3) ? 0 : 3);
  begin += strspn(begin, " \t\r\n");
  const char* const point = strrchr(path, '.');
  list->over_tags = true;
  if (n >= sizeof(sqlite) && !memcmp(head, sqlite, sizeof(sqlite))) {
    return byline_mixxx_read(path, take, list);
  }
  if (*begin == '<') {
    return byline_dj_xml_read(path, take, list);
  }
  list->over_tags = false;
  if (!strncmp(begin, "#EXTM3U", 7) ||
      (point && (!strcasecmp(point, ".m3u") || !strcasecmp(point, ".m3u8")))) {
    return byline_playlist_read(path, take, list);
  }
  return byline_error(BYLINE_ERROR_FORMAT,
                      "%s: not a folder, nor a list of music that is known: "
                      "M3U, Rekordbox's XML, Traktor's NML, Mixxx's SQLite",
                      path);
}

BylineStatus byline_collection_find(const char* path, BylineFoundFiles* found,
                                    size_t* n_skipped)
{
  List list = {.folder = byline_path_folder(path),
               .found = found,
               .n_skipped = n_skipped};
  const BylineStatus status =
      list.folder ? read_by_content(path, &list) : byline_no_memory(path);
  free(list.folder);
  return status;
}
