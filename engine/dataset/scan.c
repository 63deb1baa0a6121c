/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/scan.h"

#include "audio/charset.h"
#include "base/stop.h"
#include "base/text.h"
#include "byline/audio_file.h"
#include "dataset/placeholder_words.h"
#include "dataset/placeholders.h"
#include "dataset/walk.h"

#include <ctype.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A scan under way */
typedef struct {
  const BylineFoundFile* files;       ///< Those to look into
  const BylineScanSettings* settings; ///< How
  BylineTrack* tracks;                ///< One a file; no path: not music
  pthread_mutex_t lock;               ///< Guards what follows
  size_t n_done;                      ///< Files looked into
  BylineScanReport report;            ///< So far
  bool out_of_memory;                 ///< The end
} Scan;

/* A file's path below its root, cut at the slashes */
typedef struct {
  const char* artist; ///< First folder, NULL when there is none
  size_t artist_length;
  const char* album; ///< Second folder, NULL when there is none
  size_t album_length;
  const char* title; ///< File name, without track number and extension
  size_t title_length;
} NameParts;

/* Step over a track number such as "07 - ", where a title follows it. */
static const char* skip_number(const char* name)
{
  const char* s = name;
  while (isdigit((unsigned char)*s)) {
    ++s;
  }
  if (s == name || s > name + 3 || !strchr(" ._-", *s)) {
    return name;
  }
  s += strspn(s, " ._-");
  return *s && *s != '.' ? s : name;
}

static NameParts cut_name(const char* path)
{
  NameParts parts = {0};
  const char* rest = path;
  for (const char* slash; (slash = strchr(rest, '/')); rest = slash + 1) {
    const size_t length = (size_t)(slash - rest);
    if (!parts.artist) {
      parts.artist = rest;
      parts.artist_length = length;
    } else if (!parts.album) {
      parts.album = rest;
      parts.album_length = length;
    }
  }
  const char* const point = strrchr(rest, '.');
  const char* const end = point && point > rest ? point : rest + strlen(rest);
  parts.title = skip_number(rest);
  if (parts.title >= end) {
    parts.title = rest;
  }
  parts.title_length = (size_t)(end - parts.title);
  return parts;
}

/* Put blanks where a name has none and underscores in their place. */
static void put_blanks(char* name)
{
  if (!strchr(name, ' ')) {
    for (char* s = name; (s = strchr(s, '_'));) {
      *s = ' ';
    }
  }
}

/* A part of a file's name as text, "" when there is none; NULL: out of memory
 */
static char* read_part(const char* part, size_t length)
{
  char* const bytes = strndup(part ? part : "", part ? length : 0);
  if (bytes) {
    put_blanks(bytes);
  }
  char* const text = bytes ? byline_charset_repair(bytes) : NULL;
  char* const clean = text ? byline_text_clean(text) : NULL;
  free(text);
  free(bytes);
  return clean;
}

/* A tag or else a part of the name */
static char* choose(const char* tag, const char* part, size_t length)
{
  return tag[0] ? strdup(tag) : read_part(part, length);
}

/* Take those out of several artists who are nobody.  Returns whom the rest
   stands for. */
static BylinePlaceholder find_somebody(char* artists, const char* ids)
{
  if (!strstr(artists, "; ")) {
    return artists[0]
               ? byline_placeholder_find(artists, strchr(ids, ';') ? "" : ids)
               : BYLINE_NOBODY;
  }
  char* out = artists;
  bool has_various = false;
  for (char *s = artists, *next = NULL; s; s = next) {
    next = strstr(s, "; ");
    if (next) {
      *next = '\0';
      next += 2;
    }
    const BylinePlaceholder whom = byline_placeholder_find(s, "");
    has_various |= whom == BYLINE_VARIOUS_ARTISTS;
    if (whom == BYLINE_SOMEBODY) {
      const size_t n = strlen(s);
      if (out > artists) {
        *out++ = ';';
        *out++ = ' ';
      }
      memmove(out, s, n);
      out += n;
    }
  }
  *out = '\0';
  return artists[0]    ? BYLINE_SOMEBODY
         : has_various ? BYLINE_VARIOUS_ARTISTS
                       : BYLINE_NOBODY;
}

/* Who a track is by: its artist, or else who the album is by, or else whose
   folder it is in; but nobody in particular made a compilation. */
static char* choose_artist(BylineTags* tags, const NameParts* parts,
                           bool* from_name)
{
  const BylinePlaceholder artist = find_somebody(tags->artist, tags->artist_id);
  const BylinePlaceholder album =
      tags->album_artist[0] ? byline_placeholder_find(tags->album_artist, "")
                            : BYLINE_NOBODY;
  *from_name = false;
  if (artist == BYLINE_SOMEBODY) {
    return strdup(tags->artist);
  }
  tags->artist_id[0] = '\0'; /* It is nobody's, either */
  if (artist == BYLINE_VARIOUS_ARTISTS || album == BYLINE_VARIOUS_ARTISTS ||
      tags->is_compilation) {
    return strdup("");
  }
  if (album == BYLINE_SOMEBODY) {
    return strdup(tags->album_artist);
  }
  char* const folder = read_part(parts->artist, parts->artist_length);
  *from_name = folder && folder[0] &&
               byline_placeholder_find(folder, "") == BYLINE_SOMEBODY &&
               !byline_placeholder_is_folder(folder);
  if (folder && !*from_name) {
    folder[0] = '\0';
  }
  return folder;
}

static bool make_track(const BylineFoundFile* file, BylineTags* tags,
                       BylineTrack* track, bool* from_name)
{
  const NameParts parts = cut_name(file->path + file->root_length);
  char* const artist = choose_artist(tags, &parts, from_name);
  *track = (BylineTrack){
      .path = strdup(file->path),
      .artist = artist,
      .album = choose(tags->album, parts.album, parts.album_length),
      .title = choose(tags->title, parts.title, parts.title_length),
      .album_artist = strdup(tags->album_artist),
      .artist_id = strdup(tags->artist_id),
      .has_artists = tags->has_artists,
      .duration = tags->duration,
  };
  return track->path && track->artist && track->album && track->title &&
         track->album_artist && track->artist_id;
}

/* Let what a list of music says stand for a tag, where it counts more or the
   file has none.  Returns false when out of memory. */
static bool overlay(char** tag, const char* listed, bool over_tags)
{
  if (!listed || (!over_tags && (*tag)[0])) {
    return true;
  }
  char* const copy = byline_text_clean(listed);
  if (copy) {
    free(*tag);
    *tag = copy;
  }
  return copy;
}

static bool overlay_all(const BylineListing* listing, BylineTags* tags)
{
  if (!listing) {
    return true;
  }
  const bool over = listing->over_tags;
  const char* const artist =
      over || !tags->album_artist[0] ? listing->artist : NULL;
  if (artist && strcmp(artist, tags->artist) != 0 &&
      (over || !tags->artist[0])) {
    tags->artist_id[0] = '\0'; /* It is that of whom the tag names */
  }
  return overlay(&tags->artist, artist, over) &&
         overlay(&tags->album, listing->album, over) &&
         overlay(&tags->title, listing->title, over);
}

/* Look into one file.  A BylineTask. */
static void look(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  Scan* const scan = context;
  const BylineFoundFile* const file = &scan->files[begin];
  const BylineScanSettings* const settings = scan->settings;
  if (byline_is_stopped(settings->stop)) {
    return;
  }
  BylineTags tags;
  const BylineStatus status = byline_tags_read(file->path, &tags);

  pthread_mutex_lock(&scan->lock);
  BylineTrack* const track = &scan->tracks[begin];
  if (status == BYLINE_OK && tags.is_video && !settings->videos) {
    ++scan->report.n_videos;
    byline_tags_free(&tags);
  } else if (status == BYLINE_OK) {
    bool from_name = false;
    scan->out_of_memory |= !overlay_all(file->listing, &tags) ||
                           !make_track(file, &tags, track, &from_name);
    const bool named = track->artist && track->artist[0];
    scan->report.n_from_names += from_name;
    scan->report.n_nameless += !named;
    byline_tags_free(&tags);
  } else if (status == BYLINE_ERROR_MEMORY) {
    scan->out_of_memory = true;
  } else if (file->named_as_music) {
    ++scan->report.n_skipped;
    byline_log(BYLINE_LOG_WARNING, "skipped: %s", byline_error_message());
  }
  byline_progress("scanning", "files", ++scan->n_done, settings->n_all);
  pthread_mutex_unlock(&scan->lock);
}

BylineStatus byline_files_look_into(const BylineFoundFile* files, size_t n,
                                    const BylineScanSettings* settings,
                                    BylineTrack* tracks,
                                    BylineScanReport* report)
{
  Scan scan = {.files = files,
               .settings = settings,
               .tracks = tracks,
               .lock = PTHREAD_MUTEX_INITIALIZER,
               .n_done = settings->n_before,
               .report = *report};
  byline_thread_pool_run_unordered(settings->pool, look, &scan, n);
  pthread_mutex_destroy(&scan.lock);
  *report = scan.report;
  if (scan.out_of_memory) {
    return byline_no_memory(NULL);
  }
  return byline_stop_check(settings->stop);
}
