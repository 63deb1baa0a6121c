/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Ways to find out what an answer rests on, compared by what becomes of the
   answer when cells are taken out of clips, those first that count most: the
   deletion test of Petsiuk, Das and Saenko (2018, "RISE").  The figure is the
   mean of what is left of the probability while 0, 5, ... 50 % of the cells
   are gone, as a share of what it was; the less, the better the way.  What a
   way was found with could favour it, so cells are taken out in three ways,
   and what counts is their mean.  Beside them: cells in random order, and the
   loudest first.
   usage: bench_explain FILE.json [MODEL SONG...]
   Without songs, the default model and the samples in presets. */

#include "byline/random.h"
#include "explain/occlusion.h"
#include "spectrum/file_columns.h"
#include "targets.h"
#include "voice/voice_queue.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_CELLS (BYLINE_EVIDENCE_TIMES * BYLINE_EVIDENCE_BANDS)

/* Steps of 5 % of the cells that are taken out, and clips of a song */
#define N_STEPS 10
#define MAX_CLIPS 4

/* Answers that are hardly any are not explained */
#define LEAST_PROBABILITY 0.2f

typedef struct {
  const char* name;
  BylineOcclusion occlusion;
} Way;

static const Way ways[] = {
    {"occlusion by the mean", {BYLINE_FILL_MEAN, 1, 0}},
    {"occlusion by bands' means", {BYLINE_FILL_BAND, 1, 0}},
    {"occlusion by the floor", {BYLINE_FILL_FLOOR, 1, 0}},
    {"wide occlusion by the mean", {BYLINE_FILL_MEAN, 1, 1}},
    {"wide occlusion by bands' means", {BYLINE_FILL_BAND, 1, 1}},
    {"wide occlusion by the floor", {BYLINE_FILL_FLOOR, 1, 1}},
    {"half way to the mean", {BYLINE_FILL_MEAN, 0.5f, 0}},
    {"half way to bands' means", {BYLINE_FILL_BAND, 0.5f, 0}},
    {"gradient x input", {BYLINE_FILL_MEAN, 0.02f, 0}},
    {"gradient x (input - band's mean)", {BYLINE_FILL_BAND, 0.02f, 0}},
};

enum { N_WAYS = sizeof(ways) / sizeof(*ways), RANDOM = N_WAYS, LOUDEST };

static const char* const fill_names[] = {"mean", "bands", "floor"};

static double left[N_WAYS + 2][BYLINE_N_FILLS];
static unsigned n_explained;
static double seconds; ///< That the default way took, of the processor
static BylineRandom dice;

/* ---- taking out */

typedef struct {
  size_t cell;
  float value;
} Ranked;

static int descending(const void* a, const void* b)
{
  const float x = ((const Ranked*)a)->value;
  const float y = ((const Ranked*)b)->value;
  return (x < y) - (x > y);
}

/* What is left of the probability while cells of the highest values go */
static double take_out(BylineExplanation* explanation, BylineFill fill,
                       const float* values)
{
  const BylineEvidence* const evidence =
      byline_explanation_evidence(explanation);
  BylineOccludedPicture p = *byline_explanation_picture(explanation);
  const size_t size = p.n_channels * p.n_mels * p.n_frames;
  float* const image = malloc(size * sizeof(*image));
  float* const with = malloc(p.n_channels * p.n_mels * sizeof(*with));
  if (!image || !with) {
    abort();
  }
  byline_occlusion_fill(&p, fill, with);
  p.fill = with;
  memcpy(image, p.image, size * sizeof(*image));
  const size_t n = evidence->n_times * evidence->n_bands;
  Ranked ranked[N_CELLS];
  for (size_t i = 0; i < n; ++i) {
    ranked[i] = (Ranked){i, values[i]};
  }
  qsort(ranked, n, sizeof(*ranked), descending);
  const BylineOcclusion whole = {.fill = fill, .share = 1};
  double sum = 1;
  size_t next = 0;
  for (size_t step = 1; step <= N_STEPS; ++step) {
    for (; next < step * n / 20; ++next) {
      byline_occlusion_apply(&p, &whole, evidence, ranked[next].cell, image);
    }
    sum += (double)(byline_explanation_ask(explanation, image) /
                    evidence->probability);
  }
  free(image);
  free(with);
  return sum / (N_STEPS + 1);
}

static void add(BylineExplanation* explanation, unsigned way,
                const float* values)
{
  for (int fill = 0; fill < BYLINE_N_FILLS; ++fill) {
    left[way][fill] += take_out(explanation, (BylineFill)fill, values);
  }
}

/* ---- clips */

static void measure_loudness(const BylineExplanation* explanation,
                             float* values)
{
  const BylineEvidence* const e = byline_explanation_evidence(explanation);
  const BylineOccludedPicture* const p =
      byline_explanation_picture(explanation);
  for (size_t i = 0; i < e->n_times * e->n_bands; ++i) {
    const size_t t = i / e->n_bands;
    const size_t b = i % e->n_bands;
    values[i] = 0;
    for (size_t m = byline_evidence_mel(e, b);
         m < byline_evidence_mel(e, b + 1); ++m) {
      for (size_t f = byline_evidence_frame(e, t);
           f < byline_evidence_frame(e, t + 1); ++f) {
        values[i] += p->image[m * p->n_frames + f];
      }
    }
  }
}

static void explain(const BylineModel* model, const float* columns,
                    size_t n_frames)
{
  const BylineQuestion question = {.model = model, .artist = -1};
  BylineExplanation* e = NULL;
  float values[N_CELLS];
  for (unsigned way = 0; way < N_WAYS; ++way) {
    if (byline_explanation_new_with(&question, &ways[way].occlusion, columns,
                                    n_frames, &e) != BYLINE_OK) {
      fprintf(stderr, "%s\n", byline_error_message());
      exit(1);
    }
    if (byline_explanation_evidence(e)->probability < LEAST_PROBABILITY) {
      byline_explanation_free(e);
      return;
    }
    const clock_t begin = clock();
    while (byline_explanation_step(e)) {
    }
    seconds +=
        way == 0 ? (double)(clock() - begin) / (double)CLOCKS_PER_SEC : 0;
    add(e, way, byline_explanation_evidence(e)->values);
    if (way + 1 < N_WAYS) {
      byline_explanation_free(e);
    }
  }
  measure_loudness(e, values);
  add(e, LOUDEST, values);
  for (size_t i = 0; i < N_CELLS; ++i) {
    values[i] = byline_random_uniform(&dice, 0, 1);
  }
  add(e, RANDOM, values);
  byline_explanation_free(e);
  ++n_explained;
}

/* ---- songs */

typedef struct {
  float* columns;
  size_t n;
  size_t size; ///< Values of a column
  size_t max;
} Columns;

static void keep(void* user, const float* column)
{
  Columns* const c = user;
  if (c->n < c->max) {
    memcpy(c->columns + c->n++ * c->size, column, c->size * sizeof(float));
  }
}

static bool is_full(void* user)
{
  const Columns* const c = user;
  return c->n == c->max;
}

static void explain_song(const BylineModel* model, const char* path)
{
  const BylineFrontEnd* const fe = &byline_model_info(model)->front_end;
  const size_t n_frames =
      byline_front_end_frames(fe, (double)BYLINE_EXPLAIN_SECONDS);
  Columns c = {.size = byline_front_end_cells(fe), .max = MAX_CLIPS * n_frames};
  BylineColumnTaker taker = {.column = keep, .is_enough = is_full, .user = &c};
  c.columns = malloc(c.max * c.size * sizeof(float));
  if (!c.columns ||
      byline_file_columns(path, fe, &byline_voice_finder, &taker)) {
    fprintf(stderr, "%s\n", byline_error_message());
    exit(1);
  }
  for (size_t first = 0; first + n_frames <= c.n; first += n_frames) {
    explain(model, c.columns + first * c.size, n_frames);
  }
  free(c.columns);
}

/* ---- the table */

static double mean_left(unsigned way)
{
  double sum = 0;
  for (int fill = 0; fill < BYLINE_N_FILLS; ++fill) {
    sum += left[way][fill];
  }
  return sum / (BYLINE_N_FILLS * (double)n_explained);
}

static const char* name_of(unsigned way)
{
  return way == RANDOM    ? "cells in random order"
         : way == LOUDEST ? "the loudest cells first"
                          : ways[way].name;
}

static double print_ways(void)
{
  double best = 1;
  printf("%-34s", "taken out, and replaced by");
  for (int fill = 0; fill < BYLINE_N_FILLS; ++fill) {
    printf(" %7s", fill_names[fill]);
  }
  printf("    all\n");
  for (unsigned way = 0; way < N_WAYS + 2; ++way) {
    printf("%-34s", name_of(way));
    for (int fill = 0; fill < BYLINE_N_FILLS; ++fill) {
      printf(" %7.3f", left[way][fill] / n_explained);
    }
    printf(" %6.3f\n", mean_left(way));
    best = way < N_WAYS && mean_left(way) < best ? mean_left(way) : best;
  }
  return best;
}

static double left_by_default(void)
{
  for (unsigned way = 0; way < N_WAYS; ++way) {
    if (!memcmp(&ways[way].occlusion, &byline_occlusion_default,
                sizeof(BylineOcclusion))) {
      return mean_left(way);
    }
  }
  return 1;
}

int main(int argc, char** argv)
{
  static const char* const samples[] = {
      "presets/samples/Nikola Whallon - automat.opus",
      "presets/samples/Obsidian Shell - Second Birth.opus",
      "presets/samples/Roberto Lorenz - toxcity.opus"};
  BylineModel* model = NULL;
  if (argc < 2 || byline_model_load(
                      argc > 2 ? argv[2] : "presets/models/default.safetensors",
                      &model) != BYLINE_OK) {
    fprintf(stderr, "%s\n", byline_error_message());
    return 1;
  }
  dice = byline_random_begin(1, 0);
  for (int i = 3; i < argc; ++i) {
    explain_song(model, argv[i]);
  }
  for (size_t i = 0; argc <= 3 && i < 3; ++i) {
    explain_song(model, samples[i]);
  }
  byline_model_free(model);
  if (n_explained == 0) {
    fprintf(stderr, "nothing to explain: no answer is sure enough\n");
    return 1;
  }
  printf("%u clips, %.2f s of a core each\n", n_explained,
         seconds / n_explained);
  const double best = print_ways();
  const double ours = left_by_default();
  const Target rows[] = {
      {"left, beside cells in random order", "", ours / mean_left(RANDOM), 0.6,
       true},
      {"left, beside the loudest first", "", ours / mean_left(LOUDEST), 0.8,
       true},
      {"left, beside the best way here", "", ours / best, 1.05, true},
  };
  const size_t n_rows = sizeof(rows) / sizeof(*rows);
  targets_print(rows, n_rows);
  targets_write(argv[1], rows, n_rows);
  return 0;
}
