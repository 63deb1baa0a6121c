/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/half.h"
#include "byline/random.h"
#include "dataset/npy.h"
#include "dataset/repetitions.h"
#include "dataset/sound_index.h"
#include "dataset/sound_print.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { N_BANDS = 128, N_FRAMES = 1500 };

/* Something like music: in each band, levels that change now and then. */
static float* compose(uint64_t seed)
{
  float* const columns = malloc(N_FRAMES * N_BANDS * sizeof(*columns));
  BylineRandom random = byline_random_begin(seed, 0);
  float levels[N_BANDS];
  for (size_t band = 0; band < N_BANDS; ++band) {
    levels[band] = byline_random_uniform(&random, -60, -10);
  }
  for (size_t frame = 0; frame < N_FRAMES; ++frame) {
    for (size_t band = 0; band < N_BANDS; ++band) {
      if (byline_random_below(&random, 20) == 0) {
        levels[band] = byline_random_uniform(&random, -60, -10);
      }
      columns[frame * N_BANDS + band] = levels[band];
    }
  }
  return columns;
}

/* Save columns, from `first` on, with another gain and some dB of noise. */
static void save(const char* path, const float* columns, size_t first,
                 float gain, float noise)
{
  FILE* const file = fopen(path, "wb");
  BylineRandom random = byline_random_begin(99, first);
  byline_npy_put_header(file, N_FRAMES - first, N_BANDS);
  for (size_t i = first * N_BANDS; i < N_FRAMES * N_BANDS; ++i) {
    const float value =
        columns[i] + gain + noise * byline_random_normal(&random);
    uint16_t half = 0;
    byline_half_from_float(&value, 1, &half);
    fwrite(&half, sizeof(half), 1, file);
  }
  fclose(file);
}

static double compare(const char* a, const char* b)
{
  BylineSoundPrint x;
  BylineSoundPrint y;
  assert_int_equal(byline_sound_print_take(a, N_BANDS, &x), BYLINE_OK);
  assert_int_equal(byline_sound_print_take(b, N_BANDS, &y), BYLINE_OK);
  const double distance = byline_sound_print_distance(&x, &y);
  assert_true(distance == byline_sound_print_distance(&y, &x));
  long shift = 0;
  assert_int_equal(byline_sound_print_same(&x, &y, &shift), distance < 0.40);
  byline_sound_print_free(&x);
  byline_sound_print_free(&y);
  return distance;
}

static void test_distances(void** state)
{
  (void)state;
  float* const one = compose(1);
  float* const other = compose(2);
  save("one.npy", one, 0, 0, 0);
  save("same.npy", one, 0, 0, 0);
  save("noisy.npy", one, 0, -12, 3);
  save("late.npy", one, 20, 0, 3);
  save("short.npy", one, 400, 0, 0);
  save("other.npy", other, 0, 0, 0);
  assert_true(compare("one.npy", "same.npy") == 0);
  assert_true(compare("one.npy", "noisy.npy") < 0.2);
  assert_true(compare("one.npy", "late.npy") < 0.3);
  assert_true(compare("one.npy", "other.npy") > 0.43);
  assert_true(compare("one.npy", "short.npy") == 1);
  free(one);
  free(other);
}

/* Save columns as the first of three channels. */
static void save_three(const char* path, const float* columns)
{
  FILE* const file = fopen(path, "wb");
  BylineRandom random = byline_random_begin(98, 0);
  byline_npy_put_header(file, N_FRAMES, 3 * N_BANDS);
  for (size_t i = 0; i < (size_t)N_FRAMES * 3 * N_BANDS; ++i) {
    const size_t cell = i % (3 * N_BANDS);
    const float value = cell < N_BANDS
                            ? columns[i / (3 * N_BANDS) * N_BANDS + cell]
                            : byline_random_uniform(&random, -60, -10);
    uint16_t half = 0;
    byline_half_from_float(&value, 1, &half);
    fwrite(&half, sizeof(half), 1, file);
  }
  fclose(file);
}

static void test_other_channels_do_not_count(void** state)
{
  (void)state;
  float* const one = compose(1);
  save("one.npy", one, 0, 0, 0);
  save_three("three.npy", one);
  assert_true(compare("one.npy", "three.npy") == 0);
  free(one);
}

static void test_repetitions(void** state)
{
  (void)state;
  static const char* const names[] = {"other.npy", "noisy.npy",  "short.npy",
                                      "",          "late.npy",   "one.npy",
                                      "other.npy", "missing.npy"};
  enum { N = 8 };
  BylineFeatures features[N] = {0};
  for (size_t i = 0; i < N; ++i) {
    snprintf(features[i].name, sizeof(features[i].name), "%s", names[i]);
    features[i].n_frames = N_FRAMES;
  }
  features[2].n_frames = N_FRAMES - 400;
  features[4].n_frames = N_FRAMES - 20;
  BylineRepetition found[N];
  assert_int_equal(byline_repetitions_find(".", N_BANDS, features, N, 2, found),
                   BYLINE_ERROR_IO);
  assert_int_equal(
      byline_repetitions_find(".", N_BANDS, features, N - 1, 2, found),
      BYLINE_OK);
  const size_t expected[N - 1] = {0, 1, 1, 3, 1, 1, 0};
  for (size_t i = 0; i < N - 1; ++i) {
    assert_int_equal(found[i].first, expected[i]);
    assert_false(found[i].is_medley);
  }
}

/* Save `n` columns out of the middle, with some dB of noise. */
static void save_noisy_part(const char* path, const float* columns,
                            size_t first, size_t n, float noise)
{
  FILE* const file = fopen(path, "wb");
  BylineRandom random = byline_random_begin(97, first);
  byline_npy_put_header(file, n, N_BANDS);
  for (size_t i = first * N_BANDS; i < (first + n) * N_BANDS; ++i) {
    const float value = columns[i] + noise * byline_random_normal(&random);
    uint16_t half = 0;
    byline_half_from_float(&value, 1, &half);
    fwrite(&half, sizeof(half), 1, file);
  }
  fclose(file);
}

static void save_part(const char* path, const float* columns, size_t first,
                      size_t n)
{
  save_noisy_part(path, columns, first, n, 1);
}

/* The whole stands for its parts, whichever comes first in the table */
static void test_parts(void** state)
{
  (void)state;
  float* const one = compose(1);
  float* const other = compose(2);
  save("one.npy", one, 0, 0, 0);
  save_part("excerpt.npy", one, 338, 350);
  save_part("cut.npy", one, 0, 700);
  save_part("foreign.npy", other, 100, 500);
  BylineFeatures features[] = {{.name = "excerpt.npy", .n_frames = 350},
                               {.name = "foreign.npy", .n_frames = 500},
                               {.name = "cut.npy", .n_frames = 700},
                               {.name = "one.npy", .n_frames = N_FRAMES},
                               {.name = "one.npy", .n_frames = N_FRAMES}};
  BylineRepetition found[5];
  assert_int_equal(byline_repetitions_find(".", N_BANDS, features, 3, 2, found),
                   BYLINE_OK);
  assert_int_equal(found[0].first, 2);
  assert_int_equal(found[1].first, 1);
  assert_int_equal(
      byline_repetitions_find(".", N_BANDS, features + 1, 3, 2, found),
      BYLINE_OK);
  assert_int_equal(found[0].first, 0);
  assert_int_equal(found[1].first, 2);
  assert_int_equal(found[2].first, 2);

  /* Parts that are nearly all of it together stand for it */
  save_part("end.npy", one, 750, 700);
  features[0] = (BylineFeatures){.name = "end.npy", .n_frames = 700};
  assert_int_equal(byline_repetitions_find(".", N_BANDS, features, 4, 2, found),
                   BYLINE_OK);
  assert_int_equal(found[0].first, 0);
  assert_int_equal(found[2].first, 2);
  assert_true(found[3].is_medley);
  assert_int_equal(found[3].first, 0);

  /* And so they do for a copy of it */
  assert_int_equal(byline_repetitions_find(".", N_BANDS, features, 5, 2, found),
                   BYLINE_OK);
  assert_true(found[3].is_medley);
  assert_true(found[4].is_medley);
  assert_int_equal(found[4].first, 0);
  free(one);
  free(other);
}

/* Parts of one among many others, whole or noisy, at odd places: each is found,
   and nothing else */
static void test_index(void** state)
{
  (void)state;
  enum { N_OTHERS = 30, N_PARTS = 12, N = N_OTHERS + N_PARTS };
  static const float noises[] = {0, 2, 5};
  static BylineSoundPrint prints[N];
  const BylineSoundPrint* sorted[N];
  for (size_t i = 0; i < N_PARTS; ++i) {
    float* const columns = compose(100 + i);
    save_noisy_part("part.npy", columns, 83 * i, 300 + 10 * i, noises[i % 3]);
    assert_int_equal(byline_sound_print_take("part.npy", N_BANDS, &prints[i]),
                     BYLINE_OK);
    sorted[i] = &prints[i];
    free(columns);
  }
  for (size_t i = N_PARTS; i < N; ++i) {
    float* const columns = compose(100 + i - N_PARTS);
    save("whole.npy", columns, 0, 0, 0);
    assert_int_equal(byline_sound_print_take("whole.npy", N_BANDS, &prints[i]),
                     BYLINE_OK);
    sorted[i] = &prints[i];
    free(columns);
  }
  BylineSoundIndex* index = NULL;
  BylineSoundSearch search = {.wanted = NULL};
  assert_int_equal(byline_sound_index_new(sorted, N, &index), BYLINE_OK);
  for (size_t i = 0; i < N; ++i) {
    const BylineSoundWhole* found = NULL;
    size_t n = 0;
    assert_int_equal(byline_sound_index_find(index, &search, i, &found, &n),
                     BYLINE_OK);
    assert_int_equal(n, i < N_PARTS);
    if (n > 0) {
      assert_int_equal(found->whole, i + N_PARTS);
      assert_in_range(found->shift + 4, 83 * i, 83 * i + 8);
    }
  }
  byline_sound_search_clear(&search);
  byline_sound_index_free(index);
  for (size_t i = 0; i < N; ++i) {
    byline_sound_print_free(&prints[i]);
  }
}

/* With hardly a clear word, as in held tones, a part is found all the same */
static void test_index_of_little(void** state)
{
  (void)state;
  float* const columns = compose(7);
  for (size_t frame = 0; frame < N_FRAMES; ++frame) {
    for (size_t band = 0; band < N_BANDS; ++band) {
      if (band < 40 || band >= 90) {
        columns[frame * N_BANDS + band] = -60;
      }
    }
  }
  save("whole.npy", columns, 0, 0, 0);
  save_noisy_part("part.npy", columns, 400, 400, 0);
  BylineSoundPrint prints[2];
  assert_int_equal(byline_sound_print_take("part.npy", N_BANDS, &prints[0]),
                   BYLINE_OK);
  assert_int_equal(byline_sound_print_take("whole.npy", N_BANDS, &prints[1]),
                   BYLINE_OK);
  assert_true(prints[0].n_probes < 16);
  const BylineSoundPrint* const sorted[] = {&prints[0], &prints[1]};
  BylineSoundIndex* index = NULL;
  BylineSoundSearch search = {.wanted = NULL};
  const BylineSoundWhole* found = NULL;
  size_t n = 0;
  assert_int_equal(byline_sound_index_new(sorted, 2, &index), BYLINE_OK);
  assert_int_equal(byline_sound_index_find(index, &search, 0, &found, &n),
                   BYLINE_OK);
  assert_int_equal(n, 1);
  assert_in_range(found->shift, 396, 404);
  byline_sound_search_clear(&search);
  byline_sound_index_free(index);
  byline_sound_print_free(&prints[0]);
  byline_sound_print_free(&prints[1]);
  free(columns);
}

/* Another voice over the same music: in a third of the time, a few harmonics
   that are louder than what is there */
static void sing(float* columns, uint64_t seed)
{
  BylineRandom random = byline_random_begin(seed, 5);
  for (size_t frame = 0; frame < N_FRAMES; frame += 30) {
    const size_t low = 20 + byline_random_below(&random, 20);
    for (size_t i = frame; i < frame + 15 && i < N_FRAMES; ++i) {
      for (size_t band = low; band < 80; band += 6) {
        columns[i * N_BANDS + band] = -5;
      }
    }
  }
}

static void test_shared_accompaniment(void** state)
{
  (void)state;
  float* const ann = compose(1);
  float* const bo = compose(1);
  sing(ann, 1);
  sing(bo, 2);
  save("ann.npy", ann, 0, 0, 0);
  save("again.npy", ann, 10, -3, 2);
  save("bo.npy", bo, 20, 2, 1);
  save("other.npy", bo, 0, 0, 0);
  BylineFeatures features[] = {
      {.name = "ann.npy", .n_frames = N_FRAMES},
      {.name = "bo.npy", .n_frames = N_FRAMES - 20},
      {.name = "again.npy", .n_frames = N_FRAMES - 10}};
  assert_true(compare("ann.npy", "bo.npy") < 0.40);
  BylineRepetition found[3];
  assert_int_equal(byline_repetitions_find(".", N_BANDS, features, 3, 2, found),
                   BYLINE_OK);
  assert_int_equal(found[0].first, 0);
  assert_int_equal(found[1].first, 1);
  assert_int_equal(found[2].first, 0);
  for (int i = 0; i < 3; ++i) {
    assert_int_equal(found[i].backing, 0);
  }
  free(ann);
  free(bo);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_distances),
      cmocka_unit_test(test_other_channels_do_not_count),
      cmocka_unit_test(test_repetitions),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_index),
      cmocka_unit_test(test_index_of_little),
      cmocka_unit_test(test_shared_accompaniment),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
