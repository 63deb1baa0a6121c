/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How well recordings are known again: all tracks of the corpus indexed, clips
   of them asked for as they are, faster, higher, over a telephone, under a
   crowd, two at once; Chromaprint beside it; false alarms on tracks of artists
   that are left out; and what it costs with 10 000 recordings.
   usage: bench_recordings RESULT.json
   environment: LIBRARY=table (the whole corpus), STEP=15: every 15th track is
   asked about, COPIES=16: the corpus once more so many times, changed, for the
   large index, KEEP=1: use the index of the last time,
   QUESTIONS=text: only those that begin so, CHROMAPRINT=0: leave
   that out, VERBOSE=1 */

#include "tests/bench/questions.h"
#include "tests/bench/targets.h"

#include "base/file.h"
#include "byline/audio_file.h"
#include "byline/dataset.h"
#include "dataset/sound.h"
#include "recordings/index_writer.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Tracks are not heard longer than this */
#define MAX_SECONDS 900

/* One artist in so many is left out where false alarms are counted */
#define LEFT_OUT 5

/* All that is known of the library */
typedef struct {
  BylineLibrary library;
  BylineConstellation* constellations; ///< By track
  BylineFingerprint* prints;           ///< By track, or NULL
  double hours;
  double decoding;  ///< Seconds of a core
  double sketching; ///< Likewise
} Known;

static void check(BylineStatus status)
{
  if (status != BYLINE_OK) {
    fprintf(stderr, "bench_recordings: %s\n", byline_error_message());
    exit(1);
  }
}

static long setting(const char* name, long otherwise)
{
  const char* const text = getenv(name);
  return text && *text ? atol(text) : otherwise;
}

static double seconds_of(clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- building */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void sketch(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  Known* const k = context;
  BylineSound sound;
  BylineSketcher* sketcher = NULL;
  const double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  if (byline_sound_read(k->library.tracks[begin].path, MAX_SECONDS, &sound) !=
      BYLINE_OK) {
    return;
  }
  const double decoded = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  check(byline_sketcher_new(sound.rate, &sketcher));
  check(byline_sketcher_feed(sketcher, sound.channels[0], sound.channels[1],
                             sound.n));
  check(byline_sketcher_finish(sketcher, &k->constellations[begin]));
  byline_sketcher_free(sketcher);
  const double sketched = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  if (k->prints) {
    byline_fingerprint_take(&sound, &k->prints[begin]);
  }
  pthread_mutex_lock(&lock);
  k->hours += (double)sound.n / sound.rate / 3600;
  k->decoding += decoded - start;
  k->sketching += sketched - decoded;
  pthread_mutex_unlock(&lock);
  byline_sound_free(&sound);
}

/* Artists that are left out where false alarms are counted */
static bool is_left_out(const BylineTrack* track)
{
  uint32_t hash = 2166136261u;
  for (const char* s = track->artist; *s; ++s) {
    hash = (hash ^ (unsigned char)*s) * 16777619u;
  }
  return (hash >> 8) % LEFT_OUT == 0;
}

static int compare_peaks(const void* a, const void* b)
{
  const BylinePeak* const x = a;
  const BylinePeak* const y = b;
  if (x->time != y->time) {
    return x->time < y->time ? -1 : 1;
  }
  return x->frequency < y->frequency ? -1 : x->frequency > y->frequency;
}

/* Another recording of the same kind: backwards, or beyond any pitch fader */
static BylineConstellation change(const BylineConstellation* c, size_t number)
{
  static const double tempos[] = {1,    0.55, 0.62, 0.7, 1.35, 1.45,
                                  1.55, 1.65, 1.8,  0.5, 0.45};
  const size_t n_tempos = sizeof(tempos) / sizeof(*tempos);
  const bool backwards = number % 2 == 0;
  const double tempo = tempos[(number / 2 + !backwards) % n_tempos];
  BylineConstellation other = *c;
  other.peaks = malloc((c->n + 1) * sizeof(*other.peaks));
  const uint32_t last = c->n ? c->peaks[c->n - 1].time : 0;
  for (size_t i = 0; other.peaks && i < c->n; ++i) {
    other.peaks[i] = c->peaks[i];
    const uint32_t time = c->peaks[i].time;
    other.peaks[i].time =
        (uint32_t)lrint((backwards ? last - time : time) / tempo);
  }
  qsort(other.peaks, c->n, sizeof(*other.peaks), compare_peaks);
  other.duration = c->duration / tempo;
  return other;
}

static void add(const Known* k, size_t i, size_t copy,
                BylineRecordingsWriter* writer)
{
  const BylineTrack* const track = &k->library.tracks[i];
  char path[4096];
  snprintf(path, sizeof(path), "copy %zu of %s", copy, track->path);
  const BylineRecordingTags tags = {.path = copy ? path : track->path,
                                    .title = track->title,
                                    .artist = track->artist,
                                    .album = track->album};
  BylineConstellation changed = {0};
  if (copy) {
    changed = change(&k->constellations[i], copy);
  }
  check(byline_recordings_writer_add(writer, &tags,
                                     copy ? &changed : &k->constellations[i]));
  byline_constellation_free(&changed);
}

/* Write an index of all tracks, and changed copies of them, or of those that
   are not left out. */
static void build(const Known* k, const char* path, size_t n_copies,
                  bool without)
{
  BylineRecordingsWriter* writer = NULL;
  unlink(path);
  check(byline_recordings_writer_open(path, &writer));
  for (size_t copy = 0; copy <= n_copies; ++copy) {
    for (size_t i = 0; i < k->library.n_tracks; ++i) {
      if (k->constellations[i].n > 0 &&
          !(without && is_left_out(&k->library.tracks[i]))) {
        add(k, i, copy, writer);
      }
    }
  }
  check(byline_recordings_writer_commit(writer));
  byline_recordings_writer_close(writer);
}

/* ---- false alarms */

typedef struct {
  const Known* known;
  const BylineRecordings* index;
  double hours;
  size_t n_asked;
  size_t n_answers;
  size_t n_alarms; ///< Recordings that were named in a track, at least once
} Alarms;

/* Hear a track that is not in the index, live. */
static void hear(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  Alarms* const a = context;
  const BylineTrack* const track = &a->known->library.tracks[begin];
  BylineSound sound;
  BylineRecordingsListener* listener = NULL;
  if (!is_left_out(track) ||
      byline_sound_read(track->path, MAX_SECONDS, &sound) != BYLINE_OK) {
    return;
  }
  check(byline_recordings_listener_new(a->index, sound.rate, &listener));
  size_t n_asked = 0;
  size_t n_answers = 0;
  size_t n_alarms = 0;
  size_t named[64];
  const size_t step = (size_t)sound.rate;
  for (size_t at = 0; at + step <= sound.n; at += step) {
    BylineRecordingMatch matches[BYLINE_MAX_MATCHES];
    for (size_t i = 0; i < step; ++i) {
      sound.channels[0][at + i] =
          (sound.channels[0][at + i] + sound.channels[1][at + i]) / 2;
    }
    byline_recordings_listener_feed(listener, sound.channels[0] + at, step);
    const size_t n = byline_recordings_listener_ask(listener, 10, matches);
    ++n_asked;
    n_answers += n > 0;
    for (size_t i = 0; i < n; ++i) {
      bool is_new = n_alarms < 64;
      for (size_t j = 0; j < n_alarms; ++j) {
        is_new = is_new && named[j] != matches[i].recording;
      }
      if (is_new) {
        named[n_alarms++] = matches[i].recording;
        printf("  %s at %zu s: %s at %.0f s, score %.1f, %.0f %% of peaks\n",
               track->path, at / step,
               byline_recordings_info(a->index, matches[i].recording).path,
               matches[i].position, matches[i].score, 100 * matches[i].share);
      }
    }
  }
  pthread_mutex_lock(&lock);
  a->hours += (double)sound.n / sound.rate / 3600;
  a->n_asked += n_asked;
  a->n_answers += n_answers;
  a->n_alarms += n_alarms;
  pthread_mutex_unlock(&lock);
  byline_recordings_listener_free(listener);
  byline_sound_free(&sound);
}

/* ---- costs */

typedef struct {
  double opening; ///< Milliseconds
  double query;   ///< Milliseconds for ten seconds, all at once
  double live;    ///< Per cent of a core, asked every second
  double megabytes_an_hour;
  size_t n_recordings;
} Costs;

static int compare_times(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return x < y ? -1 : x > y;
}

/* Megabytes of an index for an hour of music */
static double measure_size(const char* path)
{
  BylineRecordings* index = NULL;
  struct stat info;
  double hours = 0;
  check(byline_recordings_open(path, &index));
  for (size_t i = 0; i < byline_recordings_count(index); ++i) {
    hours += byline_recordings_info(index, i).duration / 3600;
  }
  byline_recordings_close(index);
  return stat(path, &info) == 0 ? 1e-6 * (double)info.st_size / hours : 0;
}

static Costs measure_costs(const Known* k, const char* path)
{
  Costs costs = {.query = 0};
  BylineRecordings* index = NULL;
  double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  check(byline_recordings_open(path, &index));
  costs.opening = 1000 * (seconds_of(CLOCK_THREAD_CPUTIME_ID) - start);
  costs.n_recordings = byline_recordings_count(index);
  double times[64];
  size_t n_times = 0;
  double hearing = 0;
  double heard = 0;
  const size_t step = k->library.n_tracks / 40 + 1;
  for (size_t i = 0; i < k->library.n_tracks && n_times < 64; i += step) {
    BylineSound s;
    BylineRecordingsListener* listener = NULL;
    BylineRecordingMatch matches[BYLINE_MAX_MATCHES];
    if (byline_sound_read(k->library.tracks[i].path, 40, &s) != BYLINE_OK) {
      continue;
    }
    const size_t ten = (size_t)(10 * s.rate);
    if (s.n >= 4 * ten) {
      check(byline_recordings_listener_new(index, s.rate, &listener));
      byline_recordings_listener_feed(listener, s.channels[0] + ten, ten);
      byline_recordings_listener_finish(listener);
      start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
      byline_recordings_listener_ask(listener, 10, matches);
      times[n_times++] = 1000 * (seconds_of(CLOCK_THREAD_CPUTIME_ID) - start);
      byline_recordings_listener_reset(listener);
      const size_t second = (size_t)s.rate;
      start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
      for (size_t at = 0; at + second <= s.n; at += second) {
        byline_recordings_listener_feed(listener, s.channels[0] + at, second);
        byline_recordings_listener_ask(listener, 10, matches);
        heard += 1;
      }
      hearing += seconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
      byline_recordings_listener_free(listener);
    }
    byline_sound_free(&s);
  }
  qsort(times, n_times, sizeof(*times), compare_times);
  costs.query = n_times ? times[n_times / 2] : 0;
  costs.live = heard > 0 ? 100 * hearing / heard : 0;
  byline_recordings_close(index);
  return costs;
}

/* ---- all of it */

static void print_questions(const Question* q, size_t n, bool prints)
{
  printf("%-32s %5s %7s %7s %7s %7s %7s %s\n", "right, %", "n", "3 s", "5 s",
         "10 s", "15 s", "wrong", prints ? "Chromaprint" : "");
  for (size_t i = 0; i < n; ++i) {
    printf("%-32s %5zu", q[i].name, q[i].n[TEN_SECONDS]);
    size_t wrong = 0;
    for (size_t k = 0; k < N_LENGTHS; ++k) {
      printf(" %7.1f", q[i].n[k]
                           ? 100.0 * (double)q[i].right[k] / (double)q[i].n[k]
                           : NAN);
      wrong += q[i].wrong[k];
    }
    printf(" %7zu", wrong);
    if (q[i].n_prints) {
      printf(" %7.1f",
             100.0 * (double)q[i].n_prints_right / (double)q[i].n_prints);
    }
    putchar('\n');
  }
}

static size_t fill_targets(const Question* q, size_t n, const Alarms* alarms,
                           const Costs* costs, const Known* k, Target* rows)
{
  static const struct {
    const char* name;
    size_t length;
    double target;
  } wanted[] = {{"as it is", TEN_SECONDS, 99.5},
                {"as it is", 0, 95},
                {"speed -", TEN_SECONDS, 97},
                {"speed +", TEN_SECONDS, 97},
                {"pitch", TEN_SECONDS, 97},
                {"tempo", TEN_SECONDS, 97},
                {"telephone", TEN_SECONDS, 97},
                {"hall", TEN_SECONDS, 97},
                {"MP3", TEN_SECONDS, 97},
                {"mono", TEN_SECONDS, 97},
                {"EQ", TEN_SECONDS, 97},
                {"crowd 10", TEN_SECONDS, 97},
                {"crowd as loud", TEN_SECONDS, 85},
                {"two at once", TEN_SECONDS, 80}};
  static char names[32][40];
  size_t n_rows = 0;
  for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); ++i) {
    snprintf(names[i], sizeof(names[i]), "%s, %.0f s: the worst",
             wanted[i].name, lengths[wanted[i].length]);
    rows[n_rows++] =
        (Target){names[i], "% right",
                 questions_worst(q, n, wanted[i].name, wanted[i].length),
                 wanted[i].target, false};
  }
  rows[n_rows++] = (Target){
      "false alarms in 10 h", "",
      alarms->hours > 0 ? 10 * (double)alarms->n_alarms / alarms->hours : NAN,
      1, true};
  rows[n_rows++] =
      (Target){"query of 10 s, large index", "ms", costs->query, 30, true};
  rows[n_rows++] = (Target){"opening it", "ms", costs->opening, 100, true};
  rows[n_rows++] =
      (Target){"index for an hour", "MB", costs->megabytes_an_hour, 1, true};
  rows[n_rows++] =
      (Target){"listening, large index", "% of a core", costs->live, 1.5, true};
  if (k->decoding > 0) {
    rows[n_rows++] = (Target){"building / decoding", "",
                              k->sketching / k->decoding, 1, true};
  }
  return n_rows;
}

int main(int argc, char** argv)
{
  const char* const home = getenv("HOME");
  setvbuf(stdout, NULL, _IOLBF, 0);
  char table[4096];
  snprintf(table, sizeof(table), "%s/.cache/byline/corpus/library-all.tsv",
           home ? home : "");
  const char* const given = getenv("LIBRARY");
  const char* const result = argc > 1 ? argv[1] : "build/bench/recordings.json";
  char* const folder = byline_path_folder(result);
  char* const all = byline_path_join(folder, "recordings.index");
  char* const part = byline_path_join(folder, "recordings-part.index");
  char* const large = byline_path_join(folder, "recordings-large.index");
  Known k = {.hours = 0};
  check(byline_library_read(given && *given ? given : table, &k.library));
  BylineThreadPool* pool = NULL;
  check(byline_thread_pool_new(0, &pool));
  k.constellations = calloc(k.library.n_tracks, sizeof(*k.constellations));
  const bool prints = setting("CHROMAPRINT", 1);
  k.prints = prints ? calloc(k.library.n_tracks, sizeof(*k.prints)) : NULL;
  const bool keep = setting("KEEP", 0) && access(all, R_OK) == 0;
  if (!keep) {
    byline_thread_pool_run_unordered(pool, sketch, &k, k.library.n_tracks);
    printf("%zu tracks, %.1f h: decoded in %.0f s, sketched in %.0f s of a "
           "core\n",
           k.library.n_tracks, k.hours, k.decoding, k.sketching);
    build(&k, all, 0, false);
    build(&k, part, 0, true);
    build(&k, large, (size_t)setting("COPIES", 16), false);
  }
  BylineRecordings* index = NULL;
  check(byline_recordings_open(all, &index));
  static Question questions[MAX_QUESTIONS];
  size_t n_questions = questions_list(questions);
  const char* const only = getenv("QUESTIONS");
  for (size_t i = n_questions; only && i-- > 0;) {
    if (strncmp(questions[i].name, only, strlen(only)) != 0) {
      memmove(&questions[i], &questions[i + 1],
              (n_questions - i - 1) * sizeof(*questions));
      --n_questions;
    }
  }
  Inquiry inquiry = {.library = &k.library,
                     .index = index,
                     .prints = keep ? NULL : k.prints,
                     .questions = questions,
                     .n_questions = n_questions,
                     .step = (size_t)setting("STEP", 15),
                     .pool = pool};
  questions_ask(&inquiry);
  byline_recordings_close(index);
  print_questions(questions, n_questions, prints && !keep);
  Alarms alarms = {.known = &k};
  BylineRecordings* known = NULL;
  check(byline_recordings_open(part, &known));
  alarms.index = known;
  if (setting("ALARMS", 1)) {
    byline_thread_pool_run_unordered(pool, hear, &alarms, k.library.n_tracks);
  }
  byline_recordings_close(known);
  printf("unknown music: %.1f h, asked %zu times, answered %zu times\n",
         alarms.hours, alarms.n_asked, alarms.n_answers);
  Costs costs = measure_costs(&k, large);
  costs.megabytes_an_hour = measure_size(all);
  printf("large index: %zu recordings\n", costs.n_recordings);
  Target rows[32];
  const size_t n_rows =
      fill_targets(questions, n_questions, &alarms, &costs, &k, rows);
  targets_print(rows, n_rows);
  targets_write(result, rows, n_rows);
  byline_thread_pool_free(pool);
  for (size_t i = 0; i < k.library.n_tracks; ++i) {
    byline_constellation_free(&k.constellations[i]);
    if (k.prints) {
      byline_fingerprint_free(&k.prints[i]);
    }
  }
  free(k.constellations);
  free(k.prints);
  byline_library_free(&k.library);
  free(folder);
  free(all);
  free(part);
  free(large);
  return 0;
}
