/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file probe.h
   A few parts of a recording that it is sought by among others (repeats.h): the
   keys of their quads, which are those of an index.
*/

#ifndef BYLINE_RECORDINGS_PROBE_H
#define BYLINE_RECORDINGS_PROBE_H

#include "recordings/align.h"
#include "recordings/constellation.h"
#include "recordings/index.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** Parts of a recording, and their length in hops: 8 s. */
#define BYLINE_N_PROBES 4
#define BYLINE_PROBE_HOPS 500

/** A quad of a part. */
typedef struct {
  uint32_t key;  ///< What it is found by
  uint32_t peak; ///< Its first: time in hops << 12 | frequency
} BylineProbeKey;

/** Most quads of all parts. */
#define BYLINE_MAX_PROBE_KEYS 16384

/** The parts of a recording.  Their keys are in a file. */
typedef struct {
  uint64_t place;                   ///< Of the first key in the file
  uint32_t n;                       ///< Keys
  uint32_t begins[BYLINE_N_PROBES]; ///< Of the parts, in hops
} BylineProbes;

/**
   Choose the parts of a recording, evenly over its length, and write their keys
   behind what the file has.

   @param[in,out] place Where that ends.
   @return Whether there was memory; errors in writing stay with the file.
*/
bool byline_probes_write(const BylineConstellation* constellation, FILE* file,
                         uint64_t* place, BylineProbes* probes);

/** The memory of one that probes, {0} at first, to be freed with
    byline_probe_memory_free(). */
typedef struct {
  BylineHit* hits; ///< Room for `capacity`
  BylineHit* some; ///< Likewise
  size_t n;        ///< How many
  size_t capacity; ///< Room for so many
} BylineProbeMemory;

/** Free and clear. */
void byline_probe_memory_free(BylineProbeMemory* memory);

/** Where a recording, or a part of it, may lie in a piece of an index. */
typedef struct {
  uint32_t piece;        ///< Of its only segment
  uint32_t begin;        ///< In the recording, in hops
  uint32_t end;          ///< UINT32_MAX: all of it, as fast as it is
  const BylineHit* hits; ///< That speak for it
  size_t n;              ///< How many, at most BYLINE_MAX_HIT_MEMBERS
} BylineProbeCandidate;

/** Make what tells of most keys at once that a segment has them not: a bit for
    each value that the upper bits of a key can have.  To be freed with free();
    NULL when out of memory. */
uint64_t* byline_probe_filter_new(const BylineIndexSegment* segment);

/** What is done with a candidate. */
typedef void (*BylineProbeJudge)(void* context,
                                 const BylineProbeCandidate* candidate);

/**
   Look up the parts of a recording in an index of one segment.

   @param filter Of its segment.
   @param keys Of the parts.
   @param least Recordings of a lower number are passed over.
   @param judge Is asked about each place that enough of them agree on.
   @return Whether there was memory.
*/
bool byline_probes_look_up(const BylineRecordings* index,
                           const uint64_t* filter, const BylineProbes* probes,
                           const BylineProbeKey* keys, size_t least,
                           BylineProbeMemory* memory, BylineProbeJudge judge,
                           void* context);

#endif // BYLINE_RECORDINGS_PROBE_H
