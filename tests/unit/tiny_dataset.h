/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A small dataset folder in the format of dataset.h: noise, by which artists
   can be told in one way or another. */

#ifndef BYLINE_TESTS_TINY_DATASET_H
#define BYLINE_TESTS_TINY_DATASET_H

#include "base/file.h"
#include "base/half.h"
#include "byline/front_end.h"
#include "byline/random.h"
#include "spectrum/front_end_json.h"

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TINY_MELS 32
#define TINY_FRAMES 80

static inline BylineFrontEnd tiny_front_end(void)
{
  BylineFrontEnd front_end = byline_front_end_default();
  front_end.n_mels = TINY_MELS;
  return front_end;
}

/* Write `n` half-precision columns as numpy.save() does. */
static inline void tiny_write_npy(const char* path, const float* columns,
                                  size_t n)
{
  char header[119];
  memset(header, ' ', sizeof(header));
  const int length =
      snprintf(header, sizeof(header),
               "{'descr': '<f2', 'fortran_order': False, 'shape': (%zu, %d), }",
               n, TINY_MELS);
  header[length] = ' ';
  header[117] = '\n';
  uint16_t* const halves = malloc(n * TINY_MELS * sizeof(*halves));
  byline_half_from_float(columns, n * TINY_MELS, halves);
  FILE* const file = fopen(path, "wb");
  fwrite("\x93NUMPY\x01\x00\x76\x00", 1, 10, file);
  fwrite(header, 1, 118, file);
  fwrite(halves, sizeof(*halves), n * TINY_MELS, file);
  fclose(file);
  free(halves);
}

/* How artists differ */
typedef enum {
  TINY_LOUD,   /* Each has a band of its own that is much louder */
  TINY_FAINT,  /* That is a little louder, in songs that differ more */
  TINY_RHYTHM, /* Bands are as loud, but come and go at a pace of each */
  TINY_N_KINDS
} TinyKind;

/* What a cell has beside noise */
static inline float tiny_cell(TinyKind kind, unsigned artist, size_t frame,
                              size_t band, float mood)
{
  const float own = band / 6 == artist ? 1.0f : 0.0f;
  switch (kind) {
  case TINY_FAINT:
    return 2 * own + 6 * mood * (float)band / TINY_MELS;
  case TINY_RHYTHM:
    return frame / (2 + 2 * artist) % 2 == (band < 16) ? 8.0f : 0.0f;
  default:
    return 20 * own;
  }
}

static inline void tiny_write_song_of(TinyKind kind, const char* path,
                                      unsigned artist, uint64_t seed)
{
  BylineRandom random = byline_random_begin(seed, 0);
  float columns[TINY_FRAMES * TINY_MELS];
  const float mood = kind == TINY_FAINT ? byline_random_normal(&random) : 0;
  for (size_t i = 0; i < TINY_FRAMES * TINY_MELS; ++i) {
    columns[i] = -50 + 5 * byline_random_normal(&random) +
                 tiny_cell(kind, artist, i / TINY_MELS, i % TINY_MELS, mood);
  }
  tiny_write_npy(path, columns, TINY_FRAMES);
}

/* Make a dataset in a new folder of the artists from number `first` on: each
   has two songs to learn from, one to validate with and one to test, the same
   in all datasets.  Remove it with tiny_dataset_remove(). */
static inline char* tiny_dataset_make_of(TinyKind kind, unsigned first,
                                         unsigned n_artists)
{
  static const char* const splits[] = {"train", "train", "validation", "test"};
  char name[] = "/tmp/byline-test-XXXXXX";
  char path[256];
  char* const folder = strdup(mkdtemp(name));
  snprintf(path, sizeof(path), "%s/features", folder);
  byline_folder_make(path);

  const BylineFrontEnd front_end = tiny_front_end();
  json_t* const json = byline_front_end_to_json(&front_end);
  snprintf(path, sizeof(path), "%s/front_end.json", folder);
  json_dump_file(json, path, 0);
  json_decref(json);

  snprintf(path, sizeof(path), "%s/tracks.tsv", folder);
  FILE* const table = fopen(path, "w");
  fputs("path\tartist\talbum\ttitle\tduration\tsplit\tframes\tfeatures\n",
        table);
  for (unsigned i = 4 * first; i < 4 * (first + n_artists); ++i) {
    const unsigned artist = i / 4;
    fprintf(table, "song%u.wav\tArtist %c\t\tSong %u\t3\t%s\t%d\t%u.npy\n", i,
            'A' + (int)artist, i, splits[i % 4], TINY_FRAMES, i);
    snprintf(path, sizeof(path), "%s/features/%u.npy", folder, i);
    tiny_write_song_of(kind, path, artist, i);
  }
  fclose(table);
  return folder;
}

static inline char* tiny_dataset_make_from(unsigned first, unsigned n_artists)
{
  return tiny_dataset_make_of(TINY_LOUD, first, n_artists);
}

static inline char* tiny_dataset_make(unsigned n_artists)
{
  return tiny_dataset_make_from(0, n_artists);
}

static inline void tiny_dataset_remove(char* folder)
{
  char command[300];
  snprintf(command, sizeof(command), "rm -rf '%s'", folder);
  if (system(command) != 0) {
    fprintf(stderr, "cannot remove %s\n", folder);
  }
  free(folder);
}

#endif // BYLINE_TESTS_TINY_DATASET_H
