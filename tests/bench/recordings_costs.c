/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/recordings_costs.h"

#include "dataset/sound.h"
#include "recordings/index_writer.h"
#include "tests/bench/timing.h"

#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Tracks that are asked about, and seconds of each */
#define N_TRACKS 40
#define SECONDS 40

/* Those that are decoded and sketched */
#define N_BUILT 15

static void measure_size(const BylineRecordings* index, const char* path,
                         RecordingsCosts* costs)
{
  struct stat info;
  costs->n_recordings = byline_recordings_count(index);
  for (size_t i = 0; i < costs->n_recordings; ++i) {
    costs->hours += byline_recordings_info(index, i).duration / 3600;
  }
  if (stat(path, &info) == 0 && costs->hours > 0) {
    costs->megabytes_an_hour = 1e-6 * (double)info.st_size / costs->hours;
  }
}

/* Milliseconds of a question about ten seconds that were never asked about */
static double measure_query(BylineRecordingsListener* listener,
                            const float* sound, size_t n)
{
  BylineRecordingMatch matches[BYLINE_MAX_MATCHES];
  byline_recordings_listener_reset(listener);
  byline_recordings_listener_feed(listener, sound, n);
  byline_recordings_listener_finish(listener);
  const double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  byline_recordings_listener_ask(listener, 10, matches);
  return 1000 * (seconds_of(CLOCK_THREAD_CPUTIME_ID) - start);
}

/* Seconds of a core for hearing it and asking every second */
static double measure_live(BylineRecordingsListener* listener,
                           const float* sound, size_t n, size_t second)
{
  BylineRecordingMatch matches[BYLINE_MAX_MATCHES];
  byline_recordings_listener_reset(listener);
  const double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  for (size_t at = 0; at + second <= n; at += second) {
    byline_recordings_listener_feed(listener, sound + at, second);
    byline_recordings_listener_ask(listener, 10, matches);
  }
  return seconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
}

static void turn_round(float* sound, size_t n)
{
  for (size_t i = 0; i < n / 2; ++i) {
    const float sample = sound[i];
    sound[i] = sound[n - 1 - i];
    sound[n - 1 - i] = sample;
  }
}

/* As plugins hear it: the mean of both channels, in the place of the first */
static float* mix_down(BylineSound* s)
{
  for (size_t i = 0; i < s->n; ++i) {
    s->channels[0][i] = 0.5f * (s->channels[0][i] + s->channels[1][i]);
  }
  return s->channels[0];
}

/* One track's costs; false when it is too short */
static bool measure_track(const BylineRecordings* index, BylineSound* s,
                          RecordingsCosts* costs, double* query)
{
  BylineRecordingsListener* listener = NULL;
  const size_t second = (size_t)s->rate;
  if (s->n < SECONDS * second ||
      byline_recordings_listener_new(index, s->rate, &listener) != BYLINE_OK) {
    return false;
  }
  float* const sound = mix_down(s);
  const size_t n = SECONDS * second;
  *query = measure_query(listener, sound + 10 * second, 10 * second);
  costs->known += measure_live(listener, sound, n, second);
  turn_round(sound, n);
  costs->unknown += measure_live(listener, sound, n, second);
  byline_recordings_listener_set_index(listener, NULL);
  costs->hearing += measure_live(listener, sound, n, second);
  byline_recordings_listener_free(listener);
  return true;
}

RecordingsCosts recordings_costs_measure(const char* path,
                                         const BylineLibrary* library)
{
  RecordingsCosts costs = {0};
  BylineRecordings* index = NULL;
  double queries[N_TRACKS + 1];
  size_t n = 0;
  const double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  if (byline_recordings_open(path, &index) != BYLINE_OK) {
    return costs;
  }
  costs.opening = 1000 * (seconds_of(CLOCK_THREAD_CPUTIME_ID) - start);
  measure_size(index, path, &costs);
  const size_t step = library->n_tracks / N_TRACKS + 1;
  for (size_t i = 0; i < library->n_tracks; i += step) {
    BylineSound sound;
    if (byline_sound_read(library->tracks[i].path, SECONDS + 1, &sound) ==
        BYLINE_OK) {
      n += measure_track(index, &sound, &costs, &queries[n]);
      byline_sound_free(&sound);
    }
  }
  byline_recordings_close(index);
  if (n > 0) {
    sort_times(queries, n);
    costs.query = queries[n / 2];
    const double per_cent = 100.0 / SECONDS / (double)n;
    costs.known *= per_cent;
    costs.unknown *= per_cent;
    costs.hearing *= per_cent;
  }
  return costs;
}

/* Sketch a track and add it, counting what that and decoding it take. */
static void build(const BylineTrack* track, BylineRecordingsWriter* writer,
                  double* decoding, double* building)
{
  BylineSound sound;
  BylineSketcher* sketcher = NULL;
  BylineConstellation c;
  const double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  if (byline_sound_read(track->path, 900, &sound) != BYLINE_OK) {
    return;
  }
  const double decoded = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  if (byline_sketcher_new(sound.rate, &sketcher) == BYLINE_OK) {
    const BylineRecordingTags tags = {.path = track->path};
    byline_sketcher_feed(sketcher, sound.channels[0], sound.channels[1],
                         sound.n);
    byline_sketcher_finish(sketcher, &c);
    byline_recordings_writer_add(writer, &tags, &c);
    byline_constellation_free(&c);
    *decoding += decoded - start;
    *building += seconds_of(CLOCK_THREAD_CPUTIME_ID) - decoded;
  }
  byline_sketcher_free(sketcher);
  byline_sound_free(&sound);
}

double recordings_costs_of_building(const char* path,
                                    const BylineLibrary* library)
{
  BylineRecordingsWriter* writer = NULL;
  double decoding = 0;
  double building = 0;
  const size_t step = library->n_tracks / N_BUILT + 1;
  if (byline_recordings_writer_open(path, &writer) != BYLINE_OK) {
    return (double)NAN;
  }
  for (size_t i = 0; i < library->n_tracks; i += step) {
    build(&library->tracks[i], writer, &decoding, &building);
  }
  const double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  byline_recordings_writer_commit(writer);
  building += seconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
  byline_recordings_writer_close(writer);
  unlink(path);
  return decoding > 0 ? building / decoding : (double)NAN;
}
