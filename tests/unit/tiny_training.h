/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests of training share: a tiny dataset of three artists, and a recipe
   that learns it in no time. */

#ifndef BYLINE_TESTS_TINY_TRAINING_H
#define BYLINE_TESTS_TINY_TRAINING_H

#include "byline/training.h"
#include "tests/unit/tiny_dataset.h"

#include <stdbool.h>

#define TINY_ARTISTS 3

typedef struct {
  char* folder;
  BylineDataset* dataset;
  BylineRecipe recipe;
} TinyTraining;

/* Make a dataset in a new folder, and a recipe, of which `text` says more.
   To be ended with tiny_training_end(). */
static inline bool tiny_training_begin_of(TinyKind kind, TinyTraining* training,
                                          const char* text)
{
  static const char shared[] = "architecture = resnet:width=4,blocks=1-1\n"
                               "sound_share = 0\n"
                               "batch = 8\n"
                               "time_mask_frames = 8\n"
                               "band_mask_bands = 4\n";
  training->folder = tiny_dataset_make_of(kind, 0, TINY_ARTISTS);
  training->recipe = byline_recipe_default();
  byline_log_set_level(BYLINE_LOG_ERROR);
  return byline_recipe_parse(&training->recipe, shared, "recipe") ==
             BYLINE_OK &&
         byline_recipe_parse(&training->recipe, text, "recipe") == BYLINE_OK &&
         byline_dataset_open(training->folder, &training->dataset) == BYLINE_OK;
}

static inline bool tiny_training_begin(TinyTraining* training, const char* text)
{
  return tiny_training_begin_of(TINY_LOUD, training, text);
}

static inline void tiny_training_end(TinyTraining* training)
{
  byline_dataset_close(training->dataset);
  tiny_dataset_remove(training->folder);
}

#endif // BYLINE_TESTS_TINY_TRAINING_H
