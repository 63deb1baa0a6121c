/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/front_end.h"
#include "byline/random.h"
#include "spectrum/mel.h"
#include "spectrum/vocal_filter.h"
#include "tests/unit/near.h"
#include "tests/unit/suite.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979324
#define RATE 24000.0
#define SECONDS 3
#define N ((size_t)RATE * SECONDS)

/* Columns gathered by a spectrogram */
typedef struct {
  BylineFrontEnd front_end;
  float* cells;    ///< n_frames x channels x n_mels
  float* mix;      ///< n_frames x n_mels
  size_t n_frames; ///< Columns so far
  BylineSpectrogram* spectrogram;
} Picture;

/* Stereo sound */
typedef struct {
  float left[N];
  float right[N];
} Sound;

static float* append(float* cells, size_t n_frames, const float* column,
                     size_t n)
{
  float* const grown = realloc(cells, (n_frames + 1) * n * sizeof(float));
  assert_non_null(grown);
  memcpy(grown + n_frames * n, column, n * sizeof(float));
  return grown;
}

static void add_column(void* user, const float* column)
{
  Picture* const p = user;
  p->cells = append(p->cells, p->n_frames, column,
                    byline_front_end_cells(&p->front_end));
  p->mix = append(p->mix, p->n_frames, byline_spectrogram_mix(p->spectrogram),
                  p->front_end.n_mels);
  ++p->n_frames;
}

static Picture begin(BylineFocus focus, double rate)
{
  Picture picture = {.front_end = byline_front_end_default()};
  picture.front_end.focus = focus;
  assert_int_equal(byline_spectrogram_new(&picture.front_end,
                                          &byline_voice_finder, rate,
                                          &picture.spectrogram),
                   BYLINE_OK);
  return picture;
}

static void push(Picture* picture, const float* left, const float* right,
                 size_t n)
{
  byline_spectrogram_push(picture->spectrogram, left, right, n, add_column,
                          picture);
}

static void end(Picture* picture)
{
  byline_spectrogram_free(picture->spectrogram);
  free(picture->cells);
  free(picture->mix);
}

static Picture analyse(BylineFocus focus, const float* left, const float* right)
{
  Picture picture = begin(focus, RATE);
  push(&picture, left, right, N);
  return picture;
}

/* Mean power of a channel's bands between two frequencies, in dB, without the
   first and the last half second */
static double level(const Picture* picture, size_t channel, double low,
                    double high)
{
  const BylineFrontEnd* const fe = &picture->front_end;
  const size_t n_cells = byline_front_end_cells(fe);
  double sum = 0;
  for (size_t frame = 14; frame + 14 < picture->n_frames; ++frame) {
    const float* const cells =
        picture->cells + frame * n_cells + channel * fe->n_mels;
    for (uint32_t i = 0; i < fe->n_mels; ++i) {
      const double hz = byline_mel_edge(fe, i + 1);
      sum += hz >= low && hz <= high ? pow(10, (double)cells[i] / 10) : 0;
    }
  }
  return 10 * log10(sum / (double)(picture->n_frames - 28));
}

static Sound* new_sound(void)
{
  Sound* const sound = calloc(1, sizeof(*sound));
  assert_non_null(sound);
  return sound;
}

static void add_tone(float* samples, double hz, double amplitude)
{
  for (size_t i = 0; i < N; ++i) {
    samples[i] += (float)(amplitude * sin(2 * PI * hz * (double)i / RATE));
  }
}

/* A click every 300 ms */
static void add_clicks(float* samples)
{
  for (size_t i = 3000; i < N; i += 7200) {
    samples[i] += 0.9f;
  }
}

static void add_noise(float* samples, uint64_t seed)
{
  BylineRandom random = byline_random_begin(seed, 0);
  for (size_t i = 0; i < N; ++i) {
    samples[i] += 0.1f * byline_random_normal(&random);
  }
}

/* ---- what is voice, in spectra */

/* Windows of the default front end */
#define BINS 1025
#define WINDOWS 320

typedef float Windows[WINDOWS][BINS];

/* The gains of a window when `mid` and `side` are heard up to its end */
static void separate(unsigned methods, Windows* mid, Windows* side,
                     Windows* gains)
{
  const BylineFrontEnd fe = byline_front_end_default();
  BylineVocalFilterSettings settings =
      byline_vocal_filter_settings_default(&fe);
  settings.methods = methods;
  BylineVocalFilter* separator = NULL;
  assert_int_equal(byline_vocal_filter_new(&fe, &settings, &separator),
                   BYLINE_OK);
  BylineSeparated part;
  size_t n = 0;
  for (size_t t = 0; t < WINDOWS; ++t) {
    if (byline_vocal_filter_push(separator, (*mid)[t], (*side)[t], &part)) {
      assert_memory_equal(part.power, (*mid)[n], sizeof((*mid)[n]));
      memcpy((*gains)[n++], part.voice, sizeof((*gains)[0]));
    }
  }
  const bool looks_ahead = methods & BYLINE_SEPARATE_PERCUSSION;
  assert_int_equal(n, WINDOWS - (looks_ahead ? BYLINE_PERCUSSION_LATENCY : 0));
  const float silence[BINS] = {0};
  while (n < WINDOWS) {
    assert_true(byline_vocal_filter_push(separator, silence, silence, &part));
    memcpy((*gains)[n++], part.voice, sizeof((*gains)[0]));
  }
  byline_vocal_filter_free(separator);
}

static Windows* new_windows(void)
{
  Windows* const windows = calloc(1, sizeof(*windows));
  assert_non_null(windows);
  return windows;
}

static void click_is_percussion_and_tone_is_not(void** state)
{
  (void)state;
  Windows* const mid = new_windows();
  Windows* const side = new_windows();
  Windows* const gains = new_windows();
  for (size_t t = 0; t < WINDOWS; ++t) {
    (*mid)[t][40] = 1;
    for (size_t i = 0; t == 100 && i < BINS; ++i) {
      (*mid)[t][i] += 0.5f;
    }
  }
  separate(BYLINE_SEPARATE_PERCUSSION, mid, side, gains);
  assert_true((*gains)[100][40] > 0.9f);
  assert_true((*gains)[50][40] > 0.99f);
  for (size_t i = 60; i < BINS - 20; ++i) {
    assert_true((*gains)[100][i] < 0.01f);
  }
  free(mid);
  free(side);
  free(gains);
}

/* A pattern of 1 s comes again and again; then something new is added */
static void what_repeats_is_background(void** state)
{
  (void)state;
  enum { PERIOD = 27, VOICE = 200, BIN = 77 };
  Windows* const mid = new_windows();
  Windows* const side = new_windows();
  Windows* const gains = new_windows();
  BylineRandom random = byline_random_begin(4, 0);
  for (size_t t = 0; t < WINDOWS; ++t) {
    for (size_t i = 0; i < BINS; ++i) {
      const float level = byline_random_uniform(&random, 0, 1);
      (*mid)[t][i] = t < PERIOD ? level * level : (*mid)[t - PERIOD][i];
    }
  }
  const float before = (*mid)[VOICE][BIN];
  (*mid)[VOICE][BIN] += 25;
  separate(BYLINE_SEPARATE_REPETITION, mid, side, gains);
  double background = 0;
  for (size_t i = 20; i < BINS; ++i) {
    background += i == BIN ? 0 : (double)(*gains)[VOICE][i];
  }
  assert_true(10 * log10(background / BINS + 1e-9) < -30);
  const float rest = 1 - sqrtf(before / (*mid)[VOICE][BIN]);
  assert_near((*gains)[VOICE][BIN], rest * rest, 1e-3);
  /* At first nothing is known to repeat */
  assert_near((*gains)[5][BIN], 1, 0);
  free(mid);
  free(side);
  free(gains);
}

/* ---- what is voice, in sound */

static void centre_is_kept_and_sides_are_removed(void** state)
{
  (void)state;
  Sound* const sound = new_sound();
  for (size_t i = 0; i < N; ++i) {
    /* From 500 Hz up to 2000 Hz: a steady tone would soon be background */
    const double t = (double)i / RATE;
    const double phase = 500 * t + 250 * t * t;
    sound->left[i] = sound->right[i] = (float)(0.2 * sin(2 * PI * phase));
  }
  add_tone(sound->left, 3000, 0.2);
  add_tone(sound->right, 400, 0.2);
  Picture picture = analyse(BYLINE_FOCUS_THREE, sound->left, sound->right);
  assert_near(level(&picture, 1, 600, 2000), level(&picture, 0, 600, 2000), 1);
  assert_true(level(&picture, 1, 2800, 3200) <
              level(&picture, 0, 2800, 3200) - 40);
  assert_true(level(&picture, 1, 370, 430) < level(&picture, 0, 370, 430) - 40);
  /* The rest is where they went */
  assert_near(level(&picture, 2, 2800, 3200), level(&picture, 0, 2800, 3200),
              1);
  assert_true(level(&picture, 2, 700, 2000) <
              level(&picture, 0, 700, 2000) - 8);
  end(&picture);
  free(sound);
}

static void bass_is_no_voice(void** state)
{
  (void)state;
  Sound* const sound = new_sound();
  add_tone(sound->left, 55, 0.5);
  Picture picture = analyse(BYLINE_FOCUS_THREE, sound->left, NULL);
  assert_true(level(&picture, 1, 0, 90) < level(&picture, 0, 0, 90) - 25);
  end(&picture);
  free(sound);
}

/* ---- how it comes out */

static void first_channel_is_the_mix(void** state)
{
  (void)state;
  Sound* const sound = new_sound();
  add_noise(sound->left, 1);
  add_noise(sound->right, 2);
  Picture mix = analyse(BYLINE_FOCUS_MIX, sound->left, sound->right);
  Picture voice = analyse(BYLINE_FOCUS_VOICE, sound->left, sound->right);
  Picture three = analyse(BYLINE_FOCUS_THREE, sound->left, sound->right);
  const size_t n_mels = mix.front_end.n_mels;
  const size_t size = n_mels * sizeof(float);
  assert_int_equal(mix.n_frames,
                   byline_front_end_frames(&mix.front_end, SECONDS));
  assert_int_equal(voice.n_frames, mix.n_frames);
  assert_int_equal(three.n_frames, mix.n_frames);
  for (size_t i = 0; i < mix.n_frames; ++i) {
    const float* const columns = three.cells + i * 3 * n_mels;
    assert_memory_equal(columns, mix.cells + i * n_mels, size);
    assert_memory_equal(columns + n_mels, voice.cells + i * n_mels, size);
  }
  assert_memory_equal(voice.mix, mix.cells, mix.n_frames * size);
  end(&mix);
  end(&voice);
  end(&three);
  free(sound);
}

/* Live, blocks are small and the sound has no end */
static void live_is_the_same_as_offline(void** state)
{
  (void)state;
  Sound* const sound = new_sound();
  add_noise(sound->left, 3);
  add_noise(sound->right, 3);
  add_noise(sound->right, 4);
  add_clicks(sound->left);
  Picture offline = begin(BYLINE_FOCUS_THREE, 44100);
  push(&offline, sound->left, sound->right, N);

  Picture live = begin(BYLINE_FOCUS_THREE, 44100);
  for (size_t done = 0, n = 0; done < N; done += n) {
    n = 1 + done * 7 % 977;
    n = n < N - done ? n : N - done;
    push(&live, sound->left + done, sound->right + done, n);
  }
  assert_int_equal(live.n_frames, offline.n_frames);
  assert_memory_equal(live.cells, offline.cells,
                      offline.n_frames *
                          byline_front_end_cells(&live.front_end) *
                          sizeof(float));
  end(&live);
  end(&offline);
  free(sound);
}

static void mono_is_stereo_of_two_like_channels(void** state)
{
  (void)state;
  Sound* const sound = new_sound();
  add_noise(sound->left, 5);
  Picture mono = analyse(BYLINE_FOCUS_THREE, sound->left, NULL);
  Picture stereo = analyse(BYLINE_FOCUS_THREE, sound->left, sound->left);
  assert_memory_equal(mono.cells, stereo.cells,
                      mono.n_frames * byline_front_end_cells(&mono.front_end) *
                          sizeof(float));
  end(&mono);
  end(&stereo);
  free(sound);
}

static void reset_forgets(void** state)
{
  (void)state;
  Sound* const sound = new_sound();
  add_noise(sound->left, 6);
  Picture once = analyse(BYLINE_FOCUS_VOICE, sound->left, NULL);
  Picture again = begin(BYLINE_FOCUS_VOICE, RATE);
  push(&again, sound->left + 999, NULL, N - 999);
  byline_spectrogram_reset(again.spectrogram);
  again.n_frames = 0;
  push(&again, sound->left, NULL, N);
  assert_int_equal(again.n_frames, once.n_frames);
  assert_memory_equal(again.cells, once.cells,
                      once.n_frames * once.front_end.n_mels * sizeof(float));
  end(&once);
  end(&again);
  free(sound);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(centre_is_kept_and_sides_are_removed),
      cmocka_unit_test(click_is_percussion_and_tone_is_not),
      cmocka_unit_test(what_repeats_is_background),
      cmocka_unit_test(bass_is_no_voice),
      cmocka_unit_test(first_channel_is_the_mix),
      cmocka_unit_test(live_is_the_same_as_offline),
      cmocka_unit_test(mono_is_stereo_of_two_like_channels),
      cmocka_unit_test(reset_forgets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
