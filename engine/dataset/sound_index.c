/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/sound_index.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* The share of bits in which a part and the whole differ at most.  Measured on
   the corpus: 24 excerpts of 15 to 60 s, half of them as MP3 of 64 or Opus of
   32 kbit/s, up to 0.24; 13 776 parts of other pieces from 0.36 on */
#define PART_DISTANCE 0.31

/* At what is nearer than that, its neighbours are looked at, too */
#define NEAR_DISTANCE 0.45

/* Words that a part has at least, and those it is compared by */
#define LEAST_PART 32
#define COMPARED 64
#define GLANCE 16

/* With fewer clear words, a part is compared at all places */
#define LEAST_PROBES 16

/* Words with fewer certain bits, as in silence, are not in the index */
#define LEAST_CERTAIN 8

#define N_WORDS 65536

/* So many places ahead, memory is asked for */
#define AHEAD 12

struct BylineSoundIndex {
  const BylineSoundPrint* const* prints;
  size_t n;
  size_t* starts;   ///< Where each print begins in what follows, `n` + 1
  uint32_t* all;    ///< Words of all prints, as join() has them
  size_t* buckets;  ///< Where each word's places begin, N_WORDS + 1
  uint32_t* places; ///< In `all`, ascending for each word
};

/* A part that is looked for */
typedef struct {
  const BylineSoundPrint* print;
  size_t number;
  size_t clearest;          ///< First of the words that are compared
  size_t n;                 ///< How many these are
  uint32_t words[COMPARED]; ///< As join() has them
} Part;

/* ---- making it */

/* A word and which of its bits are certain, in one, for a look at another print
   to touch the memory once */
static uint32_t join(const BylineSoundPrint* print, size_t place)
{
  return (uint32_t)print->certain[place] << 16 | print->words[place];
}

static void append(BylineSoundIndex* index)
{
  for (size_t i = 0; i < index->n; ++i) {
    for (size_t k = 0; k < index->prints[i]->n; ++k) {
      index->all[index->starts[i] + k] = join(index->prints[i], k);
    }
  }
}

static bool is_indexed(uint32_t joined)
{
  return __builtin_popcount(joined >> 16) >= LEAST_CERTAIN;
}

/* Sort places by their words, by counting these. */
static void sort_places(BylineSoundIndex* index)
{
  const uint32_t* const all = index->all;
  const size_t n = index->starts[index->n];
  size_t* const ends = index->buckets; /* Begins, in the end */
  for (size_t i = 0; i < n; ++i) {
    ends[all[i] % N_WORDS] += is_indexed(all[i]);
  }
  for (size_t word = 1; word < N_WORDS; ++word) {
    ends[word] += ends[word - 1];
  }
  ends[N_WORDS] = ends[N_WORDS - 1];
  for (size_t i = n; i-- > 0;) {
    if (is_indexed(all[i])) {
      index->places[--ends[all[i] % N_WORDS]] = (uint32_t)i;
    }
  }
}

BylineStatus byline_sound_index_new(const BylineSoundPrint* const* prints,
                                    size_t n, BylineSoundIndex** out)
{
  BylineSoundIndex* const index = calloc(1, sizeof(*index));
  *out = index;
  if (!index) {
    return byline_no_memory(NULL);
  }
  index->prints = prints;
  index->n = n;
  index->starts = calloc(n + 1, sizeof(*index->starts));

  index->buckets = calloc(N_WORDS + 1, sizeof(*index->buckets));
  for (size_t i = 0; index->starts && i < n; ++i) {
    index->starts[i + 1] = index->starts[i] + prints[i]->n;
  }
  const size_t size = index->starts ? index->starts[n] + 1 : 1;
  index->all = calloc(size, sizeof(*index->all));
  index->places = calloc(size, sizeof(*index->places));
  if (!index->starts || !index->buckets || !index->places || !index->all ||
      size > UINT32_MAX) {
    byline_sound_index_free(index);
    *out = NULL;
    return byline_no_memory(NULL);
  }
  append(index);
  sort_places(index);
  return BYLINE_OK;
}

void byline_sound_index_free(BylineSoundIndex* index)
{
  if (index) {
    free(index->starts);
    free(index->all);
    free(index->buckets);
    free(index->places);
  }
  free(index);
}

/* ---- looking for a part */

/* Where the words of a part say most, to compare these first. */
static size_t find_clearest(const BylineSoundPrint* part, size_t n)
{
  size_t sum = 0;
  size_t most = 0;
  size_t best = 0;
  for (size_t i = 0; i < part->n; ++i) {
    sum += (size_t)__builtin_popcount(part->certain[i]);
    if (i >= n) {
      sum -= (size_t)__builtin_popcount(part->certain[i - n]);
    }
    if (i + 1 >= n && sum > most) {
      most = sum;
      best = i + 1 - n;
    }
  }
  return best;
}

/* Count the bits of 16 words that are certain in both, in the upper half of
   what is returned, and those of them that differ, in the lower one; a form
   that compilers turn into vector code. */
static uint32_t count_bits(const uint32_t* a, const uint32_t* b)
{
  uint32_t counts = 0;
  for (size_t i = 0; i < GLANCE; ++i) {
    const uint32_t certain = a[i] & b[i] & 0xffff0000;
    const uint32_t change = a[i] ^ b[i];
    uint32_t x = certain | (certain >> 16 & change);
    x -= x >> 1 & 0x55555555;
    x = (x & 0x33333333) + (x >> 2 & 0x33333333);
    x = (x + (x >> 4)) & 0x0f0f0f0f;
    counts += (x + (x >> 8)) & 0x00ff00ff;
  }
  return counts;
}

/* How far a part is from a place, by its clearest words; 1 when the first of
   them are far already. */
static double distance_at(const Part* part, const uint32_t* other)
{
  uint32_t counts = count_bits(part->words, other);
  if ((counts & 0xffff) * 100 > (counts >> 16) * 46) {
    return 1;
  }
  for (size_t i = GLANCE; i + GLANCE <= part->n; i += GLANCE) {
    counts += count_bits(part->words + i, other + i);
  }
  for (size_t i = part->n / GLANCE * GLANCE; i < part->n; ++i) {
    const uint32_t certain = part->words[i] & other[i] & 0xffff0000;
    const uint32_t change = part->words[i] ^ other[i];
    counts += (uint32_t)__builtin_popcount(certain) << 16;
    counts += (uint32_t)__builtin_popcount(certain >> 16 & change);
  }
  return byline_sound_print_share(counts >> 16, counts & 0xffff, part->n);
}

/* Keep a place that may be what was looked for. */
static BylineStatus keep(BylineSoundSearch* search,
                         const BylineSoundCandidate* candidate)
{
  if (search->n_candidates == search->capacity) {
    const size_t capacity = search->capacity ? 2 * search->capacity : 256;
    BylineSoundCandidate* const grown =
        realloc(search->candidates, capacity * sizeof(*grown));
    if (!grown) {
      return byline_no_memory(NULL);
    }
    search->candidates = grown;
    search->capacity = capacity;
  }
  search->candidates[search->n_candidates++] = *candidate;
  return BYLINE_OK;
}

/* The print that has a place */
static size_t find_whole(const BylineSoundIndex* index, size_t place)
{
  size_t low = 0;
  size_t high = index->n;
  while (high - low > 1) {
    const size_t middle = (low + high) / 2;
    if (index->starts[middle] <= place) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/* Compare a part with a place, and keep that when it is near.  Returns how far
   it is. */
static double compare(const BylineSoundIndex* index, BylineSoundSearch* search,
                      const Part* part, size_t at, BylineStatus* status)
{
  const double distance = distance_at(part, index->all + at);
  if (distance <= PART_DISTANCE && *status == BYLINE_OK) {
    const size_t whole = find_whole(index, at);
    const size_t place = at - index->starts[whole];
    const BylineSoundPrint* const other = index->prints[whole];
    if (place + part->n <= other->n &&
        !byline_sound_print_comparable(part->print, other)) {
      *status = keep(search, &(BylineSoundCandidate){.whole = whole,
                                                     .place = place,
                                                     .distance = distance});
    }
  }
  return distance;
}

/* Compare a part with all places of the prints that come after it. */
static BylineStatus look_everywhere(const BylineSoundIndex* index,
                                    BylineSoundSearch* search, const Part* part)
{
  const size_t end = index->starts[index->n];
  BylineStatus status = BYLINE_OK;
  for (size_t at = index->starts[part->number + 1]; at + part->n <= end; ++at) {
    compare(index, search, part, at, &status);
  }
  return status;
}

/* Make room for `n` places more. */
static BylineStatus make_room(BylineSoundSearch* search, size_t n)
{
  if (search->n_wanted + n > search->wanted_capacity) {
    const size_t capacity = 2 * search->wanted_capacity + n;
    uint32_t* const grown = realloc(search->wanted, capacity * sizeof(*grown));
    if (!grown) {
      return byline_no_memory(NULL);
    }
    search->wanted = grown;
    search->wanted_capacity = capacity;
  }
  return BYLINE_OK;
}

/* Gather where a part would be if its word `place` were where this one is, in
   the prints that come after it. */
static BylineStatus gather(const BylineSoundIndex* index,
                           BylineSoundSearch* search, const Part* part,
                           size_t word, size_t place)
{
  const size_t begin = index->starts[part->number + 1];
  const size_t end = index->starts[index->n];
  const size_t last = index->buckets[word + 1];
  size_t low = index->buckets[word];
  size_t high = last;
  while (low < high) { /* The first place that is not before `begin` */
    const size_t middle = (low + high) / 2;
    if (index->places[middle] < begin) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const BylineStatus status = make_room(search, last - low);
  for (size_t i = low; status == BYLINE_OK && i < last; ++i) {
    const size_t at = index->places[i] + part->clearest - place;
    if (at >= begin && at + part->n <= end) {
      search->wanted[search->n_wanted++] = (uint32_t)at;
    }
  }
  return status;
}

static BylineStatus gather_all(const BylineSoundIndex* index,
                               BylineSoundSearch* search, const Part* part)
{
  BylineStatus status = BYLINE_OK;
  search->n_wanted = 0;
  for (size_t i = 0; i < part->print->n_probes; ++i) {
    const BylineSoundProbe* const probe = &part->print->probes[i];
    unsigned flips = 0;
    do { /* All that the weak bits may be */
      if (status == BYLINE_OK) {
        status = gather(index, search, part, probe->word ^ flips, probe->place);
      }
      flips = (flips - probe->weak) & probe->weak;
    } while (flips);
  }
  return status;
}

/* Compare a part with the places where its words are. */
static BylineStatus look_up(const BylineSoundIndex* index,
                            BylineSoundSearch* search, const Part* part)
{
  const size_t begin = index->starts[part->number + 1];
  const size_t end = index->starts[index->n];
  BylineStatus status = gather_all(index, search, part);
  for (size_t i = 0; status == BYLINE_OK && i < search->n_wanted; ++i) {
    const size_t at = search->wanted[i];
    if (i + AHEAD < search->n_wanted) {
      const uint32_t* const next = index->all + search->wanted[i + AHEAD];
      __builtin_prefetch(next);
      __builtin_prefetch(next + GLANCE - 1);
    }
    /* An encoder's delay may have moved it by half a word */
    if (compare(index, search, part, at, &status) < NEAR_DISTANCE) {
      if (at + 1 + part->n <= end) {
        compare(index, search, part, at + 1, &status);
      }
      if (at > begin) {
        compare(index, search, part, at - 1, &status);
      }
    }
  }
  return status;
}

/* ---- what was found */

static int compare_candidates(const void* a, const void* b)
{
  const BylineSoundCandidate* const x = a;
  const BylineSoundCandidate* const y = b;
  if (x->whole != y->whole) {
    return x->whole < y->whole ? -1 : 1;
  }
  if (x->distance != y->distance) {
    return x->distance < y->distance ? -1 : 1;
  }
  return (x->place > y->place) - (x->place < y->place);
}

/* Whether the rest of a part is there, too, as far as the whole reaches; 2 s
   more may be at its ends. */
static bool is_there(const BylineSoundIndex* index, const Part* part,
                     const BylineSoundCandidate* candidate)
{
  const BylineSoundPrint* const whole = index->prints[candidate->whole];
  const size_t place = candidate->place;
  const size_t clearest = part->clearest;
  const size_t before = place < clearest ? clearest - place : 0;
  const size_t first = place + before - clearest;
  const size_t n_rest = part->print->n - before;
  const size_t n_there = whole->n - first < n_rest ? whole->n - first : n_rest;
  return part->print->n - n_there <= 2 * BYLINE_SOUND_SHIFT &&
         byline_sound_print_compare(part->print, before, whole, first,
                                    n_there) < PART_DISTANCE;
}

/* Judge the nearest place in each print. */
static size_t conclude(const BylineSoundIndex* index, BylineSoundSearch* search,
                       const Part* part)
{
  size_t n = 0;
  if (search->n_candidates > 0) {
    qsort(search->candidates, search->n_candidates,
          sizeof(BylineSoundCandidate), compare_candidates);
  }
  for (size_t i = 0; i < search->n_candidates; ++i) {
    const BylineSoundCandidate* const c = &search->candidates[i];
    if ((i == 0 || c[-1].whole != c->whole) && is_there(index, part, c)) {
      search->found[n++] = (BylineSoundWhole){
          .whole = c->whole,
          .shift = ((long)c->place - (long)part->clearest) * BYLINE_SOUND_STEP};
    }
  }
  return n;
}

void byline_sound_search_clear(BylineSoundSearch* search)
{
  free(search->wanted);
  free(search->candidates);
  free(search->found);
  *search = (BylineSoundSearch){.wanted = NULL};
}

BylineStatus byline_sound_index_find(const BylineSoundIndex* index,
                                     BylineSoundSearch* search, size_t number,
                                     const BylineSoundWhole** found,
                                     size_t* n_found)
{
  const BylineSoundPrint* const print = index->prints[number];
  Part part = {.print = print,
               .number = number,
               .n = print->n < COMPARED ? print->n : COMPARED};
  *n_found = 0;
  if (part.n < LEAST_PART) {
    return BYLINE_OK;
  }
  if (!search->found) {
    search->found = calloc(index->n, sizeof(*search->found));
  }
  *found = search->found;
  if (!search->found) {
    return byline_no_memory(NULL);
  }
  part.clearest = find_clearest(print, part.n);
  for (size_t i = 0; i < part.n; ++i) {
    part.words[i] = join(print, part.clearest + i);
  }
  search->n_candidates = 0;
  const BylineStatus status = print->n_probes < LEAST_PROBES
                                  ? look_everywhere(index, search, &part)
                                  : look_up(index, search, &part);
  *n_found = status == BYLINE_OK ? conclude(index, search, &part) : 0;
  return status;
}
