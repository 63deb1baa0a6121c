/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How well artists are named whom a model was taught, not trained on: a minute
   of one song, and of three, against other songs of the artist.  Artists of the
   datasets whom the model knows are only heard as others, in their test songs,
   and so is whoever has too few songs.
   usage: bench_teach MODEL DATASET...
   Prints for each number of songs taught how many clips of other songs are
   named where 5 % of others' clips are, or of clips by artists whom the model
   knows, and at even odds, with the 5 % then, as if one artist were taught
   alone; and, since all are at once, how many clips have the right one as the
   most probable, and what that costs the artists whom the model knows. */

#include "byline/dataset.h"
#include "byline/model.h"
#include "byline/random.h"
#include "recognizer/lesson.h"
#include "recognizer/roster.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SONGS 2000
#define MAX_TAUGHT 3
#define TRIALS 8
#define MINUTE 6 // clips
#define SECONDS 240.0

typedef struct {
  char artist[256];
  int32_t class; ///< Of the model; -1: it does not know the artist
  BylineLesson lesson;
  float* known; ///< Probabilities of the model's classes for each clip
} Song;

static Song songs[MAX_SONGS];
static size_t n_songs;
static BylineModel* model;
static const BylineModelInfo* info;

/* ---- hearing */

static int32_t find_class(const char* artist)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    if (!strcmp(info->artists[i], artist)) {
      return (int32_t)i;
    }
  }
  return -1;
}

/* What the model itself says to the clips */
static void ask(Song* song)
{
  const BylineFrontEnd* const fe = &info->front_end;
  const BylineLesson* const l = &song->lesson;
  const size_t n_frames = byline_front_end_frames(fe, BYLINE_LESSON_SECONDS);
  const size_t n_cells = byline_front_end_cells(fe);
  const BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_INFER, .max_batch = 1, .max_frames = n_frames};
  BylinePlan* plan = NULL;
  float* const columns = calloc(n_frames, n_cells * sizeof(*columns));
  song->known = calloc(l->n_clips, info->n_artists * sizeof(float));
  if (!columns || !song->known ||
      byline_plan_new(byline_model_network(model), &settings, &plan)) {
    abort();
  }
  for (size_t i = 0; i < l->n_clips; ++i) {
    byline_heard_read(fe, l->clips + i * l->clip_size, n_frames, columns, NULL);
    byline_clip_normalize(fe, columns, n_frames, byline_plan_input(plan));
    byline_softmax(byline_plan_forward(plan), 1, info->n_artists,
                   info->temperature, song->known + i * info->n_artists);
  }
  byline_plan_free(plan);
  free(columns);
}

/* Add a song by `artist`, unless it teaches nothing */
static void add(const BylineHeard* heard, const char* artist)
{
  Song* const song = &songs[n_songs];
  if (n_songs == MAX_SONGS ||
      byline_lesson_take(model, heard, NULL, &song->lesson) != BYLINE_OK) {
    return;
  }
  snprintf(song->artist, sizeof(song->artist), "%s", artist);
  song->class = find_class(artist);
  ask(song);
  free(song->lesson.clips);
  song->lesson.clips = NULL;
  ++n_songs;
}

static void hear_dataset(const char* path)
{
  BylineDataset* dataset = NULL;
  if (byline_dataset_open(path, &dataset) != BYLINE_OK) {
    fprintf(stderr, "%s\n", byline_error_message());
    exit(1);
  }
  const size_t n_cells = byline_front_end_cells(&info->front_end);
  BylineHeard heard;
  if (byline_heard_init(&heard, &info->front_end, SECONDS)) {
    abort();
  }
  float* const columns = calloc(heard.max_columns, n_cells * sizeof(*columns));
  if (!columns) {
    abort();
  }
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const s = byline_dataset_song(dataset, i);
    const char* const artist = byline_dataset_artist(dataset, s->artist);
    if (s->split != BYLINE_TEST && find_class(artist) >= 0) {
      continue;
    }
    const size_t n =
        s->n_frames < heard.max_columns ? s->n_frames : heard.max_columns;
    byline_dataset_columns(dataset, i, 0, n, columns);
    byline_heard_reset(&heard);
    for (size_t k = 0; k < n; ++k) { /* The mix comes first */
      byline_heard_add(&heard, columns + k * n_cells, columns + k * n_cells);
    }
    add(&heard, artist);
  }
  byline_heard_clear(&heard);
  free(columns);
  byline_dataset_close(dataset);
}

/* ---- scores */

typedef struct {
  float* values;
  size_t n;
} Scores;

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

/* What one of 20 reaches */
static float at_5(Scores* scores)
{
  if (scores->n == 0) {
    return INFINITY;
  }
  qsort(scores->values, scores->n, sizeof(float), descending);
  return scores->values[scores->n / 20];
}

static double share_from(const Scores* scores, float threshold)
{
  size_t n = 0;
  for (size_t i = 0; i < scores->n; ++i) {
    n += scores->values[i] >= threshold;
  }
  return scores->n ? 100 * (double)n / (double)scores->n : 0;
}

/* ---- teaching */

/* Who was taught, by the first minutes of which songs */
typedef struct {
  BylineTaughtLesson lessons[MAX_SONGS];
  size_t n;
  bool taught[MAX_SONGS]; ///< Which songs
  BylineRoster* roster;
} Class;

static void teach(Class* c, size_t song)
{
  static char empty[] = "";
  BylineTaughtLesson* const l = &c->lessons[c->n++];
  *l = (BylineTaughtLesson){.id = c->n,
                            .name = songs[song].artist,
                            .artist_id = empty,
                            .lesson = songs[song].lesson};
  l->lesson.n_clips = l->lesson.n_clips < MINUTE ? l->lesson.n_clips : MINUTE;
  c->taught[song] = true;
}

static void end_lessons(Class* c)
{
  const BylineTaught all = {.n_features = c->lessons[0].lesson.n_features,
                            .lessons = c->lessons,
                            .n_lessons = c->n};
  const BylineTaught* const list = &all;
  if (byline_roster_new(model, &list, 1, &c->roster) != BYLINE_OK) {
    abort();
  }
}

/* Probabilities of all artists for a clip, and the odds of each who was taught
   as if nobody else had been */
static void judge(const Class* c, const Song* song, size_t clip, float* p,
                  double* odds)
{
  const BylineLesson* const l = &song->lesson;
  const size_t n = byline_roster_count(c->roster);
  byline_roster_judge(c->roster, song->known + clip * info->n_artists,
                      l->embeddings + clip * l->n_features, l->n_features, p);
  double rest = 0;
  for (size_t i = 0; i < info->n_artists; ++i) {
    rest += (double)p[i];
  }
  for (size_t i = info->n_artists; i < n; ++i) {
    odds[i] = (double)p[i] / rest * (double)(n - info->n_artists);
  }
}

/* Songs of an artist whom the model does not know, when `song` is the first
   of more than `n`; otherwise none */
static size_t list_own(size_t song, size_t n, size_t* own)
{
  size_t n_own = 0;
  bool first = songs[song].class < 0;
  for (size_t i = 0; first && i < n_songs; ++i) {
    if (!strcmp(songs[i].artist, songs[song].artist)) {
      first = i >= song;
      own[n_own++] = i;
    }
  }
  return first && n_own > n ? n_own : 0;
}

/* Teach `n` songs of everybody who has more */
static void teach_all(BylineRandom* random, size_t n, Class* c)
{
  *c = (Class){.n = 0};
  for (size_t s = 0; s < n_songs; ++s) {
    size_t own[MAX_SONGS];
    const size_t n_own = list_own(s, n, own);
    if (n_own > 0) {
      byline_random_shuffle(random, own, n_own);
    }
    for (size_t i = 0; n_own > 0 && i < n; ++i) {
      teach(c, own[i]);
    }
  }
  end_lessons(c);
}

/* ---- what becomes of it */

/* Of those who were taught, and of those who are known: clips, and how many are
   the most probable artist's */
typedef struct {
  size_t n[2];
  size_t n_first[2];
  size_t n_before; ///< Of the known, when nobody was taught
} Firsts;

typedef struct {
  Scores right; ///< Odds of who plays
  Scores wrong; ///< Of others
  Scores known; ///< Of these, where somebody plays whom the model knows
  Firsts firsts;
} Outcome;

static size_t first_of(const float* p, size_t n)
{
  size_t first = 0;
  for (size_t i = 1; i < n; ++i) {
    first = p[i] > p[first] ? i : first;
  }
  return first;
}

static void count_first(const Class* c, const Song* song, size_t clip,
                        const float* p, Firsts* firsts)
{
  const size_t known = song->class >= 0;
  const size_t n = byline_roster_count(c->roster);
  const char* const name = byline_roster_get(c->roster, first_of(p, n))->name;
  ++firsts->n[known];
  firsts->n_first[known] += !strcmp(name, song->artist);
  firsts->n_before +=
      known && (int32_t)first_of(song->known + clip * info->n_artists,
                                 info->n_artists) == song->class;
}

/* What was taught says nothing of who taught it */
static void ask_about(const Class* c, size_t s, float* p, double* odds,
                      Outcome* outcome)
{
  const Song* const song = &songs[s];
  const size_t n = byline_roster_count(c->roster);
  const int32_t own = byline_roster_find(c->roster, song->artist);
  for (size_t k = 0; k < song->lesson.n_clips; ++k) {
    judge(c, song, k, p, odds);
    for (size_t i = info->n_artists; i < n; ++i) {
      if ((int32_t)i != own) {
        note(&outcome->wrong, (float)odds[i]);
        if (song->class >= 0) {
          note(&outcome->known, (float)odds[i]);
        }
      } else if (!c->taught[s]) {
        note(&outcome->right, (float)odds[i]);
      }
    }
    if (own >= 0 && !c->taught[s]) {
      count_first(c, song, k, p, &outcome->firsts);
    }
  }
}

static void report(size_t n, size_t n_artists, Outcome* o)
{
  const Firsts* const f = &o->firsts;
  const double n_known = (double)(f->n[1] ? f->n[1] : 1);
  printf(
      "%zu taught, %zu artists: %.1f %% of clips named at 5 %% false naming, "
      "%.1f %% at 5 %% of known artists'; at even odds %.1f %%, false "
      "%.1f %%\n",
      n, n_artists, share_from(&o->right, at_5(&o->wrong)),
      share_from(&o->right, at_5(&o->known)), share_from(&o->right, 1),
      share_from(&o->wrong, 1));
  printf("  all of them taught: %.1f %% of their clips named first; of known "
         "artists' %.1f %%, %.1f %% before\n",
         100 * (double)f->n_first[0] / (double)f->n[0],
         100 * (double)f->n_first[1] / n_known,
         100 * (double)f->n_before / n_known);
}

static void measure(size_t n)
{
  static Class c;
  BylineRandom random = byline_random_begin(1, n);
  Outcome outcome = {.right = {.n = 0}};
  size_t n_artists = 0;
  for (size_t trial = 0; trial < TRIALS; ++trial) {
    teach_all(&random, n, &c);
    n_artists = c.n / n;
    const size_t n_all = info->n_artists + n_artists;
    float* const p = calloc(n_all, sizeof(*p));
    double* const odds = calloc(n_all, sizeof(*odds));
    for (size_t s = 0; p && odds && n_artists > 0 && s < n_songs; ++s) {
      ask_about(&c, s, p, odds, &outcome);
    }
    byline_roster_free(c.roster);
    free(p);
    free(odds);
  }
  if (outcome.right.n == 0 || outcome.wrong.n == 0) {
    printf("%zu songs taught: nobody has enough\n", n);
  } else {
    report(n, n_artists, &outcome);
  }
  free(outcome.right.values);
  free(outcome.wrong.values);
  free(outcome.known.values);
}

int main(int argc, char** argv)
{
  if (argc < 3 || byline_model_load(argv[1], &model)) {
    fputs("usage: bench_teach MODEL DATASET...\n", stderr);
    return 1;
  }
  info = byline_model_info(model);
  for (int i = 2; i < argc; ++i) {
    hear_dataset(argv[i]);
  }
  measure(1);
  measure(MAX_TAUGHT);
  for (size_t i = 0; i < n_songs; ++i) {
    byline_lesson_free(&songs[i].lesson);
    free(songs[i].known);
  }
  byline_model_free(model);
  return 0;
}
