/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Settings of front ends: which are possible, and how files keep them. */

#include "byline/front_end.h"
#include "spectrum/front_end_json.h"
#include "tests/unit/suite.h"
#include "voice/voice_queue.h"

#include <math.h>

static void impossible_settings_are_refused(void** state)
{
  (void)state;
  const BylineFrontEnd good = byline_front_end_default();
  assert_int_equal(byline_front_end_check(&good), BYLINE_OK);
  const BylineFrontEnd bad[] = {
      {24000, 2048, 896, 128, 30, 11000, 80, (BylineFocus)3, 0},
      {0, 2048, 896, 128, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {4000000000u, 2048, 896, 128, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 0, 896, 128, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2047, 896, 128, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 1u << 31, 896, 128, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 0, 128, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 4096, 128, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 16, 128, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 0, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 4000000000u, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 64, 64, 128, 30, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 128, -1, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 128, NAN, 11000, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 128, 30, 12001, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 128, 30, 20, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 128, 30, NAN, 80, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 128, 30, 11000, 0, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 128, 30, 11000, NAN, BYLINE_FOCUS_MIX, 0},
      {24000, 2048, 896, 128, 30, 11000, INFINITY, BYLINE_FOCUS_MIX, 0},
  };
  for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); ++i) {
    assert_int_equal(byline_front_end_check(&bad[i]), BYLINE_ERROR_FORMAT);
    BylineSpectrogram* spectrogram = NULL;
    assert_int_equal(byline_spectrogram_new(&bad[i], &byline_voice_finder,
                                            44100, &spectrogram),
                     BYLINE_ERROR_FORMAT);
    assert_null(spectrogram);
  }
  BylineSpectrogram* spectrogram = NULL;
  assert_int_equal(
      byline_spectrogram_new(&good, &byline_voice_finder, NAN, &spectrogram),
      BYLINE_ERROR_USAGE);
  assert_int_equal(
      byline_spectrogram_new(&good, &byline_voice_finder, 10, &spectrogram),
      BYLINE_ERROR_USAGE);
}

static void focus_is_kept_in_json(void** state)
{
  (void)state;
  BylineFrontEnd front_end = byline_front_end_default();
  for (int i = BYLINE_FOCUS_MIX; i <= BYLINE_FOCUS_THREE; ++i) {
    front_end.focus = (BylineFocus)i;
    json_t* const object = byline_front_end_to_json(&front_end);
    BylineFrontEnd read = {.focus = BYLINE_FOCUS_THREE};
    assert_int_equal(byline_front_end_from_json(object, &read), BYLINE_OK);
    assert_int_equal(read.focus, i);
    /* Files from before there was a choice say nothing */
    assert_int_equal(json_object_get(object, "focus") == NULL, i == 0);
    json_object_set_new(object, "focus", json_string("drums"));
    assert_int_equal(byline_front_end_from_json(object, &read),
                     BYLINE_ERROR_FORMAT);
    json_object_set_new(object, "focus", json_integer(1));
    assert_int_equal(byline_front_end_from_json(object, &read),
                     BYLINE_ERROR_FORMAT);
    json_decref(object);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(impossible_settings_are_refused),
      cmocka_unit_test(focus_is_kept_in_json),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
