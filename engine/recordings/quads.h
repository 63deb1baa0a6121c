/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file quads.h
   Four peaks as a number that speed, pitch and tempo leave as it is.

   Of four peaks in order of time, A to D, remain the same whatever is done with
   a pitch fader: the distances in frequency from A to the others, on a
   logarithmic scale, and where B and C lie between A and D in time.  (Quads of
   Sonnleitner and Widmer, "Robust quad-based audio fingerprinting", 2016, which
   take two of the peaks as corners of a rectangle.)

   To be found, they must also begin in a band of frequencies that a pitch fader
   can have moved them to: a key tells which quad, and in which band.

   An index holds few quads of each peak, those of the loudest around it; who
   searches tries many, so that it does no harm when some peaks are missing and
   others have come.
*/

#ifndef BYLINE_RECORDINGS_QUADS_H
#define BYLINE_RECORDINGS_QUADS_H

#include "recordings/peaks.h"

#include <stddef.h>
#include <stdint.h>

/** Peaks of a rank below this go into an index; more are looked at to search.
 */
#define BYLINE_INDEX_RANK 3
#define BYLINE_QUERY_RANK 5

/** What is heard is kept up to that rank, for a second recording under a louder
    one. */
#define BYLINE_HEARD_RANK 9

/** Most quads that a peak of an index, and one that is searched, can give. */
#define BYLINE_INDEX_KEYS 4
#define BYLINE_QUERY_KEYS (120 * 4)

/** How hard something is sought. */
typedef enum {
  BYLINE_SEARCH_USUAL,
  BYLINE_SEARCH_SHORT, ///< Little was heard: many more quads, more hits
  BYLINE_SEARCH_HIDDEN ///< Half hidden under what is known: many more quads
} BylineSearch;

/** How far behind a peak the last of its quads can be, in hops. */
#define BYLINE_QUAD_HOPS 90

/** Most that pitch can differ, in a peak's units: 21 %. */
#define BYLINE_MAX_PITCH 176

/** Bands that a peak's frequency is in one of, and the most that one which is
    heard can come from. */
#define BYLINE_KEY_BANDS 10
#define BYLINE_QUERY_BANDS 2

/** The band of a frequency, in a peak's units. */
static inline uint32_t byline_key_band(uint32_t frequency)
{
  const uint32_t band = frequency / (2 * BYLINE_MAX_PITCH);
  return band < BYLINE_KEY_BANDS ? band : BYLINE_KEY_BANDS - 1;
}

/** The key of a quad whose first peak is in a band; evenly spread over 32 bits.
    A bijection, so that no two have one. */
uint32_t byline_key_in_band(uint32_t quad, uint32_t band);

/**
   Make the quads under which a peak is put into an index.

   @param peaks `n` of them, in order of time.
   @param anchor Which one.
   @param[out] quads Room for BYLINE_INDEX_KEYS.
   @return How many.
*/
size_t byline_quads_to_index(const BylinePeak* peaks, size_t n, size_t anchor,
                             uint32_t* quads);

/**
   Make the quads under which a peak is sought, at any speed within a fifth.

   @param search How many are tried.
   @param[out] quads Room for BYLINE_QUERY_KEYS.
   @return How many.
*/
size_t byline_quads_to_search(const BylinePeak* peaks, size_t n, size_t anchor,
                              BylineSearch search, uint32_t* quads);

#endif // BYLINE_RECORDINGS_QUADS_H
