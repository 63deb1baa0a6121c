/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file explain.h
   What an answer rests on: which moments and bands of a clip speak for an
   artist.

   By occlusion (Zeiler and Fergus 2014, "Visualizing and understanding
   convolutional networks"): a patch of the picture is made featureless, and
   what the model says then is compared with what it says to the whole clip.
   It asks nothing of a model but answers, so it is the same for networks,
   statistics, sums and ensembles of both, and artists who were taught.

   It costs a few hundred answers, so it is for when somebody asks, and never
   for the audio thread.  A step is no more than a look of the recogniser's.
*/

#ifndef BYLINE_EXPLAIN_H
#define BYLINE_EXPLAIN_H

#include "byline/model.h"
#include "byline/recognizer.h"
#include "byline/status.h"
#include "byline/thread_pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Longest clip that is explained, in s. */
#define BYLINE_EXPLAIN_SECONDS BYLINE_MAX_WINDOW

/** Shortest time of a cell of evidence, in s; as many cells as have room. */
#define BYLINE_EVIDENCE_SECONDS 0.5f

/** Bands of evidence, from the lowest frequency up; as many mel bands each as
    come closest to alike. */
#define BYLINE_EVIDENCE_BANDS 16

/** Most cells along time. */
#define BYLINE_EVIDENCE_TIMES 20

/** What an answer to a clip rests on. */
typedef struct {
  int32_t artist;    ///< For whom: an index into the list of artists
  float probability; ///< What the whole clip gives, 0 to 1
  size_t n_frames;   ///< Columns of the clip
  size_t n_mels;     ///< Mel bands of a column
  size_t n_times;    ///< Cells along time, at most BYLINE_EVIDENCE_TIMES
  size_t n_bands;    ///< Cells along frequency, BYLINE_EVIDENCE_BANDS or fewer
  /** By how much the log-odds of the artist fall (in nats) for want of a cell:
      positive speaks for the artist, negative against; `n_times` x `n_bands`,
      lowest band first. */
  float values[BYLINE_EVIDENCE_TIMES * BYLINE_EVIDENCE_BANDS];
} BylineEvidence;

/** First of the columns of cell `t` along time; of `t` = n_times, the end. */
static inline size_t byline_evidence_frame(const BylineEvidence* evidence,
                                           size_t t)
{
  return t * evidence->n_frames / evidence->n_times;
}

/** First of the mel bands of cell `b` along frequency; likewise. */
static inline size_t byline_evidence_mel(const BylineEvidence* evidence,
                                         size_t b)
{
  return b * evidence->n_mels / evidence->n_bands;
}

/** What is asked. */
typedef struct {
  const BylineModel* model; ///< Must outlive the explanation, as must the next
  BylineRoster* roster;     ///< Whom it can name; NULL: the model's own
  int32_t artist;           ///< Who is to be explained; -1: the most probable
  BylineThreadPool* pool;   ///< Shares the looks of a step; NULL: one a step
} BylineQuestion;

/** An explanation in the making. */
typedef struct BylineExplanation BylineExplanation;

/**
   Begin to explain a clip; looks at the whole of it.

   @param columns `n_frames` x channels x n_mels values in dB, as of the model's
   front end; copied.
   @param n_frames At most as many as BYLINE_EXPLAIN_SECONDS have, of which the
   last are taken.
   @param[out] explanation To be freed with byline_explanation_free().
   @return BYLINE_OK, BYLINE_ERROR_DATA (fewer columns than BYLINE_MIN_WINDOW
   has, or than the model needs) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_explanation_new(const BylineQuestion* question,
                                    const float* columns, size_t n_frames,
                                    BylineExplanation** explanation);

/** Free it.  NULL is fine. */
void byline_explanation_free(BylineExplanation* explanation);

/** Look at some more patches.
    @return Whether there is more to do. */
bool byline_explanation_step(BylineExplanation* explanation);

/** What was found so far; the explanation's own.  Complete when
    byline_explanation_step() has returned false. */
const BylineEvidence*
byline_explanation_evidence(const BylineExplanation* explanation);

/** All of it at once: as byline_explanation_new(). */
BylineStatus byline_explain(const BylineQuestion* question,
                            const float* columns, size_t n_frames,
                            BylineEvidence* evidence);

#endif // BYLINE_EXPLAIN_H
