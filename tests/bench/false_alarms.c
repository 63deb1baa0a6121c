/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/false_alarms.h"

#include "dataset/sound.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Tracks are not heard longer than this, and so far back at a time */
#define MAX_SECONDS 900
#define WINDOW 10.0

/* Recordings that are told apart in one track's alarms */
#define MAX_NAMED 64

typedef struct {
  const BylineRecordings* index;
  const BylineLibrary* library;
  BenchLog* log;
  FalseAlarms* sum;
  pthread_mutex_t lock; ///< Guards the sum
} Hearing;

bool false_alarms_is_left_out(const char* artist)
{
  uint32_t hash = 2166136261u;
  for (const char* s = artist; *s; ++s) {
    hash = (hash ^ (unsigned char)*s) * 16777619u;
  }
  return (hash >> 8) % 2 == 0;
}

/* ---- one track's figures as a line, and again */

static void print_line(const FalseAlarms* a, char* line, size_t size)
{
  int n = snprintf(line, size, "%.5f %zu %zu %zu", a->hours, a->n_asked,
                   a->n_answers, a->n_alarms);
  for (size_t i = 0; i < MAX_SCORES && n > 0 && (size_t)n < size; ++i) {
    if (a->scores[i]) {
      n += snprintf(line + n, size - (size_t)n, " %zu:%zu", i, a->scores[i]);
    }
  }
}

static bool scan_line(const char* line, FalseAlarms* a)
{
  int at = 0;
  int more = 0;
  size_t i = 0;
  size_t count = 0;
  *a = (FalseAlarms){0};
  if (sscanf(line, "%lf %zu %zu %zu%n", &a->hours, &a->n_asked, &a->n_answers,
             &a->n_alarms, &at) != 4) {
    return false;
  }
  while (sscanf(line + at, " %zu:%zu%n", &i, &count, &more) == 2 &&
         i < MAX_SCORES) {
    a->scores[i] = count;
    at += more;
  }
  return true;
}

static void add(FalseAlarms* sum, const FalseAlarms* a)
{
  sum->hours += a->hours;
  sum->n_asked += a->n_asked;
  sum->n_answers += a->n_answers;
  sum->n_alarms += a->n_alarms;
  for (size_t i = 0; i < MAX_SCORES; ++i) {
    sum->scores[i] += a->scores[i];
  }
}

/* ---- hearing */

/* Count an answer; tell of recordings that are named for the first time. */
static void judge(const Hearing* h, const BylineTrack* track, double second,
                  const BylineRecordingMatch* matches, size_t n, size_t* named,
                  FalseAlarms* a)
{
  ++a->n_asked;
  a->n_answers += n > 0;
  const double score = n > 0 ? matches[0].score : 0;
  ++a->scores[(size_t)fmin(fmax(score, 0), MAX_SCORES - 1)];
  for (size_t i = 0; i < n; ++i) {
    bool is_new = a->n_alarms < MAX_NAMED;
    for (size_t j = 0; j < a->n_alarms; ++j) {
      is_new = is_new && named[j] != matches[i].recording;
    }
    if (is_new) {
      named[a->n_alarms++] = matches[i].recording;
      printf("  %s at %.0f s: %s at %.0f s, score %.1f, %.0f %% of peaks\n",
             track->path, second,
             byline_recordings_info(h->index, matches[i].recording).path,
             matches[i].position, matches[i].score, 100 * matches[i].share);
    }
  }
}

static FalseAlarms hear_sound(const Hearing* h, const BylineTrack* track,
                              BylineSound* sound)
{
  FalseAlarms a = {.hours = (double)sound->n / sound->rate / 3600};
  BylineRecordingsListener* listener = NULL;
  size_t named[MAX_NAMED];
  const size_t step = (size_t)sound->rate;
  assert(step > 0);
  if (byline_recordings_listener_new(h->index, sound->rate, &listener) !=
      BYLINE_OK) {
    return a;
  }
  float* const mono = sound->channels[0];
  for (size_t at = 0; at + step <= sound->n; at += step) {
    BylineRecordingMatch matches[BYLINE_MAX_MATCHES];
    for (size_t i = at; i < at + step; ++i) {
      mono[i] = (mono[i] + sound->channels[1][i]) / 2;
    }
    byline_recordings_listener_feed(listener, mono + at, step);
    const size_t n = byline_recordings_listener_ask(listener, WINDOW, matches);
    judge(h, track, (double)(at / step), matches, n, named, &a);
  }
  byline_recordings_listener_free(listener);
  return a;
}

static void hear(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  Hearing* const h = context;
  const BylineTrack* const track = &h->library->tracks[begin];
  BylineSound sound;
  FalseAlarms a;
  if (!false_alarms_is_left_out(track->artist)) {
    return;
  }
  const char* const before = bench_log_find(h->log, track->path);
  if (!before || !scan_line(before, &a)) {
    char line[1024];
    if (byline_sound_read(track->path, MAX_SECONDS, &sound) != BYLINE_OK) {
      return;
    }
    a = hear_sound(h, track, &sound);
    byline_sound_free(&sound);
    print_line(&a, line, sizeof(line));
    bench_log_add(h->log, track->path, line);
  }
  pthread_mutex_lock(&h->lock);
  add(h->sum, &a);
  pthread_mutex_unlock(&h->lock);
}

void false_alarms_count(const BylineRecordings* index,
                        const BylineLibrary* library, BylineThreadPool* pool,
                        BenchLog* log, FalseAlarms* alarms)
{
  *alarms = (FalseAlarms){0};
  Hearing h = {.index = index, .library = library, .log = log, .sum = alarms};
  pthread_mutex_init(&h.lock, NULL);
  byline_thread_pool_run_unordered(pool, hear, &h, library->n_tracks);
  pthread_mutex_destroy(&h.lock);
}
