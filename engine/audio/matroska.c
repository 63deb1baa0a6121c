/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/matroska.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

/* Longer texts are not read, in bytes */
#define MAX_TEXT 65536

/* Elements, with their marks */
enum {
  SEGMENT = 0x18538067,
  TAGS = 0x1254c367,
  TAG = 0x7373,
  TARGETS = 0x63c0,
  TARGET_TYPE = 0x68ca,
  SIMPLE_TAG = 0x67c8,
  TAG_NAME = 0x45a3,
  TAG_STRING = 0x4487
};

/* What a target type is of */
enum { TRACK = 30, ALBUM = 50 };

typedef struct {
  FILE* file;
  BylineTagSink sink;
  void* context;
  uint64_t type; /* Of the tag's target, 0: not told */
  char* name;    /* Of the simple tag */
  char* text;    /* Its value */
} Reader;

/* Read a number whose first byte tells how long it is.
   @param with_mark Whether the bit that tells belongs to it: in names.
   @param[out] unknown All bits are set: it is a length that is not told. */
static bool read_number(FILE* file, bool with_mark, uint64_t* value,
                        bool* unknown)
{
  const int first = fgetc(file);
  if (first <= 0) {
    return false;
  }
  unsigned n_more = 0;
  while (!(first & (0x80 >> n_more))) {
    ++n_more;
  }
  const unsigned mask = 0x7fu >> n_more;
  *value = with_mark ? (unsigned)first : (unsigned)first & mask;
  *unknown = ((unsigned)first & mask) == mask;
  while (n_more-- > 0) {
    const int next = fgetc(file);
    if (next < 0) {
      return false;
    }
    *unknown &= next == 0xff;
    *value = *value << 8 | (unsigned)next;
  }
  return true;
}

static uint64_t read_unsigned(FILE* file, uint64_t size)
{
  uint64_t value = 0;
  for (; size > 0 && size <= 8; --size) {
    value = value << 8 | (unsigned)fgetc(file);
  }
  return value;
}

static char* read_text(FILE* file, uint64_t size)
{
  char* const text = size <= MAX_TEXT ? calloc(size + 1, 1) : NULL;
  if (text && fread(text, 1, size, file) < size) {
    text[0] = '\0';
  }
  return text;
}

/* Give a simple tag away. */
static void give(const Reader* r)
{
  static const struct {
    const char* name;
    BylineTag tag;
    BylineTag of_album;
  } tags[] = {
      {"ARTIST", BYLINE_TAG_ARTIST, BYLINE_TAG_ALBUM_ARTIST},
      {"ARTISTS", BYLINE_TAG_ARTISTS, BYLINE_N_TAGS},
      {"ALBUM_ARTIST", BYLINE_TAG_ALBUM_ARTIST, BYLINE_TAG_ALBUM_ARTIST},
      {"ALBUM", BYLINE_TAG_ALBUM, BYLINE_TAG_ALBUM},
      {"TITLE", BYLINE_TAG_TITLE, BYLINE_TAG_ALBUM},
      {"MUSICBRAINZ_ARTISTID", BYLINE_TAG_ARTIST_ID, BYLINE_N_TAGS},
      {"MUSICBRAINZ_TRACKID", BYLINE_TAG_RECORDING_ID, BYLINE_N_TAGS},
      {"COMPILATION", BYLINE_TAG_COMPILATION, BYLINE_TAG_COMPILATION}};
  for (size_t i = 0; r->name && r->text && i < sizeof(tags) / sizeof(*tags);
       ++i) {
    const BylineTag tag = r->type == ALBUM ? tags[i].of_album : tags[i].tag;
    if (!strcasecmp(r->name, tags[i].name) && tag < BYLINE_N_TAGS &&
        r->text[0] && (r->type == 0 || r->type == TRACK || r->type == ALBUM)) {
      r->sink(r->context, tag, r->text);
    }
  }
}

static void clear(Reader* r)
{
  free(r->name);
  free(r->text);
  r->name = NULL;
  r->text = NULL;
}

static void walk(Reader* r, uint64_t end, unsigned depth);

static void take(Reader* r, uint64_t id, uint64_t size, uint64_t end,
                 unsigned depth)
{
  switch (id) {
  case TAG:
    r->type = 0;
    walk(r, end, depth + 1);
    break;
  case SEGMENT:
  case TAGS:
  case TARGETS:
    walk(r, end, depth + 1);
    break;
  case SIMPLE_TAG:
    walk(r, end, depth + 1);
    give(r);
    clear(r);
    break;
  case TARGET_TYPE:
    r->type = read_unsigned(r->file, size);
    break;
  case TAG_NAME:
    free(r->name);
    r->name = read_text(r->file, size);
    break;
  case TAG_STRING:
    free(r->text);
    r->text = read_text(r->file, size);
    break;
  default:
    break;
  }
}

/* Walk through the elements up to a place in the file. */
static void walk(Reader* r, uint64_t end, unsigned depth)
{
  uint64_t id = 0;
  uint64_t size = 0;
  bool unknown = false;
  while (depth < 8 && (uint64_t)ftello(r->file) < end &&
         read_number(r->file, true, &id, &unknown) &&
         read_number(r->file, false, &size, &unknown)) {
    const uint64_t begin = (uint64_t)ftello(r->file);
    if (unknown || size > end - begin || begin > end) {
      size = end > begin ? end - begin : 0;
    }
    take(r, id, size, begin + size, depth);
    if (fseeko(r->file, (off_t)(begin + size), SEEK_SET) != 0) {
      return;
    }
  }
}

void byline_matroska_tags_read(const char* path, BylineTagSink sink,
                               void* context)
{
  FILE* const file = fopen(path, "rb");
  if (!file) {
    return;
  }
  Reader reader = {.file = file, .sink = sink, .context = context};
  if (fseeko(file, 0, SEEK_END) == 0) {
    const off_t end = ftello(file);
    rewind(file);
    walk(&reader, end > 0 ? (uint64_t)end : 0, 0);
  }
  clear(&reader);
  fclose(file);
}
