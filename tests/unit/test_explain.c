/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What answers rest on: artists who can be told by a band of their own are told
   by that, whatever answers; and cells that speak for an artist are missed. */

#include "byline/explain.h"
#include "explain/occlusion.h"
#include "recognizer/roster.h"
#include "tests/unit/suite.h"
#include "tests/unit/tiny_training.h"

#include <math.h>

#include "tests/unit/near.h"

/* A training, done, and whom it makes */
typedef struct {
  TinyTraining training;
  char folder[512];
} Learnt;

static int learn(void** state)
{
  static Learnt learnt;
  static const char recipe[] = "clip_frames = 20\n"
                               "speed = 0\n" /* bands tell them apart */
                               "epochs = 8\n"
                               "clips_per_epoch = 96\n";
  *state = &learnt;
  if (!tiny_training_begin(&learnt.training, recipe)) {
    return -1;
  }
  snprintf(learnt.folder, sizeof(learnt.folder), "%s/run",
           learnt.training.folder);
  setenv("XDG_DATA_HOME", learnt.training.folder, 1);
  const BylineTraining training = {.dataset = learnt.training.dataset,
                                   .recipe = &learnt.training.recipe,
                                   .folder = learnt.folder,
                                   .n_threads = 2};
  return byline_train(&training) == BYLINE_OK ? 0 : -1;
}

static int forget(void** state)
{
  tiny_training_end(&((Learnt*)*state)->training);
  return 0;
}

static BylineModel* load(const Learnt* learnt, const char* name)
{
  char path[600];
  BylineModel* model = NULL;
  snprintf(path, sizeof(path), "%s/%s", learnt->folder, name);
  assert_int_equal(byline_model_load(path, &model), BYLINE_OK);
  return model;
}

/* Columns by an artist, whose band of its own begins at `6 artist` and sounds
   from column `begin` on */
static void play(float* columns, unsigned artist, size_t begin)
{
  BylineRandom random = byline_random_begin(77 + artist, 0);
  for (size_t i = 0; i < TINY_FRAMES * TINY_MELS; ++i) {
    columns[i] = -50 + 5 * byline_random_normal(&random);
    if (i / TINY_MELS >= begin) {
      columns[i] +=
          tiny_cell(TINY_LOUD, artist, i / TINY_MELS, i % TINY_MELS, 0);
    }
  }
}

/* Evidence within the artist's band, and elsewhere, a cell */
static void weigh(const BylineEvidence* e, unsigned artist, double* own,
                  double* others)
{
  size_t n_own = 0;
  *own = 0;
  *others = 0;
  for (size_t i = 0; i < e->n_times * e->n_bands; ++i) {
    const size_t middle = byline_evidence_mel(e, i % e->n_bands);
    const bool is_own = middle / 6 == artist;
    *(is_own ? own : others) += (double)e->values[i];
    n_own += is_own;
  }
  *own /= (double)n_own;
  *others /= (double)(e->n_times * e->n_bands - n_own);
}

/* What is left of the probability when some cells go, in the order of
   `values` */
static float probability_without(BylineExplanation* e, const float* values,
                                 size_t n_gone)
{
  const BylineEvidence* const evidence = byline_explanation_evidence(e);
  const BylineOccludedPicture* const p = byline_explanation_picture(e);
  float image[TINY_FRAMES * TINY_MELS];
  bool gone[BYLINE_EVIDENCE_TIMES * BYLINE_EVIDENCE_BANDS] = {false};
  memcpy(image, p->image, sizeof(image));
  for (size_t k = 0; k < n_gone; ++k) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < evidence->n_times * evidence->n_bands; ++i) {
      if (!gone[i] && (best == SIZE_MAX || values[i] > values[best])) {
        best = i;
      }
    }
    gone[best] = true;
    byline_occlusion_apply(p, &byline_occlusion_default, evidence, best, image);
  }
  return byline_explanation_ask(e, image);
}

static void check_deletion(BylineExplanation* e)
{
  const BylineEvidence* const evidence = byline_explanation_evidence(e);
  const size_t n = evidence->n_times * evidence->n_bands;
  BylineRandom random = byline_random_begin(5, 0);
  double by_chance = 0;
  float values[BYLINE_EVIDENCE_TIMES * BYLINE_EVIDENCE_BANDS];
  for (unsigned trial = 0; trial < 5; ++trial) {
    for (size_t i = 0; i < n; ++i) {
      values[i] = byline_random_uniform(&random, 0, 1);
    }
    by_chance += (double)probability_without(e, values, n / 5) / 5;
  }
  const float named = probability_without(e, evidence->values, n / 5);
  assert_true(1 - (double)named > 1.5 * (1 - by_chance));
}

/* Evidence is where an artist's band is; `is_sure`: so sure that deleting a
   fifth of the cells does not change the probability; then some artist may be
   told as much by what is not there, so that all are weighed together. */
static void check(const BylineModel* model, BylineRoster* roster, bool is_sure)
{
  double all_own = 0;
  double all_others = 0;
  for (unsigned artist = 0; artist < TINY_ARTISTS; ++artist) {
    const BylineQuestion question = {
        .model = model, .roster = roster, .artist = -1};
    float columns[TINY_FRAMES * TINY_MELS];
    BylineExplanation* e = NULL;
    double own = 0;
    double others = 0;
    play(columns, artist, 0);
    assert_int_equal(
        byline_explanation_new(&question, columns, TINY_FRAMES, &e), BYLINE_OK);
    while (byline_explanation_step(e)) {
    }
    const BylineEvidence* const evidence = byline_explanation_evidence(e);
    assert_int_equal(evidence->artist, artist);
    weigh(evidence, artist, &own, &others);
    assert_true(own > -fabs(others));
    all_own += own;
    all_others += others;
    if (!is_sure) {
      assert_true(own > 2 * fabs(others));
      check_deletion(e);
    }
    byline_explanation_free(e);
  }
  assert_true(all_own > 2 * fabs(all_others));
}

static void test_network(void** state)
{
  BylineModel* const model = load(*state, "network.safetensors");
  check(model, NULL, false);
  byline_model_free(model);
}

/* They are so sure of these artists that others have no probability left. */
static void test_statistics(void** state)
{
  BylineModel* const model = load(*state, "statistics.safetensors");
  check(model, NULL, true);
  byline_model_free(model);
}

static void test_sums(void** state)
{
  const Learnt* const learnt = *state;
  char paths[3][600];
  const char* const members[] = {paths[0], paths[1]};
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  snprintf(paths[0], sizeof(paths[0]), "%s/network.safetensors",
           learnt->folder);
  snprintf(paths[1], sizeof(paths[1]), "%s/statistics.safetensors",
           learnt->folder);
  snprintf(paths[2], sizeof(paths[2]), "%s/both.safetensors", learnt->folder);
  assert_int_equal(byline_model_join(members, 2, NULL, &info, &network),
                   BYLINE_OK);
  assert_int_equal(byline_model_save(paths[2], &info, network), BYLINE_OK);
  byline_network_free(network);
  byline_model_info_free(&info);
  BylineModel* const model = load(learnt, "both.safetensors");
  check(model, NULL, false);
  byline_model_free(model);
}

/* Who was not there for half of the time did not speak then */
static void test_when(void** state)
{
  BylineModel* const model = load(*state, "network.safetensors");
  const BylineQuestion question = {.model = model, .artist = 1};
  float columns[TINY_FRAMES * TINY_MELS];
  BylineEvidence e;
  play(columns, 1, TINY_FRAMES / 2);
  assert_int_equal(byline_explain(&question, columns, TINY_FRAMES, &e),
                   BYLINE_OK);
  double halves[2] = {0, 0};
  for (size_t i = 0; i < e.n_times * e.n_bands; ++i) {
    halves[2 * (i / e.n_bands) >= e.n_times] += (double)e.values[i];
  }
  assert_true(halves[1] > 2 * fabs(halves[0]));
  byline_model_free(model);
}

/* Somebody who was taught, and an artist who is not the first */
static void test_whom(void** state)
{
  BylineModel* const model = load(*state, "statistics.safetensors");
  BylineTaught taught;
  BylineLesson lesson = {.n_clips = 1};
  BylineRoster* roster = NULL;
  BylineEvidence e;
  float columns[TINY_FRAMES * TINY_MELS];
  uint64_t id = 0;
  play(columns, 3, 0); // a band that no artist of the model's has
  BylinePlan* plan = NULL;
  const BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_INFER, .max_batch = 1, .max_frames = TINY_FRAMES};
  assert_int_equal(
      byline_plan_new(byline_model_network(model), &settings, &plan),
      BYLINE_OK);
  const BylineFrontEnd front_end = tiny_front_end();
  byline_clip_normalize(&front_end, columns, TINY_FRAMES,
                        byline_plan_input(plan));
  byline_plan_forward(plan);
  const float* const embedding =
      byline_plan_embedding(plan, &lesson.n_features);
  lesson.embeddings = malloc(lesson.n_features * sizeof(float));
  memcpy(lesson.embeddings, embedding, lesson.n_features * sizeof(float));
  byline_plan_free(plan);
  byline_taught_init(model, &taught);
  assert_int_equal(byline_taught_add(&taught, model, "Dora", "", &lesson, &id),
                   BYLINE_OK);
  const BylineTaught* const list = &taught;
  assert_int_equal(byline_roster_new(model, &list, 1, &roster), BYLINE_OK);

  const int32_t dora = byline_roster_find(roster, "Dora");
  BylineQuestion question = {.model = model, .roster = roster, .artist = dora};
  assert_int_equal(byline_explain(&question, columns, TINY_FRAMES, &e),
                   BYLINE_OK);
  assert_int_equal(e.artist, dora);
  double own = 0;
  double others = 0;
  weigh(&e, 3, &own, &others);
  assert_true(own > 4 * fabs(others));

  play(columns, 0, 0);
  question.artist = 1;
  assert_int_equal(byline_explain(&question, columns, TINY_FRAMES, &e),
                   BYLINE_OK);
  assert_int_equal(e.artist, 1);
  weigh(&e, 0, &own, &others);
  assert_true(own < 0); // what speaks for another speaks against this one
  byline_roster_free(roster);
  byline_taught_free(&taught);
  byline_model_free(model);
}

/* Nothing to hear, too little of it, nobody of that number; as many threads as
   one likes */
static void test_edges(void** state)
{
  BylineModel* const model = load(*state, "model.safetensors");
  BylineQuestion question = {.model = model, .artist = -1};
  static float columns[600 * TINY_MELS];
  BylineEvidence e;
  BylineEvidence shared;
  for (size_t i = 0; i < 600 * TINY_MELS; ++i) {
    columns[i] = BYLINE_SILENCE_DB;
  }
  assert_int_equal(byline_explain(&question, columns, 600, &e), BYLINE_OK);
  assert_int_equal(e.n_frames, BYLINE_CLIP_FRAMES);
  assert_int_equal(e.n_times, BYLINE_EVIDENCE_TIMES);
  for (size_t i = 0; i < e.n_times * e.n_bands; ++i) {
    assert_near(e.values[i], 0, 1e-4);
  }
  assert_int_equal(byline_explain(&question, columns, 1, &e),
                   BYLINE_ERROR_DATA);
  question.artist = TINY_ARTISTS;
  assert_int_equal(byline_explain(&question, columns, 600, &e),
                   BYLINE_ERROR_DATA);
  question.artist = 2;
  play(columns, 2, 10);
  assert_int_equal(byline_explain(&question, columns, TINY_FRAMES, &e),
                   BYLINE_OK);
  assert_int_equal(byline_thread_pool_new(3, &question.pool), BYLINE_OK);
  assert_int_equal(byline_explain(&question, columns, TINY_FRAMES, &shared),
                   BYLINE_OK);
  for (size_t i = 0; i < e.n_times * e.n_bands; ++i) {
    assert_near(e.values[i], shared.values[i], 1e-3);
  }
  byline_thread_pool_free(question.pool);
  byline_model_free(model);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_network), cmocka_unit_test(test_statistics),
      cmocka_unit_test(test_sums),    cmocka_unit_test(test_when),
      cmocka_unit_test(test_whom),    cmocka_unit_test(test_edges)};
  return cmocka_run_group_tests(tests, learn, forget);
}
