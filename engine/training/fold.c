/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/fold.h"

#include "base/file.h"
#include "base/json.h"
#include "byline/model.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void byline_fold_free(BylineFoldResult* result)
{
  byline_confusion_free(&result->clips);
  byline_confusion_free(&result->songs);
}

/* ---- asking the network */

static BylineStatus compute(const BylinePredictions* predictions,
                            double temperature, BylineFoldResult* result)
{
  BylineEvaluation evaluation;
  BYLINE_TRY(byline_evaluation_compute(predictions, temperature, &evaluation));
  const BylineScores clips = byline_scores_compute(&evaluation.clips);
  const BylineScores songs = byline_scores_compute(&evaluation.songs);
  result->figures.n_clips = clips.n;
  result->figures.n_songs = songs.n;
  result->figures.accuracy = clips.accuracy;
  result->figures.f1 = clips.macro.f1;
  result->figures.song_accuracy = songs.accuracy;
  result->figures.top5 = evaluation.top5;
  result->clips = evaluation.clips;
  result->songs = evaluation.songs;
  evaluation.clips = evaluation.songs = (BylineConfusion){.n_classes = 0};
  byline_evaluation_free(&evaluation);
  return BYLINE_OK;
}

static BylineStatus ask(BylineModel* model, BylineThreadPool* pool,
                        const BylineCrossval* crossval,
                        BylineFoldResult* result)
{
  const BylinePredictionTask question = {
      .network = byline_model_network(model),
      .dataset = crossval->dataset,
      .split = BYLINE_TEST,
      .n_frames = (size_t)crossval->recipe->clip_frames,
      .pool = pool,
      .stop = crossval->stop};
  BylinePredictions predictions;
  BYLINE_TRY(byline_predict(&question, &predictions));
  const double temperature = (double)byline_model_info(model)->temperature;
  const BylineStatus status = compute(&predictions, temperature, result);
  byline_predictions_free(&predictions);
  return status;
}

static BylineStatus ask_file(const char* path, const BylineCrossval* crossval,
                             BylineFoldResult* result)
{
  BylineModel* model = NULL;
  BylineThreadPool* pool = NULL;
  BylineStatus status = byline_model_load(path, &model);
  BYLINE_THEN(status, byline_thread_pool_new(crossval->n_threads, &pool));
  BYLINE_THEN(status, ask(model, pool, crossval, result));
  byline_thread_pool_free(pool);
  byline_model_free(model);
  return status;
}

/* What one that was chosen from would have answered, if it is there */
static BylineStatus ask_part(const char* folder, const char* name,
                             const BylineCrossval* crossval,
                             BylineFoldPart* part)
{
  char path[4200];
  BylineFoldResult own = {.figures = {.fold = 0}};
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  *part = (BylineFoldPart){.measured = access(path, R_OK) == 0};
  const BylineStatus status =
      part->measured ? ask_file(path, crossval, &own) : BYLINE_OK;
  part->accuracy = own.figures.accuracy;
  part->f1 = own.figures.f1;
  part->song_accuracy = own.figures.song_accuracy;
  byline_fold_free(&own);
  return status;
}

BylineStatus byline_fold_evaluate(const char* folder,
                                  const BylineCrossval* crossval,
                                  BylineFoldResult* result)
{
  char path[4200];
  snprintf(path, sizeof(path), "%s/model.safetensors", folder);
  BylineStatus status = ask_file(path, crossval, result);
  BYLINE_THEN(status, ask_part(folder, "network.safetensors", crossval,
                               &result->figures.network));
  BYLINE_THEN(status, ask_part(folder, "statistics.safetensors", crossval,
                               &result->figures.statistics));
  return status;
}

/* ---- the file */

static json_t* counts_json(const BylineConfusion* confusion)
{
  json_t* const array = json_array();
  const size_t n = confusion->n_classes * confusion->n_classes;
  for (size_t i = 0; i < n; ++i) {
    json_array_append_new(array,
                          json_integer((json_int_t)confusion->counts[i]));
  }
  return array;
}

/* Null: it was not there */
static json_t* part_json(const BylineFoldPart* part)
{
  return part->measured ? json_pack("{s:f, s:f, s:f}", "accuracy",
                                    part->accuracy, "macro_f1", part->f1,
                                    "song_accuracy", part->song_accuracy)
                        : json_null();
}

static json_t* result_json(const BylineFoldIdentity* identity,
                           const BylineFoldResult* result)
{
  const BylineFold* const f = &result->figures;
  char data[32];
  snprintf(data, sizeof(data), "%016" PRIx64, identity->data);
  return json_pack(
      "{s:s, s:s, s:I, s:I, s:I, s:I, s:f, s:f, s:f, s:f, s:o, "
      "s:o, s:o, s:o}",
      "recipe", identity->recipe, "data", data, "seed", (json_int_t)f->seed,
      "fold", (json_int_t)f->fold + 1, "n_clips", (json_int_t)f->n_clips,
      "n_songs", (json_int_t)f->n_songs, "accuracy", f->accuracy, "macro_f1",
      f->f1, "song_accuracy", f->song_accuracy, "top5", f->top5, "clips",
      counts_json(&result->clips), "songs", counts_json(&result->songs),
      "network", part_json(&f->network), "statistics",
      part_json(&f->statistics));
}

BylineStatus byline_fold_write(const char* path,
                               const BylineFoldIdentity* identity,
                               const BylineFoldResult* result)
{
  return byline_json_write(path, result_json(identity, result),
                           BYLINE_JSON_DOUBLE);
}

static bool read_counts(const json_t* array, size_t n_classes,
                        BylineConfusion* confusion)
{
  if (json_array_size(array) != n_classes * n_classes ||
      byline_confusion_new(n_classes, confusion) != BYLINE_OK) {
    return false;
  }
  bool good = true;
  for (size_t i = 0; i < n_classes * n_classes; ++i) {
    const json_int_t count = json_integer_value(json_array_get(array, i));
    good = good && count >= 0;
    confusion->counts[i] = (size_t)count;
  }
  return good;
}

static BylineFoldPart read_part(json_t* json, const char* name)
{
  BylineFoldPart part = {.measured = false};
  json_t* const object = json_object_get(json, name);
  part.measured =
      object && json_unpack(object, "{s:F, s:F, s:F}", "accuracy",
                            &part.accuracy, "macro_f1", &part.f1,
                            "song_accuracy", &part.song_accuracy) == 0;
  return part;
}

static bool read_figures(json_t* json, size_t n_classes,
                         BylineFoldResult* result)
{
  json_int_t n_clips = 0;
  json_int_t n_songs = 0;
  json_t* clips = NULL;
  json_t* songs = NULL;
  BylineFold* const f = &result->figures;
  if (json_unpack(json, "{s:I, s:I, s:F, s:F, s:F, s:F, s:o, s:o}", "n_clips",
                  &n_clips, "n_songs", &n_songs, "accuracy", &f->accuracy,
                  "macro_f1", &f->f1, "song_accuracy", &f->song_accuracy,
                  "top5", &f->top5, "clips", &clips, "songs", &songs) != 0) {
    return false;
  }
  f->n_clips = (size_t)n_clips;
  f->n_songs = (size_t)n_songs;
  f->network = read_part(json, "network");
  f->statistics = read_part(json, "statistics");
  return read_counts(clips, n_classes, &result->clips) &&
         read_counts(songs, n_classes, &result->songs);
}

static bool is_same(const json_t* json, const BylineFoldIdentity* identity)
{
  char data[32];
  snprintf(data, sizeof(data), "%016" PRIx64, identity->data);
  const char* const recipe = byline_json_get_string(json, "recipe");
  const char* const hash = byline_json_get_string(json, "data");
  return recipe && hash && !strcmp(recipe, identity->recipe) &&
         !strcmp(hash, data);
}

BylineStatus byline_fold_read(const char* path,
                              const BylineFoldIdentity* identity,
                              size_t n_classes, BylineFoldResult* result,
                              bool* found)
{
  *found = access(path, F_OK) == 0;
  if (!*found) {
    return BYLINE_OK;
  }
  json_t* const json = json_load_file(path, 0, NULL);
  BylineStatus status = BYLINE_OK;
  if (json && !is_same(json, identity)) {
    status = byline_error(BYLINE_ERROR_FORMAT,
                          "%s: is of another recipe or dataset; use a new "
                          "folder",
                          path);
  } else if (!json || !read_figures(json, n_classes, result)) {
    byline_fold_free(result);
    status = byline_error(BYLINE_ERROR_FORMAT,
                          "%s: damaged; delete it to work it out again", path);
  }
  json_decref(json);
  return status;
}
