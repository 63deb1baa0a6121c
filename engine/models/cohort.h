/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file cohort.h
   The cohort in a model file: what the model hears in some clips of its own
   artists, so that it can be told later how alike others are.
*/

#ifndef BYLINE_MODELS_COHORT_H
#define BYLINE_MODELS_COHORT_H

#include "byline/model.h"
#include "nn/safetensors.h"

/** The tensor of the embeddings, and the metadata that has whose they are. */
#define BYLINE_COHORT_TENSOR "cohort.embeddings"
#define BYLINE_KEY_COHORT "byline.cohort"

/** Most clips of a cohort. */
#define BYLINE_MAX_COHORT 512

/**
   Read a file's cohort, if it has one.

   @param[out] cohort To be cleared with byline_cohort_clear().
   @return BYLINE_OK, BYLINE_ERROR_FORMAT or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_cohort_read(const char* path, const BylineSafetensors* file,
                                BylineCohort* cohort);

/** Which song each clip is of, as JSON, to be freed with free(); NULL when out
   of memory. */
char* byline_cohort_text(const BylineCohort* cohort);

/**
   Choose clips for a cohort, alike many of each song as far as there are,
   evenly spread.

   @param embeddings `n_clips` x `n_features`.
   @param classes Which song each clip is of, `n_clips`.
   @param[out] cohort To be cleared; empty where no song has two clips.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_cohort_choose(const float* embeddings, size_t n_features,
                                  const uint32_t* classes, size_t n_clips,
                                  BylineCohort* cohort);

/** Put another's numbers behind those of each clip, if they are of the same
    clips; otherwise there is none any more. */
BylineStatus byline_cohort_join(BylineCohort* cohort,
                                const BylineCohort* other);

/** Free what it holds. */
void byline_cohort_clear(BylineCohort* cohort);

#endif // BYLINE_MODELS_COHORT_H
