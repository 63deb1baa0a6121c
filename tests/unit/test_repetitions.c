/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/half.h"
#include "byline/random.h"
#include "dataset/npy.h"
#include "dataset/repetitions.h"
#include "tests/unit/folder.h"
#include "tests/unit/stars.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <string.h>

enum { N_BANDS = 128, N_FRAMES = 1500 };

static const BylineFrontEnd front_end = {
    .sample_rate = 16000, .fft_size = 2048, .hop = 512, .n_mels = N_BANDS};

/* Something like music: in each band, levels that change now and then; and
   peaks, with the same seed for both. */
typedef struct {
  float* columns;
  BylineConstellation peaks;
} Music;

static double seconds_of(size_t n_frames)
{
  return (double)n_frames * front_end.hop / front_end.sample_rate;
}

static Music compose(uint64_t seed)
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
  return (Music){columns, stars_compose(seed, seconds_of(N_FRAMES))};
}

static void free_music(Music* music)
{
  free(music->columns);
  byline_constellation_free(&music->peaks);
}

/* How a copy differs */
typedef struct {
  size_t first; ///< Columns that are cut off
  size_t n;     ///< That are left; 0: all
  float gain;   ///< In dB
  float noise;  ///< In dB; peaks are lost, too
  double speed; ///< Of the peaks; 0: as it was
} Copy;

/* Save columns, and the peaks beside them. */
static BylineFeatures save(const char* name, const Music* music, Copy copy)
{
  BylineFeatures features = {.n_frames =
                                 copy.n ? copy.n : N_FRAMES - copy.first};
  snprintf(features.name, sizeof(features.name), "%s-1.npy", name);
  FILE* const file = fopen(features.name, "wb");
  BylineRandom random = byline_random_begin(99, copy.first);
  byline_npy_put_header(file, features.n_frames, N_BANDS);
  for (size_t i = copy.first * N_BANDS;
       i < (copy.first + features.n_frames) * N_BANDS; ++i) {
    const float value = music->columns[i] + copy.gain +
                        copy.noise * byline_random_normal(&random);
    uint16_t half = 0;
    byline_half_from_float(&value, 1, &half);
    fwrite(&half, sizeof(half), 1, file);
  }
  fclose(file);
  char path[80];
  snprintf(path, sizeof(path), "%s.peaks", name);
  const StarsChange change = {.begin = seconds_of(copy.first),
                              .seconds = seconds_of(features.n_frames),
                              .speed = copy.speed,
                              .lost = copy.noise / 10};
  BylineConstellation peaks = stars_change(&music->peaks, &change, copy.first);
  assert_int_equal(byline_constellation_write(path, &peaks), BYLINE_OK);
  byline_constellation_free(&peaks);
  return features;
}

static void find(const BylineFeatures* features, size_t n,
                 BylineRepetition* found)
{
  assert_int_equal(
      byline_repetitions_find(".", &front_end, features, n, 2, found),
      BYLINE_OK);
}

static void test_repetitions(void** state)
{
  (void)state;
  Music one = compose(1);
  Music other = compose(2);
  enum { N = 8 };
  const BylineFeatures features[N] = {
      save("other", &other, (Copy){0}),
      save("noisy", &one, (Copy){.gain = -12, .noise = 3}),
      save("short", &one, (Copy){.first = 400}),
      {.name = ""},
      save("late", &one, (Copy){.first = 20, .noise = 3}),
      save("one", &one, (Copy){0}),
      save("other", &other, (Copy){0}),
      {.name = "missing-1.npy", .n_frames = N_FRAMES}};
  BylineRepetition found[N];
  assert_int_equal(
      byline_repetitions_find(".", &front_end, features, N, 2, found),
      BYLINE_ERROR_IO);
  find(features, N - 1, found);
  const size_t expected[N - 1] = {0, 1, 1, 3, 1, 1, 0};
  for (size_t i = 0; i < N - 1; ++i) {
    assert_int_equal(found[i].first, expected[i]);
    assert_false(found[i].is_medley);
  }
  free_music(&one);
  free_music(&other);
}

/* The whole stands for its parts, whichever comes first in the table */
static void test_parts(void** state)
{
  (void)state;
  Music one = compose(1);
  Music other = compose(2);
  BylineFeatures features[] = {
      save("excerpt", &one, (Copy){.first = 338, .n = 350, .noise = 1}),
      save("foreign", &other, (Copy){.first = 100, .n = 500, .noise = 1}),
      save("cut", &one, (Copy){.n = 700, .noise = 1}),
      save("one", &one, (Copy){0}), save("one", &one, (Copy){0})};
  BylineRepetition found[5];
  find(features, 3, found);
  assert_int_equal(found[0].first, 2);
  assert_int_equal(found[1].first, 1);
  find(features + 1, 3, found);
  assert_int_equal(found[0].first, 0);
  assert_int_equal(found[1].first, 2);
  assert_int_equal(found[2].first, 2);

  /* Parts that are nearly all of it together stand for it */
  features[0] = save("end", &one, (Copy){.first = 750, .n = 700, .noise = 1});
  find(features, 4, found);
  assert_int_equal(found[0].first, 0);
  assert_int_equal(found[2].first, 2);
  assert_true(found[3].is_medley);
  assert_int_equal(found[3].first, 0);

  /* And so they do for a copy of it */
  find(features, 5, found);
  assert_true(found[3].is_medley);
  assert_true(found[4].is_medley);
  assert_int_equal(found[4].first, 0);
  free_music(&one);
  free_music(&other);
}

/* Another voice over the same music: in a third of the time, a few harmonics
   that are louder than what is there, and some peaks of its own */
static void sing(Music* music, uint64_t seed)
{
  BylineRandom random = byline_random_begin(seed, 5);
  for (size_t frame = 0; frame < N_FRAMES; frame += 30) {
    const size_t low = 20 + byline_random_below(&random, 20);
    for (size_t i = frame; i < frame + 15 && i < N_FRAMES; ++i) {
      for (size_t band = low; band < 80; band += 6) {
        music->columns[i * N_BANDS + band] = -5;
      }
    }
  }
  for (size_t i = 0; i < music->peaks.n; i += 3) {
    music->peaks.peaks[i].frequency =
        (uint16_t)(1000 + byline_random_below(&random, 500));
  }
}

/* They are recordings of their own, but go with each other. */
static void test_shared_accompaniment(void** state)
{
  (void)state;
  Music ann = compose(1);
  Music bo = compose(1);
  sing(&ann, 1);
  sing(&bo, 2);
  const BylineFeatures features[] = {
      save("ann", &ann, (Copy){0}),
      save("bo", &bo, (Copy){.first = 20, .gain = 2, .noise = 1}),
      save("again", &ann, (Copy){.first = 10, .gain = -3, .noise = 2})};
  BylineRepetition found[3];
  find(features, 3, found);
  assert_int_equal(found[0].first, 0);
  assert_int_equal(found[1].first, 1);
  assert_int_equal(found[2].first, 0);
  for (int i = 0; i < 3; ++i) {
    assert_int_equal(found[i].backing, 0);
  }
  free_music(&ann);
  free_music(&bo);
}

/* So do a faster one, and two that overlap. */
static void test_what_goes_together(void** state)
{
  (void)state;
  Music one = compose(1);
  Music other = compose(2);
  const BylineFeatures features[] = {
      save("one", &one, (Copy){0}),
      save("faster", &one, (Copy){.n = 1400, .speed = 1.06}),
      save("first", &other, (Copy){.n = 1000}),
      save("last", &other, (Copy){.first = 600, .n = 900})};
  BylineRepetition found[4];
  find(features, 4, found);
  const size_t backings[] = {0, 0, 2, 2};
  for (size_t i = 0; i < 4; ++i) {
    assert_int_equal(found[i].first, i);
    assert_int_equal(found[i].backing, backings[i]);
  }
  free_music(&one);
  free_music(&other);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_repetitions),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_shared_accompaniment),
      cmocka_unit_test(test_what_goes_together),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
