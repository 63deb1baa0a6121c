/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Networks: training throughput, the latency of one clip, memory.

   The peer is PyTorch (Debian's python3-torch) in its best mode, in a process
   of its own.  Both run in turns; what is compared is the median of pairs.
   The physical limit is what OpenBLAS's SGEMM reaches in the same run.

   usage: bench_nn FILE.json */

#include "byline/model.h"
#include "byline/thread_pool.h"
#include "networks.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BATCH 16
#define N_THREADS 2
#define TRAINING_PAIRS 5
#define INFERENCE_PAIRS 25
#define MAX_PAIRS 32
#define PEER_MEMORIES 5

/* The other process */
typedef struct {
  FILE* to;
  FILE* from; ///< NULL if there is no peer
  pid_t pid;
} Peer;

/* What was measured of one thing, in seconds */
typedef struct {
  double ours;  ///< Median
  double peer;  ///< Median; 0 if there is no peer
  double ratio; ///< Median of pairs, peer / ours
} Result;

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int compare(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return x < y ? -1 : x > y;
}

static double median(const double* values, size_t n)
{
  double sorted[MAX_PAIRS];
  memcpy(sorted, values, n * sizeof(double));
  qsort(sorted, n, sizeof(double), compare);
  return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

static Peer start_peer(void)
{
  Peer peer = {0};
  int to[2];
  int from[2];
  if (pipe(to) != 0 || pipe(from) != 0) {
    return peer;
  }
  peer.pid = fork();
  if (peer.pid == 0) {
    dup2(to[0], STDIN_FILENO);
    dup2(from[1], STDOUT_FILENO);
    close(to[1]);
    close(from[0]);
    execl("/usr/bin/python3", "python3", "tests/bench/peer_torch.py",
          (char*)NULL);
    _exit(127);
  }
  close(to[0]);
  close(from[1]);
  peer.to = fdopen(to[1], "w");
  peer.from = fdopen(from[0], "r");
  return peer;
}

static void stop_peer(Peer* peer)
{
  fclose(peer->to);
  if (peer->from) {
    fclose(peer->from);
  }
  waitpid(peer->pid, NULL, 0);
}

/* Send a line and read the number that answers it; below 0 without a peer */
static double ask(Peer* peer, const char* line)
{
  double answer = -1;
  if (peer->from) {
    fprintf(peer->to, "%s\n", line);
    fflush(peer->to);
    if (fscanf(peer->from, "%lf", &answer) != 1) {
      fclose(peer->from);
      peer->from = NULL;
      fprintf(stderr, "no peer: python3-torch is not there or has failed\n");
      return -1;
    }
  }
  return answer;
}

/* Something to be timed */
typedef void (*Action)(void* data);

/* Run ours and the peer's in turns */
static Result measure(Action action, void* data, Peer* peer, size_t n_pairs)
{
  double ours[MAX_PAIRS];
  double theirs[MAX_PAIRS];
  double ratios[MAX_PAIRS];
  action(data);
  for (size_t i = 0; i < n_pairs; ++i) {
    const double begin = now();
    action(data);
    ours[i] = now() - begin;
    theirs[i] = ask(peer, "run 1");
    ratios[i] = theirs[i] / ours[i];
  }
  const bool both = peer->from != NULL;
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

static void fill_input(BylinePlan* plan, size_t batch)
{
  float* const input = byline_plan_input(plan);
  for (size_t i = 0; i < batch * N_MELS * N_FRAMES; ++i) {
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
static double ask_training(Peer* peer, const char* what,
                           const BylineNetwork* network)
{
  char line[512];
  snprintf(line, sizeof(line), "%s %s %d %d %d %d %d", what,
           byline_network_architecture(network), N_CLASSES, N_MELS, N_FRAMES,
           BATCH, N_THREADS);
  return ask(peer, line);
}

/* What the peer needs for training, in bytes: the median of some processes,
   since its allocator does not do the same each time */
static double peer_memory(const BylineNetwork* network)
{
  double memory[PEER_MEMORIES];
  for (size_t i = 0; i < PEER_MEMORIES; ++i) {
    Peer peer = start_peer();
    memory[i] = ask_training(&peer, "memory", network);
    stop_peer(&peer);
  }
  return median(memory, PEER_MEMORIES);
}

/* Training; `memory` is ours and the peer's, in bytes */
static Result bench_training(BylineNetwork* network, Peer* peer,
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
  fill_input(t.plan, BATCH);
  const Result result = measure(train_step, &t, peer, TRAINING_PAIRS);
  memory[0] = (double)(byline_plan_memory(t.plan) +
                       2 * parameter_bytes(network)); /* and velocities */
  byline_sgd_free(t.sgd);
  byline_plan_free(t.plan);
  byline_thread_pool_free(pool);
  free(t.targets);
  free(t.d_logits);
  return result;
}

/* One clip, one thread; `mode` is the peer's */
static Result bench_inference(BylineNetwork* network, Peer* peer,
                              const char* mode)
{
  char line[512];
  snprintf(line, sizeof(line), "infer %s %d %d %d %s",
           byline_network_architecture(network), N_CLASSES, N_MELS, N_FRAMES,
           mode);
  ask(peer, line);
  BylinePlan* plan = NULL;
  check(byline_network_freeze(network));
  check(byline_plan_new(
      network, &(BylinePlanSettings){.max_batch = 1, .max_frames = N_FRAMES},
      &plan));
  fill_input(plan, 1);
  const Result result = measure(infer_step, plan, peer, INFERENCE_PAIRS);
  byline_plan_free(plan);
  return result;
}

typedef void (*Sgemm)(int order, int transpose_a, int transpose_b, int m, int n,
                      int k, float alpha, const float* a, int lda,
                      const float* b, int ldb, float beta, float* c, int ldc);

/* What OpenBLAS reaches with one thread, in floating-point operations per
   second; 0 if it is not there */
static double sgemm_peak(void)
{
  enum { N = 768 };
  if (__builtin_cpu_supports("avx512f")) {
    /* It does not know every processor; this is the best that it has */
    setenv("OPENBLAS_CORETYPE", "SKYLAKEX", 1);
  }
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  void* const library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  Sgemm sgemm = NULL;
  if (library) {
    *(void**)(void*)&sgemm = dlsym(library, "cblas_sgemm");
  }
  float* const x = calloc(3 * N * N, sizeof(float));
  double best = 0;
  for (unsigned i = 0; sgemm && i < 20; ++i) {
    const double begin = now();
    sgemm(101, 111, 111, N, N, N, 1, x, N, x + N * N, N, 0, x + 2 * N * N, N);
    const double rate = 2.0 * N * N * N / (now() - begin);
    best = rate > best ? rate : best;
  }
  free(x);
  return best;
}

static void print_processor(FILE* json)
{
  char line[256];
  FILE* const file = fopen("/proc/cpuinfo", "r");
  while (file && fgets(line, sizeof(line), file)) {
    const char* const colon = strchr(line, ':');
    if (!strncmp(line, "model name", 10) && colon) {
      const int n = (int)strcspn(colon + 2, "\n");
      printf("processor: %.*s\n", n, colon + 2);
      fprintf(json, "  \"processor\": \"%.*s\",\n", n, colon + 2);
      break;
    }
  }
  if (file) {
    fclose(file);
  }
}

/* How many targets there were, and how many were met */
typedef struct {
  unsigned n;
  unsigned met;
} Score;

/* Hold a figure against its target; 0: the peer has none */
static void judge(Score* score, const char* what, double figure, double target,
                  bool at_most)
{
  const bool met =
      figure > 0 && (at_most ? figure <= target : figure >= target);
  ++score->n;
  score->met += met;
  printf("  %-34s %6.2f  target %s %.1f: %s\n", what, figure,
         at_most ? "<=" : ">=", target, met ? "met" : "missed");
}

static void bench(const char* architecture, double peak, FILE* json, bool last,
                  Score* score)
{
  Peer peer = start_peer();
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
  byline_network_free(network);
  stop_peer(&peer);

  /* Backward costs twice as much as forward */
  const double limit = peak > 0 ? peak : 1;
  const double training_rate = 3 * cost * BATCH / training.ours;
  const double inference_rate = cost / fast.ours;
  printf("%s\n", architecture);
  printf("  training   %7.1f clips/s  peer %7.1f  ratio %5.2f  %5.1f GFLOP/s, "
         "%3.0f %% of SGEMM on %d processors\n",
         BATCH / training.ours, training.peer > 0 ? BATCH / training.peer : 0,
         training.ratio, training_rate * 1e-9,
         100 * training_rate / (N_THREADS * limit), N_THREADS);
  printf("  memory     %7.1f MB       peer %7.1f  ratio %5.2f\n",
         memory[0] * 1e-6, memory[1] * 1e-6, memory[0] / memory[1]);
  printf("  inference  %7.3f ms       peer %7.3f  ratio %5.2f  %5.1f GFLOP/s, "
         "%3.0f %% of SGEMM;  eager peer %7.3f  ratio %5.2f\n",
         fast.ours * 1e3, fast.peer * 1e3, fast.ratio, inference_rate * 1e-9,
         100 * inference_rate / limit, eager.peer * 1e3, eager.ratio);
  const double wanted = strncmp(architecture, "resnet:", 7) ? 1.0 : 1.5;
  judge(score, "training, times the peer's speed", training.ratio, wanted,
        false);
  judge(score, "inference, times the peer's speed", fast.ratio, 1.3, false);
  judge(score, "inference, times the eager peer's", eager.ratio, 4, false);
  judge(score, "training memory, share of the peer's",
        memory[1] > 0 ? memory[0] / memory[1] : 0, 0.7, true);
  fflush(stdout);
  fprintf(json,
          "    {\"architecture\": \"%s\",\n"
          "     \"training_clips_per_second\": %.2f, "
          "\"peer_training_clips_per_second\": %.2f, "
          "\"training_ratio\": %.3f,\n"
          "     \"training_bytes\": %.0f, \"peer_training_bytes\": %.0f,\n"
          "     \"inference_seconds\": %.6f, \"peer_inference_seconds\": %.6f, "
          "\"inference_ratio\": %.3f,\n"
          "     \"peer_eager_seconds\": %.6f, \"eager_ratio\": %.3f}%s\n",
          architecture, BATCH / training.ours,
          training.peer > 0 ? BATCH / training.peer : 0, training.ratio,
          memory[0], memory[1], fast.ours, fast.peer, fast.ratio, eager.peer,
          eager.ratio, last ? "" : ",");
}

int main(int argc, char** argv)
{
  FILE* const json = argc > 1 ? fopen(argv[1], "w") : NULL;
  if (!json) {
    fprintf(stderr, "usage: bench_nn FILE.json\n");
    return 2;
  }
  fprintf(json, "{\n");
  print_processor(json);
  const double peak = sgemm_peak();
  printf("SGEMM (OpenBLAS), one thread: %.1f GFLOP/s\n", peak * 1e-9);
  fprintf(json, "  \"sgemm_flops\": %.0f,\n  \"networks\": [\n", peak);
  const size_t n = sizeof(architectures) / sizeof(*architectures);
  Score score = {0};
  for (size_t i = 0; i < n; ++i) {
    bench(architectures[i], peak, json, i + 1 == n, &score);
  }
  printf("targets met: %u of %u\n", score.met, score.n);
  fprintf(json, "  ],\n  \"targets_met\": %u,\n  \"targets\": %u\n}\n",
          score.met, score.n);
  return fclose(json) == 0 ? 0 : 1;
}
