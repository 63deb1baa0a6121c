/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Mixtures of voice and music whose parts are known. */

#ifndef BYLINE_TESTS_MIXTURE_H
#define BYLINE_TESTS_MIXTURE_H

#include "byline/audio_file.h"
#include "byline/dataset.h"
#include "byline/random.h"
#include "byline/resampler.h"

#include <dirent.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIXTURE_RATE 24000
#define MIXTURE_SECONDS 30
#define MIXTURE_N ((size_t)MIXTURE_RATE * MIXTURE_SECONDS)

/* A mixture; the voice is in the centre */
typedef struct {
  float voice[MIXTURE_N];
  float left[MIXTURE_N]; ///< Music and voice
  float right[MIXTURE_N];
} Mixture;

/* Files of a folder, in order of name */
typedef struct {
  char** paths;
  size_t n;
} Files;

static int compare_paths(const void* a, const void* b)
{
  return strcmp(*(char* const*)a, *(char* const*)b);
}

static Files list_files(const char* folder)
{
  Files files = {NULL, 0};
  DIR* const directory = opendir(folder);
  for (struct dirent* e; directory && (e = readdir(directory));) {
    if (e->d_name[0] == '.') {
      continue;
    }
    files.paths = realloc(files.paths, (files.n + 1) * sizeof(char*));
    char* const path = malloc(strlen(folder) + strlen(e->d_name) + 2);
    sprintf(path, "%s/%s", folder, e->d_name);
    files.paths[files.n++] = path;
  }
  if (directory) {
    closedir(directory);
  }
  qsort(files.paths, files.n, sizeof(char*), compare_paths);
  return files;
}

static void free_files(Files* files)
{
  for (size_t i = 0; i < files->n; ++i) {
    free(files->paths[i]);
  }
  free(files->paths);
}

/* Decode from `start` seconds on, at MIXTURE_RATE; tells how many samples */
static size_t read_sound(const char* path, double start, float* left,
                         float* right, size_t n_wanted)
{
  enum { BLOCK = 4096 };
  BylineAudioFile* file = NULL;
  if (byline_audio_file_open(path, &file) != BYLINE_OK) {
    return 0;
  }
  BylineResampler* resamplers[2] = {NULL, NULL};
  const double rate = byline_audio_file_rate(file);
  for (int c = 0; c < 2; ++c) {
    if (byline_resampler_new(rate, MIXTURE_RATE, &resamplers[c])) {
      abort();
    }
  }
  const size_t bound = byline_resampler_bound(resamplers[0], BLOCK);
  float* const out = malloc(bound * sizeof(float));
  float in[2][BLOCK];
  size_t n_skip = (size_t)(start * MIXTURE_RATE);
  size_t n = 0;
  for (size_t n_read = 1; n < n_wanted && n_read > 0;) {
    if (byline_audio_file_read(file, in[0], in[1], BLOCK, &n_read)) {
      break;
    }
    size_t n_out = 0;
    size_t n_take = 0;
    size_t skip = 0;
    for (int c = 0; c < 2; ++c) {
      n_out = byline_resampler_process(resamplers[c], in[c], n_read, out);
      skip = n_skip < n_out ? n_skip : n_out;
      n_take = n_out - skip < n_wanted - n ? n_out - skip : n_wanted - n;
      memcpy((c ? right : left) + n, out + skip, n_take * sizeof(float));
    }
    n_skip -= skip;
    n += n_take;
  }
  free(out);
  byline_resampler_free(resamplers[0]);
  byline_resampler_free(resamplers[1]);
  byline_audio_file_close(file);
  return n;
}

static double power_of(const float* samples, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)samples[i] * (double)samples[i];
  }
  return sum / (double)(n ? n : 1);
}

/* What a speaker says in random order, each file as loud as the others, with
   pauses; every other time a long one */
static void speak(const Files* files, uint64_t seed, float* voice)
{
  static float left[MIXTURE_N];
  static float right[MIXTURE_N];
  BylineRandom random = byline_random_begin(seed, 1);
  memset(voice, 0, MIXTURE_N * sizeof(float));
  size_t at = 0;
  for (int i = 0; at < MIXTURE_N && i < 1000; ++i) {
    const char* const path =
        files->paths[byline_random_below(&random, files->n)];
    size_t n = read_sound(path, 0, left, right, 8 * MIXTURE_RATE);
    const double power = power_of(left, n);
    if (n < MIXTURE_RATE / 2 || power < 1e-7) {
      continue;
    }
    n = n < MIXTURE_N - at ? n : MIXTURE_N - at;
    for (size_t k = 0; k < n; ++k) {
      voice[at + k] = left[k] * (float)(0.1 / sqrt(power));
    }
    const bool is_long = byline_random_below(&random, 4) == 0;
    at += n + (size_t)((is_long ? 4 : 0.3) * MIXTURE_RATE *
                       (double)byline_random_uniform(&random, 0.5f, 1));
  }
}

/* How loud the voice is when it speaks: the power of its active parts */
static double active_power(const float* voice)
{
  enum { STEP = 480 };
  double sum = 0;
  size_t n = 0;
  for (size_t i = 0; i + STEP <= MIXTURE_N; i += STEP) {
    const double power = power_of(voice + i, STEP);
    if (power > 1e-4) {
      sum += power;
      ++n;
    }
  }
  return n ? sum / (double)n : 0;
}

/* Mix a voice with a song so that it is `snr` dB louder than the music while
   it speaks; tells whether the song is long enough */
static bool mix_sounds(const Files* speaker, const char* song, uint64_t seed,
                       double snr, bool mono, Mixture* m)
{
  const size_t n = read_sound(song, 10, m->left, m->right, MIXTURE_N);
  if (n < MIXTURE_N || power_of(m->left, n) < 1e-6) {
    return false;
  }
  for (size_t i = 0; mono && i < n; ++i) {
    m->left[i] = m->right[i] = 0.5f * (m->left[i] + m->right[i]);
  }
  speak(speaker, seed, m->voice);
  const double music = 0.5 * (power_of(m->left, n) + power_of(m->right, n));
  const double gain = sqrt(active_power(m->voice) / music) * pow(10, -snr / 20);
  for (size_t i = 0; i < n; ++i) {
    m->left[i] = m->left[i] * (float)gain + m->voice[i];
    m->right[i] = m->right[i] * (float)gain + m->voice[i];
  }
  return true;
}

/* The share of a stretch of the voice that is active */
static inline double activity(const float* voice, size_t first, size_t n)
{
  enum { STEP = 480 };
  size_t n_active = 0;
  size_t n_steps = 0;
  for (size_t i = first; i + STEP <= first + n && i + STEP <= MIXTURE_N;
       i += STEP) {
    n_active += power_of(voice + i, STEP) > 1e-4;
    ++n_steps;
  }
  return (double)n_active / (double)(n_steps ? n_steps : 1);
}

/* Speakers of one part of the voices */
typedef struct {
  Files* files; ///< Each speaker's
  size_t n;     ///< Speakers
} Speakers;

static Speakers list_speakers(const char* voices, const char* part)
{
  char folder[4096];
  snprintf(folder, sizeof(folder), "%s/%s", voices, part);
  Files names = list_files(folder);
  Speakers speakers = {calloc(names.n + 1, sizeof(Files)), names.n};
  size_t n = 0;
  for (size_t i = 0; i < names.n; ++i) {
    /* Those whose files are in folders further down are left out */
    speakers.files[n] = list_files(names.paths[i]);
    if (speakers.files[n].n > 8) {
      ++n;
    } else {
      free_files(&speakers.files[n]);
    }
  }
  speakers.n = n;
  free_files(&names);
  return speakers;
}

static void free_speakers(Speakers* speakers)
{
  for (size_t i = 0; i < speakers->n; ++i) {
    free_files(&speakers->files[i]);
  }
  free(speakers->files);
}

/* The `index`th song to test or to learn with, NULL if there are not so many.
   An artist is in one part only; songs of a game that is sung with are left
   out. */
static inline const char* pick_song(const BylineLibrary* library, bool test,
                                    size_t index)
{
  const size_t n = library->n_tracks;
  for (size_t k = 0; k < n; ++k) {
    /* In an order that jumps between artists; 7919 is a prime */
    const BylineTrack* const track = &library->tracks[k * 7919 % n];
    unsigned sum = 0;
    for (const char* c = track->artist; *c; ++c) {
      sum = sum * 31 + (unsigned char)*c;
    }
    const bool usable = track->duration > MIXTURE_SECONDS + 12 &&
                        !strstr(track->path, "performous");
    if (usable && (sum / 8 % 3 == 0) == test && index-- == 0) {
      return track->path;
    }
  }
  return NULL;
}

/* The `index`th song of a library of artists that nothing has learnt from,
   NULL if there are not so many; in the same order */
static inline const char* pick_held_out(const BylineLibrary* library,
                                        size_t index)
{
  const size_t n = library->n_tracks;
  for (size_t k = 0; k < n; ++k) {
    const BylineTrack* const track = &library->tracks[k * 7919 % n];
    if (track->duration > MIXTURE_SECONDS + 12 &&
        !strstr(track->path, "performous") && !strstr(track->path, "/sfx/") &&
        index-- == 0) {
      return track->path;
    }
  }
  return NULL;
}

#endif // BYLINE_TESTS_MIXTURE_H
