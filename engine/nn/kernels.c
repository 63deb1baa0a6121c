/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/kernels.h"
#include "nn/kernels_table.h"

#include <stddef.h>

const BylineKernels* byline_kernels_at(BylineKernelLevel level)
{
#ifdef __x86_64__
  if (level == BYLINE_KERNELS_AVX512) {
    const bool there = __builtin_cpu_supports("avx512f") &&
                       __builtin_cpu_supports("avx512vl") &&
                       __builtin_cpu_supports("avx512dq") &&
                       __builtin_cpu_supports("avx512bw");
    return there ? &byline_kernels_avx512 : NULL;
  }
  if (level == BYLINE_KERNELS_AVX2) {
    const bool there =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    return there ? &byline_kernels_avx2 : NULL;
  }
#endif
#ifdef __aarch64__
  if (level == BYLINE_KERNELS_NEON) {
    return &byline_kernels_neon;
  }
#endif
  return level == BYLINE_KERNELS_PORTABLE ? &byline_kernels_portable : NULL;
}

const BylineKernels* byline_kernels_best(void)
{
  for (int level = BYLINE_KERNELS_LEVELS - 1; level > 0; --level) {
    const BylineKernels* const kernels =
        byline_kernels_at((BylineKernelLevel)level);
    if (kernels) {
      return kernels;
    }
  }
  return &byline_kernels_portable;
}
