/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file fingerprint.h
   Recognising recordings by fingerprints, to compare with.

   The fingerprints are Chromaprint's, those of AcoustID: 32 bits every 0.124 s.
   A query is laid over each recording of the index at every offset, so nothing
   that AcoustID's own search (which tries only offsets at which words are
   equal) could find is missed.
*/

#ifndef BYLINE_EVALUATION_FINGERPRINT_H
#define BYLINE_EVALUATION_FINGERPRINT_H

#include "byline/status.h"
#include "dataset/sound.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
   Share of bits that may differ in a match: 10 of 32, where Chromaprint's own
   fingerprint matcher draws the line.  Unrelated music differs in half.
*/
#define BYLINE_FINGERPRINT_THRESHOLD 0.3125

/** A fingerprint. */
typedef struct {
  uint32_t* words; ///< `n` of them
  size_t n;        ///< About 8 a second
} BylineFingerprint;

/** Where a query fits best. */
typedef struct {
  size_t index;  ///< Of the recording
  size_t offset; ///< Words from its beginning
  double error;  ///< Share of bits that differ; 1 when nothing was compared
} BylineFingerprintMatch;

/**
   Take the fingerprint of sound.

   @param[out] fingerprint To be freed with byline_fingerprint_free(); empty
   when the sound is too short.
   @return BYLINE_OK, BYLINE_ERROR_MEMORY or BYLINE_ERROR_DATA.
*/
BylineStatus byline_fingerprint_take(const BylineSound* sound,
                                     BylineFingerprint* fingerprint);

/**
   Take the fingerprint of a file, without keeping its sound in memory.

   @param max_seconds Stop there.
   @param[out] fingerprint To be freed with byline_fingerprint_free().
   @return As byline_fingerprint_take() and byline_audio_file_open().
*/
BylineStatus byline_fingerprint_read(const char* path, double max_seconds,
                                     BylineFingerprint* fingerprint);

/** Free and clear. */
void byline_fingerprint_free(BylineFingerprint* fingerprint);

/** Find the recording and the offset with the smallest error. */
BylineFingerprintMatch byline_fingerprint_search(const BylineFingerprint* query,
                                                 const BylineFingerprint* index,
                                                 size_t n);

/** Whether a match is good enough to be believed. */
bool byline_fingerprint_is_match(const BylineFingerprintMatch* match);

#endif // BYLINE_EVALUATION_FINGERPRINT_H
