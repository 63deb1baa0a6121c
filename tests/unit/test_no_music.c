/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Nobody is named for what is no music, by the models in the box, along the
   live path, and nothing is learnt from it; and music still passes.
   usage: test_no_music [MODEL]   (another model in their place) */

#include "byline/random.h"
#include "byline/recognizer.h"
#include "recognizer/lesson.h"
#include "tests/unit/signals.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static float sound[N];

/* A tune: notes of four partials, a bass, and drums */
static double tune(double t, double a, double b)
{
  static const int notes[] = {0, 4, 7, 12, 11, 7,  5, 9,
                              2, 5, 7, 4,  0,  -5, 3, 7};
  const double tick = turn(t * b);
  const size_t k = (size_t)(t * b);
  const double f = a * exp2(notes[(k * 7 + k / 5) % 16] / 12.0);
  const double low = a / 4 * exp2(notes[k / 8 % 16] / 12.0);
  double x = 0.2 * exp(-tick) * wave(low, t);
  for (int i = 1; i < 5; ++i) {
    x += 0.2 / i * exp(-2 * tick) * wave(f * i, t);
  }
  return x + (k % 4 == 2 ? exp(-30 * tick) * noise() : 0);
}

/* ---- */

/* What was answered */
typedef struct {
  size_t n;
  size_t n_named;  ///< Answers with a name
  size_t n_ranked; ///< Answers with a ranking
} Count;

static void count(void* user, const BylineAnswer* answer)
{
  Count* const c = user;
  ++c->n;
  c->n_named += answer->artist >= 0 || answer->state == BYLINE_STATE_KNOWN;
  c->n_ranked += answer->top[0].artist >= 0;
}

static void make(const Signal* signal)
{
  randomness = byline_random_begin(11, 1);
  for (size_t i = 0; i < N; ++i) {
    sound[i] = (float)signal->make((double)i / RATE, signal->a, signal->b);
  }
}

/* What a model says of the sound that was made last */
static Count ask(BylineModel* model)
{
  Count c = {.n = 0};
  const BylineRecognizerSettings settings =
      byline_recognizer_settings_default();
  const BylineRecognizerEvents events = {.answer = count, .user = &c};
  BylineRecognizer* recognizer = NULL;
  assert_int_equal(
      byline_recognizer_new(model, RATE, &settings, &events, &recognizer),
      BYLINE_OK);
  byline_recognizer_push(recognizer, sound, NULL, N);
  byline_recognizer_free(recognizer);
  assert_true(c.n >= SECONDS - 1);
  return c;
}

enum { MOST_MODELS = 2 };

/* Signals are made once for all models, since some take long */
static void name_nobody(const char* const* paths, size_t n)
{
  BylineModel* models[MOST_MODELS];
  for (size_t i = 0; i < n; ++i) {
    assert_int_equal(byline_model_load(paths[i], &models[i]), BYLINE_OK);
  }
  size_t n_wrong = 0;
  for (size_t k = 0; k < N_SIGNALS * n; ++k) {
    const Signal* const signal = &signals[k / n];
    if (k % n == 0) {
      make(signal);
    }
    const Count c = ask(models[k % n]);
    if (c.n_named > 0) {
      print_message("%s: named by %s in %zu of %zu answers, ranked in %zu\n",
                    signal->name, paths[k % n], c.n_named, c.n, c.n_ranked);
      ++n_wrong;
    }
  }
  for (size_t i = 0; i < n; ++i) {
    byline_model_free(models[i]);
  }
  assert_int_equal(n_wrong, 0);
}

static void test_models_in_the_box_name_nobody(void** state)
{
  static const char* const paths[MOST_MODELS] = {
      "presets/models/default.safetensors", "presets/models/small.safetensors"};
  (void)state;
  name_nobody(paths, MOST_MODELS);
}

static BylineModel* open_small(void)
{
  BylineModel* model = NULL;
  assert_int_equal(
      byline_model_load("presets/models/small.safetensors", &model), BYLINE_OK);
  return model;
}

/* A tune is music: it is ranked from the first look on */
static void test_tunes_are_music(void** state)
{
  (void)state;
  BylineModel* const model = open_small();
  for (int i = 0; i < 4; ++i) {
    const Signal signal = {"tune", tune, 220 + 60 * i, 2 + i};
    make(&signal);
    const Count c = ask(model);
    print_message("tune %d: ranked in %zu of %zu\n", i, c.n_ranked, c.n);
    assert_true(c.n_ranked + 5 >= c.n);
  }
  byline_model_free(model);
}

/* ---- lessons */

/* Play signals one after another and learn from them; why not, or NULL */
static const char* learn_from(const BylineModel* model,
                              const Signal* const* played, size_t n)
{
  const BylineRecognizerSettings settings =
      byline_recognizer_settings_default();
  const BylineRecognizerEvents events = {.answer = NULL};
  BylineRecognizer* recognizer = NULL;
  BylineLesson lesson;
  assert_int_equal(
      byline_recognizer_new(model, RATE, &settings, &events, &recognizer),
      BYLINE_OK);
  for (size_t i = 0; i < n; ++i) {
    make(played[i]);
    byline_recognizer_push(recognizer, sound, NULL, N);
  }
  const BylineStatus status = byline_lesson_take(
      model, byline_recognizer_heard(recognizer), NULL, &lesson);
  byline_lesson_free(&lesson);
  byline_recognizer_free(recognizer);
  assert_true(status == BYLINE_OK || status == BYLINE_ERROR_DATA);
  return status == BYLINE_OK ? NULL : byline_error_message();
}

/* What somebody may take for a performance */
static void test_no_music_teaches_nothing(void** state)
{
  (void)state;
  static const Signal taken[] = {
      {"a voice", voices, 1, 0},
      {"two voices", voices, 2, 0},
      {"babble", voices, 12, 0},
      {"applause", applause, 400, 0.1},
  };
  BylineModel* const model = open_small();
  for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); ++i) {
    const Signal* const one[] = {&taken[i], &taken[i]};
    const char* const why = learn_from(model, one, 2);
    print_message("%s: %s\n", taken[i].name, why ? why : "learnt");
    assert_non_null(why);
    assert_non_null(strstr(why, "no music"));
  }
  byline_model_free(model);
}

/* A tune in which somebody speaks teaches; a talk with a tune in it does not */
static void test_what_is_mostly_music_teaches(void** state)
{
  (void)state;
  BylineModel* const model = open_small();
  const Signal song = {"tune", tune, 280, 3};
  const Signal talk = {"a voice", voices, 1, 0};
  const Signal* const mostly_song[] = {&song, &talk, &song};
  const Signal* const mostly_talk[] = {&talk, &song, &talk};
  assert_null(learn_from(model, mostly_song, 3));
  const char* const why = learn_from(model, mostly_talk, 3);
  assert_non_null(why);
  assert_non_null(strstr(why, "most of it is no music"));
  byline_model_free(model);
}

/* ---- */

static const char* other_model;

static void test_other_model_names_nobody(void** state)
{
  (void)state;
  name_nobody(&other_model, 1);
}

int main(int argc, char** argv)
{
  const struct CMUnitTest other[] = {
      cmocka_unit_test(test_other_model_names_nobody),
  };
  if (argc > 1) {
    other_model = argv[1];
    return cmocka_run_group_tests(other, NULL, NULL);
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_models_in_the_box_name_nobody),
      cmocka_unit_test(test_tunes_are_music),
      cmocka_unit_test(test_no_music_teaches_nothing),
      cmocka_unit_test(test_what_is_mostly_music_teaches),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
