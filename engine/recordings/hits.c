/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/hits.h"

#include "recordings/quads.h"

#include <stdlib.h>
#include <string.h>

/* What is in so full a bucket tells nothing: a loop, again and again */
#define MAX_BUCKET 1024

/* Keys whose buckets are fetched side by side */
#define BATCH 64

static bool reserve(BylineHits* hits)
{
  if (hits->n < hits->capacity) {
    return true;
  }
  const size_t capacity = hits->capacity ? 2 * hits->capacity : 4096;
  BylineHit* const grown = capacity <= BYLINE_MAX_HITS
                               ? realloc(hits->hits, capacity * sizeof(*grown))
                               : NULL;
  if (grown) {
    hits->hits = grown;
    hits->capacity = capacity;
  }
  return grown;
}

/* A posting has the key of what was heard. */
static void consider(const BylineRecordings* index, size_t segment,
                     uint32_t number, const BylinePeak* heard, BylineHits* hits)
{
  const BylineOpenSegment* const open = &index->segments[segment];
  if (number >= open->stored.header.n_peaks) {
    return;
  }
  const BylineStoredPeak peak = open->stored.peaks[number];
  const int32_t pitch =
      (int32_t)heard->frequency - (int32_t)byline_stored_frequency(peak);
  if (abs(pitch) <= BYLINE_MAX_PITCH && reserve(hits)) {
    hits->hits[hits->n++] =
        (BylineHit){.heard = heard->time,
                    .time = byline_stored_time(peak),
                    .segment = (uint32_t)segment,
                    .piece = byline_index_segment_piece(open, number),
                    .pitch = pitch};
  }
}

/* Go through the buckets of some keys; memory is asked for all of them before
   any is waited for. */
static void look_up(const BylineRecordings* index, size_t segment,
                    const uint32_t* keys, size_t n, const BylinePeak* heard,
                    BylineHits* hits)
{
  const BylineIndexSegment* const s = &index->segments[segment].stored;
  const unsigned shift = 32 - s->header.bucket_bits;
  const unsigned peak_bits = s->header.peak_bits;
  uint32_t begins[BATCH];
  uint32_t ends[BATCH];
  for (size_t i = 0; i < n; ++i) {
    __builtin_prefetch(&s->buckets[keys[i] >> shift]);
  }
  for (size_t i = 0; i < n; ++i) {
    begins[i] = s->buckets[keys[i] >> shift];
    ends[i] = s->buckets[(keys[i] >> shift) + 1];
    if (ends[i] > s->header.n_postings || begins[i] > ends[i]) {
      ends[i] = begins[i] = 0;
    }
    if (begins[i] < ends[i]) {
      __builtin_prefetch(&s->postings[begins[i]]);
    }
  }
  for (size_t i = 0; i < n; ++i) {
    const uint32_t end = ends[i] - begins[i] > MAX_BUCKET ? begins[i] : ends[i];
    const uint32_t tag = byline_posting_tag(&s->header, keys[i]);
    for (uint32_t k = begins[i]; k < end; ++k) {
      if (s->postings[k] >> peak_bits == tag) {
        consider(index, segment, s->postings[k] & ((1u << peak_bits) - 1),
                 heard, hits);
      }
    }
  }
}

void byline_hits_find(const BylineRecordings* index, const BylinePeak* peaks,
                      size_t n, size_t anchor, BylineHits* hits)
{
  uint32_t keys[BYLINE_QUERY_KEYS];
  const size_t n_keys = byline_quads_to_search(peaks, n, anchor, keys);
  for (size_t segment = 0; segment < index->n_segments; ++segment) {
    for (size_t i = 0; i < n_keys; i += BATCH) {
      const size_t rest = n_keys - i;
      look_up(index, segment, keys + i, rest < BATCH ? rest : BATCH,
              &peaks[anchor], hits);
    }
  }
}

void byline_hits_forget(BylineHits* hits, uint32_t before)
{
  size_t n = 0;
  while (n < hits->n && hits->hits[n].heard < before) {
    ++n;
  }
  if (n > 0) {
    memmove(hits->hits, hits->hits + n, (hits->n - n) * sizeof(BylineHit));
    hits->n -= n;
  }
}

void byline_hits_free(BylineHits* hits)
{
  free(hits->hits);
  *hits = (BylineHits){0};
}
