/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file peaks.h
   Where the energy of music is greatest in time and frequency.

   Sound at 8 kHz, a spectrum of 128 ms every 16 ms, its levels laid onto a
   scale of 36 cells an octave from 110 to 3800 Hz.  A peak is the loudest cell
   within a sixth of an octave and an eighth of a second around it; a minor one
   is so within half of either.  On that scale, a change of pitch moves all
   peaks by the same distance in frequency, a change of tempo stretches their
   distances in time, and speed does both.
*/

#ifndef BYLINE_RECORDINGS_PEAKS_H
#define BYLINE_RECORDINGS_PEAKS_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The rate of the sound that peaks are found in, in Hz. */
#define BYLINE_PEAK_RATE 8000.0

/** Seconds of a peak's unit of time. */
#define BYLINE_PEAK_HOP 0.016

/** Units of frequency in an octave; 0 is 100 Hz. */
#define BYLINE_PEAK_OCTAVE 640

/** A peak. */
typedef struct {
  uint32_t time;      ///< Since the first sample, in hops
  uint16_t frequency; ///< Above 100 Hz, in units of 1/640 octave
  uint16_t rank;      ///< How many peaks near it are louder; BYLINE_MINOR_RANK
  float level;        ///< In dB, treble raised
} BylinePeak;

/** The rank of minor peaks, which the ranks of others do not count. */
#define BYLINE_MINOR_RANK 0x8000u

/** Finds peaks in a stream of sound. */
typedef struct BylinePeakFinder BylinePeakFinder;

/**
   Begin to find peaks.

   @param rate Of the sound to come, in Hz.
   @param max_rank Peaks with so many louder ones near them are left out.
   @param with_minor Whether minor peaks are found, too.
   @param[out] finder To be freed with byline_peak_finder_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (rate) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_peak_finder_new(double rate, unsigned max_rank,
                                    bool with_minor, BylinePeakFinder** finder);

/** Free a finder.  NULL is fine. */
void byline_peak_finder_free(BylinePeakFinder* finder);

/** Forget the past: the next sample is the first. */
void byline_peak_finder_reset(BylinePeakFinder* finder);

/**
   Listen.  However the sound is cut into calls, the peaks are the same.

   @param mono `n` samples; those that are no sound count as 0.
*/
void byline_peak_finder_feed(BylinePeakFinder* finder, const float* mono,
                             size_t n);

/** The sound is over: find the peaks at its end, too. */
void byline_peak_finder_finish(BylinePeakFinder* finder);

/**
   Take one of the peaks that have been found, in order of time, then frequency.

   @return Whether there was one.
*/
int byline_peak_finder_take(BylinePeakFinder* finder, BylinePeak* peak);

/**
   Find the peaks among `n` peaks, minor ones, too, in order of time, as if
   there were no others: minor ones that are near louder ones go, and all are
   ranked.

   @return How many are left.
*/
size_t byline_peaks_find_again(BylinePeak* peaks, size_t n);

/** How long the sound is so far, in hops. */
uint32_t byline_peak_finder_time(const BylinePeakFinder* finder);

#endif // BYLINE_RECORDINGS_PEAKS_H
