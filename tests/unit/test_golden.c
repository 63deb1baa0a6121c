/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Every architecture against PyTorch: logits, all gradients, ten steps of
   training.  tests/golden/make_golden.py says how the numbers were made; this
   file mirrors it. */

#include "byline/model.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_MELS 40
#define N_FRAMES 61
#define N_CLASSES 5
#define BATCH 4
#define N_STEPS 10
#define RATE 0.01f

static void fill_noise(const char* name, float* values, size_t n)
{
  uint32_t x = 2166136261u;
  for (const char* c = name; *c; ++c) {
    x = (x ^ (uint8_t)*c) * 16777619u;
  }
  for (size_t i = 0; i < n; ++i) {
    x = x * 1664525u + 1013904223u;
    values[i] = (float)(x >> 8) / 8388608.0f - 1;
  }
}

static bool ends_with(const char* text, const char* end)
{
  const size_t n = strlen(text);
  return n >= strlen(end) && !strcmp(text + n - strlen(end), end);
}

static void fill_tensor(const BylineTensor* tensor)
{
  float scale = 0.1f;
  float shift = 0;
  if (tensor->n_dimensions > 1) {
    scale = sqrtf(6 * (float)tensor->dimensions[0] / (float)tensor->n_values);
  } else if (ends_with(tensor->name, "norm.weight")) {
    scale = 0.5f;
    shift = 1;
  }
  fill_noise(tensor->name, tensor->values, tensor->n_values);
  for (size_t i = 0; i < tensor->n_values; ++i) {
    tensor->values[i] = shift + scale * tensor->values[i];
  }
}

/* The next line's title and numbers; `values` is to be freed */
static size_t read_line(FILE* file, char title[128], float** values)
{
  size_t n = 0;
  if (fscanf(file, "%127s %zu", title, &n) != 2) {
    return 0;
  }
  *values = malloc(n * sizeof(float));
  for (size_t i = 0; i < n; ++i) {
    assert_int_equal(fscanf(file, "%f", &(*values)[i]), 1);
  }
  return n;
}

/* Compare numbers that should agree to `tolerance` of their typical size */
static void compare(const char* title, const float* values,
                    const float* expected, size_t n, double tolerance)
{
  double square = 0;
  for (size_t i = 0; i < n; ++i) {
    square += (double)expected[i] * (double)expected[i];
  }
  const double typical = sqrt(square / (double)n) + 1e-4;
  for (size_t i = 0; i < n; ++i) {
    const double error = fabs((double)values[i] - (double)expected[i]);
    if (!(error <= tolerance * (typical + fabs((double)expected[i])))) {
      fail_msg("%s[%zu] is %.7g, not %.7g", title, i, (double)values[i],
               (double)expected[i]);
    }
  }
}

static void compare_gradient(BylineNetwork* network, BylinePlan* plan,
                             const char* name, const float* expected, size_t n)
{
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    if (!strcmp(tensor->name, name)) {
      assert_int_equal(tensor->n_values, n);
      compare(name, byline_plan_gradient(plan, i), expected, n, 2e-3);
      return;
    }
  }
  fail_msg("there is no tensor %s", name);
}

static size_t count_trainable(const BylineNetwork* network)
{
  size_t n = 0;
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    n += byline_network_tensor(network, i)->trainable;
  }
  return n;
}

/* Pictures out, instead of classes */
#define MASK_FRAMES 24
#define N_PIXELS (BATCH * N_MELS * MASK_FRAMES)

static float mask_loss(const float* logits, float* d_logits)
{
  static float targets[N_PIXELS];
  static float weights[N_PIXELS];
  fill_noise("target", targets, N_PIXELS);
  fill_noise("weight", weights, N_PIXELS);
  for (size_t i = 0; i < N_PIXELS; ++i) {
    targets[i] = 0.5f + 0.5f * targets[i];
    weights[i] += 1;
  }
  return byline_binary_cross_entropy(logits, targets, weights, N_PIXELS,
                                     d_logits);
}

/* `targets`: of classes; NULL: there are pictures */
static float take_gradients(BylinePlan* plan, const float* targets)
{
  static float d_logits[N_PIXELS];
  const float* const logits = byline_plan_forward(plan);
  const float loss = targets ? byline_cross_entropy(logits, targets, BATCH,
                                                    N_CLASSES, d_logits)
                             : mask_loss(logits, d_logits);
  byline_plan_zero_gradients(plan);
  byline_plan_backward(plan, d_logits);
  return loss;
}

static void check_losses(BylineNetwork* network, BylinePlan* plan,
                         const float* targets, const float* expected)
{
  BylineSgd* sgd = NULL;
  float losses[N_STEPS];
  assert_int_equal(byline_sgd_new(network,
                                  &(BylineSgdSettings){.momentum = 0.9f,
                                                       .nesterov = true,
                                                       .weight_decay = 1e-3f},
                                  &sgd),
                   BYLINE_OK);
  for (unsigned step = 0; step < N_STEPS; ++step) {
    losses[step] = take_gradients(plan, targets);
    byline_sgd_step(sgd, plan, RATE);
  }
  compare("losses", losses, expected, N_STEPS, 2e-3);
  byline_sgd_free(sgd);
}

/* The rest of a golden file, for a network as it says */
static void check_file(FILE* file, BylineNetwork* network, BylinePlan* plan,
                       size_t n_frames)
{
  float classes[BATCH * N_CLASSES];
  const float* const targets =
      byline_network_shape(network)->n_classes == N_CLASSES ? classes : NULL;
  for (size_t i = 0; i < BATCH * N_CLASSES; ++i) {
    classes[i] = i % N_CLASSES == i / N_CLASSES % N_CLASSES ? 0.92f : 0.02f;
  }
  fill_noise("input", byline_plan_input(plan),
             BATCH * byline_network_shape(network)->n_mels * n_frames);
  take_gradients(plan, targets);
  /* Looking at the first step must leave no trace in running statistics that
     matters: in training they are written only */
  char title[128];
  float* values = NULL;
  size_t n_gradients = 0;
  size_t n = 0;
  while ((n = read_line(file, title, &values)) > 0) {
    if (!strcmp(title, "logits")) {
      compare(title, byline_plan_forward(plan), values, n, 1e-3);
    } else if (!strcmp(title, "losses")) {
      assert_int_equal(n_gradients, count_trainable(network));
      check_losses(network, plan, targets, values);
      n_gradients = 0;
    } else {
      compare_gradient(network, plan, title, values, n);
      ++n_gradients;
    }
    free(values);
  }
  assert_int_equal(n_gradients, 0); /* the losses have been seen */
}

static void check_model_of(const char* name, uint32_t n_mels, size_t n_frames,
                           uint32_t n_outputs)
{
  char path[128];
  char architecture[256];
  snprintf(path, sizeof(path), "tests/golden/%s.txt", name);
  FILE* const file = fopen(path, "r");
  assert_non_null(file);
  assert_int_equal(fscanf(file, "%255s", architecture), 1);

  const BylineNetworkShape shape = {1, n_mels, n_outputs};
  BylineNetwork* network = NULL;
  BylinePlan* plan = NULL;
  assert_int_equal(byline_network_new(architecture, &shape, &network),
                   BYLINE_OK);
  assert_string_equal(byline_network_architecture(network), architecture);
  byline_network_initialize(network, 1);
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    if (tensor->trainable) {
      fill_tensor(tensor);
    }
  }
  assert_int_equal(
      byline_plan_new(network,
                      &(BylinePlanSettings){.mode = BYLINE_PLAN_TRAIN,
                                            .max_batch = BATCH,
                                            .max_frames = n_frames},
                      &plan),
      BYLINE_OK);
  check_file(file, network, plan, n_frames);
  byline_plan_free(plan);
  byline_network_free(network);
  fclose(file);
}

static void check_model(const char* name)
{
  check_model_of(name, N_MELS, N_FRAMES, N_CLASSES);
}

static void test_resnet(void** state)
{
  (void)state;
  check_model("resnet");
}

static void test_resnext(void** state)
{
  (void)state;
  check_model("resnext");
}

static void test_densenet(void** state)
{
  (void)state;
  check_model("densenet");
}

static void test_wavenet(void** state)
{
  (void)state;
  check_model("wavenet");
}

/* A WaveNet that reads a waveform */
static void test_waveform(void** state)
{
  (void)state;
  check_model_of("waveform", 1, 4000, N_CLASSES);
}

static void test_crnn(void** state)
{
  (void)state;
  check_model("crnn");
}

static void test_ensemble(void** state)
{
  (void)state;
  check_model("ensemble");
}

static void test_separator(void** state)
{
  (void)state;
  check_model_of("separator", N_MELS, MASK_FRAMES, 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_resnet),   cmocka_unit_test(test_resnext),
      cmocka_unit_test(test_densenet), cmocka_unit_test(test_wavenet),
      cmocka_unit_test(test_waveform), cmocka_unit_test(test_crnn),
      cmocka_unit_test(test_ensemble), cmocka_unit_test(test_separator),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
