/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a trainer makes of validation: the best epoch, and its calibration. */

#include "training/trainer.h"

#include "byline/evaluation.h"
#include "byline/model.h"
#include "training/journal.h"
#include "training/result.h"

BylineStatus byline_trainer_predict(const BylineTrainer* t,
                                    BylineNetwork* network,
                                    BylinePredictions* predictions)
{
  const BylinePredictionTask task = {.network = network,
                                     .dataset = t->training->dataset,
                                     .split = BYLINE_VALIDATION,
                                     .n_frames = (size_t)t->recipe.clip_frames,
                                     .pool = t->pool,
                                     .stop = t->training->stop};
  return byline_predict(&task, predictions);
}

BylineStatus byline_trainer_save(const BylineTrainer* t, const char* path,
                                 BylineNetwork* network,
                                 const BylineEvaluation* validation,
                                 const BylineTrainerAnswer* answer)
{
  const bool compared = answer && answer->has_reference;
  /* The cohort is of the model that is left behind in the end */
  BylinePredictions predictions = {.n_clips = 0};
  if (answer) {
    const BylineStatus status =
        byline_trainer_predict(t, network, &predictions);
    if (status != BYLINE_OK) {
      return status;
    }
  }
  const BylineResult result = {
      .dataset = t->training->dataset,
      .recipe = &t->recipe,
      .strangers = byline_sampler_strangers(t->sampler),
      .pretrained = &t->state.pretrained,
      .pretrained_learnt = t->pretrained_learnt,
      .epoch = t->state.progress.best_epoch,
      .validation = validation,
      .network = compared ? &answer->network : NULL,
      .statistics = compared ? &answer->statistics : NULL,
      .answer = compared ? answer->text : NULL,
      .predictions = answer ? &predictions : NULL};
  const BylineStatus status = byline_result_save(path, &result, network);
  byline_predictions_free(&predictions);
  return status;
}

/* Songs that were learnt from cannot choose an epoch: then it is the last */
static bool is_better(const BylineTrainer* t, double f1, double loss)
{
  const BylineProgress* const best = &t->state.progress;
  return t->recipe.learn_from == BYLINE_LEARN_ALL || best->best_epoch == 0 ||
         f1 > best->best_f1 || (f1 >= best->best_f1 && loss < best->best_loss);
}

/* Until the end, the network alone is the model. */
static BylineStatus save_best(const BylineTrainer* t,
                              const BylineEvaluation* evaluation)
{
  BYLINE_TRY(t->reference ? byline_trainer_save(t, t->network_path, t->network,
                                                evaluation, NULL)
                          : BYLINE_OK);
  return byline_trainer_save(t, t->model_path, t->network, evaluation, NULL);
}

BylineStatus byline_trainer_validate(BylineTrainer* t, BylineEpoch* figures)
{
  BylineProgress* const p = &t->state.progress;
  BylinePredictions predictions;
  BylineEvaluation evaluation;
  BYLINE_TRY(byline_trainer_predict(t, t->network, &predictions));
  BylineStatus status = byline_evaluation_compute(&predictions, 1, &evaluation);
  byline_predictions_free(&predictions);
  if (status != BYLINE_OK) {
    return status;
  }
  const BylineScores clips = byline_scores_compute(&evaluation.clips);
  figures->loss = evaluation.loss;
  figures->accuracy = clips.accuracy;
  figures->f1 = clips.macro.f1;
  figures->song_accuracy = byline_scores_compute(&evaluation.songs).accuracy;
  figures->best = is_better(t, figures->f1, figures->loss);
  if (figures->best) {
    p->best_epoch = p->epoch + 1;
    p->best_f1 = figures->f1;
    p->best_loss = figures->loss;
    status = save_best(t, &evaluation);
  }
  byline_evaluation_free(&evaluation);
  return status;
}

BylineStatus byline_trainer_finish(BylineTrainer* t)
{
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  BylineNetwork* chosen = NULL;
  BylineTrainerAnswer answer;
  BYLINE_TRY(byline_model_open(t->reference ? t->network_path : t->model_path,
                               &info, &network));
  byline_model_info_free(&info);
  BylineStatus status = byline_trainer_choose(t, network, &chosen, &answer);
  BYLINE_THEN(status, byline_trainer_save(t, t->model_path, chosen,
                                          &answer.answer, &answer));
  if (status == BYLINE_OK && !t->training->quiet) {
    byline_journal_finish(t->model_path, t->state.progress.best_epoch,
                          &answer.answer);
    if (answer.refused > 0) {
      byline_log(BYLINE_LOG_NOTE, BYLINE_REFUSED_TEMPERATURE, answer.refused);
    }
  }
  byline_trainer_answer_free(&answer);
  if (chosen != network && chosen != t->reference) {
    byline_network_free(chosen);
  }
  byline_network_free(network);
  return status;
}
