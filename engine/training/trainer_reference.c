/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The reference: statistics of the same songs, fitted in seconds before a
   network learns, which it must be better than. */

#include "training/trainer.h"

#include "byline/model.h"
#include "models/models.h"
#include "training/result.h"

#include <stdio.h>

BylineStatisticsInput byline_trainer_lesson(const BylineTrainer* t)
{
  return (BylineStatisticsInput){.dataset = t->training->dataset,
                                 .recipe = &t->recipe,
                                 .pool = t->pool,
                                 .stop = t->training->stop};
}

/* All kinds, with as many cepstra as by default or as there are bands */
static BylineStatus fit_reference(BylineTrainer* t)
{
  enum { CEPSTRA = 24, FINE_CEPSTRA = 64 };
  const BylineNetworkShape* const shape = byline_network_shape(t->network);
  const BylineStatisticsInput lesson = byline_trainer_lesson(t);
  const uint32_t most = shape->n_mels;
  char architecture[BYLINE_MAX_DESCRIPTION];
  snprintf(architecture, sizeof(architecture),
           "%s:cepstra=%u^%s:cepstra=%u^%s^%s", byline_statistics.name,
           most < CEPSTRA ? most : CEPSTRA, byline_texture.name,
           most < FINE_CEPSTRA ? most : FINE_CEPSTRA, byline_bands.name,
           byline_playing.name);
  BYLINE_TRY(byline_classifier_new(architecture, shape, &t->reference));
  return byline_statistics_fit(t->reference, &lesson);
}

static BylineStatus judge(const BylinePredictions* predictions,
                          const BylineRecipe* recipe, BylineEvaluation* e)
{
  double refused = 0;
  const double temperature =
      recipe->temperature > 0 ? 1
                              : byline_temperature_fit(predictions, &refused);
  return byline_evaluation_compute(predictions, temperature, e);
}

void byline_trainer_tell(const char* who, const BylineEvaluation* e)
{
  const BylineScores clips = byline_scores_compute(&e->clips);
  byline_log(BYLINE_LOG_NOTE,
             "%s alone: validation clips %.1f %%, macro F1 %.3f, songs %.1f %%",
             who, 100 * clips.accuracy, clips.macro.f1,
             100 * byline_scores_compute(&e->songs).accuracy);
}

BylineStatus byline_trainer_make_reference(BylineTrainer* t)
{
  if (!t->is_writer || t->training->alone || !t->model_path ||
      t->recipe.answer == BYLINE_ANSWER_NETWORK ||
      byline_statistics_are_all(t->network)) {
    return BYLINE_OK;
  }
  BylinePredictions predictions;
  BylineEvaluation evaluation;
  BylineStatus status = fit_reference(t);
  if (status == BYLINE_ERROR_DATA) {
    byline_log(BYLINE_LOG_NOTE, "no statistics to compare with: %s",
               byline_error_message());
    byline_network_free(t->reference);
    t->reference = NULL;
    return BYLINE_OK;
  }
  BYLINE_TRY(status);
  BYLINE_TRY(byline_trainer_predict(t, t->reference, &predictions));
  status = judge(&predictions, &t->recipe, &evaluation);
  byline_predictions_free(&predictions);
  BYLINE_TRY(status);
  status = byline_trainer_save(t, t->reference_path, t->reference, &evaluation,
                               NULL);
  if (!t->training->quiet) {
    byline_trainer_tell("statistics", &evaluation);
  }
  byline_evaluation_free(&evaluation);
  return status;
}
