/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the time of one clip goes: every layer of every network, on one
   thread, beside what the processor's units for multiply-adds can do.

   Processor time, the median of many runs, each through the whole network, so
   that a layer finds the caches as the one before has left them.

   usage: bench_layers FILE.json [ARCHITECTURE] */

#include "byline/model.h"
#include "fma_peak.h"
#include "networks.h"
#include "nn/convolution.h"
#include "nn/plan.h"
#include "timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_LAYERS 256
#define N_RUNS 51

/* One line of a table */
typedef struct {
  const char* name;
  double seconds;
  double multiply_adds;
} Row;

/* Floating-point operations per second of the kernel that all convolutions
   use, when everything that it reads is in the first-level cache */
static double kernel_peak(void)
{
  enum { ROUNDS = 500, LENGTH = 256, PIXELS = 14 };
  const BylineKernels* const kernels = byline_kernels_best();
  const size_t width = (size_t)kernels->vector * BYLINE_MAX_VECTORS;
  const size_t size = LENGTH * (1 + width) + PIXELS * width;
  float* const memory =
      aligned_alloc(64, (size * sizeof(float) + 63) / 64 * 64);
  if (!memory) {
    return 1;
  }
  memset(memory, 0, size * sizeof(float));
  const ptrdiff_t offset = 0;
  const BylineCorrelationRow row = {
      .x = memory,
      .offsets = &offset,
      .n_runs = 1,
      .run_length = LENGTH,
      .weights = memory + LENGTH,
      .y = memory + LENGTH * (1 + width),
      .y_step = width,
      .n_pixels = PIXELS,
  };
  double best = 0;
  for (unsigned i = 0; i < 20; ++i) {
    const double begin = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    for (unsigned k = 0; k < ROUNDS; ++k) {
      kernels->correlate(&row, BYLINE_MAX_VECTORS);
    }
    const double rate = 2.0 * ROUNDS * LENGTH * PIXELS * (double)width /
                        (seconds_of(CLOCK_THREAD_CPUTIME_ID) - begin);
    best = rate > best ? rate : best;
  }
  free(memory);
  return best;
}

static void check(BylineStatus status)
{
  if (status != BYLINE_OK) {
    fprintf(stderr, "%s\n", byline_error_message());
    exit(1);
  }
}

/* Is layer `i` one that does something? */
static bool runs(const BylinePlan* plan, unsigned i)
{
  return plan->nodes[i].root == i;
}

/* The seconds that each layer takes */
static void measure(BylinePlan* plan, double* seconds)
{
  static double times[MAX_LAYERS][N_RUNS];
  const unsigned n = plan->network->n_layers;
  byline_plan_forward(plan);
  for (unsigned k = 0; k < N_RUNS; ++k) {
    for (unsigned i = 0; i < n; ++i) {
      const double begin = seconds_of(CLOCK_THREAD_CPUTIME_ID);
      if (runs(plan, i)) {
        byline_plan_run_layer(plan, i);
      }
      times[i][k] = seconds_of(CLOCK_THREAD_CPUTIME_ID) - begin;
    }
  }
  for (unsigned i = 0; i < n; ++i) {
    sort_times(times[i], N_RUNS);
    seconds[i] = runs(plan, i) ? times[i][N_RUNS / 10] : 0;
  }
}

/* What kind of work a layer is: a convolution's says the size of its kernel,
   and in how many channels and groups it falls apart */
static void name_kind(const BylinePlan* plan, unsigned i, char* name,
                      size_t size)
{
  const BylineLayer* const layer = plan->network->layers[i];
  if (!byline_layer_is_convolution(layer) ||
      layer->tensors[0].n_dimensions < 4) {
    snprintf(name, size, "%s", layer->kind->name);
    return;
  }
  const uint32_t* const d = layer->tensors[0].dimensions;
  const BylineMapShape* const x = &plan->shapes[byline_plan_source(plan, i, 0)];
  const BylineMapShape* const y = &plan->shapes[i];
  snprintf(name, size, "%u x %u%s%s", d[2], d[3],
           x->rows > y->rows || x->columns > y->columns + d[3] ? ", strided"
                                                               : "",
           d[1] < x->channels ? ", grouped" : "");
}

/* Lines of the same name become one */
static size_t add_row(Row* rows, size_t n, const Row* row)
{
  for (size_t i = 0; i < n; ++i) {
    if (!strcmp(rows[i].name, row->name)) {
      rows[i].seconds += row->seconds;
      rows[i].multiply_adds += row->multiply_adds;
      return n;
    }
  }
  rows[n] = *row;
  return n + 1;
}

static void print_row(const Row* row, double total, double peak, FILE* json,
                      bool first)
{
  const double rate = 2 * row->multiply_adds / row->seconds;
  printf("  %-24s %8.1f us %5.1f %%", row->name, row->seconds * 1e6,
         100 * row->seconds / total);
  if (row->multiply_adds > 0) {
    printf("  %6.1f GFLOP/s", rate * 1e-9);
  }
  if (row->multiply_adds > 0 && peak > 0) {
    printf(" %4.0f %% of the FMA peak", 100 * rate / peak);
  }
  printf("\n");
  fprintf(json,
          "%s\n      {\"name\": \"%s\", \"seconds\": %.9f, \"flops\": %.0f}",
          first ? "" : ",", row->name, row->seconds, rate);
}

static double multiply_adds(const BylinePlan* plan, unsigned i)
{
  const BylineLayer* const layer = plan->network->layers[i];
  BylineMapShape inputs[BYLINE_MAX_INPUTS];
  byline_layer_inputs(layer, plan->shapes, inputs);
  return layer->kind->multiply_adds && runs(plan, i)
             ? (double)layer->kind->multiply_adds(layer, inputs,
                                                  &plan->shapes[i])
             : 0;
}

/* A table of kinds of layers, or of layers if `each` */
static void print_plan(const BylinePlan* plan, const double* seconds,
                       double peak, bool each, FILE* json)
{
  static char names[MAX_LAYERS][64];
  Row rows[MAX_LAYERS];
  size_t n_rows = 0;
  Row total = {.name = "all"};
  for (unsigned i = 0; i < plan->network->n_layers; ++i) {
    if (each) {
      snprintf(names[i], sizeof(names[i]), "%s",
               plan->network->layers[i]->name);
    } else {
      name_kind(plan, i, names[i], sizeof(names[i]));
    }
    const Row row = {names[i], seconds[i], multiply_adds(plan, i)};
    if (runs(plan, i)) {
      n_rows = add_row(rows, n_rows, &row);
      total.seconds += row.seconds;
      total.multiply_adds += row.multiply_adds;
    }
  }
  for (size_t i = 0; i < n_rows; ++i) {
    print_row(&rows[i], total.seconds, peak, json, i == 0);
  }
  print_row(&total, total.seconds, peak, json, false);
}

static void bench(const char* architecture, double peak, bool each, FILE* json)
{
  const BylineNetworkShape shape = {1, N_MELS, N_CLASSES};
  BylineNetwork* network = NULL;
  BylinePlan* plan = NULL;
  double seconds[MAX_LAYERS];
  check(byline_network_new(architecture, &shape, &network));
  byline_network_initialize(network, 1);
  check(byline_network_freeze(network));
  check(byline_plan_new(
      network, &(BylinePlanSettings){.max_batch = 1, .max_frames = N_FRAMES},
      &plan));
  if (network->n_layers > MAX_LAYERS) {
    fprintf(stderr, "%s: more than %d layers\n", architecture, MAX_LAYERS);
    exit(1);
  }
  for (size_t i = 0; i < (size_t)N_MELS * N_FRAMES; ++i) {
    byline_plan_input(plan)[i] = (float)(i * 2654435761u % 1000) / 500 - 1;
  }
  measure(plan, seconds);
  printf("%s\n", architecture);
  fprintf(json, "    {\"architecture\": \"%s\", \"layers\": [", architecture);
  print_plan(plan, seconds, peak, each, json);
  fprintf(json, "]}");
  byline_plan_free(plan);
  byline_network_free(network);
}

int main(int argc, char** argv)
{
  FILE* const json = argc > 1 ? fopen(argv[1], "w") : NULL;
  if (!json) {
    fprintf(stderr, "usage: bench_layers FILE.json [ARCHITECTURE]\n");
    return 2;
  }
  const double peak = fma_peak(1);
  const double kernel = kernel_peak();
  if (peak > 0) {
    printf("multiply-adds in registers: %.1f GFLOP/s\n", peak * 1e-9);
  } else {
    printf("multiply-adds in registers: not measured: no kernel for this "
           "processor's units\n");
  }
  printf("convolutions' kernel, everything in the first-level cache: "
         "%.1f GFLOP/s\n",
         kernel * 1e-9);
  fprintf(json,
          "{\n  \"fma_flops\": %.0f,\n  \"kernel_flops\": %.0f,\n"
          "  \"networks\": [\n",
          peak, kernel);
  const size_t n = sizeof(architectures) / sizeof(*architectures);
  for (size_t i = 0; i < (argc > 2 ? 1 : n); ++i) {
    fprintf(json, "%s", i ? ",\n" : "");
    bench(argc > 2 ? argv[2] : architectures[i], peak, argc > 2, json);
  }
  fprintf(json, "\n  ]\n}\n");
  return fclose(json) == 0 ? 0 : 1;
}
