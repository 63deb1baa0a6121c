/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/walk.h"

#include "base/array.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* Ends of names of sound files: one that cannot be read is worth a warning */
static const char* const music_extensions[] = {
    "aac", "aif", "aifc", "aiff", "ape", "au",  "dff", "dsf", "flac",
    "m4a", "m4b", "mka",  "mp2",  "mp3", "mpc", "oga", "ogg", "opus",
    "ra",  "snd", "spx",  "tta",  "w64", "wav", "wma", "wv",  NULL};

/* Ends of names of what often lies beside music; not worth opening */
static const char* const other_extensions[] = {
    "accurip", "bmp",  "cue", "db",   "doc",  "exe",  "ffp", "gif",
    "htm",     "html", "ini", "jpeg", "jpg",  "json", "log", "lrc",
    "m3u",     "m3u8", "md",  "md5",  "nfo",  "pdf",  "pls", "png",
    "rar",     "rtf",  "sfv", "sh",   "srt",  "svg",  "tar", "tif",
    "tiff",    "tsv",  "txt", "url",  "webp", "xml",  "zip", NULL};

static bool has_extension(const char* name, const char* const* extensions)
{
  const char* const point = strrchr(name, '.');
  for (const char* const* e = extensions; point && *e; ++e) {
    if (!strcasecmp(point + 1, *e)) {
      return true;
    }
  }
  return false;
}

bool byline_is_sound_name(const char* name)
{
  return has_extension(name, music_extensions);
}

static int compare_names(const FTSENT** a, const FTSENT** b)
{
  return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void file_free(const BylineFoundFile* file)
{
  free(file->path);
  if (file->listing) {
    free(file->listing->artist);
    free(file->listing->title);
    free(file->listing->album);
  }
  free(file->listing);
}

BylineStatus byline_found_files_add(BylineFoundFiles* found,
                                    const BylineFoundFile* file)
{
  BylineFoundFile* const grown =
      byline_array_extend(found->files, found->n, sizeof(*grown));
  if (!grown) {
    file_free(file);
    return byline_no_memory(NULL);
  }
  found->files = grown;
  found->files[found->n++] = *file;
  return BYLINE_OK;
}

static BylineStatus add(BylineFoundFiles* found, const FTSENT* entry,
                        size_t root_length, bool named_as_music)
{
  const BylineFoundFile file = {.path = strdup(entry->fts_path),
                                .root_length = (unsigned)root_length,
                                .named_as_music = named_as_music,
                                .device = entry->fts_statp->st_dev,
                                .inode = entry->fts_statp->st_ino};
  return file.path ? byline_found_files_add(found, &file)
                   : byline_no_memory(entry->fts_path);
}

static BylineStatus visit(FTS* tree, FTSENT* entry, size_t root_length,
                          BylineFoundFiles* found, size_t* n_skipped)
{
  const bool hidden =
      entry->fts_level > FTS_ROOTLEVEL && entry->fts_name[0] == '.';
  switch (entry->fts_info) {
  case FTS_D:
    if (hidden) {
      fts_set(tree, entry, FTS_SKIP);
    }
    return BYLINE_OK;
  case FTS_DNR:
  case FTS_ERR:
  case FTS_NS:
    if (entry->fts_level == FTS_ROOTLEVEL) {
      return byline_error(BYLINE_ERROR_IO, "%s: %s", entry->fts_path,
                          strerror(entry->fts_errno));
    }
    ++*n_skipped;
    byline_log(BYLINE_LOG_WARNING, "skipped: %s: %s", entry->fts_path,
               strerror(entry->fts_errno));
    return BYLINE_OK;
  case FTS_F:
    return hidden || has_extension(entry->fts_name, other_extensions)
               ? BYLINE_OK
               : add(found, entry, root_length,
                     byline_is_sound_name(entry->fts_name));
  default: /* Circles, dead links, sockets, folders on the way out */
    return BYLINE_OK;
  }
}

static BylineStatus walk(const char* folder, FTS* tree, BylineFoundFiles* found,
                         size_t* n_skipped)
{
  const size_t n = strlen(folder);
  const size_t root_length = n + (n > 0 && folder[n - 1] != '/');
  for (;;) {
    errno = 0;
    FTSENT* const entry = fts_read(tree);
    if (!entry) {
      return errno == 0 ? BYLINE_OK
                        : byline_error(BYLINE_ERROR_IO, "%s: %s", folder,
                                       strerror(errno));
    }
    BYLINE_TRY(visit(tree, entry, root_length, found, n_skipped));
  }
}

BylineStatus byline_folder_walk(const char* folder, BylineFoundFiles* found,
                                size_t* n_skipped)
{
  struct stat info;
  if (stat(folder, &info) != 0) {
    return byline_error(BYLINE_ERROR_IO, "%s: %s", folder, strerror(errno));
  }
  if (!S_ISDIR(info.st_mode)) {
    return byline_error(BYLINE_ERROR_IO, "%s: not a folder", folder);
  }
  char* const copy = strdup(folder);
  char* const roots[] = {copy, NULL};
  FTS* const tree =
      copy ? fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, compare_names) : NULL;
  const BylineStatus status =
      tree ? walk(folder, tree, found, n_skipped) : byline_no_memory(folder);
  if (tree) {
    fts_close(tree);
  }
  free(copy);
  return status;
}

void byline_found_files_free(BylineFoundFiles* found)
{
  for (size_t i = 0; i < found->n; ++i) {
    file_free(&found->files[i]);
  }
  free(found->files);
  *found = (BylineFoundFiles){0};
}
