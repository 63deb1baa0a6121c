/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_score.h
   How much nearer to the voice a network comes that finds voices: known voices
   over known music, separated and compared with what went in.
*/

#ifndef BYLINE_TRAINING_SEPARATION_SCORE_H
#define BYLINE_TRAINING_SEPARATION_SCORE_H

#include "byline/network.h"
#include "byline/status.h"
#include "dataset/sound.h"
#include "training/separation_material.h"

#include <signal.h>
#include <stddef.h>

/** Levels at which is measured: -5, 0 and 5 dB. */
#define BYLINE_SEPARATION_LEVELS 3

/** Most mixtures at each level. */
#define BYLINE_SEPARATION_MIXTURES 12

/** What was found at one level: scale-invariant signal-to-distortion ratios of
    the voice in dB (Le Roux et al. 2019, "SDR - half-baked or well done?"). */
typedef struct {
  double level;  ///< Of the voice, where it sounds, over the music, in dB
  double before; ///< Of the mix, mean over all mixtures
  double after;  ///< Of the estimate
  double least;  ///< The smallest improvement of a mixture
  double most;   ///< The largest
} BylineSeparationScore;

/** All that was found, and an example. */
typedef struct {
  BylineSeparationScore scores[BYLINE_SEPARATION_LEVELS];
  size_t n_mixtures;    ///< At each level
  BylineSound mix;      ///< One of the mixtures at 0 dB
  BylineSound voice;    ///< What went into it
  BylineSound estimate; ///< What came out
} BylineSeparationFinding;

/** What is measured. */
typedef struct {
  BylineNetwork* network;              ///< Frozen
  const BylineVoiceMaterial* material; ///< Voices and accompaniments
  bool held_only; ///< Only what is held out; where nothing is, all
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineSeparationTest;

/**
   Measure, always on the same mixtures of a material.

   @param[out] finding To be freed with byline_separation_finding_free() in any
   case.
   @return BYLINE_OK, BYLINE_ERROR_DATA (nothing that sounds long enough),
   BYLINE_ERROR_INTERRUPTED or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_separation_test(const BylineSeparationTest* test,
                                    BylineSeparationFinding* finding);

/** Free and clear. */
void byline_separation_finding_free(BylineSeparationFinding* finding);

/** The scale-invariant ratio of an estimate of `n` samples, in dB. */
double byline_signal_to_distortion(const float* estimate, const float* truth,
                                   size_t n);

#endif // BYLINE_TRAINING_SEPARATION_SCORE_H
