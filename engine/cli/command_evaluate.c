/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "base/json.h"
#include "base/lock.h"
#include "base/utf8.h"
#include "byline/model.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/target_options.h"
#include "evaluation/model_evaluation.h"
#include "report/figures.h"

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
  BylineTargetChoice target;
  const char* confusion;   ///< NULL: not wanted
  const char* picture;     ///< NULL: not wanted
  const char* reliability; ///< NULL: not wanted
  const char* unknown;     ///< NULL: not wanted
  long pairs;              ///< How many pairs to list
  bool record;             ///< Into the model file
  bool lengths;
  bool json;
} Arguments;

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  const BylineOption table[] = {
      BYLINE_OPTIONS_CLIPS(&a->target),
      BYLINE_OPTION_JSON(&a->json),
      {0, "confusion", "FILE",
       "write the confusion matrix of clips as TSV: a row for each artist, a "
       "column for each answer",
       .text = &a->confusion, .output = BYLINE_OUTPUT_CONFUSION},
      {0, "picture", "FILE", "draw it, as PNG or, by FILE's ending, as SVG",
       .text = &a->picture, .output = BYLINE_OUTPUT_PICTURE},
      {0, "reliability", "FILE",
       "draw how far the model's confidence can be believed",
       .text = &a->reliability, .output = BYLINE_OUTPUT_PICTURE},
      {0, "pairs", "N", "list so many pairs of artists that are confused",
       .integer = &a->pairs, .minimum = 0, .maximum = BYLINE_MAX_PAIRS},
      {0, "lengths", NULL, "also measure with clips of 1 to 30 s",
       .flag = &a->lengths},
      {0, "unknown", "MUSIC",
       "also tell whether the model notices artists whom it does not know: "
       "those of this dataset, or of this library, two minutes of each file",
       .text = &a->unknown, .input = true},
      {0, "record", NULL,
       "write the figures into the model, which shows them to its users",
       .flag = &a->record},
      BYLINE_OPTION_FORCE(NULL),
      BYLINE_OPTION_JOBS(&a->target.jobs),
      {0}};
  const BylineSyntax syntax = {.command = "evaluate",
                               .operands = BYLINE_TARGET_OPERANDS,
                               .description = description,
                               .options = table};
  *a = (Arguments){.target = BYLINE_TARGET_CHOICE, .pairs = 5};
  return byline_target_parse(&syntax, argc, argv, &a->target, result);
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

static void print_artists(const BylineEvaluationTarget* s,
                          const BylineConfusion* clips)
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

static void print_f1(const char* what, const BylineF1* f1)
{
  printf("clip F1, %-19s %6.1f %%  precision %.1f %%, recall %.1f %%\n", what,
         100 * f1->f1, 100 * f1->precision, 100 * f1->recall);
}

static void print_evaluation(const BylineEvaluation* e)
{
  const BylineScores clips = byline_scores_compute(&e->clips);
  const BylineScores songs = byline_scores_compute(&e->songs);
  const BylineScores votes = byline_scores_compute(&e->votes);
  print_line("clip accuracy", clips.accuracy, &e->accuracy);
  print_line("clip accuracy, top 5", e->top5, NULL);
  print_line("clip F1, macro", clips.macro.f1, &e->f1);
  print_line("  precision, macro", clips.macro.precision, NULL);
  print_line("  recall, macro", clips.macro.recall, NULL);
  print_f1("micro", &clips.micro);
  print_f1("weighted", &clips.weighted);
  print_line("song accuracy, mean", songs.accuracy, &e->song_accuracy);
  print_line("song accuracy, vote", votes.accuracy, NULL);
  print_line("calibration error", e->calibration_error, NULL);
  print_line("  at temperature 1", e->uncalibrated_error, NULL);
  printf("%-28s %8.3f nats at temperature %.3f\n", "loss", e->loss,
         e->temperature);
}

static void print_albums(const BylineAlbumScore* scores)
{
  printf("\n%-28s %6s %6s %9s %9s\n", "album learnt from", "songs", "clips",
         "of songs", "of clips");
  for (int i = 0; i < BYLINE_N_ALBUM_KINDS; ++i) {
    if (scores[i].n_songs > 0) {
      printf("%-28s %6zu %6zu %7.1f %% %7.1f %%\n",
             byline_album_kind_name((BylineAlbumKind)i), scores[i].n_songs,
             scores[i].n_clips, 100 * scores[i].song_accuracy,
             100 * scores[i].accuracy);
    }
  }
}

static void print_lengths(const BylineLengthScore* scores)
{
  printf("\n%-28s %6s %6s %9s %9s %9s\n", "length of clips", "clips", "songs",
         "of clips", "macro F1", "of songs");
  for (size_t i = 0; i < BYLINE_N_LENGTHS; ++i) {
    const BylineLengthScore* const s = &scores[i];
    if (s->n_clips > 0) {
      printf("%4.0f s %29zu %6zu %7.1f %% %9.3f %7.1f %%\n", s->seconds,
             s->n_clips, s->n_songs, 100 * s->accuracy, s->f1,
             100 * s->song_accuracy);
    }
  }
}

static void print_pairs(const BylineEvaluationTarget* s,
                        const BylineModelEvaluation* e)
{
  char** const names = byline_model_info(s->model)->artists;
  for (size_t i = 0; i < e->n_pairs; ++i) {
    const BylineConfusedPair* const pair = &e->pairs[i];
    printf("%s%s taken for %s: %zu clips, %.0f %%\n",
           i == 0 ? "\nmost confused, and where to hear it\n" : "",
           names[pair->truth], names[pair->answer], pair->n, 100 * pair->share);
    for (size_t k = 0; k < pair->n_clips; ++k) {
      const BylineClip* const clip = &e->predictions.clips[pair->clips[k]];
      const int seconds = (int)byline_clip_time(s, clip);
      printf("  %2d:%02d %3.0f %%  ", seconds / 60, seconds % 60,
             100 * e->songs.confidences[pair->clips[k]]);
      byline_utf8_put(stdout,
                      byline_dataset_song(s->dataset, clip->song)->path);
      putchar('\n');
    }
  }
}

static void print_unknown(const BylineUnknownScore* u)
{
  printf("\nunknown artists: %zu, with %zu songs, %zu clips\n", u->n_artists,
         u->n_songs, u->n_clips);
  printf("%-28s %8.3f of clips, %.3f of songs\n",
         "told from known ones (AUROC)", u->clip_auroc, u->song_auroc);
  print_line("named at confidence 0.5", u->named, NULL);
  print_line("  known ones", u->known_named, NULL);
  printf("%-28s %6.1f %%  at %.2f, which 95 %% of the known reach\n",
         "taken for known", 100 * u->accepted, u->threshold);
  static const double rates[] = BYLINE_FALSE_NAMINGS;
  for (size_t i = 0; i < BYLINE_N_FALSE_NAMINGS; ++i) {
    printf("rightly named, where %g %% of the unknown are named: %.1f %% of "
           "clips, %.1f %% of songs\n",
           100 * rates[i], 100 * u->clips_named_at[i],
           100 * u->songs_named_at[i]);
  }
}

static void print_tables(const BylineEvaluationTarget* s,
                         const BylineModelEvaluation* e)
{
  printf("%s: %zu clips of %zu songs, %zu artists\n\n",
         byline_split_name(e->settings.split), e->predictions.n_clips,
         e->songs.n, byline_dataset_artist_count(s->dataset));
  print_evaluation(&e->evaluation);
  print_artists(s, &e->evaluation.clips);
  print_albums(e->albums);
  if (e->settings.lengths) {
    print_lengths(e->lengths);
  }
  if (e->settings.unknown) {
    print_unknown(&e->unknown);
  }
  print_pairs(s, e);
}

static BylineStatus write_confusion(const char* path,
                                    const BylineEvaluationTarget* s,
                                    const BylineConfusion* clips)
{
  const BylineModelInfo* const info = byline_model_info(s->model);
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
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

static BylineStatus draw_confusion(const char* path,
                                   const BylineEvaluationTarget* s,
                                   const BylineConfusion* clips)
{
  BylineConfusionPlot plot;
  BylineFigure figure;
  BYLINE_TRY(byline_confusion_figure(
      clips, byline_model_info(s->model)->artists, &plot, &figure));
  return byline_figure_write(&figure, path);
}

static BylineStatus tell(const Arguments* a, const BylineEvaluationTarget* s,
                         const BylineModelEvaluation* e)
{
  if (a->confusion) {
    BYLINE_TRY(write_confusion(a->confusion, s, &e->evaluation.clips));
  }
  if (a->picture) {
    BYLINE_TRY(draw_confusion(a->picture, s, &e->evaluation.clips));
  }
  if (a->reliability) {
    const BylineFigure figure = byline_reliability_figure(&e->reliability);
    BYLINE_TRY(byline_figure_write(&figure, a->reliability));
  }
  if (a->record) {
    BYLINE_TRY(byline_model_evaluation_record(e, a->target.model));
  }
  if (a->json) {
    return byline_json_print(byline_model_evaluation_json(s, e), stdout,
                             BYLINE_JSON_SHOWN);
  }
  print_tables(s, e);
  fflush(stdout);
  byline_command_next(
      (const char*[]){"identify", "-m", a->target.model, "RECORDING", NULL});
  return BYLINE_OK;
}

static BylineStatus evaluate(const void* arguments,
                             const BylineEvaluationTarget* s)
{
  const Arguments* const a = arguments;
  const BylineModelEvaluationSettings settings = {
      .split = (BylineSplit)a->target.split,
      .seconds = a->target.clip,
      .lengths = a->lengths,
      .n_pairs = (size_t)a->pairs,
      .unknown = a->unknown};
  BylineModelEvaluation evaluation;
  BYLINE_TRY(byline_model_evaluate(s, &settings, &evaluation));
  const BylineStatus status = tell(a, s, &evaluation);
  byline_model_evaluation_free(&evaluation);
  return status;
}

int byline_command_evaluate(int argc, char** argv)
{
  Arguments a;
  int result = 0;
  if (!parse(argc, argv, &a, &result)) {
    return result;
  }
  BylineStatus status =
      a.record ? byline_output_check(a.target.model) : BYLINE_OK;
  if (status == BYLINE_OK && a.record) {
    status = byline_lock_check_around(a.target.model);
  }
  if (status != BYLINE_OK) {
    return byline_command_end(status);
  }
  return byline_command_on_target(&a.target, evaluate, &a);
}
