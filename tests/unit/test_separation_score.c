/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How near an estimate is to a voice, and what the network in the box makes of
   noise over tones. */

#include "byline/random.h"
#include "tests/unit/suite.h"
#include "training/separation_score.h"
#include "voice/voice_model.h"
#include "voice/voice_picture.h"

#include <math.h>
#include <stdlib.h>

#include "tests/unit/near.h"

enum { N = 16000 };

/* An estimate with a tenth of the voice's amplitude in noise is 20 dB near,
   however loud it is */
static void test_ratio(void** state)
{
  (void)state;
  static float truth[N];
  static float estimate[N];
  BylineRandom random = byline_random_begin(1, 0);
  for (size_t i = 0; i < N; ++i) {
    truth[i] = byline_random_normal(&random);
    estimate[i] = 3 * (truth[i] + 0.1f * byline_random_normal(&random));
  }
  assert_near(byline_signal_to_distortion(estimate, truth, N), 20, 0.2);
  assert_true(byline_signal_to_distortion(truth, truth, N) > 100);
  const float silence[4] = {0};
  assert_true(isfinite(byline_signal_to_distortion(silence, silence, 4)));
}

/* ---- material */

static void shelve(BylineVoiceShelf* shelf, BylineVoiceRecording* recording,
                   size_t* first)
{
  first[0] = 0;
  first[1] = 1;
  *shelf = (BylineVoiceShelf){
      .recordings = recording, .n = 1, .first = first, .n_groups = 1};
}

/* A buzz whose pitch glides, as voices' does, and a chord */
static void make(int16_t* voice, int16_t* rest, size_t n)
{
  double phase = 0;
  for (size_t i = 0; i < n; ++i) {
    const double time = (double)i / BYLINE_VOICE_RATE;
    phase += (160 + 40 * sin(5 * time)) / BYLINE_VOICE_RATE;
    double buzz = 0;
    double chord = 0;
    for (int h = 1; h < 20; ++h) {
      buzz += sin(2 * M_PI * h * phase) / h;
    }
    for (int h = 0; h < 3; ++h) {
      chord += sin(2 * M_PI * (440 + 110 * h) * time);
    }
    voice[i] = (int16_t)(6000 * buzz * (0.6 + 0.4 * sin(9 * time)));
    rest[i] = (int16_t)(3000 * chord);
  }
}

static void test_levels(void** state)
{
  (void)state;
  enum { LENGTH = 4 * N };
  static int16_t sounds[2][LENGTH];
  BylineVoiceRecording recordings[2] = {{.mid = sounds[0], .n = LENGTH},
                                        {.mid = sounds[1], .n = LENGTH}};
  size_t first[4][2];
  make(sounds[0], sounds[1], LENGTH);
  BylineVoiceMaterial material = {.digest = 1};
  shelve(&material.voices[0], &recordings[0], first[0]);
  shelve(&material.rests[0], &recordings[1], first[1]);
  BylineSeparationTest test = {.material = &material, .held_only = true};
  BylineSeparationFinding finding;
  assert_int_equal(byline_voice_model_default(&test.network), BYLINE_OK);
  assert_int_equal(byline_network_freeze(test.network), BYLINE_OK);
  assert_int_equal(byline_separation_test(&test, &finding), BYLINE_OK);
  assert_int_equal(finding.n_mixtures, BYLINE_SEPARATION_MIXTURES);
  for (size_t i = 0; i < BYLINE_SEPARATION_LEVELS; ++i) {
    const BylineSeparationScore* const s = &finding.scores[i];
    /* The mix is as far from the voice as the music is loud, but for pauses */
    assert_true(fabs(s->before - s->level) < 2);
    assert_true(s->after > s->before + 3);
    assert_true(s->least <= s->after - s->before);
    assert_true(s->most >= s->after - s->before);
  }
  assert_true(finding.scores[0].level < finding.scores[1].level);
  assert_int_equal(finding.mix.n, finding.estimate.n);
  byline_separation_finding_free(&finding);

  /* Nothing sounds */
  for (size_t i = 0; i < LENGTH; ++i) {
    sounds[0][i] = 0;
  }
  assert_int_equal(byline_separation_test(&test, &finding), BYLINE_ERROR_DATA);
  byline_separation_finding_free(&finding);
  byline_network_free(test.network);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_ratio),
                                     cmocka_unit_test(test_levels)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
