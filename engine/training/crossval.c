/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "base/lock.h"
#include "byline/training.h"
#include "training/checkpoint.h"
#include "training/fold.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- before anything is trained */

static BylineStatus split(const BylineCrossval* c, unsigned fold,
                          uint64_t repetition)
{
  BylineSplitPlan plan = c->plan;
  plan.fold = fold;
  plan.seed += repetition;
  BYLINE_TRY(byline_dataset_resplit(c->dataset, &plan));
  return byline_dataset_check_leaks(c->dataset, false);
}

/* Count the songs of each artist: in `learnt` those that can be learnt from,
   in `all` also those elsewhere. */
static void count_songs(const BylineCrossval* c, size_t* learnt, size_t* all)
{
  for (size_t i = 0; i < byline_dataset_song_count(c->dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(c->dataset, i);
    const bool long_enough = song->n_frames > (size_t)c->recipe->clip_frames;
    learnt[song->artist] += song->split == BYLINE_TRAIN && long_enough;
    all[song->artist] += !song->is_variant;
  }
}

static BylineStatus check_artists(const BylineCrossval* c, unsigned fold,
                                  const size_t* learnt, const size_t* all)
{
  for (size_t i = 0; i < byline_dataset_artist_count(c->dataset); ++i) {
    const char* const artist = byline_dataset_artist(c->dataset, i);
    if (learnt[i] == 0) {
      return byline_error(
          BYLINE_ERROR_DATA,
          "%s has %zu songs, too few for %u folds: none is left to learn from "
          "in fold %u; leave the artist out, add songs or use fewer folds",
          artist, all[i], c->plan.folds, fold + 1);
    }
    if (fold == 0 && all[i] < c->plan.folds) {
      byline_log(BYLINE_LOG_WARNING,
                 "%s has %zu songs, fewer than folds, and is not in the test "
                 "of every fold",
                 artist, all[i]);
    }
  }
  return BYLINE_OK;
}

static BylineStatus check_fold(const BylineCrossval* c, unsigned fold,
                               uint64_t repetition)
{
  const size_t n = byline_dataset_artist_count(c->dataset);
  size_t* const counts = calloc(2 * n, sizeof(*counts));
  if (!counts) {
    return byline_no_memory(NULL);
  }
  BylineStatus status = split(c, fold, repetition);
  if (status == BYLINE_OK) {
    count_songs(c, counts, counts + n);
    status = check_artists(c, fold, counts, counts + n);
  }
  free(counts);
  return status;
}

/* Look at all folds first: nobody wants to hear of the last one's trouble a
   day later. */
static BylineStatus check_folds(const BylineCrossval* c)
{
  BylineStatus status = BYLINE_OK;
  if (c->plan.folds < 2) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "a cross-validation has two folds or more");
  }
  for (unsigned repetition = 0; repetition < c->n_seeds; ++repetition) {
    for (unsigned k = 0; status == BYLINE_OK && k < c->plan.folds; ++k) {
      status = check_fold(c, k, repetition);
    }
  }
  return status;
}

/* ---- one fold */

static BylineStatus train_fold(const BylineCrossval* c, const char* folder,
                               const char* path,
                               const BylineFoldIdentity* identity,
                               BylineFoldResult* result)
{
  const BylineTraining training = {.dataset = c->dataset,
                                   .recipe = c->recipe,
                                   .folder = folder,
                                   .from = c->from,
                                   .n_threads = c->n_threads,
                                   .resume = true,
                                   .force = true,
                                   .stop = c->stop};
  BylineStatus status = byline_train(&training);
  BYLINE_THEN(status, byline_fold_evaluate(folder, c, result));
  return status == BYLINE_OK ? byline_fold_write(path, identity, result)
                             : status;
}

/* What tells this fold of other data and other strangers */
static BylineStatus identify_data(const BylineCrossval* c, uint64_t* data)
{
  BylineStrangers strangers;
  BYLINE_TRY(byline_strangers_open(c->recipe, c->dataset, &strangers));
  *data =
      byline_checkpoint_data(c->dataset, strangers.dataset ? &strangers : NULL);
  byline_strangers_close(&strangers);
  return BYLINE_OK;
}

/* Take a fold's result from its file, or train. */
static BylineStatus get_result(const BylineCrossval* c,
                               BylineFoldResult* result)
{
  char folder[4096];
  char path[4200];
  snprintf(folder, sizeof(folder), "%s/seed%llu-fold%u", c->folder,
           (unsigned long long)result->figures.seed, result->figures.fold + 1);
  snprintf(path, sizeof(path), "%s/result.json", folder);
  char* const recipe = byline_recipe_text(c->recipe);
  if (!recipe) {
    return byline_no_memory(path);
  }
  BylineFoldIdentity identity = {.recipe = recipe};
  bool found = false;
  BylineStatus status = identify_data(c, &identity.data);
  BYLINE_THEN(status, byline_fold_read(path, &identity,
                                       byline_dataset_artist_count(c->dataset),
                                       result, &found));
  if (status == BYLINE_OK && !found) {
    byline_log(BYLINE_LOG_NOTE, "seed %llu, fold %u of %u: %s",
               (unsigned long long)result->figures.seed,
               result->figures.fold + 1, c->plan.folds, folder);
    status = train_fold(c, folder, path, &identity, result);
  }
  free(recipe);
  return status;
}

static void add(BylineConfusion* sum, const BylineConfusion* more)
{
  for (size_t i = 0; i < sum->n_classes * sum->n_classes; ++i) {
    sum->counts[i] += more->counts[i];
  }
}

static BylineStatus run_fold(const BylineCrossval* crossval, unsigned fold,
                             unsigned repetition, BylineCrossvalResult* all)
{
  BylineRecipe recipe = *crossval->recipe;
  recipe.seed += repetition;
  BylineCrossval c = *crossval;
  c.recipe = &recipe;
  c.plan.fold = fold;
  c.plan.seed += repetition;
  BylineFoldResult result = {
      .figures = {.seed = (uint64_t)recipe.seed, .fold = fold}};
  BylineStatus status = split(&c, fold, 0);
  BYLINE_THEN(status, get_result(&c, &result));
  if (status == BYLINE_OK) {
    all->folds[all->n_folds++] = result.figures;
    add(&all->clips, &result.clips);
    add(&all->songs, &result.songs);
  }
  byline_fold_free(&result);
  return status;
}

/* ---- all of them */

static BylineStatus allocate(const BylineCrossval* c,
                             BylineCrossvalResult* result)
{
  const size_t n = byline_dataset_artist_count(c->dataset);
  *result = (BylineCrossvalResult){.n_folds = 0};
  result->folds =
      calloc((size_t)c->plan.folds * c->n_seeds + 1, sizeof(*result->folds));
  if (!result->folds) {
    return byline_no_memory(NULL);
  }
  BYLINE_TRY(byline_confusion_new(n, &result->clips));
  return byline_confusion_new(n, &result->songs);
}

BylineStatus byline_crossval(const BylineCrossval* crossval,
                             BylineCrossvalResult* result)
{
  BylineStatus status = allocate(crossval, result);
  BYLINE_THEN(status, check_folds(crossval));
  BYLINE_THEN(status, byline_folder_make(crossval->folder));
  BylineLock lock = {.path = NULL};
  BYLINE_THEN(status, byline_lock_folder(crossval->folder, "crossval", &lock));
  for (unsigned r = 0; status == BYLINE_OK && r < crossval->n_seeds; ++r) {
    for (unsigned k = 0; status == BYLINE_OK && k < crossval->plan.folds; ++k) {
      status = run_fold(crossval, k, r, result);
    }
  }
  byline_lock_release(&lock);
  if (status != BYLINE_OK) {
    byline_crossval_free(result);
  }
  return status;
}

void byline_crossval_free(BylineCrossvalResult* result)
{
  free(result->folds);
  byline_confusion_free(&result->clips);
  byline_confusion_free(&result->songs);
  *result = (BylineCrossvalResult){.n_folds = 0};
}
