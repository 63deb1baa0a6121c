/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How well recordings are known again: all tracks of the corpus indexed, clips
   of them asked for as they are, faster, higher, over a telephone, under a
   crowd, two at once; Chromaprint beside it; false alarms on the music of
   artists that are left out; and what it costs with 10 000 recordings.
   usage: bench_recordings RESULT.json
   What has been measured is kept beside the result: interrupted, it goes on
   where it was; another build of it begins anew, but for the indexes.
   environment: PART=questions|alarms|costs (all of them), LIBRARY=table (the
   whole corpus), STEP=15: every 15th track is asked about, COPIES=16: changed
   copies of each recording in the large index, QUESTIONS=text: only those that
   begin so, CHROMAPRINT=0: leave that out, JOBS=n threads (all cores),
   VERBOSE=1 */

#include "tests/bench/bench_log.h"
#include "tests/bench/changed_copies.h"
#include "tests/bench/false_alarms.h"
#include "tests/bench/prints.h"
#include "tests/bench/questions.h"
#include "tests/bench/recordings_costs.h"
#include "tests/bench/targets.h"

#include "base/file.h"
#include "byline/dataset.h"
#include "dataset/index_music.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Everything */
typedef struct {
  BylineLibrary library;
  BylineThreadPool* pool;
  char* result; ///< What file names begin with
  char* index;  ///< Of all tracks
  Target rows[40];
  size_t n_rows;
} Bench;

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

static bool is_wanted(const char* part)
{
  const char* const wanted = getenv("PART");
  return !wanted || !*wanted || strstr(wanted, part);
}

/* A file's name beside the result, to be freed */
static char* beside(const Bench* bench, const char* ending)
{
  char* path = NULL;
  if (asprintf(&path, "%s%s", bench->result, ending) < 0) {
    exit(1);
  }
  return path;
}

static void add_row(Bench* bench, Target row)
{
  bench->rows[bench->n_rows++] = row;
}

/* ---- what is indexed */

static void make_index(Bench* bench)
{
  BylineRecordingsWriter* writer = NULL;
  BylineIndexReport report = {0};
  check(byline_recordings_writer_open(bench->index, &writer));
  check(byline_tracks_index(writer, bench->library.tracks,
                            bench->library.n_tracks, bench->pool, NULL,
                            &report));
  byline_recordings_writer_close(writer);
  printf("index: %zu tracks added, %zu there already, %zu not readable\n",
         report.n_added, report.n_there, report.n_skipped);
}

static bool is_of_the_known_half(const BylineRecordingInfo* info)
{
  return !false_alarms_is_left_out(info->artist);
}

/* Open an index that is made out of the one of all, unless it is there. */
static BylineRecordings* derive(const Bench* bench, const char* path,
                                size_t n_copies,
                                bool (*wanted)(const BylineRecordingInfo*))
{
  BylineRecordings* all = NULL;
  BylineRecordings* index = NULL;
  if (access(path, F_OK) != 0) {
    char* const unfinished = beside(bench, ".making");
    check(byline_recordings_open(bench->index, &all));
    check(changed_copies_write(all, unfinished, n_copies, wanted));
    byline_recordings_close(all);
    if (rename(unfinished, path) != 0) {
      perror(path);
      exit(1);
    }
    free(unfinished);
  }
  check(byline_recordings_open(path, &index));
  return index;
}

/* ---- questions */

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
                           : (double)NAN);
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

static void add_question_rows(Bench* bench, const Question* q, size_t n)
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
  static char names[sizeof(wanted) / sizeof(*wanted)][40];
  for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); ++i) {
    snprintf(names[i], sizeof(names[i]), "%s, %.0f s: the worst",
             wanted[i].name, lengths[wanted[i].length]);
    add_row(bench,
            (Target){names[i], "% right",
                     questions_worst(q, n, wanted[i].name, wanted[i].length),
                     wanted[i].target, false});
  }
}

static size_t list_questions(Question questions[MAX_QUESTIONS])
{
  size_t n = questions_list(questions);
  const char* const only = getenv("QUESTIONS");
  for (size_t i = n; only && i-- > 0;) {
    if (strncmp(questions[i].name, only, strlen(only)) != 0) {
      memmove(&questions[i], &questions[i + 1],
              (n - i - 1) * sizeof(*questions));
      --n;
    }
  }
  return n;
}

static void ask_questions(Bench* bench)
{
  static Question questions[MAX_QUESTIONS];
  BylineRecordings* index = NULL;
  BylineFingerprint* prints = NULL;
  char* const path = beside(bench, ".answers");
  char* const prints_path = beside(bench, ".prints");
  BenchLog* const log = bench_log_open(path, true);
  const size_t n = list_questions(questions);
  check(byline_recordings_open(bench->index, &index));
  if (setting("CHROMAPRINT", 1)) {
    prints = prints_take(&bench->library, bench->pool, prints_path);
  }
  Inquiry inquiry = {.library = &bench->library,
                     .index = index,
                     .prints = prints,
                     .questions = questions,
                     .n_questions = n,
                     .step = (size_t)setting("STEP", 15),
                     .pool = bench->pool,
                     .log = log};
  questions_ask(&inquiry);
  print_questions(questions, n, prints);
  add_question_rows(bench, questions, n);
  prints_free(prints, bench->library.n_tracks);
  byline_recordings_close(index);
  bench_log_close(log);
  free(prints_path);
  free(path);
}

/* ---- false alarms */

static void count_alarms(Bench* bench)
{
  FalseAlarms alarms;
  char* const path = beside(bench, ".alarms");
  char* const half_path = beside(bench, ".half.index");
  BenchLog* const log = bench_log_open(path, true);
  BylineRecordings* const half =
      derive(bench, half_path, 0, is_of_the_known_half);
  false_alarms_count(half, &bench->library, bench->pool, log, &alarms);
  printf("unknown music: %.1f h, %zu recordings indexed; asked %zu times, "
         "answered %zu times, %zu recordings named\n",
         alarms.hours, byline_recordings_count(half), alarms.n_asked,
         alarms.n_answers, alarms.n_alarms);
  add_row(bench, (Target){"false alarms in 10 h", "",
                          alarms.hours > 0
                              ? 10 * (double)alarms.n_alarms / alarms.hours
                              : (double)NAN,
                          1, true});
  byline_recordings_close(half);
  bench_log_close(log);
  free(half_path);
  free(path);
}

/* ---- costs */

static void measure_costs(Bench* bench)
{
  char* const path = beside(bench, ".large.index");
  char* const built_path = beside(bench, ".built.index");
  byline_recordings_close(
      derive(bench, path, (size_t)setting("COPIES", 16), NULL));
  const RecordingsCosts small =
      recordings_costs_measure(bench->index, &bench->library);
  const RecordingsCosts large = recordings_costs_measure(path, &bench->library);
  const RecordingsCosts* const both[] = {&small, &large};
  for (size_t i = 0; i < 2; ++i) {
    const RecordingsCosts* const c = both[i];
    printf("%zu recordings, %.1f h: %.2f MB an hour, opened in %.1f ms, query "
           "%.1f ms, live %.2f %% of a core on known music, %.2f %% on "
           "unknown, %.2f %% without an index\n",
           c->n_recordings, c->hours, c->megabytes_an_hour, c->opening,
           c->query, c->known, c->unknown, c->hearing);
  }
  add_row(bench,
          (Target){"query of 10 s, large index", "ms", large.query, 30, true});
  add_row(bench, (Target){"opening it", "ms", large.opening, 100, true});
  add_row(bench,
          (Target){"index for an hour", "MB",
                   fmax(small.megabytes_an_hour, large.megabytes_an_hour), 1,
                   true});
  add_row(bench, (Target){"listening, large index", "% of a core",
                          fmax(large.known, large.unknown), 1.5, true});
  add_row(bench,
          (Target){"building / decoding", "",
                   recordings_costs_of_building(built_path, &bench->library), 1,
                   true});
  free(built_path);
  free(path);
}

int main(int argc, char** argv)
{
  const char* const home = getenv("HOME");
  const char* const given = getenv("LIBRARY");
  Bench bench = {.n_rows = 0};
  char table[4096];
  setvbuf(stdout, NULL, _IOLBF, 0);
  snprintf(table, sizeof(table), "%s/.cache/byline/corpus/library-all.tsv",
           home ? home : "");
  bench.result = strdup(argc > 1 ? argv[1] : "build/bench/recordings.json");
  bench.index = beside(&bench, ".index");
  check(byline_library_read(given && *given ? given : table, &bench.library));
  check(byline_thread_pool_new((unsigned)setting("JOBS", 0), &bench.pool));
  make_index(&bench);
  if (is_wanted("questions")) {
    ask_questions(&bench);
  }
  if (is_wanted("alarms")) {
    count_alarms(&bench);
  }
  if (is_wanted("costs")) {
    measure_costs(&bench);
  }
  targets_print(bench.rows, bench.n_rows);
  targets_write(bench.result, bench.rows, bench.n_rows);
  byline_thread_pool_free(bench.pool);
  byline_library_free(&bench.library);
  free(bench.index);
  free(bench.result);
  return 0;
}
