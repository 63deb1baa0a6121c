/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/collection.h"

#include <expat.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that the parser gets at a time */
#define BLOCK_SIZE 65536

/* What is told about a track, in Traktor's file by several elements */
enum { PATH, ARTIST, TITLE, ALBUM, N_FACTS };

/* A collection being read */
typedef struct {
  BylineTakeTrack take;
  void* context;
  XML_Parser parser;
  char* facts[N_FACTS]; ///< Of the track at hand; NULL: not told
  bool is_collection;   ///< It is one of those that are known
  BylineStatus status;
} Reader;

static void stop(Reader* reader, BylineStatus status)
{
  if (reader->status == BYLINE_OK && status != BYLINE_OK) {
    reader->status = status;
    XML_StopParser(reader->parser, XML_FALSE);
  }
}

static void set(Reader* reader, int fact, const char* text)
{
  free(reader->facts[fact]);
  reader->facts[fact] = text ? strdup(text) : NULL;
  if (text && !reader->facts[fact]) {
    stop(reader, byline_no_memory(NULL));
  }
}

static const char* find(const char** attributes, const char* name)
{
  for (; *attributes; attributes += 2) {
    if (!strcmp(attributes[0], name)) {
      return attributes[1];
    }
  }
  return NULL;
}

/* Hand the track over, if it has a place, and forget it. */
static void finish(Reader* reader)
{
  const BylineListedTrack track = {.path = reader->facts[PATH],
                                   .artist = reader->facts[ARTIST],
                                   .title = reader->facts[TITLE],
                                   .album = reader->facts[ALBUM]};
  if (track.path && track.path[0] && reader->status == BYLINE_OK) {
    stop(reader, reader->take(reader->context, &track));
  }
  for (int i = 0; i < N_FACTS; ++i) {
    set(reader, i, NULL);
  }
}

/* Traktor's place of a file: DIR="/:Users/:me/:" FILE="song.mp3" */
static void set_location(Reader* reader, const char** attributes)
{
  const char* const folder = find(attributes, "DIR");
  const char* const file = find(attributes, "FILE");
  char* path = NULL;
  if (!folder || !file || asprintf(&path, "%s%s", folder, file) < 0) {
    return;
  }
  char* out = path;
  for (const char* s = path; *s; ++s) {
    *out++ = *s;
    s += s[0] == '/' && s[1] == ':';
  }
  *out = '\0';
  set(reader, PATH, path);
  free(path);
}

static void XMLCALL begin_element(void* user, const char* name,
                                  const char** attributes)
{
  Reader* const reader = user;
  reader->is_collection |=
      !strcmp(name, "DJ_PLAYLISTS") || !strcmp(name, "NML");
  if (!strcmp(name, "TRACK")) { /* Rekordbox; in its playlists without place */
    set(reader, PATH, find(attributes, "Location"));
    set(reader, ARTIST, find(attributes, "Artist"));
    set(reader, TITLE, find(attributes, "Name"));
    set(reader, ALBUM, find(attributes, "Album"));
    finish(reader);
  } else if (!strcmp(name, "ENTRY")) { /* Traktor */
    set(reader, ARTIST, find(attributes, "ARTIST"));
    set(reader, TITLE, find(attributes, "TITLE"));
  } else if (!strcmp(name, "LOCATION")) {
    set_location(reader, attributes);
  } else if (!strcmp(name, "ALBUM")) {
    set(reader, ALBUM, find(attributes, "TITLE"));
  }
}

static void XMLCALL end_element(void* user, const char* name)
{
  if (!strcmp(name, "ENTRY")) {
    finish(user);
  }
}

static BylineStatus parse(const char* path, FILE* file, Reader* reader)
{
  for (bool last = false; !last;) {
    void* const block = XML_GetBuffer(reader->parser, BLOCK_SIZE);
    const size_t n = block ? fread(block, 1, BLOCK_SIZE, file) : 0;
    last = n < BLOCK_SIZE;
    if (!block) {
      return byline_no_memory(path);
    }
    if (XML_ParseBuffer(reader->parser, (int)n, last) != XML_STATUS_OK) {
      return reader->status != BYLINE_OK
                 ? reader->status
                 : byline_error(
                       BYLINE_ERROR_FORMAT, "%s:%lu: %s", path,
                       (unsigned long)XML_GetCurrentLineNumber(reader->parser),
                       XML_ErrorString(XML_GetErrorCode(reader->parser)));
    }
  }
  return reader->is_collection
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_FORMAT,
                            "%s: XML, but neither Rekordbox's nor Traktor's",
                            path);
}

BylineStatus byline_dj_xml_read(const char* path, BylineTakeTrack take,
                                void* context)
{
  Reader reader = {
      .take = take, .context = context, .parser = XML_ParserCreate(NULL)};
  FILE* const file = fopen(path, "rbe");
  BylineStatus status = BYLINE_OK;
  if (!file) {
    status = byline_error(BYLINE_ERROR_IO, "%s: cannot be read", path);
  } else if (!reader.parser) {
    status = byline_no_memory(path);
  } else {
    XML_SetUserData(reader.parser, &reader);
    XML_SetElementHandler(reader.parser, begin_element, end_element);
    status = parse(path, file, &reader);
  }
  for (int i = 0; i < N_FACTS; ++i) {
    free(reader.facts[i]);
  }
  XML_ParserFree(reader.parser);
  if (file) {
    fclose(file);
  }
  return status;
}
