/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How good what was learnt is, and what was in use before. */

#include "base/file.h"
#include "base/json.h"
#include "byline/model.h"
#include "evaluation/evaluation_target.h"
#include "evaluation/learnt_songs.h"
#include "evaluation/model_evaluation.h"
#include "evaluation/songs.h"
#include "learn/learning.h"

#include <stdlib.h>
#include <string.h>

#define CLIP_SECONDS 10

/* What became of a song of the dataset */
typedef enum {
  NOT_ASKED, ///< Not in the test, or learnt from
  WRONG,
  RIGHT
} Answer;

static json_t* number(size_t n)
{
  return json_integer((json_int_t)n);
}

/* ---- the new one */

/* How many songs of an artist there are, variants not counted */
static size_t count_songs(const BylineDataset* dataset, size_t artist)
{
  size_t n = 0;
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    n += song->artist == artist && !song->is_variant;
  }
  return n;
}

/* Answers about an artist, and how many of them are right */
static size_t count_answers(const BylineConfusion* confusion, size_t artist,
                            size_t* right)
{
  size_t n = 0;
  for (size_t k = 0; k < confusion->n_classes; ++k) {
    n += confusion->counts[artist * confusion->n_classes + k];
  }
  *right = confusion->counts[artist * confusion->n_classes + artist];
  return n;
}

static json_t* artists_json(const BylineEvaluationTarget* s,
                            const BylineEvaluation* e)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < byline_dataset_artist_count(s->dataset); ++i) {
    size_t right_songs = 0;
    size_t right_clips = 0;
    const size_t songs = count_answers(&e->songs, s->classes[i], &right_songs);
    const size_t clips = count_answers(&e->clips, s->classes[i], &right_clips);
    json_array_append_new(
        array, json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "name",
                         byline_dataset_artist(s->dataset, i), "songs",
                         number(count_songs(s->dataset, i)), "test_songs",
                         number(songs), "right_songs", number(right_songs),
                         "test_clips", number(clips), "right_clips",
                         number(right_clips)));
  }
  return array;
}

static json_t* test_json(const BylineEvaluation* e)
{
  const BylineScores clips = byline_scores_compute(&e->clips);
  const BylineScores songs = byline_scores_compute(&e->songs);
  const double right = songs.accuracy * (double)songs.n;
  return json_pack("{s:o, s:o, s:f, s:f, s:f, s:o, s:f}", "songs",
                   number(songs.n), "right", number((size_t)(right + 0.5)),
                   "song_accuracy", songs.accuracy, "low", e->song_accuracy.low,
                   "high", e->song_accuracy.high, "clips", number(clips.n),
                   "clip_accuracy", clips.accuracy);
}

/* ---- the one in use */

/* Which class each artist of a dataset is.  Songs of those whom the model does
   not know are not asked about: it gets them wrong. */
static size_t* find_classes(const BylineModelInfo* info, BylineDataset* dataset,
                            Answer* answers, size_t* n_asked)
{
  const size_t n_artists = byline_dataset_artist_count(dataset);
  size_t* const classes = calloc(n_artists + 1, sizeof(*classes));
  for (size_t i = 0; classes && i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    if (song->split != BYLINE_TEST) {
      continue;
    }
    answers[i] = WRONG;
    if (byline_class_find(info, byline_dataset_artist(dataset, song->artist),
                          &classes[song->artist])) {
      ++*n_asked;
    } else {
      byline_dataset_move(dataset, i, BYLINE_UNUSED);
    }
  }
  return classes;
}

static BylineStatus ask(const BylinePredictionTask* question,
                        double temperature, Answer* answers)
{
  BylinePredictions predictions;
  BylineSongs songs;
  BYLINE_TRY(byline_predict(question, &predictions));
  const BylineStatus status =
      byline_songs_judge(&predictions, temperature, &songs);
  if (status == BYLINE_OK) {
    for (size_t i = 0; i < songs.n; ++i) {
      const BylineSongAnswer* const song = &songs.songs[i];
      answers[song->song] = song->answer == song->truth ? RIGHT : WRONG;
    }
    byline_songs_free(&songs);
  }
  byline_predictions_free(&predictions);
  return status;
}

/* Ask a model about the test, without songs that it learnt from. */
static BylineStatus ask_model(const BylineLearning* l, BylineModel* model,
                              BylineDataset* dataset, Answer* answers)
{
  const BylineModelInfo* const info = byline_model_info(model);
  BylineLearntSongs learnt;
  BylineThreadPool* pool = NULL;
  size_t n_asked = 0;
  byline_learnt_songs_move(dataset, info->learnt, &learnt);
  size_t* const classes = find_classes(info, dataset, answers, &n_asked);
  BylineStatus status =
      classes ? byline_thread_pool_new(l->settings->n_threads, &pool)
              : byline_no_memory(NULL);
  const BylinePredictionTask question = {
      .network = byline_model_network(model),
      .dataset = dataset,
      .split = BYLINE_TEST,
      .classes = classes,
      .n_frames = byline_front_end_frames(byline_dataset_front_end(dataset),
                                          CLIP_SECONDS),
      .pool = pool,
      .stop = l->settings->stop};
  if (status == BYLINE_OK && n_asked > 0) {
    status = ask(&question, (double)info->temperature, answers);
  }
  byline_thread_pool_free(pool);
  free(classes);
  return status;
}

/* Count the answers about songs that both were asked about. */
static json_t* compare(const BylineSongs* songs, const Answer* before)
{
  size_t n = 0;
  size_t right = 0;
  size_t new_right = 0;
  for (size_t i = 0; i < songs->n; ++i) {
    const BylineSongAnswer* const song = &songs->songs[i];
    if (before[song->song] != NOT_ASKED) {
      ++n;
      right += before[song->song] == RIGHT;
      new_right += song->answer == song->truth;
    }
  }
  return json_pack("{s:o, s:o, s:o}", "songs", number(n), "right",
                   number(right), "new_right", number(new_right));
}

/* Compare with the model in use; `before` stays NULL where that cannot be. */
static BylineStatus judge_before(const BylineLearning* l,
                                 const BylineSongs* songs, json_t** before)
{
  char* const path = byline_learning_run_path(l, l->in_use, true);
  BylineModel* model = NULL;
  BylineDataset* dataset = NULL;
  Answer* answers = NULL;
  BylineStatus status =
      path ? byline_model_load(path, &model) : byline_no_memory(NULL);
  BYLINE_THEN(status, byline_dataset_open(l->dataset_path, &dataset));
  if (status == BYLINE_OK &&
      byline_front_ends_match(&byline_model_info(model)->front_end,
                              byline_dataset_front_end(dataset))) {
    answers = calloc(byline_dataset_song_count(dataset) + 1, sizeof(*answers));
    status = answers ? ask_model(l, model, dataset, answers)
                     : byline_no_memory(NULL);
    if (status == BYLINE_OK) {
      *before = compare(songs, answers);
    }
  }
  free(answers);
  byline_dataset_close(dataset);
  byline_model_free(model);
  free(path);
  return status;
}

/* Whether what was in use is better by more than chance: more than the new one
   would reach on such songs in 97.5 of 100 cases. */
static bool was_better(const json_t* before, const BylineEvaluation* e)
{
  const double n = byline_json_get_number(before, "songs");
  const double right = byline_json_get_number(before, "right");
  const double new_right = byline_json_get_number(before, "new_right");
  return n > 0 && right > new_right && right / n > e->song_accuracy.high;
}

/* ---- both */

static BylineStatus judge(const BylineLearning* l, const char* model,
                          const BylineEvaluationTarget* s, json_t* result,
                          bool* better)
{
  const BylineModelEvaluationSettings settings = {.split = BYLINE_TEST,
                                                  .seconds = CLIP_SECONDS};
  BylineModelEvaluation e;
  json_t* before = NULL;
  BYLINE_TRY(byline_model_evaluate(s, &settings, &e));
  BylineStatus status = byline_model_evaluation_record(&e, model);
  if (status == BYLINE_OK && strcmp(l->in_use, l->run) != 0 &&
      byline_learning_has_model(l, l->in_use)) {
    status = judge_before(l, &e.songs, &before);
  }
  size_t n_songs = 0;
  for (size_t i = 0; i < byline_dataset_artist_count(s->dataset); ++i) {
    n_songs += count_songs(s->dataset, i);
  }
  json_object_set_new(result, "songs", number(n_songs));
  json_object_set_new(result, "artists", artists_json(s, &e.evaluation));
  json_object_set_new(result, "test", test_json(&e.evaluation));
  *better = !was_better(before, &e.evaluation);
  json_object_set_new(result, "before", before ? before : json_null());
  byline_model_evaluation_free(&e);
  return status;
}

BylineStatus byline_learning_compare(const BylineLearning* l, json_t* result,
                                     bool* better)
{
  char* const model = byline_learning_run_path(l, l->run, true);
  BylineEvaluationTarget target = {.model = NULL};
  byline_progress_stage(5, BYLINE_LEARN_STAGES,
                        "asking it about songs that it has not heard");
  BylineStatus status =
      model ? byline_evaluation_target_open(model, l->dataset_path,
                                            l->settings->n_threads,
                                            l->settings->stop, &target)
            : byline_no_memory(NULL);
  BYLINE_THEN(status, judge(l, model, &target, result, better));
  byline_evaluation_target_close(&target);
  free(model);
  return status;
}
