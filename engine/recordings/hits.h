/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file hits.h
   What an index has under the keys of peaks that are heard.
*/

#ifndef BYLINE_RECORDINGS_HITS_H
#define BYLINE_RECORDINGS_HITS_H

#include "recordings/index.h"
#include "recordings/quads.h"

#include <stddef.h>
#include <stdint.h>

/** A peak that was heard may be this one of a recording. */
typedef struct {
  uint32_t heard;   ///< When it was heard, in hops
  uint32_t time;    ///< Its time in the piece, in hops
  uint32_t segment; ///< Of the index
  uint32_t piece;   ///< Of the segment
  int32_t pitch;    ///< So much higher it is heard, in a peak's units
} BylineHit;

/** Hits in the order of what was heard; {0}: none. */
typedef struct {
  BylineHit* hits; ///< `n` of them
  size_t n;        ///< How many
  size_t capacity; ///< Room for so many
} BylineHits;

/** Most hits that are kept: more are chance. */
#define BYLINE_MAX_HITS ((size_t)1 << 20)

/**
   Look up a peak.

   @param peaks `n` that were heard, in order of time.
   @param anchor Which one.
   @param search As for byline_quads_to_search().
   @param[in,out] hits More are added; when there is no memory for them, none.
*/
void byline_hits_find(const BylineRecordings* index, const BylinePeak* peaks,
                      size_t n, size_t anchor, BylineSearch search,
                      BylineHits* hits);

/** Add a hit; when there is no memory for it, nothing. */
void byline_hits_add(BylineHits* hits, const BylineHit* hit);

/**
   Find the postings of a segment that have a key.

   @param most When there are more, they tell nothing: none is found.
   @param[out] first The first one's place.
   @return How many.
*/
uint32_t byline_postings_find(const BylineIndexSegment* segment, uint32_t key,
                              uint32_t most, uint32_t* first);

/** Drop what was heard before some time. */
void byline_hits_forget(BylineHits* hits, uint32_t before);

/** Free and clear. */
void byline_hits_free(BylineHits* hits);

#endif // BYLINE_RECORDINGS_HITS_H
