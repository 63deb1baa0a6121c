/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "byline/dataset.h"
#include "byline/evaluation.h"
#include "byline/model.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "evaluation/json.h"
#include "evaluation/plot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char description[] =
    "Tell how well a model knows the artists of a dataset, by clips and by "
    "whole songs.\n"
    "\n"
    "Intervals hold in 95 of 100 cases; they come from drawing the songs "
    "anew.\n";

/* What the command line says */
typedef struct {
  const char* model;
  const char* dataset;
  const char* confusion; ///< NULL: not wanted
  const char* picture;   ///< NULL: not wanted
  int split;             ///< A BylineSplit
  double clip;           ///< Seconds
  long jobs;             ///< Threads, 0 for one per processor
  bool json;
} Arguments;

/* What is evaluated */
typedef struct {
  BylineModel* model;
  BylineDataset* dataset;
  BylineThreadPool* pool;
  size_t* classes; ///< The model's class of each artist of the dataset
} Subject;

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  const char* const splits[] = {byline_split_name(BYLINE_TRAIN),
                                byline_split_name(BYLINE_VALIDATION),
                                byline_split_name(BYLINE_TEST), NULL};
  const BylineOption table[] = {
      {0, "split", "SPLIT", "train, validation or test", .choice = &a->split,
       .choices = splits},
      {0, "clip", "SECONDS", "length of the clips, 3 to 60", .number = &a->clip,
       .minimum = 3, .maximum = 60},
      BYLINE_OPTION_JSON(&a->json),
      {0, "confusion", "FILE",
       "write the confusion matrix of clips as TSV: a row for each artist, a "
       "column for each answer",
       .text = &a->confusion},
      {0, "picture", "FILE", "draw it, as PNG or, by FILE's ending, as SVG",
       .text = &a->picture},
      BYLINE_OPTION_JOBS(&a->jobs),
      {0}};
  const BylineSyntax syntax = {.command = "evaluate",
                               .operands = "MODEL DATASET",
                               .description = description,
                               .options = table};
  char** operands = NULL;
  *a = (Arguments){.split = BYLINE_TEST, .clip = 10};
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  a->model = operands[0];
  a->dataset = operands[1];
  return true;
}

/* ---- bringing model and dataset together */

static BylineStatus compare_front_ends(const BylineFrontEnd* a,
                                       const BylineFrontEnd* b)
{
  const bool same =
      a->sample_rate == b->sample_rate && a->fft_size == b->fft_size &&
      a->hop == b->hop && a->n_mels == b->n_mels && a->focus == b->focus &&
      memcmp(&a->min_frequency, &b->min_frequency, sizeof(float)) == 0 &&
      memcmp(&a->max_frequency, &b->max_frequency, sizeof(float)) == 0;
  if (!same) {
    return byline_error(BYLINE_ERROR_DATA,
                        "the model and the dataset have different front ends; "
                        "prepare the dataset for this model");
  }
  return BYLINE_OK;
}

static BylineStatus find_class(const BylineModelInfo* info, const char* artist,
                               size_t* index)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    if (!strcmp(info->artists[i], artist)) {
      *index = i;
      return BYLINE_OK;
    }
  }
  return byline_error(BYLINE_ERROR_DATA,
                      "the dataset has %s, whom the model does not know; leave "
                      "the artist out of the dataset or train a new model",
                      artist);
}

static BylineStatus match_artists(Subject* s)
{
  const BylineModelInfo* const info = byline_model_info(s->model);
  const size_t n = byline_dataset_artist_count(s->dataset);
  if (n < 2 || info->n_artists < 2) {
    return byline_error(BYLINE_ERROR_DATA,
                        "one artist only: there is nothing to tell apart");
  }
  s->classes = calloc(n, sizeof(*s->classes));
  if (!s->classes) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu artists", n);
  }
  BylineStatus status = BYLINE_OK;
  for (size_t i = 0; i < n && status == BYLINE_OK; ++i) {
    status =
        find_class(info, byline_dataset_artist(s->dataset, i), &s->classes[i]);
  }
  return status;
}

static BylineStatus open_subject(const Arguments* a, Subject* s)
{
  *s = (Subject){.model = NULL};
  BylineStatus status = byline_model_load(a->model, &s->model);
  if (status == BYLINE_OK) {
    status = byline_dataset_open(a->dataset, &s->dataset);
  }
  if (status == BYLINE_OK) {
    status = compare_front_ends(&byline_model_info(s->model)->front_end,
                                byline_dataset_front_end(s->dataset));
  }
  if (status == BYLINE_OK) {
    status = match_artists(s);
  }
  if (status == BYLINE_OK) {
    status = byline_thread_pool_new((unsigned)a->jobs, &s->pool);
  }
  return status;
}

static void close_subject(Subject* s)
{
  byline_thread_pool_free(s->pool);
  byline_dataset_close(s->dataset);
  byline_model_free(s->model);
  free(s->classes);
}

/* ---- telling the results */

static void print_line(const char* what, double value,
                       const BylineInterval* interval)
{
  printf("%-28s %6.1f %%", what, 100 * value);
  if (interval) {
    printf("  (%.1f to %.1f)", 100 * interval->low, 100 * interval->high);
  }
  putchar('\n');
}

static void print_artists(const Subject* s, const BylineConfusion* clips)
{
  const BylineModelInfo* const info = byline_model_info(s->model);
  printf("\n%-28s %6s %9s %9s %9s %9s\n", "artist", "clips", "precision",
         "recall", "F1", "1-vs-all");
  for (size_t i = 0; i < info->n_artists; ++i) {
    const BylineClassScore score = byline_class_score(clips, i);
    if (score.support > 0) {
      printf("%-28s %6zu %9.3f %9.3f %9.3f %9.3f\n", info->artists[i],
             score.support, score.f1.precision, score.f1.recall, score.f1.f1,
             score.accuracy);
    }
  }
}

static void print_tables(const Arguments* a, const Subject* s,
                         const BylineEvaluation* e)
{
  const BylineScores clips = byline_scores_compute(&e->clips);
  const BylineScores songs = byline_scores_compute(&e->songs);
  const BylineScores votes = byline_scores_compute(&e->votes);
  printf("%s: %zu clips of %zu songs, %zu artists\n\n",
         byline_split_name((BylineSplit)a->split), clips.n, e->n_songs,
         byline_dataset_artist_count(s->dataset));
  print_line("clip accuracy", clips.accuracy, &e->accuracy);
  print_line("clip accuracy, top 5", e->top5, NULL);
  print_line("clip F1, macro", clips.macro.f1, &e->f1);
  print_line("  precision, macro", clips.macro.precision, NULL);
  print_line("  recall, macro", clips.macro.recall, NULL);
  print_line("clip F1, weighted", clips.weighted.f1, NULL);
  print_line("song accuracy, mean", songs.accuracy, &e->song_accuracy);
  print_line("song accuracy, vote", votes.accuracy, NULL);
  print_line("calibration error", e->calibration_error, NULL);
  print_line("  at temperature 1", e->uncalibrated_error, NULL);
  printf("%-28s %8.3f nats at temperature %.3f\n", "loss", e->loss,
         e->temperature);
  print_artists(s, &e->clips);
}

static json_t* artists_json(const Subject* s, const BylineConfusion* clips)
{
  const BylineModelInfo* const info = byline_model_info(s->model);
  json_t* const array = json_array();
  for (size_t i = 0; i < info->n_artists; ++i) {
    const BylineClassScore score = byline_class_score(clips, i);
    if (score.support > 0) {
      json_array_append_new(array,
                            byline_class_score_json(&score, info->artists[i]));
    }
  }
  return array;
}

static BylineStatus print_json(const Arguments* a, const Subject* s,
                               const BylineEvaluation* e)
{
  json_t* const json = byline_evaluation_json(e);
  json_object_set_new(json, "split",
                      json_string(byline_split_name((BylineSplit)a->split)));
  json_object_set_new(json, "artists", artists_json(s, &e->clips));
  const int failed =
      json ? json_dumpf(json, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6))
           : -1;
  json_decref(json);
  putchar('\n');
  return failed ? byline_error(BYLINE_ERROR_MEMORY, "cannot print JSON")
                : BYLINE_OK;
}

static BylineStatus write_confusion(const char* path, const Subject* s,
                                    const BylineConfusion* clips)
{
  const BylineModelInfo* const info = byline_model_info(s->model);
  BylineOutput output;
  const BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  fputs("artist", output.stream);
  for (size_t i = 0; i < info->n_artists; ++i) {
    fprintf(output.stream, "\t%s", info->artists[i]);
  }
  for (size_t i = 0; i < info->n_artists; ++i) {
    fprintf(output.stream, "\n%s", info->artists[i]);
    for (size_t k = 0; k < info->n_artists; ++k) {
      fprintf(output.stream, "\t%zu", clips->counts[i * info->n_artists + k]);
    }
  }
  fputc('\n', output.stream);
  return byline_output_commit(&output);
}

static BylineStatus tell(const Arguments* a, const Subject* s,
                         const BylineEvaluation* e)
{
  BylineStatus status = BYLINE_OK;
  if (a->confusion) {
    status = write_confusion(a->confusion, s, &e->clips);
  }
  if (status == BYLINE_OK && a->picture) {
    status = byline_plot_confusion(a->picture, &e->clips,
                                   byline_model_info(s->model)->artists);
  }
  if (status != BYLINE_OK) {
    return status;
  }
  if (a->json) {
    return print_json(a, s, e);
  }
  print_tables(a, s, e);
  return BYLINE_OK;
}

static BylineStatus evaluate(const Arguments* a, const Subject* s,
                             const volatile sig_atomic_t* stop)
{
  BylinePredictions predictions;
  BylineEvaluation evaluation;
  const BylineFrontEnd* const front_end = byline_dataset_front_end(s->dataset);
  const BylineQuestion question = {
      .network = byline_model_network(s->model),
      .dataset = s->dataset,
      .split = (BylineSplit)a->split,
      .classes = s->classes,
      .n_frames = byline_front_end_frames(front_end, a->clip),
      .pool = s->pool,
      .stop = stop};
  BylineStatus status = byline_predict(&question, &predictions);
  if (status != BYLINE_OK) {
    return status;
  }
  status = byline_evaluation_compute(
      &predictions, (double)byline_model_info(s->model)->temperature,
      &evaluation);
  byline_predictions_free(&predictions);
  if (status == BYLINE_OK) {
    status = tell(a, s, &evaluation);
    byline_evaluation_free(&evaluation);
  }
  return status;
}

int byline_command_evaluate(int argc, char** argv)
{
  Arguments arguments;
  int result = 0;
  if (!parse(argc, argv, &arguments, &result)) {
    return result;
  }
  const volatile sig_atomic_t* const stop = byline_interrupt_catch();
  Subject subject;
  BylineStatus status = open_subject(&arguments, &subject);
  if (status == BYLINE_OK) {
    status = evaluate(&arguments, &subject, stop);
  }
  close_subject(&subject);
  const int exit_status = byline_command_end(status);
  return status == BYLINE_ERROR_INTERRUPTED ? 128 + (int)*stop : exit_status;
}
