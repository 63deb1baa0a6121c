/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The reference: statistics of the same songs, fitted in seconds before a
   network learns, which it must be better than. */

#include "training/trainer.h"

#include "byline/model.h"
#include "models/models.h"
#include "spectrum/mel.h"
#include "training/result.h"

#include <stdio.h>

BylineStatisticsInput byline_trainer_lesson(const BylineTrainer* t)
{
  return (BylineStatisticsInput){.dataset = t->training->dataset,
                                 .recipe = &t->recipe,
                                 .pool = t->pool,
                                 .stop = t->training->stop};
}

/* What a telephone lets through, in Hz, and how few bands of it are too few */
#define NARROW_LOW 320.0
#define NARROW_HIGH 3500.0
#define FEWEST_BANDS 16

/* Write all kinds, of bands `first` to `end` - 1, with as many cepstra as by
   default or as there are bands, and further sizes; how many characters */
static int write_kinds(char* to, size_t size, uint32_t first, uint32_t end,
                       const char* sizes)
{
  enum { CEPSTRA = 24, FINE_CEPSTRA = 64 };
  const uint32_t n = end - first;
  return snprintf(
      to, size,
      "%s:cepstra=%u,mels=%u-%u%s^%s:cepstra=%u,mels=%u-%u%s^%s:mels=%u-%u%s^"
      "%s:mels=%u-%u%s^%s:mels=%u-%u%s",
      byline_statistics.name, n < CEPSTRA ? n : CEPSTRA, first, end, sizes,
      byline_texture.name, n < FINE_CEPSTRA ? n : FINE_CEPSTRA, first, end,
      sizes, byline_bands.name, first, end, sizes, byline_intervals.name, first,
      end, sizes, byline_modulations.name, first, end, sizes);
}

/* All kinds, of all bands and of those that telephones and filters leave.  The
   latter know less of music as it is, and say less of it; but what the former
   know is lost there: these say less then. */
static void choose_kinds(const BylineFrontEnd* front_end,
                         char architecture[BYLINE_MAX_ARCHITECTURE])
{
  const uint32_t n_mels = front_end->n_mels;
  uint32_t first = 0;
  uint32_t end = n_mels;
  while (first < end && byline_mel_edge(front_end, first) < NARROW_LOW) {
    ++first;
  }
  while (first < end && byline_mel_edge(front_end, end + 1) > NARROW_HIGH) {
    --end;
  }
  if (end - first < FEWEST_BANDS || end - first == n_mels) {
    write_kinds(architecture, BYLINE_MAX_ARCHITECTURE, 0, n_mels, "");
    return;
  }
  char gate[32];
  char yield[32];
  snprintf(gate, sizeof(gate), ",gate=%u-%u", first, end);
  snprintf(yield, sizeof(yield), ",yield=%u-%u", first, end);
  const int n =
      write_kinds(architecture, BYLINE_MAX_ARCHITECTURE, 0, n_mels, gate);
  architecture[n] = '^';
  write_kinds(architecture + n + 1, BYLINE_MAX_ARCHITECTURE - (size_t)n - 1,
              first, end, yield);
}

static BylineStatus fit_reference(BylineTrainer* t)
{
  const BylineNetworkShape* const shape = byline_network_shape(t->network);
  const BylineStatisticsInput lesson = byline_trainer_lesson(t);
  char architecture[BYLINE_MAX_ARCHITECTURE];
  choose_kinds(byline_dataset_front_end(lesson.dataset), architecture);
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
