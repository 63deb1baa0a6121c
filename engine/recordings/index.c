/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening an index; declared in recordings.h and index.h. */

#include "recordings/index.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

uint64_t byline_checksum(uint64_t sum, const void* data, size_t size)
{
  const unsigned char* const bytes = data;
  for (size_t i = 0; i + 8 <= size; i += 8) {
    uint64_t word = 0;
    memcpy(&word, bytes + i, sizeof(word));
    sum = (sum ^ word) * 0x9e3779b97f4a7c15u;
    sum ^= sum >> 29;
  }
  return sum;
}

char* byline_recordings_default_path(void)
{
  return byline_data_path("recordings.index");
}

/* ---- headers */

static BylineStatus check_header(const char* path, const BylineMapping* file)
{
  static const char advice[] =
      "delete it and make it anew with 'byline recordings add'";
  BylineIndexHeader header;
  if (file->size < sizeof(header)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: not an index of recordings, or cut off; %s", path,
                        advice);
  }
  memcpy(&header, file->data, sizeof(header));
  if (memcmp(header.magic, BYLINE_INDEX_MAGIC, sizeof(header.magic)) != 0) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: not an index of recordings",
                        path);
  }
  if (header.byte_order != BYLINE_INDEX_ORDER) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: from a machine with another order of bytes; %s",
                        path, advice);
  }
  if (header.version != BYLINE_INDEX_VERSION) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: version %" PRIu32
                        " of the format, and this Byline reads %u; %s",
                        path, header.version, BYLINE_INDEX_VERSION, advice);
  }
  if (byline_checksum(0, &header, offsetof(BylineIndexHeader, checksum)) !=
      header.checksum) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: damaged; %s", path, advice);
  }
  return BYLINE_OK;
}

/* Whether the parts are as large together as the segment is.  None of the sums
   can overflow: there are less than 2^32 of each. */
static bool sizes_fit(const BylineSegmentHeader* h)
{
  return h->bucket_bits >= 8 && h->bucket_bits <= 26 && h->n_recordings > 0 &&
         h->n_pieces >= h->n_recordings && h->peak_bits >= 1 &&
         h->peak_bits <= 26 && h->n_peaks <= 1u << h->peak_bits &&
         h->text_size >= 8 && h->text_size % 8 == 0 &&
         h->text_size <= UINT32_MAX &&
         h->size == byline_index_segment_size(h->n_recordings, h->n_pieces,
                                              h->n_peaks, h->bucket_bits,
                                              h->n_postings, h->text_size);
}

uint64_t byline_index_segment_size(uint64_t n_recordings, uint64_t n_pieces,
                                   uint64_t n_peaks, uint64_t bucket_bits,
                                   uint64_t n_postings, uint64_t text_size)
{
  const uint64_t n_numbers = n_peaks + (1ull << bucket_bits) + 1 + n_postings;
  return sizeof(BylineSegmentHeader) +
         n_recordings * sizeof(BylineStoredRecording) +
         n_pieces * sizeof(BylineStoredPiece) +
         (n_numbers + (n_numbers & 1)) * sizeof(uint32_t) + text_size;
}

void byline_index_segment_lay_out(const char* begin, BylineIndexSegment* s)
{
  const BylineSegmentHeader* const h = &s->header;
  const void* at = begin + sizeof(*h);
  s->recordings = at;
  at = s->recordings + h->n_recordings;
  s->pieces = at;
  at = s->pieces + h->n_pieces;
  s->peaks = at;
  s->buckets = s->peaks + h->n_peaks;
  s->postings = s->buckets + ((size_t)1 << h->bucket_bits) + 1;
  s->text = begin + h->size - h->text_size;
}

/* Whether the texts may be shown anywhere; a path may be any bytes. */
static bool texts_are_safe(const BylineIndexSegment* s,
                           const BylineStoredRecording* r)
{
  return byline_utf8_is_safe(s->text + r->title) &&
         byline_utf8_is_safe(s->text + r->artist) &&
         byline_utf8_is_safe(s->text + r->album) &&
         byline_utf8_is_safe(s->text + r->id);
}

/* Whether what tells where things are tells the truth; what is looked up, the
   buckets and postings, is checked when it is. */
static bool tables_fit(const BylineIndexSegment* s)
{
  const BylineSegmentHeader* const h = &s->header;
  uint32_t piece = 0;
  if (s->text[h->text_size - 1] != '\0') {
    return false;
  }
  for (uint32_t i = 0; i < h->n_recordings; ++i) {
    const BylineStoredRecording* const r = &s->recordings[i];
    const uint32_t end =
        i + 1 < h->n_recordings ? r[1].first_piece : h->n_pieces;
    if (r->first_piece != piece || end <= piece || end > h->n_pieces ||
        r->path >= h->text_size || r->title >= h->text_size ||
        r->artist >= h->text_size || r->album >= h->text_size ||
        r->id >= h->text_size || !texts_are_safe(s, r)) {
      return false;
    }
    for (; piece < end; ++piece) {
      if (s->pieces[piece].recording != i ||
          s->pieces[piece].first_peak > byline_piece_end(s, piece)) {
        return false;
      }
    }
  }
  return s->pieces[0].first_peak == 0;
}

BylineStatus byline_index_segment_block(BylineOpenSegment* segment)
{
  const BylineIndexSegment* const s = &segment->stored;
  const uint32_t n = (s->header.n_peaks >> BYLINE_BLOCK_BITS) + 1;
  segment->blocks = malloc(n * sizeof(*segment->blocks));
  if (!segment->blocks) {
    return byline_no_memory("an index");
  }
  uint32_t piece = 0;
  for (uint32_t i = 0; i < n; ++i) {
    while (piece + 1 < s->header.n_pieces &&
           byline_piece_end(s, piece) <= i << BYLINE_BLOCK_BITS) {
      ++piece;
    }
    segment->blocks[i] = piece;
  }
  return BYLINE_OK;
}

uint32_t byline_index_segment_piece(const BylineOpenSegment* segment,
                                    uint32_t peak)
{
  const BylineIndexSegment* const s = &segment->stored;
  uint32_t piece = segment->blocks[peak >> BYLINE_BLOCK_BITS];
  while (piece + 1 < s->header.n_pieces &&
         s->pieces[piece + 1].first_peak <= peak) {
    ++piece;
  }
  return piece;
}

uint32_t byline_index_segment_start(const BylineIndexSegment* s, uint32_t piece)
{
  const uint32_t first = s->recordings[s->pieces[piece].recording].first_piece;
  return (piece - first) * BYLINE_PIECE_HOPS;
}

/* ---- opening */

static BylineStatus damaged(const char* path, const char* what)
{
  return byline_error(
      BYLINE_ERROR_FORMAT,
      "%s: %s; delete it and make it anew with 'byline recordings add'", path,
      what);
}

static BylineStatus add_segment(const char* path, BylineRecordings* index,
                                const BylineSegmentHeader* header)
{
  const size_t n = index->n_segments;
  BylineOpenSegment* const grown =
      realloc(index->segments, (n + 1) * sizeof(*grown));
  if (!grown) {
    return byline_no_memory(path);
  }
  index->segments = grown;
  BylineOpenSegment* const segment = &grown[n];
  *segment =
      (BylineOpenSegment){.stored.header = *header,
                          .begin = index->end,
                          .first_recording = (uint32_t)index->n_recordings};
  byline_index_segment_lay_out((const char*)index->file.data + index->end,
                               &segment->stored);
  if (!tables_fit(&segment->stored) ||
      index->n_recordings + header->n_recordings > UINT32_MAX) {
    return damaged(path, "damaged");
  }
  ++index->n_segments;
  index->n_recordings += header->n_recordings;
  index->n_peaks += header->n_peaks;
  index->end += header->size;
  return byline_index_segment_block(segment);
}

/* What is not complete at the end was being added when a program was killed,
   and where its header will be, there are zeros. */
static BylineStatus open_segments(const char* path, BylineRecordings* index)
{
  index->end = sizeof(BylineIndexHeader);
  while (index->file.size > index->end) {
    const size_t rest = index->file.size - index->end;
    BylineSegmentHeader header = {.magic = ""};
    memcpy(&header, (const char*)index->file.data + index->end,
           rest < sizeof(header) ? rest : sizeof(header));
    if (header.magic[0] == '\0') {
      break;
    }
    if (rest < sizeof(header)) {
      return damaged(path, "cut off");
    }
    if (memcmp(header.magic, BYLINE_SEGMENT_MAGIC, sizeof(header.magic)) != 0 ||
        byline_checksum(0, &header, offsetof(BylineSegmentHeader, checksum)) !=
            header.checksum ||
        !sizes_fit(&header)) {
      return damaged(path, "damaged");
    }
    if (header.size > rest) {
      return damaged(path, "cut off");
    }
    const BylineStatus status = add_segment(path, index, &header);
    if (status != BYLINE_OK) {
      return status;
    }
  }
  return BYLINE_OK;
}

BylineStatus byline_recordings_open(const char* path, BylineRecordings** index)
{
  *index = NULL;
  BylineRecordings* const r = calloc(1, sizeof(*r));
  if (!r) {
    return byline_no_memory(path);
  }
  BylineStatus status = byline_mapping_open(path, &r->file);
  if (status == BYLINE_OK) {
    status = check_header(path, &r->file);
  }
  if (status == BYLINE_OK) {
    status = open_segments(path, r);
  }
  if (status != BYLINE_OK) {
    byline_recordings_close(r);
    return status;
  }
  *index = r;
  return BYLINE_OK;
}

void byline_recordings_close(BylineRecordings* index)
{
  if (index) {
    for (size_t i = 0; i < index->n_segments; ++i) {
      free(index->segments[i].blocks);
    }
    free(index->segments);
    byline_mapping_close(&index->file);
    free(index);
  }
}

size_t byline_recordings_count(const BylineRecordings* index)
{
  return index->n_recordings;
}

BylineRecordingInfo byline_recordings_info(const BylineRecordings* index,
                                           size_t i)
{
  size_t k = index->n_segments - 1;
  while (index->segments[k].first_recording > i) {
    --k;
  }
  const BylineIndexSegment* const s = &index->segments[k].stored;
  const BylineStoredRecording* const r =
      &s->recordings[i - index->segments[k].first_recording];
  return (BylineRecordingInfo){.path = s->text + r->path,
                               .title = s->text + r->title,
                               .artist = s->text + r->artist,
                               .album = s->text + r->album,
                               .id = s->text + r->id,
                               .duration = r->duration / 1000.0};
}

BylineStatus byline_recordings_check(const BylineRecordings* index)
{
  for (size_t i = 0; i < index->n_segments; ++i) {
    const BylineIndexSegment* const s = &index->segments[i].stored;
    const size_t size = s->header.size - sizeof(s->header);
    const char* const content = (const char*)index->file.data +
                                index->segments[i].begin + sizeof(s->header);
    if (byline_checksum(0, content, size) != s->header.content) {
      return byline_error(
          BYLINE_ERROR_FORMAT,
          "recordings %" PRIu32 " to %zu are damaged; make the index anew with "
          "'byline recordings add'",
          index->segments[i].first_recording + 1,
          (size_t)index->segments[i].first_recording + s->header.n_recordings);
    }
  }
  return BYLINE_OK;
}
