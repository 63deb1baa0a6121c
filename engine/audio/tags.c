/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/audio_file.h"

#include "audio/container.h"
#include "audio/id3.h"
#include "base/utf8.h"

#include <libavutil/dict.h>

#include <stdlib.h>
#include <string.h>

/* Old tags (ID3v1, RIFF INFO) are in whatever their writer's system used,
   mostly Latin-1; what is not UTF-8 is taken for that. */
static char* to_utf8(const char* text)
{
  if (!byline_utf8_fault(text)) {
    return strdup(text);
  }
  char* const copy = malloc(2 * strlen(text) + 1);
  if (!copy) {
    return NULL;
  }
  char* out = copy;
  for (const unsigned char* s = (const unsigned char*)text; *s; ++s) {
    if (*s < 0x80) {
      *out++ = (char)*s;
    } else {
      *out++ = (char)(0xc0 | *s >> 6);
      *out++ = (char)(0x80 | (*s & 0x3f));
    }
  }
  *out = '\0';
  return copy;
}

/* Cut off the blanks at both ends. */
static void trim(char* text)
{
  static const char blanks[] = " \t\r\n";
  const size_t lead = strspn(text, blanks);
  size_t n = strlen(text);
  while (n > lead && strchr(blanks, text[n - 1])) {
    --n;
  }
  memmove(text, text + lead, n - lead);
  text[n - lead] = '\0';
}

/* libav joins several values with ";": write them as "A; B". */
static char* separate(char* text)
{
  size_t n_joints = 0;
  for (const char* s = text; *s; ++s) {
    n_joints += *s == ';' && s[1] != ' ';
  }
  char* const copy = n_joints ? malloc(strlen(text) + n_joints + 1) : NULL;
  if (!copy) {
    return text;
  }
  char* out = copy;
  for (const char* s = text; *s; ++s) {
    *out++ = *s;
    if (*s == ';' && s[1] != ' ') {
      *out++ = ' ';
    }
  }
  *out = '\0';
  free(text);
  return copy;
}

/* A tag of the stream (Ogg) or else of the file (all others). */
static char* read_tag(const AVFormatContext* container, const AVStream* stream,
                      const char* name)
{
  const AVDictionaryEntry* entry = av_dict_get(stream->metadata, name, NULL, 0);
  if (!entry) {
    entry = av_dict_get(container->metadata, name, NULL, 0);
  }
  char* const text = to_utf8(entry ? entry->value : "");
  if (text) {
    trim(text);
  }
  return text;
}

/* Put what has several values in the place of the first of them. */
static void replace(char** text, char** several)
{
  if (*several) {
    free(*text);
    *text = *several;
    *several = NULL;
  }
}

/* What libav leaves out */
static void read_several(const char* path, BylineTags* tags)
{
  BylineId3 id3;
  byline_id3_read(path, &id3);
  replace(&tags->artist, &id3.artist);
  replace(&tags->artist_id, &id3.artist_id);
  byline_id3_free(&id3);
}

BylineStatus byline_tags_read(const char* path, BylineTags* tags)
{
  *tags = (BylineTags){0};
  AVFormatContext* container = NULL;
  AVStream* stream = NULL;
  const BylineStatus status = byline_container_open(path, &container, &stream);
  if (status != BYLINE_OK) {
    return status;
  }
  tags->artist = read_tag(container, stream, "artist");
  tags->album_artist = read_tag(container, stream, "album_artist");
  tags->album = read_tag(container, stream, "album");
  tags->title = read_tag(container, stream, "title");
  tags->artist_id = read_tag(container, stream, "musicbrainz_artistid");
  if (tags->artist_id && !tags->artist_id[0]) {
    /* As MP3 and MP4 files have it */
    free(tags->artist_id);
    tags->artist_id = read_tag(container, stream, "MusicBrainz Artist Id");
  }
  tags->duration = byline_container_duration(container, stream);
  avformat_close_input(&container);

  if (!tags->artist_id || !tags->artist || !tags->album_artist ||
      !tags->album || !tags->title) {
    byline_tags_free(tags);
    return byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  read_several(path, tags);
  tags->artist = separate(tags->artist);
  tags->artist_id = separate(tags->artist_id);
  return BYLINE_OK;
}

void byline_tags_free(BylineTags* tags)
{
  free(tags->artist);
  free(tags->album_artist);
  free(tags->album);
  free(tags->title);
  free(tags->artist_id);
  *tags = (BylineTags){0};
}
