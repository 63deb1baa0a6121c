/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file examination.h
   All that can be measured about a model with a dataset's songs.
*/

#ifndef BYLINE_EVALUATION_EXAMINATION_H
#define BYLINE_EVALUATION_EXAMINATION_H

#include "byline/evaluation.h"
#include "evaluation/inquiry.h"
#include "evaluation/songs.h"
#include "evaluation/subject.h"

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
                       ///< byline_strangers_ask(); NULL for none
} BylineExaminationSettings;

/** What came out. */
typedef struct {
  BylineExaminationSettings settings;            ///< What was asked for
  BylinePredictions predictions;                 ///< Of all clips
  BylineSongs songs;                             ///< Of all songs
  BylineEvaluation evaluation;                   ///< Figures of all of them
  BylineReliabilityDiagram reliability;          ///< Of confidence
  BylineAlbumScore albums[BYLINE_N_ALBUM_KINDS]; ///< By kind of album
  BylineConfusedPair pairs[BYLINE_MAX_PAIRS];    ///< Most frequent first
  size_t n_pairs;                                ///< How many
  BylineLengthScore lengths[BYLINE_N_LENGTHS];   ///< If asked for
  BylineUnknownScore unknown;                    ///< If asked for
} BylineExamination;

/**
   Measure.

   @param[out] examination To be freed with byline_examination_free() when this
   succeeds.
   @return As byline_predict() and byline_strangers_ask().
*/
BylineStatus byline_examine(const BylineSubject* subject,
                            const BylineExaminationSettings* settings,
                            BylineExamination* examination);

/** Free and clear. */
void byline_examination_free(BylineExamination* examination);

/**
   All figures as JSON.

   @return A new reference, or NULL when out of memory.
*/
json_t* byline_examination_json(const BylineSubject* subject,
                                const BylineExamination* examination);

/**
   Put the figures into a model's file, under the split's name, for its users.

   @return As byline_model_open() and byline_model_save().
*/
BylineStatus byline_examination_record(const BylineExamination* examination,
                                       const char* path);

/** "seen", "unseen" or "unknown". */
const char* byline_album_kind_name(BylineAlbumKind kind);

/** When a clip begins in its song, in seconds. */
double byline_clip_time(const BylineSubject* subject, const BylineClip* clip);

#endif // BYLINE_EVALUATION_EXAMINATION_H
