/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How fast and how steadily names come: a set of songs that the model has not
   learnt from, faded into each other.  For every preset (or, to tune them, for
   a grid of settings) the time from a song's beginning to its artist's name,
   and wrong names an hour.
   usage: bench_smoothing RESULT.json
   environment: TRACKS=tracks.tsv of the dataset, MODEL=file,
   SPLIT=test|validation, GRID=1 */

#include "tests/bench/mix.h"

#include "recognizer/offline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PRESETS 16

/* A way to listen */
typedef struct {
  char name[32];
  BylineRecognizerSettings settings;
} Preset;

/* What the network has seen in a set, whatever is made of it */
typedef struct {
  BylineRecognizer* recognizer;
  BylineTimeStep* steps;
  float* observations; ///< One for each step, whether it has one or not
  size_t n;
  size_t capacity;
  size_t n_artists;
} Observations;

/* What came of it */
typedef struct {
  double* delays; ///< Of the songs that were named
  size_t n_named;
  size_t n_songs;
  size_t n_false; ///< Announcements of somebody who is not playing
  double hours;
  double right; ///< Share of the time that the right name is shown
  double wrong; ///< Share of the time that a wrong one is
} Score;

static void check(BylineStatus status)
{
  if (status != BYLINE_OK) {
    fprintf(stderr, "bench_smoothing: %s\n", byline_error_message());
    exit(1);
  }
}

/* ---- looking */

static void on_step(void* user, const BylineTimeStep* step,
                    const float* observation)
{
  Observations* const observations = user;
  if (observations->n == observations->capacity) {
    observations->capacity =
        observations->capacity ? 2 * observations->capacity : 1024;
    observations->steps =
        realloc(observations->steps,
                observations->capacity * sizeof(*observations->steps));
    observations->observations = realloc(
        observations->observations,
        observations->capacity * observations->n_artists * sizeof(float));
    if (!observations->steps || !observations->observations) {
      check(byline_error(BYLINE_ERROR_MEMORY, "no memory for observations"));
    }
  }
  observations->steps[observations->n] = *step;
  if (observation) {
    memcpy(observations->observations +
               observations->n * observations->n_artists,
           observation, observations->n_artists * sizeof(float));
  }
  ++observations->n;
}

static void hear(void* user, const float* left, const float* right, size_t n)
{
  const Observations* const observations = user;
  byline_recognizer_push(observations->recognizer, left, right, n);
}

static void observation(const BylineModel* model, Mix* mix,
                        const BylineRecognizerSettings* settings,
                        Observations* observations)
{
  const BylineModelInfo* const info = byline_model_info(model);
  const double rate = (double)info->front_end.sample_rate;
  BylineThreadPool* pool = NULL;
  *observations = (Observations){.n_artists = info->n_artists};
  check(byline_thread_pool_new(0, &pool));
  const BylineObservationBatch batch = {8, pool, on_step, observations};
  const BylineRecognizerEvents events = {0};
  check(byline_recognizer_new_batched(model, rate, settings, &events, &batch,
                                      &observations->recognizer));
  check(mix_play(mix, rate, hear, observations));
  byline_recognizer_flush(observations->recognizer);
  byline_recognizer_free(observations->recognizer);
  byline_thread_pool_free(pool);
}

/* ---- scoring */

static int compare(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

/* The song whose turn it is, counted from the middle of the fade on */
static size_t turn_at(const Mix* mix, double time)
{
  size_t i = 0;
  while (i + 1 < mix->n && mix->turns[i + 1].begin + 0.5 * MIX_FADE <= time) {
    ++i;
  }
  return i;
}

static Score judge(const Mix* mix, const Observations* observations,
                   const BylineRecognizerSettings* settings)
{
  Score score = {.delays = calloc(mix->n, sizeof(double)),
                 .n_songs = mix->n,
                 .hours = mix->end / 3600};
  BylineJudge judge;
  check(byline_judge_init(&judge, observations->n_artists));
  double before = 0;
  size_t named = SIZE_MAX; // the last song that was named in its turn
  for (size_t i = 0; i < observations->n; ++i) {
    const BylineTimeStep* const step = &observations->steps[i];
    const BylineAnswer answer = byline_judge_answer(
        &judge, settings, step,
        observations->observations + i * observations->n_artists);
    const size_t turn = turn_at(mix, step->time);
    const bool plays = mix_has(mix, answer.artist, step->time);
    if (answer.artist == mix->turns[turn].artist && named != turn) {
      named = turn;
      score.delays[score.n_named++] =
          step->time - mix->turns[turn].begin - (turn > 0 ? 0.5 * MIX_FADE : 0);
    }
    score.n_false += answer.changed && answer.artist >= 0 && !plays;
    score.right += plays ? step->time - before : 0;
    score.wrong += answer.artist >= 0 && !plays ? step->time - before : 0;
    before = step->time;
  }
  byline_judge_clear(&judge);
  score.right /= mix->end;
  score.wrong /= mix->end;
  qsort(score.delays, score.n_named, sizeof(double), compare);
  return score;
}

static double quantile(const Score* score, double q)
{
  return score->n_named > 0
             ? score->delays[(size_t)(q * (double)(score->n_named - 1) + 0.5)]
             : 0;
}

static void show(FILE* json, const Preset* preset, const Score* score)
{
  const BylineRecognizerSettings* const s = &preset->settings;
  const double false_an_hour = (double)score->n_false / score->hours;
  printf("  %-10s %4.0f %5.2f %4.0f %5.2f %4.0f  %4zu/%-4zu %6.1f %6.1f %8.1f "
         "%6.1f %6.1f\n",
         preset->name, (double)s->window, (double)s->interval,
         (double)s->smoothing, (double)s->threshold, (double)s->hold,
         score->n_named, score->n_songs, quantile(score, 0.5),
         quantile(score, 0.9), false_an_hour, 100 * score->right,
         100 * score->wrong);
  fprintf(json,
          "%s  {\"name\": \"%s\", \"window\": %g, \"interval\": %g, "
          "\"smoothing\": %g, \"threshold\": %g, \"hold\": %g,\n   \"songs\": "
          "%zu, \"named\": %zu, \"median_delay\": %.2f, \"delay_90\": %.2f, "
          "\"false_an_hour\": %.2f, \"right\": %.4f, \"wrong\": %.4f}",
          ftell(json) > 2 ? ",\n" : "", preset->name, (double)s->window,
          (double)s->interval, (double)s->smoothing, (double)s->threshold,
          (double)s->hold, score->n_songs, score->n_named, quantile(score, 0.5),
          quantile(score, 0.9), false_an_hour, score->right, score->wrong);
}

/* ---- presets */

static void turn(BylineRecognizerSettings* settings, const char* symbol,
                 float value)
{
  const struct {
    const char* symbol;
    float* setting;
  } all[] = {{"window", &settings->window},
             {"interval", &settings->interval},
             {"smoothing", &settings->smoothing},
             {"threshold", &settings->threshold},
             {"hold", &settings->hold},
             {"vocal_focus", &settings->vocal_focus}};
  for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); ++i) {
    if (!strcmp(all[i].symbol, symbol)) {
      *all[i].setting = value;
    }
  }
}

/* The defaults, and what the plugin's presets turn */
static size_t read_presets(Preset presets[MAX_PRESETS])
{
  const BylineRecognizerSettings defaults =
      byline_recognizer_settings_default();
  size_t n = 1;
  char line[512];
  char symbol[64] = "";
  char name[32];
  float value = 0;
  presets[0] = (Preset){"default", defaults};
  FILE* const file = fopen("ttl/presets.ttl.in", "r");
  while (file && n < MAX_PRESETS && fgets(line, sizeof(line), file)) {
    if (sscanf(line, "byline:%31s", name) == 1) {
      presets[n] = (Preset){.settings = defaults};
      memcpy(presets[n++].name, name, sizeof(name));
    } else if (sscanf(line, " lv2:symbol \"%63[^\"]", symbol) != 1 &&
               sscanf(line, " pset:value %f", &value) == 1) {
      turn(&presets[n - 1].settings, symbol, value);
    }
  }
  if (file) {
    fclose(file);
  }
  return n;
}

static bool same_observations(const BylineRecognizerSettings* a,
                              const BylineRecognizerSettings* b)
{
  return memcmp(&a->window, &b->window, sizeof(float)) == 0 &&
         memcmp(&a->interval, &b->interval, sizeof(float)) == 0 &&
         memcmp(&a->vocal_focus, &b->vocal_focus, sizeof(float)) == 0;
}

static void observations_free(Observations* observations)
{
  free(observations->steps);
  free(observations->observations);
}

static void score_preset(FILE* json, const Mix* mix,
                         const Observations* observations, const Preset* preset)
{
  const Score score = judge(mix, observations, &preset->settings);
  show(json, preset, &score);
  free(score.delays);
}

static void score_presets(FILE* json, const BylineModel* model, Mix* mix)
{
  Preset presets[MAX_PRESETS];
  const size_t n = read_presets(presets);
  bool done[MAX_PRESETS] = {false};
  for (size_t i = 0; i < n; ++i) {
    if (done[i]) {
      continue;
    }
    Observations observations;
    observation(model, mix, &presets[i].settings, &observations);
    for (size_t j = i; j < n; ++j) {
      if (same_observations(&presets[i].settings, &presets[j].settings)) {
        score_preset(json, mix, &observations, &presets[j]);
        done[j] = true;
      }
    }
    observations_free(&observations);
  }
}

static void score_grid(FILE* json, const BylineModel* model, Mix* mix)
{
  static const float smoothings[] = {0, 2, 4, 8, 15};
  static const float holds[] = {0, 1, 2, 4, 6};
  static const float thresholds[] = {0.3f, 0.5f, 0.7f, 0.9f};
  Preset p = {"", byline_recognizer_settings_default()};
  Observations observations;
  observation(model, mix, &p.settings, &observations);
  for (int i = 0; i < 100; ++i) {
    p.settings.smoothing = smoothings[i / 20];
    p.settings.hold = holds[i / 4 % 5];
    p.settings.threshold = thresholds[i % 4];
    score_preset(json, mix, &observations, &p);
  }
  observations_free(&observations);
}

static const char* setting(const char* name, const char* otherwise)
{
  const char* const value = getenv(name);
  return value && value[0] ? value : otherwise;
}

int main(int argc, char** argv)
{
  const char* const tracks = setting("TRACKS", NULL);
  const char* const split = setting("SPLIT", "test");
  if (argc != 2) {
    fputs("usage: bench_smoothing RESULT.json\n", stderr);
    return 2;
  }
  if (!tracks) {
    puts("smoothing: skipped; say TRACKS=DATASET/tracks.tsv");
    return 0;
  }
  FILE* const json = fopen(argv[1], "w");
  BylineModel* model = NULL;
  Mix mix = {0};
  check(byline_model_load(
      setting("MODEL", "presets/models/default.safetensors"), &model));
  check(mix_choose(tracks, split, byline_model_info(model), &mix));
  if (!json) {
    check(byline_error(BYLINE_ERROR_IO, "%s: cannot write", argv[1]));
    return 1;
  }
  printf("smoothing, %s songs, fades of %g s\n"
         "  settings   wind.  int. smo. thre. hold     named  median    90%% "
         "false/h  right  wrong %%\n",
         split, MIX_FADE);
  fputs("[\n", json);
  (getenv("GRID") ? score_grid : score_presets)(json, model, &mix);
  fputs("\n]\n", json);
  fclose(json);
  mix_free(&mix);
  byline_model_free(model);
  return 0;
}
