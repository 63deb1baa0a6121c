/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/trainer.h"

#include "base/file.h"
#include "byline/model.h"
#include "training/journal.h"
#include "training/schedule.h"
#include "training/statistics_fit.h"

#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static BylineStatus choose_recipe(BylineTrainer* t)
{
  if (t->training->recipe) {
    t->recipe = *t->training->recipe;
    return BYLINE_OK;
  }
  if (t->goes_on) {
    return byline_checkpoint_recipe(t->checkpoint_path, &t->recipe);
  }
  t->recipe = byline_recipe_default();
  return BYLINE_OK;
}

static bool has_content(const char* path)
{
  struct stat info;
  return stat(path, &info) == 0 && info.st_size > 0;
}

/* Whether the model to begin with is the one that would be written. */
static bool is_own_origin(const BylineTrainer* t)
{
  struct stat from;
  struct stat own;
  return t->training->from && stat(t->training->from, &from) == 0 &&
         stat(t->model_path, &own) == 0 && from.st_dev == own.st_dev &&
         from.st_ino == own.st_ino;
}

/* What is in a folder is neither gone on with nor written over unasked. */
static BylineStatus check_folder(const BylineTrainer* t)
{
  const BylineTraining* const training = t->training;
  if (t->goes_on) {
    return training->resume
               ? BYLINE_OK
               : byline_error(BYLINE_ERROR_USAGE,
                              "%s has a training in it; --resume goes on with "
                              "it, or train into another folder",
                              training->folder);
  }
  if (is_own_origin(t)) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s would be written over by what begins with it; "
                        "train into another folder",
                        training->from);
  }
  if (!training->force &&
      (has_content(t->model_path) || has_content(t->journal_path))) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s has the results of a training in it, and no "
                        "checkpoint; train into another folder, or write over "
                        "them with --force",
                        training->folder);
  }
  return BYLINE_OK;
}

/* Rank 0 has the folder for all. */
static BylineStatus lock_folder(BylineTrainer* t)
{
  const char* const folder = t->training->folder;
  if (byline_ranks_index(t->training->ranks) > 0) {
    return BYLINE_OK;
  }
  BYLINE_TRY(byline_folder_make(folder));
  BYLINE_TRY(byline_lock_folder(folder, "train", &t->lock));
  byline_remains_remove(folder, "checkpoint");
  byline_remains_remove(folder, "model.safetensors");
  byline_remains_remove(folder, "network.safetensors");
  byline_remains_remove(folder, "statistics.safetensors");
  return BYLINE_OK;
}

static BylineStatus open_folder(BylineTrainer* t)
{
  const char* const folder = t->training->folder;
  if (!folder) {
    return BYLINE_OK;
  }
  t->model_path = byline_path_join(folder, "model.safetensors");
  t->network_path = byline_path_join(folder, "network.safetensors");
  t->reference_path = byline_path_join(folder, "statistics.safetensors");
  t->checkpoint_path = byline_path_join(folder, "checkpoint");
  t->journal_path = byline_path_join(folder, "metrics.jsonl");
  if (!t->model_path || !t->network_path || !t->reference_path ||
      !t->checkpoint_path || !t->journal_path) {
    return byline_no_memory(folder);
  }
  const BylineStatus status = lock_folder(t);
  t->goes_on = access(t->checkpoint_path, F_OK) == 0;
  return status == BYLINE_OK ? check_folder(t) : status;
}

static BylineStatus make_network(BylineTrainer* t)
{
  const BylineDataset* const dataset = t->training->dataset;
  const BylineRecipe* const recipe = &t->recipe;
  t->n_artists = byline_dataset_artist_count(dataset);
  t->steps = byline_recipe_steps(recipe);
  if (recipe->learn_from == BYLINE_LEARN_ALL && recipe->temperature <= 0) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "learning from validation leaves nothing to fit the "
                        "temperature on; give the one found without it");
  }
  if (t->n_artists < 2) {
    return byline_error(BYLINE_ERROR_DATA,
                        "the dataset has one artist; telling artists apart "
                        "takes two or more");
  }
  const BylineFrontEnd* const front_end = byline_dataset_front_end(dataset);
  const BylineNetworkShape shape = {
      .n_channels = (uint32_t)byline_front_end_channels(front_end),
      .n_mels = front_end->n_mels,
      .n_classes = (uint32_t)t->n_artists};
  BYLINE_TRY(byline_classifier_new(recipe->architecture, &shape, &t->network));
  t->steps = byline_statistics_are_all(t->network) ? 0 : t->steps;
  byline_network_initialize(t->network, (uint64_t)recipe->seed);
  return t->training->from
             ? byline_pretrained_load(t->training->from, dataset, t->network,
                                      &t->state.pretrained,
                                      &t->pretrained_learnt)
             : BYLINE_OK;
}

/* Give this rank its part of each batch. */
static BylineStatus meet_ranks(BylineTrainer* t)
{
  BylineRanks* const ranks = t->training->ranks;
  t->is_writer = byline_ranks_index(ranks) == 0;
  t->peers = byline_ranks_peers(ranks, t->recipe.sync_batch_norm);
  return byline_ranks_divide(ranks, (size_t)t->recipe.batch, "clips",
                             &t->batch);
}

static void tell_strangers(const BylineTrainer* t)
{
  const BylineStrangers* const strangers = byline_sampler_strangers(t->sampler);
  if (strangers && t->is_writer && !t->training->quiet) {
    byline_log(BYLINE_LOG_NOTE,
               "strangers: %zu songs of %zu artists, in %g %% of the clips",
               strangers->song_pool.n_songs,
               byline_song_pool_artists(&strangers->song_pool),
               100 * t->recipe.stranger_share);
  }
}

/* Weights inverse to how often artists are drawn, to a power; 1 on average. */
static BylineStatus make_class_weights(BylineTrainer* t)
{
  t->class_weights = calloc(t->n_artists, sizeof(*t->class_weights));
  if (!t->class_weights) {
    return byline_no_memory("the loss");
  }
  const double power = -t->recipe.class_weight;
  double sum = 0;
  for (size_t i = 0; i < t->n_artists; ++i) {
    const double chance = byline_sampler_chance(t->sampler, i);
    sum += chance * pow(chance, power);
  }
  for (size_t i = 0; i < t->n_artists; ++i) {
    const double chance = byline_sampler_chance(t->sampler, i);
    t->class_weights[i] = (float)(pow(chance, power) / sum);
  }
  return BYLINE_OK;
}

static BylineStatus make_plan(BylineTrainer* t)
{
  const BylineRecipe* const recipe = &t->recipe;
  const unsigned rank = byline_ranks_index(t->training->ranks);
  const BylinePlanSettings plan = {.mode = BYLINE_PLAN_TRAIN,
                                   .max_batch = t->batch,
                                   .max_frames = (size_t)recipe->clip_frames,
                                   .pool = t->pool,
                                   .seed = (uint64_t)recipe->seed + rank,
                                   .peers = &t->peers};
  BYLINE_TRY(byline_plan_new(t->network, &plan, &t->plan));
  BYLINE_TRY(byline_recipe_sgd(recipe, t->network, &t->sgd));
  if (recipe->ema > 0) {
    BYLINE_TRY(byline_average_new(t->network, recipe->ema, &t->average));
  }
  t->d_logits = malloc(t->batch * t->n_artists * sizeof(float));
  return t->d_logits ? BYLINE_OK : byline_no_memory("the loss");
}

/* What the model that a resumed training began with had learnt from is in the
   one that it has written since. */
static void recall_pretrained(BylineTrainer* t)
{
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  if (t->state.pretrained.digest[0] && !t->pretrained_learnt &&
      byline_model_open(t->model_path, &info, &network) == BYLINE_OK) {
    t->pretrained_learnt = info.learnt;
    info.learnt = NULL;
    byline_network_free(network);
    byline_model_info_free(&info);
  }
}

/* Take up where a checkpoint left, or begin. */
static BylineStatus make_state(BylineTrainer* t)
{
  t->state.recipe = &t->recipe;
  t->state.data = byline_checkpoint_data(t->training->dataset,
                                         byline_sampler_strangers(t->sampler));
  t->state.network = t->network;
  t->state.sgd = t->sgd;
  t->state.average = t->average;
  if (t->goes_on) {
    BYLINE_TRY(byline_checkpoint_read(t->checkpoint_path, &t->state));
    recall_pretrained(t);
  }
  return t->is_writer && t->journal_path
             ? byline_journal_begin(t->journal_path,
                                    t->state.progress.journal_size)
             : BYLINE_OK;
}

static BylineStatus make_sampler(BylineTrainer* t)
{
  BYLINE_TRY(byline_sampler_new(t->training->dataset, &t->recipe, &t->sampler));
  byline_sampler_share(t->sampler, byline_ranks_index(t->training->ranks),
                       byline_ranks_count(t->training->ranks));
  tell_strangers(t);
  return BYLINE_OK;
}

static BylineStatus fit_statistics(BylineTrainer* t)
{
  const BylineStatisticsInput lesson = {
      .dataset = t->training->dataset, .recipe = &t->recipe, .pool = t->pool};
  return byline_statistics_fit(t->network, &lesson);
}

BylineStatus byline_trainer_begin(BylineTrainer* t)
{
  BYLINE_TRY(open_folder(t));
  BYLINE_TRY(choose_recipe(t));
  BYLINE_TRY(byline_dataset_check_leaks(
      t->training->dataset, t->recipe.learn_from == BYLINE_LEARN_ALL));
  BYLINE_TRY(meet_ranks(t));
  BYLINE_TRY(byline_thread_pool_new(t->training->n_threads, &t->pool));
  BYLINE_TRY(make_network(t));
  BYLINE_TRY(make_sampler(t));
  BYLINE_TRY(make_class_weights(t));
  BYLINE_TRY(fit_statistics(t));
  BYLINE_TRY(make_plan(t));
  return make_state(t);
}

void byline_trainer_end(BylineTrainer* t)
{
  byline_batches_free(t->batches);
  byline_sampler_free(t->sampler);
  byline_average_free(t->average);
  byline_sgd_free(t->sgd);
  byline_plan_free(t->plan);
  byline_network_free(t->network);
  byline_network_free(t->reference);
  byline_thread_pool_free(t->pool);
  free(t->d_logits);
  free(t->class_weights);
  byline_lock_release(&t->lock);
  free(t->pretrained_learnt);
  free(t->model_path);
  free(t->network_path);
  free(t->reference_path);
  free(t->checkpoint_path);
  free(t->journal_path);
}
