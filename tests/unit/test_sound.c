/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Sounds as files. */

#include "dataset/sound.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#define RATE 44100

static void test_sound_files(void** state)
{
  (void)state;
  char path[] = "/tmp/byline-test-XXXXXX.wav";
  close(mkstemps(path, 4));
  BylineSound sound;
  BylineSound read;
  assert_int_equal(byline_sound_new(2 * RATE, RATE, &sound), BYLINE_OK);
  for (size_t i = 0; i < sound.n;
       ++i) { /* Louder than files of integers have */
    const double x = 1.5 * sin(2 * M_PI * 500 * (double)i / RATE);
    sound.channels[0][i] = (float)x;
    sound.channels[1][i] = (float)(0.5 * x);
  }
  assert_int_equal(byline_sound_write(path, &sound), BYLINE_OK);
  assert_int_equal(byline_sound_read(path, 60, &read), BYLINE_OK);
  assert_int_equal(read.n, sound.n);
  assert_true(read.rate == RATE);
  for (int c = 0; c < 2; ++c) {
    assert_memory_equal(read.channels[c], sound.channels[c],
                        sound.n * sizeof(float));
  }
  byline_sound_free(&read);
  assert_int_equal(byline_sound_read(path, 0.5, &read), BYLINE_OK);
  assert_int_equal(read.n, RATE / 2);
  byline_sound_free(&read);
  byline_sound_free(&sound);
  unlink(path);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sound_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
