/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A dataset folder.  The input holds its three files, one after the other,
   separated by "\n%%\n": front_end.json, tracks.tsv, features/0.npy. */

#include "byline/dataset.h"
#include "tests/fuzz/fuzz.h"

#include <sys/stat.h>

static char folder[] = "/tmp/byline-fuzz-XXXXXX";

static void remove_folder(void)
{
  static const char* const names[] = {"front_end.json", "tracks.tsv",
                                      "features/0.npy", "features", "."};
  char path[64];
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
    remove(i < 4 ? path : folder);
  }
}

static void make_folder(void)
{
  char path[64];
  fuzz_require(mkdtemp(folder) != NULL);
  snprintf(path, sizeof(path), "%s/features", folder);
  fuzz_require(mkdir(path, 0700) == 0);
  atexit(remove_folder);
}

static void write_file(const char* name, const uint8_t* data, size_t size)
{
  char path[64];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  FILE* const file = fopen(path, "wb");
  fuzz_require(file && fwrite(data, 1, size, file) == size &&
               fclose(file) == 0);
}

static void write_folder(const uint8_t* data, size_t size)
{
  static const char* const names[] = {"front_end.json", "tracks.tsv",
                                      "features/0.npy"};
  static const char separator[] = "\n%%\n";
  for (size_t i = 0; i < 3; ++i) {
    const uint8_t* const end =
        i < 2 ? memmem(data, size, separator, 4) : data + size;
    const size_t length = end ? (size_t)(end - data) : size;
    write_file(names[i], data, length);
    const size_t used = length + 4 < size ? length + 4 : size;
    data += used;
    size -= used;
  }
}

static void read_songs(const BylineDataset* dataset)
{
  const size_t n_mels = byline_dataset_front_end(dataset)->n_mels;
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    fuzz_require(song->artist < byline_dataset_artist_count(dataset));
    float* const columns = malloc((song->n_frames * n_mels + 1) * 4);
    fuzz_require(columns);
    byline_dataset_columns(dataset, i, 0, song->n_frames, columns);
    free(columns);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  if (folder[sizeof(folder) - 2] == 'X') {
    make_folder();
  }
  write_folder(data, size);
  BylineDataset* dataset = NULL;
  if (byline_dataset_open(folder, &dataset) == BYLINE_OK) {
    read_songs(dataset);
  }
  byline_dataset_close(dataset);
  return 0;
}
