/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file unknown_artists.h
   What a model says about artists whom it does not know.
*/

#ifndef BYLINE_EVALUATION_UNKNOWN_ARTISTS_H
#define BYLINE_EVALUATION_UNKNOWN_ARTISTS_H

#include "byline/evaluation.h"
#include "evaluation/evaluation_target.h"

#include <stddef.h>

/**
   Run a target's model over the music of artists whom it does not know.

   Artists whom it knows are passed over; so are tracks that cannot be read,
   with a warning each.

   @param path A dataset's folder, or a library's table, whose tracks are then
   decoded.
   @param n_frames Columns of a clip.
   @param[out] predictions Without truth and embeddings, but with what is no
   music; to be freed with
   byline_predictions_free().
   @param[out] n_artists How many artists there were.
   @return BYLINE_OK, BYLINE_ERROR_DATA (there is no such artist), or as
   byline_dataset_open(), byline_library_read() and byline_predict().
*/
BylineStatus byline_unknown_artists_predict(
    const BylineEvaluationTarget* target, const char* path, size_t n_frames,
    BylinePredictions* predictions, size_t* n_artists);

#endif // BYLINE_EVALUATION_UNKNOWN_ARTISTS_H
