/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/nobody_answers.h"

#include "byline/network.h"
#include "training/nobody.h"

#include <math.h>
#include <string.h>

/* What is added to a recipe's seed: other sounds than those that are learnt */
#define OTHER_SOUNDS 0x6e6f626f6479u

typedef struct {
  BylineNobody* nobody;
  size_t n_values; ///< Of a clip
} Sounds;

static void read_columns(const void* user, size_t clip, float* columns)
{
  const Sounds* const sounds = user;
  memcpy(columns, byline_nobody_sound(sounds->nobody, clip),
         sounds->n_values * sizeof(*columns));
}

BylineStatus byline_nobody_ask(const BylinePredictor* predictor,
                               size_t n_frames, uint64_t seed,
                               BylineNetworkOutputs* outputs)
{
  Sounds sounds = {.n_values =
                       n_frames * byline_front_end_cells(predictor->front_end)};
  BYLINE_TRY(byline_nobody_new(predictor->front_end, n_frames,
                               seed + OTHER_SOUNDS, &sounds.nobody));
  for (size_t i = 0; i < byline_nobody_count(); ++i) {
    byline_nobody_sound(sounds.nobody, i); /* Made before threads read it */
  }
  const BylineClipSource source = {.n_clips = byline_nobody_count(),
                                   .n_frames = n_frames,
                                   .columns = read_columns,
                                   .user = &sounds};
  const BylineStatus status = byline_clips_predict(predictor, &source, outputs);
  byline_nobody_free(sounds.nobody);
  return status;
}

double byline_nobody_surety(const float* logits, size_t n, size_t n_classes)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    const float* const answer = logits + i * n_classes;
    float most = answer[0];
    for (size_t k = 1; k < n_classes; ++k) {
      most = answer[k] > most ? answer[k] : most;
    }
    sum += exp((double)most - byline_log_sum_exp(answer, n_classes, 1));
  }
  return sum / (double)n;
}
