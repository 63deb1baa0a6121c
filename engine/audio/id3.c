/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/id3.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Longer texts are not looked at, in bytes */
#define MAX_TEXT 65536

/* Flags of the tag, and of a frame's second flag byte */
enum { TAG_UNSYNCHRONISED = 0x80, TAG_EXTENDED = 0x40 };
enum {
  FRAME_COMPRESSED = 0x08,
  FRAME_ENCRYPTED = 0x04,
  FRAME_UNSYNCHRONISED = 0x02,
  FRAME_LENGTH = 0x01
};

/* How a text is encoded: its first byte */
enum { LATIN_1, UTF_16_MARKED, UTF_16_BIG, UTF_8 };

/* Seven bits a byte */
static size_t read_size(const uint8_t* b)
{
  return (size_t)(b[0] & 0x7f) << 21 | (size_t)(b[1] & 0x7f) << 14 |
         (size_t)(b[2] & 0x7f) << 7 | (size_t)(b[3] & 0x7f);
}

/* Take out the zeros that follow each 0xff. */
static size_t synchronise(uint8_t* data, size_t n)
{
  size_t n_kept = 0;
  for (size_t i = 0; i < n; ++i) {
    data[n_kept++] = data[i];
    i += data[i] == 0xff && i + 1 < n && data[i + 1] == 0;
  }
  return n_kept;
}

static char* put_utf8(char* out, uint32_t code)
{
  static const uint32_t limits[] = {0x80, 0x800, 0x10000};
  static const uint32_t leads[] = {0, 0xc0, 0xe0, 0xf0};
  unsigned n_more = 0;
  while (n_more < 3 && code >= limits[n_more]) {
    ++n_more;
  }
  *out++ = (char)(leads[n_more] | code >> (6 * n_more));
  while (n_more-- > 0) {
    *out++ = (char)(0x80 | (code >> (6 * n_more) & 0x3f));
  }
  return out;
}

static uint32_t unit_at(const uint8_t* text, size_t i, bool big)
{
  return big ? (uint32_t)(text[i] << 8 | text[i + 1])
             : (uint32_t)(text[i + 1] << 8 | text[i]);
}

/* From UTF-16; marks of the byte order may stand before each value. */
static char* from_utf16(const uint8_t* text, size_t n, bool big, char* out)
{
  for (size_t i = 0; i + 1 < n; i += 2) {
    uint32_t code = unit_at(text, i, big);
    if (code == 0xfffe) {
      big = !big;
    }
    if (code == 0xfffe || code == 0xfeff) {
      continue;
    }
    if (code >= 0xd800 && code < 0xdc00 && i + 3 < n) {
      const uint32_t low = unit_at(text, i + 2, big);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i += 2;
      }
    }
    out = put_utf8(out, code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
  }
  return out;
}

/* Turn a frame's text into UTF-8, with zeros between and after its values.
   Returns its length, without the zeros at the end. */
static size_t decode(const uint8_t* data, size_t n, char* text)
{
  char* out = text;
  if (data[0] == LATIN_1) {
    for (size_t i = 1; i < n; ++i) {
      out = put_utf8(out, data[i]);
    }
  } else if (data[0] == UTF_8) {
    memcpy(out, data + 1, n - 1);
    out += n - 1;
  } else if (data[0] == UTF_16_MARKED || data[0] == UTF_16_BIG) {
    out = from_utf16(data + 1, n - 1, data[0] == UTF_16_BIG, out);
  }
  while (out > text && !out[-1]) {
    --out;
  }
  *out = '\0';
  return (size_t)(out - text);
}

/* Join values that zeros stand between; NULL when there is but one. */
static char* join(const char* text, size_t n)
{
  if (!memchr(text, '\0', n)) {
    return NULL;
  }
  char* const joined = malloc(2 * n + 1);
  char* out = joined;
  for (size_t i = 0; joined && i < n; ++i) {
    if (text[i]) {
      *out++ = text[i];
    } else if (text[i + 1]) {
      *out++ = ';';
      *out++ = ' ';
    }
  }
  if (joined) {
    *out = '\0';
  }
  return joined;
}

/* Look at one frame's data; `text` has room for what becomes of it. */
static void take_frame(const char* id, const uint8_t* data, size_t n,
                       char* text, BylineId3* tags)
{
  static const char id_name[] = "MusicBrainz Artist Id";
  if (n < 2) {
    return;
  }
  const size_t length = decode(data, n, text);
  if (!memcmp(id, "TPE1", 4) && !tags->artist) {
    tags->artist = join(text, length);
  } else if (!memcmp(id, "TXXX", 4) && !tags->artist_id &&
             !strcasecmp(text, id_name) && length > sizeof(id_name)) {
    tags->artist_id = join(text + sizeof(id_name), length - sizeof(id_name));
  }
}

/* Read a frame's data as it was before it was written. */
static size_t read_frame(FILE* file, size_t size, unsigned flags, uint8_t* data)
{
  size_t n = fread(data, 1, size, file);
  if (flags & FRAME_LENGTH) {
    n = n > 4 ? n - 4 : 0;
    memmove(data, data + 4, n);
  }
  return flags & FRAME_UNSYNCHRONISED ? synchronise(data, n) : n;
}

static bool skip(FILE* file, size_t n)
{
  return fseek(file, (long)n, SEEK_CUR) == 0;
}

/* Walk through the frames of a tag. */
static void read_frames(FILE* file, size_t rest, unsigned tag_flags,
                        uint8_t* data, char* text, BylineId3* tags)
{
  uint8_t head[10];
  while (rest >= sizeof(head) && fread(head, sizeof(head), 1, file) == 1 &&
         head[0]) {
    const size_t size = read_size(head + 4);
    const unsigned flags =
        head[9] | (tag_flags & TAG_UNSYNCHRONISED ? FRAME_UNSYNCHRONISED : 0u);
    rest -= sizeof(head);
    if (size > rest) {
      return;
    }
    rest -= size;
    if (head[0] != 'T' || size > MAX_TEXT ||
        flags & (FRAME_COMPRESSED | FRAME_ENCRYPTED)) {
      if (!skip(file, size)) {
        return;
      }
      continue;
    }
    const size_t n = read_frame(file, size, flags, data);
    take_frame((const char*)head, data, n, text, tags);
  }
}

/* Go to the first frame of a tag; its flags and size are then known. */
static bool begin(FILE* file, unsigned* flags, size_t* size)
{
  uint8_t head[10];
  if (fread(head, sizeof(head), 1, file) != 1 ||
      memcmp(head, "ID3\4", 4) != 0) {
    return false;
  }
  *flags = head[5];
  *size = read_size(head + 6);
  if (*flags & TAG_EXTENDED) {
    uint8_t extension[4];
    const size_t n = fread(extension, sizeof(extension), 1, file) == 1
                         ? read_size(extension)
                         : 0;
    if (n < sizeof(extension) || n > *size) {
      return false;
    }
    *size -= n;
    return skip(file, n - sizeof(extension));
  }
  return true;
}

void byline_id3_read(const char* path, BylineId3* tags)
{
  *tags = (BylineId3){0};
  FILE* const file = fopen(path, "rb");
  if (!file) {
    return;
  }
  unsigned flags = 0;
  size_t size = 0;
  if (begin(file, &flags, &size)) {
    /* A byte or a unit of UTF-16 becomes three at most */
    uint8_t* const data = malloc(MAX_TEXT);
    char* const text = malloc(3 * MAX_TEXT + 1);
    if (data && text) {
      read_frames(file, size, flags, data, text, tags);
    }
    free(data);
    free(text);
  }
  fclose(file);
}

void byline_id3_free(BylineId3* tags)
{
  free(tags->artist);
  free(tags->artist_id);
  *tags = (BylineId3){0};
}
