/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a trainer makes of validation: the best epoch, and its calibration. */

#include "training/trainer.h"

#include "byline/evaluation.h"
#include "byline/model.h"
#include "training/journal.h"
#include "training/result.h"

static BylineStatus predict(const BylineTrainer* t, BylineNetwork* network,
                            BylinePredictions* predictions)
{
  const BylinePredictionTask question = {.network = network,
                                         .dataset = t->training->dataset,
                                         .split = BYLINE_VALIDATION,
                                         .n_frames =
                                             (size_t)t->recipe.clip_frames,
                                         .pool = t->pool,
                                         .stop = t->training->stop};
  return byline_predict(&question, predictions);
}

static BylineStatus save(const BylineTrainer* t, const BylineNetwork* network,
                         const BylineEvaluation* evaluation)
{
  const BylineResult result = {.dataset = t->training->dataset,
                               .recipe = &t->recipe,
                               .strangers =
                                   byline_sampler_strangers(t->sampler),
                               .pretrained = &t->state.pretrained,
                               .pretrained_learnt = t->pretrained_learnt,
                               .epoch = t->state.progress.best_epoch,
                               .validation = evaluation};
  return byline_result_save(t->model_path, &result, network);
}

/* Songs that were learnt from cannot choose an epoch: then it is the last */
static bool is_better(const BylineTrainer* t, double f1, double loss)
{
  const BylineProgress* const best = &t->state.progress;
  return t->recipe.learn_from == BYLINE_LEARN_ALL || best->best_epoch == 0 ||
         f1 > best->best_f1 || (f1 >= best->best_f1 && loss < best->best_loss);
}

BylineStatus byline_trainer_validate(BylineTrainer* t, BylineEpoch* figures)
{
  BylineProgress* const p = &t->state.progress;
  BylinePredictions predictions;
  BylineEvaluation evaluation;
  BylineStatus status = predict(t, t->network, &predictions);
  if (status != BYLINE_OK) {
    return status;
  }
  status = byline_evaluation_compute(&predictions, 1, &evaluation);
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
    status = save(t, t->network, &evaluation);
  }
  byline_evaluation_free(&evaluation);
  return status;
}

BylineStatus byline_trainer_finish(BylineTrainer* t)
{
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  BylinePredictions predictions;
  BylineEvaluation evaluation;
  double refused = 0;
  BylineStatus status = byline_model_open(t->model_path, &info, &network);
  if (status != BYLINE_OK) {
    return status;
  }
  byline_model_info_free(&info);
  status = predict(t, network, &predictions);
  if (status == BYLINE_OK) {
    const double temperature =
        t->recipe.temperature > 0
            ? t->recipe.temperature
            : byline_temperature_fit(&predictions, &refused);
    status = byline_evaluation_compute(&predictions, temperature, &evaluation);
    byline_predictions_free(&predictions);
  }
  if (status == BYLINE_OK) {
    status = save(t, network, &evaluation);
    if (!t->training->quiet) {
      byline_journal_finish(t->model_path, t->state.progress.best_epoch,
                            &evaluation);
      if (refused > 0) {
        byline_log(BYLINE_LOG_NOTE, BYLINE_REFUSED_TEMPERATURE, refused);
      }
    }
    byline_evaluation_free(&evaluation);
  }
  byline_network_free(network);
  return status;
}
