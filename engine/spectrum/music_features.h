/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file music_features.h
   What a stretch of sound is measured by to tell whether it is music.

   All are made from columns of the mix.  Levels below the loudest cell of the
   stretch by more than 60 dB count as that floor, so nothing depends on how
   loud the sound is.  README.md has the formulas.
*/

#ifndef BYLINE_SPECTRUM_MUSIC_FEATURES_H
#define BYLINE_SPECTRUM_MUSIC_FEATURES_H

#include "byline/front_end.h"

#include <stdbool.h>
#include <stddef.h>

/** What is measured. */
typedef enum {
  BYLINE_MUSIC_REST_1,      ///< What one spectrum, louder or softer, leaves, dB
  BYLINE_MUSIC_REST_2,      ///< What a mixture of two leaves, dB
  BYLINE_MUSIC_OCCUPANCY,   ///< Share of bands near a column's loudest
  BYLINE_MUSIC_LIKENESS,    ///< Of the fine structure to that a moment later
  BYLINE_MUSIC_PEAKS,       ///< Spectral peaks in a column
  BYLINE_MUSIC_HELD,        ///< Share of them that stay in their band
  BYLINE_MUSIC_PITCHES,     ///< Bands in which peaks stay
  BYLINE_MUSIC_PAUSES,      ///< Share of columns far below the mean level
  BYLINE_MUSIC_SYLLABLES,   ///< Deviation of the level at 2 to 8 Hz, dB
  BYLINE_MUSIC_LEVEL_MOVES, ///< Deviation of the level, dB
  BYLINE_MUSIC_SLOPE_MOVES, ///< Deviation of low bands over high ones, dB
  BYLINE_MUSIC_BEAT,        ///< How well onsets repeat, at most 1
  BYLINE_MUSIC_LOUDNESS,    ///< Spread of the level where it is loud, dB
  BYLINE_MUSIC_FEATURES     ///< How many
} BylineMusicFeature;

/** Most columns that are looked at, and bands that a column may have. */
#define BYLINE_MUSIC_FRAMES 512
#define BYLINE_MUSIC_MELS 256

/**
   Measure a stretch of sound.  Any thread; takes 100 kB of its stack.

   @param front_end At least 32 and at most BYLINE_MUSIC_MELS bands.
   @param columns `n_frames` x n_mels values, the mix; the last
   BYLINE_MUSIC_FRAMES of them are looked at.  At least 2 s.
   @param[out] features By BylineMusicFeature.
*/
void byline_music_measure(const BylineFrontEnd* front_end, const float* columns,
                          size_t n_frames,
                          float features[static BYLINE_MUSIC_FEATURES]);

#endif // BYLINE_SPECTRUM_MUSIC_FEATURES_H
