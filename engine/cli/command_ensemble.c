/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/json.h"
#include "byline/evaluation.h"
#include "byline/model.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "evaluation/evaluation_json.h"
#include "evaluation/evaluation_target.h"

#include <stdlib.h>
#include <string.h>

static const char description[] =
    "Make one model of several that learnt from the same dataset, with other "
    "seeds or other architectures. It answers with the average of their "
    "probabilities, is mostly better than the best of them, and costs as much "
    "as all of them.  Its weights are stored in half precision; of one MODEL, "
    "it is that, at half the size.\n\n"
    "MODEL are files that 'byline train' wrote.\n";

/* What the command line says */
typedef struct {
  const char* output;
  const char* dataset; ///< NULL: nothing to calibrate with
  double temperature;  ///< 0: 1, or what the dataset says
  BylineNumberList weights;
  long jobs;
  const char* const* models; ///< Up to NULL
} Arguments;

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  const BylineOption table[] = {
      {'o', "output", "FILE", "the model", .text = &a->output,
       .output = BYLINE_OUTPUT_MODEL, .required = true},
      {0, "calibrate", "DATASET",
       "fit the temperature to its validation songs, and measure these",
       .text = &a->dataset, .input = true},
      {0, "temperature", "T",
       "or divide logits by T: what fitted when validation songs were held out",
       .number = &a->temperature, .minimum = 0.05, .maximum = 20},
      {0, "weights", "W1,W2,...",
       "how much each model counts, in this order (default: alike)",
       .numbers = &a->weights, .minimum = 0.01, .maximum = 100},
      BYLINE_OPTION_FORCE(NULL),
      BYLINE_OPTION_JOBS(&a->jobs),
      {0}};
  const BylineSyntax syntax = {.command = "ensemble",
                               .operands = "MODEL...",
                               .description = description,
                               .options = table};
  char** operands = NULL;
  *a = (Arguments){0};
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  a->models = (const char* const*)operands;
  return true;
}

/* The figures on validation, with the temperature that fits best */
static BylineStatus measure(const BylinePredictionTask* task,
                            BylineModelInfo* info)
{
  BylinePredictions predictions;
  BYLINE_TRY(byline_predict(task, &predictions));
  BylineEvaluation e;
  double refused = 0;
  const double temperature = byline_temperature_fit(&predictions, &refused);
  if (refused > 0) {
    byline_log(BYLINE_LOG_NOTE, BYLINE_REFUSED_TEMPERATURE, refused);
  }
  const BylineStatus status =
      byline_evaluation_compute(&predictions, temperature, &e);
  byline_predictions_free(&predictions);
  if (status != BYLINE_OK) {
    return status;
  }
  json_t* const json = json_pack(
      "{s:o}", "validation",
      byline_evaluation_json(
          &e, byline_front_end_time(&info->front_end, task->n_frames)));
  char* const metrics = byline_json_text(json, BYLINE_JSON_DOUBLE);
  byline_evaluation_free(&e);
  if (!metrics) {
    return byline_no_memory("figures");
  }
  free(info->metrics);
  info->metrics = metrics;
  info->temperature = (float)temperature;
  return BYLINE_OK;
}

/* On a dataset that is open, but for what is needed to ask about it */
static BylineStatus measure_on(const Arguments* a, BylineEvaluationTarget* s,
                               BylineModelInfo* info, BylineNetwork* network)
{
  BYLINE_TRY(byline_front_ends_compare(&info->front_end,
                                       byline_dataset_front_end(s->dataset)));
  BYLINE_TRY(byline_classes_match(info, s->dataset, &s->classes));
  byline_learnt_songs_move(s->dataset, info->learnt, &s->learnt);
  BYLINE_TRY(byline_learnt_songs_tell(&s->learnt, BYLINE_VALIDATION));
  BYLINE_TRY(byline_thread_pool_new((unsigned)a->jobs, &s->pool));
  const BylinePredictionTask task = {.network = network,
                                     .dataset = s->dataset,
                                     .split = BYLINE_VALIDATION,
                                     .classes = s->classes,
                                     .n_frames = BYLINE_CLIP_FRAMES,
                                     .pool = s->pool,
                                     .stop = s->stop};
  return measure(&task, info);
}

static BylineStatus calibrate(const Arguments* a, BylineModelInfo* info,
                              BylineNetwork* network)
{
  if (strstr(info->provenance, "learn_from = train+validation")) {
    return byline_error(BYLINE_ERROR_DATA,
                        "the models learnt from validation songs too, so these "
                        "tell nothing about confidence; use --temperature");
  }
  BylineEvaluationTarget s = {.stop = byline_interrupt_catch()};
  BYLINE_TRY(byline_dataset_open(a->dataset, &s.dataset));
  const BylineStatus status = measure_on(a, &s, info, network);
  byline_evaluation_target_close(&s);
  return status;
}

static BylineStatus finish(const Arguments* a, size_t n, BylineModelInfo* info,
                           BylineNetwork* network)
{
  if (a->temperature > 0) {
    info->temperature = (float)a->temperature;
  }
  info->halves = true;
  if (a->dataset) {
    BYLINE_TRY(calibrate(a, info, network));
  }
  BYLINE_TRY(byline_model_save(a->output, info, network));
  byline_log(BYLINE_LOG_NOTE, "%s: %zu network%s, temperature %.2f", a->output,
             n, n > 1 ? "s" : "", (double)info->temperature);
  byline_command_next((const char*[]){
      "evaluate", a->output, a->dataset ? a->dataset : "DATASET", NULL});
  return BYLINE_OK;
}

int byline_command_ensemble(int argc, char** argv)
{
  Arguments a;
  int result = 0;
  if (!parse(argc, argv, &a, &result)) {
    return result;
  }
  size_t n = 0;
  while (a.models[n]) {
    ++n;
  }
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  if (a.dataset && a.temperature > 0) {
    return byline_command_end(byline_error(
        BYLINE_ERROR_USAGE, "--calibrate finds a temperature, --temperature "
                            "gives one: leave out one"));
  }
  if (a.weights.n > 0 && a.weights.n != n) {
    return byline_command_end(
        byline_error(BYLINE_ERROR_USAGE,
                     "--weights has %zu numbers for %zu models; give one each",
                     a.weights.n, n));
  }
  BylineStatus status = byline_model_join(
      a.models, n, a.weights.n > 0 ? a.weights.items : NULL, &info, &network);
  BYLINE_THEN(status, finish(&a, n, &info, network));
  byline_network_free(network);
  byline_model_info_free(&info);
  return byline_command_end(status);
}
