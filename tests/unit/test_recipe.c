/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/training.h"
#include "tests/unit/suite.h"
#include "training/schedule.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/near.h"

static void test_text_round_trip(void** state)
{
  (void)state;
  BylineRecipe recipe = byline_recipe_default();
  assert_int_equal(byline_recipe_assign(&recipe, "learning_rate = 0.1234567"),
                   BYLINE_OK);
  assert_int_equal(byline_recipe_assign(&recipe, "nesterov=no"), BYLINE_OK);
  assert_int_equal(byline_recipe_set(&recipe, "seed", "9007199254740992"),
                   BYLINE_OK);
  char* const text = byline_recipe_text(&recipe);
  assert_non_null(strstr(text, "learning_rate = 0.1234567\n"));
  assert_non_null(strstr(text, "nesterov = no\n"));
  assert_non_null(strstr(text, "seed = 9007199254740992\n"));

  BylineRecipe copy = byline_recipe_default();
  assert_int_equal(byline_recipe_parse(&copy, text, "text"), BYLINE_OK);
  char* const again = byline_recipe_text(&copy);
  assert_string_equal(text, again);
  free(again);
  free(text);
}

static void test_comments_and_blank_lines(void** state)
{
  (void)state;
  BylineRecipe recipe = byline_recipe_default();
  const char text[] = "# a comment\n\n  ; another\r\n\tbatch =  7 \r\nepochs=3";
  assert_int_equal(byline_recipe_parse(&recipe, text, "text"), BYLINE_OK);
  assert_int_equal(recipe.batch, 7);
  assert_int_equal(recipe.epochs, 3);
}

static void assert_refused(const char* text, const char* part)
{
  BylineRecipe recipe = byline_recipe_default();
  assert_int_equal(byline_recipe_parse(&recipe, text, "r.ini"),
                   BYLINE_ERROR_USAGE);
  if (!strstr(byline_error_message(), part)) {
    fail_msg("'%s' is not in '%s'", part, byline_error_message());
  }
}

static void test_mistakes_are_named(void** state)
{
  (void)state;
  assert_refused("batch = 8\nlearning_rte = 1", "line 2");
  assert_refused("learning_rte = 1", "did you mean 'learning_rate'");
  assert_refused("momentun = 1", "did you mean 'momentum'");
  assert_refused("batch = 0", "from 1 to 4096, not '0'");
  assert_refused("batch = 2.5", "whole number");
  assert_refused("batch = 8 clips", "not '8 clips'");
  assert_refused("momentum = nan", "not 'nan'");
  assert_refused("schedule = linear",
                 "cosine or one-cycle or step, not 'linear'");
  assert_refused("just words", "not key = value");
  assert_refused("architecture =", "characters");
}

static void test_default_file_is_the_default(void** state)
{
  (void)state;
  BylineRecipe recipe = byline_recipe_default();
  char* const built_in = byline_recipe_text(&recipe);
  assert_int_equal(byline_recipe_read(&recipe, "presets/recipes/default.ini"),
                   BYLINE_OK);
  char* const file = byline_recipe_text(&recipe);
  assert_string_equal(built_in, file);
  free(built_in);
  free(file);
}

static void test_help_has_every_key(void** state)
{
  (void)state;
  const BylineRecipe recipe = byline_recipe_default();
  char* const help = byline_recipe_help();
  char* const text = byline_recipe_text(&recipe);
  for (char* line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
    assert_non_null(strstr(help, line));
  }
  free(text);
  free(help);
}

static void test_schedule(void** state)
{
  (void)state;
  BylineRecipe recipe = byline_recipe_default();
  recipe.batch = 10;
  recipe.clips_per_epoch = 100;
  recipe.epochs = 10;
  recipe.warmup_epochs = 2;
  recipe.learning_rate = 1;
  assert_near(byline_schedule_rate(&recipe, 0), 1.0 / 21, 1e-12);
  assert_near(byline_schedule_rate(&recipe, 19), 20.0 / 21, 1e-12);
  assert_near(byline_schedule_rate(&recipe, 20), 1, 1e-12);
  assert_near(byline_schedule_rate(&recipe, 60), 0.5, 1e-12);
  assert_true(byline_schedule_rate(&recipe, 99) > 0);
  assert_true(byline_schedule_rate(&recipe, 99) < 0.001);
  /* Nothing is left after the warm-up */
  const double warmup = recipe.warmup_epochs;
  recipe.warmup_epochs = (double)recipe.epochs;
  assert_near(byline_schedule_rate(&recipe, 100), 1, 1e-12);
  recipe.warmup_epochs = warmup;
  recipe.schedule = BYLINE_SCHEDULE_CONSTANT;
  assert_near(byline_schedule_rate(&recipe, 99), 1, 1e-12);
}

static void test_schedules(void** state)
{
  (void)state;
  BylineRecipe recipe = byline_recipe_default();
  recipe.epochs = 10;
  recipe.batch = 1;
  recipe.clips_per_epoch = 10;
  recipe.learning_rate = 1;
  assert_int_equal(byline_recipe_set(&recipe, "schedule", "one-cycle"),
                   BYLINE_OK);
  assert_near(byline_schedule_rate(&recipe, 0), 1.0 / 25, 1e-9);
  assert_near(byline_schedule_rate(&recipe, 15), 0.5 * (1 + 1.0 / 25), 1e-9);
  assert_near(byline_schedule_rate(&recipe, 30), 1, 1e-9);
  assert_near(byline_schedule_rate(&recipe, 65), 0.5, 1e-9);
  assert_true(byline_schedule_rate(&recipe, 99) < 0.001);

  recipe.warmup_epochs = 0;
  recipe.step_epochs = 4;
  recipe.step_factor = 0.5;
  assert_int_equal(byline_recipe_set(&recipe, "schedule", "step"), BYLINE_OK);
  assert_near(byline_schedule_rate(&recipe, 39), 1, 1e-9);
  assert_near(byline_schedule_rate(&recipe, 40), 0.5, 1e-9);
  assert_near(byline_schedule_rate(&recipe, 99), 0.25, 1e-9);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text_round_trip),
      cmocka_unit_test(test_comments_and_blank_lines),
      cmocka_unit_test(test_mistakes_are_named),
      cmocka_unit_test(test_default_file_is_the_default),
      cmocka_unit_test(test_help_has_every_key),
      cmocka_unit_test(test_schedule),
      cmocka_unit_test(test_schedules),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
