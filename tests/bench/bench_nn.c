/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Networks: training throughput, the latency of one clip, memory.

   The peers are PyTorch (Debian's python3-torch) in its best mode, in a process
   of its own, and ONNX Runtime (npm's onnxruntime-node), in this one.  Ours and
   a peer run in turns; what is compared is the median of pairs.  The physical
   limit is what the processor's units for multiply-adds do at most; OpenBLAS's
   SGEMM is beside it.

   usage: bench_nn FILE.json [ARCHITECTURE] */

#include "byline/model.h"
#include "byline/plugin.h"
#include "byline/thread_pool.h"
#include "networks.h"
#include "peer_onnx.h"
#include "peer_torch.h"
#include "processor_peaks.h"
#include "timing.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH 16
#define N_THREADS 2
#define TRAINING_PAIRS 5
#define INFERENCE_PAIRS 25
#define MAX_PAIRS 32
#define PEER_MEMORIES 5

/* What was measured of one thing, in seconds */
typedef struct {
  double ours;  ///< Median
  double peer;  ///< Median; 0 if there is no peer
  double ratio; ///< Median of pairs, peer / ours
} Result;

static double median(const double* values, size_t n)
{
  double sorted[MAX_PAIRS];
  memcpy(sorted, values, n * sizeof(double));
  sort_times(sorted, n);
  return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

/* Something to be timed */
typedef void (*Action)(void* data);

/* Does the same as an action and returns the seconds that it took, below 0 when
   there is no peer */
typedef double (*PeerAction)(void* peer);

static double run_torch(void* peer)
{
  return peer_torch_ask(peer, "run 1");
}

static double run_onnx(void* peer)
{
  const double begin = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  return peer && peer_onnx_run(peer)
             ? seconds_of(CLOCK_THREAD_CPUTIME_ID) - begin
             : -1;
}

/* Run ours and the peer's in turns.
   @param clock Ours; one thread's own time, where the peer's is that, too, is
   the same on a machine that others use. */
static Result measure(Action action, void* data, clockid_t clock,
                      PeerAction peer_action, void* peer, size_t n_pairs)
{
  double ours[MAX_PAIRS];
  double theirs[MAX_PAIRS];
  double ratios[MAX_PAIRS];
  bool both = true;
  action(data);
  for (size_t i = 0; i < n_pairs; ++i) {
    const double begin = seconds_of(clock);
    action(data);
    ours[i] = seconds_of(clock) - begin;
    theirs[i] = peer_action(peer);
    ratios[i] = theirs[i] / ours[i];
    both &= theirs[i] > 0;
  }
  return (Result){.ours = median(ours, n_pairs),
                  .peer = both ? median(theirs, n_pairs) : 0,
                  .ratio = both ? median(ratios, n_pairs) : 0};
}

typedef struct {
  BylinePlan* plan;
  BylineSgd* sgd;
  float* targets;
  float* d_logits;
} Training;

static void train_step(void* data)
{
  const Training* const t = data;
  const float* const logits = byline_plan_forward(t->plan);
  byline_cross_entropy(logits, t->targets, BATCH, N_CLASSES, t->d_logits);
  byline_plan_zero_gradients(t->plan);
  byline_plan_backward(t->plan, t->d_logits);
  byline_sgd_step(t->sgd, t->plan, 0.01f);
}

static void infer_step(void* data)
{
  byline_plan_forward(data);
}

static void check(BylineStatus status)
{
  if (status != BYLINE_OK) {
    fprintf(stderr, "%s\n", byline_error_message());
    exit(1);
  }
}

static void fill(float* input, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    input[i] = (float)(i * 2654435761u % 1000) / 500 - 1;
  }
}

static size_t parameter_bytes(const BylineNetwork* network)
{
  size_t n = 0;
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    n += byline_network_tensor(network, i)->n_values;
  }
  return n * sizeof(float);
}

/* Have the peer do something with training */
static double ask_training(PeerTorch* peer, const char* what,
                           const BylineNetwork* network)
{
  char line[512];
  snprintf(line, sizeof(line), "%s %s %d %d %d %d %d", what,
           byline_network_architecture(network), N_CLASSES, N_MELS, N_FRAMES,
           BATCH, N_THREADS);
  return peer_torch_ask(peer, line);
}

/* What the peer needs for training, in bytes: the median of some processes,
   since its allocator does not do the same each time */
static double peer_memory(const BylineNetwork* network)
{
  double memory[PEER_MEMORIES];
  for (size_t i = 0; i < PEER_MEMORIES; ++i) {
    PeerTorch peer = peer_torch_start();
    memory[i] = ask_training(&peer, "memory", network);
    peer_torch_stop(&peer);
  }
  return median(memory, PEER_MEMORIES);
}

/* Training; `memory` is ours and the peer's, in bytes */
static Result bench_training(BylineNetwork* network, PeerTorch* peer,
                             double memory[2])
{
  memory[1] = peer_memory(network);
  ask_training(peer, "train", network);
  BylineThreadPool* pool = NULL;
  Training t = {.targets = calloc(BATCH * N_CLASSES, sizeof(float)),
                .d_logits = calloc(BATCH * N_CLASSES, sizeof(float))};
  check(byline_thread_pool_new(N_THREADS, &pool));
  check(byline_plan_new(network,
                        &(BylinePlanSettings){.mode = BYLINE_PLAN_TRAIN,
                                              .max_batch = BATCH,
                                              .max_frames = N_FRAMES,
                                              .pool = pool},
                        &t.plan));
  check(byline_sgd_new(network,
                       &(BylineSgdSettings){.momentum = 0.9f, .nesterov = true},
                       &t.sgd));
  for (size_t i = 0; i < BATCH; ++i) {
    t.targets[i * N_CLASSES + i] = 1;
  }
  fill(byline_plan_input(t.plan), (size_t)BATCH * N_MELS * N_FRAMES);
  const Result result =
      measure(train_step, &t, CLOCK_MONOTONIC, run_torch, peer, TRAINING_PAIRS);
  memory[0] = (double)(byline_plan_memory(t.plan) +
                       2 * parameter_bytes(network)); /* and velocities */
  byline_sgd_free(t.sgd);
  byline_plan_free(t.plan);
  byline_thread_pool_free(pool);
  free(t.targets);
  free(t.d_logits);
  return result;
}

/* Plan a clip on one thread. */
static BylinePlan* plan_inference(BylineNetwork* network, size_t n_channels)
{
  BylinePlan* plan = NULL;
  check(byline_network_freeze(network));
  check(byline_plan_new(
      network, &(BylinePlanSettings){.max_batch = 1, .max_frames = N_FRAMES},
      &plan));
  fill(byline_plan_input(plan), n_channels * N_MELS * N_FRAMES);
  return plan;
}

/* One clip, one thread; `mode` is PyTorch's */
static Result bench_inference(BylineNetwork* network, PeerTorch* peer,
                              const char* mode)
{
  char line[512];
  snprintf(line, sizeof(line), "infer %s %d %d %d %s",
           byline_network_architecture(network), N_CLASSES, N_MELS, N_FRAMES,
           mode);
  peer_torch_ask(peer, line);
  BylinePlan* const plan = plan_inference(network, 1);
  const Result result = measure(infer_step, plan, CLOCK_MONOTONIC, run_torch,
                                peer, INFERENCE_PAIRS);
  byline_plan_free(plan);
  return result;
}

/* One clip, one thread, beside ONNX Runtime */
static Result bench_onnx(BylineNetwork* network, const char* folder,
                         int n_channels, int n_classes)
{
  PeerOnnx* const peer =
      peer_onnx_open(folder, byline_network_architecture(network),
                     (int64_t[]){1, n_channels, N_MELS, N_FRAMES}, n_classes);
  if (peer) {
    fill(peer_onnx_input(peer), (size_t)n_channels * N_MELS * N_FRAMES);
    peer_onnx_run(peer); /* Lays out its memory */
  }
  BylinePlan* const plan = plan_inference(network, (size_t)n_channels);
  const Result result = measure(infer_step, plan, CLOCK_THREAD_CPUTIME_ID,
                                run_onnx, peer, INFERENCE_PAIRS);
  byline_plan_free(plan);
  peer_onnx_close(peer);
  return result;
}

/* A rate, and its share of what is possible where that is known */
static void print_rate(double rate, double limit)
{
  printf("  %6.1f GFLOP/s", rate * 1e-9);
  if (limit > 0) {
    printf(", %3.0f %% of the FMA peak", 100 * rate / limit);
  }
  printf("\n");
}

/* How many targets there were, and how many were met */
typedef struct {
  unsigned n;
  unsigned met;
} Score;

/* Hold a figure against its target; 0: it could not be measured */
static void judge(Score* score, const char* what, double figure, double target,
                  bool at_most)
{
  const bool met =
      figure > 0 && (at_most ? figure <= target : figure >= target);
  char text[32] = "not measured";
  ++score->n;
  score->met += met;
  if (figure > 0) {
    snprintf(text, sizeof(text), "%.2f", figure);
  }
  printf("  %-38s %12s  target %s %.1f: %s\n", what, text,
         at_most ? "<=" : ">=", target, met ? "met" : "missed");
}

static void judge_all(Score* score, const char* architecture,
                      const Result* training, const double memory[2],
                      const Result* fast, const Result* eager,
                      const Result* onnx)
{
  const double wanted = strncmp(architecture, "resnet:", 7) ? 1.0 : 1.5;
  judge(score, "training, times PyTorch's speed", training->ratio, wanted,
        false);
  judge(score, "inference, times PyTorch's speed", fast->ratio, 1.3, false);
  judge(score, "inference, times eager PyTorch's", eager->ratio, 4, false);
  judge(score, "inference, times ONNX Runtime's speed", onnx->ratio, 1.4,
        false);
  judge(score, "training memory, share of PyTorch's",
        memory[1] > 0 ? memory[0] / memory[1] : 0, 0.7, true);
}

static void write_json(FILE* json, const char* architecture,
                       const Result* training, const double memory[2],
                       const Result* fast, const Result* eager,
                       const Result* onnx)
{
  fprintf(json,
          "    {\"architecture\": \"%s\",\n"
          "     \"training_clips_per_second\": %.2f, "
          "\"peer_training_clips_per_second\": %.2f, "
          "\"training_ratio\": %.3f,\n"
          "     \"training_bytes\": %.0f, \"peer_training_bytes\": %.0f,\n"
          "     \"inference_seconds\": %.6f, \"peer_inference_seconds\": %.6f, "
          "\"inference_ratio\": %.3f,\n"
          "     \"peer_eager_seconds\": %.6f, \"eager_ratio\": %.3f,\n"
          "     \"onnx_seconds\": %.6f, \"onnx_ratio\": %.3f},\n",
          architecture, BATCH / training->ours,
          training->peer > 0 ? BATCH / training->peer : 0, training->ratio,
          memory[0], memory[1], fast->ours, fast->peer, fast->ratio,
          eager->peer, eager->ratio, onnx->peer, onnx->ratio);
}

static void bench(const char* architecture, const Peaks* peaks,
                  const char* folder, FILE* json, Score* score)
{
  PeerTorch peer = peer_torch_start();
  const BylineNetworkShape shape = {1, N_MELS, N_CLASSES};
  BylineNetwork* network = NULL;
  check(byline_network_new(architecture, &shape, &network));
  byline_network_initialize(network, 1);
  const double cost =
      2.0 * (double)byline_network_multiply_adds(network, N_FRAMES);
  double memory[2];
  const Result training = bench_training(network, &peer, memory);
  const Result fast = bench_inference(network, &peer, "fast");
  const Result eager = bench_inference(network, &peer, "eager");
  const Result onnx = bench_onnx(network, folder, 1, N_CLASSES);
  byline_network_free(network);
  peer_torch_stop(&peer);

  printf("%s\n", architecture);
  printf("  training   %7.1f clips/s  PyTorch %7.1f  ratio %5.2f",
         BATCH / training.ours, training.peer > 0 ? BATCH / training.peer : 0,
         training.ratio);
  /* Backward costs twice as much as forward */
  print_rate(3 * cost * BATCH / training.ours, peaks->all);
  printf("  memory     %7.1f MB       PyTorch %7.1f\n", memory[0] * 1e-6,
         memory[1] * 1e-6);
  printf("  inference  %7.3f ms       PyTorch %7.3f  ratio %5.2f",
         fast.ours * 1e3, fast.peer * 1e3, fast.ratio);
  print_rate(cost / fast.ours, peaks->one);
  printf("             %7.3f ms         eager %7.3f  ratio %5.2f\n",
         eager.ours * 1e3, eager.peer * 1e3, eager.ratio);
  printf("             %7.3f ms  ONNX Runtime %7.3f  ratio %5.2f\n",
         onnx.ours * 1e3, onnx.peer * 1e3, onnx.ratio);
  judge_all(score, architecture, &training, memory, &fast, &eager, &onnx);
  write_json(json, architecture, &training, memory, &fast, &eager, &onnx);
  fflush(stdout);
}

/* Three residual networks and a WaveNet of three channels, as one model, beside
   ONNX Runtime */
static void bench_large(const Peaks* peaks, const char* folder, FILE* json,
                        Score* score)
{
  const BylineNetworkShape shape = {LARGE_CHANNELS, N_MELS, LARGE_CLASSES};
  BylineNetwork* network = NULL;
  check(byline_network_new(LARGE_ARCHITECTURE, &shape, &network));
  byline_network_initialize(network, 1);
  const double cost =
      2.0 * (double)byline_network_multiply_adds(network, N_FRAMES);
  const Result onnx =
      bench_onnx(network, folder, LARGE_CHANNELS, LARGE_CLASSES);
  byline_network_free(network);
  printf("a model of three channels: three of the first network and the "
         "WaveNet\n");
  printf("  inference  %7.3f ms  ONNX Runtime %7.3f  ratio %5.2f",
         onnx.ours * 1e3, onnx.peer * 1e3, onnx.ratio);
  print_rate(cost / onnx.ours, peaks->one);
  judge(score, "inference, times ONNX Runtime's speed", onnx.ratio, 1.5, false);
  fprintf(json,
          "    {\"architecture\": \"%s\",\n"
          "     \"inference_seconds\": %.6f, \"onnx_seconds\": %.6f, "
          "\"onnx_ratio\": %.3f}\n",
          LARGE_ARCHITECTURE, onnx.ours, onnx.peer, onnx.ratio);
}

/* The model in the box, beside the folder of the results.  It is of statistics
   alone: there is no peer to judge it by. */
static void bench_box(const char* results)
{
  char path[1100];
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  snprintf(path, sizeof(path), "%.*s/../byline.lv2/%s",
           (int)(strrchr(results, '/') ? strrchr(results, '/') - results : 0),
           results, BYLINE_BUNDLE_MODEL);
  check(byline_model_open(path, &info, &network));
  BylinePlan* const plan =
      plan_inference(network, byline_front_end_channels(&info.front_end));
  double seconds[INFERENCE_PAIRS];
  for (size_t i = 0; i < INFERENCE_PAIRS; ++i) {
    const double begin = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    infer_step(plan);
    seconds[i] = seconds_of(CLOCK_THREAD_CPUTIME_ID) - begin;
  }
  printf("the model in the box\n  inference  %7.3f ms, of statistics that no "
         "peer has: not judged\n",
         median(seconds, INFERENCE_PAIRS) * 1e3);
  byline_plan_free(plan);
  byline_network_free(network);
  byline_model_info_free(&info);
}

int main(int argc, char** argv)
{
  FILE* const json = argc > 1 ? fopen(argv[1], "w") : NULL;
  if (!json) {
    fprintf(stderr, "usage: bench_nn FILE.json [ARCHITECTURE]\n");
    return 2;
  }
  char folder[1024];
  snprintf(folder, sizeof(folder), "%.*s.onnx",
           (int)(strlen(argv[1]) - strlen(".json")), argv[1]);
  fprintf(json, "{\n");
  const Peaks peaks = peaks_measure(N_THREADS, json);
  fprintf(json, "  \"networks\": [\n");
  const size_t n =
      argc > 2 ? 1 : sizeof(architectures) / sizeof(*architectures);
  Score score = {0};
  for (size_t i = 0; i < n; ++i) {
    bench(argc > 2 ? argv[2] : architectures[i], &peaks, folder, json, &score);
  }
  bench_large(&peaks, folder, json, &score);
  bench_box(argv[1]);
  printf("targets met: %u of %u\n", score.met, score.n);
  fprintf(json, "  ],\n  \"targets_met\": %u,\n  \"targets\": %u\n}\n",
          score.met, score.n);
  return fclose(json) == 0 ? 0 : 1;
}
