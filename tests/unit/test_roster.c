/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Who was taught, beside what the model knows: its cohort is the standard. */

#include "byline/model.h"
#include "recognizer/roster.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { D = 4, N_SONGS = 2, EACH = 2 * D, N = N_SONGS * EACH };

/* A model whose cohort has two songs, at 1 and -1 of the first number, around
   which clips scatter alike in all directions */
static BylineModel* make_model(void)
{
  static char* names[] = {"Anna", "Bert"};
  static float clips[N * D];
  static uint32_t songs[N];
  for (uint32_t i = 0; i < N; ++i) {
    float* const clip = clips + (size_t)i * D;
    memset(clip, 0, D * sizeof(*clip));
    songs[i] = i / EACH;
    clip[0] = songs[i] ? -1.0f : 1.0f;
    clip[i % D] += i % EACH < D ? 0.1f : -0.1f;
  }
  const BylineModelInfo info = {
      .front_end = byline_front_end_default(),
      .artists = names,
      .n_artists = 2,
      .temperature = 1,
      .cohort = {
          .n = N, .n_features = D, .embeddings = clips, .classes = songs}};
  const BylineNetworkShape shape = {1, info.front_end.n_mels, 2};
  BylineNetwork* network = NULL;
  BylineModel* made = NULL;
  assert_int_equal(
      byline_network_new("resnet:width=8,blocks=1-1-1-1", &shape, &network),
      BYLINE_OK);
  byline_network_initialize(network, 1);
  assert_int_equal(byline_model_save("model", &info, network), BYLINE_OK);
  assert_int_equal(byline_model_load("model", &made), BYLINE_OK);
  byline_network_free(network);
  return made;
}

/* Two clips as like the taught one, of which one is as like what is known */
static void what_is_known_speaks_against_it(void** state)
{
  (void)state;
  BylineModel* const model = make_model();
  char name[] = "Dora";
  char id[] = "";
  float taught_clip[D] = {0, 0, 1, 0};
  BylineTaughtLesson lesson = {
      .id = 1,
      .name = name,
      .artist_id = id,
      .lesson = {.n_clips = 1, .n_features = D, .embeddings = taught_clip}};
  const BylineTaught taught = {
      .n_features = D, .lessons = &lesson, .n_lessons = 1};
  const BylineTaught* const list = &taught;
  BylineRoster* roster = NULL;
  assert_int_equal(byline_roster_new(model, &list, 1, &roster), BYLINE_OK);
  const float known[2] = {0.9f, 0.1f};
  const float strange[D] = {0, 0, 1, 1};
  const float familiar[D] = {1, 0, 1, 0};
  float p[3];
  byline_roster_judge(roster, known, strange, D, p);
  assert_true(p[2] > 0.9f);
  byline_roster_judge(roster, known, familiar, D, p);
  assert_true(p[2] < 0.3f && p[0] > 0.6f);
  byline_roster_free(roster);
  byline_model_free(model);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_known_speaks_against_it),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
