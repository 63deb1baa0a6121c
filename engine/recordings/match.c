/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/match.h"

#include <stdlib.h>
#include <string.h>

/* Cells of the vote: a recording's piece, where the middle of what is heard
   lies in it if its speed is its own, and the pitch.  Cells overlap by a half,
   so that each hit is in two of either kind: 4 s and a semitone wide. */
#define CELL_HOPS 128
#define CELL_UNITS 28

/* Counters, for cells by their hash: some share one, which does no harm */
#define COUNT_BITS 19
#define MAX_COUNT 1023

/* So many hits must agree; and so many are looked at in the fullest cells */
#define MIN_HITS 3
#define MAX_VOTES 32768

/* Cells that are looked at closely, at most, and those of one piece */
#define MAX_CANDIDATES 200
#define MAX_OF_ONE 4

/* A cell's number: pitch, time, piece and segment, from the lowest bits on */
#define PITCH_MASK 63u
#define TIME_SHIFT 6
#define TIME_MASK 0xfffffu
#define PIECE_SHIFT 26

/* A hit in a cell */
typedef struct {
  uint64_t cell;
  uint32_t hit;
} Vote;

/* Neighbouring votes of one cell */
typedef struct {
  size_t first;
  size_t n;
  size_t n_heard; ///< Different peaks among them that were heard
} Candidate;

/* ---- the vote */

/* The cells of a hit: 0 to 3, with neighbours in time and pitch */
static uint64_t cell_of(const BylineHit* hit, uint32_t middle, unsigned which)
{
  const int64_t place = (int64_t)hit->time + middle - hit->heard;
  const uint64_t time = (uint64_t)(place + (1 << 20)) / CELL_HOPS + (which & 1);
  const uint64_t pitch =
      (uint64_t)(hit->pitch + 16 * CELL_UNITS) / CELL_UNITS + (which >> 1);
  return (uint64_t)hit->segment << 58 ^ (uint64_t)hit->piece << 26 ^ time << 6 ^
         pitch;
}

static size_t counter_of(uint64_t cell)
{
  return (size_t)(cell * 0x9e3779b97f4a7c15u >> (64 - COUNT_BITS));
}

static unsigned most_in_cells(const uint16_t* counts, const BylineHit* hit,
                              uint32_t middle)
{
  unsigned most = 0;
  for (unsigned k = 0; k < 4; ++k) {
    const unsigned n = counts[counter_of(cell_of(hit, middle, k))];
    most = most < n ? n : most;
  }
  return most;
}

/* How many hits a cell must have for there to be no more than MAX_VOTES */
static unsigned choose_least(const size_t* n_with)
{
  size_t sum = 4 * n_with[MAX_COUNT];
  unsigned least = MAX_COUNT;
  /* Those of the fullest are taken in any case, as far as there is room */
  while (least > MIN_HITS && sum + 4 * n_with[least - 1] <= MAX_VOTES) {
    sum += 4 * n_with[--least];
  }
  return least;
}

static int compare_votes(const void* a, const void* b)
{
  const Vote* const x = a;
  const Vote* const y = b;
  if (x->cell != y->cell) {
    return x->cell < y->cell ? -1 : 1;
  }
  return x->hit < y->hit ? -1 : x->hit > y->hit;
}

/* Put the hits of the fullest cells side by side; returns how many votes. */
static size_t vote(const BylineHits* hits, uint32_t middle,
                   BylineMatchMemory* memory)
{
  uint16_t* const counts = memory->counts;
  Vote* const votes = memory->votes;
  size_t n_with[MAX_COUNT + 1] = {0};
  memset(counts, 0, sizeof(*counts) << COUNT_BITS);
  for (size_t i = 0; i < hits->n; ++i) {
    for (unsigned k = 0; k < 4; ++k) {
      uint16_t* const count =
          &counts[counter_of(cell_of(&hits->hits[i], middle, k))];
      *count = (uint16_t)(*count + (*count < MAX_COUNT));
    }
  }
  for (size_t i = 0; i < hits->n; ++i) {
    ++n_with[most_in_cells(counts, &hits->hits[i], middle)];
  }
  const unsigned least = choose_least(n_with);
  size_t n = 0;
  for (size_t i = 0; i < hits->n; ++i) {
    for (unsigned k = 0; k < 4 && n < MAX_VOTES; ++k) {
      const uint64_t cell = cell_of(&hits->hits[i], middle, k);
      if (counts[counter_of(cell)] >= least) {
        votes[n++] = (Vote){cell, (uint32_t)i};
      }
    }
  }
  qsort(votes, n, sizeof(*votes), compare_votes);
  return n;
}

/* ---- candidates */

static int compare_candidates(const void* a, const void* b)
{
  const Candidate* const x = a;
  const Candidate* const y = b;
  if (x->n_heard != y->n_heard) {
    return x->n_heard > y->n_heard ? -1 : 1;
  }
  if (x->n != y->n) {
    return x->n > y->n ? -1 : 1;
  }
  return x->first < y->first ? -1 : x->first > y->first;
}

/* Whether two cells are of one piece */
static bool are_of_one(uint64_t a, uint64_t b)
{
  return a >> PIECE_SHIFT == b >> PIECE_SHIFT;
}

static bool are_neighbours(uint64_t a, uint64_t b)
{
  const int64_t time = (int64_t)((a >> TIME_SHIFT) & TIME_MASK) -
                       (int64_t)((b >> TIME_SHIFT) & TIME_MASK);
  const int64_t pitch = (int64_t)(a & PITCH_MASK) - (int64_t)(b & PITCH_MASK);
  return are_of_one(a, b) && llabs(time) <= 1 && llabs(pitch) <= 1;
}

/* Whether there is something new in a cell: not what was chosen, and not the
   same piece again and again, whose bars are alike. */
static bool is_new(const Vote* votes, const Candidate* candidate,
                   const Candidate* chosen, size_t n_chosen)
{
  const uint64_t cell = votes[candidate->first].cell;
  size_t n_same = 0;
  for (size_t i = 0; i < n_chosen; ++i) {
    const uint64_t other = votes[chosen[i].first].cell;
    if (are_neighbours(cell, other)) {
      return false;
    }
    n_same += are_of_one(cell, other);
  }
  return n_same < MAX_OF_ONE;
}

/* The fullest cells, these first, `most` at most */
static size_t choose(const Vote* votes, size_t n, const BylineHit* hits,
                     size_t most, Candidate* candidates, Candidate* chosen)
{
  size_t n_candidates = 0;
  for (size_t begin = 0, end = 0; begin < n; begin = end) {
    size_t n_heard = 1;
    while (++end < n && votes[end].cell == votes[begin].cell) {
      n_heard += hits[votes[end].hit].heard != hits[votes[end - 1].hit].heard;
    }
    if (n_heard >= MIN_HITS) {
      candidates[n_candidates++] = (Candidate){begin, end - begin, n_heard};
    }
  }
  qsort(candidates, n_candidates, sizeof(*candidates), compare_candidates);
  size_t n_chosen = 0;
  for (size_t i = 0; i < n_candidates && n_chosen < most; ++i) {
    if (is_new(votes, &candidates[i], chosen, n_chosen)) {
      chosen[n_chosen++] = candidates[i];
    }
  }
  return n_chosen;
}

BylineRecordingMatch byline_match_tell(const BylineRecordings* index,
                                       const BylineAlignment* a, double now)
{
  const BylineOpenSegment* const open = &index->segments[a->segment];
  const double start = byline_index_segment_start(&open->stored, a->piece);
  return (BylineRecordingMatch){
      .recording =
          open->first_recording + open->stored.pieces[a->piece].recording,
      .position = (start + a->begin + a->speed * now) * BYLINE_PEAK_HOP,
      .speed = a->speed,
      .pitch = byline_pitch_ratio(a->pitch),
      .score = a->score,
      .probability = byline_alignment_probability(a->score),
      .share = a->share};
}

static bool is_better(const BylineAlignment* a, const BylineAlignment* b)
{
  return a->score > b->score ||
         (a->score == b->score && byline_alignment_precedes(a, b));
}

/* Whether an alignment is of a recording that is among some others' */
static bool is_among(const BylineRecordings* index, const BylineAlignment* a,
                     const BylineAlignment* others, size_t n)
{
  const size_t recording = byline_match_tell(index, a, 0).recording;
  for (size_t i = 0; i < n; ++i) {
    if (byline_match_tell(index, &others[i], 0).recording == recording) {
      return true;
    }
  }
  return false;
}

/* Take the best one again and again; what it explains no other one may. */
static size_t take_best(const BylineRecordings* index, const BylinePeak* peaks,
                        size_t n, BylineAlignment* found, size_t n_found,
                        double least, uint8_t* used, BylineAlignment* matches)
{
  size_t n_matches = 0;
  while (n_matches < BYLINE_MAX_MATCHES && n_found > 0) {
    size_t best = 0;
    for (size_t i = 1; i < n_found; ++i) {
      best = is_better(&found[i], &found[best]) ? i : best;
    }
    if (found[best].score < least) {
      break;
    }
    if (!is_among(index, &found[best], matches, n_matches)) {
      matches[n_matches++] = found[best];
    }
    byline_alignment_use(index, peaks, n, &found[best], used);
    found[best] = found[--n_found];
    for (size_t i = 0; i < n_found; ++i) {
      if (found[i].score >= least) {
        byline_alignment_judge(index, peaks, n, used, least, &found[i]);
      }
    }
  }
  return n_matches;
}

static bool prepare(BylineMatchMemory* memory)
{
  if (!memory->candidates) {
    free(memory->counts);
    free(memory->votes);
    memory->counts = malloc(sizeof(*memory->counts) << COUNT_BITS);
    memory->votes = malloc(MAX_VOTES * sizeof(Vote));
    memory->candidates = malloc(MAX_VOTES / MIN_HITS * sizeof(Candidate));
  }
  return memory->counts && memory->votes && memory->candidates;
}

size_t byline_match(const BylineRecordings* index, const BylinePeak* peaks,
                    size_t n, const BylineHits* hits, BylineEffort effort,
                    BylineMatchMemory* memory, BylineAlignment* matches)
{
  const size_t most =
      effort.n_places < MAX_CANDIDATES ? effort.n_places : MAX_CANDIDATES;
  if (n == 0 || hits->n < MIN_HITS || !prepare(memory)) {
    return 0;
  }
  const uint32_t middle = (peaks[0].time + peaks[n - 1].time) / 2;
  Candidate candidates[MAX_CANDIDATES];
  BylineAlignment found[MAX_CANDIDATES];
  BylineHit members[BYLINE_MAX_HIT_MEMBERS];
  const Vote* const votes = memory->votes;
  const size_t n_votes = vote(hits, middle, memory);
  const size_t n_candidates =
      choose(votes, n_votes, hits->hits, most, memory->candidates, candidates);
  size_t n_found = 0;
  for (size_t i = 0; i < n_candidates; ++i) {
    const size_t n_members = candidates[i].n < BYLINE_MAX_HIT_MEMBERS
                                 ? candidates[i].n
                                 : BYLINE_MAX_HIT_MEMBERS;
    for (size_t k = 0; k < n_members; ++k) {
      /* Spread over all of what was heard, should there be too many */
      members[k] = hits->hits[votes[candidates[i].first +
                                    k * candidates[i].n / n_members]
                                  .hit];
    }
    n_found += byline_align(index, peaks, n, members, n_members, effort.least,
                            &found[n_found]);
  }
  uint8_t* const used = calloc(n, 1);
  const size_t n_matches = used ? take_best(index, peaks, n, found, n_found,
                                            effort.least, used, matches)
                                : 0;
  free(used);
  return n_matches;
}

void byline_match_memory_free(BylineMatchMemory* memory)
{
  free(memory->counts);
  free(memory->votes);
  free(memory->candidates);
  *memory = (BylineMatchMemory){0};
}
