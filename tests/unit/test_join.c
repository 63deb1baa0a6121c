/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Several models as one file: it says the average of what they say. */

#include "byline/model.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_ARTISTS 3
#define N_MODELS 3
#define N_FRAMES 64

static char folder[] = "/tmp/byline-test-join-XXXXXX";
static char paths[N_MODELS + 1][64];
static const char* const list[] = {paths[0], paths[1], paths[2], paths[3]};

static const char* const architectures[N_MODELS] = {
    "resnet:width=8,blocks=1-1", "resnet:width=8,blocks=1-1",
    "wavenet:width=8,skip=8,layers=2,stacks=1"};
static const float temperatures[N_MODELS] = {1.5f, 0.7f, 1};

static char* artists[] = {"A", "B", "C"};

static void save(size_t index, const char* architecture, float temperature,
                 char** names, uint32_t n_mels)
{
  const BylineNetworkShape shape = {1, n_mels, N_ARTISTS};
  BylineNetwork* network = NULL;
  assert_int_equal(byline_network_new(architecture, &shape, &network),
                   BYLINE_OK);
  byline_network_initialize(network, index + 1);
  BylineModelInfo info = {.front_end = byline_front_end_default(),
                          .artists = names,
                          .n_artists = N_ARTISTS,
                          .temperature = temperature,
                          .metrics = "{\"accuracy\":0.75}",
                          .provenance = "{\"seed\":1}"};
  info.front_end.n_mels = n_mels;
  assert_int_equal(byline_model_save(paths[index], &info, network), BYLINE_OK);
  byline_network_free(network);
}

static int set_up(void** state)
{
  (void)state;
  if (!mkdtemp(folder)) {
    return 1;
  }
  for (size_t i = 0; i <= N_MODELS; ++i) {
    snprintf(paths[i], sizeof(paths[i]), "%s/%zu.safetensors", folder, i);
  }
  for (size_t i = 0; i < N_MODELS; ++i) {
    save(i, architectures[i], temperatures[i], artists, 128);
  }
  return 0;
}

static int tear_down(void** state)
{
  (void)state;
  for (size_t i = 0; i <= N_MODELS; ++i) {
    unlink(paths[i]);
  }
  return rmdir(folder);
}

/* What a network says of a picture, at a temperature */
static void ask(BylineNetwork* network, double temperature,
                double probabilities[N_ARTISTS])
{
  BylinePlan* plan = NULL;
  const BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_INFER, .max_batch = 1, .max_frames = N_FRAMES};
  assert_int_equal(byline_plan_new(network, &settings, &plan), BYLINE_OK);
  float* const image = byline_plan_input(plan);
  for (size_t i = 0; i < (size_t)128 * N_FRAMES; ++i) {
    image[i] = sinf(0.37f * (float)i);
  }
  const float* const logits = byline_plan_forward(plan);
  double total = 0;
  for (size_t i = 0; i < N_ARTISTS; ++i) {
    total += probabilities[i] = exp((double)logits[i] / temperature);
  }
  for (size_t i = 0; i < N_ARTISTS; ++i) {
    probabilities[i] /= total;
  }
  byline_plan_free(plan);
}

static void ask_file(const char* path, double probabilities[N_ARTISTS])
{
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  assert_int_equal(byline_model_open(path, &info, &network), BYLINE_OK);
  ask(network, (double)info.temperature, probabilities);
  byline_network_free(network);
  byline_model_info_free(&info);
}

static void says_the_average(void** state)
{
  (void)state;
  double mean[N_ARTISTS] = {0};
  double spread = 0;
  for (size_t i = 0; i < N_MODELS; ++i) {
    double one[N_ARTISTS];
    ask_file(paths[i], one);
    for (size_t k = 0; k < N_ARTISTS; ++k) {
      mean[k] += one[k] / N_MODELS;
    }
    spread = fmax(spread, fabs(one[0] - mean[0]));
  }
  assert_true(spread > 0.01);

  BylineModelInfo info;
  BylineNetwork* network = NULL;
  assert_int_equal(byline_model_join(list, N_MODELS, NULL, &info, &network),
                   BYLINE_OK);
  assert_true(info.temperature == 1);
  assert_int_equal(info.n_artists, N_ARTISTS);
  assert_non_null(strstr(info.provenance, "\"members\""));
  assert_int_equal(byline_model_save(paths[N_MODELS], &info, network),
                   BYLINE_OK);
  byline_network_free(network);
  byline_model_info_free(&info);

  double joined[N_ARTISTS];
  ask_file(paths[N_MODELS], joined);
  for (size_t k = 0; k < N_ARTISTS; ++k) {
    assert_true(fabs(joined[k] - mean[k]) < 1e-5);
  }
}

/* Dividing what is nobody's by a temperature would weigh it otherwise. */
static void one_stays_what_it_is(void** state)
{
  (void)state;
  double alone[N_ARTISTS];
  double joined[N_ARTISTS];
  const char* const one[] = {paths[N_MODELS]};
  save(N_MODELS, "bands:prototypes=0,nobody=5", 0.6f, artists, 128);
  ask_file(one[0], alone);
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  assert_int_equal(byline_model_join(one, 1, NULL, &info, &network), BYLINE_OK);
  assert_true(info.temperature == 0.6f);
  ask(network, (double)info.temperature, joined);
  for (size_t k = 0; k < N_ARTISTS; ++k) {
    assert_true(fabs(joined[k] - alone[k]) < 1e-6);
  }
  byline_network_free(network);
  byline_model_info_free(&info);
}

/* A model of several is joined by its members, which keep their shares of its
   half. */
static void joins_what_is_joined(void** state)
{
  (void)state;
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  double pair[N_ARTISTS];
  double third[N_ARTISTS];
  double joined[N_ARTISTS];
  assert_int_equal(byline_model_join(list, 2, NULL, &info, &network),
                   BYLINE_OK);
  ask(network, 1, pair);
  assert_int_equal(byline_model_save(paths[N_MODELS], &info, network),
                   BYLINE_OK);
  byline_network_free(network);
  byline_model_info_free(&info);

  const char* const both[] = {paths[N_MODELS], paths[2]};
  ask_file(paths[2], third);
  assert_int_equal(byline_model_join(both, 2, NULL, &info, &network),
                   BYLINE_OK);
  const char* const architecture = byline_network_architecture(network);
  assert_int_equal(strncmp(architecture, "0.25*resnet:", 12), 0);
  assert_non_null(strstr(architecture, "+0.5*wavenet:"));
  ask(network, 1, joined);
  for (size_t k = 0; k < N_ARTISTS; ++k) {
    assert_true(fabs(joined[k] - (pair[k] + third[k]) / 2) < 1e-5);
  }
  byline_network_free(network);
  byline_model_info_free(&info);

  /* One that counts three times as much as the other, in half precision */
  const double weights[] = {3, 1};
  double first[N_ARTISTS];
  double second[N_ARTISTS];
  assert_int_equal(byline_model_join(list, 2, weights, &info, &network),
                   BYLINE_OK);
  info.halves = true;
  assert_int_equal(byline_model_save(paths[N_MODELS], &info, network),
                   BYLINE_OK);
  byline_network_free(network);
  byline_model_info_free(&info);
  ask_file(paths[0], first);
  ask_file(paths[1], second);
  ask_file(paths[N_MODELS], joined);
  for (size_t k = 0; k < N_ARTISTS; ++k) {
    assert_true(fabs(joined[k] - (3 * first[k] + second[k]) / 4) < 2e-3);
  }
}

/* Members whose answers are multiplied stay so: their model is one voice of the
   average. */
static void joins_products(void** state)
{
  (void)state;
  double first[N_ARTISTS];
  double product[N_ARTISTS];
  double joined[N_ARTISTS];
  save(N_MODELS,
       "resnet:width=8,blocks=1-1^wavenet:width=8,skip=8,layers=2,stacks=1",
       1.5f, artists, 128);
  ask_file(paths[0], first);
  ask_file(paths[N_MODELS], product);
  const char* const both[] = {paths[0], paths[N_MODELS]};
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  assert_int_equal(byline_model_join(both, 2, NULL, &info, &network),
                   BYLINE_OK);
  const char* const architecture = byline_network_architecture(network);
  assert_non_null(strstr(architecture, "+resnet:"));
  assert_non_null(strstr(architecture, "^wavenet:"));
  ask(network, 1, joined);
  for (size_t k = 0; k < N_ARTISTS; ++k) {
    assert_true(fabs(joined[k] - (first[k] + product[k]) / 2) < 1e-5);
  }
  assert_true(fabs(first[0] - product[0]) > 0.01);
  byline_network_free(network);
  byline_model_info_free(&info);
}

static void refuse(const char* const* files, size_t n, BylineStatus expected,
                   const char* hint)
{
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  assert_int_equal(byline_model_join(files, n, NULL, &info, &network),
                   expected);
  assert_null(network);
  assert_non_null(strstr(byline_error_message(), hint));
  byline_model_info_free(&info);
}

static void refuses_what_does_not_go_together(void** state)
{
  (void)state;
  refuse(list, 0, BYLINE_ERROR_USAGE, "1 to 32");
  const char* const pair[] = {paths[0], paths[N_MODELS]};
  save(N_MODELS, architectures[0], 1,
       (char*[]){artists[1], artists[0], artists[2]}, 128);
  refuse(pair, 2, BYLINE_ERROR_DATA, "other artists");
  save(N_MODELS, architectures[0], 1, artists, 64);
  refuse(pair, 2, BYLINE_ERROR_DATA, "other spectrograms");
  unlink(paths[N_MODELS]);
  refuse(pair, 2, BYLINE_ERROR_IO, paths[N_MODELS]);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(says_the_average),
      cmocka_unit_test(one_stays_what_it_is),
      cmocka_unit_test(joins_what_is_joined),
      cmocka_unit_test(joins_products),
      cmocka_unit_test(refuses_what_does_not_go_together),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
