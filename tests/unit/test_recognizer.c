/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/model.h"
#include "byline/random.h"
#include "byline/recognizer.h"
#include "recognizer/offline.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_ARTISTS 7
#define RATE 24000.0
#define MAX_ANSWERS 400

static BylineModel* model;

/* A model whose opinions differ from sound to sound, though it has learnt
   nothing; false where none could be made */
static bool make_model(BylineFocus focus, BylineModel** made)
{
  static char* artists[] = {"a", "b", "c", "d", "e", "f", "g"};
  BylineModelInfo info = {.front_end = byline_front_end_default(),
                          .artists = artists,
                          .n_artists = N_ARTISTS,
                          .temperature = 1};
  /* Noise is played, which nobody takes for music with all of the default's
     frequencies (byline_music_can_judge); test_no_music.c has those. */
  info.front_end.max_frequency = 7900;
  info.front_end.focus = focus;
  const BylineNetworkShape shape = {
      (uint32_t)byline_front_end_channels(&info.front_end),
      info.front_end.n_mels, N_ARTISTS};
  BylineNetwork* network = NULL;
  if (byline_network_new("resnet:width=8,blocks=1-1-1-1", &shape, &network)) {
    return false;
  }
  byline_network_initialize(network, 3);
  BylineRandom random = byline_random_begin(3, 0);
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    for (size_t k = 0; k < tensor->n_values; ++k) {
      tensor->values[k] += 0.02f * byline_random_normal(&random);
    }
  }
  char path[64];
  snprintf(path, sizeof(path), "/tmp/byline-test-recognizer-%ld",
           (long)getpid());
  const BylineStatus saved = byline_model_save(path, &info, network);
  const BylineStatus loaded = byline_model_load(path, made);
  byline_network_free(network);
  unlink(path);
  return saved == BYLINE_OK && loaded == BYLINE_OK;
}

static int set_up(void** state)
{
  (void)state;
  return !make_model(BYLINE_FOCUS_MIX, &model);
}

static int tear_down(void** state)
{
  (void)state;
  byline_model_free(model);
  return 0;
}

/* What a recogniser told */
typedef struct {
  BylineAnswer answers[MAX_ANSWERS];
  size_t n_answers;
  float* columns;
  size_t n_columns;
  size_t n_observations;
} Record;

static void record_answer(void* user, const BylineAnswer* answer)
{
  Record* const record = user;
  assert_true(record->n_answers < MAX_ANSWERS);
  record->answers[record->n_answers++] = *answer;
}

static void record_column(void* user, const float* column)
{
  Record* const record = user;
  const size_t n_mels = byline_model_info(model)->front_end.n_mels;
  record->columns = realloc(record->columns,
                            (record->n_columns + 1) * n_mels * sizeof(float));
  assert_non_null(record->columns);
  memcpy(record->columns + record->n_columns * n_mels, column,
         n_mels * sizeof(float));
  ++record->n_columns;
}

static void record_moment(void* user, const BylineTimeStep* step,
                          const float* observation)
{
  Record* const record = user;
  assert_int_equal(step->observed, observation != NULL);
  if (!observation) {
    return;
  }
  double sum = 0;
  for (size_t i = 0; i < N_ARTISTS; ++i) {
    sum += (double)observation[i];
  }
  assert_true(fabs(sum - 1) < 1e-5);
  ++record->n_observations;
}

static BylineRecognizer*
new_recognizer(Record* record, double rate,
               const BylineRecognizerSettings* settings, size_t batch_size)
{
  const BylineRecognizerEvents events = {record_answer, record_column, record};
  const BylineObservationBatch batch = {batch_size, NULL, record_moment,
                                        record};
  BylineRecognizer* recognizer = NULL;
  *record = (Record){.n_answers = 0};
  assert_int_equal(byline_recognizer_new_batched(model, rate, settings, &events,
                                                 &batch, &recognizer),
                   BYLINE_OK);
  return recognizer;
}

static void clear(Record* record)
{
  free(record->columns);
  record->columns = NULL;
}

/* Something that changes: filtered noise, louder and duller by turns */
static float* new_sound(size_t n)
{
  float* const sound = malloc(n * sizeof(float));
  assert_non_null(sound);
  BylineRandom random = byline_random_begin(9, 0);
  float last = 0;
  for (size_t i = 0; i < n; ++i) {
    const double t = (double)i / RATE;
    const float tone = (float)(0.5 + 0.49 * sin(0.7 * t));
    last += tone * (byline_random_normal(&random) - last);
    sound[i] = 0.1f * last;
  }
  return sound;
}

static void silence_from_to(float* sound, double begin, double end)
{
  for (size_t i = (size_t)(begin * RATE); i < (size_t)(end * RATE); ++i) {
    sound[i] *= 1e-5f;
  }
}

static void assert_same_answers(const Record* a, const Record* b)
{
  assert_int_equal(a->n_answers, b->n_answers);
  for (size_t i = 0; i < a->n_answers; ++i) {
    const BylineAnswer* const x = &a->answers[i];
    const BylineAnswer* const y = &b->answers[i];
    assert_memory_equal(&x->time, &y->time, sizeof(x->time));
    assert_int_equal(x->state, y->state);
    assert_int_equal(x->artist, y->artist);
    assert_int_equal(x->changed, y->changed);
    assert_memory_equal(&x->confidence, &y->confidence, sizeof(float));
    assert_memory_equal(x->top, y->top, sizeof(x->top));
  }
}

/* However the sound is cut, and however observations are batched */
static void answers_depend_on_sound_only(void** state)
{
  (void)state;
  const size_t n = (size_t)(26 * RATE);
  float* const sound = new_sound(n);
  silence_from_to(sound, 12, 13.5);
  silence_from_to(sound, 18, 22);
  BylineRecognizerSettings settings = byline_recognizer_settings_default();
  settings.threshold = 0.2f;
  settings.hold = 1;

  Record whole;
  BylineRecognizer* recognizer = new_recognizer(&whole, RATE, &settings, 1);
  byline_recognizer_push(recognizer, sound, NULL, n);
  assert_true(whole.n_answers > 20);

  Record again;
  clear(&whole);
  const Record first = whole;
  byline_recognizer_reset(recognizer);
  whole.n_answers = 0;
  byline_recognizer_push(recognizer, sound, NULL, n);
  assert_same_answers(&first, &whole);
  clear(&whole);
  byline_recognizer_free(recognizer);

  BylineRandom random = byline_random_begin(5, 0);
  const size_t batch_sizes[] = {1, 3, 8};
  for (size_t k = 0; k < 3; ++k) {
    recognizer = new_recognizer(&again, RATE, &settings, batch_sizes[k]);
    for (size_t done = 0; done < n;) {
      size_t piece = (size_t)byline_random_below(&random, 9000);
      piece = piece < n - done ? piece : n - done;
      byline_recognizer_push(recognizer, sound + done, NULL, piece);
      done += piece;
    }
    byline_recognizer_flush(recognizer);
    assert_same_answers(&first, &again);
    clear(&again);
    byline_recognizer_free(recognizer);
  }
  free(sound);
}

/* Without smoothing, an answer is what the network says about the last 10 s */
static void answers_are_the_networks(void** state)
{
  (void)state;
  const BylineModelInfo* const info = byline_model_info(model);
  const size_t n_mels = info->front_end.n_mels;
  const size_t n = (size_t)(14 * RATE);
  float* const sound = new_sound(n);
  BylineRecognizerSettings settings = byline_recognizer_settings_default();
  settings.smoothing = 0;
  Record record;
  BylineRecognizer* const recognizer =
      new_recognizer(&record, RATE, &settings, 1);
  const BylinePlanSettings plan_settings = {.mode = BYLINE_PLAN_INFER,
                                            .max_batch = 1,
                                            .max_frames = BYLINE_CLIP_FRAMES};
  BylinePlan* plan = NULL;
  assert_int_equal(
      byline_plan_new(byline_model_network(model), &plan_settings, &plan),
      BYLINE_OK);

  size_t n_compared = 0;
  for (size_t done = 0; done < n; done += 896) {
    const size_t n_before = record.n_answers;
    byline_recognizer_push(recognizer, sound + done, NULL, 896);
    if (record.n_answers == n_before || record.n_columns < BYLINE_CLIP_FRAMES) {
      continue;
    }
    byline_clip_normalize(&info->front_end,
                          record.columns +
                              (record.n_columns - BYLINE_CLIP_FRAMES) * n_mels,
                          BYLINE_CLIP_FRAMES, byline_plan_input(plan));
    float probabilities[N_ARTISTS];
    byline_softmax(byline_plan_forward(plan), 1, N_ARTISTS, info->temperature,
                   probabilities);
    const BylineAnswer* const answer = &record.answers[record.n_answers - 1];
    for (size_t i = 0; i < BYLINE_TOP; ++i) {
      assert_in_range(answer->top[i].artist, 0, N_ARTISTS - 1);
      assert_float_equal(answer->top[i].probability,
                         probabilities[answer->top[i].artist], 1e-6f);
      assert_true(i == 0 ||
                  answer->top[i].probability <= answer->top[i - 1].probability);
    }
    ++n_compared;
  }
  assert_true(n_compared >= 4);
  byline_plan_free(plan);
  byline_recognizer_free(recognizer);
  clear(&record);
  free(sound);
}

static void answers_come_on_time(void** state)
{
  (void)state;
  const double rates[] = {24000, 44100};
  for (size_t k = 0; k < 2; ++k) {
    const size_t n = (size_t)(20 * rates[k]);
    float* const sound = new_sound(n);
    BylineRecognizerSettings settings = byline_recognizer_settings_default();
    settings.interval = 4;
    Record record;
    BylineRecognizer* const recognizer =
        new_recognizer(&record, rates[k], &settings, 1);
    byline_recognizer_push(recognizer, sound, sound, n);

    /* The first after 3 s, as soon as possible, then every 4 s */
    assert_int_equal(record.n_answers, 5);
    assert_true(fabs(record.answers[0].time - 3) < 0.04);
    for (size_t i = 0; i < record.n_answers; ++i) {
      assert_true(record.answers[i].top[0].artist >= 0);
      assert_true(i == 0 || fabs(record.answers[i].time -
                                 record.answers[i - 1].time - 4) < 0.02);
    }
    byline_recognizer_free(recognizer);
    clear(&record);
    free(sound);
  }
}

static const BylineAnswer* answer_at(const Record* record, double time)
{
  for (size_t i = 0; i < record->n_answers; ++i) {
    if (record->answers[i].time >= time) {
      return &record->answers[i];
    }
  }
  fail_msg("no answer after %g s", time);
  return NULL;
}

static void silence_is_noticed(void** state)
{
  (void)state;
  const size_t n = (size_t)(25 * RATE);
  float* const sound = new_sound(n);
  silence_from_to(sound, 0, 2);
  silence_from_to(sound, 8, 10.5);
  silence_from_to(sound, 15, 20);
  BylineRecognizerSettings settings = byline_recognizer_settings_default();
  settings.interval = 0.25f;
  settings.hold = 0;
  settings.threshold = 0;
  Record record;
  BylineRecognizer* const recognizer =
      new_recognizer(&record, RATE, &settings, 1);

  byline_recognizer_push(recognizer, sound, NULL, (size_t)(9.5 * RATE));
  const size_t looks_before = record.n_observations;
  byline_recognizer_push(recognizer, sound + (size_t)(9.5 * RATE), NULL,
                         (size_t)(0.8 * RATE));
  assert_int_equal(record.n_observations, looks_before);
  byline_recognizer_push(recognizer, sound + (size_t)(10.3 * RATE), NULL,
                         n - (size_t)(10.3 * RATE));

  assert_int_equal(answer_at(&record, 0.5)->state, BYLINE_STATE_LISTENING);
  assert_int_equal(answer_at(&record, 1.5)->state, BYLINE_STATE_SILENCE);
  assert_int_equal(answer_at(&record, 2.5)->state, BYLINE_STATE_LISTENING);
  assert_int_equal(answer_at(&record, 4.5)->state, BYLINE_STATE_LISTENING);
  assert_int_equal(answer_at(&record, 5.5)->state, BYLINE_STATE_KNOWN);
  /* A short pause: still the same artist */
  const BylineAnswer* const pause = answer_at(&record, 9.5);
  assert_int_equal(pause->state, BYLINE_STATE_SILENCE);
  assert_true(pause->artist >= 0);
  assert_int_equal(answer_at(&record, 11)->state, BYLINE_STATE_KNOWN);
  /* A long one: forgotten, and to be heard for 3 s afresh */
  const BylineAnswer* const end = answer_at(&record, 19);
  assert_int_equal(end->state, BYLINE_STATE_SILENCE);
  assert_int_equal(end->artist, -1);
  assert_int_equal(end->top[0].artist, -1);
  assert_int_equal(answer_at(&record, 20.5)->state, BYLINE_STATE_LISTENING);
  assert_int_equal(answer_at(&record, 22.5)->state, BYLINE_STATE_LISTENING);
  assert_int_equal(answer_at(&record, 23.5)->state, BYLINE_STATE_KNOWN);

  /* "changed" tells of every change, and of nothing else */
  int32_t last = -1;
  for (size_t i = 0; i < record.n_answers; ++i) {
    assert_int_equal(record.answers[i].changed,
                     record.answers[i].artist != last);
    last = record.answers[i].artist;
  }
  byline_recognizer_free(recognizer);
  clear(&record);
  free(sound);
}

static void settings_may_change_at_any_time(void** state)
{
  (void)state;
  const size_t n = (size_t)(4 * RATE);
  float* const sound = new_sound(5 * n);
  BylineRecognizerSettings settings = byline_recognizer_settings_default();
  Record record;
  BylineRecognizer* const recognizer =
      new_recognizer(&record, RATE, &settings, 1);
  byline_recognizer_push(recognizer, sound, NULL, n);
  assert_in_range(record.n_answers, 3, 5);

  settings.interval = 0.25f;
  settings.window = 3;
  byline_recognizer_configure(recognizer, &settings);
  size_t n_before = record.n_answers;
  byline_recognizer_push(recognizer, sound + n, NULL, n);
  assert_in_range(record.n_answers - n_before, 14, 17);

  settings = (BylineRecognizerSettings){1e9f, -5, NAN, INFINITY, -INFINITY, 9};
  byline_recognizer_configure(recognizer, &settings);
  n_before = record.n_answers;
  byline_recognizer_push(recognizer, sound + 2 * n, NULL, n);
  assert_in_range(record.n_answers - n_before, 14, 17);
  assert_int_equal(record.answers[record.n_answers - 1].state,
                   BYLINE_STATE_UNKNOWN);

  settings = (BylineRecognizerSettings){NAN, NAN, NAN, NAN, NAN, NAN};
  byline_recognizer_configure(recognizer, &settings);
  byline_recognizer_push(recognizer, sound + 3 * n, NULL, n);
  assert_int_equal(record.answers[record.n_answers - 1].state,
                   BYLINE_STATE_KNOWN);
  byline_recognizer_free(recognizer);
  clear(&record);
  free(sound);
}

static void events_may_be_missing(void** state)
{
  (void)state;
  const size_t n = (size_t)(5 * RATE);
  float* const sound = new_sound(n);
  sound[4000] = NAN;
  sound[70000] = INFINITY;
  const BylineRecognizerSettings settings =
      byline_recognizer_settings_default();
  const BylineRecognizerEvents none = {NULL, NULL, NULL};
  BylineRecognizer* recognizer = NULL;
  assert_int_equal(
      byline_recognizer_new(model, 0, &settings, &none, &recognizer),
      BYLINE_ERROR_USAGE);
  assert_null(recognizer);
  assert_int_equal(
      byline_recognizer_new(model, RATE, &settings, &none, &recognizer),
      BYLINE_OK);
  byline_recognizer_push(recognizer, sound, NULL, n);
  byline_recognizer_push(recognizer, sound, sound, 0);
  byline_recognizer_free(recognizer);
  free(sound);
}

/* What a recogniser says about the voice before and after a second of sound,
   and after a long silence */
static void ask_for_voice(const BylineModel* asked, float voice[3])
{
  const size_t n = (size_t)(6 * RATE);
  const BylineRecognizerSettings settings =
      byline_recognizer_settings_default();
  const BylineRecognizerEvents none = {NULL, NULL, NULL};
  BylineRecognizer* recognizer = NULL;
  float* const sound = new_sound(n);
  silence_from_to(sound, 2, 6);
  assert_int_equal(
      byline_recognizer_new(asked, RATE, &settings, &none, &recognizer),
      BYLINE_OK);
  const size_t half = (size_t)(0.5 * RATE), two = (size_t)(2 * RATE);
  byline_recognizer_push(recognizer, sound, NULL, half);
  voice[0] = byline_recognizer_voice(recognizer);
  byline_recognizer_push(recognizer, sound + half, NULL, two - half);
  voice[1] = byline_recognizer_voice(recognizer);
  byline_recognizer_push(recognizer, sound + two, NULL, n - two);
  voice[2] = byline_recognizer_voice(recognizer);
  byline_recognizer_free(recognizer);
  free(sound);
}

static void voice_is_known_where_it_is_separated(void** state)
{
  (void)state;
  float voice[3] = {0};
  BylineModel* separating = NULL;
  ask_for_voice(model, voice);
  assert_true(voice[0] == -1 && voice[1] == -1 && voice[2] == -1);
  assert_true(make_model(BYLINE_FOCUS_THREE, &separating));
  ask_for_voice(separating, voice);
  assert_true(voice[0] == -1);
  assert_true(voice[1] >= 0 && voice[1] <= 1);
  assert_true(voice[2] == 0); // nobody sings in silence
  byline_model_free(separating);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(answers_depend_on_sound_only),
      cmocka_unit_test(answers_are_the_networks),
      cmocka_unit_test(answers_come_on_time),
      cmocka_unit_test(silence_is_noticed),
      cmocka_unit_test(settings_may_change_at_any_time),
      cmocka_unit_test(events_may_be_missing),
      cmocka_unit_test(voice_is_known_where_it_is_separated),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
