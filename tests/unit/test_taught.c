/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/model.h"
#include "byline/random.h"
#include "byline/recognizer.h"
#include "recognizer/roster.h"
#include "recognizer/taught_file.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_ARTISTS 3
#define RATE 24000.0

static BylineModel* model;
static BylineModel* other_model; ///< Another ear that hears alike
static char* names[] = {"Anna", "Bert", "C\xc3\xa9line"};

static BylineModel* make_model(uint64_t seed)
{
  BylineModelInfo info = {.front_end = byline_front_end_default(),
                          .artists = names,
                          .n_artists = N_ARTISTS,
                          .temperature = 1};
  /* Noise is played, which is no music with all of the default's frequencies
     (byline_music_can_judge) */
  info.front_end.max_frequency = 7900;
  const BylineNetworkShape shape = {1, info.front_end.n_mels, N_ARTISTS};
  BylineNetwork* network = NULL;
  BylineModel* made = NULL;
  assert_int_equal(
      byline_network_new("resnet:width=8,blocks=1-1-1-1", &shape, &network),
      BYLINE_OK);
  byline_network_initialize(network, seed);
  assert_int_equal(byline_model_save("model", &info, network), BYLINE_OK);
  assert_int_equal(byline_model_load("model", &made), BYLINE_OK);
  byline_network_free(network);
  return made;
}

static int set_up(void** state)
{
  if (folder_set_up(state) != 0) {
    return -1;
  }
  setenv("XDG_DATA_HOME", *state, 1);
  model = make_model(3);
  other_model = make_model(4);
  return 0;
}

static int tear_down(void** state)
{
  byline_model_free(model);
  byline_model_free(other_model);
  return folder_tear_down(state);
}

/* A lesson of made-up embeddings: `n_clips` of 4 numbers near a direction */
static BylineLesson lesson_of(size_t n_clips, float a, float b)
{
  BylineLesson lesson = {.n_clips = n_clips,
                         .n_features = 4,
                         .embeddings = calloc(n_clips, 4 * sizeof(float))};
  for (size_t i = 0; i < n_clips; ++i) {
    const float e[4] = {a, b, 0.1f, 0.01f * (float)i};
    memcpy(lesson.embeddings + 4 * i, e, sizeof(e));
  }
  return lesson;
}

static BylineStatus teach(BylineTaught* taught, const char* name, float a,
                          float b)
{
  BylineLesson lesson = lesson_of(2, a, b);
  uint64_t id = 0;
  return byline_taught_add(taught, model, name, "", &lesson, &id);
}

static BylineRoster* roster_of(const BylineTaught* taught)
{
  BylineRoster* roster = NULL;
  assert_int_equal(byline_roster_new(model, &taught, 1, &roster), BYLINE_OK);
  return roster;
}

/* ---- names */

static void spellings_are_one_artist(void** state)
{
  (void)state;
  BylineTaught taught;
  byline_taught_init(model, &taught);
  assert_int_equal(teach(&taught, "The Blue Notes", 1, 0), BYLINE_OK);
  assert_int_equal(teach(&taught, "blue  notes!", 1, 0), BYLINE_OK);
  assert_int_equal(teach(&taught, "CELINE", 1, 0), BYLINE_OK);
  assert_string_equal(taught.lessons[1].name, "The Blue Notes");
  assert_string_equal(taught.lessons[2].name, "C\xc3\xa9line");
  BylineRoster* const roster = roster_of(&taught);
  assert_int_equal(byline_roster_count(roster), 4);
  const BylineRosterEntry* const celine = byline_roster_get(roster, 2);
  assert_true(celine->known && celine->n_clips == 2);
  const BylineRosterEntry* const blue = byline_roster_get(roster, 3);
  assert_false(blue->known);
  assert_int_equal(blue->n_lessons, 2);
  assert_true(blue->number >= N_ARTISTS);
  assert_int_equal(byline_roster_find(roster, "Bert"), 1);
  assert_int_equal(byline_roster_find(roster, "Berta"), -1);
  byline_roster_free(roster);
  byline_taught_free(&taught);
}

static void artists_are_renamed(void** state)
{
  (void)state;
  BylineTaught taught;
  byline_taught_init(model, &taught);
  assert_int_equal(teach(&taught, "Dora", 1, 0), BYLINE_OK);
  assert_int_equal(byline_taught_rename(&taught, model, "nobody", "X", false),
                   BYLINE_ERROR_USAGE);
  assert_non_null(strstr(byline_error_message(), "no artist 'nobody'"));
  assert_int_equal(byline_taught_rename(&taught, model, "dora", "Bert", false),
                   BYLINE_ERROR_USAGE);
  assert_non_null(strstr(byline_error_message(), "merge"));
  assert_int_equal(byline_taught_rename(&taught, model, "dora", "DORA!", false),
                   BYLINE_OK);
  assert_int_equal(byline_taught_rename(&taught, model, "anna", "Hanna", false),
                   BYLINE_OK);
  BylineRoster* roster = roster_of(&taught);
  assert_int_equal(byline_roster_find(roster, "DORA!"), 3);
  assert_int_equal(byline_roster_find(roster, "Hanna"), 0);
  assert_int_equal(byline_roster_find(roster, "Anna"), -1);
  byline_roster_free(roster);

  assert_int_equal(byline_taught_restore(&taught, "Anna"), BYLINE_OK);
  assert_int_equal(byline_taught_restore(&taught, "Anna"), BYLINE_ERROR_USAGE);
  assert_int_equal(byline_taught_rename(&taught, model, "DORA", "Bert", true),
                   BYLINE_OK);
  roster = roster_of(&taught);
  assert_int_equal(byline_roster_count(roster), 3);
  assert_int_equal(byline_roster_get(roster, 1)->n_lessons, 1);
  byline_roster_free(roster);
  byline_taught_free(&taught);
}

static void artists_are_removed(void** state)
{
  (void)state;
  BylineTaught taught;
  byline_taught_init(model, &taught);
  assert_int_equal(teach(&taught, "Dora", 1, 0), BYLINE_OK);
  assert_int_equal(byline_taught_remove(&taught, model, "DORA"), BYLINE_OK);
  assert_int_equal(byline_taught_remove(&taught, model, "bert"), BYLINE_OK);
  assert_int_equal(byline_taught_remove(&taught, model, "bert"),
                   BYLINE_ERROR_USAGE);
  BylineRoster* roster = roster_of(&taught);
  assert_int_equal(byline_roster_count(roster), 2);
  assert_int_equal(byline_roster_get(roster, 1)->number, 2);
  /* What a forgotten one would get is nobody's: shared out to all */
  const float known[N_ARTISTS] = {0.1f, 0.8f, 0.1f};
  float p[2];
  byline_roster_judge(roster, known, NULL, 0, p);
  assert_true(fabsf(p[0] - 0.5f) < 1e-6f && fabsf(p[1] - 0.5f) < 1e-6f);
  byline_roster_free(roster);

  assert_int_equal(byline_taught_restore(&taught, "dora"), BYLINE_OK);
  assert_int_equal(byline_taught_restore(&taught, "bert"), BYLINE_OK);
  roster = roster_of(&taught);
  assert_int_equal(byline_roster_count(roster), 4);
  byline_roster_free(roster);

  /* Taught anew, what was removed does not come back */
  assert_int_equal(byline_taught_remove(&taught, model, "Dora"), BYLINE_OK);
  assert_int_equal(teach(&taught, "Dora", 0, 1), BYLINE_OK);
  assert_int_equal(taught.n_lessons, 1);
  byline_taught_free(&taught);
}

/* All of them can be forgotten, and nothing is named then */
static void nobody_is_left(void** state)
{
  (void)state;
  BylineTaught taught;
  byline_taught_init(model, &taught);
  for (size_t i = 0; i < N_ARTISTS; ++i) {
    assert_int_equal(byline_taught_remove(&taught, model, names[i]), BYLINE_OK);
  }
  BylineRoster* const roster = roster_of(&taught);
  assert_int_equal(byline_roster_count(roster), 0);
  const BylineRecognizerSettings settings =
      byline_recognizer_settings_default();
  const BylineRecognizerEvents events = {NULL, NULL, NULL};
  BylineRecognizer* r = NULL;
  assert_int_equal(byline_recognizer_new(model, RATE, &settings, &events, &r),
                   BYLINE_OK);
  assert_int_equal(byline_recognizer_set_roster(r, roster), BYLINE_OK);
  BylineRandom random = byline_random_begin(1, 0);
  for (size_t i = 0; i < 20 * (size_t)RATE; ++i) {
    const float x = 0.1f * byline_random_normal(&random);
    byline_recognizer_push(r, &x, NULL, 1);
  }
  byline_recognizer_free(r);
  byline_roster_free(roster);
  byline_taught_free(&taught);
}

static void there_is_a_limit(void** state)
{
  (void)state;
  BylineTaught taught;
  byline_taught_init(model, &taught);
  taught.n_features = 4;
  taught.lessons = calloc(BYLINE_MAX_TAUGHT, sizeof(*taught.lessons));
  for (size_t i = 0; i < BYLINE_MAX_TAUGHT; ++i) {
    char name[32];
    snprintf(name, sizeof(name), "artist %zu", i);
    taught.lessons[taught.n_lessons++] =
        (BylineTaughtLesson){.id = i + 1,
                             .name = strdup(name),
                             .artist_id = strdup(""),
                             .lesson = lesson_of(1, 1, (float)i)};
  }
  assert_int_equal(teach(&taught, "one more", 1, 0), BYLINE_ERROR_USAGE);
  assert_non_null(strstr(byline_error_message(), "5000 artists"));
  assert_int_equal(teach(&taught, "ARTIST 7", 1, 0), BYLINE_OK);
  /* Nor may one whom the model knows be taught beside so many */
  assert_int_equal(teach(&taught, "anna", 1, 0), BYLINE_ERROR_USAGE);
  char name[BYLINE_MAX_TAUGHT_NAME + 2];
  memset(name, 'x', sizeof(name) - 1);
  name[sizeof(name) - 1] = '\0';
  assert_int_equal(teach(&taught, name, 1, 0), BYLINE_ERROR_USAGE);
  assert_int_equal(teach(&taught, "", 1, 0), BYLINE_ERROR_USAGE);
  /* So many are written and read again */
  assert_int_equal(byline_taught_write("many", &taught), BYLINE_OK);
  BylineTaught again;
  assert_int_equal(byline_taught_read("many", true, &again), BYLINE_OK);
  assert_int_equal(again.n_lessons, taught.n_lessons);
  BylineRoster* const roster = roster_of(&again);
  assert_int_equal(byline_roster_count(roster), N_ARTISTS + BYLINE_MAX_TAUGHT);
  byline_roster_free(roster);
  byline_taught_free(&again);
  /* More are neither joined to these nor read */
  BylineTaught more;
  byline_taught_init(model, &more);
  assert_int_equal(teach(&more, "one more", 1, 0), BYLINE_OK);
  assert_int_equal(byline_taught_join(&taught, &more), BYLINE_ERROR_USAGE);
  assert_non_null(strstr(byline_error_message(), "5001 taught artists"));
  assert_int_equal(byline_taught_write("more", &taught), BYLINE_OK);
  assert_int_equal(byline_taught_read("more", true, &again),
                   BYLINE_ERROR_FORMAT);
  byline_taught_free(&more);
  byline_taught_free(&taught);
}

/* ---- scores */

static void the_taught_one_is_probable(void** state)
{
  (void)state;
  BylineTaught taught;
  byline_taught_init(model, &taught);
  assert_int_equal(teach(&taught, "Dora", 1, 0), BYLINE_OK);
  assert_int_equal(teach(&taught, "Emil", 0, 1), BYLINE_OK);
  BylineRoster* const roster = roster_of(&taught);
  const float known[N_ARTISTS] = {0.2f, 0.7f, 0.1f};
  const float dora[4] = {2, 0.1f, 0.2f, 0};
  const float nobody[4] = {0, 0, -1, 1};
  float p[5];
  byline_roster_judge(roster, known, dora, 4, p);
  float sum = 0;
  for (size_t i = 0; i < 5; ++i) {
    sum += p[i];
  }
  assert_true(fabsf(sum - 1) < 1e-5f);
  assert_true(p[3] > 0.9f && p[4] < 0.01f);
  byline_roster_judge(roster, known, nobody, 4, p);
  assert_true(fabsf(p[1] - 0.7f) < 0.01f && p[3] < 0.01f);
  /* Of embeddings that are another ear's nothing is taken */
  byline_roster_judge(roster, known, dora, 3, p);
  assert_true(fabsf(p[1] - 0.7f) < 1e-6f && p[3] < 1e-6f);
  byline_roster_free(roster);
  byline_taught_free(&taught);
}

static void a_lesson_counts_once(void** state)
{
  (void)state;
  BylineTaught file;
  BylineTaught session;
  byline_taught_init(model, &file);
  byline_taught_init(model, &session);
  assert_int_equal(teach(&file, "Dora", 1, 0), BYLINE_OK);
  assert_int_equal(byline_taught_join(&session, &file), BYLINE_OK);
  assert_int_equal(byline_taught_join(&session, &file), BYLINE_OK);
  assert_int_equal(session.n_lessons, 1);
  assert_int_equal(teach(&session, "dora", 1, 0), BYLINE_OK);
  const BylineTaught* const both[] = {&file, &session};
  BylineRoster* roster = NULL;
  assert_int_equal(byline_roster_new(model, both, 2, &roster), BYLINE_OK);
  assert_int_equal(byline_roster_count(roster), 4);
  assert_int_equal(byline_roster_get(roster, 3)->n_lessons, 2);
  byline_roster_free(roster);
  byline_taught_free(&file);
  byline_taught_free(&session);
}

/* ---- from sound */

typedef struct {
  BylineRecognizer* recognizer;
  BylineRandom random;
  float last;          ///< Of the filter
  BylineAnswer answer; ///< The last
} Stage;

static void on_answer(void* user, const BylineAnswer* answer)
{
  ((Stage*)user)->answer = *answer;
}

static void start(Stage* stage)
{
  BylineRecognizerSettings settings = byline_recognizer_settings_default();
  settings.smoothing = 0;
  settings.hold = 0;
  const BylineRecognizerEvents events = {on_answer, NULL, stage};
  *stage = (Stage){.random = byline_random_begin(7, 0)};
  assert_int_equal(byline_recognizer_new(model, RATE, &settings, &events,
                                         &stage->recognizer),
                   BYLINE_OK);
}

/* Noise whose high frequencies are damped by so much, in waves of a period */
static void play(Stage* stage, double seconds, float damping, double period)
{
  for (size_t i = 0; i < (size_t)(seconds * RATE); ++i) {
    const float x = byline_random_normal(&stage->random);
    stage->last += (1 - damping) * (x - stage->last);
    const float level =
        (float)(0.05 + 0.05 * sin(6.2832 * (double)i / RATE / period));
    const float y = level * stage->last;
    byline_recognizer_push(stage->recognizer, &y, NULL, 1);
  }
}

static void it_learns_who_is_playing(void** state)
{
  (void)state;
  Stage stage;
  start(&stage);
  BylineLesson lesson;
  play(&stage, 5, 0.9f, 0.5);
  assert_int_equal(byline_lesson_take(model,
                                      byline_recognizer_heard(stage.recognizer),
                                      NULL, &lesson),
                   BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "too little"));
  play(&stage, 100, 0.9f, 0.5);
  assert_int_equal(byline_lesson_take(model,
                                      byline_recognizer_heard(stage.recognizer),
                                      NULL, &lesson),
                   BYLINE_OK);
  assert_in_range(lesson.n_clips, 5, BYLINE_LESSON_CLIPS);
  BylineTaught taught;
  byline_taught_init(model, &taught);
  uint64_t id = 0;
  assert_int_equal(byline_taught_add(&taught, model, "Dora", "", &lesson, &id),
                   BYLINE_OK);
  assert_non_null(byline_taught_find(&taught, id));
  BylineRoster* const roster = roster_of(&taught);
  assert_int_equal(byline_recognizer_set_roster(stage.recognizer, roster),
                   BYLINE_OK);
  play(&stage, 1.5, 0.9f, 0.5); // it works at once
  assert_int_equal(stage.answer.artist, 3);
  assert_true(stage.answer.confidence > 0.9f);
  assert_int_equal(stage.answer.top[0].artist, 3);

  /* Undone, the announced artist is nobody, or one of the model's own */
  assert_true(byline_taught_drop(&taught, id));
  assert_false(byline_taught_drop(&taught, id));
  BylineRoster* const before = roster_of(&taught);
  assert_int_equal(byline_recognizer_set_roster(stage.recognizer, before),
                   BYLINE_OK);
  play(&stage, 1.5, 0.9f, 0.5);
  assert_true(stage.answer.artist < N_ARTISTS);
  assert_int_equal(byline_recognizer_set_roster(stage.recognizer, NULL),
                   BYLINE_OK);
  play(&stage, 1.5, 0.9f, 0.5);
  byline_recognizer_free(stage.recognizer);
  byline_roster_free(before);
  byline_roster_free(roster);
  byline_taught_free(&taught);
}

static void silence_teaches_nothing(void** state)
{
  (void)state;
  const BylineFrontEnd* const fe = &byline_model_info(model)->front_end;
  BylineHeard heard;
  BylineLesson lesson;
  assert_int_equal(byline_heard_init(&heard, fe, 60), BYLINE_OK);
  float column[256];
  for (size_t i = 0; i < 256; ++i) {
    column[i] = -90;
  }
  for (size_t i = 0; i < 2000; ++i) {
    byline_heard_add(&heard, column, column);
  }
  assert_int_equal(byline_lesson_take(model, &heard, NULL, &lesson),
                   BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "silent"));
  byline_heard_clear(&heard);
}

/* Columns are kept to half a dB */
static void columns_are_kept(void** state)
{
  (void)state;
  BylineFrontEnd fe = byline_front_end_default();
  fe.focus = BYLINE_FOCUS_VOICE;
  assert_int_equal(byline_heard_size(&fe), 2 * fe.n_mels);
  BylineHeard heard;
  assert_int_equal(byline_heard_init(&heard, &fe, 10), BYLINE_OK);
  float voice[128] = {0};
  float mix[128] = {0};
  for (size_t i = 0; i < 3 * heard.max_columns; ++i) {
    for (size_t k = 0; k < 128; ++k) {
      voice[k] = -60 + 0.3f * (float)k + (float)(i % 7);
      mix[k] = voice[k] + 10;
    }
    byline_heard_add(&heard, voice, mix);
  }
  assert_in_range(heard.n_columns, heard.max_columns, 2 * heard.max_columns);
  float kept[128] = {0};
  float kept_mix[128] = {0};
  byline_heard_read(&fe, heard.columns + (heard.n_columns - 1) * heard.size, 1,
                    kept, kept_mix);
  for (size_t k = 0; k < 128; ++k) {
    assert_true(fabsf(kept[k] - voice[k]) <= 0.26f);
    assert_true(fabsf(kept_mix[k] - mix[k]) <= 0.26f);
  }
  const BylineHeard last = byline_heard_last(&heard, 5);
  assert_int_equal(last.n_columns, byline_front_end_frames(&fe, 5));
  assert_ptr_equal(last.columns + last.n_columns * last.size,
                   heard.columns + heard.n_columns * heard.size);
  assert_int_equal(byline_heard_last(&heard, 1e6).n_columns, heard.n_columns);
  byline_heard_clear(&heard);
}

/* ---- files */

/* What was taught from 30 s of noise, clips and all, and a change */
static void make_taught(BylineTaught* taught)
{
  Stage stage;
  start(&stage);
  play(&stage, 31, 0.9f, 0.5);
  BylineLesson lesson;
  assert_int_equal(byline_lesson_take(model,
                                      byline_recognizer_heard(stage.recognizer),
                                      NULL, &lesson),
                   BYLINE_OK);
  assert_int_equal(lesson.n_clips, 3);
  byline_recognizer_free(stage.recognizer);
  byline_taught_init(model, taught);
  uint64_t id = 0;
  assert_int_equal(byline_taught_add(taught, model, "D\xc3\xb3ra",
                                     "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
                                     &lesson, &id),
                   BYLINE_OK);
  assert_int_equal(byline_taught_rename(taught, model, "Bert", "Berta", false),
                   BYLINE_OK);
  assert_int_equal(byline_taught_remove(taught, model, "Anna"), BYLINE_OK);
}

static void files_keep_all(void** state)
{
  (void)state;
  BylineTaught taught;
  BylineTaught again;
  make_taught(&taught);
  assert_int_equal(byline_taught_write("taught", &taught), BYLINE_OK);
  assert_int_equal(byline_taught_read("taught", true, &again), BYLINE_OK);
  assert_string_equal(again.ear, byline_model_ear(model));
  assert_int_equal(again.n_lessons, 1);
  const BylineTaughtLesson* const a = &taught.lessons[0];
  const BylineTaughtLesson* const b = &again.lessons[0];
  assert_true(a->id == b->id && a->time == b->time);
  assert_string_equal(b->name, "D\xc3\xb3ra");
  assert_string_equal(b->artist_id, a->artist_id);
  assert_int_equal(b->lesson.n_clips, 3);
  assert_memory_equal(a->lesson.clips, b->lesson.clips,
                      3 * a->lesson.clip_size);
  for (size_t i = 0; i < 3 * a->lesson.n_features; ++i) {
    const float x = a->lesson.embeddings[i];
    assert_true(fabsf(x - b->lesson.embeddings[i]) <= 1e-3f * fabsf(x) + 1e-6f);
  }
  assert_int_equal(again.n_changes, 2);
  assert_string_equal(byline_taught_name(&again, "Bert"), "Berta");
  assert_null(byline_taught_name(&again, "Anna"));
  byline_taught_free(&again);

  /* Without clips, as sessions have it */
  size_t size = 0;
  void* const bytes = byline_taught_dump(&taught, &size);
  assert_non_null(bytes);
  assert_true(size < taught.lessons[0].lesson.clip_size);
  assert_int_equal(byline_taught_parse("session", bytes, size, true, &again),
                   BYLINE_OK);
  assert_null(again.lessons[0].lesson.clips);
  assert_int_equal(again.lessons[0].lesson.n_clips, 3);
  byline_taught_free(&again);
  for (size_t n = 0; n < size; n += 1 + n / 50) { // cut off anywhere
    assert_int_equal(byline_taught_parse("session", bytes, n, true, &again),
                     BYLINE_ERROR_FORMAT);
  }
  free(bytes);
  byline_taught_free(&taught);
}

static BylineStatus add_one(BylineTaught* taught, void* user)
{
  return teach(taught, user, 1, 0);
}

static BylineStatus refuse(BylineTaught* taught, void* user)
{
  (void)user;
  teach(taught, "never", 1, 0);
  return byline_error(BYLINE_ERROR_USAGE, "no");
}

static void the_models_own_file(void** state)
{
  (void)state;
  BylineTaught taught;
  assert_int_equal(byline_taught_load(model, true, &taught), BYLINE_OK);
  assert_int_equal(taught.n_lessons, 0);
  assert_int_equal(byline_taught_change(model, add_one, "Dora", NULL),
                   BYLINE_OK);
  assert_int_equal(byline_taught_change(model, add_one, "Emil", &taught),
                   BYLINE_OK);
  assert_int_equal(taught.n_lessons, 2);
  byline_taught_free(&taught);
  assert_int_equal(byline_taught_change(model, refuse, NULL, &taught),
                   BYLINE_ERROR_USAGE);
  assert_int_equal(byline_taught_load(model, true, &taught), BYLINE_OK);
  assert_int_equal(taught.n_lessons, 2);
  byline_taught_free(&taught);

  /* A damaged file is told, and left as it is */
  char* const path = byline_taught_path(model);
  assert_int_equal(truncate(path, 100), 0);
  assert_int_equal(byline_taught_load(model, true, &taught),
                   BYLINE_ERROR_FORMAT);
  assert_int_equal(byline_taught_change(model, add_one, "Fritz", NULL),
                   BYLINE_ERROR_FORMAT);
  unlink(path);
  free(path);
}

static void another_ear_hears_anew(void** state)
{
  (void)state;
  BylineTaught taught;
  make_taught(&taught);
  assert_string_not_equal(byline_model_ear(model),
                          byline_model_ear(other_model));
  BylineLesson bare = lesson_of(1, 1, 0);
  bare.n_features = taught.n_features;
  free(bare.embeddings);
  bare.embeddings = calloc(bare.n_features, sizeof(float));
  uint64_t id = 0;
  assert_int_equal(byline_taught_add(&taught, model, "Emil", "", &bare, &id),
                   BYLINE_OK);
  const float before = taught.lessons[0].lesson.embeddings[0];
  size_t n_lost = 0;
  assert_int_equal(byline_taught_remake(&taught, other_model, NULL, &n_lost),
                   BYLINE_OK);
  assert_int_equal(n_lost, 1);
  assert_int_equal(taught.n_lessons, 1);
  assert_string_equal(taught.ear, byline_model_ear(other_model));
  assert_true(before < taught.lessons[0].lesson.embeddings[0] ||
              before > taught.lessons[0].lesson.embeddings[0]);
  /* The same ear again gives the same as at first */
  assert_int_equal(byline_taught_remake(&taught, model, NULL, &n_lost),
                   BYLINE_OK);
  assert_true(fabsf(before - taught.lessons[0].lesson.embeddings[0]) < 1e-4f);
  /* But not where spectrograms are others */
  taught.front_end.hop = 512;
  assert_int_equal(byline_taught_remake(&taught, model, NULL, &n_lost),
                   BYLINE_ERROR_DATA);
  byline_taught_free(&taught);
}

/* Clips are kept of the newest, as many as fit */
static void old_clips_are_forgotten(void** state)
{
  (void)state;
  BylineTaught taught;
  byline_taught_init(model, &taught);
  const size_t n = 5;
  for (size_t i = 0; i < n; ++i) {
    assert_int_equal(teach(&taught, "Dora", 1, 0), BYLINE_OK);
    BylineLesson* const l = &taught.lessons[i].lesson;
    l->clip_size = BYLINE_MAX_KEPT / 6;
    l->clips = calloc(l->n_clips, l->clip_size);
  }
  byline_taught_trim(&taught);
  assert_null(taught.lessons[0].lesson.clips);
  assert_null(taught.lessons[1].lesson.clips);
  assert_non_null(taught.lessons[2].lesson.clips);
  assert_int_equal(taught.n_lessons, n);
  byline_taught_free(&taught);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(spellings_are_one_artist),
      cmocka_unit_test(artists_are_renamed),
      cmocka_unit_test(artists_are_removed),
      cmocka_unit_test(nobody_is_left),
      cmocka_unit_test(there_is_a_limit),
      cmocka_unit_test(the_taught_one_is_probable),
      cmocka_unit_test(a_lesson_counts_once),
      cmocka_unit_test(it_learns_who_is_playing),
      cmocka_unit_test(silence_teaches_nothing),
      cmocka_unit_test(columns_are_kept),
      cmocka_unit_test(files_keep_all),
      cmocka_unit_test(the_models_own_file),
      cmocka_unit_test(another_ear_hears_anew),
      cmocka_unit_test(old_clips_are_forgotten),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
