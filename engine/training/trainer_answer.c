/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What answers in the end: the network, the statistics that it is measured by,
   or both.  Where there are few songs statistics are hard to beat, so a network
   must show that it is worth listening to. */

#include "training/trainer.h"

#include "byline/model.h"
#include "evaluation/basics.h"
#include "models/models.h"
#include "training/result.h"
#include "training/statistics_fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Shares of a network in a sum, to choose from */
static const double shares[] = {0.25, 0.5, 0.75};

enum { N_SHARES = sizeof(shares) / sizeof(*shares) };

/* Who can answer, alone or with the last one */
typedef enum {
  NETWORK, ///< As it learnt
  HEAD,    ///< The same with linear discriminants in place of its classifier
  STATISTICS,
  N_VOICES
} Voice;

static const char* const voice_names[] = {"network", "network's features",
                                          "statistics"};

/* What is chosen from */
typedef struct {
  BylineNetwork* networks[N_VOICES]; ///< NULL: cannot be
  BylinePredictions predictions[N_VOICES];
  double temperatures[N_VOICES];
} Voices;

/* A way to answer */
typedef struct {
  Voice voice;
  double share; ///< Of the voice; the rest is the statistics'
} Way;

/* ---- the reference */

static BylineStatisticsInput lesson_of(const BylineTrainer* t)
{
  return (BylineStatisticsInput){.dataset = t->training->dataset,
                                 .recipe = &t->recipe,
                                 .pool = t->pool,
                                 .stop = t->training->stop};
}

/* Both kinds, with as many cepstra as by default or as there are bands */
static BylineStatus fit_reference(BylineTrainer* t)
{
  enum { CEPSTRA = 24, FINE_CEPSTRA = 64 };
  const BylineNetworkShape* const shape = byline_network_shape(t->network);
  const BylineStatisticsInput lesson = lesson_of(t);
  const uint32_t most = shape->n_mels;
  char architecture[BYLINE_MAX_DESCRIPTION];
  snprintf(architecture, sizeof(architecture), "%s:cepstra=%u+%s:cepstra=%u",
           byline_statistics.name, most < CEPSTRA ? most : CEPSTRA,
           byline_texture.name, most < FINE_CEPSTRA ? most : FINE_CEPSTRA);
  const BylineStatus status =
      byline_classifier_new(architecture, shape, &t->reference);
  return status == BYLINE_OK ? byline_statistics_fit(t->reference, &lesson)
                             : status;
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

static void tell(const char* who, const BylineEvaluation* e)
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
  if (status == BYLINE_OK) {
    status = byline_trainer_predict(t, t->reference, &predictions);
  }
  if (status != BYLINE_OK) {
    return status;
  }
  status = judge(&predictions, &t->recipe, &evaluation);
  byline_predictions_free(&predictions);
  if (status == BYLINE_OK) {
    status = byline_trainer_save(t, t->reference_path, t->reference,
                                 &evaluation, NULL);
    if (!t->training->quiet) {
      tell(voice_names[STATISTICS], &evaluation);
    }
    byline_evaluation_free(&evaluation);
  }
  return status;
}

/* ---- voices */

static void voices_free(Voices* voices)
{
  for (size_t i = 0; i < N_VOICES; ++i) {
    byline_predictions_free(&voices->predictions[i]);
  }
  byline_network_free(voices->networks[HEAD]); /* The others are borrowed */
}

/* A copy with another classifier; none where there are several */
static BylineStatus make_head(const BylineTrainer* t,
                              const BylineNetwork* network,
                              BylineNetwork** head)
{
  const char* const architecture = byline_network_architecture(network);
  const BylineStatisticsInput lesson = lesson_of(t);
  if (strchr(architecture, '+')) {
    return BYLINE_OK;
  }
  BylineStatus status =
      byline_classifier_new(architecture, byline_network_shape(network), head);
  for (size_t i = 0;
       status == BYLINE_OK && i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const from = byline_network_tensor(network, i);
    memcpy(byline_network_tensor(*head, i)->values, from->values,
           from->n_values * sizeof(*from->values));
  }
  if (status == BYLINE_OK) {
    status = byline_head_fit(*head, &lesson);
  }
  if (status == BYLINE_ERROR_DATA) { /* To it, all clips are alike */
    byline_network_free(*head);
    *head = NULL;
    status = BYLINE_OK;
  }
  return status;
}

static BylineStatus make_voices(const BylineTrainer* t, BylineNetwork* network,
                                Voices* voices)
{
  *voices =
      (Voices){.networks = {[NETWORK] = network, [STATISTICS] = t->reference}};
  BylineStatus status = make_head(t, network, &voices->networks[HEAD]);
  for (size_t i = 0; status == BYLINE_OK && i < N_VOICES; ++i) {
    double refused = 0;
    BylinePredictions* const p = &voices->predictions[i];
    if (!voices->networks[i]) {
      continue;
    }
    status = byline_trainer_predict(t, voices->networks[i], p);
    if (status == BYLINE_OK) {
      voices->temperatures[i] = byline_temperature_fit(p, &refused);
    }
  }
  return status;
}

/* ---- ways */

/* Logits of the average of two voices' probabilities, as the mixture layer has
   them */
static void mix(const Voices* voices, const Way* way, float* logits)
{
  const BylinePredictions* const a = &voices->predictions[way->voice];
  const BylinePredictions* const b = &voices->predictions[STATISTICS];
  const size_t n = a->n_classes;
  for (size_t i = 0; i < a->n_clips; ++i) {
    const float* const x = a->logits + i * n;
    const float* const y = b->logits + i * n;
    const double ta = voices->temperatures[way->voice];
    const double tb = voices->temperatures[STATISTICS];
    const double total_a = byline_log_sum_exp(x, n, ta);
    const double total_b = byline_log_sum_exp(y, n, tb);
    for (size_t k = 0; k < n; ++k) {
      const double p = way->share * exp((double)x[k] / ta - total_a) +
                       (1 - way->share) * exp((double)y[k] / tb - total_b);
      logits[i * n + k] = (float)log(fmax(p, 1e-30));
    }
  }
}

/* What a way says of validation; `logits` are for it to fill */
static BylinePredictions answers_of(const Voices* voices, const Way* way,
                                    float* logits)
{
  BylinePredictions answers = voices->predictions[way->voice];
  mix(voices, way, logits);
  answers.logits = logits;
  return answers;
}

/* Shares of clips and songs, and macro F1 */
typedef struct {
  double accuracy;
  double f1;
  double song_accuracy;
  double loss;
} Figures;

static BylineStatus measure(const Voices* voices, const Way* way, float* logits,
                            Figures* figures)
{
  const BylinePredictions answers = answers_of(voices, way, logits);
  BylineEvaluation e;
  const BylineStatus status = byline_evaluation_compute(&answers, 1, &e);
  if (status == BYLINE_OK) {
    const BylineScores clips = byline_scores_compute(&e.clips);
    *figures =
        (Figures){.accuracy = clips.accuracy,
                  .f1 = clips.macro.f1,
                  .song_accuracy = byline_scores_compute(&e.songs).accuracy,
                  .loss = e.loss};
    byline_evaluation_free(&e);
  }
  return status;
}

static bool reaches(const Figures* a, const Figures* floor)
{
  return a->accuracy >= floor->accuracy && a->f1 >= floor->f1 &&
         a->song_accuracy >= floor->song_accuracy;
}

/* Take the way with the smallest loss of those that are nowhere below the
   statistics. */
static BylineStatus find_way(const Voices* voices, float* logits, Way* best)
{
  Figures floor = {0};
  *best = (Way){STATISTICS, 1};
  BylineStatus status = measure(voices, best, logits, &floor);
  double least = floor.loss;
  for (size_t i = 0; status == BYLINE_OK && i < STATISTICS; ++i) {
    for (size_t k = 0;
         voices->networks[i] && status == BYLINE_OK && k <= N_SHARES; ++k) {
      const Way way = {(Voice)i, k < N_SHARES ? shares[k] : 1};
      Figures figures;
      status = measure(voices, &way, logits, &figures);
      if (status == BYLINE_OK && reaches(&figures, &floor) &&
          figures.loss < least) {
        least = figures.loss;
        *best = way;
      }
    }
  }
  return status;
}

static void name_way(const Way* way, char* text, size_t size)
{
  if (way->share < 1) {
    snprintf(text, size, "%g %% %s, %g %% statistics", 100 * way->share,
             voice_names[way->voice], 100 * (1 - way->share));
  } else {
    snprintf(text, size, "%s alone", voice_names[way->voice]);
  }
}

/* The network that answers so; one that is borrowed is set to NULL in its
   place. */
static BylineStatus make_chosen(Voices* voices, const Way* way,
                                BylineNetwork** chosen)
{
  if (way->share < 1) {
    BylineNetwork* const both[] = {voices->networks[way->voice],
                                   voices->networks[STATISTICS]};
    const double weights[] = {way->share, 1 - way->share};
    const double temperatures[] = {voices->temperatures[way->voice],
                                   voices->temperatures[STATISTICS]};
    return byline_networks_join(both, 2, weights, temperatures, chosen);
  }
  *chosen = voices->networks[way->voice];
  if (way->voice == HEAD) {
    voices->networks[HEAD] = NULL;
  }
  return BYLINE_OK;
}

/* ---- choosing */

/* The figures of the way that was chosen: of what it is made of at the
   temperatures of these, as its logits are calibrated */
static BylineStatus judge_chosen(const BylineTrainer* t, const Voices* voices,
                                 const Way* way, float* logits,
                                 BylineTrainerAnswer* answer)
{
  BylinePredictions answers = voices->predictions[way->voice];
  if (way->share < 1) {
    answers = answers_of(voices, way, logits);
  }
  const bool given = t->recipe.temperature > 0;
  const double usual =
      way->voice == NETWORK && way->share >= 1 ? t->recipe.temperature : 1;
  const double temperature =
      given ? usual : byline_temperature_fit(&answers, &answer->refused);
  return byline_evaluation_compute(&answers, temperature, &answer->answer);
}

static BylineStatus judge_voices(const BylineTrainer* t, const Voices* voices,
                                 BylineTrainerAnswer* answer)
{
  BylineStatus status = byline_evaluation_compute(&voices->predictions[NETWORK],
                                                  voices->temperatures[NETWORK],
                                                  &answer->network);
  if (status == BYLINE_OK) {
    status = byline_evaluation_compute(&voices->predictions[STATISTICS],
                                       voices->temperatures[STATISTICS],
                                       &answer->statistics);
  }
  answer->has_reference = true;
  if (status == BYLINE_OK && !t->training->quiet) {
    tell(voice_names[NETWORK], &answer->network);
    tell(voice_names[STATISTICS], &answer->statistics);
    byline_log(BYLINE_LOG_NOTE, "what answers: %s", answer->text);
  }
  return status;
}

static BylineStatus choose(BylineTrainer* t, Voices* voices, float* logits,
                           BylineNetwork** chosen, BylineTrainerAnswer* answer)
{
  /* Songs that were learnt from cannot choose: then both count alike */
  const bool held_out = t->recipe.learn_from == BYLINE_LEARN_TRAIN;
  Way way = {NETWORK, 0.5};
  BylineStatus status = BYLINE_OK;
  if (held_out) {
    status = find_way(voices, logits, &way);
  } else {
    voices->temperatures[NETWORK] = t->recipe.temperature;
    voices->temperatures[STATISTICS] = 1;
  }
  if (status == BYLINE_OK) {
    name_way(&way, answer->text, sizeof(answer->text));
    status = judge_chosen(t, voices, &way, logits, answer);
  }
  if (status == BYLINE_OK) {
    status = judge_voices(t, voices, answer);
  }
  return status == BYLINE_OK ? make_chosen(voices, &way, chosen) : status;
}

/* There is nothing to choose from. */
static BylineStatus take(const BylineTrainer* t, BylineNetwork* network,
                         BylineTrainerAnswer* answer)
{
  BylinePredictions predictions;
  BylineStatus status = byline_trainer_predict(t, network, &predictions);
  if (status == BYLINE_OK) {
    const double temperature =
        t->recipe.temperature > 0
            ? t->recipe.temperature
            : byline_temperature_fit(&predictions, &answer->refused);
    status =
        byline_evaluation_compute(&predictions, temperature, &answer->answer);
    byline_predictions_free(&predictions);
  }
  return status;
}

BylineStatus byline_trainer_choose(BylineTrainer* t, BylineNetwork* network,
                                   BylineNetwork** chosen,
                                   BylineTrainerAnswer* answer)
{
  *chosen = network;
  *answer = (BylineTrainerAnswer){.has_reference = false};
  if (!t->reference) {
    return take(t, network, answer);
  }
  Voices voices;
  BylineStatus status = make_voices(t, network, &voices);
  if (status == BYLINE_OK) {
    const BylinePredictions* const p = &voices.predictions[NETWORK];
    float* const logits = malloc(p->n_clips * p->n_classes * sizeof(*logits));
    status = logits ? choose(t, &voices, logits, chosen, answer)
                    : byline_no_memory(NULL);
    free(logits);
  }
  voices_free(&voices);
  return status;
}

void byline_trainer_answer_free(BylineTrainerAnswer* answer)
{
  byline_evaluation_free(&answer->answer);
  byline_evaluation_free(&answer->network);
  byline_evaluation_free(&answer->statistics);
  *answer = (BylineTrainerAnswer){.has_reference = false};
}
