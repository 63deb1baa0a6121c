/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "cli/commands.h"
#include "cli/target_options.h"
#include "dataset/table.h"
#include "evaluation/evaluation_target.h"
#include "evaluation/tsne.h"
#include "report/figures.h"

#include <stdio.h>
#include <stdlib.h>

static const char description[] =
    "Draw a map of a dataset's clips as a model hears them: t-SNE of what the "
    "last layer gets. Clips that sound alike to the model are near each other; "
    "distances between far ones mean little.\n";

/* What the command line says */
typedef struct {
  BylineTargetChoice target;
  const char* output;
  const char* csv; ///< NULL: not wanted
  double perplexity;
  long iterations;
  long seed;
} Arguments;

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  const BylineOption table[] = {
      {'o', "output", "FILE",
       "the picture: PNG or, by FILE's ending, SVG or PDF", .text = &a->output,
       .output = BYLINE_OUTPUT_PICTURE, .required = true},
      {0, "csv", "FILE", "also write the points: x, y, artist, file, seconds",
       .text = &a->csv, .output = BYLINE_OUTPUT_POINTS},
      BYLINE_OPTIONS_CLIPS(&a->target),
      {0, "perplexity", "N", "about how many neighbours count",
       .number = &a->perplexity, .minimum = 2, .maximum = 500},
      {0, "iterations", "N", "steps", .integer = &a->iterations, .minimum = 1,
       .maximum = 100000},
      {0, "seed", "N", "of the first layout", .integer = &a->seed, .minimum = 0,
       .maximum = 1e9},
      BYLINE_OPTION_FORCE(NULL),
      BYLINE_OPTION_JOBS(&a->target.jobs),
      {0}};
  const BylineSyntax syntax = {.command = "tsne",
                               .operands = BYLINE_TARGET_OPERANDS,
                               .description = description,
                               .options = table};
  *a = (Arguments){.target = BYLINE_TARGET_CHOICE,
                   .perplexity = 30,
                   .iterations = 1000,
                   .seed = 1};
  return byline_target_parse(&syntax, argc, argv, &a->target, result);
}

static BylineStatus write_csv(const char* path, const BylineEvaluationTarget* s,
                              const BylinePredictions* p, const float* layout)
{
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  fputs("x,y,artist,file,seconds\n", output.stream);
  for (size_t i = 0; i < p->n_clips; ++i) {
    const BylineClip* const clip = &p->clips[i];
    fprintf(output.stream, "%.5g,%.5g,", (double)layout[2 * i],
            (double)layout[2 * i + 1]);
    byline_table_put_quoted(
        output.stream, byline_model_info(s->model)->artists[clip->truth], ',');
    byline_table_put_quoted(
        output.stream, byline_dataset_song(s->dataset, clip->song)->path, ',');
    fprintf(output.stream, "%.2f\n",
            byline_front_end_time(byline_dataset_front_end(s->dataset),
                                  clip->first));
  }
  return byline_output_commit(&output);
}

static BylineStatus draw(const char* path, const BylineEvaluationTarget* s,
                         const BylinePredictions* p, const float* layout)
{
  size_t* const classes = malloc(p->n_clips * sizeof(*classes));
  if (!classes) {
    return byline_no_memory("a map");
  }
  for (size_t i = 0; i < p->n_clips; ++i) {
    classes[i] = p->clips[i].truth;
  }
  const BylineMapPlot map = {.title = "Clips as the model hears them (t-SNE)",
                             .n = p->n_clips,
                             .points = layout,
                             .classes = classes,
                             .n_classes = p->n_classes,
                             .names = byline_model_info(s->model)->artists};
  const BylineFigure figure = byline_map_figure(&map);
  const BylineStatus status = byline_figure_write(&figure, path);
  free(classes);
  return status;
}

static BylineStatus lay_out(const Arguments* a, const BylineEvaluationTarget* s,
                            const BylinePredictions* p)
{
  const BylineTsneSettings settings = {.perplexity = a->perplexity,
                                       .n_iterations = (unsigned)a->iterations,
                                       .seed = (uint64_t)a->seed,
                                       .pool = s->pool,
                                       .stop = s->stop};
  float* const layout = malloc(2 * p->n_clips * sizeof(*layout));
  BylineStatus status = layout ? byline_tsne(p->embeddings, p->n_clips,
                                             p->n_features, &settings, layout)
                               : byline_no_memory("a map");
  BYLINE_THEN(status, draw(a->output, s, p, layout));
  if (status == BYLINE_OK && a->csv) {
    status = write_csv(a->csv, s, p, layout);
  }
  free(layout);
  return status;
}

static BylineStatus make_map(const void* arguments,
                             const BylineEvaluationTarget* s)
{
  const Arguments* const a = arguments;
  const BylinePredictionTask task = byline_evaluation_target_task(
      s, (BylineSplit)a->target.split, a->target.clip);
  BylinePredictions all;
  BylinePredictions p = {.n_clips = 0};
  BYLINE_TRY(byline_predict(&task, &all));
  BylineStatus status = byline_predictions_choose(&all, BYLINE_TSNE_POINTS, &p);
  if (p.n_clips < all.n_clips) {
    byline_log(BYLINE_LOG_NOTE, "%zu of %zu clips are drawn", p.n_clips,
               all.n_clips);
  }
  byline_predictions_free(&all);
  BYLINE_THEN(status, lay_out(a, s, &p));
  byline_predictions_free(&p);
  return status;
}

int byline_command_tsne(int argc, char** argv)
{
  Arguments a;
  int result = 0;
  if (!parse(argc, argv, &a, &result)) {
    return result;
  }
  return byline_command_on_target(&a.target, make_map, &a);
}
