/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How well artists are named whom a model was taught, not trained on: a minute
   of one song, and of three, against other songs of the artist.  The songs
   stand on the standard input, PATH tab ARTIST a line; artists whom the model
   knows are only heard as others, and so is whoever has too few songs.
   usage: bench_teach MODEL < SONGS
   Prints for each number of songs taught how many clips of other songs are
   named where 5 % of others' clips are, and at even odds, with the 5 % then. */

#include "byline/model.h"
#include "byline/random.h"
#include "recognizer/heard_file.h"
#include "recognizer/lesson.h"
#include "recognizer/roster.h"
#include "voice/voice_queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SONGS 2000
#define TRIALS 8
#define MINUTE 6 // clips
#define SECONDS 240.0

typedef struct {
  char artist[256];
  BylineLesson lesson;
} Song;

static Song songs[MAX_SONGS];
static size_t n_songs;

static void hear(const BylineModel* model, const char* path, Song* song)
{
  BylineHeard heard;
  if (byline_heard_file(path, &byline_model_info(model)->front_end,
                        &byline_voice_finder, SECONDS, &heard) == BYLINE_OK &&
      byline_lesson_take(model, &heard, NULL, &song->lesson) == BYLINE_OK) {
    free(song->lesson.clips);
    song->lesson.clips = NULL;
    ++n_songs;
  }
  byline_heard_clear(&heard);
}

static bool is_known(const BylineModelInfo* info, const char* artist)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    if (!strcmp(info->artists[i], artist)) {
      return true;
    }
  }
  return false;
}

/* Scores of all trials */
typedef struct {
  float* values;
  size_t n;
} Scores;

static Scores right_ones;
static Scores wrong_ones;

static void note(Scores* scores, float value)
{
  if (scores->n % 4096 == 0) {
    scores->values =
        realloc(scores->values, (scores->n + 4096) * sizeof(float));
    if (!scores->values) {
      abort();
    }
  }
  scores->values[scores->n++] = value;
}

static int descending(const void* a, const void* b)
{
  const float x = *(const float*)a;
  const float y = *(const float*)b;
  return (x < y) - (x > y);
}

static double share_from(const Scores* scores, float threshold)
{
  size_t n = 0;
  for (size_t i = 0; i < scores->n; ++i) {
    n += scores->values[i] >= threshold;
  }
  return scores->n ? 100 * (double)n / (double)scores->n : 0;
}

/* Teach some songs' first minute each, and ask about all others */
static void try_out(const BylineModel* model, const size_t* taught, size_t n)
{
  const size_t n_classes = byline_model_info(model)->n_artists;
  BylineTaughtLesson lessons[3];
  char empty[] = "";
  for (size_t i = 0; i < n; ++i) {
    lessons[i] = (BylineTaughtLesson){.id = i + 1,
                                      .name = songs[taught[i]].artist,
                                      .artist_id = empty,
                                      .lesson = songs[taught[i]].lesson};
    BylineLesson* const l = &lessons[i].lesson;
    l->n_clips = l->n_clips < MINUTE ? l->n_clips : MINUTE;
  }
  const BylineTaught all = {.n_features = lessons[0].lesson.n_features,
                            .lessons = lessons,
                            .n_lessons = n};
  const BylineTaught* const list = &all;
  BylineRoster* roster = NULL;
  float* const known = calloc(n_classes, sizeof(float));
  float* const p = calloc(n_classes + 1, sizeof(float));
  if (!known || !p || byline_roster_new(model, &list, 1, &roster)) {
    abort();
  }
  known[0] = 1;
  for (size_t s = 0; s < n_songs; ++s) {
    const BylineLesson* const l = &songs[s].lesson;
    bool skip = false;
    for (size_t i = 0; i < n; ++i) {
      skip |= taught[i] == s;
    }
    for (size_t c = 0; !skip && c < l->n_clips; ++c) {
      byline_roster_judge(roster, known, l->embeddings + c * l->n_features,
                          l->n_features, p);
      note(strcmp(songs[s].artist, lessons[0].name) ? &wrong_ones : &right_ones,
           p[n_classes]);
    }
  }
  byline_roster_free(roster);
  free(known);
  free(p);
}

static void measure(const BylineModel* model, size_t n)
{
  BylineRandom random = byline_random_begin(1, n);
  size_t n_artists = 0;
  right_ones.n = wrong_ones.n = 0;
  for (size_t s = 0; s < n_songs; ++s) {
    size_t own[MAX_SONGS];
    size_t n_own = 0;
    bool first = !is_known(byline_model_info(model), songs[s].artist);
    for (size_t i = 0; i < n_songs; ++i) {
      if (!strcmp(songs[i].artist, songs[s].artist)) {
        first &= i >= s;
        own[n_own++] = i;
      }
    }
    if (!first || n_own <= n) {
      continue;
    }
    ++n_artists;
    for (size_t trial = 0; trial < TRIALS; ++trial) {
      byline_random_shuffle(&random, own, n_own);
      try_out(model, own, n);
    }
  }
  if (right_ones.n == 0 || wrong_ones.n == 0) {
    printf("%zu songs taught: nobody has enough\n", n);
    return;
  }
  qsort(wrong_ones.values, wrong_ones.n, sizeof(float), descending);
  const float at_5 = wrong_ones.values[wrong_ones.n / 20];
  printf("%zu song%s taught, %zu artists: %.1f %% of clips named at 5 %% false "
         "naming; at even odds %.1f %%, false %.1f %%\n",
         n, n == 1 ? "" : "s", n_artists, share_from(&right_ones, at_5),
         share_from(&right_ones, 0.5f), share_from(&wrong_ones, 0.5f));
}

int main(int argc, char** argv)
{
  BylineModel* model = NULL;
  char line[8192];
  if (argc != 2 || byline_model_load(argv[1], &model) != BYLINE_OK) {
    fputs("usage: bench_teach MODEL < SONGS\n", stderr);
    return 1;
  }
  while (n_songs < MAX_SONGS && fgets(line, sizeof(line), stdin)) {
    line[strcspn(line, "\n")] = '\0';
    char* const tab = strchr(line, '\t');
    if (tab) {
      *tab = '\0';
      Song* const song = &songs[n_songs];
      snprintf(song->artist, sizeof(song->artist), "%s", tab + 1);
      hear(model, line, song);
    }
  }
  measure(model, 1);
  measure(model, 3);
  for (size_t i = 0; i < n_songs; ++i) {
    byline_lesson_free(&songs[i].lesson);
  }
  free(right_ones.values);
  free(wrong_ones.values);
  byline_model_free(model);
  return 0;
}
