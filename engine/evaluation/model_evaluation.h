/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file model_evaluation.h
   All that can be measured about a model with a dataset's songs.
*/

#ifndef BYLINE_EVALUATION_MODEL_EVALUATION_H
#define BYLINE_EVALUATION_MODEL_EVALUATION_H

#include "byline/evaluation.h"
#include "evaluation/breakdown.h"
#include "evaluation/evaluation_target.h"
#include "evaluation/songs.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/** Most pairs of artists taken for each other that are shown. */
#define BYLINE_MAX_PAIRS 30

/** What shall be measured. */
typedef struct {
  BylineSplit split;   ///< Of which songs
  double seconds;      ///< Length of the clips
  bool lengths;        ///< Also with clips of other lengths
  size_t n_pairs;      ///< Pairs of artists to find
  const char* unknown; ///< Music of unknown artists, as for
                       ///< byline_unknown_artists_predict(); NULL for none
} BylineModelEvaluationSettings;

/** What came out. */
typedef struct {
  BylineModelEvaluationSettings settings;        ///< What was asked for
  BylinePredictions predictions;                 ///< Of all clips
  BylineSongs songs;                             ///< Of all songs
  BylineEvaluation evaluation;                   ///< Figures of all of them
  BylineReliabilityDiagram reliability;          ///< Of confidence
  BylineAlbumScore albums[BYLINE_N_ALBUM_KINDS]; ///< By kind of album
  BylineConfusedPair pairs[BYLINE_MAX_PAIRS];    ///< Most frequent first
  size_t n_pairs;                                ///< How many
  BylineLengthScore lengths[BYLINE_N_LENGTHS];   ///< If asked for
  BylineUnknownScore unknown;                    ///< If asked for
} BylineModelEvaluation;

/**
   Measure.

   @param[out] evaluation To be freed with byline_model_evaluation_free() when
   this succeeds.
   @return As byline_predict() and byline_unknown_artists_predict().
*/
BylineStatus
byline_model_evaluate(const BylineEvaluationTarget* target,
                      const BylineModelEvaluationSettings* settings,
                      BylineModelEvaluation* evaluation);

/** Free and clear. */
void byline_model_evaluation_free(BylineModelEvaluation* evaluation);

/**
   All figures as JSON.

   @return A new reference, or NULL when out of memory.
*/
json_t* byline_model_evaluation_json(const BylineEvaluationTarget* target,
                                     const BylineModelEvaluation* evaluation);

/**
   Put the figures into a model's file, under the split's name, for its users.

   @return As byline_model_open() and byline_model_save().
*/
BylineStatus
byline_model_evaluation_record(const BylineModelEvaluation* evaluation,
                               const char* path);

/** "seen", "unseen" or "unknown". */
const char* byline_album_kind_name(BylineAlbumKind kind);

/** When a clip begins in its song, in seconds. */
double byline_clip_time(const BylineEvaluationTarget* target,
                        const BylineClip* clip);

#endif // BYLINE_EVALUATION_MODEL_EVALUATION_H
