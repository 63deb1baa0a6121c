/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/separation.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/stop.h"
#include "byline/network.h"
#include "training/schedule.h"
#include "training/separation_file.h"
#include "training/separation_loss.h"
#include "training/separation_mixing.h"
#include "voice/voice_model.h"
#include "voice/voice_picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Examples of what is held out; always the same */
#define N_VALIDATION 64

/* Streams of random numbers: those of validation are no training step's */
#define VALIDATION_STREAM (UINT64_C(1) << 62)

typedef struct {
  const BylineSeparationTraining* training;
  BylineRecipe recipe;
  BylineThreadPool* pool;
  BylineVoiceMaterial material;
  BylineVoiceMixer** mixers; ///< One per thread
  unsigned n_mixers;
  BylineNetwork* network;
  BylinePlan* plan;      ///< To learn
  BylinePlan* validator; ///< To answer
  BylineSgd* sgd;
  size_t n_pixels;       ///< Of one example's picture
  size_t batch;          ///< Of all processes
  size_t share;          ///< Of this one
  BylinePlanPeers peers; ///< The others
  bool is_writer;        ///< This process writes files and tells
  bool told_to_stop;     ///< Some process was
  uint64_t steps;        ///< Of an epoch
  float* targets;        ///< batch x n_pixels
  float* weights;        ///< batch x n_pixels
  float* mix;            ///< batch x n_pixels
  float* voice;          ///< batch x n_pixels
  float* d_logits;       ///< batch x n_pixels
  BylineSeparationLoss loss;
  float* image;    ///< Where examples go: a plan's input
  uint64_t stream; ///< Of the first example of a batch
  bool held;       ///< Examples are of what is held out
  BylineSeparationProgress progress;
  char* model_path;
  char* metrics_path;
  char* checkpoint_path;
} Trainer;

BylineRecipe byline_separation_recipe(void)
{
  BylineRecipe recipe = byline_recipe_default();
  snprintf(recipe.architecture, sizeof(recipe.architecture), "separator");
  recipe.clip_frames = 196;
  recipe.epochs = 40;
  recipe.clips_per_epoch = 1024;
  recipe.batch = 16;
  recipe.learning_rate = 0.3;
  recipe.warmup_epochs = 1;
  recipe.schedule = BYLINE_SCHEDULE_COSINE;
  recipe.momentum = 0.9;
  recipe.nesterov = 1;
  recipe.weight_decay = 1e-5;
  recipe.max_gradient = 1;
  return recipe;
}

/* ---- examples */

static void mix_share(void* context, unsigned thread, size_t begin, size_t end)
{
  Trainer* const t = context;
  for (size_t i = begin; i < end; ++i) {
    const BylineVoiceExample example = {
        t->image + i * BYLINE_VOICE_CHANNELS * t->n_pixels,
        t->targets + i * t->n_pixels, t->weights + i * t->n_pixels,
        t->mix + i * t->n_pixels, t->voice + i * t->n_pixels};
    byline_voice_mixer_mix(
        t->mixers[thread], &t->material, t->held,
        byline_random_begin((uint64_t)t->recipe.seed, t->stream + i), &example);
  }
}

static void mix_batch(Trainer* t, BylinePlan* plan, bool held, uint64_t stream,
                      size_t n)
{
  t->image = byline_plan_input(plan);
  t->held = held;
  t->stream = stream;
  byline_thread_pool_run(t->pool, mix_share, t, n);
}

/* What all weights of the batch add up to, of all processes */
static double add_weights(const Trainer* t)
{
  double weights = 0;
  for (size_t i = 0; i < t->share * t->n_pixels; ++i) {
    weights += (double)t->weights[i];
  }
  byline_ranks_sum(t->training->ranks, &weights, 1);
  return weights;
}

/* Of `n` examples, as the part of `whole` that this process has; their weights
   add up to `weights` */
static double loss_of(Trainer* t, const float* logits, size_t n, size_t whole,
                      double weights)
{
  const BylineSeparationTruth truth = {t->targets, t->weights, t->mix,
                                       t->voice,   weights,    whole};
  return (double)byline_separation_loss(
      &t->loss, logits, &truth, n, (size_t)t->recipe.clip_frames, t->d_logits);
}

/* The loss of all processes, who also tell whether they are to stop */
static double join_loss(Trainer* t, double loss)
{
  const volatile sig_atomic_t* const stop = t->training->stop;
  double sums[] = {loss, byline_is_stopped(stop)};
  byline_ranks_sum(t->training->ranks, sums, 2);
  t->told_to_stop = sums[1] > 0;
  return sums[0];
}

static BylineStatus learn(Trainer* t)
{
  BylineSeparationProgress* const p = &t->progress;
  const uint64_t step = p->epoch * t->steps + p->step;
  const uint64_t first = byline_ranks_index(t->training->ranks) * t->share;
  mix_batch(t, t->plan, false, step * t->batch + first, t->share);
  const float* const logits = byline_plan_forward(t->plan);
  const double loss =
      join_loss(t, loss_of(t, logits, t->share, t->batch, add_weights(t)));
  byline_plan_zero_gradients(t->plan);
  byline_plan_backward(t->plan, t->d_logits);
  byline_ranks_finish_sums(t->training->ranks);
  const double rate = byline_schedule_rate(&t->recipe, step);
  if (!isfinite(loss) ||
      !isfinite(byline_sgd_step(t->sgd, t->plan, (float)rate))) {
    return byline_error(BYLINE_ERROR_DATA,
                        "epoch %llu, step %llu: the loss is not finite; lower "
                        "learning_rate; the last checkpoint is kept",
                        (unsigned long long)p->epoch + 1,
                        (unsigned long long)p->step + 1);
  }
  p->loss += loss;
  ++p->step;
  return BYLINE_OK;
}

static double validate(Trainer* t)
{
  double loss = 0;
  const size_t n_batches = N_VALIDATION / t->batch + 1;
  for (size_t i = 0; i < n_batches; ++i) {
    mix_batch(t, t->validator, true, VALIDATION_STREAM + i * t->batch,
              t->batch);
    loss +=
        loss_of(t, byline_plan_forward(t->validator), t->batch, t->batch, 0);
  }
  return loss / (double)n_batches;
}

/* ---- epochs */

static BylineStatus write_checkpoint(Trainer* t)
{
  return byline_separation_checkpoint_write(t->checkpoint_path, &t->recipe,
                                            t->material.digest, t->network,
                                            t->sgd, &t->progress);
}

static BylineStatus end_epoch(Trainer* t, double seconds, uint64_t n_steps)
{
  BylineSeparationProgress* const p = &t->progress;
  const double loss = p->loss / (double)t->steps;
  const double held = t->is_writer ? validate(t) : 0;
  ++p->epoch;
  p->step = 0;
  p->loss = 0;
  p->validation_loss = held;
  if (!t->is_writer) {
    return BYLINE_OK;
  }
  const double rate = byline_schedule_rate(&t->recipe, p->epoch * t->steps);
  const double speed = (double)(n_steps * t->batch) / fmax(seconds, 1e-9);
  const double left = (double)((uint64_t)t->recipe.epochs - p->epoch) *
                      (double)(t->steps * t->batch) / speed;
  byline_log(BYLINE_LOG_NOTE,
             "epoch %llu of %lld: train loss %.4f, validation loss %.4f; %.1f "
             "examples/s, %.0f:%02.0f left",
             (unsigned long long)p->epoch, (long long)t->recipe.epochs, loss,
             held, speed, floor(left / 60), floor(fmod(left, 60)));
  BYLINE_TRY(byline_separation_journal(t->metrics_path, &t->recipe, p, loss,
                                       rate, speed));
  BYLINE_TRY(byline_separation_result(t->model_path, &t->recipe, p,
                                      &t->material, t->network));
  return write_checkpoint(t);
}

static BylineStatus interrupt(Trainer* t)
{
  if (t->is_writer) {
    BYLINE_TRY(write_checkpoint(t));
  }
  return byline_error(BYLINE_ERROR_INTERRUPTED,
                      "stopped after %llu epochs; --resume goes on from %s",
                      (unsigned long long)t->progress.epoch,
                      t->checkpoint_path);
}

static BylineStatus run_epoch(Trainer* t)
{
  const double begin = byline_clock_now();
  const uint64_t first = t->progress.step;
  while (t->progress.step < t->steps) {
    /* Processes stop together, when all have been told */
    if (t->training->ranks ? t->told_to_stop
                           : byline_is_stopped(t->training->stop)) {
      return interrupt(t);
    }
    BYLINE_TRY(learn(t));
  }
  return end_epoch(t, byline_clock_now() - begin, t->steps - first);
}

/* ---- beginning and end */

static BylineStatus make_plan(Trainer* t, BylinePlanMode mode,
                              BylinePlan** plan)
{
  const bool learns = mode == BYLINE_PLAN_TRAIN;
  return byline_plan_new(
      t->network,
      &(BylinePlanSettings){.mode = mode,
                            .max_batch = learns ? t->share : t->batch,
                            .max_frames = (size_t)t->recipe.clip_frames,
                            .pool = t->pool,
                            .seed = (uint64_t)t->recipe.seed,
                            .peers = learns ? &t->peers : NULL},
      plan);
}

static BylineStatus make_mixers(Trainer* t)
{
  const unsigned n = byline_thread_pool_size(t->pool);
  t->mixers = calloc(n, sizeof(BylineVoiceMixer*));
  const size_t size = t->batch * t->n_pixels * sizeof(float);
  t->targets = malloc(size);
  t->weights = malloc(size);
  t->mix = malloc(size);
  t->voice = malloc(size);
  t->d_logits = malloc(size);
  byline_separation_loss_init(&t->loss, (float)t->recipe.mel_loss);
  if (!t->mixers || !t->targets || !t->weights || !t->mix || !t->voice ||
      !t->d_logits) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for a batch");
  }
  for (; t->n_mixers < n; ++t->n_mixers) {
    BYLINE_TRY(byline_voice_mixer_new((size_t)t->recipe.clip_frames,
                                      &t->mixers[t->n_mixers]));
  }
  return BYLINE_OK;
}

static BylineStatus make_network(Trainer* t)
{
  const BylineRecipe* const r = &t->recipe;
  if (t->training->from) {
    BYLINE_TRY(byline_voice_model_open(t->training->from, NULL, &t->network));
  } else {
    BYLINE_TRY(byline_voice_network_new(r->architecture, &t->network));
    byline_network_initialize(t->network, (uint64_t)r->seed);
  }
  BYLINE_TRY(byline_recipe_sgd(r, t->network, &t->sgd));
  BYLINE_TRY(make_plan(t, BYLINE_PLAN_TRAIN, &t->plan));
  return make_plan(t, BYLINE_PLAN_INFER, &t->validator);
}

static BylineStatus make_paths(Trainer* t)
{
  t->model_path = byline_path_join(t->training->folder, "model.safetensors");
  t->metrics_path = byline_path_join(t->training->folder, "metrics.jsonl");
  t->checkpoint_path = byline_path_join(t->training->folder, "checkpoint");
  return t->model_path && t->metrics_path && t->checkpoint_path
             ? byline_folder_make(t->training->folder)
             : byline_error(BYLINE_ERROR_MEMORY, "no memory for names");
}

static BylineStatus check_folder(const Trainer* t)
{
  const bool used =
      access(t->model_path, F_OK) == 0 || access(t->checkpoint_path, F_OK) == 0;
  return used && !t->training->resume
             ? byline_error(BYLINE_ERROR_USAGE,
                            "%s: a training is there already; --resume goes "
                            "on with it, another folder begins anew",
                            t->training->folder)
             : BYLINE_OK;
}

/* The second level of the network halves columns, and some are looked ahead */
static BylineStatus check_recipe(const BylineRecipe* recipe)
{
  return recipe->clip_frames % 2 || recipe->clip_frames < 64
             ? byline_error(BYLINE_ERROR_USAGE,
                            "clip_frames: an even number of columns, 64 or "
                            "more, to learn to separate from")
             : BYLINE_OK;
}

static BylineStatus begin(Trainer* t)
{
  BylineRanks* const ranks = t->training->ranks;
  t->is_writer = byline_ranks_index(ranks) == 0;
  t->peers = byline_ranks_peers(ranks, true);
  BYLINE_TRY(check_recipe(&t->recipe));
  BYLINE_TRY(byline_ranks_divide(ranks, t->batch, "examples", &t->share));
  BYLINE_TRY(make_paths(t));
  BYLINE_TRY(check_folder(t));
  BYLINE_TRY(byline_thread_pool_new(t->training->n_threads, &t->pool));
  BYLINE_TRY(make_network(t));
  BYLINE_TRY(make_mixers(t));
  BYLINE_TRY(byline_voice_material_read(t->training->material, t->pool,
                                        t->training->stop, &t->material));
  if (t->training->resume && access(t->checkpoint_path, F_OK) == 0) {
    BYLINE_TRY(byline_separation_checkpoint_read(t->checkpoint_path, &t->recipe,
                                                 t->material.digest, t->network,
                                                 t->sgd, &t->progress));
  }
  return BYLINE_OK;
}

static void end(Trainer* t)
{
  byline_plan_free(t->plan);
  byline_plan_free(t->validator);
  byline_sgd_free(t->sgd);
  byline_network_free(t->network);
  for (unsigned i = 0; i < t->n_mixers; ++i) {
    byline_voice_mixer_free(t->mixers[i]);
  }
  free(t->mixers);
  free(t->targets);
  free(t->weights);
  free(t->mix);
  free(t->voice);
  free(t->d_logits);
  byline_voice_material_free(&t->material);
  byline_thread_pool_free(t->pool);
  free(t->model_path);
  free(t->metrics_path);
  free(t->checkpoint_path);
}

BylineStatus byline_train_separation(const BylineSeparationTraining* training)
{
  Trainer t = {.training = training, .recipe = *training->recipe};
  t.batch = (size_t)t.recipe.batch;
  t.steps = (uint64_t)(t.recipe.clips_per_epoch / t.recipe.batch);
  t.steps = t.steps ? t.steps : 1;
  t.n_pixels = (size_t)t.recipe.clip_frames * BYLINE_VOICE_BANDS;
  BylineStatus status = begin(&t);
  while (status == BYLINE_OK && t.progress.epoch < (uint64_t)t.recipe.epochs) {
    status = run_epoch(&t);
  }
  if (status == BYLINE_OK && t.is_writer) {
    byline_log(BYLINE_LOG_NOTE, "%s: validation loss %.4f", t.model_path,
               t.progress.validation_loss);
  }
  end(&t);
  return status;
}
