/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests of drawing clips share. */

#ifndef BYLINE_TESTS_TINY_SAMPLER_H
#define BYLINE_TESTS_TINY_SAMPLER_H

#include "tests/unit/suite.h"
#include "tests/unit/tiny_training.h"
#include "training/batch.h"

#define TINY_CLIP 64
#define TINY_IMAGE (TINY_MELS * TINY_CLIP)

/* Begin a training with clips of TINY_CLIP frames. */
static inline bool tiny_sampling_begin(TinyTraining* training, const char* text)
{
  const bool well = tiny_training_begin(training, text);
  training->recipe.clip_frames = TINY_CLIP;
  return well;
}

static inline BylineSampler* tiny_sampler_new(const TinyTraining* training,
                                              const BylineRecipe* recipe)
{
  BylineSampler* sampler = NULL;
  assert_int_equal(byline_sampler_new(training->dataset, recipe, &sampler),
                   BYLINE_OK);
  return sampler;
}

#endif // BYLINE_TESTS_TINY_SAMPLER_H
