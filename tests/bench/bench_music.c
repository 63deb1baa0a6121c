/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What music activity measures: each EVERYth stretch of SECONDS of the files
   that stand on the standard input, a line each.
   usage: bench_music SECONDS EVERY < FILES */

#include "byline/audio_file.h"
#include "byline/front_end.h"
#include "spectrum/music_features.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 8192u

/* Softer stretches are silence, in dB */
#define SILENT_DB -55.0f

/* A file being heard */
typedef struct {
  BylineFrontEnd fe;
  float* columns;   ///< Of this stretch
  size_t n;         ///< How many so far
  size_t window;    ///< How many a stretch has
  const char* path; ///< The file
  int index;        ///< Stretches so far
  int every;        ///< Which of them are measured
} Hearing;

static void add(void* user, const float* column)
{
  Hearing* const h = user;
  memcpy(h->columns + h->n * h->fe.n_mels, column,
         h->fe.n_mels * sizeof(float));
  if (++h->n < h->window) {
    return;
  }
  h->n = 0;
  if (h->index++ % h->every) {
    return;
  }
  float peak = BYLINE_SILENCE_DB;
  for (size_t i = 0; i < h->window * h->fe.n_mels; ++i) {
    peak = h->columns[i] > peak ? h->columns[i] : peak;
  }
  if (peak < SILENT_DB) {
    return;
  }
  float f[BYLINE_MUSIC_FEATURES];
  byline_music_measure(&h->fe, h->columns, h->window, f);
  printf("%s\t%d", h->path, h->index - 1);
  for (size_t i = 0; i < BYLINE_MUSIC_FEATURES; ++i) {
    printf("\t%.4g", (double)f[i]);
  }
  putchar('\n');
}

int main(int argc, char** argv)
{
  if (argc != 3) {
    fputs("usage: bench_music SECONDS EVERY < FILES\n", stderr);
    return 2;
  }
  static float left[BLOCK];
  static float right[BLOCK];
  Hearing h = {.fe = byline_front_end_default()};
  h.window = byline_front_end_frames(&h.fe, atof(argv[1]));
  h.every = atoi(argv[2]);
  h.columns = malloc(h.window * h.fe.n_mels * sizeof(float));
  char path[4096];
  while (fgets(path, sizeof(path), stdin)) {
    path[strcspn(path, "\n")] = 0;
    BylineAudioFile* file = NULL;
    BylineSpectrogram* s = NULL;
    if (byline_audio_file_open(path, &file)) {
      continue;
    }
    h.path = path;
    h.n = 0;
    h.index = 0;
    (void)byline_spectrogram_new(&h.fe, byline_audio_file_rate(file), &s);
    size_t n = 0;
    while (!byline_audio_file_read(file, left, right, BLOCK, &n) && n) {
      byline_spectrogram_push(s, left, right, n, add, &h);
    }
    byline_spectrogram_free(s);
    byline_audio_file_close(file);
    fflush(stdout);
  }
  return 0;
}
