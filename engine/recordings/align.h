/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file align.h
   A recording laid beside what is heard: time in it = begin + speed x time of
   what is heard.
*/

#ifndef BYLINE_RECORDINGS_ALIGN_H
#define BYLINE_RECORDINGS_ALIGN_H

#include "recordings/hits.h"
#include "recordings/peaks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most hits that are aligned with each other. */
#define BYLINE_MAX_HIT_MEMBERS 512

/** Scores from here on are told to anybody.  Chance alone gives 0; music that
    is not in the index, but made of the same loops and samples, goes beyond:
    README.md has what was measured. */
#define BYLINE_SURE_SCORE 6.0

/** Scores of a second recording, found under one that is known, from here on:
    that there is one is likelier then. */
#define BYLINE_SECOND_SCORE 3.0

/** How a piece lies beside what is heard. */
typedef struct {
  uint32_t segment; ///< Of the index
  uint32_t piece;   ///< Of the segment
  double speed;     ///< Hops of it in a hop
  double begin;     ///< Where it is at time 0 of what is heard, in hops
  double pitch;     ///< So much higher it is heard, in a peak's units
  double score;     ///< log10 of the odds against chance
  double share;     ///< Of its peaks, heard
} BylineAlignment;

/** A difference of frequencies as a ratio. */
double byline_pitch_ratio(double units);

/** The probability that a score is not chance: 1 / (1 + 10^((2 - score)
   / 1.7)), fitted to scores of music that is indexed and music that is not. */
double byline_alignment_probability(double score);

/**
   Find the speed, the place and the pitch that most of some hits agree on, and
   judge them.

   @param hits `n` of them, of one piece and some seconds.
   @param least As for byline_alignment_judge().
   @return Whether there is such a place.
*/
bool byline_align(const BylineRecordings* index, const BylinePeak* peaks,
                  size_t n_peaks, const BylineHit* hits, size_t n, double least,
                  BylineAlignment* alignment);

/** The same for hits of which the speed is known; they may be far apart. */
bool byline_align_at_speed(const BylineRecordings* index,
                           const BylinePeak* peaks, size_t n_peaks,
                           const BylineHit* hits, size_t n, double speed,
                           double least, BylineAlignment* alignment);

/**
   Give an alignment its score.

   @param used For each peak whether it is explained otherwise; NULL: none is.
   @param least Scores below it do not matter: where there is none from it on, 0
   may be told instead, which is found sooner.
*/
void byline_alignment_judge(const BylineRecordings* index,
                            const BylinePeak* peaks, size_t n_peaks,
                            const uint8_t* used, double least,
                            BylineAlignment* alignment);

/** Lay an alignment anew beside what is heard, its place being known. */
void byline_alignment_adjust(const BylineRecordings* index,
                             const BylinePeak* peaks, size_t n_peaks,
                             BylineAlignment* alignment);

/**
   Follow an alignment that was found in a part to all that was heard.

   It is laid anew beside longer and longer stretches around the part.

   @param middle Of the part, in hops.
   @param reach How far the part goes from there.
   @return The share of the recording's peaks there that are heard, less what is
   there by chance: 0 to 1.
*/
double byline_alignment_follow(const BylineRecordings* index,
                               const BylinePeak* peaks, size_t n_peaks,
                               double middle, double reach,
                               BylineAlignment* alignment);

/** Log10 of the odds against chance that a recording is heard at its place, and
    nowhere else was looked for it. */
double byline_alignment_evidence(const BylineRecordings* index,
                                 const BylinePeak* peaks, size_t n_peaks,
                                 const BylineAlignment* alignment);

/** Note which peaks an alignment explains. */
void byline_alignment_use(const BylineRecordings* index,
                          const BylinePeak* peaks, size_t n_peaks,
                          const BylineAlignment* alignment, uint8_t* used);

/** Whether it is of a recording that was added before another one's. */
static inline bool byline_alignment_precedes(const BylineAlignment* a,
                                             const BylineAlignment* b)
{
  return a->segment != b->segment ? a->segment < b->segment
                                  : a->piece < b->piece;
}

#endif // BYLINE_RECORDINGS_ALIGN_H
