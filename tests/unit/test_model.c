/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "byline/model.h"
#include "byline/random.h"
#include "nn/safetensors.h"
#include "tests/unit/model_file.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const float* run(BylineNetwork* network, const float* image,
                        BylinePlan** plan)
{
  const BylinePlanSettings settings = {.mode = BYLINE_PLAN_INFER,
                                       .max_batch = 1,
                                       .max_frames = BYLINE_CLIP_FRAMES};
  assert_int_equal(byline_plan_new(network, &settings, plan), BYLINE_OK);
  memcpy(byline_plan_input(*plan), image,
         128 * BYLINE_CLIP_FRAMES * sizeof(float));
  return byline_plan_forward(*plan);
}

static void check_info(const BylineModelInfo* info)
{
  const BylineModelInfo original = new_info();
  assert_int_equal(info->n_artists, N_ARTISTS);
  assert_string_equal(info->artists[0], artists[0]);
  assert_string_equal(info->artists[1], "\"Weird Al\" Yankovic");
  assert_string_equal(info->artists[2], artists[2]);
  assert_memory_equal(&info->front_end, &original.front_end,
                      sizeof(original.front_end));
  assert_memory_equal(&info->temperature, &original.temperature, sizeof(float));
  assert_string_equal(info->metrics, original.metrics);
  assert_string_equal(info->provenance, original.provenance);
}

static void opened_model_is_the_saved_one(void** state)
{
  (void)state;
  save();
  BylineNetwork* const saved = new_network();
  BylineModelInfo info;
  BylineNetwork* opened = NULL;
  assert_int_equal(byline_model_open(path, &info, &opened), BYLINE_OK);
  check_info(&info);
  assert_string_equal(byline_network_architecture(opened),
                      byline_network_architecture(saved));
  const size_t n = byline_network_tensor_count(saved);
  assert_true(n > 0);
  assert_int_equal(byline_network_tensor_count(opened), n);
  for (size_t i = 0; i < n; ++i) {
    const BylineTensor* const a = byline_network_tensor(saved, i);
    const BylineTensor* const b = byline_network_tensor(opened, i);
    assert_string_equal(a->name, b->name);
    assert_memory_equal(a->values, b->values, a->n_values * sizeof(float));
  }
  byline_model_info_free(&info);
  byline_network_free(opened);
  byline_network_free(saved);
}

static void loaded_model_computes_the_same(void** state)
{
  (void)state;
  save();
  BylineNetwork* const saved = new_network();
  BylineModel* model = NULL;
  assert_int_equal(byline_model_load(path, &model), BYLINE_OK);
  check_info(byline_model_info(model));

  static float image[128 * BYLINE_CLIP_FRAMES];
  BylineRandom random = byline_random_begin(1, 0);
  for (size_t i = 0; i < 128 * BYLINE_CLIP_FRAMES; ++i) {
    image[i] = byline_random_normal(&random);
  }
  BylinePlan* plans[2];
  const float* const expected = run(saved, image, &plans[0]);
  const float* const logits =
      run(byline_model_network(model), image, &plans[1]);
  for (size_t i = 0; i < N_ARTISTS; ++i) {
    assert_true(fabsf(expected[i]) > 1e-3f);
    assert_float_equal(logits[i], expected[i], 1e-3f * fabsf(expected[i]));
  }
  byline_plan_free(plans[0]);
  byline_plan_free(plans[1]);
  byline_model_free(model);
  byline_network_free(saved);
}

/* A host may have set a locale whose numbers have a comma */
static void locale_does_not_matter(void** state)
{
  (void)state;
  if (!setlocale(LC_NUMERIC, "de_DE.UTF-8") &&
      !setlocale(LC_NUMERIC, "fr_FR.UTF-8")) {
    skip();
  }
  save();
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  assert_int_equal(byline_model_open(path, &info, &network), BYLINE_OK);
  check_info(&info);
  byline_model_info_free(&info);
  byline_network_free(network);
  setlocale(LC_NUMERIC, "C");
}

static void expect_default(const char* installed, const char* expected)
{
  char* found = NULL;
  assert_int_equal(byline_model_find_default(installed, &found), BYLINE_OK);
  assert_string_equal(found, expected);
  free(found);
}

static void default_model_is_the_users(void** state)
{
  (void)state;
  char folder[] = "/tmp/byline-test-model-XXXXXX";
  char below[64];
  char own[96];
  assert_non_null(mkdtemp(folder));
  snprintf(below, sizeof(below), "%s/byline", folder);
  snprintf(own, sizeof(own), "%s/default.safetensors", below);
  unsetenv("BYLINE_MODEL");
  setenv("XDG_DATA_HOME", folder, 1);
  expect_default("/installed", "/installed");
  assert_int_equal(mkdir(below, 0700), 0);
  fclose(fopen(own, "w"));
  expect_default("/installed", own);
  setenv("XDG_DATA_HOME", "relative", 1);
  setenv("HOME", folder, 1);
  expect_default("/installed", "/installed");
  setenv("BYLINE_MODEL", "/wish", 1);
  expect_default("/installed", "/wish");
  unsetenv("BYLINE_MODEL");
  remove(own);
  rmdir(below);
  rmdir(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(opened_model_is_the_saved_one),
      cmocka_unit_test(loaded_model_computes_the_same),
      cmocka_unit_test(locale_does_not_matter),
      cmocka_unit_test(default_model_is_the_users),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
