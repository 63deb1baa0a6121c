/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/result.h"

#include "base/json.h"
#include "byline/model.h"
#include "dataset/plan_json.h"
#include "evaluation/evaluation_json.h"
#include "models/cohort.h"
#include "models/learnt.h"
#include "training/checkpoint.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static char* metrics_text(const BylineResult* result)
{
  const bool is_held_out = result->recipe->learn_from == BYLINE_LEARN_TRAIN;
  const double seconds =
      byline_front_end_time(byline_dataset_front_end(result->dataset),
                            (size_t)result->recipe->clip_frames);
  json_t* const json =
      json_pack("{s:o}", is_held_out ? "validation" : "learnt",
                byline_evaluation_json(result->validation, seconds));
  if (json && result->network) {
    json_object_set_new(json, "network",
                        byline_evaluation_json(result->network, seconds));
  }
  if (json && result->statistics) {
    json_object_set_new(json, "statistics",
                        byline_evaluation_json(result->statistics, seconds));
  }
  if (json && result->answer) {
    json_object_set_new(json, "answer", json_string(result->answer));
  }
  return byline_json_text(json, BYLINE_JSON_DOUBLE);
}

/* Whether albums were kept in one part */
static bool is_by_album(const BylineResult* result)
{
  const BylineSplitPlan* const plan = byline_dataset_plan(result->dataset);
  if (plan) {
    return plan->by == BYLINE_BY_ALBUM;
  }
  bool grouped = false;
  const size_t n_songs = byline_dataset_song_count(result->dataset);
  for (size_t i = 0; i < n_songs; ++i) {
    grouped |= byline_dataset_song(result->dataset, i)->group[0] != '\0';
  }
  return grouped;
}

/* Numbers that are too long for JSON's */
static json_t* hash_json(uint64_t hash)
{
  char text[32];
  snprintf(text, sizeof(text), "%016" PRIx64, hash);
  return json_string(text);
}

/* How the songs were split, and how many each part has; with the hash, that it
   is the same split */
static json_t* split_json(const BylineResult* result)
{
  const BylineSplitPlan* const plan = byline_dataset_plan(result->dataset);
  json_int_t n[4] = {0};
  const size_t n_songs = byline_dataset_song_count(result->dataset);
  for (size_t i = 0; i < n_songs; ++i) {
    ++n[byline_dataset_song(result->dataset, i)->split];
  }
  json_t* const json = json_pack(
      "{s:s, s:o, s:I, s:I, s:I}", "by", is_by_album(result) ? "album" : "song",
      "hash", hash_json(byline_checkpoint_data(result->dataset, NULL)), "train",
      n[BYLINE_TRAIN], "validation", n[BYLINE_VALIDATION], "test",
      n[BYLINE_TEST]);
  if (json && plan) {
    json_object_set_new(json, "seed", json_integer((json_int_t)plan->seed));
    json_object_set_new(json, "folds", json_integer((json_int_t)plan->folds));
    json_object_set_new(json, "fold",
                        json_integer(byline_split_plan_fold(plan)));
  }
  return json;
}

/* What the training began with: null for random weights */
static json_t* pretrained_json(const BylinePretrained* pretrained)
{
  if (!pretrained->digest[0]) {
    return json_null();
  }
  return json_pack("{s:o, s:s, s:I, s:I, s:b}", "file",
                   byline_json_path(pretrained->name), "digest",
                   pretrained->digest, "tensors_taken",
                   (json_int_t)pretrained->n_taken, "tensors",
                   (json_int_t)pretrained->n_tensors, "with_classifier",
                   (int)pretrained->with_head);
}

/* Whom the model learnt to be unsure about: null for nobody */
static json_t* strangers_json(const BylineStrangers* strangers)
{
  return strangers
             ? json_pack(
                   "{s:I, s:I, s:o}", "artists",
                   (json_int_t)byline_song_pool_artists(&strangers->song_pool),
                   "tracks", (json_int_t)strangers->song_pool.n_songs, "music",
                   hash_json(byline_checkpoint_data_hash(strangers->dataset)))
             : json_null();
}

/* The recipe as strangers may see it: of folders, the name alone */
static char* recipe_text(const BylineRecipe* recipe)
{
  BylineRecipe shown = *recipe;
  char* const path = shown.strangers;
  for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; --n) {
    path[n - 1] = '\0';
  }
  const char* const slash = strrchr(path, '/');
  if (slash && slash[1]) {
    memmove(path, slash + 1, strlen(slash));
  }
  return byline_recipe_text(&shown);
}

static char* provenance_text(const BylineResult* result)
{
  char* const recipe = recipe_text(result->recipe);
  if (!recipe) {
    return NULL;
  }
  char* const text = byline_json_text(
      json_pack(
          "{s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o}",
          "program", "byline " BYLINE_VERSION, "revision", BYLINE_REVISION,
          "licence", result->recipe->licence, "recipe", recipe, "seed",
          (json_int_t)result->recipe->seed, "epoch", (json_int_t)result->epoch,
          "artists", (json_int_t)byline_dataset_artist_count(result->dataset),
          "tracks", (json_int_t)byline_dataset_song_count(result->dataset),
          "split", split_json(result), "music",
          hash_json(byline_checkpoint_data_hash(result->dataset)), "from",
          pretrained_json(result->pretrained), "strangers",
          strangers_json(result->strangers)),
      BYLINE_JSON_DOUBLE);
  free(recipe);
  return text;
}

static bool add_songs(BylineLearnt* learnt, const BylineDataset* dataset,
                      bool validation_too)
{
  bool complete = true;
  for (size_t i = 0; complete && i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    if (song->split == BYLINE_TRAIN ||
        (validation_too && song->split == BYLINE_VALIDATION)) {
      complete = byline_learnt_add(learnt, song->recording);
    }
  }
  return complete;
}

/* Strangers are learnt from whatever their part of a split. */
static bool add_strangers(BylineLearnt* learnt,
                          const BylineStrangers* strangers)
{
  bool complete = true;
  for (size_t i = 0; complete && strangers && i < strangers->song_pool.n_songs;
       ++i) {
    complete = byline_learnt_add(
        learnt, byline_dataset_song(strangers->song_pool.dataset,
                                    strangers->song_pool.songs[i])
                    ->recording);
  }
  return complete;
}

/* The songs that the model learnt from, those of the model that it began with
   included; NULL when these are not known, or there are too many. */
static char* learnt_text(const BylineResult* result)
{
  if (result->pretrained->digest[0] && !result->pretrained_learnt) {
    return NULL;
  }
  BylineLearnt learnt = {.n = 0};
  const bool complete =
      add_songs(&learnt, result->dataset,
                result->recipe->learn_from != BYLINE_LEARN_TRAIN) &&
      add_strangers(&learnt, result->strangers) &&
      (!result->pretrained_learnt ||
       byline_learnt_add_all(&learnt, result->pretrained_learnt));
  char* const text = byline_learnt_finish(&learnt);
  if (!complete) {
    free(text);
  }
  return complete ? text : NULL;
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

/* Of validation songs, which networks hear less alike than those that they
   learnt from */
static BylineStatus choose_cohort(const BylinePredictions* predictions,
                                  BylineCohort* cohort)
{
  if (!predictions) {
    return BYLINE_OK;
  }
  uint32_t* const songs = calloc(predictions->n_clips + 1, sizeof(*songs));
  if (!songs) {
    return byline_no_memory("a cohort");
  }
  for (size_t i = 0; i < predictions->n_clips; ++i) {
    songs[i] = (uint32_t)predictions->clips[i].song;
  }
  const BylineStatus status =
      byline_cohort_choose(predictions->embeddings, predictions->n_features,
                           songs, predictions->n_clips, cohort);
  free(songs);
  return status;
}

BylineStatus byline_result_save(const char* path, const BylineResult* result,
                                const BylineNetwork* network)
{
  BylineModelInfo info = {.front_end =
                              *byline_dataset_front_end(result->dataset),
                          .temperature = (float)result->validation->temperature,
                          .metrics = metrics_text(result),
                          .provenance = provenance_text(result),
                          .learnt = learnt_text(result)};
  const bool complete =
      copy_artists(result->dataset, &info) && info.metrics && info.provenance;
  BylineStatus status = complete
                            ? choose_cohort(result->predictions, &info.cohort)
                            : byline_no_memory(path);
  BYLINE_THEN(status, byline_model_save(path, &info, network));
  byline_model_info_free(&info);
  return status;
}
