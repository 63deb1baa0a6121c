/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "base/half.h"
#include "byline/dataset.h"
#include "dataset/npy.h"
#include "dataset/prepare.h"
#include "tests/unit/folder.h"
#include "tests/unit/sound_file.h"
#include "tests/unit/suite.h"
#include "voice/voice_queue.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

static int set_up(void** state)
{
  byline_log_set_level(BYLINE_LOG_ERROR);
  return folder_set_up(state);
}

enum { N_ARTISTS = 2, N_SONGS = 5, N_TRACKS = N_ARTISTS * N_SONGS };

static char paths[N_TRACKS][32];
static BylineTrack tracks[N_TRACKS + 3];

/* Two artists, five songs each: tones of 11 s. */
static void make_library(BylineLibrary* library)
{
  static char* const names[N_ARTISTS] = {"Zoe", "Ann"};
  for (size_t i = 0; i < N_TRACKS; ++i) {
    snprintf(paths[i], sizeof(paths[i]), "tone-%zu.wav", i);
    const TestTone tone = {24000, 1, 11, 200 + 100 * (double)i, {0.5}};
    write_tone(paths[i], &tone);
    tracks[i] = (BylineTrack){.path = paths[i],
                              .artist = names[i / N_SONGS],
                              .album = "",
                              .title = paths[i],
                              .duration = 11};
  }
  *library = (BylineLibrary){.tracks = tracks, .n_tracks = N_TRACKS};
}

static BylineStatus prepare(const char* name, const BylineLibrary* library,
                            BylinePrepareReport* report)
{
  const BylinePrepareSettings settings = {.front_end =
                                              byline_front_end_default(),
                                          .split = {.seed = 1},
                                          .n_jobs = 2,
                                          .min_songs = 5};
  return byline_dataset_prepare(name, library, &settings, report);
}

static void test_prepare_and_open(void** state)
{
  (void)state;
  BylineLibrary library;
  BylinePrepareReport report;
  make_library(&library);
  assert_int_equal(prepare("data", &library, &report), BYLINE_OK);
  assert_int_equal(report.n_songs, N_TRACKS);
  assert_int_equal(report.n_new, N_TRACKS);
  assert_int_equal(report.n_skipped, 0);

  BylineDataset* dataset = NULL;
  assert_int_equal(byline_dataset_open("data", &dataset), BYLINE_OK);
  const BylineFrontEnd* const fe = byline_dataset_front_end(dataset);
  const BylineFrontEnd expected = byline_front_end_default();
  assert_memory_equal(fe, &expected, sizeof(expected));
  assert_int_equal(byline_dataset_artist_count(dataset), 2);
  assert_string_equal(byline_dataset_artist(dataset, 0), "Ann");
  assert_string_equal(byline_dataset_artist(dataset, 1), "Zoe");
  assert_int_equal(byline_dataset_song_count(dataset), N_TRACKS);

  size_t counts[2][3] = {{0}};
  for (size_t i = 0; i < N_TRACKS; ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    ++counts[song->artist][song->split];
    assert_int_equal(song->artist, i < N_SONGS ? 1 : 0);
    assert_int_equal(song->n_frames, byline_front_end_frames(fe, 11));
    assert_string_equal(song->title, paths[i]);
    assert_int_equal(access(song->path, R_OK), 0);
  }
  for (size_t artist = 0; artist < 2; ++artist) {
    assert_int_equal(counts[artist][BYLINE_TRAIN], 3);
    assert_int_equal(counts[artist][BYLINE_VALIDATION], 1);
    assert_int_equal(counts[artist][BYLINE_TEST], 1);
  }
  byline_dataset_close(dataset);
}

static void keep_column(void* user, const float* column)
{
  float** const next = user;
  memcpy(*next, column, 128 * sizeof(float));
  *next += 128;
}

/* The kept columns are those of the spectrogram, to half precision. */
static void test_columns_are_the_spectrogram(void** state)
{
  (void)state;
  enum { N = 11 * 24000 };
  BylineDataset* dataset = NULL;
  assert_int_equal(byline_dataset_open("data", &dataset), BYLINE_OK);
  const BylineFrontEnd* const fe = byline_dataset_front_end(dataset);
  const size_t n_frames = byline_dataset_song(dataset, 3)->n_frames;

  float* const sound = malloc(N * sizeof(float));
  for (int i = 0; i < N; ++i) {
    sound[i] =
        (float)lrint(32767 * 0.5 * sin(2 * M_PI * 500 * i / 24000)) / 32768.0f;
  }
  float* const expected = malloc(n_frames * 128 * sizeof(float));
  float* next = expected;
  BylineSpectrogram* spectrogram = NULL;
  assert_int_equal(
      byline_spectrogram_new(fe, &byline_voice_finder, 24000, &spectrogram),
      BYLINE_OK);
  byline_spectrogram_push(spectrogram, sound, NULL, N, keep_column, &next);
  assert_true(next == expected + n_frames * 128);

  float* const columns = malloc(n_frames * 128 * sizeof(float));
  byline_dataset_columns(dataset, 3, 0, n_frames, columns);
  for (size_t i = 0; i < n_frames * 128; ++i) {
    assert_true(fabsf(columns[i] - expected[i]) <= 0.0626f);
  }
  float some[2 * 128];
  byline_dataset_columns(dataset, 3, 7, 2, some);
  assert_memory_equal(some, columns + 7 * 128, sizeof(some));

  byline_spectrogram_free(spectrogram);
  byline_dataset_close(dataset);
  free(columns);
  free(expected);
  free(sound);
}

/* Write 3 s of silence, 12 s of a tone, 2 s of one that is 40 dB softer. */
static void write_framed_tone(const char* path)
{
  assert_int_equal(run_quietly("ffmpeg -y -f lavfi -i "
                               "\"sine=500:sample_rate=24000:duration=17,"
                               "volume=0:enable='lt(t,3)',"
                               "volume=0.01:enable='gt(t,15)'\" framed.flac"),
                   0);
  assert_int_equal(access(path, R_OK), 0);
}

static void test_silence_is_cut_off(void** state)
{
  (void)state;
  BylineLibrary library;
  BylinePrepareReport report;
  make_library(&library);
  write_framed_tone("framed.flac");
  static char path[] = "framed.flac";
  library.tracks[0].path = path;
  assert_int_equal(prepare("framed", &library, &report), BYLINE_OK);
  BylineDataset* dataset = NULL;
  assert_int_equal(byline_dataset_open("framed", &dataset), BYLINE_OK);
  const BylineFrontEnd* const fe = byline_dataset_front_end(dataset);
  bool found = false;
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    if (strstr(song->path, path)) {
      const double seconds = byline_front_end_time(fe, song->n_frames);
      float* const column = malloc(fe->n_mels * sizeof(*column));
      byline_dataset_columns(dataset, i, 12, 1, column);
      float loudest = -1000;
      for (size_t k = 0; k < fe->n_mels; ++k) {
        loudest = column[k] > loudest ? column[k] : loudest;
      }
      free(column);
      assert_true(seconds > 11.5 && seconds < 13);
      assert_true(loudest > -30);
      found = true;
    }
  }
  assert_true(found);
  byline_dataset_close(dataset);
}

static void test_again_makes_nothing_new(void** state)
{
  (void)state;
  BylineLibrary library;
  BylinePrepareReport report;
  make_library(&library);
  assert_int_equal(rename("data/tracks.tsv", "before.tsv"), 0);
  assert_int_equal(prepare("data", &library, &report), BYLINE_OK);
  assert_int_equal(report.n_new, 0);
  assert_int_equal(system("cmp before.tsv data/tracks.tsv"), 0);
}

static void test_what_cannot_be_used_is_skipped(void** state)
{
  (void)state;
  BylineLibrary library;
  BylinePrepareReport report;
  make_library(&library);
  const TestTone tone = {24000, 1, 9.5, 440, {0.5}};
  write_tone("short.wav", &tone);
  assert_int_equal(system("cp tone-1.wav copy.wav"), 0);
  tracks[N_TRACKS] = tracks[0];
  tracks[N_TRACKS].path = "short.wav";
  tracks[N_TRACKS + 1] = tracks[0];
  tracks[N_TRACKS + 1].path = "copy.wav";
  tracks[N_TRACKS + 2] = tracks[0];
  tracks[N_TRACKS + 2].path = "missing.wav";
  library.n_tracks = N_TRACKS + 3;
  assert_int_equal(prepare("data", &library, &report), BYLINE_OK);
  assert_int_equal(report.n_skipped, 1);
  assert_int_equal(report.n_left_out, 2);
  assert_int_equal(report.n_songs, N_TRACKS);
}

static void test_artists_with_too_few_songs(void** state)
{
  (void)state;
  BylineLibrary library;
  BylinePrepareReport report;
  make_library(&library);
  library.n_tracks = N_TRACKS - 1;
  assert_int_equal(prepare("few", &library, &report), BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "only one artist, Zoe,"));
  library.n_tracks = N_SONGS - 1;
  assert_int_equal(prepare("few", &library, &report), BYLINE_ERROR_DATA);

  /* One of the songs turns out to be unusable */
  make_library(&library);
  FILE* const file = fopen("broken.wav", "wb");
  fputs("no music", file);
  fclose(file);
  tracks[2].path = "broken.wav";
  assert_int_equal(prepare("few", &library, &report), BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "only one artist, Ann,"));
  assert_int_not_equal(access("few/tracks.tsv", F_OK), 0);
}

/* Songs to learn from get a variant of each chain; others never. */
static void test_variants_are_learnt_from_only(void** state)
{
  (void)state;
  BylineLibrary library;
  BylinePrepareReport report;
  make_library(&library);
  const char* const effects[] = {"speed=0.8", "telephone,noise=20"};
  const BylinePrepareSettings settings = {.front_end =
                                              byline_front_end_default(),
                                          .split = {.seed = 1},
                                          .n_jobs = 2,
                                          .min_songs = 5,
                                          .effects = effects,
                                          .n_effects = 2};
  assert_int_equal(
      byline_dataset_prepare("varied", &library, &settings, &report),
      BYLINE_OK);
  assert_int_equal(report.n_songs, N_TRACKS);
  assert_int_equal(report.n_variants, 2 * 6);

  BylineDataset* dataset = NULL;
  assert_int_equal(byline_dataset_open("varied", &dataset), BYLINE_OK);
  assert_int_equal(byline_dataset_song_count(dataset), N_TRACKS + 12);
  const BylineFrontEnd* const fe = byline_dataset_front_end(dataset);
  size_t n_slow = 0;
  for (size_t i = N_TRACKS; i < N_TRACKS + 12; ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    assert_int_equal(song->split, BYLINE_TRAIN);
    n_slow += song->n_frames == byline_front_end_frames(fe, 11 / 0.8);
    for (size_t k = 0; k < N_TRACKS; ++k) {
      const BylineSong* const original = byline_dataset_song(dataset, k);
      if (!strcmp(original->path, song->path)) {
        assert_int_equal(original->split, BYLINE_TRAIN);
        assert_int_equal(original->artist, song->artist);
      }
    }
  }
  assert_int_equal(n_slow, 6);
  byline_dataset_close(dataset);
}

/* The split that was prepared comes back; another one moves the variants. */
static void test_resplit(void** state)
{
  (void)state;
  BylineDataset* prepared = NULL;
  BylineDataset* dataset = NULL;
  assert_int_equal(byline_dataset_open("varied", &prepared), BYLINE_OK);
  assert_int_equal(byline_dataset_open("varied", &dataset), BYLINE_OK);
  BylineSplitPlan plan = {.folds = 5, .fold = 2, .seed = 4};
  assert_int_equal(byline_dataset_resplit(dataset, &plan), BYLINE_OK);
  assert_int_equal(byline_dataset_check_leaks(dataset, false), BYLINE_OK);
  size_t n_tests = 0;
  size_t n_unused = 0;
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    assert_int_equal(song->is_variant, i >= N_TRACKS);
    n_tests += song->split == BYLINE_TEST;
    n_unused += song->split == BYLINE_UNUSED;
    assert_true(song->is_variant || song->split != BYLINE_UNUSED);
  }
  assert_int_equal(n_tests, N_ARTISTS);
  assert_true(n_unused > 0 && n_unused < 12);

  plan = (BylineSplitPlan){.seed = 1};
  assert_int_equal(byline_dataset_resplit(dataset, &plan), BYLINE_OK);
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    assert_int_equal(byline_dataset_song(dataset, i)->split,
                     byline_dataset_song(prepared, i)->split);
  }
  plan = (BylineSplitPlan){.folds = 2, .fold = 2};
  assert_int_equal(byline_dataset_resplit(dataset, &plan), BYLINE_ERROR_USAGE);
  byline_dataset_close(dataset);
  byline_dataset_close(prepared);
}

/* Edit the table of the dataset "varied" and open it. */
static BylineDataset* open_edited(const char* script)
{
  char command[256];
  BylineDataset* dataset = NULL;
  snprintf(command, sizeof(command),
           "rm -rf edited && cp -r varied edited && "
           "awk -F '\t' -v OFS='\t' '%s { print }' varied/tracks.tsv "
           ">edited/tracks.tsv",
           script);
  assert_int_equal(system(command), 0);
  assert_int_equal(byline_dataset_open("edited", &dataset), BYLINE_OK);
  return dataset;
}

static void test_leaks_are_found(void** state)
{
  (void)state;
  static const struct {
    const char* script; ///< Changes the table
    BylineStatus status;
    BylineStatus all_learnt; ///< Where validation is learnt from, too
  } cases[] = {
      {"", BYLINE_OK, BYLINE_OK},
      /* A song tested on whose variants are learnt from */
      {"$6 == \"train\" && $9 == \"\" { $6 = \"test\" }", BYLINE_ERROR_DATA,
       BYLINE_ERROR_DATA},
      /* The variants moved to where nothing is learnt from */
      {"$9 != \"\" && NR > 1 { $6 = \"validation\" }", BYLINE_ERROR_DATA,
       BYLINE_OK},
      {"$9 != \"\" && NR > 1 { $6 = \"unused\" }", BYLINE_OK, BYLINE_OK},
      /* One recording under two names and in two parts */
      {"NR > 1 { $8 = f ? f : f = $8; $12 = \"\" }", BYLINE_ERROR_DATA,
       BYLINE_ERROR_DATA},
      /* An album that was to stay in one part */
      {"NR > 1 { $10 = \"album\" }", BYLINE_ERROR_DATA, BYLINE_ERROR_DATA},
      {"NR > 1 { $10 = \"album of the \" $6 }", BYLINE_OK, BYLINE_OK},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    BylineDataset* const dataset = open_edited(cases[i].script);
    assert_int_equal(byline_dataset_check_leaks(dataset, false),
                     cases[i].status);
    assert_int_equal(byline_dataset_check_leaks(dataset, true),
                     cases[i].all_learnt);
    byline_dataset_close(dataset);
  }
}

static void test_stop_is_obeyed(void** state)
{
  (void)state;
  BylineLibrary library;
  BylinePrepareReport report;
  make_library(&library);
  const volatile sig_atomic_t stop = 1;
  const BylinePrepareSettings settings = {.front_end =
                                              byline_front_end_default(),
                                          .n_jobs = 2,
                                          .min_songs = 5,
                                          .stop = &stop};
  assert_int_equal(
      byline_dataset_prepare("stopped", &library, &settings, &report),
      BYLINE_ERROR_INTERRUPTED);
  BylineDataset* dataset = NULL;
  assert_int_equal(byline_dataset_open("stopped", &dataset), BYLINE_ERROR_IO);
  assert_int_equal(prepare("stopped", &library, &report), BYLINE_OK);
}

static void damage(const char* from, const char* to)
{
  char command[256];
  snprintf(command, sizeof(command),
           "rm -rf hurt && cp -r data hurt && sed -i 's/%s/%s/' "
           "hurt/tracks.tsv hurt/front_end.json",
           from, to);
  assert_int_equal(system(command), 0);
}

static void check_refused(void)
{
  BylineDataset* dataset = NULL;
  assert_int_equal(byline_dataset_open("hurt", &dataset), BYLINE_ERROR_FORMAT);
  assert_null(dataset);
}

static void test_damaged_datasets(void** state)
{
  (void)state;
  damage("train", "trian");
  check_refused();
  damage("\"n_mels\": 128", "\"n_mels\": 64");
  check_refused();
  damage("\"hop\"", "\"pop\"");
  check_refused();
  damage("}", "");
  check_refused();
  damage("[0-9a-f]*-[0-9a-f]*.npy", "..\\/tracks.tsv");
  check_refused();
  damage("x", "x");
  assert_int_equal(system("for f in hurt/features/*; do truncate -s -2 $f; "
                          "done"),
                   0);
  check_refused();
  assert_int_equal(system("for f in hurt/features/*; do truncate -s 50 $f; "
                          "done"),
                   0);
  check_refused();
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_prepare_and_open),
      cmocka_unit_test(test_columns_are_the_spectrogram),
      cmocka_unit_test(test_silence_is_cut_off),
      cmocka_unit_test(test_again_makes_nothing_new),
      cmocka_unit_test(test_what_cannot_be_used_is_skipped),
      cmocka_unit_test(test_artists_with_too_few_songs),
      cmocka_unit_test(test_variants_are_learnt_from_only),
      cmocka_unit_test(test_resplit),
      cmocka_unit_test(test_leaks_are_found),
      cmocka_unit_test(test_stop_is_obeyed),
      cmocka_unit_test(test_damaged_datasets),
  };
  return cmocka_run_group_tests(tests, set_up, folder_tear_down);
}
