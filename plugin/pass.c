/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "pass.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool overlap(const float* a, const float* b, size_t n)
{
  const uintptr_t a_begin = (uintptr_t)a;
  const uintptr_t b_begin = (uintptr_t)b;
  const size_t size = n * sizeof(float);
  return a && b && a_begin < b_begin + size && b_begin < a_begin + size;
}

static void pass_channel(const float* in, float* out, size_t n)
{
  if (!out || out == in) {
    return;
  }
  if (in) {
    memmove(out, in, n * sizeof(float));
  } else {
    memset(out, 0, n * sizeof(float));
  }
}

BYLINE_SELDOM static void swap(float* a, float* b, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    const float t = a[i];
    a[i] = b[i];
    b[i] = t;
  }
}

/* The left output would destroy the right input */
BYLINE_SELDOM static void pass_crossed(const float* const in[2],
                                       float* const out[2], size_t n)
{
  if (!overlap(out[1], in[0], n)) {
    pass_channel(in[1], out[1], n);
    pass_channel(in[0], out[0], n);
  } else {
    swap(out[0], out[1], n);
  }
}

void byline_pass(const float* const in[2], float* const out[2], size_t n)
{
  if (overlap(out[0], in[1], n)) {
    pass_crossed(in, out, n);
  } else {
    pass_channel(in[0], out[0], n);
    pass_channel(in[1], out[1], n);
  }
}
