/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a step of training takes, of every network on one thread, and which
   share of the rate at which the processor's units can multiply and add.  A
   step is 16 clips forward, their loss, backward, and the optimiser; the
   multiply-adds of backward are counted as twice those of forward.

   Processor time, the lowest tenth of the steps: the same on a machine that
   others use.

   usage: bench_steps FILE.json [ARCHITECTURE [STEPS]] */

#include "byline/model.h"
#include "fma_peak.h"
#include "networks.h"
#include "timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH 16
#define N_STEPS 21
#define MAX_STEPS 10000

static void check(BylineStatus status)
{
  if (status != BYLINE_OK) {
    fprintf(stderr, "bench_steps: %s\n", byline_error_message());
    exit(1);
  }
}

/* Parts of a step */
enum { FORWARD, BACKWARD, UPDATE, STEP, N_PARTS };

/* Seconds that each part takes in a step, and all */
static void measure(BylinePlan* plan, BylineSgd* sgd, size_t n_steps,
                    double seconds[N_PARTS])
{
  static double times[N_PARTS][MAX_STEPS];
  float targets[BATCH * N_CLASSES] = {0};
  float d_logits[BATCH * N_CLASSES];
  for (size_t i = 0; i < BATCH; ++i) {
    targets[i * N_CLASSES + i % N_CLASSES] = 1;
  }
  for (size_t i = 0; i < (size_t)BATCH * N_MELS * N_FRAMES; ++i) {
    byline_plan_input(plan)[i] = (float)(i * 2654435761u % 1000) / 500 - 1;
  }
  for (size_t k = 0; k < n_steps; ++k) {
    const double t0 = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    const float* const logits = byline_plan_forward(plan);
    const double t1 = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    byline_cross_entropy(logits, targets, BATCH, N_CLASSES, d_logits);
    byline_plan_zero_gradients(plan);
    byline_plan_backward(plan, d_logits);
    const double t2 = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    byline_sgd_step(sgd, plan, 0.01f);
    const double t3 = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    times[FORWARD][k] = t1 - t0;
    times[BACKWARD][k] = t2 - t1;
    times[UPDATE][k] = t3 - t2;
    times[STEP][k] = t3 - t0;
  }
  for (int part = 0; part < N_PARTS; ++part) {
    sort_times(times[part], n_steps);
    seconds[part] = times[part][n_steps / 10];
  }
}

static void bench(const char* architecture, size_t n_steps, double peak,
                  FILE* json)
{
  const BylineNetworkShape shape = {1, N_MELS, N_CLASSES};
  BylineNetwork* network = NULL;
  BylinePlan* plan = NULL;
  BylineSgd* sgd = NULL;
  double seconds[N_PARTS];
  check(byline_network_new(architecture, &shape, &network));
  byline_network_initialize(network, 1);
  check(byline_plan_new(network,
                        &(BylinePlanSettings){.mode = BYLINE_PLAN_TRAIN,
                                              .max_batch = BATCH,
                                              .max_frames = N_FRAMES},
                        &plan));
  check(byline_sgd_new(
      network, &(BylineSgdSettings){.momentum = 0.9f, .nesterov = true}, &sgd));
  measure(plan, sgd, n_steps, seconds);
  const double flops =
      3 * 2.0 * (double)byline_network_multiply_adds(network, N_FRAMES) * BATCH;
  const double rate = flops / seconds[STEP];
  printf("%-36.36s %7.1f %8.1f %9.1f %7.1f %8.1f", architecture,
         1e3 * seconds[STEP], 1e3 * seconds[FORWARD], 1e3 * seconds[BACKWARD],
         1e3 * seconds[UPDATE], rate * 1e-9);
  if (peak > 0) {
    printf(" %5.0f %%\n", 100 * rate / peak);
  } else {
    printf("  no peak measured\n");
  }
  fprintf(json,
          "    {\"architecture\": \"%s\", \"step_seconds\": %.6f, "
          "\"forward_seconds\": %.6f, \"flops\": %.0f}",
          architecture, seconds[STEP], seconds[FORWARD], rate);
  byline_sgd_free(sgd);
  byline_plan_free(plan);
  byline_network_free(network);
}

int main(int argc, char** argv)
{
  FILE* const json = argc > 1 ? fopen(argv[1], "w") : NULL;
  const long n_steps = argc > 3 ? strtol(argv[3], NULL, 10) : N_STEPS;
  if (!json || n_steps < 1 || n_steps > MAX_STEPS) {
    fputs("usage: bench_steps FILE.json [ARCHITECTURE [STEPS]]\n", stderr);
    return 2;
  }
  const double peak = fma_peak(1);
  if (peak > 0) {
    printf("multiply-adds in registers, one thread: %.1f GFLOP/s\n",
           peak * 1e-9);
  }
  printf("%-36s %7s %8s %9s %7s %8s  %s\n", "16 clips, ms", "step", "forward",
         "backward", "update", "GFLOP/s", "of the FMA peak");
  fprintf(json, "{\n  \"fma_flops\": %.0f,\n  \"networks\": [\n", peak);
  const size_t n =
      argc > 2 ? 1 : sizeof(architectures) / sizeof(*architectures);
  for (size_t i = 0; i < n; ++i) {
    fputs(i ? ",\n" : "", json);
    bench(argc > 2 ? argv[2] : architectures[i], (size_t)n_steps, peak, json);
  }
  fputs("\n  ]\n}\n", json);
  return fclose(json) == 0 ? 0 : 1;
}
