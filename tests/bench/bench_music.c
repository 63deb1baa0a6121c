/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What music activity measures where the recogniser would look, live: every
   INTERVAL seconds, at the last 10 s or what there is of them.  All is
   forgotten every RESTART seconds, so that more looks are short; 0 is never.
   The files stand on the standard input, a line each. usage: bench_music
   INTERVAL RESTART < FILES Prints of each look FILE, TIME, WINDOW (seconds) and
   the measures. usage: bench_music --judge < MEASURES Prints of each line that
   it printed before whether rules are broken, the doubt, and whether this
   passes for music after what was heard before. */

#include "byline/audio_file.h"
#include "byline/front_end.h"
#include "byline/recognizer.h"
#include "byline/status.h"
#include "spectrum/music_activity.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 8192u

/* As recognizer.c has them */
#define SILENT_LEVEL -60.0f
#define NEW_SECONDS 3.0

/* A file being heard */
typedef struct {
  BylineFrontEnd fe;
  const char* path;
  float* columns;    ///< The last ones, room for 2 `most`
  size_t n;          ///< How many
  size_t least;      ///< How many a look has at least
  size_t most;       ///< How many a look has at most
  size_t interval;   ///< From one look to the next
  size_t restart;    ///< From one start to the next, or 0
  size_t forgetting; ///< How long silence lasts before all is forgotten
  size_t n_heard;    ///< Columns since the file began
  size_t n_since;    ///< Columns since the last look
  size_t n_silent;   ///< Silent columns up to now
} Hearing;

static void look(Hearing* h)
{
  float f[BYLINE_MUSIC_FEATURES];
  const size_t n = h->n < h->most ? h->n : h->most;
  byline_music_measure(&h->fe, h->columns + (h->n - n) * h->fe.n_mels, n, f);
  printf("%s\t%.2f\t%.2f", h->path, byline_front_end_time(&h->fe, h->n_heard),
         byline_front_end_time(&h->fe, n));
  for (size_t i = 0; i < BYLINE_MUSIC_FEATURES; ++i) {
    printf("\t%.4g", (double)f[i]);
  }
  putchar('\n');
  h->n_since = 0;
}

static float level_of(const float* column, size_t n)
{
  double power = 1e-20;
  for (size_t i = 0; i < n; ++i) {
    power += pow(10, 0.1 * (double)column[i]);
  }
  return (float)(10 * log10(power));
}

static void add(void* user, const float* column)
{
  Hearing* const h = user;
  const size_t n_mels = h->fe.n_mels;
  const bool silent = level_of(column, n_mels) < SILENT_LEVEL;
  ++h->n_heard;
  ++h->n_since;
  h->n_silent = silent ? h->n_silent + 1 : 0;
  if (h->n_silent >= h->forgetting ||
      (h->restart && h->n_heard % h->restart == 0)) {
    h->n = 0;
  }
  if (silent && h->n == 0) {
    return;
  }
  if (h->n == 2 * h->most) {
    const size_t half = h->most * n_mels;
    memcpy(h->columns, h->columns + half, half * sizeof(float));
    h->n = h->most;
  }
  memcpy(h->columns + h->n * n_mels, column, n_mels * sizeof(float));
  ++h->n;
  if (!silent && h->n >= h->least && h->n_since >= h->interval) {
    look(h);
  }
}

static void hear(Hearing* h, char* path)
{
  static float left[BLOCK];
  static float right[BLOCK];
  path[strcspn(path, "\n")] = 0;
  BylineAudioFile* file = NULL;
  BylineSpectrogram* s = NULL;
  if (byline_audio_file_open(path, &file) ||
      byline_spectrogram_new(&h->fe, &byline_voice_finder,
                             byline_audio_file_rate(file), &s)) {
    fprintf(stderr, "bench_music: %s\n", byline_error_message());
    byline_audio_file_close(file);
    return;
  }
  h->path = path;
  h->n = 0;
  h->n_heard = 0;
  h->n_since = 0;
  h->n_silent = 0;
  size_t n = 0;
  while (!byline_audio_file_read(file, left, right, BLOCK, &n) && n) {
    byline_spectrogram_push(s, left, right, n, add, h);
  }
  byline_spectrogram_free(s);
  byline_audio_file_close(file);
  fflush(stdout);
}

static int judge(void)
{
  static char line[8192];
  static char before[8192];
  BylineMusicSense sense = {.begun = false};
  double last = 0;
  while (fgets(line, sizeof(line), stdin)) {
    char* next = strchr(line, '\t');
    if (!next) {
      return 1;
    }
    *next++ = 0;
    if (strcmp(line, before) != 0) {
      strcpy(before, line);
      sense = (BylineMusicSense){.begun = false};
    }
    const double time = strtod(next, &next);
    (void)strtod(next, &next);
    float f[BYLINE_MUSIC_FEATURES];
    for (size_t i = 0; i < BYLINE_MUSIC_FEATURES; ++i) {
      f[i] = strtof(next, &next);
    }
    const float doubt = byline_music_doubt(f);
    const bool passes = byline_music_sense(&sense, doubt, time - last);
    last = time;
    printf("%d\t%.3f\t%d\n", byline_music_breaks_rules(f), (double)doubt,
           passes);
  }
  return 0;
}

int main(int argc, char** argv)
{
  if (argc == 2 && !strcmp(argv[1], "--judge")) {
    return judge();
  }
  if (argc != 3) {
    fputs("usage: bench_music INTERVAL RESTART < FILES\n", stderr);
    return 2;
  }
  Hearing h = {.fe = byline_front_end_default()};
  const double rate = (double)h.fe.sample_rate / h.fe.hop;
  h.least = byline_front_end_frames(&h.fe, (double)BYLINE_MIN_WINDOW);
  h.most = byline_front_end_frames(&h.fe, (double)BYLINE_MAX_WINDOW);
  h.interval = (size_t)(rate * atof(argv[1]));
  h.restart = (size_t)(rate * atof(argv[2]));
  h.forgetting = (size_t)(rate * NEW_SECONDS);
  h.columns = malloc(2 * h.most * h.fe.n_mels * sizeof(float));
  if (!h.columns) {
    return 1;
  }
  char path[4096];
  while (fgets(path, sizeof(path), stdin)) {
    hear(&h, path);
  }
  free(h.columns);
  return 0;
}
