/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline crossval`: how well a recipe does on songs that it has not seen. */

#include "base/json.h"
#include "byline/dataset.h"
#include "byline/training.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/in_ranks.h"
#include "cli/options.h"
#include "cli/recipe_options.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>

static const char description[] =
    "Measure how well a recipe learns the artists of a dataset: train as often "
    "as there are folds, each time without one, and ask about that one.\n"
    "\n"
    "The same command goes on after an interruption: finished folds are kept.  "
    "Each fold has its folder below RUN.\n";

/* What the command line says */
typedef struct {
  BylineRecipeChoice choice;
  const char* dataset;
  const char* output;
  long folds;
  long seeds;
  long split_seed;
  int by;
  long jobs;
  bool json;
} Arguments;

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  static const char* const by[] = {"song", "album", NULL};
  const BylineOption table[] = {
      {'o', "output", "RUN", "folder for the results, made when missing",
       .text = &a->output, .output = BYLINE_OUTPUT_RUN, .required = true},
      {'k', "folds", "K", "parts that the songs are split into",
       .integer = &a->folds, .minimum = 2, .maximum = 1000},
      {0, "by", "WHAT", "what stays in one fold", .choice = &a->by,
       .choices = by},
      {0, "seeds", "N",
       "repeat everything N times, each time with the next seed of the recipe "
       "and of the split",
       .integer = &a->seeds, .minimum = 1, .maximum = 1000},
      {0, "split-seed", "N", "decides which songs are in which fold",
       .integer = &a->split_seed, .minimum = 0, .maximum = 1e9},
      BYLINE_OPTIONS_RECIPE(&a->choice),
      BYLINE_OPTION_JOBS(&a->jobs),
      BYLINE_OPTION_JSON(&a->json),
      BYLINE_OPTION_FORCE(NULL),
      {0}};
  const BylineSyntax syntax = {.command = "crossval",
                               .operands = "DATASET",
                               .description = description,
                               .options = table};
  char** operands = NULL;
  *a = (Arguments){.choice.recipe = byline_recipe_default(),
                   .folds = 3,
                   .seeds = 1,
                   .split_seed = 1};
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  a->dataset = operands[0];
  return true;
}

/* ---- telling */

/* A figure of the folds, by its place in BylineFold */
typedef struct {
  const char* name;
  size_t offset;
} Figure;

static const Figure figures[] = {
    {"accuracy", offsetof(BylineFold, accuracy)},
    {"macro_f1", offsetof(BylineFold, f1)},
    {"song_accuracy", offsetof(BylineFold, song_accuracy)},
    {"top5", offsetof(BylineFold, top5)},
};

enum { N_FIGURES = sizeof(figures) / sizeof(figures[0]) };

static double get(const BylineFold* fold, size_t figure)
{
  return *(const double*)(const void*)((const char*)fold +
                                       figures[figure].offset);
}

static double mean(const BylineCrossvalResult* result, size_t figure)
{
  double sum = 0;
  for (size_t i = 0; i < result->n_folds; ++i) {
    sum += get(&result->folds[i], figure);
  }
  return sum / (double)result->n_folds;
}

/* The standard deviation of the folds' figures, estimated from these */
static double spread(const BylineCrossvalResult* result, size_t figure)
{
  const double m = mean(result, figure);
  double sum = 0;
  for (size_t i = 0; i < result->n_folds; ++i) {
    const double d = get(&result->folds[i], figure) - m;
    sum += d * d;
  }
  return sqrt(sum / (double)(result->n_folds - 1));
}

/* One that was chosen from, by its place in BylineFold */
typedef struct {
  const char* name;
  size_t offset;
} Part;

static const Part parts[] = {
    {"network", offsetof(BylineFold, network)},
    {"statistics", offsetof(BylineFold, statistics)},
};

enum { N_PARTS = sizeof(parts) / sizeof(parts[0]) };

/* Means over the folds; false where it was not there. */
static bool mean_part(const BylineCrossvalResult* result, const Part* part,
                      BylineFoldPart* m)
{
  *m = (BylineFoldPart){.measured = result->n_folds > 0};
  const double n = (double)result->n_folds;
  for (size_t i = 0; i < result->n_folds; ++i) {
    const BylineFoldPart* const p =
        (const void*)((const char*)&result->folds[i] + part->offset);
    m->measured = m->measured && p->measured;
    m->accuracy += p->accuracy / n;
    m->f1 += p->f1 / n;
    m->song_accuracy += p->song_accuracy / n;
  }
  return m->measured;
}

static void print_parts(const BylineCrossvalResult* result)
{
  for (size_t i = 0; i < N_PARTS; ++i) {
    BylineFoldPart m;
    if (mean_part(result, &parts[i], &m)) {
      printf("%-10s alone    %6.1f %%  %8.3f          %6.1f %%\n",
             parts[i].name, 100 * m.accuracy, m.f1, 100 * m.song_accuracy);
    }
  }
}

static void print_text(const BylineCrossvalResult* result)
{
  printf("seed  fold   clips  accuracy  macro F1   songs  accuracy   top 5\n");
  for (size_t i = 0; i < result->n_folds; ++i) {
    const BylineFold* const f = &result->folds[i];
    printf("%4llu  %4u  %6zu  %6.1f %%  %8.3f  %6zu  %6.1f %%  %5.1f %%\n",
           (unsigned long long)f->seed, f->fold + 1, f->n_clips,
           100 * f->accuracy, f->f1, f->n_songs, 100 * f->song_accuracy,
           100 * f->top5);
  }
  printf("mean                %6.1f %%  %8.3f          %6.1f %%  %5.1f %%\n",
         100 * mean(result, 0), mean(result, 1), 100 * mean(result, 2),
         100 * mean(result, 3));
  printf("spread              %6.1f %%  %8.3f          %6.1f %%  %5.1f %%\n",
         100 * spread(result, 0), spread(result, 1), 100 * spread(result, 2),
         100 * spread(result, 3));
  const BylineScores clips = byline_scores_compute(&result->clips);
  const BylineScores songs = byline_scores_compute(&result->songs);
  printf("pooled      %6zu  %6.1f %%  %8.3f  %6zu  %6.1f %%\n", clips.n,
         100 * clips.accuracy, clips.macro.f1, songs.n, 100 * songs.accuracy);
  print_parts(result);
}

static json_t* folds_json(const BylineCrossvalResult* result)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < result->n_folds; ++i) {
    const BylineFold* const f = &result->folds[i];
    json_array_append_new(
        array,
        json_pack("{s:I, s:I, s:I, s:I, s:f, s:f, s:f, s:f}", "seed",
                  (json_int_t)f->seed, "fold", (json_int_t)f->fold + 1,
                  "n_clips", (json_int_t)f->n_clips, "n_songs",
                  (json_int_t)f->n_songs, "accuracy", f->accuracy, "macro_f1",
                  f->f1, "song_accuracy", f->song_accuracy, "top5", f->top5));
  }
  return array;
}

static json_t* summary_json(const BylineCrossvalResult* result,
                            double (*function)(const BylineCrossvalResult*,
                                               size_t))
{
  json_t* const object = json_object();
  for (size_t i = 0; i < N_FIGURES; ++i) {
    json_object_set_new(object, figures[i].name,
                        json_real(function(result, i)));
  }
  return object;
}

/* Means over the folds of those that were chosen from; empty where there was
   nothing to choose from. */
static json_t* parts_json(const BylineCrossvalResult* result)
{
  json_t* const object = json_object();
  for (size_t i = 0; i < N_PARTS; ++i) {
    BylineFoldPart m;
    if (mean_part(result, &parts[i], &m)) {
      json_object_set_new(object, parts[i].name,
                          json_pack("{s:f, s:f, s:f}", "accuracy", m.accuracy,
                                    "macro_f1", m.f1, "song_accuracy",
                                    m.song_accuracy));
    }
  }
  return object;
}

static BylineStatus print_json(const BylineCrossvalResult* result,
                               const Arguments* a)
{
  const BylineScores clips = byline_scores_compute(&result->clips);
  const BylineScores songs = byline_scores_compute(&result->songs);
  json_t* const json = json_pack(
      "{s:I, s:s, s:I, s:o, s:o, s:o, s:{s:I, s:I, s:f, s:f, s:f, s:f}, "
      "s:o}",
      "folds", (json_int_t)a->folds, "by", a->by ? "album" : "song", "seeds",
      (json_int_t)a->seeds, "results", folds_json(result), "mean",
      summary_json(result, mean), "spread", summary_json(result, spread),
      "pooled", "n_clips", (json_int_t)clips.n, "n_songs", (json_int_t)songs.n,
      "accuracy", clips.accuracy, "macro_f1", clips.macro.f1, "song_accuracy",
      songs.accuracy, "song_macro_f1", songs.macro.f1, "alone",
      parts_json(result));
  return byline_json_print(json, stdout, BYLINE_JSON_SHOWN);
}

/* ---- doing */

static BylineStatus validate(Arguments* a, BylineDataset* dataset,
                             const volatile sig_atomic_t* stop)
{
  const BylineCrossval crossval = {
      .dataset = dataset,
      .recipe = &a->choice.recipe,
      .plan = {.by = a->by ? BYLINE_BY_ALBUM : BYLINE_BY_SONG,
               .folds = (unsigned)a->folds,
               .seed = (uint64_t)a->split_seed},
      .n_seeds = (unsigned)a->seeds,
      .folder = a->output,
      .from = a->choice.from,
      .n_threads = (unsigned)a->jobs,
      .stop = stop};
  BylineCrossvalResult result;
  BYLINE_TRY(byline_crossval(&crossval, &result));
  BylineStatus status = BYLINE_OK;
  if (a->json) {
    status = print_json(&result, a);
  } else {
    print_text(&result);
  }
  byline_crossval_free(&result);
  if (status == BYLINE_OK) {
    byline_command_next(
        (const char*[]){"train", a->dataset, "-o", "run", NULL});
  }
  return status;
}

static BylineStatus open_and_validate(void* arguments, BylineRanks* ranks,
                                      const volatile sig_atomic_t* stop)
{
  (void)ranks;
  Arguments* const a = arguments;
  BylineDataset* dataset = NULL;
  BYLINE_TRY(byline_recipe_choice_finish(&a->choice));
  BYLINE_TRY(byline_dataset_open(a->dataset, &dataset));
  const BylineStatus status = validate(a, dataset, stop);
  byline_dataset_close(dataset);
  return status;
}

int byline_command_crossval(int argc, char** argv)
{
  Arguments arguments;
  int result = 0;
  if (!parse(argc, argv, &arguments, &result)) {
    return result;
  }
  return byline_command_in_ranks(open_and_validate, &arguments, "crossval");
}
