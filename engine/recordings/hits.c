/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/hits.h"

#include <stdlib.h>
#include <string.h>

/* Hits of one peak, at most.  What has a rare key tells more than what has one
   that much music shares, so the rarest keys go first; and a question costs
   hardly more with a large index than with a small one.  Who has heard
   little, or what is half hidden, takes more. */
#define USUAL_MOST 96
#define MOST 256

/* Keys whose buckets are fetched side by side */
#define BATCH 64

/* Keys that are found, at most: in all segments there are */
#define MAX_FOUND 8192

/* In buckets up to that size a key is sought one by one */
#define FEW 16

/* Postings with a key */
typedef struct {
  uint32_t segment;
  uint32_t first;
  uint32_t n;
} Found;

/* All the keys of a peak that are found */
typedef struct {
  Found found[MAX_FOUND];
  size_t n;
  uint32_t most;           ///< Hits that there is room for
  size_t n_with[MOST + 1]; ///< How many have so many postings
} Findings;

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

void byline_hits_add(BylineHits* hits, const BylineHit* hit)
{
  if (reserve(hits)) {
    hits->hits[hits->n++] = *hit;
  }
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
  if (abs(pitch) <= BYLINE_MAX_PITCH) {
    byline_hits_add(
        hits, &(BylineHit){.heard = heard->time,
                           .time = byline_stored_time(peak),
                           .segment = (uint32_t)segment,
                           .piece = byline_index_segment_piece(open, number),
                           .pitch = pitch});
  }
}

/* The first posting of a bucket from a tag on; they are in order */
static uint32_t find_tag(const uint32_t* postings, uint32_t begin, uint32_t end,
                         uint32_t tag, unsigned peak_bits)
{
  while (end - begin > FEW) {
    const uint32_t middle = begin + (end - begin) / 2;
    if (postings[middle] >> peak_bits < tag) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  /* Counted without branches, none of which could be foretold */
  uint32_t first = begin;
  for (uint32_t i = begin; i < end; ++i) {
    first += postings[i] >> peak_bits < tag;
  }
  return first;
}

/* The postings of a bucket that have a tag, unless they are so many that they
   tell nothing: a loop, again and again. */
static uint32_t count_tagged(const BylineIndexSegment* s, uint32_t begin,
                             uint32_t end, uint32_t tag, uint32_t most,
                             uint32_t* first)
{
  const unsigned peak_bits = s->header.peak_bits;
  uint32_t n = 0;
  *first = find_tag(s->postings, begin, end, tag, peak_bits);
  while (*first + n < end && n <= most &&
         s->postings[*first + n] >> peak_bits == tag) {
    ++n;
  }
  return n <= most ? n : 0;
}

uint32_t byline_postings_find(const BylineIndexSegment* s, uint32_t key,
                              uint32_t most, uint32_t* first)
{
  const uint32_t bucket = key >> (32 - s->header.bucket_bits);
  const uint32_t begin = s->buckets[bucket];
  const uint32_t end = s->buckets[bucket + 1];
  *first = begin;
  return begin < end && end <= s->header.n_postings
             ? count_tagged(s, begin, end, byline_posting_tag(&s->header, key),
                            most, first)
             : 0;
}

static void note(Findings* f, const BylineIndexSegment* s, uint32_t segment,
                 uint32_t begin, uint32_t end, uint32_t tag)
{
  uint32_t first = 0;
  const uint32_t n = count_tagged(s, begin, end, tag, f->most, &first);
  if (n > 0 && f->n < MAX_FOUND) {
    f->found[f->n++] = (Found){segment, first, n};
    ++f->n_with[n];
  }
}

/* Find some keys; memory is asked for all of them before any is waited for. */
static void look_up(const BylineRecordings* index, uint32_t segment,
                    const uint32_t* keys, size_t n, Findings* f)
{
  const BylineIndexSegment* const s = &index->segments[segment].stored;
  const unsigned shift = 32 - s->header.bucket_bits;
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
      __builtin_prefetch(&s->postings[ends[i] - 1]);
    }
  }
  for (size_t i = 0; i < n; ++i) {
    if (begins[i] < ends[i]) {
      note(f, s, segment, begins[i], ends[i],
           byline_posting_tag(&s->header, keys[i]));
    }
  }
}

/* The most postings that a key may have for all that have no more to find
   room */
static uint32_t choose_most(const Findings* f)
{
  size_t sum = 0;
  uint32_t most = 0;
  while (most < f->most && sum + f->n_with[most + 1] * (most + 1) <= f->most) {
    ++most;
    sum += f->n_with[most] * most;
  }
  return most;
}

/* Consider what has the rarest keys, and as much of the next ones as there is
   room for. */
static void consider_rare(const BylineRecordings* index, const Findings* f,
                          const BylinePeak* heard, BylineHits* hits)
{
  const uint32_t most = choose_most(f);
  size_t room = f->most;
  for (size_t i = 0; i < f->n; ++i) {
    room -= f->found[i].n <= most ? f->found[i].n : 0;
  }
  for (size_t i = 0; i < f->n; ++i) {
    const Found* const found = &f->found[i];
    const BylineIndexSegment* const s = &index->segments[found->segment].stored;
    const uint32_t mask = (1u << s->header.peak_bits) - 1;
    if (found->n > most) {
      if (found->n != most + 1 || found->n > room) {
        continue;
      }
      room -= found->n;
    }
    for (uint32_t k = 0; k < found->n; ++k) {
      consider(index, found->segment, s->postings[found->first + k] & mask,
               heard, hits);
    }
  }
}

/* All keys under which a peak may be in an index */
static size_t make_keys(const BylinePeak* peaks, size_t n, size_t anchor,
                        BylineSearch search, uint32_t* keys)
{
  uint32_t quads[BYLINE_QUERY_KEYS];
  const size_t n_quads =
      byline_quads_to_search(peaks, n, anchor, search, quads);
  const uint32_t frequency = peaks[anchor].frequency;
  const uint32_t first = byline_key_band(
      frequency > BYLINE_MAX_PITCH ? frequency - BYLINE_MAX_PITCH : 0);
  const uint32_t last = byline_key_band(frequency + BYLINE_MAX_PITCH);
  size_t n_keys = 0;
  for (uint32_t band = first; band <= last; ++band) {
    for (size_t i = 0; i < n_quads; ++i) {
      keys[n_keys++] = byline_key_in_band(quads[i], band);
    }
  }
  return n_keys;
}

void byline_hits_find(const BylineRecordings* index, const BylinePeak* peaks,
                      size_t n, size_t anchor, BylineSearch search,
                      BylineHits* hits)
{
  uint32_t keys[BYLINE_QUERY_KEYS * BYLINE_QUERY_BANDS];
  const size_t n_keys = make_keys(peaks, n, anchor, search, keys);
  Findings findings;
  findings.n = 0;
  findings.most = search == BYLINE_SEARCH_USUAL ? USUAL_MOST : MOST;
  memset(findings.n_with, 0, sizeof(findings.n_with));
  for (uint32_t segment = 0; segment < index->n_segments; ++segment) {
    for (size_t i = 0; i < n_keys; i += BATCH) {
      const size_t rest = n_keys - i;
      look_up(index, segment, keys + i, rest < BATCH ? rest : BATCH, &findings);
    }
  }
  consider_rare(index, &findings, &peaks[anchor], hits);
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
