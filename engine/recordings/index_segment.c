/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/index_segment.h"

#include "recordings/quads.h"

#include <stdlib.h>
#include <string.h>

/* Postings in a bucket, about */
#define PER_BUCKET 16

/* Peaks of one piece, and what is done with each one's keys */
typedef struct {
  BylinePeak* peaks; ///< Room for the largest piece
  uint32_t* buckets; ///< 2^bits + 1
  const BylineSegmentHeader* header;
  uint32_t* postings; ///< NULL: only count
} Filing;

static size_t piece_end(const BylineSegmentItem* item, size_t piece)
{
  return piece + 1 < item->n_pieces
             ? item->pieces[piece + 1].first_peak - item->first_peak
             : item->n_peaks;
}

/* File a piece's peaks, of which the first has this number. */
static void file_piece(Filing* f, const BylineStoredPeak* stored, size_t n,
                       uint32_t number)
{
  const BylineSegmentHeader* const h = f->header;
  for (size_t i = 0; i < n; ++i) {
    f->peaks[i] = byline_stored_peak(stored[i]);
  }
  for (size_t i = 0; i < n; ++i) {
    uint32_t quads[BYLINE_INDEX_KEYS];
    const size_t n_quads = byline_quads_to_index(f->peaks, n, i, quads);
    const uint32_t band = byline_key_band(f->peaks[i].frequency);
    for (size_t k = 0; k < n_quads; ++k) {
      const uint32_t key = byline_key_in_band(quads[k], band);
      const uint32_t bucket = key >> (32 - h->bucket_bits);
      if (f->postings) {
        f->postings[f->buckets[bucket]++] =
            byline_posting_tag(h, key) << h->peak_bits | (number + (uint32_t)i);
      } else {
        ++f->buckets[bucket + 1];
      }
    }
  }
}

/* Most buckets are so small that they are sorted by inserting */
#define FEW 32

static int compare_postings(const void* a, const void* b)
{
  const uint32_t x = *(const uint32_t*)a;
  const uint32_t y = *(const uint32_t*)b;
  return x < y ? -1 : x > y;
}

static void sort_bucket(uint32_t* postings, size_t n)
{
  if (n > FEW) {
    qsort(postings, n, sizeof(*postings), compare_postings);
    return;
  }
  for (size_t i = 1; i < n; ++i) {
    const uint32_t posting = postings[i];
    size_t k = i;
    for (; k > 0 && postings[k - 1] > posting; --k) {
      postings[k] = postings[k - 1];
    }
    postings[k] = posting;
  }
}

static void file_all(Filing* f, const BylineSegmentItem* items, size_t n)
{
  uint32_t number = 0;
  for (size_t i = 0; i < n; ++i) {
    for (size_t p = 0; p < items[i].n_pieces; ++p) {
      const size_t begin = items[i].pieces[p].first_peak - items[i].first_peak;
      const size_t end = piece_end(&items[i], p);
      file_piece(f, items[i].peaks + begin, end - begin, number);
      number += (uint32_t)(end - begin);
    }
  }
}

/* Count what goes into each bucket: then they begin where the one before ends
 */
static void count(Filing* f, const BylineSegmentItem* items, size_t n,
                  uint32_t n_buckets)
{
  file_all(f, items, n);
  for (uint32_t i = 0; i < n_buckets; ++i) {
    f->buckets[i + 1] += f->buckets[i];
  }
}

/* Filing moves each bucket's beginning to its end; move them back.  Within a
   bucket, postings with one key stand together. */
static void fill(Filing* f, const BylineSegmentItem* items, size_t n,
                 uint32_t n_buckets, uint32_t* postings)
{
  f->postings = postings;
  file_all(f, items, n);
  memmove(f->buckets + 1, f->buckets, n_buckets * sizeof(*f->buckets));
  f->buckets[0] = 0;
  for (uint32_t i = 0; i < n_buckets; ++i) {
    sort_bucket(postings + f->buckets[i], f->buckets[i + 1] - f->buckets[i]);
  }
}

/* ---- what is not postings */

static void count_items(const BylineSegmentItem* items, size_t n,
                        uint64_t* n_pieces, uint64_t* n_peaks,
                        uint64_t* text_size)
{
  *n_pieces = *n_peaks = 0;
  *text_size = 1;
  for (size_t i = 0; i < n; ++i) {
    *n_pieces += items[i].n_pieces;
    *n_peaks += items[i].n_peaks;
    *text_size += strlen(items[i].path) + strlen(items[i].title) +
                  strlen(items[i].artist) + strlen(items[i].album) +
                  strlen(items[i].id) + 5;
  }
  *text_size += (8 - *text_size % 8) % 8;
}

/* A text's place; all empty ones share the first byte */
static uint32_t put_text(const char* text, char* texts, size_t* n)
{
  if (!*text) {
    return 0;
  }
  const uint32_t place = (uint32_t)*n;
  const size_t size = strlen(text) + 1;
  memcpy(texts + *n, text, size);
  *n += size;
  return place;
}

static void put_items(const BylineSegmentItem* items, size_t n, char* at,
                      char* texts)
{
  BylineStoredRecording* const recordings = (void*)at;
  BylineStoredPiece* piece = (void*)(recordings + n);
  size_t n_text = 1;
  uint32_t n_pieces = 0;
  uint32_t n_peaks = 0;
  for (size_t i = 0; i < n; ++i) {
    const BylineSegmentItem* const item = &items[i];
    recordings[i] = (BylineStoredRecording){
        .file_size = item->file_size,
        .file_time = item->file_time,
        .duration = item->duration,
        .first_piece = n_pieces,
        .path = put_text(item->path, texts, &n_text),
        .title = put_text(item->title, texts, &n_text),
        .artist = put_text(item->artist, texts, &n_text),
        .album = put_text(item->album, texts, &n_text),
        .id = put_text(item->id, texts, &n_text)};
    for (size_t p = 0; p < item->n_pieces; ++p) {
      const size_t offset = item->pieces[p].first_peak - item->first_peak;
      *piece++ = (BylineStoredPiece){(uint32_t)i, n_peaks + (uint32_t)offset};
    }
    n_pieces += (uint32_t)item->n_pieces;
    n_peaks += (uint32_t)item->n_peaks;
  }
  BylineStoredPeak* peaks = (void*)piece;
  for (size_t i = 0; i < n; ++i) {
    if (items[i].n_peaks > 0) {
      memcpy(peaks, items[i].peaks, items[i].n_peaks * sizeof(*peaks));
    }
    peaks += items[i].n_peaks;
  }
}

static unsigned choose_bits(uint64_t n_peaks)
{
  unsigned bits = 8;
  while (bits < 26 &&
         (uint64_t)PER_BUCKET << bits < n_peaks * (BYLINE_INDEX_KEYS - 1)) {
    ++bits;
  }
  return bits;
}

/* Put it together once it is known what is in each bucket. */
static BylineStatus assemble(const BylineSegmentItem* items, size_t n,
                             Filing* f, BylineSegmentHeader* h,
                             BylineSegmentHeader** data)
{
  const uint32_t n_buckets = 1u << h->bucket_bits;
  h->n_postings = f->buckets[n_buckets];
  h->size =
      byline_index_segment_size(h->n_recordings, h->n_pieces, h->n_peaks,
                                h->bucket_bits, h->n_postings, h->text_size);
  char* const bytes = calloc(h->size, 1);
  if (!bytes) {
    return byline_no_memory("an index");
  }
  uint32_t* const buckets =
      (void*)(bytes + sizeof(*h) +
              h->n_recordings * sizeof(BylineStoredRecording) +
              h->n_pieces * sizeof(BylineStoredPiece) +
              h->n_peaks * sizeof(BylineStoredPeak));
  put_items(items, n, bytes + sizeof(*h), bytes + h->size - h->text_size);
  fill(f, items, n, n_buckets, buckets + n_buckets + 1);
  memcpy(buckets, f->buckets, (n_buckets + 1u) * sizeof(*buckets));
  h->content = byline_checksum(0, bytes + sizeof(*h), h->size - sizeof(*h));
  h->checksum = byline_checksum(0, h, offsetof(BylineSegmentHeader, checksum));
  memcpy(bytes, h, sizeof(*h));
  *data = (void*)bytes;
  return BYLINE_OK;
}

BylineStatus byline_index_segment_make(const BylineSegmentItem* items, size_t n,
                                       BylineSegmentHeader** data)
{
  *data = NULL;
  uint64_t n_pieces = 0;
  uint64_t n_peaks = 0;
  uint64_t text_size = 0;
  count_items(items, n, &n_pieces, &n_peaks, &text_size);
  if (n_peaks >= 1u << 26 || n_pieces > UINT32_MAX || text_size > UINT32_MAX) {
    return byline_error(BYLINE_ERROR_DATA,
                        "too many recordings to be added at once");
  }
  BylineSegmentHeader header = {.magic = BYLINE_SEGMENT_MAGIC,
                                .text_size = text_size,
                                .n_recordings = (uint32_t)n,
                                .n_pieces = (uint32_t)n_pieces,
                                .n_peaks = (uint32_t)n_peaks,
                                .bucket_bits = choose_bits(n_peaks)};
  header.peak_bits = 1;
  while (n_peaks > 1u << header.peak_bits) {
    ++header.peak_bits;
  }
  const uint32_t n_buckets = 1u << header.bucket_bits;
  Filing f = {.header = &header};
  f.peaks = malloc((n_peaks + 1) * sizeof(*f.peaks));
  f.buckets = calloc(n_buckets + 1u, sizeof(*f.buckets));
  BylineStatus status =
      f.peaks && f.buckets ? BYLINE_OK : byline_no_memory("an index");
  if (status == BYLINE_OK) {
    count(&f, items, n, n_buckets);
    status = assemble(items, n, &f, &header, data);
  }
  free(f.peaks);
  free(f.buckets);
  return status;
}
