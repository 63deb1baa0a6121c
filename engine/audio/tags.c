/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/audio_file.h"

#include "audio/charset.h"
#include "audio/container.h"
#include "audio/duration.h"
#include "audio/libav.h"
#include "audio/matroska.h"
#include "audio/tag_values.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The values of a file's tags so far, of each several joined with "; " */
typedef struct {
  char* text[BYLINE_N_TAGS]; ///< NULL: none
  bool out_of_memory;        ///< The end
} Values;

/* What libav calls them; two names where formats differ */
static const char* const names[BYLINE_N_TAGS][3] = {
    [BYLINE_TAG_ARTIST] = {"artist"},
    [BYLINE_TAG_ARTISTS] = {"artists"},
    [BYLINE_TAG_ALBUM_ARTIST] = {"album_artist", "albumartist"},
    [BYLINE_TAG_ALBUM] = {"album"},
    [BYLINE_TAG_TITLE] = {"title"},
    [BYLINE_TAG_ARTIST_ID] = {"musicbrainz_artistid", "MusicBrainz Artist Id"},
    [BYLINE_TAG_RECORDING_ID] = {"musicbrainz_trackid", "MusicBrainz Track Id"},
    [BYLINE_TAG_COMPILATION] = {"compilation"},
};

/* Whether a value is among those that are joined in a text. */
static bool has(const char* joined, const char* value)
{
  const size_t n = strlen(value);
  for (const char* s = joined; s; s = strstr(s, "; ")) {
    s += s == joined ? 0 : 2;
    if (!strncmp(s, value, n) && (!s[n] || !strncmp(s + n, "; ", 2))) {
      return true;
    }
  }
  return false;
}

/* Longer lists of values are cut, in bytes */
#define MAX_VALUES 4096

/* Add a value to those that there are. */
static bool join(char** joined, const char* value)
{
  if (!value[0] ||
      (*joined && (strlen(*joined) > MAX_VALUES || has(*joined, value)))) {
    return true;
  }
  const size_t n = *joined ? strlen(*joined) + 2 : 0;
  char* const longer = realloc(*joined, n + strlen(value) + 1);
  if (!longer) {
    return false;
  }
  memcpy(longer + n - (n ? 2 : 0), "; ", n ? 2 : 0);
  strcpy(longer + n, value);
  *joined = longer;
  return true;
}

/* What stands between several values in one: libav and people put ";" between
   artists, and ID3v2.3 has "/" (between artists that may be AC/DC) */
static const char* const joints[BYLINE_N_TAGS] = {
    [BYLINE_TAG_ARTIST] = ";",       [BYLINE_TAG_ARTISTS] = ";",
    [BYLINE_TAG_ALBUM_ARTIST] = ";", [BYLINE_TAG_ALBUM] = "",
    [BYLINE_TAG_TITLE] = "",         [BYLINE_TAG_ARTIST_ID] = ";/,",
    [BYLINE_TAG_RECORDING_ID] = "",  [BYLINE_TAG_COMPILATION] = "",
};

/* Take a value as a file has it.  A BylineTagSink. */
static void take(void* context, BylineTag tag, const char* value)
{
  Values* const values = context;
  char* const repaired = byline_charset_repair(value);
  bool complete = repaired != NULL;
  char* next = repaired;
  while (complete && next) {
    char* const part = next;
    next = strpbrk(part, joints[tag]);
    if (next) {
      *next++ = '\0';
    }
    char* const clean = byline_text_clean(part);
    complete = clean && join(&values->text[tag], clean);
    free(clean);
  }
  free(repaired);
  values->out_of_memory |= !complete;
}

/* Fill in what is still missing, from the stream (Ogg) or the file (others). */
static void take_from_libav(const AVFormatContext* container,
                            const AVStream* stream, Values* values)
{
  for (int tag = 0; tag < BYLINE_N_TAGS; ++tag) {
    for (int i = 0; names[tag][i] && !values->text[tag]; ++i) {
      const AVDictionaryEntry* entry =
          byline_libav.av_dict_get(stream->metadata, names[tag][i], NULL, 0);
      if (!entry) {
        entry = byline_libav.av_dict_get(container->metadata, names[tag][i],
                                         NULL, 0);
      }
      if (entry) {
        take(values, (BylineTag)tag, entry->value);
      }
    }
  }
}

/* Whether one of the artists that are told apart is named in what is shown; if
   none is, they are another's, who was there before somebody changed it. */
static bool is_named(const char* artists, const char* artist)
{
  bool found = false;
  for (const char* s = artists; s && !found;) {
    const char* const end = strstr(s, "; ");
    const size_t n = end ? (size_t)(end - s) : strlen(s);
    found = memmem(artist, strlen(artist), s, n) != NULL;
    s = end ? end + 2 : NULL;
  }
  return found;
}

/* Each artist by name rather than "Ann & Bob".  Returns whether there were
   such. */
static bool prefer_artists(Values* values)
{
  char** const artist = &values->text[BYLINE_TAG_ARTIST];
  char** const artists = &values->text[BYLINE_TAG_ARTISTS];
  if (*artists && (!*artist || is_named(*artists, *artist))) {
    free(*artist);
    *artist = *artists;
    *artists = NULL;
    return true;
  }
  return false;
}

/* Give away a value; "" when there is none. */
static char* give(Values* values, BylineTag tag)
{
  char* const text = values->text[tag] ? values->text[tag] : strdup("");
  values->text[tag] = NULL;
  values->out_of_memory |= !text;
  return text;
}

BylineStatus byline_tags_read(const char* path, BylineTags* tags)
{
  *tags = (BylineTags){0};
  AVFormatContext* container = NULL;
  AVStream* stream = NULL;
  BYLINE_TRY(byline_container_open(path, &container, &stream));
  Values values = {0};
  if (!strcmp(container->iformat->name, "matroska,webm")) {
    byline_matroska_tags_read(path, take, &values);
  } else {
    byline_tag_values_read(
        path, container->iformat->name,
        byline_libav.avcodec_get_name(stream->codecpar->codec_id), take,
        &values);
  }
  take_from_libav(container, stream, &values);
  const double duration = byline_duration_measure(path, container, stream);
  const bool is_video = byline_container_is_video(container);
  byline_libav.avformat_close_input(&container);

  const bool has_artists = prefer_artists(&values);
  const char* const compilation = values.text[BYLINE_TAG_COMPILATION];
  *tags = (BylineTags){
      .is_compilation = compilation && strcmp(compilation, "0") != 0,
      .has_artists = has_artists,
      .artist = give(&values, BYLINE_TAG_ARTIST),
      .album_artist = give(&values, BYLINE_TAG_ALBUM_ARTIST),
      .album = give(&values, BYLINE_TAG_ALBUM),
      .title = give(&values, BYLINE_TAG_TITLE),
      .artist_id = give(&values, BYLINE_TAG_ARTIST_ID),
      .recording_id = give(&values, BYLINE_TAG_RECORDING_ID),
      .duration = duration,
      .is_video = is_video,
  };
  for (int tag = 0; tag < BYLINE_N_TAGS; ++tag) {
    free(values.text[tag]);
  }
  if (values.out_of_memory) {
    byline_tags_free(tags);
    return byline_no_memory(path);
  }
  return BYLINE_OK;
}

void byline_tags_free(BylineTags* tags)
{
  free(tags->artist);
  free(tags->album_artist);
  free(tags->album);
  free(tags->title);
  free(tags->artist_id);
  free(tags->recording_id);
  *tags = (BylineTags){0};
}
