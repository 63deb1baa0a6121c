/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Networks as the rest of the house sees them. */

#include "tests/unit/gradient.h"

#include "byline/model.h"
#include "byline/thread_pool.h"

#include <string.h>

#define N_MELS 40
#define N_FRAMES 61
#define N_CLASSES 5

static const BylineNetworkShape shape = {1, N_MELS, N_CLASSES};
static const char tiny[] = "resnet:width=6,blocks=1-2,dropout=0";

/* Every architecture, small enough to be checked quickly */
static const char* const tiny_models[] = {
    tiny,
    "resnext:width=8,cardinality=4,blocks=1-1,dropout=0",
    "densenet:growth=5,blocks=2-2,dropout=0",
    "wavenet:width=6,skip=9,layers=3,stacks=2,kernel=3,dropout=0",
    "wavenet:width=16,skip=16,layers=2,stacks=1,dropout=0",
    "crnn:width=4,units=5,dropout=0",
    "resnet:width=4,blocks=1-1,dropout=0+"
    "wavenet:width=4,skip=8,layers=2,dropout=0",
    "0.25*resnet:width=4,blocks=1-1,dropout=0+0.75*statistics:cepstra=8",
    "resnet:width=4,blocks=1-1,dropout=0^resnet:width=4,blocks=1-1,dropout=0^"
    "wavenet:width=4,skip=8,layers=2,dropout=0",
    "0.5*resnet:width=4,blocks=1-1,dropout=0+0.25*resnet:width=4,blocks=1-1,"
    "dropout=0^wavenet:width=4,skip=8,layers=2,dropout=0",
    "resnet:width=4,blocks=1-1,dropout=0+resnet:width=4,blocks=1-1,dropout=0+"
    "wavenet:width=6,skip=9,layers=3,stacks=2,kernel=3,dropout=0",
};

enum { N_TINY = sizeof(tiny_models) / sizeof(*tiny_models) };

static BylineNetwork* make_network(const char* architecture)
{
  BylineNetwork* network = NULL;
  assert_int_equal(byline_network_new(architecture, &shape, &network),
                   BYLINE_OK);
  byline_network_initialize(network, 3);
  return network;
}

/* Give normalisations statistics and factors as if they had been trained */
static void disturb(BylineNetwork* network)
{
  BylineRandom random = byline_random_begin(5, 0);
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    for (size_t k = 0; tensor->n_dimensions == 1 && k < tensor->n_values; ++k) {
      tensor->values[k] = byline_random_uniform(&random, 0.5f, 1.5f);
    }
  }
}

static BylinePlan* make_plan(BylineNetwork* network, BylinePlanMode mode,
                             size_t batch, BylineThreadPool* pool)
{
  BylinePlan* plan = NULL;
  assert_int_equal(byline_plan_new(network,
                                   &(BylinePlanSettings){.mode = mode,
                                                         .max_batch = batch,
                                                         .max_frames = N_FRAMES,
                                                         .pool = pool,
                                                         .seed = 9},
                                   &plan),
                   BYLINE_OK);
  return plan;
}

#define EIGHT_MORE "crnn+crnn+crnn+crnn+crnn+crnn+crnn+crnn+"

static void test_architectures(void** state)
{
  (void)state;
  BylineNetwork* network = make_network("resnet");
  assert_string_equal(byline_network_architecture(network),
                      "resnet:width=24,blocks=2-2-2-2,dropout=0.2");
  assert_int_equal(byline_network_shape(network)->n_mels, N_MELS);
  assert_int_equal(byline_network_min_frames(network), 1);
  byline_network_free(network);

  static const struct {
    const char* architecture;
    const char* hint;
  } wrong[] = {
      {"resnot", "resnet"},
      {"resnext:width=8,cardinality=3", "3 groups"},
      {"ensemble:width=3", "resnet+wavenet"},
      {"resnet+", "resnet"},
      {"resnet+resnot", "'resnot'"},
      {EIGHT_MORE EIGHT_MORE EIGHT_MORE EIGHT_MORE "crnn", "more than 32"},
      {"0*resnet", "0.001 to 1"},
      {"1.5*resnet", "0.001 to 1"},
      {"x*resnet", "'x'"},
      {"*resnet", "weight"},
      {"statistics:cepstra=41", "41 cepstra of 40 bands"},
      {"statistics:cepstra=1", "2 to 64"},
      {"", "resnet"},
      {"resnet:witdh=3", "width"},
      {"resnet:width=0", "1 to 256"},
      {"resnet:width=1e9", "1 to 256"},
      {"resnet:width=3.5", "whole"},
      {"resnet:width", "width"},
      {"resnet:width=", "width"},
      {"resnet:blocks=2-", "blocks"},
      {"resnet:blocks=2-2-2-2-2", "up to 4"},
      {"resnet:width=4-4", "width"},
      {"resnet:dropout=nan", "dropout"},
  };
  for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); ++i) {
    assert_int_equal(
        byline_network_new(wrong[i].architecture, &shape, &network),
        BYLINE_ERROR_USAGE);
    assert_null(network);
    assert_non_null(strstr(byline_error_message(), wrong[i].hint));
  }
  const BylineNetworkShape empty = {1, 0, 5};
  assert_int_equal(byline_network_new("resnet", &empty, &network),
                   BYLINE_ERROR_USAGE);
}

static void test_gradients(void** state)
{
  (void)state;
  for (unsigned i = 0; i < N_TINY; ++i) {
    BylineNetwork* const network = make_network(tiny_models[i]);
    disturb(network);
    check_gradients(network, &(BylinePlanSettings){.mode = BYLINE_PLAN_TRAIN,
                                                   .max_batch = 3,
                                                   .max_frames = N_FRAMES});
    byline_network_free(network);
  }
}

static void check_freeze(const char* architecture)
{
  BylineNetwork* const network = make_network(architecture);
  disturb(network);
  float logits[2][2 * N_CLASSES];
  for (unsigned frozen = 0; frozen < 2; ++frozen) {
    if (frozen) {
      assert_int_equal(byline_network_freeze(network), BYLINE_OK);
    }
    BylinePlan* const plan = make_plan(network, BYLINE_PLAN_INFER, 2, NULL);
    fill_normal(byline_plan_input(plan), 2 * N_MELS * N_FRAMES, 1, 4);
    memcpy(logits[frozen], byline_plan_forward(plan), sizeof(*logits));
    byline_plan_free(plan);
  }
  for (unsigned i = 0; i < 2 * N_CLASSES; ++i) {
    assert_float_equal(logits[0][i], logits[1][i],
                       1e-4f * (1 + fabsf(logits[0][i])));
  }
  BylinePlan* plan = NULL;
  assert_int_equal(
      byline_plan_new(network,
                      &(BylinePlanSettings){.mode = BYLINE_PLAN_TRAIN,
                                            .max_batch = 1,
                                            .max_frames = 9},
                      &plan),
      BYLINE_ERROR_USAGE);
  byline_network_free(network);
}

static void test_freeze(void** state)
{
  (void)state;
  for (unsigned i = 0; i < N_TINY; ++i) {
    check_freeze(tiny_models[i]);
  }
}

/* A plan that has seen other shapes computes what a fresh one does */
/* A plan for the embedding alone gives the same bits, and no logits. */
static void test_embeds(void** state)
{
  (void)state;
  for (size_t i = 0; i < N_TINY; ++i) {
    BylineNetwork* const network = make_network(tiny_models[i]);
    BylinePlan* const whole = make_plan(network, BYLINE_PLAN_INFER, 2, NULL);
    BylinePlan* const part = make_plan(network, BYLINE_PLAN_EMBED, 2, NULL);
    fill_normal(byline_plan_input(whole), 2 * N_MELS * N_FRAMES, 1, 3);
    memcpy(byline_plan_input(part), byline_plan_input(whole),
           2 * N_MELS * N_FRAMES * sizeof(float));
    assert_non_null(byline_plan_forward(whole));
    assert_null(byline_plan_forward(part));
    size_t n = 0;
    size_t n_part = 0;
    const float* const expected = byline_plan_embedding(whole, &n);
    const float* const embedding = byline_plan_embedding(part, &n_part);
    assert_int_equal(n_part, n);
    assert_memory_equal(embedding, expected, 2 * n * sizeof(float));
    /* Nor need those who want logits wait for embeddings */
    const size_t size = 2 * shape.n_classes * sizeof(float);
    float logits[64];
    assert_true(size <= sizeof(logits));
    memcpy(logits, byline_plan_forward(whole), size);
    for (unsigned wanted = 0; wanted < 2; ++wanted) {
      byline_plan_want_embedding(whole, wanted);
      memcpy(byline_plan_input(whole), byline_plan_input(part),
             2 * N_MELS * N_FRAMES * sizeof(float));
      assert_memory_equal(byline_plan_forward(whole), logits, size);
      assert_memory_equal(byline_plan_embedding(whole, &n), embedding,
                          2 * n * sizeof(float));
    }
    byline_plan_free(part);
    byline_plan_free(whole);
    byline_network_free(network);
  }
}

static void test_shapes(void** state)
{
  (void)state;
  static const size_t frames[] = {N_FRAMES, 17, 1, 40, 33};
  BylineNetwork* const network = make_network(tiny);
  disturb(network);
  BylinePlan* const plan = make_plan(network, BYLINE_PLAN_INFER, 3, NULL);
  for (unsigned i = 0; i < sizeof(frames) / sizeof(*frames); ++i) {
    const size_t n = frames[i];
    const size_t batch = 1 + i % 3;
    BylinePlan* fresh = NULL;
    assert_int_equal(byline_plan_new(network,
                                     &(BylinePlanSettings){.max_batch = batch,
                                                           .max_frames = n},
                                     &fresh),
                     BYLINE_OK);
    assert_int_equal(byline_plan_set_shape(plan, batch, n), BYLINE_OK);
    fill_normal(byline_plan_input(plan), batch * N_MELS * n, 1, i);
    fill_normal(byline_plan_input(fresh), batch * N_MELS * n, 1, i);
    assert_memory_equal(byline_plan_forward(plan), byline_plan_forward(fresh),
                        batch * N_CLASSES * sizeof(float));
    size_t n_features = 0;
    const float* const features = byline_plan_embedding(plan, &n_features);
    assert_int_equal(n_features, 2 * 2 * 6);
    assert_memory_equal(features, byline_plan_embedding(fresh, &n_features),
                        batch * n_features * sizeof(float));
    byline_plan_free(fresh);
  }
  assert_int_equal(byline_plan_set_shape(plan, 4, 10), BYLINE_ERROR_USAGE);
  assert_int_equal(byline_plan_set_shape(plan, 1, 62), BYLINE_ERROR_USAGE);
  assert_int_equal(byline_plan_set_shape(plan, 1, 0), BYLINE_ERROR_USAGE);
  byline_plan_free(plan);
  byline_network_free(network);
}

/* Train on random clips; the loss at the end */
static float train(BylineNetwork* network, unsigned n_threads, unsigned n_steps,
                   size_t batch)
{
  BylineThreadPool* pool = NULL;
  assert_int_equal(byline_thread_pool_new(n_threads, &pool), BYLINE_OK);
  BylinePlan* const plan = make_plan(network, BYLINE_PLAN_TRAIN, batch, pool);
  BylineSgd* sgd = NULL;
  assert_int_equal(byline_sgd_new(network,
                                  &(BylineSgdSettings){.momentum = 0.9f,
                                                       .nesterov = true,
                                                       .weight_decay = 1e-4f,
                                                       .max_gradient = 5},
                                  &sgd),
                   BYLINE_OK);
  float* const targets = calloc(batch * N_CLASSES, sizeof(float));
  float* const gradient = calloc(batch * N_CLASSES, sizeof(float));
  for (size_t i = 0; i < batch; ++i) {
    targets[i * N_CLASSES + i % N_CLASSES] = 1;
  }
  float loss = 0;
  for (unsigned step = 0; step < n_steps; ++step) {
    fill_normal(byline_plan_input(plan), batch * N_MELS * N_FRAMES, 1, 2);
    const float* const logits = byline_plan_forward(plan);
    loss = byline_cross_entropy(logits, targets, batch, N_CLASSES, gradient);
    byline_plan_zero_gradients(plan);
    byline_plan_backward(plan, gradient);
    assert_true(byline_sgd_step(sgd, plan, 0.05f) > 0);
  }
  free(gradient);
  free(targets);
  byline_sgd_free(sgd);
  byline_plan_free(plan);
  byline_thread_pool_free(pool);
  return loss;
}

static void test_reproducible(void** state)
{
  (void)state;
  static const unsigned n_threads[] = {2, 2, 1, 7};
  BylineNetwork* networks[4];
  for (unsigned i = 0; i < 4; ++i) {
    networks[i] = make_network("resnet:width=6,blocks=1-1,dropout=0.3");
    train(networks[i], n_threads[i], 3, 5);
  }
  for (size_t t = 0; t < byline_network_tensor_count(networks[0]); ++t) {
    const BylineTensor* const a = byline_network_tensor(networks[0], t);
    assert_memory_equal(a->values,
                        byline_network_tensor(networks[1], t)->values,
                        a->n_values * sizeof(float));
    for (unsigned i = 2; i < 4; ++i) {
      const float* const b = byline_network_tensor(networks[i], t)->values;
      for (size_t k = 0; k < a->n_values; ++k) {
        assert_float_equal(a->values[k], b[k], 1e-3f);
      }
    }
  }
  for (unsigned i = 0; i < 4; ++i) {
    byline_network_free(networks[i]);
  }
}

static void test_overfits(void** state)
{
  (void)state;
  for (unsigned i = 0; i < N_TINY; ++i) {
    if (strstr(tiny_models[i], "statistics")) {
      continue; /* Gradients leave them as they are */
    }
    BylineNetwork* const network = make_network(tiny_models[i]);
    const float loss = train(network, 2, 150, 16);
    if (!(loss < 0.2f)) {
      fail_msg("%s: the loss is still %g", tiny_models[i], (double)loss);
    }
    byline_network_free(network);
  }
}

/* What training remembers, in MB for 16 clips of 10 s: a map that is kept
   without need would show */
static void test_memory(void** state)
{
  (void)state;
  static const struct {
    const char* architecture;
    double most;
  } cases[] = {
      {"resnet:width=16", 52}, {"resnet:width=32", 112}, {"resnext", 160},
      {"densenet", 137},       {"wavenet", 32},          {"crnn", 135},
      {"ensemble", 111},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    const BylineNetworkShape full = {1, 128, 23};
    BylineNetwork* network = NULL;
    assert_int_equal(byline_network_new(cases[i].architecture, &full, &network),
                     BYLINE_OK);
    size_t size = 0;
    assert_int_equal(
        byline_plan_estimate(network,
                             &(BylinePlanSettings){.mode = BYLINE_PLAN_TRAIN,
                                                   .max_batch = 16,
                                                   .max_frames = 266},
                             &size),
        BYLINE_OK);
    if ((double)size > 1e6 * cases[i].most) {
      fail_msg("%s takes %.1f MB", cases[i].architecture, 1e-6 * (double)size);
    }
    byline_network_free(network);
  }
}

static void test_describe(void** state)
{
  (void)state;
  BylineNetwork* const network = make_network(tiny);
  char* const text = byline_network_describe(network, N_FRAMES);
  assert_non_null(strstr(text, "stage2.block1.conv2"));
  free(text);
  /* The stem: 7 x 7, 6 channels, 20 x 31 pixels */
  const uint64_t stem = 49 * 6 * 20 * 31;
  const uint64_t total = byline_network_multiply_adds(network, N_FRAMES);
  assert_true(total > stem && total < 10 * stem);
  byline_network_free(network);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_architectures), cmocka_unit_test(test_gradients),
      cmocka_unit_test(test_freeze),        cmocka_unit_test(test_shapes),
      cmocka_unit_test(test_reproducible),  cmocka_unit_test(test_overfits),
      cmocka_unit_test(test_memory),        cmocka_unit_test(test_describe),
      cmocka_unit_test(test_embeds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
