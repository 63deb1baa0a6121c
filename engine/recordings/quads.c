/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/quads.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* The other peaks are so far behind the first one, in hops, and from it in
   frequency, in units */
#define MIN_HOPS 3
#define MAX_HOPS 75
#define MAX_UNITS 959

/* Hops between two peaks of a quad, for their order to be certain */
#define MIN_APART 2

/* What is one number in a key: units of frequency, and parts of the time from
   the first to the last peak */
#define UNITS 16.0
#define N_FREQUENCIES 120
#define N_TIMES 12

/* By how much these differ between two hearings of a peak, in such steps */
#define FREQUENCY_ERROR (3.7 / UNITS)
#define TIME_ERROR_HOPS 0.9

/* Other peaks that are combined with one */
#define INDEX_MATES 4
#define QUERY_MATES 7
#define DEEP_MATES 10
#define HIDDEN_MATES 12

/* The numbers that make a key: three frequencies, two times */
#define N_NUMBERS 5

typedef struct {
  unsigned cells[N_NUMBERS]; ///< Where it lies
  unsigned other[N_NUMBERS]; ///< The nearest other cell
  double doubt[N_NUMBERS];   ///< Distance from that one, in errors
} Quad;

/* A bijection of 32 bits, so that keys are spread evenly */
static uint32_t spread(uint32_t x)
{
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  return x ^ x >> 16;
}

static uint32_t make_number(const unsigned* cells)
{
  uint32_t key = cells[0];
  key = key * N_FREQUENCIES + cells[1];
  key = key * N_FREQUENCIES + cells[2];
  key = key * N_TIMES + cells[3];
  return key * N_TIMES + cells[4];
}

_Static_assert((uint64_t)N_FREQUENCIES* N_FREQUENCIES* N_FREQUENCIES* N_TIMES*
                       N_TIMES* BYLINE_KEY_BANDS <= UINT32_MAX,
               "a quad and its band fit into a key");

uint32_t byline_key_in_band(uint32_t quad, uint32_t band)
{
  return spread(quad * BYLINE_KEY_BANDS + band);
}

static void put(Quad* quad, size_t i, double value, unsigned n, double error)
{
  const double low = floor(value);
  const double share = value - low;
  const long cell = (long)low;
  const long other = share < 0.5 ? cell - 1 : cell + 1;
  quad->cells[i] = cell < 0 ? 0 : cell >= (long)n ? n - 1 : (unsigned)cell;
  quad->other[i] =
      other < 0 || other >= (long)n ? quad->cells[i] : (unsigned)other;
  quad->doubt[i] = fmin(share, 1 - share) / error;
}

/* @param p The four peaks in order. */
static void make_quad(const BylinePeak* const p[4], Quad* quad)
{
  const double length = p[3]->time - p[0]->time;
  for (size_t i = 0; i < 3; ++i) {
    const int distance = (int)p[i + 1]->frequency - (int)p[0]->frequency;
    /* A distance of nothing is in the middle of a cell */
    put(quad, i, distance / UNITS + N_FREQUENCIES / 2 + 0.5, N_FREQUENCIES,
        FREQUENCY_ERROR);
  }
  for (size_t i = 0; i < 2; ++i) {
    put(quad, 3 + i, (p[i + 1]->time - p[0]->time) * N_TIMES / length, N_TIMES,
        TIME_ERROR_HOPS * N_TIMES / length);
  }
}

/* ---- mates */

static bool can_follow(const BylinePeak* anchor, const BylinePeak* p,
                       unsigned max_rank)
{
  return p->time - anchor->time >= MIN_HOPS && p->rank < max_rank &&
         abs((int)p->frequency - (int)anchor->frequency) <= MAX_UNITS;
}

static void drop(const BylinePeak** mates, size_t* n, size_t i)
{
  for (; i + 1 < *n; ++i) {
    mates[i] = mates[i + 1];
  }
  --*n;
}

/* Make room for a peak among the loudest: false if it is none of them.
   @param apart Of peaks nearer than that in time only the loudest stays. */
static bool make_room(const BylinePeak** mates, size_t* n, size_t most,
                      const BylinePeak* p, uint32_t apart)
{
  if (*n > 0 && p->time - mates[*n - 1]->time < apart) {
    if (mates[*n - 1]->level >= p->level) {
      return false;
    }
    drop(mates, n, *n - 1);
  }
  if (*n == most) {
    size_t softest = 0;
    for (size_t i = 1; i < *n; ++i) {
      softest = mates[i]->level < mates[softest]->level ? i : softest;
    }
    if (mates[softest]->level >= p->level) {
      return false;
    }
    drop(mates, n, softest);
  }
  return true;
}

/* What follows an anchor in its quads */
typedef struct {
  uint32_t max_hops; ///< Behind it
  unsigned max_rank; ///< Of a peak
  uint32_t apart;    ///< Hops between two
  size_t most;       ///< The loudest, so many
} Mates;

/* The loudest peaks that may follow an anchor, in order of time */
static size_t find_mates(const Mates* wanted, const BylinePeak* peaks, size_t n,
                         size_t anchor, const BylinePeak** mates)
{
  const BylinePeak* const a = &peaks[anchor];
  size_t n_mates = 0;
  for (size_t i = anchor + 1;
       i < n && peaks[i].time - a->time <= wanted->max_hops; ++i) {
    if (can_follow(a, &peaks[i], wanted->max_rank) &&
        make_room(mates, &n_mates, wanted->most, &peaks[i], wanted->apart)) {
      mates[n_mates++] = &peaks[i];
    }
  }
  return n_mates;
}

/* Do something with each three of the mates.  Of peaks at one time, the order
   of which is chance, only one is taken. */
static size_t make_quads(const BylinePeak* anchor, const BylinePeak** mates,
                         size_t n, size_t (*make)(const Quad*, uint32_t*),
                         uint32_t* numbers)
{
  size_t n_numbers = 0;
  for (size_t b = 0; b + 2 < n; ++b) {
    for (size_t c = b + 1; c + 1 < n; ++c) {
      if (mates[c]->time - mates[b]->time < MIN_APART) {
        continue;
      }
      for (size_t d = c + 1; d < n; ++d) {
        if (mates[d]->time - mates[c]->time >= MIN_APART) {
          const BylinePeak* const four[4] = {anchor, mates[b], mates[c],
                                             mates[d]};
          Quad quad;
          make_quad(four, &quad);
          n_numbers += make(&quad, numbers + n_numbers);
        }
      }
    }
  }
  return n_numbers;
}

static size_t make_one(const Quad* quad, uint32_t* numbers)
{
  numbers[0] = make_number(quad->cells);
  return 1;
}

/* The most doubtful number but one */
static size_t find_doubtful(const Quad* quad, size_t but)
{
  size_t found = but == 0 ? 1 : 0;
  for (size_t i = 0; i < N_NUMBERS; ++i) {
    found = i != but && quad->doubt[i] < quad->doubt[found] ? i : found;
  }
  return found;
}

/* The key, and that with the most doubtful number moved */
static size_t make_two(const Quad* quad, uint32_t* numbers)
{
  const size_t first = find_doubtful(quad, N_NUMBERS);
  Quad q = *quad;
  numbers[0] = make_number(q.cells);
  q.cells[first] = quad->other[first];
  numbers[1] = make_number(q.cells);
  return 2;
}

/* The key, and those with either or both of the two most doubtful numbers
   moved */
static size_t make_four(const Quad* quad, uint32_t* numbers)
{
  const size_t first = find_doubtful(quad, N_NUMBERS);
  const size_t second = find_doubtful(quad, first);
  Quad q = *quad;
  numbers[0] = make_number(q.cells);
  q.cells[first] = quad->other[first];
  numbers[1] = make_number(q.cells);
  q.cells[second] = quad->other[second];
  numbers[2] = make_number(q.cells);
  q.cells[first] = quad->cells[first];
  numbers[3] = make_number(q.cells);
  return 4;
}

size_t byline_quads_to_index(const BylinePeak* peaks, size_t n, size_t anchor,
                             uint32_t* numbers)
{
  static const Mates wanted = {MAX_HOPS, BYLINE_INDEX_RANK, MIN_APART,
                               INDEX_MATES};
  const BylinePeak* mates[INDEX_MATES];
  const size_t n_mates = find_mates(&wanted, peaks, n, anchor, mates);
  return make_quads(&peaks[anchor], mates, n_mates, make_one, numbers);
}

size_t byline_quads_to_search(const BylinePeak* peaks, size_t n, size_t anchor,
                              BylineSearch search, uint32_t* numbers)
{
  if (peaks[anchor].rank >= BYLINE_QUERY_RANK) {
    return 0;
  }
  static const size_t n_mates_of[] = {[BYLINE_SEARCH_USUAL] = QUERY_MATES,
                                      [BYLINE_SEARCH_SHORT] = DEEP_MATES,
                                      [BYLINE_SEARCH_HIDDEN] = HIDDEN_MATES};
  const Mates wanted = {BYLINE_QUAD_HOPS, BYLINE_QUERY_RANK, 0,
                        n_mates_of[search]};
  const BylinePeak* mates[HIDDEN_MATES];
  const size_t n_mates = find_mates(&wanted, peaks, n, anchor, mates);
  return make_quads(&peaks[anchor], mates, n_mates,
                    search == BYLINE_SEARCH_HIDDEN ? make_two : make_four,
                    numbers);
}
