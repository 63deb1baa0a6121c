/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/target_options.h"
#include "evaluation/robustness.h"
#include "report/result_figures.h"

#include <stdio.h>
#include <string.h>

static const char description[] =
    "Play a dataset's songs faster, higher, over a telephone, in a hall, "
    "in a crowd, and tell how many 10-s clips a model still names.\n"
    "\n"
    "Beside it stand Chromaprint's fingerprints of the same clips: looked up "
    "among the songs that the model learnt from, and among the very recordings "
    "that are played; then Byline's own index of these recordings ('byline "
    "recordings'), and the model with its help, as they answer in the plugin. "
    "A "
    "fingerprint answers when at most 10 of 32 bits differ at the best of all "
    "offsets.\n";

/* What the command line says */
typedef struct {
  BylineTargetChoice target;
  const char* curves; ///< NULL: not wanted
  const char* bars;   ///< NULL: not wanted
  const char* output; ///< JSON file, NULL: not wanted
  long songs;
  long clips;
  bool json;
  bool csv;
} Arguments;

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  const BylineOption table[] = {
      {'o', "output", "FILE", "write JSON there, for 'byline report'",
       .text = &a->output, .output = BYLINE_OUTPUT_CURVES},
      {0, "curves", "FILE",
       "draw curves against speed, tempo and pitch, as PNG or, by FILE's "
       "ending, as SVG or PDF",
       .text = &a->curves, .output = BYLINE_OUTPUT_PICTURE},
      {0, "bars", "FILE", "draw the other conditions", .text = &a->bars,
       .output = BYLINE_OUTPUT_PICTURE},
      BYLINE_OPTION_SPLIT(&a->target),
      {0, "songs", "N", "play so many of them, evenly chosen (default: all)",
       .integer = &a->songs, .minimum = 1, .maximum = 1e6},
      {0, "clips", "N", "clips of each song", .integer = &a->clips,
       .minimum = 1, .maximum = 1000},
      BYLINE_OPTION_JSON(&a->json),
      {0, "csv", NULL, "print CSV instead of text", .flag = &a->csv},
      BYLINE_OPTION_FORCE(NULL),
      BYLINE_OPTION_JOBS(&a->target.jobs),
      {0}};
  const BylineSyntax syntax = {.command = "robustness",
                               .operands = BYLINE_TARGET_OPERANDS,
                               .description = description,
                               .options = table};
  *a = (Arguments){.target = BYLINE_TARGET_CHOICE, .clips = 3};
  return byline_target_parse(&syntax, argc, argv, &a->target, result);
}

static void print_table(const BylineRobustness* r)
{
  printf("%zu clips of %zu %s songs; fingerprints of %zu songs learnt from\n\n",
         r->n_queries, r->n_songs, byline_split_name(r->split), r->n_learnt);
  printf("%-25s %8s %18s %18s %18s %9s\n", "", "",
         "Chromaprint:", "Chromaprint:", "Byline's index:", "model and");
  printf("%-25s %8s %18s %18s %18s %9s\n", "", "model", "songs learnt from",
         "this recording", "this recording", "index");
  printf("%-25s %8s %9s %8s %9s %8s %9s %8s %9s\n", "% of clips", "right",
         "right", "wrong", "right", "wrong", "right", "wrong", "right");
  for (size_t i = 0; i < r->n_conditions; ++i) {
    const BylineCondition* const c = &r->conditions[i];
    const double percent = c->n > 0 ? 100 / (double)c->n : 0;
    printf("%-25s %8.1f %9.1f %8.1f %9.1f %8.1f %9.1f %8.1f %9.1f\n", c->name,
           percent * (double)c->right[BYLINE_BY_NETWORK],
           percent * (double)c->right[BYLINE_BY_LEARNT],
           percent * (double)c->wrong[BYLINE_BY_LEARNT],
           percent * (double)c->right[BYLINE_BY_RECORDING],
           percent * (double)c->wrong[BYLINE_BY_RECORDING],
           percent * (double)c->right[BYLINE_BY_INDEX],
           percent * (double)c->wrong[BYLINE_BY_INDEX],
           percent * (double)c->right[BYLINE_BY_BOTH]);
  }
}

static void print_csv(const BylineRobustness* r)
{
  puts("condition,effects,queries,byline_right,learnt_right,learnt_wrong,"
       "recording_right,recording_wrong,index_right,index_wrong,both_right");
  for (size_t i = 0; i < r->n_conditions; ++i) {
    const BylineCondition* const c = &r->conditions[i];
    printf("\"%s\",\"%s\",%zu,%zu,%zu,%zu,%zu,%zu,%zu,%zu,%zu\n", c->name,
           c->effects, c->n, c->right[BYLINE_BY_NETWORK],
           c->right[BYLINE_BY_LEARNT], c->wrong[BYLINE_BY_LEARNT],
           c->right[BYLINE_BY_RECORDING], c->wrong[BYLINE_BY_RECORDING],
           c->right[BYLINE_BY_INDEX], c->wrong[BYLINE_BY_INDEX],
           c->right[BYLINE_BY_BOTH]);
  }
}

static BylineStatus tell(const Arguments* a, const BylineRobustness* r)
{
  BylineRobustnessPlot plot;
  BylineFigure curves;
  BylineFigure bars;
  byline_robustness_figures(r, &plot, &curves, &bars);
  if (a->output) {
    BYLINE_TRY(byline_json_write(a->output, byline_robustness_to_json(r),
                                 BYLINE_JSON_SHOWN));
  }
  if (a->curves) {
    BYLINE_TRY(byline_figure_write(&curves, a->curves));
  }
  if (a->bars) {
    BYLINE_TRY(byline_figure_write(&bars, a->bars));
  }
  if (a->json) {
    return byline_json_print(byline_robustness_to_json(r), stdout,
                             BYLINE_JSON_SHOWN);
  }
  if (a->csv) {
    print_csv(r);
  } else {
    print_table(r);
  }
  return BYLINE_OK;
}

static BylineStatus measure(const void* arguments,
                            const BylineEvaluationTarget* s)
{
  const Arguments* const a = arguments;
  const BylineRobustnessSettings settings = {.split =
                                                 (BylineSplit)a->target.split,
                                             .max_songs = (size_t)a->songs,
                                             .n_clips = (size_t)a->clips};
  BylineRobustness robustness;
  BYLINE_TRY(byline_robustness_measure(s, &settings, &robustness));
  BYLINE_TRY(tell(a, &robustness));
  if (a->output) {
    fflush(stdout);
    byline_command_next((const char*[]){"report", a->target.model,
                                        a->target.dataset, "--robustness",
                                        a->output, NULL});
  }
  return BYLINE_OK;
}

int byline_command_robustness(int argc, char** argv)
{
  Arguments a;
  int result = 0;
  if (!parse(argc, argv, &a, &result)) {
    return result;
  }
  return byline_command_on_target(&a.target, measure, &a);
}
