/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a training learns, what answers in the end is nowhere below the
   statistics on validation, and says of which it is made. */

#include "byline/evaluation.h"
#include "byline/model.h"
#include "tests/unit/suite.h"
#include "tests/unit/tiny_training.h"

#include <jansson.h>

#include "tests/unit/near.h"

/* What a model makes of validation */
typedef struct {
  double accuracy;
  double f1;
  double song_accuracy;
} Figures;

static void path_in(const TinyTraining* t, const char* name, char path[512])
{
  snprintf(path, 512, "%s/run/%s", t->folder, name);
}

static Figures ask(const TinyTraining* t, const char* name)
{
  char path[512];
  BylineModel* model = NULL;
  BylinePredictions predictions;
  BylineEvaluation e;
  path_in(t, name, path);
  assert_int_equal(byline_model_load(path, &model), BYLINE_OK);
  const BylinePredictionTask task = {.network = byline_model_network(model),
                                     .dataset = t->dataset,
                                     .split = BYLINE_VALIDATION,
                                     .n_frames = (size_t)t->recipe.clip_frames};
  assert_int_equal(byline_predict(&task, &predictions), BYLINE_OK);
  assert_int_equal(
      byline_evaluation_compute(
          &predictions, (double)byline_model_info(model)->temperature, &e),
      BYLINE_OK);
  const BylineScores clips = byline_scores_compute(&e.clips);
  const Figures figures = {clips.accuracy, clips.macro.f1,
                           byline_scores_compute(&e.songs).accuracy};
  byline_evaluation_free(&e);
  byline_predictions_free(&predictions);
  byline_model_free(model);
  return figures;
}

/* The model's own record of what answers, and of the clips that `who` gets
   right */
static double recorded(const TinyTraining* t, const char* who)
{
  char path[512];
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  path_in(t, "model.safetensors", path);
  assert_int_equal(byline_model_open(path, &info, &network), BYLINE_OK);
  json_t* const metrics = json_loads(info.metrics, 0, NULL);
  assert_non_null(json_string_value(json_object_get(metrics, "answer")));
  const json_t* const clips =
      json_object_get(json_object_get(metrics, who), "clips");
  const double accuracy = json_number_value(json_object_get(clips, "accuracy"));
  json_decref(metrics);
  byline_network_free(network);
  byline_model_info_free(&info);
  return accuracy;
}

static void check(TinyKind kind, const char* recipe)
{
  TinyTraining t;
  char folder[512];
  assert_true(tiny_training_begin_of(kind, &t, recipe));
  snprintf(folder, sizeof(folder), "%s/run", t.folder);
  const BylineTraining training = {.dataset = t.dataset,
                                   .recipe = &t.recipe,
                                   .folder = folder,
                                   .n_threads = 2};
  assert_int_equal(byline_train(&training), BYLINE_OK);
  const Figures answer = ask(&t, "model.safetensors");
  const Figures floor = ask(&t, "statistics.safetensors");
  const Figures network = ask(&t, "network.safetensors");
  assert_true(answer.accuracy >= floor.accuracy);
  assert_true(answer.f1 >= floor.f1 - 1e-9);
  assert_true(answer.song_accuracy >= floor.song_accuracy);
  assert_near(recorded(&t, "validation"), answer.accuracy, 1e-6);
  assert_near(recorded(&t, "statistics"), floor.accuracy, 1e-6);
  assert_near(recorded(&t, "network"), network.accuracy, 1e-6);
  tiny_training_end(&t);
}

/* A network that has hardly begun, so that it would be worse */
static const char hasty[] = "clip_frames = 20\n"
                            "epochs = 1\n"
                            "clips_per_epoch = 8\n";

/* One that has learnt something */
static const char patient[] = "clip_frames = 20\n"
                              "epochs = 8\n"
                              "clips_per_epoch = 96\n";

static void test_never_below_the_floor(void** state)
{
  (void)state;
  for (unsigned kind = 0; kind < TINY_N_KINDS; ++kind) {
    check((TinyKind)kind, hasty);
    check((TinyKind)kind, patient);
  }
}

/* The same training gives the same answer, resumed after the end, too. */
static void test_resumed_at_the_end(void** state)
{
  (void)state;
  TinyTraining t;
  char folder[512];
  assert_true(tiny_training_begin_of(TINY_FAINT, &t, patient));
  snprintf(folder, sizeof(folder), "%s/run", t.folder);
  const BylineTraining training = {.dataset = t.dataset,
                                   .recipe = &t.recipe,
                                   .folder = folder,
                                   .n_threads = 2,
                                   .resume = true};
  assert_int_equal(byline_train(&training), BYLINE_OK);
  const double before = recorded(&t, "validation");
  const double network = recorded(&t, "network");
  assert_int_equal(byline_train(&training), BYLINE_OK);
  assert_near(recorded(&t, "validation"), before, 1e-9);
  assert_near(recorded(&t, "network"), network, 1e-9);
  tiny_training_end(&t);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_never_below_the_floor),
      cmocka_unit_test(test_resumed_at_the_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
