/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/separation_costs.h"

#include "byline/front_end.h"
#include "dataset/prepare.h"
#include "dataset/sound.h"
#include "tests/bench/timing.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Live: seconds of a track, the host's rate and block, a divisor of it, and how
   often each second's least time is sought */
#define SECONDS 60
#define RATE 48000
#define BLOCK 960
#define N_RUNS 8

/* Offline: tracks of an artist, how many artists, and the shortest track that
   is taken, in seconds */
#define N_TRACKS 3
#define N_ARTISTS 2
#define SHORTEST 60

static void ignore(void* user, const float* column)
{
  *(double*)user += (double)column[0];
}

/* Hear a sound, and keep the least processor time that each second has taken so
   far; false: it cannot be heard */
static bool time_hearing(BylineFocus focus, const BylineSound* sound,
                         double least[SECONDS])
{
  BylineFrontEnd front_end = byline_front_end_default();
  front_end.focus = focus;
  front_end.finder = BYLINE_FINDER_NETWORK;
  BylineSpectrogram* spectrogram = NULL;
  if (byline_spectrogram_new(&front_end, &byline_voice_finder, sound->rate,
                             &spectrogram) != BYLINE_OK) {
    return false;
  }
  double sum = 0;
  for (size_t i = 0; i < SECONDS; ++i) {
    const double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    for (size_t at = i * RATE; at < (i + 1) * RATE; at += BLOCK) {
      byline_spectrogram_push(spectrogram, sound->channels[0] + at,
                              sound->channels[1] + at, BLOCK, ignore, &sum);
    }
    least[i] = fmin(least[i], seconds_of(CLOCK_THREAD_CPUTIME_ID) - start);
  }
  byline_spectrogram_free(spectrogram);
  return isfinite(sum);
}

/* Whoever else uses the machine can only make a second slower.  NAN: failed */
static double least_time(BylineFocus focus, const BylineSound* sound)
{
  double least[SECONDS];
  double sum = 0;
  for (size_t i = 0; i < SECONDS; ++i) {
    least[i] = INFINITY;
  }
  for (int i = 0; i < N_RUNS; ++i) {
    if (!time_hearing(focus, sound, least)) {
      return NAN;
    }
  }
  for (size_t i = 0; i < SECONDS; ++i) {
    sum += least[i];
  }
  return sum;
}

double separation_costs_live(const BylineLibrary* library)
{
  BylineSound sound = {.n = 0};
  for (size_t i = 0; i < library->n_tracks; ++i) {
    if (byline_sound_read(library->tracks[i].path, SECONDS, &sound) !=
        BYLINE_OK) {
      continue;
    }
    if (byline_sound_resample(&sound, RATE) == BYLINE_OK &&
        sound.n >= (size_t)SECONDS * RATE) {
      const double extra = least_time(BYLINE_FOCUS_THREE, &sound) -
                           least_time(BYLINE_FOCUS_MIX, &sound);
      byline_sound_free(&sound);
      return 100 * extra / SECONDS;
    }
    byline_sound_free(&sound);
  }
  return NAN;
}

/* The tracks of `artist` from `first` on that are long enough, N_TRACKS at most
 */
static size_t take_tracks(const BylineLibrary* library, size_t first,
                          BylineTrack* tracks)
{
  const char* const artist = library->tracks[first].artist;
  size_t n = 0;
  for (size_t i = first; n < N_TRACKS && i < library->n_tracks; ++i) {
    const BylineTrack* const track = &library->tracks[i];
    if (!strcmp(track->artist, artist) && track->duration >= SHORTEST) {
      tracks[n++] = *track;
    }
  }
  return n;
}

static bool is_first_of_artist(const BylineLibrary* library, size_t index)
{
  for (size_t i = 0; i < index; ++i) {
    if (!strcmp(library->tracks[i].artist, library->tracks[index].artist)) {
      return false;
    }
  }
  return true;
}

static double time_prepare(BylineTrack* tracks, size_t n, const char* folder)
{
  const BylineLibrary library = {.tracks = tracks, .n_tracks = n};
  BylinePrepareSettings settings = {.front_end = byline_front_end_default(),
                                    .n_jobs = 1,
                                    .min_songs = N_TRACKS};
  settings.front_end.focus = BYLINE_FOCUS_THREE;
  settings.front_end.finder = BYLINE_FINDER_NETWORK;
  BylinePrepareReport report = {0};
  const double start = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  const BylineStatus status =
      byline_dataset_prepare(folder, &library, &settings, &report);
  const double time = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - start;
  return status == BYLINE_OK && report.n_new == n ? report.seconds / time : NAN;
}

double separation_costs_prepare(const BylineLibrary* library)
{
  BylineTrack tracks[N_ARTISTS * N_TRACKS];
  size_t n = 0;
  for (size_t i = 0; n < N_ARTISTS * N_TRACKS && i < library->n_tracks; ++i) {
    if (is_first_of_artist(library, i) &&
        take_tracks(library, i, tracks + n) == N_TRACKS) {
      n += N_TRACKS;
    }
  }
  char folder[] = "/tmp/byline-bench-XXXXXX";
  if (n < N_ARTISTS * N_TRACKS || !mkdtemp(folder)) {
    return NAN;
  }
  char dataset[64];
  snprintf(dataset, sizeof(dataset), "%s/dataset", folder);
  const double speed = time_prepare(tracks, n, dataset);
  char command[64];
  snprintf(command, sizeof(command), "rm -rf %s", folder);
  return system(command) == 0 ? speed : NAN;
}
