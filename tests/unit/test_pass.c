/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/random.h"
#include "plugin/pass.h"
#include "tests/unit/suite.h"

#include <string.h>

enum { N = 1000 };

/* Any bits at all: NaN of both kinds, infinities, denormals, negative zero */
static void fill(float* samples, uint64_t stream)
{
  BylineRandom random = byline_random_begin(3, stream);
  static const uint32_t special[] = {0x80000000, 0x7fc00001, 0x7f800001,
                                     0xff800000, 0x00000001, 0x807fffff};
  for (size_t i = 0; i < N; ++i) {
    const uint32_t bits =
        i < 6 ? special[i] : (uint32_t)byline_random_next(&random);
    memcpy(samples + i, &bits, sizeof(bits));
  }
}

/* How the buffers of a test lie: offsets into one array, -1 for NULL */
typedef struct {
  ptrdiff_t in[2];
  ptrdiff_t out[2];
} Layout;

static float* at(float* memory, ptrdiff_t offset)
{
  return offset < 0 ? NULL : memory + offset;
}

static void check(const Layout* layout)
{
  static float memory[5 * N];
  static float silence[N];
  float expected[2][N];
  fill(memory + 0 * N, 0);
  fill(memory + 1 * N, 1);
  fill(memory + 2 * N, 2);
  fill(memory + 3 * N, 3);
  const float* const in[2] = {at(memory, layout->in[0]),
                              at(memory, layout->in[1])};
  float* const out[2] = {at(memory, layout->out[0]),
                         at(memory, layout->out[1])};
  for (int c = 0; c < 2; ++c) {
    memcpy(expected[c], in[c] ? in[c] : silence, sizeof(expected[c]));
  }
  byline_pass(in[0], in[1], out[0], out[1], N);
  for (int c = 0; c < 2; ++c) {
    if (out[c]) {
      assert_memory_equal(out[c], expected[c], sizeof(expected[c]));
    }
  }
}

static void test_bits_arrive_in_every_layout(void** state)
{
  (void)state;
  const Layout layouts[] = {
      {{0, N}, {2 * N, 3 * N}}, // apart
      {{0, N}, {0, N}},         // in place
      {{0, N}, {N, 0}},         // in place, crossed
      {{0, N}, {N, 2 * N}},     // the left output is the right input
      {{0, N}, {2 * N, 0}},     // and the other way round
      {{0, 0}, {0, N}},         // one input for both
      {{0, 0}, {N, 0}},
      {{0, N}, {N / 2, 2 * N}}, // overlapping
      {{N, 2 * N}, {N - 5, 3 * N}},
      {{-1, N}, {2 * N, 3 * N}}, // unconnected
      {{0, -1}, {0, N}},
      {{-1, -1}, {0, N}},
      {{0, N}, {-1, N}},
      {{0, N}, {N, -1}},
      {{0, N}, {-1, -1}},
  };
  for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); ++i) {
    check(&layouts[i]);
  }
}

static void test_nothing_is_touched_without_frames(void** state)
{
  (void)state;
  float samples[2] = {1, 2};
  const float* const in[2] = {samples, NULL};
  float* const out[2] = {samples + 1, samples};
  byline_pass(in[0], in[1], out[0], out[1], 0);
  assert_true(samples[0] == 1 && samples[1] == 2);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bits_arrive_in_every_layout),
      cmocka_unit_test(test_nothing_is_touched_without_frames),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
