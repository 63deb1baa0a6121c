/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Voices that people took apart with other programs: whose they are, and what
   becomes of them. */

#include "base/file.h"
#include "base/half.h"
#include "dataset/features.h"
#include "dataset/npy.h"
#include "dataset/sound.h"
#include "dataset/stems.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <string.h>

/* ---- whose a stem is */

static void touch(const char* path)
{
  char folder[256];
  snprintf(folder, sizeof(folder), "%s", path);
  *strrchr(folder, '/') = '\0';
  assert_int_equal(byline_folder_make(folder), BYLINE_OK);
  fclose(fopen(path, "w"));
}

/* The stem of a recording, "" when there is none, "?" when it is not clear */
static void expect_stem(const BylineStems* stems, const char* path,
                        const char* wanted)
{
  const char* stem = NULL;
  const BylineStatus status = byline_stems_choose(stems, path, &stem);
  if (wanted[0] && wanted[0] != '?') {
    assert_int_equal(status, BYLINE_OK);
    assert_string_equal(stem, wanted);
    return;
  }
  assert_int_equal(status, BYLINE_ERROR_DATA);
  assert_null(stem);
  assert_non_null(strstr(byline_error_message(),
                         wanted[0] ? "both" : "no stem of it below stems"));
}

static void test_names(void** state)
{
  (void)state;
  touch("stems/htdemucs/01 - Demucs. Song/vocals.wav");
  touch("stems/htdemucs/01 - Demucs. Song/no_vocals.wav");
  touch("stems/htdemucs/01 - Demucs. Song/drums.wav");
  touch("stems/Spleeter/vocals.flac");
  touch("stems/3_UVR Song_(Vocals).wav");
  touch("stems/3_UVR Song_(Instrumental).wav");
  touch("stems/Separator_(Vocals)_UVR-MDX-NET-Inst_HQ_3.wav");
  touch("stems/Under_vocals.wav");
  touch("stems/Dash-Vocals.mp3");
  touch("stems/7_7_(Vocals).wav");
  touch("stems/Text_(Vocals).txt");
  touch("stems/Ann/One/Intro/vocals.wav");
  touch("stems/Bob/One/Intro/vocals.wav");
  touch("stems/1_Twice_(Vocals).wav");
  touch("stems/2_Twice_(Vocals).wav");
  BylineStems stems;
  assert_int_equal(byline_stems_find("stems", &stems), BYLINE_OK);
  expect_stem(&stems, "/m/01 - Demucs. Song.mp3",
              "stems/htdemucs/01 - Demucs. Song/vocals.wav");
  expect_stem(&stems, "Spleeter.ogg", "stems/Spleeter/vocals.flac");
  expect_stem(&stems, "x/UVR Song.flac", "stems/3_UVR Song_(Vocals).wav");
  expect_stem(&stems, "Separator.m4a",
              "stems/Separator_(Vocals)_UVR-MDX-NET-Inst_HQ_3.wav");
  expect_stem(&stems, "Under.wav", "stems/Under_vocals.wav");
  expect_stem(&stems, "Dash", "stems/Dash-Vocals.mp3");
  expect_stem(&stems, "7.wav", "stems/7_7_(Vocals).wav");
  expect_stem(&stems, "7_7.wav", "stems/7_7_(Vocals).wav");
  expect_stem(&stems, "m/Ann/One/Intro.mp3", "stems/Ann/One/Intro/vocals.wav");
  expect_stem(&stems, "/m/Bob/One/Intro.mp3", "stems/Bob/One/Intro/vocals.wav");
  expect_stem(&stems, "/m/Cy/One/Intro.mp3", "?");
  expect_stem(&stems, "Twice.mp3", "?");
  expect_stem(&stems, "spleeter.ogg", "");
  expect_stem(&stems, "Text.wav", "");
  expect_stem(&stems, "no.wav", "");
  expect_stem(&stems, "Song.wav", "");
  byline_stems_free(&stems);

  assert_int_equal(byline_stems_find("nowhere", &stems), BYLINE_ERROR_IO);
  touch("others/bass.wav");
  assert_int_equal(byline_stems_find("others", &stems), BYLINE_ERROR_DATA);
}

/* ---- what becomes of it */

enum { SECONDS = 4 };

/* Write a sound file with tones in its two channels. */
static void write_tones(const char* path, double rate, double seconds,
                        const double hz[2], const double amplitudes[2])
{
  BylineSound sound;
  assert_int_equal(byline_sound_new((size_t)(seconds * rate), rate, &sound),
                   BYLINE_OK);
  for (size_t i = 0; i < sound.n; ++i) {
    for (int k = 0; k < 2; ++k) {
      /* Both in the middle; the second comes and goes */
      const double t = (double)i / rate;
      const double gain = k ? 0.5 + 0.5 * sin(2 * M_PI * t) : 1;
      const float x = (float)(amplitudes[k] * gain * sin(2 * M_PI * hz[k] * t));
      sound.channels[0][i] += x;
      sound.channels[1][i] += x;
    }
  }
  assert_int_equal(byline_sound_write(path, &sound), BYLINE_OK);
  byline_sound_free(&sound);
}

static BylineStatus make(BylineFocus focus, const char* path, const char* stem,
                         BylineFeatures* features)
{
  BylineFrontEnd front_end = byline_front_end_default();
  front_end.focus = focus;
  BylineFeatureMaker maker;
  bool fatal = false;
  assert_int_equal(
      byline_feature_maker_init(".", &front_end, "", 0, NULL, &maker),
      BYLINE_OK);
  const BylineStatus status =
      byline_features_make(&maker, path, stem, NULL, features, &fatal);
  assert_false(fatal);
  return status;
}

/* A features file, and whether a channel is that of a file of one channel */
static BylineNpy open_features(const BylineFeatures* features)
{
  BylineNpy npy;
  assert_int_equal(byline_npy_open(features->name, &npy), BYLINE_OK);
  return npy;
}

static void expect_channel(const BylineNpy* all, size_t channel,
                           const BylineNpy* one)
{
  assert_int_equal(all->n_rows, one->n_rows);
  const size_t n = one->n_columns;
  for (size_t i = 0; i < one->n_rows; ++i) {
    assert_memory_equal(all->data + i * all->n_columns + channel * n,
                        one->data + i * n, n * sizeof(*one->data));
  }
}

/* The largest difference of two spectrograms above -60 dB, in dB */
static float differ(const BylineNpy* all, size_t channel, const BylineNpy* one)
{
  float a[128];
  float b[128];
  float most = 0;
  assert_int_equal(one->n_columns, 128);
  for (size_t i = 0; i < one->n_rows; ++i) {
    byline_half_to_float(all->data + i * all->n_columns + channel * 128, 128,
                         a);
    byline_half_to_float(one->data + i * 128, 128, b);
    for (size_t k = 0; k < 128; ++k) {
      most = b[k] > -60 ? fmaxf(most, fabsf(a[k] - b[k])) : most;
    }
  }
  return most;
}

static const double tones[2] = {1100, 310};

static void test_voice_and_rest(void** state)
{
  (void)state;
  write_tones("mix.wav", 44100, SECONDS, tones, (double[]){0.2, 0.3});
  write_tones("rest.wav", 44100, SECONDS, tones, (double[]){0.2, 0});
  write_tones("voice.wav", 44100, SECONDS, tones, (double[]){0, 0.3});
  BylineFeatures three;
  BylineFeatures only;
  BylineFeatures mix;
  BylineFeatures voice;
  BylineFeatures rest;
  assert_int_equal(make(BYLINE_FOCUS_THREE, "mix.wav", "voice.wav", &three),
                   BYLINE_OK);
  assert_int_equal(make(BYLINE_FOCUS_VOICE, "mix.wav", "voice.wav", &only),
                   BYLINE_OK);
  make(BYLINE_FOCUS_MIX, "mix.wav", NULL, &mix);
  make(BYLINE_FOCUS_MIX, "voice.wav", NULL, &voice);
  make(BYLINE_FOCUS_MIX, "rest.wav", NULL, &rest);

  BylineNpy npys[5] = {open_features(&three), open_features(&mix),
                       open_features(&voice), open_features(&rest),
                       open_features(&only)};
  expect_channel(&npys[0], 0, &npys[1]);
  expect_channel(&npys[0], 1, &npys[2]);
  expect_channel(&npys[4], 0, &npys[2]);
  assert_true(differ(&npys[0], 2, &npys[3]) < 0.2f);
  for (size_t i = 0; i < 5; ++i) {
    byline_npy_close(&npys[i]);
  }
}

static void test_another_rate(void** state)
{
  (void)state;
  write_tones("mix.wav", 44100, SECONDS, tones, (double[]){0.2, 0.3});
  write_tones("rest.wav", 44100, SECONDS, tones, (double[]){0.2, 0});
  write_tones("voice48.wav", 48000, SECONDS, tones, (double[]){0, 0.3});
  BylineFeatures three;
  BylineFeatures rest;
  assert_int_equal(make(BYLINE_FOCUS_THREE, "mix.wav", "voice48.wav", &three),
                   BYLINE_OK);
  make(BYLINE_FOCUS_MIX, "rest.wav", NULL, &rest);
  BylineNpy npys[2] = {open_features(&three), open_features(&rest)};
  assert_true(differ(&npys[0], 2, &npys[1]) < 0.5f);
  byline_npy_close(&npys[0]);
  byline_npy_close(&npys[1]);
}

/* The same sound with another stem, or none, is another file. */
static void test_address(void** state)
{
  (void)state;
  write_tones("mix.wav", 44100, SECONDS, tones, (double[]){0.2, 0.3});
  write_tones("voice.wav", 44100, SECONDS, tones, (double[]){0, 0.3});
  write_tones("soft.wav", 44100, SECONDS, tones, (double[]){0, 0.25});
  BylineFeatures a;
  BylineFeatures b;
  BylineFeatures c;
  BylineFeatures again;
  make(BYLINE_FOCUS_THREE, "mix.wav", NULL, &a);
  make(BYLINE_FOCUS_THREE, "mix.wav", "voice.wav", &b);
  make(BYLINE_FOCUS_THREE, "mix.wav", "soft.wav", &c);
  assert_string_not_equal(a.name, b.name);
  assert_string_not_equal(b.name, c.name);
  make(BYLINE_FOCUS_THREE, "mix.wav", "voice.wav", &again);
  assert_true(again.reused);
  assert_string_equal(again.name, b.name);
}

static void expect_refusal(const char* stem, const char* words)
{
  BylineFeatures features;
  assert_int_equal(make(BYLINE_FOCUS_THREE, "mix.wav", stem, &features),
                   BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), words));
}

static void test_what_does_not_fit(void** state)
{
  (void)state;
  write_tones("mix.wav", 44100, SECONDS, tones, (double[]){0.2, 0.3});
  write_tones("long.wav", 44100, SECONDS + 1, tones, (double[]){0, 0.3});
  write_tones("short.wav", 44100, SECONDS - 1, tones, (double[]){0, 0.3});
  write_tones("other.wav", 44100, SECONDS, (double[]){777, 444},
              (double[]){0.1, 0.1});
  write_tones("silent.wav", 44100, SECONDS, tones, (double[]){0, 0});
  expect_refusal("long.wav", "lasts 4.0 s, but its stem long.wav 5.0 s");
  expect_refusal("short.wav", "lasts 4.0 s, but its stem short.wav 3.0 s");
  expect_refusal("other.wav", "is another sound, or shifted");
  BylineFeatures features;
  assert_int_equal(make(BYLINE_FOCUS_THREE, "mix.wav", "silent.wav", &features),
                   BYLINE_OK);
  assert_int_equal(make(BYLINE_FOCUS_THREE, "mix.wav", "none.wav", &features),
                   BYLINE_ERROR_IO);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names),
      cmocka_unit_test(test_voice_and_rest),
      cmocka_unit_test(test_another_rate),
      cmocka_unit_test(test_address),
      cmocka_unit_test(test_what_does_not_fit),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
