/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/trainer.h"

#include "base/clock.h"
#include "base/stop.h"
#include "byline/evaluation.h"
#include "evaluation/basics.h"
#include "models/models.h"
#include "training/journal.h"
#include "training/live_curves.h"
#include "training/schedule.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Ranks stop together, when all have been told. */
static bool stopped(const BylineTrainer* t)
{
  const bool alone = byline_ranks_count(t->training->ranks) == 1;
  return alone ? byline_is_stopped(t->training->stop) : t->told_to_stop;
}

/* Write a checkpoint and say that it was asked for. */
static BylineStatus interrupt(BylineTrainer* t)
{
  BYLINE_TRY(t->is_writer
                 ? byline_checkpoint_write(t->checkpoint_path, &t->state)
                 : BYLINE_OK);
  return byline_error(BYLINE_ERROR_INTERRUPTED,
                      "stopped after %llu epochs; --resume goes on from %s",
                      (unsigned long long)t->state.progress.epoch,
                      t->checkpoint_path);
}

/* ---- learning */

/* Of a batch's clips */
typedef struct {
  size_t known; ///< Those that are not strangers'
  size_t right; ///< Those of them that were recognised
} Counts;

/* A clip is recognised when the most probable artist is the one with the
   largest share in the target; strangers have no artist to be recognised. */
static Counts count(const BylineTrainer* t, const float* logits,
                    const BylineBatch* clips)
{
  const size_t n_artists = t->n_artists;
  Counts counts = {.known = 0};
  for (size_t i = 0; i < t->batch; ++i) {
    counts.known += clips->known[i];
    counts.right +=
        clips->known[i] &&
        byline_argmax(logits + i * n_artists, n_artists) ==
            byline_argmax(clips->targets + i * n_artists, n_artists);
  }
  return counts;
}

static BylineStatus diverged(const BylineTrainer* t, const char* what)
{
  const BylineProgress* const p = &t->state.progress;
  return byline_error(BYLINE_ERROR_DATA,
                      "epoch %llu, step %llu: the %s is not finite; lower "
                      "learning_rate; the last checkpoint is kept",
                      (unsigned long long)p->epoch + 1,
                      (unsigned long long)p->step + 1, what);
}

/* All but the classifier may learn slower, or not at all at first. */
static void set_factors(BylineTrainer* t, uint64_t update)
{
  const double epochs = (double)update / (double)t->steps;
  const bool frozen = epochs < t->recipe.freeze_epochs;
  const float factor = frozen ? 0 : (float)t->recipe.body_rate;
  for (size_t i = 0; i < byline_network_tensor_count(t->network); ++i) {
    if (!byline_tensor_is_head(byline_network_tensor(t->network, i))) {
      byline_sgd_set_factor(t->sgd, i, factor);
    }
  }
}

/* Weigh the clips' gradients by their artists, strangers' not.  Ranks'
   gradients are summed, so that each has its share of the mean over the whole
   batch. */
static void weigh_gradient(BylineTrainer* t, const BylineBatch* clips)
{
  const unsigned n_ranks = byline_ranks_count(t->training->ranks);
  const size_t n_artists = t->n_artists;
  for (size_t i = 0; i < t->batch; ++i) {
    float weight = 0;
    for (size_t k = 0; k < n_artists; ++k) {
      weight += clips->targets[i * n_artists + k] * t->class_weights[k];
    }
    weight = t->recipe.class_weight > 0 && clips->known[i] ? weight : 1;
    for (size_t k = 0; k < n_artists; ++k) {
      t->d_logits[i * n_artists + k] *= weight / (float)n_ranks;
    }
  }
}

/* Add a step's figures of all ranks to the epoch's; false when the loss is not
   finite. */
static bool add_figures(BylineTrainer* t, double loss, Counts counts)
{
  BylineProgress* const p = &t->state.progress;
  BylineRanks* const ranks = t->training->ranks;
  const volatile sig_atomic_t* const stop = t->training->stop;
  double sums[] = {loss, (double)counts.right, byline_is_stopped(stop),
                   (double)counts.known};
  byline_ranks_sum(ranks, sums, 4);
  t->told_to_stop = sums[2] > 0;
  if (!isfinite(sums[0])) {
    return false;
  }
  t->step_loss = sums[0] / byline_ranks_count(ranks);
  p->loss += t->step_loss;
  p->n_right += (uint64_t)sums[1];
  p->n_seen += (uint64_t)sums[3];
  return true;
}

BylineStatus byline_trainer_step(BylineTrainer* t)
{
  BylineProgress* const p = &t->state.progress;
  const size_t batch = t->batch;
  const BylineNetworkShape* const shape = byline_network_shape(t->network);
  const size_t n_rows = (size_t)shape->n_channels * shape->n_mels;
  const uint64_t update = p->epoch * t->steps + p->step;

  const BylineBatch* const clips = byline_batches_next(t->batches);
  BYLINE_TRY(byline_plan_set_shape(t->plan, batch, clips->n_frames));
  memcpy(byline_plan_input(t->plan), clips->images,
         batch * n_rows * clips->n_frames * sizeof(float));
  byline_plan_set_step(t->plan, update);
  const float* const logits = byline_plan_forward(t->plan);
  const float loss = byline_cross_entropy(logits, clips->targets, batch,
                                          t->n_artists, t->d_logits);
  if (!add_figures(t, (double)loss, count(t, logits, clips))) {
    return diverged(t, "loss");
  }
  weigh_gradient(t, clips);
  byline_plan_zero_gradients(t->plan);
  byline_plan_backward(t->plan, t->d_logits);
  byline_ranks_finish_sums(t->training->ranks);
  set_factors(t, update);
  const double rate =
      t->rate > 0 ? t->rate : byline_schedule_rate(&t->recipe, update);
  if (!isfinite(byline_sgd_step(t->sgd, t->plan, (float)rate))) {
    return diverged(t, "gradient");
  }
  if (t->average) {
    byline_average_update(t->average, update);
  }
  ++p->step;
  ++t->epoch_steps;
  ++t->run_steps;
  return BYLINE_OK;
}

static BylineStatus train_steps(BylineTrainer* t)
{
  BylineProgress* const p = &t->state.progress;
  char task[64];
  snprintf(task, sizeof(task), "epoch %llu", (unsigned long long)p->epoch + 1);
  while (p->step < t->steps) {
    if (stopped(t)) {
      return interrupt(t);
    }
    BYLINE_TRY(byline_trainer_step(t));
    if (t->training->brief) {
      byline_progress("training", "batches", p->epoch * t->steps + p->step,
                      (uint64_t)t->recipe.epochs * t->steps);
    } else if (p->step < t->steps && !t->training->quiet) {
      byline_progress(task, "batches", p->step, t->steps);
    }
  }
  return BYLINE_OK;
}

/* ---- epochs */

/* The figures of the epoch that was just trained */
static BylineEpoch training_figures(const BylineTrainer* t, double waited)
{
  const BylineProgress* const p = &t->state.progress;
  const double elapsed = byline_clock_now() - t->epoch_time;
  const uint64_t last = p->epoch * t->steps + t->steps - 1;
  return (BylineEpoch){
      .epoch = p->epoch + 1,
      .n_epochs = (uint64_t)t->recipe.epochs,
      .learning_rate = byline_schedule_rate(&t->recipe, last),
      .train_loss = p->loss / (double)t->steps,
      .train_accuracy =
          (double)p->n_right / (double)(p->n_seen ? p->n_seen : 1),
      .clips_per_second =
          (double)(t->epoch_steps * (size_t)t->recipe.batch) / elapsed,
      .waited = waited / elapsed};
}

/* Seconds until the end, at the pace of this run */
static double time_left(const BylineTrainer* t)
{
  if (t->steps == 0) {
    return 0;
  }
  const uint64_t done = t->state.progress.epoch * t->steps;
  const uint64_t total = (uint64_t)t->recipe.epochs * t->steps;
  const double pace = (byline_clock_now() - t->start_time) /
                      (double)(t->run_steps ? t->run_steps : 1);
  return pace * (double)(total - done);
}

/* Rank 0 validates and writes; the others learn what became of it. */
static BylineStatus validate_together(BylineTrainer* t, BylineEpoch* figures)
{
  BylineRanks* const ranks = t->training->ranks;
  BylineStatus status = BYLINE_OK;
  if (t->is_writer) {
    byline_average_swap(t->average);
    status = byline_trainer_validate(t, figures);
    byline_average_swap(t->average);
  }
  byline_ranks_share(ranks, &status, sizeof(status));
  byline_ranks_share(ranks, &t->state.progress, sizeof(t->state.progress));
  return status;
}

/* Tell of an epoch and keep it. */
static BylineStatus record(BylineTrainer* t, BylineEpoch* figures)
{
  BylineProgress* const p = &t->state.progress;
  if (!t->is_writer) {
    return BYLINE_OK;
  }
  figures->time_left = time_left(t);
  if (!t->training->quiet && t->steps > 0) {
    byline_journal_show(figures);
  }
  const BylineStatus status =
      byline_journal_append(t->journal_path, figures, &p->journal_size);
  if (status == BYLINE_OK && !t->training->quiet && t->steps > 0) {
    byline_live_curves_show(t->journal_path, figures->n_epochs);
  }
  return status == BYLINE_OK
             ? byline_checkpoint_write(t->checkpoint_path, &t->state)
             : status;
}

/* What is solved for has one epoch, in which nothing is left to do. */
static BylineStatus judge_solved(BylineTrainer* t)
{
  BylineEpoch figures = {.epoch = 1, .n_epochs = 1};
  BYLINE_TRY(validate_together(t, &figures));
  t->state.progress.epoch = 1;
  return record(t, &figures);
}

static BylineStatus train_epoch(BylineTrainer* t)
{
  BylineProgress* const p = &t->state.progress;
  if (t->steps == 0) {
    return judge_solved(t);
  }
  const double waited = byline_batches_waited(t->batches);
  t->epoch_time = byline_clock_now();
  t->epoch_steps = 0;
  BylineStatus status = train_steps(t);
  if (status != BYLINE_OK) {
    return status;
  }
  BylineEpoch figures =
      training_figures(t, byline_batches_waited(t->batches) - waited);

  /* No model without a checkpoint beside it, whenever the program is killed */
  if (t->is_writer && t->checkpoint_path && p->epoch == 0) {
    status = byline_checkpoint_write(t->checkpoint_path, &t->state);
  }
  BYLINE_THEN(status, validate_together(t, &figures));
  if (status == BYLINE_ERROR_INTERRUPTED) {
    return interrupt(t);
  }
  if (status != BYLINE_OK) {
    return status;
  }
  ++p->epoch;
  p->step = 0;
  p->n_seen = 0;
  p->n_right = 0;
  p->loss = 0;
  return record(t, &figures);
}

static bool is_finished(const BylineTrainer* t)
{
  const BylineProgress* const p = &t->state.progress;
  const uint64_t patience = (uint64_t)t->recipe.patience;
  return p->epoch >= (uint64_t)t->recipe.epochs ||
         (t->steps == 0 && p->epoch > 0) || /* Nothing to do a second time */
         (patience > 0 && p->best_epoch > 0 &&
          p->epoch - p->best_epoch >= patience);
}

/* ---- all of it */

BylineStatus byline_trainer_start_batches(BylineTrainer* t)
{
  const BylineProgress* const p = &t->state.progress;
  return byline_batches_new(t->sampler, p->epoch + p->step / t->steps,
                            p->step % t->steps, &t->batches);
}

static BylineStatus run(BylineTrainer* t)
{
  BylineStatus status = byline_trainer_make_reference(t); /* Rank 0's work */
  byline_ranks_share(t->training->ranks, &status, sizeof(status));
  if (status == BYLINE_ERROR_INTERRUPTED) {
    return interrupt(t);
  }
  if (status == BYLINE_OK && t->steps > 0) {
    status = byline_trainer_start_batches(t);
  }
  t->start_time = byline_clock_now();
  while (status == BYLINE_OK && !is_finished(t)) {
    status = train_epoch(t);
  }
  return status == BYLINE_OK && t->is_writer ? byline_trainer_finish(t)
                                             : status;
}

BylineStatus byline_train(const BylineTraining* training)
{
  BylineTrainer trainer = {.training = training};
  BylineStatus status = byline_trainer_begin(&trainer);
  BYLINE_THEN(status, run(&trainer));
  byline_log_pin(NULL);
  byline_trainer_end(&trainer);
  return status;
}
