/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/result.h"

#include "byline/model.h"
#include "evaluation/json.h"

#include <stdlib.h>
#include <string.h>

/* Turn a JSON object into text and let go of it. */
static char* dump(json_t* json)
{
  char* const text = json ? json_dumps(json, JSON_COMPACT) : NULL;
  json_decref(json);
  return text;
}

static char* metrics_text(const BylineResult* result)
{
  const bool is_held_out = result->recipe->learn_from == BYLINE_LEARN_TRAIN;
  return dump(json_pack("{s:o}", is_held_out ? "validation" : "learnt",
                        byline_evaluation_json(result->validation)));
}

/* How many songs each part has */
static json_t* split_json(const BylineDataset* dataset)
{
  json_int_t n[4] = {0};
  const char* by = "song";
  const size_t n_songs = byline_dataset_song_count(dataset);
  for (size_t i = 0; i < n_songs; ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    ++n[song->split];
    by = song->group[0] ? "album" : by;
  }
  return json_pack("{s:s, s:I, s:I, s:I}", "by", by, "train", n[BYLINE_TRAIN],
                   "validation", n[BYLINE_VALIDATION], "test", n[BYLINE_TEST]);
}

/* What the training began with: null for random weights */
static json_t* origin_json(const BylineOrigin* origin)
{
  if (!origin->digest[0]) {
    return json_null();
  }
  return json_pack("{s:s, s:s, s:I, s:I, s:b}", "file", origin->name, "digest",
                   origin->digest, "tensors_taken", (json_int_t)origin->n_taken,
                   "tensors", (json_int_t)origin->n_tensors, "with_classifier",
                   (int)origin->with_head);
}

static char* provenance_text(const BylineResult* result)
{
  char* const recipe = byline_recipe_text(result->recipe);
  if (!recipe) {
    return NULL;
  }
  char* const text = dump(json_pack(
      "{s:s, s:s, s:I, s:I, s:I, s:I, s:o, s:o}", "program",
      "byline " BYLINE_VERSION, "recipe", recipe, "seed",
      (json_int_t)result->recipe->seed, "epoch", (json_int_t)result->epoch,
      "artists", (json_int_t)byline_dataset_artist_count(result->dataset),
      "tracks", (json_int_t)byline_dataset_song_count(result->dataset), "split",
      split_json(result->dataset), "from", origin_json(result->origin)));
  free(recipe);
  return text;
}

static bool copy_artists(const BylineDataset* dataset, BylineModelInfo* info)
{
  const size_t n = byline_dataset_artist_count(dataset);
  info->artists = calloc(n, sizeof(*info->artists));
  info->n_artists = info->artists ? n : 0;
  bool complete = info->artists;
  for (size_t i = 0; complete && i < n; ++i) {
    info->artists[i] = strdup(byline_dataset_artist(dataset, i));
    complete = info->artists[i];
  }
  return complete;
}

BylineStatus byline_result_save(const char* path, const BylineResult* result,
                                const BylineNetwork* network)
{
  BylineModelInfo info = {.front_end =
                              *byline_dataset_front_end(result->dataset),
                          .temperature = (float)result->validation->temperature,
                          .metrics = metrics_text(result),
                          .provenance = provenance_text(result)};
  const bool complete =
      copy_artists(result->dataset, &info) && info.metrics && info.provenance;
  const BylineStatus status =
      complete ? byline_model_save(path, &info, network)
               : byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  byline_model_info_free(&info);
  return status;
}
