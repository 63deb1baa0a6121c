/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* From a music folder to training data: how fast beside the bare decoder, in
   how much memory, and how fast a large dataset is opened and read.
   usage: bench_data FILE.json */

#include "base/clock.h"
#include "base/file.h"
#include "byline/dataset.h"
#include "byline/random.h"
#include "dataset/dataset_folder.h"
#include "dataset/npy.h"
#include "dataset/prepare.h"
#include "dataset/rescan.h"
#include "tests/bench/targets.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Tracks of the corpus that are decoded, and how often the fastest time is
   sought */
#define N_TRACKS 24
#define N_RUNS 3

/* A dataset of 60 000 clips: songs of 24 clips, which share so many files */
#define CLIP 266
#define SONG_CLIPS 24
#define N_SONGS 2500
#define N_FILES 25
#define N_READS 20000

/* A song of the library of hard links, in seconds, and its lengths in hours */
#define LINK_SECONDS 240
#define SHORT_HOURS 1
#define LONG_HOURS 200

/* Files of the libraries that are scanned */
#define N_FEW_FILES 5000
#define N_MANY_FILES 50000

static bool run(const char* command)
{
  return system(command) == 0;
}

/* ---- beside the decoder */

static double time_prepare(const BylineLibrary* library, const char* folder)
{
  const BylinePrepareSettings settings = {
      .front_end = byline_front_end_default(), .min_songs = 3};
  BylinePrepareReport report;
  const double start = byline_clock_now();
  const BylineStatus status =
      byline_dataset_prepare(folder, library, &settings, &report);
  return status == BYLINE_OK ? byline_clock_now() - start : -1;
}

static double time_ffmpeg(const BylineLibrary* library)
{
  FILE* const list = fopen("list", "wb");
  if (!list) {
    return -1;
  }
  for (size_t i = 0; i < library->n_tracks; ++i) {
    fwrite(library->tracks[i].path, 1, strlen(library->tracks[i].path) + 1,
           list);
  }
  fclose(list);
  const double start = byline_clock_now();
  return run("xargs -0 -P $(nproc) -I{} ffmpeg -nostdin -v quiet -threads 1 "
             "-i {} -map 0:a:0 -f null - <list")
             ? byline_clock_now() - start
             : -1;
}

static void bench_decoding(double* speed)
{
  char path[512];
  const char* const cache = getenv("XDG_CACHE_HOME");
  snprintf(path, sizeof(path), "%s%s/byline/corpus/library-small.tsv",
           cache ? cache : getenv("HOME"), cache ? "" : "/.cache");
  BylineLibrary library;
  if (byline_library_read(path, &library) != BYLINE_OK) {
    printf("no corpus, so nothing to decode; 'make corpus' fetches it\n");
    return;
  }
  BylineLibrary some = library;
  some.n_tracks = some.n_tracks < N_TRACKS ? some.n_tracks : N_TRACKS;
  double prepare = 0;
  double ffmpeg = 0;
  for (int i = 0; i < N_RUNS && prepare >= 0 && ffmpeg >= 0; ++i) {
    const double a =
        run("rm -rf decoded") ? time_prepare(&some, "decoded") : -1;
    const double b = time_ffmpeg(&some);
    prepare = i == 0 || a < prepare ? a : prepare;
    ffmpeg = i == 0 || b < ffmpeg ? b : ffmpeg;
  }
  byline_library_free(&library);
  if (prepare <= 0 || ffmpeg <= 0) {
    printf("cannot decode: %s\n", byline_error_message());
    return;
  }
  printf("24 tracks: ffmpeg -f null %.2f s, prepare %.2f s\n", ffmpeg, prepare);
  *speed = ffmpeg / prepare;
}

/* ---- memory */

/* What a prepare of these files needs at most, in MiB; in a process of its
   own, so that nothing else counts. */
static double measure_memory(const BylineLibrary* library)
{
  const pid_t child = fork();
  if (child == 0) {
    byline_log_set_level(BYLINE_LOG_ERROR);
    time_prepare(library, "linked");
    _exit(0);
  }
  int status = 0;
  struct rusage usage = {0};
  if (child < 0 || wait4(child, &status, 0, &usage) != child) {
    return -1;
  }
  return (double)usage.ru_maxrss / 1024;
}

/* A library of hard links to one file. */
static double measure_links(int hours)
{
  enum { MAX = LONG_HOURS * 3600 / LINK_SECONDS };
  static char paths[MAX][32];
  static BylineTrack tracks[MAX];
  static char empty[] = "";
  static char artists[2][8] = {"Ann", "Bo"};
  const size_t n = (size_t)hours * 3600 / LINK_SECONDS;
  for (size_t i = 0; i < n; ++i) {
    snprintf(paths[i], sizeof(paths[i]), "links/%d-%zu.ogg", hours, i);
    if (link("one.ogg", paths[i]) != 0) {
      return -1;
    }
    tracks[i] = (BylineTrack){.path = paths[i],
                              .artist = artists[i % 2],
                              .album = empty,
                              .title = empty,
                              .duration = LINK_SECONDS};
  }
  const BylineLibrary library = {.tracks = tracks, .n_tracks = n};
  return measure_memory(&library);
}

static void bench_memory(double* ratio)
{
  char command[256];
  snprintf(command, sizeof(command),
           "mkdir links && ffmpeg -nostdin -v error -f lavfi -i "
           "anoisesrc=duration=%d:sample_rate=44100 -c:a libvorbis one.ogg",
           LINK_SECONDS);
  if (!run(command)) {
    printf("no ffmpeg, so nothing to measure memory with\n");
    return;
  }
  const double little = measure_links(SHORT_HOURS);
  const double much = measure_links(LONG_HOURS);
  printf("prepare: %.1f MiB for %d h, %.1f MiB for %d h\n", little, SHORT_HOURS,
         much, LONG_HOURS);
  if (little > 0 && much > 0) {
    *ratio = much / little;
  }
}

/* ---- a large library */

/* Write a sound file of its own: a twentieth of a second. */
static bool write_wave(const char* path, int number)
{
  const struct {
    char riff[4];
    uint32_t size;
    char wave[8];
    uint32_t format_size;
    uint16_t format, channels;
    uint32_t rate, bytes;
    uint16_t align, bits;
    char data[4];
    uint32_t data_size;
  } head = {"RIFF", 436, "WAVEfmt ", 16, 1, 1, 8000, 8000, 1, 8, "data", 400};
  unsigned char samples[400];
  BylineRandom random = byline_random_begin((uint64_t)number, 0);
  for (size_t i = 0; i < sizeof(samples); ++i) {
    samples[i] = (unsigned char)byline_random_below(&random, 256);
  }
  FILE* const file = fopen(path, "wb");
  return file && fwrite(&head, 44, 1, file) == 1 &&
         fwrite(samples, sizeof(samples), 1, file) == 1 && fclose(file) == 0;
}

static bool write_music(int first, int n_files)
{
  for (int i = first; i < n_files; ++i) {
    char path[64];
    const int n = snprintf(path, sizeof(path), "music/%03d/%d", i / 500, i % 5);
    if (i % 500 < 5 && byline_folder_make(path) != BYLINE_OK) {
      return false;
    }
    snprintf(path + n, sizeof(path) - (size_t)n, "/%05d.wav", i);
    if (!write_wave(path, i)) {
      return false;
    }
  }
  return true;
}

/* Scan in a process of its own; `*seconds` is how long that takes, and the
   memory that it needs in MiB is returned. */
static double measure_scan(const char* table, size_t n_files, double* seconds)
{
  char music[] = "music";
  char* const folders[] = {music};
  const double start = byline_clock_now();
  const pid_t child = fork();
  if (child == 0) {
    const BylineRescanSettings settings = {.folders = folders, .n_folders = 1};
    BylineRescanReport report;
    const bool good =
        byline_library_rescan(table, &settings, &report) == BYLINE_OK &&
        report.n_rows == n_files;
    _exit(good ? 0 : 1);
  }
  int status = 0;
  struct rusage usage = {0};
  const bool good =
      child > 0 && wait4(child, &status, 0, &usage) == child && status == 0;
  *seconds = byline_clock_now() - start;
  return good ? (double)usage.ru_maxrss / 1024 : -1;
}

static void bench_scan(double* ratio, double* again_seconds)
{
  double few_time = 0;
  double many_time = 0;
  double again = 0;
  const double few = write_music(0, N_FEW_FILES)
                         ? measure_scan("few.tsv", N_FEW_FILES, &few_time)
                         : -1;
  const double many = few > 0 && write_music(N_FEW_FILES, N_MANY_FILES)
                          ? measure_scan("many.tsv", N_MANY_FILES, &many_time)
                          : -1;
  if (many < 0 || measure_scan("many.tsv", N_MANY_FILES, &again) < 0) {
    printf("cannot scan\n");
    return;
  }
  printf("scan: %d files in %.1f s and %.1f MiB, %d in %.1f s and %.1f MiB, "
         "again in %.2f s\n",
         N_FEW_FILES, few_time, few, N_MANY_FILES, many_time, many, again);
  *ratio = many / few;
  *again_seconds = again;
}

/* ---- a large dataset */

static void write_features(const char* path, uint32_t n_mels, uint64_t seed)
{
  FILE* const file = fopen(path, "wb");
  if (!file) {
    return;
  }
  const size_t n = (size_t)CLIP * SONG_CLIPS * n_mels;
  BylineRandom random = byline_random_begin(seed, 0);
  byline_npy_put_header(file, (size_t)CLIP * SONG_CLIPS, n_mels);
  for (size_t i = 0; i < n; ++i) {
    /* Halves of -16 to -128 */
    const uint16_t half =
        (uint16_t)(0xcc00 + byline_random_below(&random, 0xc00));
    fwrite(&half, sizeof(half), 1, file);
  }
  fclose(file);
}

static bool make_dataset(void)
{
  static BylineFeatures features[N_SONGS];
  static BylinePreparedTrack rows[N_SONGS];
  static char name[] = "x";
  static char artists[100][8];
  static BylineTrack tracks[N_SONGS];
  const BylineFrontEnd front_end = byline_front_end_default();
  if (byline_folder_make("large/features") != BYLINE_OK) {
    return false;
  }
  for (size_t i = 0; i < N_SONGS; ++i) {
    char path[128];
    char shared[128];
    snprintf(artists[i % 100], sizeof(artists[0]), "%zu", i % 100);
    snprintf(features[i].name, sizeof(features[i].name), "%zu.npy", i);
    snprintf(path, sizeof(path), "large/features/%zu.npy", i);
    snprintf(shared, sizeof(shared), "large/features/%zu.npy", i % N_FILES);
    if (i < N_FILES) {
      write_features(path, front_end.n_mels, i);
    } else if (link(shared, path) != 0) {
      return false;
    }
    features[i].segment.n_frames = (size_t)CLIP * SONG_CLIPS;
    tracks[i] = (BylineTrack){
        .path = name, .artist = artists[i % 100], .album = name, .title = name};
    rows[i] = (BylinePreparedTrack){.track = &tracks[i],
                                    .features = &features[i],
                                    .place = {.group = ""},
                                    .effects = ""};
  }
  const BylineSplitPlan plan = {.seed = 1};
  return byline_dataset_folder_write("large", &front_end, &plan, rows,
                                     N_SONGS) == BYLINE_OK;
}

static double time_reads(const BylineDataset* dataset)
{
  const size_t n_mels = byline_dataset_front_end(dataset)->n_mels;
  float* const columns = malloc(CLIP * n_mels * sizeof(*columns));
  if (!columns) {
    return -1;
  }
  BylineRandom random = byline_random_begin(2, 0);
  const double start = byline_clock_now();
  for (size_t i = 0; i < N_READS; ++i) {
    const size_t song = (size_t)byline_random_below(&random, N_SONGS);
    const size_t first = (size_t)byline_random_below(
        &random, (uint64_t)CLIP * (SONG_CLIPS - 1) + 1);
    byline_dataset_columns(dataset, song, first, CLIP, columns);
  }
  const double time = byline_clock_now() - start;
  free(columns);
  return time;
}

static void bench_dataset(double* opening, double* reading)
{
  if (!make_dataset()) {
    printf("cannot write a dataset\n");
    return;
  }
  double open_time = -1;
  double read_time = -1;
  for (int i = 0; i < N_RUNS; ++i) {
    BylineDataset* dataset = NULL;
    const double start = byline_clock_now();
    if (byline_dataset_open("large", &dataset) != BYLINE_OK) {
      printf("cannot open the dataset\n");
      return;
    }
    const double time = byline_clock_now() - start;
    const double reads = time_reads(dataset);
    open_time = i == 0 || time < open_time ? time : open_time;
    read_time = i == 0 || reads < read_time ? reads : read_time;
    byline_dataset_close(dataset);
  }
  *opening = 1e3 * open_time;
  *reading = N_READS / read_time;
}

int main(int argc, char** argv)
{
  char folder[] = "/tmp/byline-bench-XXXXXX";
  char* const here = getcwd(NULL, 0);
  if (!here || !mkdtemp(folder) || chdir(folder) != 0) {
    return 1;
  }
  byline_log_set_level(BYLINE_LOG_ERROR);
  Target rows[] = {
      {"prepare, speed / ffmpeg -f null", "", NAN, 0.8, false},
      {"memory, 200 h / 1 h of music", "", NAN, 1.25, true},
      {"scan, memory, 50 000 / 5000 files", "", NAN, 1.25, true},
      {"scan 50 000 again, nothing new", "s", NAN, 3, true},
      {"opening 60 000 clips", "ms", NAN, 100, true},
      /* Ten times as fast as the fastest network learns */
      {"reading clips in any order", "clips/s", NAN, 3000, false},
  };
  const size_t n = sizeof(rows) / sizeof(*rows);
  bench_decoding(&rows[0].ours);
  bench_memory(&rows[1].ours);
  bench_scan(&rows[2].ours, &rows[3].ours);
  bench_dataset(&rows[4].ours, &rows[5].ours);
  targets_print(rows, n);
  if (chdir(here) == 0 && argc > 1) {
    targets_write(argv[1], rows, n);
  }
  char command[64];
  snprintf(command, sizeof(command), "rm -rf %s", folder);
  free(here);
  return run(command) ? 0 : 1;
}
