/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/rewrite.h"

#include <stdlib.h>
#include <string.h>

/* Segments are merged up to so many peaks: those of some thousand hours */
#define MAX_PEAKS (1u << 25)

/* A segment, old or new */
typedef struct {
  BylineIndexSegment stored;
  const uint8_t* removed; ///< For each of its recordings; NULL: none is
  size_t n_kept;
  size_t n_peaks; ///< In those that are kept
} Part;

static void count_kept(Part* part)
{
  const BylineIndexSegment* const s = &part->stored;
  part->n_kept = part->n_peaks = 0;
  for (uint32_t i = 0; i < s->header.n_pieces; ++i) {
    const uint32_t r = s->pieces[i].recording;
    if (!part->removed || !part->removed[r]) {
      part->n_peaks += byline_piece_end(s, i) - s->pieces[i].first_peak;
      part->n_kept += i == s->recordings[r].first_piece;
    }
  }
}

/* How many of the last parts become one: each is smaller than four times all
   that come after it. */
static size_t choose_merged(const Part* parts, size_t n)
{
  size_t n_merged = 0;
  size_t n_peaks = 0;
  while (n_merged < n) {
    const size_t more = parts[n - 1 - n_merged].n_peaks;
    if (n_merged > 0 && (more > 4 * n_peaks || more + n_peaks > MAX_PEAKS)) {
      break;
    }
    n_peaks += more;
    ++n_merged;
  }
  return n_merged;
}

/* The recordings that are kept, as items of a new segment */
static void list_items(const Part* part, BylineSegmentItem* items, size_t* n)
{
  const BylineIndexSegment* const s = &part->stored;
  for (uint32_t i = 0; i < s->header.n_recordings; ++i) {
    if (part->removed && part->removed[i]) {
      continue;
    }
    const BylineStoredRecording* const r = &s->recordings[i];
    const uint32_t end =
        i + 1 < s->header.n_recordings ? r[1].first_piece : s->header.n_pieces;
    const uint32_t first_peak = s->pieces[r->first_piece].first_peak;
    items[(*n)++] = (BylineSegmentItem){
        .path = s->text + r->path,
        .title = s->text + r->title,
        .artist = s->text + r->artist,
        .album = s->text + r->album,
        .id = s->text + r->id,
        .file_size = r->file_size,
        .file_time = r->file_time,
        .duration = r->duration,
        .peaks = s->peaks + first_peak,
        .n_peaks = byline_piece_end(s, end - 1) - first_peak,
        .pieces = s->pieces + r->first_piece,
        .n_pieces = end - r->first_piece,
        .first_peak = first_peak};
  }
}

static void write_bytes(BylineOutput* output, const void* data, size_t size)
{
  /* An error stays with the stream until it is committed */
  fwrite(data, 1, size, output->stream);
}

/* Write some parts as one segment. */
static BylineStatus write_merged(const Part* parts, size_t n,
                                 BylineOutput* output)
{
  size_t n_items = 0;
  for (size_t i = 0; i < n; ++i) {
    n_items += parts[i].n_kept;
  }
  if (n_items == 0) {
    return BYLINE_OK;
  }
  BylineSegmentItem* const items = malloc(n_items * sizeof(*items));
  if (!items) {
    return byline_no_memory("an index");
  }
  n_items = 0;
  for (size_t i = 0; i < n; ++i) {
    list_items(&parts[i], items, &n_items);
  }
  BylineSegmentHeader* segment = NULL;
  const BylineStatus status =
      byline_index_segment_make(items, n_items, &segment);
  if (status == BYLINE_OK) {
    write_bytes(output, segment, segment->size);
  }
  free(segment);
  free(items);
  return status;
}

static BylineStatus write_parts(const Part* parts, size_t n,
                                BylineOutput* output)
{
  BylineIndexHeader header = {.magic = BYLINE_INDEX_MAGIC,
                              .byte_order = BYLINE_INDEX_ORDER,
                              .version = BYLINE_INDEX_VERSION};
  header.checksum =
      byline_checksum(0, &header, offsetof(BylineIndexHeader, checksum));
  write_bytes(output, &header, sizeof(header));
  const size_t n_merged = choose_merged(parts, n);
  const size_t n_alone = n - n_merged;
  BylineStatus status = BYLINE_OK;
  for (size_t i = 0; i < n_alone && status == BYLINE_OK; ++i) {
    if (parts[i].n_kept == parts[i].stored.header.n_recordings) {
      const char* const begin = (const char*)parts[i].stored.recordings;
      write_bytes(output, begin - sizeof(BylineSegmentHeader),
                  parts[i].stored.header.size);
    } else {
      status = write_merged(&parts[i], 1, output);
    }
  }
  return status == BYLINE_OK ? write_merged(parts + n_alone, n_merged, output)
                             : status;
}

BylineStatus byline_recordings_rewrite(const char* path,
                                       const BylineRecordings* index,
                                       const uint8_t* removed,
                                       const BylineSegmentHeader* segment)
{
  const size_t n_old = index ? index->n_segments : 0;
  Part* const parts = calloc(n_old + 1, sizeof(*parts));
  if (!parts) {
    return byline_no_memory(path);
  }
  size_t n = 0;
  for (; n < n_old; ++n) {
    const BylineOpenSegment* const old = &index->segments[n];
    parts[n] = (Part){.stored = old->stored,
                      .removed = removed + old->first_recording};
  }
  if (segment) {
    parts[n].stored.header = *segment;
    byline_index_segment_lay_out((const char*)segment, &parts[n].stored);
    ++n;
  }
  for (size_t i = 0; i < n; ++i) {
    count_kept(&parts[i]);
  }
  BylineOutput output;
  BylineStatus status = byline_output_open(path, &output);
  if (status == BYLINE_OK) {
    status = write_parts(parts, n, &output);
    if (status == BYLINE_OK) {
      status = byline_output_commit(&output);
    } else {
      byline_output_abandon(&output);
    }
  }
  free(parts);
  return status;
}
