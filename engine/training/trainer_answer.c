/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What answers in the end: the network, the statistics that it is measured by,
   or both.  Where there are few songs statistics are hard to beat, so a network
   must show that it is worth listening to. */

#include "training/trainer.h"

#include "byline/model.h"
#include "models/models.h"
#include "training/nobody.h"
#include "training/nobody_answers.h"
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
  BylineNetwork* networks[N_VOICES];       ///< NULL: cannot be
  BylinePredictions predictions[N_VOICES]; ///< Of validation
  BylineNetworkOutputs sounds[N_VOICES];   ///< Of what is nobody's
  double temperatures[N_VOICES];
} Voices;

/* A way to answer */
typedef struct {
  Voice voice;
  double share; ///< Of the voice; the rest is the statistics'
} Way;

/* ---- voices */

static void voices_free(Voices* voices)
{
  for (size_t i = 0; i < N_VOICES; ++i) {
    byline_predictions_free(&voices->predictions[i]);
    byline_network_outputs_free(&voices->sounds[i]);
  }
  byline_network_free(voices->networks[HEAD]); /* The others are borrowed */
}

/* A copy with another classifier; none where there are several */
static BylineStatus make_head(const BylineTrainer* t,
                              const BylineNetwork* network,
                              BylineNetwork** head)
{
  const char* const architecture = byline_network_architecture(network);
  const BylineStatisticsInput lesson = byline_trainer_lesson(t);
  if (strpbrk(architecture, "+^")) {
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
  BYLINE_THEN(status, byline_head_fit(*head, &lesson));
  if (status == BYLINE_ERROR_DATA) { /* To it, all clips are alike */
    byline_network_free(*head);
    *head = NULL;
    status = BYLINE_OK;
  }
  return status;
}

/* What a voice says of sounds that are nobody's, if these are learnt */
static BylineStatus ask_about_nobody(const BylineTrainer* t, Voices* voices,
                                     size_t voice)
{
  const BylinePredictor predictor = {
      .network = voices->networks[voice],
      .front_end = byline_dataset_front_end(t->training->dataset),
      .pool = t->pool,
      .stop = t->training->stop};
  return t->recipe.sound_share > 0
             ? byline_nobody_ask(&predictor, (size_t)t->recipe.clip_frames,
                                 (uint64_t)t->recipe.seed,
                                 &voices->sounds[voice])
             : BYLINE_OK;
}

static BylineStatus make_voices(const BylineTrainer* t, BylineNetwork* network,
                                Voices* voices)
{
  *voices =
      (Voices){.networks = {[NETWORK] = network, [STATISTICS] = t->reference}};
  BYLINE_TRY(make_head(t, network, &voices->networks[HEAD]));
  for (size_t i = 0; i < N_VOICES; ++i) {
    double refused = 0;
    BylinePredictions* const p = &voices->predictions[i];
    if (!voices->networks[i]) {
      continue;
    }
    BYLINE_TRY(byline_trainer_predict(t, voices->networks[i], p));
    voices->temperatures[i] = byline_temperature_fit(p, &refused);
    BYLINE_TRY(ask_about_nobody(t, voices, i));
  }
  return BYLINE_OK;
}

/* ---- ways */

/* Logits of the average of two voices' probabilities, as the mixture layer has
   them; `a` and `b` are the voices' of `n_clips` */
static void mix(const Voices* voices, const Way* way, const float* a,
                const float* b, size_t n_clips, float* logits)
{
  const size_t n = voices->predictions[STATISTICS].n_classes;
  const double ta = voices->temperatures[way->voice];
  const double tb = voices->temperatures[STATISTICS];
  for (size_t i = 0; i < n_clips; ++i) {
    const float* const x = a + i * n;
    const float* const y = b + i * n;
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
  mix(voices, way, answers.logits, voices->predictions[STATISTICS].logits,
      answers.n_clips, logits);
  answers.logits = logits;
  return answers;
}

/* How good a way is */
typedef struct {
  double accuracy;
  double f1;
  double song_accuracy;
  double loss;
  double surety; ///< About sounds that are nobody's; 0 where none are learnt
} Figures;

static BylineStatus measure_surety(const Voices* voices, const Way* way,
                                   Figures* figures)
{
  const BylineNetworkOutputs* const sounds = voices->sounds;
  const size_t n_classes = voices->predictions[STATISTICS].n_classes;
  const size_t n = byline_nobody_count();
  if (!sounds[STATISTICS].logits) {
    return BYLINE_OK;
  }
  float* const logits = malloc(n * n_classes * sizeof(*logits));
  if (!logits) {
    return byline_no_memory("sounds");
  }
  mix(voices, way, sounds[way->voice].logits, sounds[STATISTICS].logits, n,
      logits);
  figures->surety = byline_nobody_surety(logits, n, n_classes);
  free(logits);
  return BYLINE_OK;
}

static BylineStatus measure(const Voices* voices, const Way* way, float* logits,
                            Figures* figures)
{
  const BylinePredictions answers = answers_of(voices, way, logits);
  BylineEvaluation e;
  BYLINE_TRY(byline_evaluation_compute(&answers, 1, &e));
  const BylineScores clips = byline_scores_compute(&e.clips);
  *figures =
      (Figures){.accuracy = clips.accuracy,
                .f1 = clips.macro.f1,
                .song_accuracy = byline_scores_compute(&e.songs).accuracy,
                .loss = e.loss};
  byline_evaluation_free(&e);
  return measure_surety(voices, way, figures);
}

static bool reaches(const Figures* a, const Figures* floor)
{
  return a->accuracy >= floor->accuracy && a->f1 >= floor->f1 &&
         a->song_accuracy >= floor->song_accuracy && a->surety <= floor->surety;
}

/* Take the way with the smallest loss of those that are nowhere below the
   statistics, and no surer of an artist who is not there than network and
   statistics are alone. */
static BylineStatus find_way(const Voices* voices, float* logits, Way* best)
{
  Figures floor = {0};
  *best = (Way){STATISTICS, 1};
  BYLINE_TRY(measure(voices, best, logits, &floor));
  double least = floor.loss;
  const Way network = {NETWORK, 1};
  Figures alone = {0};
  BYLINE_TRY(measure(voices, &network, logits, &alone));
  floor.surety = fmax(floor.surety, alone.surety);
  for (size_t i = 0; i < STATISTICS; ++i) {
    for (size_t k = 0; voices->networks[i] && k <= N_SHARES; ++k) {
      const Way way = {(Voice)i, k < N_SHARES ? shares[k] : 1};
      Figures figures = {0};
      BYLINE_TRY(measure(voices, &way, logits, &figures));
      if (reaches(&figures, &floor) && figures.loss < least) {
        least = figures.loss;
        *best = way;
      }
    }
  }
  return BYLINE_OK;
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
  BYLINE_THEN(status,
              byline_evaluation_compute(&voices->predictions[STATISTICS],
                                        voices->temperatures[STATISTICS],
                                        &answer->statistics));
  answer->has_reference = true;
  if (status == BYLINE_OK && !t->training->quiet) {
    byline_trainer_tell(voice_names[NETWORK], &answer->network);
    byline_trainer_tell(voice_names[STATISTICS], &answer->statistics);
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
  if (held_out) {
    BYLINE_TRY(find_way(voices, logits, &way));
  } else {
    voices->temperatures[NETWORK] = t->recipe.temperature;
    voices->temperatures[STATISTICS] = 1;
  }
  name_way(&way, answer->text, sizeof(answer->text));
  BYLINE_TRY(judge_chosen(t, voices, &way, logits, answer));
  BYLINE_TRY(judge_voices(t, voices, answer));
  return make_chosen(voices, &way, chosen);
}

/* There is nothing to choose from. */
static BylineStatus take(const BylineTrainer* t, BylineNetwork* network,
                         BylineTrainerAnswer* answer)
{
  BylinePredictions predictions;
  BYLINE_TRY(byline_trainer_predict(t, network, &predictions));
  const double temperature =
      t->recipe.temperature > 0
          ? t->recipe.temperature
          : byline_temperature_fit(&predictions, &answer->refused);
  const BylineStatus status =
      byline_evaluation_compute(&predictions, temperature, &answer->answer);
  byline_predictions_free(&predictions);
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
