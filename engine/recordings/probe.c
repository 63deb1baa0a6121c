/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/probe.h"

#include "recordings/hits.h"
#include "recordings/quads.h"

#include <stdlib.h>

/* Postings of a key, at most: loops have more, again and again */
#define MOST_POSTINGS 64

/* Hits that must agree on a place; those of a part that is a sixth faster or
   slower are so far apart in hops, and those of all that is as fast */
#define LEAST_HITS 4
#define CLUSTER_HOPS 160
#define SAME_HOPS 8

/* A filter's bits: upper ones of keys */
#define FILTER_BITS 22
#define FILTER_WORDS ((size_t)1 << (FILTER_BITS - 6))

/* A key's peak: its time has so many bits, for recordings of some hours */
#define FREQUENCY_BITS 12
#define TIME_BITS (32 - FREQUENCY_BITS)

/* ---- writing */

/* The keys of a part's peaks, of which the first is number `first`
   @return How many. */
static uint32_t make_keys(const BylinePeak* peaks, size_t n, size_t first,
                          uint32_t end, size_t room, BylineProbeKey* keys)
{
  uint32_t n_keys = 0;
  for (size_t i = first; i < n && peaks[i].time < end; ++i) {
    uint32_t quads[BYLINE_INDEX_KEYS];
    const size_t n_quads = byline_quads_to_index(peaks, n, i, quads);
    const uint32_t band = byline_key_band(peaks[i].frequency);
    for (size_t k = 0; k < n_quads && n_keys < room; ++k) {
      keys[n_keys++] = (BylineProbeKey){
          .key = byline_key_in_band(quads[k], band),
          .peak = peaks[i].time << FREQUENCY_BITS | peaks[i].frequency};
    }
  }
  return n_keys;
}

/* Where a part begins */
static uint32_t place_of(size_t number, uint32_t length)
{
  const uint32_t most = 1u << TIME_BITS;
  const uint32_t known = length < most ? length : most;
  const uint32_t room =
      known > BYLINE_PROBE_HOPS ? known - BYLINE_PROBE_HOPS : 0;
  if (room < BYLINE_N_PROBES * BYLINE_PROBE_HOPS) {
    return (uint32_t)number * BYLINE_PROBE_HOPS;
  }
  return (uint32_t)((2 * number + 1) * (uint64_t)room / (2 * BYLINE_N_PROBES));
}

static void make_all_keys(const BylinePeak* peaks, size_t n,
                          BylineProbes* probes, BylineProbeKey* keys)
{
  const uint32_t length = n ? peaks[n - 1].time + 1 : 0;
  size_t first = 0;
  for (size_t i = 0; i < BYLINE_N_PROBES; ++i) {
    const uint32_t begin = place_of(i, length);
    probes->begins[i] = begin;
    while (first < n && peaks[first].time < begin) {
      ++first;
    }
    probes->n += make_keys(peaks, n, first, begin + BYLINE_PROBE_HOPS,
                           BYLINE_MAX_PROBE_KEYS - probes->n, keys + probes->n);
  }
}

bool byline_probes_write(const BylineConstellation* c, FILE* file,
                         uint64_t* place, BylineProbes* probes)
{
  *probes = (BylineProbes){.place = *place};
  BylineProbeKey* const keys = malloc(BYLINE_MAX_PROBE_KEYS * sizeof(*keys));
  BylinePeak* const peaks = malloc((c->n + 1) * sizeof(*peaks));
  for (size_t i = 0; peaks && i < c->n; ++i) {
    /* As the index has them, for the same ones to be the loudest */
    peaks[i] = byline_stored_peak(byline_peak_store(0, &c->peaks[i]));
    peaks[i].time = c->peaks[i].time;
  }
  if (keys && peaks) {
    make_all_keys(peaks, c->n, probes, keys);
    fwrite(keys, sizeof(*keys), probes->n, file);
    *place += probes->n * sizeof(*keys);
  }
  const bool good = keys && peaks;
  free(keys);
  free(peaks);
  return good;
}

/* ---- looking up */

void byline_probe_memory_free(BylineProbeMemory* memory)
{
  free(memory->hits);
  free(memory->some);
  *memory = (BylineProbeMemory){0};
}

uint64_t* byline_probe_filter_new(const BylineIndexSegment* s)
{
  uint64_t* const filter = calloc(FILTER_WORDS, sizeof(*filter));
  const unsigned bucket_bits = s->header.bucket_bits;
  const unsigned peak_bits = s->header.peak_bits;
  for (uint32_t bucket = 0; filter && bucket < 1u << bucket_bits; ++bucket) {
    for (uint32_t i = s->buckets[bucket]; i < s->buckets[bucket + 1]; ++i) {
      const uint32_t rest = s->postings[i] >> peak_bits << peak_bits;
      const uint32_t key = bucket << (32 - bucket_bits) | rest >> bucket_bits;
      const uint32_t bit = key >> (32 - FILTER_BITS);
      filter[bit >> 6] |= 1ull << (bit & 63);
    }
  }
  return filter;
}

static bool may_be_there(const uint64_t* filter, uint32_t key)
{
  const uint32_t bit = key >> (32 - FILTER_BITS);
  return filter[bit >> 6] >> (bit & 63) & 1;
}

static bool keep(BylineProbeMemory* memory, const BylineHit* hit)
{
  if (memory->n == memory->capacity) {
    const size_t capacity = memory->capacity ? 2 * memory->capacity : 1024;
    BylineHit* const hits = realloc(memory->hits, capacity * sizeof(*hits));
    if (!hits) {
      return false;
    }
    memory->hits = hits;
    BylineHit* const some = realloc(memory->some, capacity * sizeof(*some));
    if (!some) {
      return false;
    }
    memory->some = some;
    memory->capacity = capacity;
  }
  memory->hits[memory->n++] = *hit;
  return true;
}

/* Keep what a key may be, unless its recording is to be passed over. */
static bool consider(const BylineOpenSegment* open, const BylineProbeKey* key,
                     uint32_t number, size_t least, BylineProbeMemory* memory)
{
  const BylineIndexSegment* const s = &open->stored;
  const uint32_t piece = byline_index_segment_piece(open, number);
  const BylineStoredPeak peak = s->peaks[number];
  const uint32_t frequency = key->peak & ((1u << FREQUENCY_BITS) - 1);
  const int32_t pitch =
      (int32_t)frequency - (int32_t)byline_stored_frequency(peak);
  return s->pieces[piece].recording < least || abs(pitch) > BYLINE_MAX_PITCH ||
         keep(memory, &(BylineHit){.heard = key->peak >> FREQUENCY_BITS,
                                   .time = byline_stored_time(peak),
                                   .piece = piece,
                                   .pitch = pitch});
}

static bool gather(const BylineRecordings* index, const uint64_t* filter,
                   const BylineProbeKey* keys, size_t n_keys, size_t least,
                   BylineProbeMemory* memory)
{
  const BylineOpenSegment* const open = &index->segments[0];
  const BylineIndexSegment* const s = &open->stored;
  const uint32_t mask = (1u << s->header.peak_bits) - 1;
  bool good = true;
  memory->n = 0;
  for (size_t i = 0; i < n_keys && good; ++i) {
    uint32_t first = 0;
    const uint32_t n =
        may_be_there(filter, keys[i].key)
            ? byline_postings_find(s, keys[i].key, MOST_POSTINGS, &first)
            : 0;
    for (uint32_t k = 0; k < n && good; ++k) {
      good = consider(open, &keys[i], s->postings[first + k] & mask, least,
                      memory);
    }
  }
  return good;
}

/* Where a hit's piece would begin, were it as fast as the recording */
static int64_t offset_of(const BylineHit* hit)
{
  return (int64_t)hit->time - (int64_t)hit->heard;
}

static int compare_hits(const void* a, const void* b)
{
  const BylineHit* const x = a;
  const BylineHit* const y = b;
  if (x->piece != y->piece) {
    return x->piece < y->piece ? -1 : 1;
  }
  if (offset_of(x) != offset_of(y)) {
    return offset_of(x) < offset_of(y) ? -1 : 1;
  }
  return x->heard < y->heard ? -1 : x->heard > y->heard;
}

/* The most of some hits whose offsets are within so many hops */
static BylineProbeCandidate find_cluster(const BylineHit* hits, size_t n,
                                         int64_t hops)
{
  BylineProbeCandidate best = {.n = 0};
  for (size_t first = 0, end = 0; first < n; ++first) {
    while (end < n && offset_of(&hits[end]) - offset_of(&hits[first]) <= hops) {
      ++end;
    }
    if (end - first > best.n) {
      best.n = end - first;
      best.hits = hits + first;
    }
  }
  if (best.n > BYLINE_MAX_HIT_MEMBERS) {
    best.hits += (best.n - BYLINE_MAX_HIT_MEMBERS) / 2;
    best.n = BYLINE_MAX_HIT_MEMBERS;
  }
  return best;
}

/* Look at a piece: where all parts agree, at the recording's own speed, then
   where one of them is, at any. */
static void look_at(const BylineProbes* probes, const BylineHit* hits, size_t n,
                    BylineHit* some, BylineProbeJudge judge, void* context)
{
  BylineProbeCandidate all = find_cluster(hits, n, SAME_HOPS);
  all.piece = hits[0].piece;
  all.end = UINT32_MAX;
  if (all.n >= LEAST_HITS) {
    judge(context, &all);
  }
  for (size_t i = 0; i < BYLINE_N_PROBES; ++i) {
    const uint32_t begin = probes->begins[i];
    size_t n_some = 0;
    for (size_t k = 0; k < n; ++k) {
      if (hits[k].heard - begin < BYLINE_PROBE_HOPS) {
        some[n_some++] = hits[k];
      }
    }
    BylineProbeCandidate one = find_cluster(some, n_some, CLUSTER_HOPS);
    one.piece = hits[0].piece;
    one.begin = begin;
    one.end = begin + BYLINE_PROBE_HOPS;
    if (one.n >= LEAST_HITS) {
      judge(context, &one);
    }
  }
}

bool byline_probes_look_up(const BylineRecordings* index,
                           const uint64_t* filter, const BylineProbes* probes,
                           const BylineProbeKey* keys, size_t least,
                           BylineProbeMemory* memory, BylineProbeJudge judge,
                           void* context)
{
  if (!gather(index, filter, keys, probes->n, least, memory)) {
    return false;
  }
  if (memory->n > 0) {
    qsort(memory->hits, memory->n, sizeof(*memory->hits), compare_hits);
  }
  for (size_t begin = 0, end = 0; begin < memory->n; begin = end) {
    while (end < memory->n &&
           memory->hits[end].piece == memory->hits[begin].piece) {
      ++end;
    }
    if (end - begin >= LEAST_HITS) {
      look_at(probes, memory->hits + begin, end - begin, memory->some, judge,
              context);
    }
  }
  return true;
}
