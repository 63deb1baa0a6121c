/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file nobody_answers.h
   What networks say of sounds that are nobody's: how sure they are of an artist
   who is not there.
*/

#ifndef BYLINE_TRAINING_NOBODY_ANSWERS_H
#define BYLINE_TRAINING_NOBODY_ANSWERS_H

#include "byline/status.h"
#include "evaluation/clip_prediction.h"

#include <stddef.h>
#include <stdint.h>

/**
   Ask a network about one clip of each of nobody's sounds, made anew: not those
   that it learnt from, where `seed` is that of its recipe.

   @param n_frames Columns of a clip.
   @param[out] outputs byline_nobody_count() clips; to be freed with
   byline_network_outputs_free().
   @return As byline_clips_predict().
*/
BylineStatus byline_nobody_ask(const BylinePredictor* predictor,
                               size_t n_frames, uint64_t seed,
                               BylineNetworkOutputs* outputs);

/**
   How sure answers are: the mean of the most probable artist's probability.

   @param logits `n` x `n_classes`.
   @return 1 / `n_classes` to 1.
*/
double byline_nobody_surety(const float* logits, size_t n, size_t n_classes);

#endif // BYLINE_TRAINING_NOBODY_ANSWERS_H
