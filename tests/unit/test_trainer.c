/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"
#include "byline/evaluation.h"
#include "byline/model.h"
#include "models/models.h"
#include "tests/unit/suite.h"
#include "tests/unit/tiny_training.h"

#include <pthread.h>

#include "tests/unit/near.h"

typedef TinyTraining Fixture;

static int set_up(void** state)
{
  static Fixture fixture;
  *state = &fixture;
  return !tiny_training_begin(&fixture, "clip_frames = 64\n"
                                        "min_frames = 48\n"
                                        "epochs = 4\n"
                                        "clips_per_epoch = 24\n");
}

static int tear_down(void** state)
{
  tiny_training_end(*state);
  return 0;
}

/* The path of something in a run's folder, good until the next call */
static const char* path_in(const Fixture* fixture, const char* run,
                           const char* name)
{
  static char path[512];
  snprintf(path, sizeof(path), "%s/%s%s%s", fixture->folder, run,
           name ? "/" : "", name ? name : "");
  return path;
}

static BylineStatus train(const Fixture* fixture, const char* run,
                          const BylineRecipe* recipe, bool resume,
                          const volatile sig_atomic_t* stop)
{
  char folder[512];
  snprintf(folder, sizeof(folder), "%s", path_in(fixture, run, NULL));
  const BylineTraining training = {.dataset = fixture->dataset,
                                   .recipe = recipe,
                                   .folder = folder,
                                   .n_threads = 2,
                                   .resume = resume,
                                   .stop = stop};
  return byline_train(&training);
}

static void assert_same_file(const Fixture* fixture, const char* a,
                             const char* b, const char* name)
{
  BylineMapping first;
  BylineMapping second;
  assert_int_equal(byline_mapping_open(path_in(fixture, a, name), &first),
                   BYLINE_OK);
  assert_int_equal(byline_mapping_open(path_in(fixture, b, name), &second),
                   BYLINE_OK);
  assert_int_equal(first.size, second.size);
  assert_memory_equal(first.data, second.data, first.size);
  byline_mapping_close(&first);
  byline_mapping_close(&second);
}

static size_t count_lines(const char* path)
{
  FILE* const file = fopen(path, "r");
  assert_non_null(file);
  size_t n = 0;
  for (int c; (c = fgetc(file)) != EOF;) {
    n += c == '\n';
  }
  fclose(file);
  return n;
}

static void test_learns_from_validation_when_told(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  recipe.learn_from = BYLINE_LEARN_ALL;
  assert_int_equal(train(fixture, "all", &recipe, false, NULL),
                   BYLINE_ERROR_USAGE);

  recipe.temperature = 1.25;
  recipe.answer = BYLINE_ANSWER_NETWORK;
  assert_int_equal(train(fixture, "all", &recipe, false, NULL), BYLINE_OK);
  BylineModel* model = NULL;
  assert_int_equal(
      byline_model_load(path_in(fixture, "all", "model.safetensors"), &model),
      BYLINE_OK);
  const BylineModelInfo* const info = byline_model_info(model);
  assert_float_equal(info->temperature, 1.25f, 0);
  assert_null(strstr(info->metrics, "validation"));
  assert_non_null(strstr(info->metrics, "learnt"));
  byline_model_free(model);
}

static void test_trains_and_knows_the_artists(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  recipe.epochs = 12;
  recipe.clips_per_epoch = 96;
  assert_int_equal(train(fixture, "learn", &recipe, false, NULL), BYLINE_OK);
  assert_int_equal(count_lines(path_in(fixture, "learn", "metrics.jsonl")), 12);

  BylineModel* model = NULL;
  assert_int_equal(
      byline_model_load(path_in(fixture, "learn", "model.safetensors"), &model),
      BYLINE_OK);
  const BylineModelInfo* const info = byline_model_info(model);
  assert_int_equal(info->n_artists, 3);
  assert_string_equal(info->artists[1], "Artist B");
  assert_non_null(strstr(info->provenance, "clips_per_epoch = 96"));
  assert_non_null(strstr(info->provenance, "\"revision\":\""));
  assert_non_null(strstr(info->provenance, "\"by\":\"song\",\"hash\":\""));
  assert_non_null(strstr(info->provenance, "\"music\":\""));
  assert_non_null(
      strstr(info->metrics, "\"validation\":{\"clip_seconds\":2.389"));

  BylinePredictions predictions;
  const BylinePredictionTask question = {.network = byline_model_network(model),
                                         .dataset = fixture->dataset,
                                         .split = BYLINE_TEST,
                                         .n_frames = 40};
  assert_int_equal(byline_predict(&question, &predictions), BYLINE_OK);
  assert_int_equal(predictions.n_clips, 3 * 2);
  BylineEvaluation evaluation;
  assert_int_equal(byline_evaluation_compute(
                       &predictions, (double)info->temperature, &evaluation),
                   BYLINE_OK);
  assert_near(byline_scores_compute(&evaluation.clips).accuracy, 1, 1e-9);
  byline_evaluation_free(&evaluation);
  byline_predictions_free(&predictions);
  byline_model_free(model);
}

static void test_same_seed_same_model(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  assert_int_equal(train(fixture, "a", &recipe, false, NULL), BYLINE_OK);
  assert_int_equal(train(fixture, "b", &recipe, false, NULL), BYLINE_OK);
  assert_same_file(fixture, "a", "b", "model.safetensors");
}

/* Sets a flag after a while. */
typedef struct {
  volatile sig_atomic_t stop;
  useconds_t delay;
} Alarm;

static void* ring(void* data)
{
  Alarm* const alarm_clock = data;
  usleep(alarm_clock->delay);
  alarm_clock->stop = 1;
  return NULL;
}

/* Train in one go into the folder `whole` and with stops into `parts`. */
static void assert_resumed_is_uninterrupted(const Fixture* fixture,
                                            const BylineRecipe* recipe,
                                            const char* whole,
                                            const char* parts)
{
  assert_int_equal(train(fixture, whole, recipe, false, NULL), BYLINE_OK);
  /* Stopped before the first step, then wherever it happens to be */
  Alarm alarm_clock = {.stop = 1};
  BylineStatus status = BYLINE_ERROR_INTERRUPTED;
  unsigned n_stops = 0;
  while (status == BYLINE_ERROR_INTERRUPTED && n_stops < 400) {
    pthread_t thread;
    const bool started =
        n_stops > 0 && pthread_create(&thread, NULL, ring, &alarm_clock) == 0;
    status =
        train(fixture, parts, n_stops ? NULL : recipe, true, &alarm_clock.stop);
    if (started) {
      pthread_join(thread, NULL);
    }
    alarm_clock.stop = 0;
    ++n_stops;
    /* From at once to long after the end, however slow the machine is */
    alarm_clock.delay = 20 * (n_stops - 1) * (n_stops - 1) * (n_stops - 1);
  }
  assert_int_equal(status, BYLINE_OK);
  assert_true(n_stops > 2);
  assert_same_file(fixture, whole, parts, "model.safetensors");
  assert_int_equal(count_lines(path_in(fixture, parts, "metrics.jsonl")), 4);
}

static void test_resumed_is_uninterrupted(void** state)
{
  const Fixture* const fixture = *state;
  assert_resumed_is_uninterrupted(fixture, &fixture->recipe, "whole", "parts");
}

/* ---- strangers */

static BylineRecipe recipe_with_strangers(const Fixture* fixture,
                                          const char* folder, double share)
{
  BylineRecipe recipe = fixture->recipe;
  recipe.stranger_share = share;
  assert_int_equal(byline_recipe_set(&recipe, "strangers", folder), BYLINE_OK);
  return recipe;
}

static void test_resumes_with_strangers(void** state)
{
  const Fixture* const fixture = *state;
  char* const folder = tiny_dataset_make_from(TINY_ARTISTS, 2);
  char* const other = tiny_dataset_make_from(TINY_ARTISTS, 1);
  const BylineRecipe recipe = recipe_with_strangers(fixture, folder, 0.3);
  assert_resumed_is_uninterrupted(fixture, &recipe, "strange", "strange-parts");

  BylineModelInfo info;
  BylineNetwork* network = NULL;
  assert_int_equal(
      byline_model_open(path_in(fixture, "strange", "model.safetensors"), &info,
                        &network),
      BYLINE_OK);
  assert_int_equal(info.n_artists, TINY_ARTISTS);
  assert_non_null(strstr(info.provenance, "\"artists\":2,\"tracks\":8"));
  /* Others need not know whose folder it was in */
  assert_non_null(strstr(info.provenance, "strangers = byline-test-"));
  byline_network_free(network);
  byline_model_info_free(&info);

  /* Other strangers where those were */
  char command[600];
  snprintf(command, sizeof(command), "cp -r '%s'/* '%s'", other, folder);
  assert_int_equal(system(command), 0);
  assert_int_equal(train(fixture, "strange", NULL, true, NULL),
                   BYLINE_ERROR_FORMAT);
  assert_non_null(strstr(byline_error_message(), "strangers"));
  tiny_dataset_remove(folder);
  tiny_dataset_remove(other);
}

static void test_strangers_are_not_counted_as_wrong(void** state)
{
  const Fixture* const fixture = *state;
  char* const folder = tiny_dataset_make_from(TINY_ARTISTS, 2);
  BylineRecipe recipe = recipe_with_strangers(fixture, folder, 0.5);
  recipe.epochs = 12;
  recipe.clips_per_epoch = 96;
  assert_int_equal(train(fixture, "counted", &recipe, false, NULL), BYLINE_OK);
  FILE* const file = fopen(path_in(fixture, "counted", "metrics.jsonl"), "r");
  assert_non_null(file);
  char line[1024];
  double accuracy = 0;
  while (fgets(line, sizeof(line), file)) {
    const char* const key = strstr(line, "\"train_accuracy\":");
    assert_non_null(key);
    accuracy = strtod(strchr(key, ':') + 1, NULL);
  }
  fclose(file);
  /* With them it could not be much more than half */
  assert_true(accuracy > 0.8 && accuracy <= 1);
  tiny_dataset_remove(folder);
}

static void test_folder_in_use_is_refused(void** state)
{
  const Fixture* const fixture = *state;
  const BylineRecipe* const recipe = &fixture->recipe;
  assert_int_equal(train(fixture, "used", recipe, false, NULL), BYLINE_OK);
  assert_int_equal(train(fixture, "used", recipe, false, NULL),
                   BYLINE_ERROR_USAGE);
  assert_non_null(strstr(byline_error_message(), "--resume"));
  BylineRecipe other = *recipe;
  other.batch = 6;
  assert_int_equal(train(fixture, "used", &other, true, NULL),
                   BYLINE_ERROR_FORMAT);
  assert_non_null(strstr(byline_error_message(), "batch = 8, not batch = 6"));
}

static void test_damaged_checkpoint_is_refused(void** state)
{
  const Fixture* const fixture = *state;
  assert_int_equal(train(fixture, "damaged", &fixture->recipe, false, NULL),
                   BYLINE_OK);
  const char* const path = path_in(fixture, "damaged", "checkpoint");
  FILE* const file = fopen(path, "r+b");
  assert_int_equal(fseek(file, 2000, SEEK_SET), 0);
  fputc('x', file);
  fputc('y', file);
  fclose(file);
  assert_int_equal(train(fixture, "damaged", NULL, true, NULL),
                   BYLINE_ERROR_FORMAT);
  assert_int_equal(truncate(path_in(fixture, "damaged", "checkpoint"), 100), 0);
  assert_int_equal(train(fixture, "damaged", NULL, true, NULL),
                   BYLINE_ERROR_FORMAT);
}

/* Train with nothing but the classifier learning, from a model. */
static BylineStatus train_from(const Fixture* fixture, const char* run,
                               const BylineRecipe* recipe, const char* from,
                               bool resume)
{
  char folder[512];
  snprintf(folder, sizeof(folder), "%s", path_in(fixture, run, NULL));
  const BylineTraining training = {.dataset = fixture->dataset,
                                   .recipe = recipe,
                                   .folder = folder,
                                   .from = from,
                                   .n_threads = 2,
                                   .resume = resume};
  return byline_train(&training);
}

static void open_model(const char* path, BylineNetwork** network)
{
  BylineModelInfo info;
  assert_int_equal(byline_model_open(path, &info, network), BYLINE_OK);
  byline_model_info_free(&info);
}

static void test_begins_with_another_model(void** state)
{
  const Fixture* const fixture = *state;
  char from[512];
  BylineRecipe recipe = fixture->recipe;
  recipe.epochs = 1;
  recipe.answer = BYLINE_ANSWER_NETWORK;
  assert_int_equal(train(fixture, "first", &recipe, false, NULL), BYLINE_OK);
  snprintf(from, sizeof(from), "%s",
           path_in(fixture, "first", "model.safetensors"));

  /* The body is frozen, so it must be that of the model it came from */
  recipe.seed = 99;
  recipe.freeze_epochs = 1;
  recipe.ema = 0;
  assert_int_equal(train_from(fixture, "second", &recipe, from, false),
                   BYLINE_OK);
  BylineNetwork* a = NULL;
  BylineNetwork* b = NULL;
  open_model(from, &a);
  open_model(path_in(fixture, "second", "model.safetensors"), &b);
  size_t n_new = 0;
  for (size_t i = 0; i < byline_network_tensor_count(a); ++i) {
    const BylineTensor* const x = byline_network_tensor(a, i);
    const BylineTensor* const y = byline_network_tensor(b, i);
    const bool same =
        !memcmp(x->values, y->values, x->n_values * sizeof(float));
    if (x->trainable) {
      assert_int_equal(same, !byline_tensor_is_head(x));
      n_new += !same;
    }
  }
  assert_int_equal(n_new, 2);
  byline_network_free(a);
  byline_network_free(b);
}

static void test_origin_is_kept_and_checked(void** state)
{
  const Fixture* const fixture = *state;
  char from[512];
  char other[512];
  snprintf(from, sizeof(from), "%s",
           path_in(fixture, "first", "model.safetensors"));
  snprintf(other, sizeof(other), "%s",
           path_in(fixture, "second", "model.safetensors"));
  assert_int_equal(train_from(fixture, "second", NULL, from, true), BYLINE_OK);
  assert_int_equal(train_from(fixture, "second", NULL, NULL, true), BYLINE_OK);
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  assert_int_equal(byline_model_open(other, &info, &network), BYLINE_OK);
  assert_non_null(strstr(info.provenance, "\"file\":\"model.safetensors\""));
  assert_non_null(strstr(info.provenance, "\"with_classifier\":true"));
  byline_network_free(network);
  byline_model_info_free(&info);
  assert_int_equal(train_from(fixture, "second", NULL, other, true),
                   BYLINE_ERROR_FORMAT);
  assert_non_null(strstr(byline_error_message(), "was begun with"));

  BylineRecipe foreign = fixture->recipe;
  strcpy(foreign.architecture, "wavenet");
  assert_int_equal(train_from(fixture, "foreign", &foreign, from, false),
                   BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "no tensor of resnet"));
}

static void test_divergence_stops_with_the_place(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  recipe.learning_rate = 100;
  recipe.warmup_epochs = 0;
  recipe.max_gradient = 0;
  recipe.weight_decay = 1;
  recipe.momentum = 0.9999;
  recipe.epochs = 60;
  assert_int_equal(train(fixture, "wild", &recipe, false, NULL),
                   BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "not finite"));
  assert_non_null(strstr(byline_error_message(), "epoch "));
}

static void test_patience_ends_early(void** state)
{
  const Fixture* const fixture = *state;
  BylineRecipe recipe = fixture->recipe;
  recipe.epochs = 100;
  recipe.learning_rate = 0;
  recipe.patience = 2;
  assert_int_equal(train(fixture, "patient", &recipe, false, NULL), BYLINE_OK);
  assert_true(count_lines(path_in(fixture, "patient", "metrics.jsonl")) < 100);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_learns_from_validation_when_told),
      cmocka_unit_test(test_trains_and_knows_the_artists),
      cmocka_unit_test(test_same_seed_same_model),
      cmocka_unit_test(test_resumed_is_uninterrupted),
      cmocka_unit_test(test_resumes_with_strangers),
      cmocka_unit_test(test_strangers_are_not_counted_as_wrong),
      cmocka_unit_test(test_folder_in_use_is_refused),
      cmocka_unit_test(test_damaged_checkpoint_is_refused),
      cmocka_unit_test(test_begins_with_another_model),
      cmocka_unit_test(test_origin_is_kept_and_checked),
      cmocka_unit_test(test_divergence_stops_with_the_place),
      cmocka_unit_test(test_patience_ends_early),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
