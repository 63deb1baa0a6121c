/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "processor_peaks.h"

#include "fma_peak.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

typedef void (*Sgemm)(int order, int transpose_a, int transpose_b, int m, int n,
                      int k, float alpha, const float* a, int lda,
                      const float* b, int ldb, float beta, float* c, int ldc);

/* What OpenBLAS reaches with one thread, in floating-point operations per
   second; 0 if it is not there */
static double sgemm_peak(void)
{
  enum { N = 768 };
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512f")) {
    /* It does not know every processor; this is the best that it has */
    setenv("OPENBLAS_CORETYPE", "SKYLAKEX", 1);
  }
#endif
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

static void print_limit(const char* what, double limit, const char* why_not)
{
  if (limit > 0) {
    printf("%s: %.1f GFLOP/s\n", what, limit * 1e-9);
  } else {
    printf("%s: not measured: %s\n", what, why_not);
  }
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

Peaks peaks_measure(unsigned n_threads, FILE* json)
{
  print_processor(json);
  const Peaks peaks = {
      .one = fma_peak(1), .all = fma_peak(n_threads), .sgemm = sgemm_peak()};
  static const char* const no_units = "no kernel for this processor's units";
  print_limit("multiply-adds in registers, one thread", peaks.one, no_units);
  print_limit("the same, all threads that train", peaks.all, no_units);
  print_limit("SGEMM of OpenBLAS, one thread", peaks.sgemm,
              "libopenblas.so.0 is not there");
  fprintf(json,
          "  \"fma_flops\": %.0f,\n  \"fma_flops_training\": %.0f,\n"
          "  \"sgemm_flops\": %.0f,\n",
          peaks.one, peaks.all, peaks.sgemm);
  return peaks;
}
