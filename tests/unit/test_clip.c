/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Columns as networks want them. */

#include "byline/front_end.h"
#include "byline/random.h"
#include "tests/unit/near.h"
#include "tests/unit/suite.h"

#include <math.h>

static void clip_is_normalized(void** state)
{
  (void)state;
  BylineFrontEnd fe = byline_front_end_default();
  fe.n_mels = 16;
  enum { N_FRAMES = 50 };
  float columns[N_FRAMES * 16];
  float image[N_FRAMES * 16];
  BylineRandom random = byline_random_begin(7, 0);
  for (size_t i = 0; i < N_FRAMES * 16; ++i) {
    columns[i] = byline_random_uniform(&random, -90, -30);
  }
  columns[17] = -20;  /* The loudest: frame 1, band 1 */
  columns[35] = -100; /* Out of range: frame 2, band 3 */
  fe.dynamic_range = 50;
  byline_clip_normalize(&fe, columns, N_FRAMES, image);

  double sum = 0;
  double square_sum = 0;
  for (size_t i = 0; i < N_FRAMES * 16; ++i) {
    sum += (double)image[i];
    square_sum += (double)image[i] * (double)image[i];
    assert_true(image[i] <= image[1 * N_FRAMES + 1]);
    assert_true(image[i] >= image[3 * N_FRAMES + 2]);
  }
  assert_true(fabs(sum / (N_FRAMES * 16)) < 1e-5);
  assert_true(fabs(square_sum / (N_FRAMES * 16) - 1) < 1e-5);

  /* The picture is the columns on their side, scaled: a straight line */
  const float scale = image[1 * N_FRAMES + 1] - image[3 * N_FRAMES + 2];
  for (size_t frame = 0; frame < N_FRAMES; ++frame) {
    for (size_t band = 0; band < 16; ++band) {
      const float cell = fmaxf(columns[frame * 16 + band], -70);
      const float height =
          (image[band * N_FRAMES + frame] - image[3 * N_FRAMES + 2]) / scale;
      assert_float_equal(height, (cell + 70) / 50, 1e-5);
    }
  }
}

static void flat_clip_gives_zeros(void** state)
{
  (void)state;
  const BylineFrontEnd fe = byline_front_end_default();
  const float levels[] = {BYLINE_SILENCE_DB, -33.3f, 12};
  float columns[5 * 128];
  float image[5 * 128];
  for (size_t k = 0; k < 3; ++k) {
    for (size_t i = 0; i < 5 * 128; ++i) {
      columns[i] = levels[k];
    }
    byline_clip_normalize(&fe, columns, 5, image);
    for (size_t i = 0; i < 5 * 128; ++i) {
      assert_float_equal(image[i], 0, 0);
    }
  }
}

static void channels_are_measured_by_the_mix(void** state)
{
  (void)state;
  enum { FRAMES = 20 };
  BylineFrontEnd mix = byline_front_end_default();
  mix.n_mels = 16;
  BylineFrontEnd three = mix;
  three.focus = BYLINE_FOCUS_THREE;
  float plain[FRAMES * 16];
  float columns[FRAMES * 48];
  BylineRandom random = byline_random_begin(9, 0);
  for (size_t i = 0; i < FRAMES * 16; ++i) {
    plain[i] = -30 + 10 * byline_random_normal(&random);
    float* const cell = columns + i / 16 * 48 + i % 16;
    cell[0] = plain[i];
    cell[16] = plain[i];
    cell[32] = plain[i] - 10;
  }
  float plain_image[16 * FRAMES];
  float image[48 * FRAMES];
  byline_clip_normalize(&mix, plain, FRAMES, plain_image);
  byline_clip_normalize(&three, columns, FRAMES, image);
  assert_memory_equal(image, plain_image, sizeof(plain_image));
  assert_memory_equal(image + 16 * FRAMES, plain_image, sizeof(plain_image));
  const float drop = image[0] - image[32 * FRAMES];
  assert_true(drop > 0.5f);
  for (size_t i = 0; i < 16 * FRAMES; ++i) {
    assert_near(image[i] - image[32 * FRAMES + i], drop, 1e-4);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(clip_is_normalized),
      cmocka_unit_test(flat_clip_gives_zeros),
      cmocka_unit_test(channels_are_measured_by_the_mix),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
