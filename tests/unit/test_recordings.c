/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Knowing recordings again, and their index. */

#include "recordings/align.h"
#include "recordings/format.h"
#include "recordings/index_writer.h"
#include "recordings/recordings.h"
#include "tests/unit/folder.h"
#include "tests/unit/melody.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <string.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define SONG_SECONDS 40
#define N_SONGS 6

static BylineConstellation songs[N_SONGS + 1];

static BylineConstellation sketch(const float* sound, size_t n)
{
  BylineSketcher* sketcher = NULL;
  BylineConstellation c;
  assert_int_equal(byline_sketcher_new(MELODY_RATE, &sketcher), BYLINE_OK);
  assert_int_equal(byline_sketcher_feed(sketcher, sound, sound, n), BYLINE_OK);
  assert_int_equal(byline_sketcher_finish(sketcher, &c), BYLINE_OK);
  byline_sketcher_free(sketcher);
  return c;
}

static float* play(uint32_t song, double begin, double tempo, double pitch,
                   double seconds, size_t* n)
{
  const Melody melody = {song, begin, tempo, pitch};
  *n = (size_t)(seconds * MELODY_RATE);
  float* const sound = calloc(*n, sizeof(*sound));
  assert_non_null(sound);
  melody_add(&melody, sound, *n);
  return sound;
}

static int set_up(void** state)
{
  for (uint32_t i = 0; i < N_SONGS; ++i) {
    size_t n = 0;
    float* const sound = play(i, 0, 1, 1, SONG_SECONDS, &n);
    songs[i] = sketch(sound, n);
    free(sound);
  }
  return folder_set_up(state);
}

static int tear_down(void** state)
{
  for (size_t i = 0; i <= N_SONGS; ++i) {
    byline_constellation_free(&songs[i]);
  }
  return folder_tear_down(state);
}

static void add_as(BylineRecordingsWriter* w, size_t song, const char* path)
{
  char title[32];
  snprintf(title, sizeof(title), "Song %zu", song);
  const BylineRecordingTags tags = {
      .path = path, .title = title, .artist = "A\tB", .id = "id"};
  assert_int_equal(byline_recordings_writer_add(w, &tags, &songs[song]),
                   BYLINE_OK);
}

static void add(BylineRecordingsWriter* w, size_t song)
{
  char path[32];
  snprintf(path, sizeof(path), "/song/%zu", song);
  add_as(w, song, path);
}

static BylineRecordingsWriter* open_writer(const char* path)
{
  BylineRecordingsWriter* w = NULL;
  assert_int_equal(byline_recordings_writer_open(path, &w), BYLINE_OK);
  return w;
}

static void make_index(const char* path)
{
  remove(path);
  BylineRecordingsWriter* const w = open_writer(path);
  for (size_t i = 0; i < N_SONGS; ++i) {
    add(w, i);
  }
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_OK);
  byline_recordings_writer_close(w);
}

static BylineRecordings* open_index(const char* path)
{
  BylineRecordings* index = NULL;
  assert_int_equal(byline_recordings_open(path, &index), BYLINE_OK);
  return index;
}

/* Ask about sound, which is freed. */
static size_t ask(const BylineRecordings* index, float* sound, size_t n,
                  BylineRecordingMatch* matches)
{
  BylineRecordingsListener* l = NULL;
  assert_int_equal(byline_recordings_listener_new(index, MELODY_RATE, &l),
                   BYLINE_OK);
  byline_recordings_listener_feed(l, sound, n);
  byline_recordings_listener_finish(l);
  const size_t n_matches = byline_recordings_listener_ask(l, 10, matches);
  byline_recordings_listener_free(l);
  free(sound);
  return n_matches;
}

static void expect_song(const BylineRecordings* index, uint32_t song,
                        double begin, double tempo, double pitch,
                        double seconds)
{
  BylineRecordingMatch m[BYLINE_MAX_MATCHES];
  size_t n = 0;
  float* const sound = play(song, begin, tempo, pitch, seconds, &n);
  assert_int_equal(ask(index, sound, n, m), 1);
  assert_int_equal(m[0].recording, song);
  assert_true(fabs(m[0].speed - tempo) < 0.005);
  assert_true(fabs(m[0].pitch - pitch) < 0.005);
  assert_true(fabs(m[0].position - begin - seconds * tempo) < 0.4);
  assert_true(m[0].probability > 0.99 && m[0].share > 0.5);
}

/* ---- knowing */

static void test_known_at_any_speed(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordings* const index = open_index("index");
  expect_song(index, 2, 12, 1, 1, 10);
  expect_song(index, 0, 12, 1, 1, 3);
  expect_song(index, 3, 8, 1.08, 1.08, 10);
  expect_song(index, 4, 8, 0.84, 0.84, 10);
  expect_song(index, 5, 8, 1.16, 1.16, 10);
  expect_song(index, 1, 8, 1.16, 1, 10);
  expect_song(index, 2, 8, 0.84, 1, 10);
  expect_song(index, 3, 8, 1, 1.12, 10);
  expect_song(index, 4, 8, 1, 0.88, 10);
  byline_recordings_close(index);
}

static void test_two_at_once(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordings* const index = open_index("index");
  BylineRecordingMatch m[BYLINE_MAX_MATCHES];
  size_t n = 0;
  float* const sound = play(1, 5, 1.04, 1.04, 10, &n);
  const Melody other = {.song = 4, .begin = 20, .tempo = 1, .pitch = 1};
  melody_add(&other, sound, n);
  assert_int_equal(ask(index, sound, n, m), 2);
  assert_int_equal(m[0].recording + m[1].recording, 5);
  assert_true(m[0].recording == 1 || m[0].recording == 4);
  byline_recordings_close(index);
}

/* Hits that are near each other agree on any speed; the recording's other peaks
   tell which is right. */
static void test_hits_near_each_other(void** state)
{
  (void)state;
  enum { MOST = 1000, SONG = 2, FROM = 500, TO = 1100, HITS = 720 };
  make_index("near.index");
  BylineRecordings* const index = open_index("near.index");
  const BylineConstellation* const song = &songs[SONG];
  static const double speeds[] = {1, 1.08};
  for (size_t k = 0; k < 2; ++k) {
    BylinePeak peaks[MOST];
    BylineHit hits[MOST];
    size_t n = 0;
    size_t n_hits = 0;
    const double pitch = log2(speeds[k]) * BYLINE_PEAK_OCTAVE;
    for (size_t i = 0; i < song->n && n < MOST; ++i) {
      const uint32_t time = song->peaks[i].time;
      if (time >= FROM && time < TO) {
        peaks[n] = song->peaks[i];
        peaks[n].time = (uint32_t)lrint((time - FROM) / speeds[k]);
        peaks[n].frequency += (uint16_t)lrint(pitch);
        if (time >= HITS && time < HITS + 40) {
          hits[n_hits++] = (BylineHit){.heard = peaks[n].time,
                                       .time = time,
                                       .piece = SONG,
                                       .pitch = (int32_t)lrint(pitch)};
        }
        ++n;
      }
    }
    BylineAlignment a;
    assert_true(n_hits >= 3);
    assert_true(
        byline_align(index, peaks, n, hits, n_hits, BYLINE_SURE_SCORE, &a));
    assert_true(fabs(a.speed - speeds[k]) < 0.003);
    assert_true(a.share > 0.9);
  }
  byline_recordings_close(index);
}

static void test_unknown(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordings* const index = open_index("index");
  BylineRecordingMatch m[BYLINE_MAX_MATCHES];
  for (uint32_t song = 100; song < 110; ++song) {
    size_t n = 0;
    float* const sound = play(song, 0, 1, 1, 12, &n);
    assert_int_equal(ask(index, sound, n, m), 0);
  }
  /* Silence; less than three seconds; an index of nothing; none */
  assert_int_equal(ask(index, calloc(48000, 4), 48000, m), 0);
  size_t n = 0;
  float* sound = play(1, 5, 1, 1, 2, &n);
  assert_int_equal(ask(index, sound, n, m), 0);
  sound = play(1, 5, 1, 1, 10, &n);
  assert_int_equal(ask(NULL, sound, n, m), 0);
  byline_recordings_close(index);
}

/* Samples that are no numbers are silence. */
static void test_no_numbers(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordings* const index = open_index("index");
  BylineRecordingMatch m[BYLINE_MAX_MATCHES];
  size_t n = 0;
  float* const sound = play(2, 5, 1, 1, 10, &n);
  for (size_t i = 0; i < n; i += 4000) {
    sound[i] = i % 8000 ? NAN : INFINITY;
  }
  assert_int_equal(ask(index, sound, n, m), 1);
  assert_int_equal(m[0].recording, 2);
  byline_recordings_close(index);
}

/* Asking every second is as good as once, and in whatever blocks. */
static void test_live(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordings* const index = open_index("index");
  BylineRecordingsListener* l = NULL;
  size_t n = 0;
  float* const sound = play(3, 4, 1.06, 1.06, 20, &n);
  assert_int_equal(byline_recordings_listener_new(NULL, MELODY_RATE, &l),
                   BYLINE_OK);
  BylineRecordingMatch m[BYLINE_MAX_MATCHES];
  size_t n_known = 0;
  for (size_t at = 0, step = 997; at + step <= n; at += step) {
    byline_recordings_listener_feed(l, sound + at, step);
    if (at < 5 * 16000) {
      assert_int_equal(byline_recordings_listener_ask(l, 10, m), 0);
    } else if (at / 16000 != (at + step) / 16000) {
      byline_recordings_listener_set_index(l, index);
      const size_t n_matches = byline_recordings_listener_ask(l, 10, m);
      n_known += n_matches == 1 && m[0].recording == 3;
      if (n_matches > 0) {
        const double place = 4 + 1.06 * (double)(at + step) / MELODY_RATE;
        assert_true(fabs(m[0].position - place) < 0.4);
      }
    }
  }
  assert_true(n_known >= 14);
  byline_recordings_listener_reset(l);
  assert_int_equal(byline_recordings_listener_ask(l, 10, m), 0);
  byline_recordings_listener_free(l);
  free(sound);
  byline_recordings_close(index);
}

/* A bar again and again gives full buckets and many places that are as good. */
static void test_loop(void** state)
{
  (void)state;
  enum { BAR = 32000, N = 40 * 16000 };
  float* const sound = malloc(N * sizeof(float));
  const Melody bar = {.song = 50, .tempo = 1, .pitch = 1};
  melody_play(&bar, sound, BAR);
  for (size_t i = BAR; i < N; ++i) {
    sound[i] = sound[i - BAR];
  }
  songs[N_SONGS] = sketch(sound, N);
  make_index("index");
  BylineRecordingsWriter* const w = open_writer("index");
  add(w, N_SONGS);
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_OK);
  byline_recordings_writer_close(w);
  BylineRecordings* const index = open_index("index");
  BylineRecordingMatch m[BYLINE_MAX_MATCHES];
  assert_int_equal(ask(index, sound, N, m), 1);
  assert_int_equal(m[0].recording, N_SONGS);
  assert_true(fabs(m[0].speed - 1) < 0.005);
  expect_song(index, 2, 12, 1.04, 1.04, 10);
  byline_recordings_close(index);
}

static void test_same_under_two_titles(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordingsWriter* const w = open_writer("index");
  add_as(w, 2, "/copy/2");
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_OK);
  byline_recordings_writer_close(w);
  BylineRecordings* const index = open_index("index");
  assert_int_equal(byline_recordings_count(index), N_SONGS + 1);
  expect_song(index, 2, 12, 1.04, 1.04, 10);
  byline_recordings_close(index);
}

/* ---- the file */

static void test_texts(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordings* const index = open_index("index");
  assert_int_equal(byline_recordings_check(index), BYLINE_OK);
  const BylineRecordingInfo info = byline_recordings_info(index, 4);
  assert_string_equal(info.path, "/song/4");
  assert_string_equal(info.title, "Song 4");
  assert_string_equal(info.artist, "A B");
  assert_string_equal(info.album, "");
  assert_string_equal(info.id, "id");
  assert_true(fabs(info.duration - SONG_SECONDS) < 0.01);
  byline_recordings_close(index);
}

static bool is_odd(const BylineRecordingInfo* info, void* context)
{
  (void)context;
  return (info->path[6] - '0') % 2;
}

/* One at a time: many segments, which are merged; then half of them go. */
static void test_growing_and_removing(void** state)
{
  (void)state;
  remove("index");
  char path[32];
  for (size_t i = 0; i < 40; ++i) {
    BylineRecordingsWriter* const w = open_writer("index");
    snprintf(path, sizeof(path), "/song/%zu", i);
    add_as(w, i % N_SONGS, path);
    assert_true(byline_recordings_writer_commit(w) == BYLINE_OK);
    byline_recordings_writer_close(w);
  }
  BylineRecordings* index = open_index("index");
  assert_int_equal(byline_recordings_check(index), BYLINE_OK);
  assert_int_equal(byline_recordings_count(index), 40);
  for (size_t i = 0; i < 40; ++i) {
    snprintf(path, sizeof(path), "/song/%zu", i);
    assert_string_equal(byline_recordings_info(index, i).path, path);
  }
  expect_song(index, 3, 8, 1.08, 1.08, 10);
  byline_recordings_close(index);

  size_t n_removed = 0;
  BylineRecordingsWriter* const w = open_writer("index");
  assert_int_equal(byline_recordings_writer_remove(w, is_odd, NULL, &n_removed),
                   BYLINE_OK);
  assert_true(n_removed > 10 && n_removed < 40);
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_OK);
  byline_recordings_writer_close(w);
  index = open_index("index");
  assert_int_equal(byline_recordings_check(index), BYLINE_OK);
  assert_int_equal(byline_recordings_count(index), 40 - n_removed);
  expect_song(index, 0, 8, 1.08, 1.08, 10);
  byline_recordings_close(index);
}

/* What has the same path takes the place of what was there. */
static void test_replacing(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordingsWriter* const w = open_writer("index");
  FILE* const file = fopen("file", "w");
  fputs("music", file);
  fclose(file);
  assert_false(byline_recordings_writer_has(w, "file"));
  add_as(w, 1, "file");
  assert_true(byline_recordings_writer_has(w, "file"));
  add_as(w, 3, "/song/1");
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_OK);
  assert_true(byline_recordings_writer_has(w, "file"));
  assert_int_equal(truncate("file", 2), 0);
  assert_false(byline_recordings_writer_has(w, "file"));
  byline_recordings_writer_close(w);
  BylineRecordings* const index = open_index("index");
  assert_int_equal(byline_recordings_count(index), N_SONGS + 1);
  byline_recordings_close(index);
}

static void test_two_writers(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordingsWriter* const first = open_writer("index");
  BylineRecordingsWriter* second = NULL;
  assert_int_equal(byline_recordings_writer_open("index", &second),
                   BYLINE_ERROR_IO);
  assert_null(second);
  byline_recordings_writer_close(first);
  byline_recordings_writer_close(open_writer("index"));
}

/* What a killed program left behind the last segment is not read, and what
   comes takes its place; who reads is not disturbed. */
static void test_killed_while_adding(void** state)
{
  (void)state;
  make_index("index");
  BylineRecordings* const before = open_index("index");
  const int fd = open("index", O_WRONLY | O_APPEND);
  char rest[5000] = {0};
  memset(rest + 64, 0x55, sizeof(rest) - 64);
  assert_int_equal(write(fd, rest, sizeof(rest)), sizeof(rest));
  close(fd);
  BylineRecordings* index = open_index("index");
  assert_int_equal(byline_recordings_count(index), N_SONGS);
  assert_int_equal(byline_recordings_check(index), BYLINE_OK);
  byline_recordings_close(index);
  BylineRecordingsWriter* const w = open_writer("index");
  add_as(w, 3, "/one/more");
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_OK);
  byline_recordings_writer_close(w);
  index = open_index("index");
  assert_int_equal(byline_recordings_count(index), N_SONGS + 1);
  assert_int_equal(byline_recordings_check(index), BYLINE_OK);
  byline_recordings_close(index);
  expect_song(before, 2, 12, 1, 1, 10);
  byline_recordings_close(before);
}

/* A file may not grow: all is as it was. */
static void test_full_disk(void** state)
{
  (void)state;
  make_index("index");
  struct stat info;
  assert_int_equal(stat("index", &info), 0);
  struct rlimit old;
  getrlimit(RLIMIT_FSIZE, &old);
  signal(SIGXFSZ, SIG_IGN);
  const struct rlimit limit = {(rlim_t)info.st_size + 1000, old.rlim_max};
  BylineRecordingsWriter* const w = open_writer("index");
  add_as(w, 3, "/one/more");
  setrlimit(RLIMIT_FSIZE, &limit);
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_ERROR_IO);
  setrlimit(RLIMIT_FSIZE, &old);
  BylineRecordings* index = open_index("index");
  assert_int_equal(byline_recordings_count(index), N_SONGS);
  byline_recordings_close(index);
  /* And once there is room again, it goes on */
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_OK);
  byline_recordings_writer_close(w);
  index = open_index("index");
  assert_int_equal(byline_recordings_count(index), N_SONGS + 1);
  byline_recordings_close(index);
}

/* ---- files of strangers */

static uint8_t* read_all(const char* path, size_t* size)
{
  FILE* const file = fopen(path, "rb");
  assert_non_null(file);
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  *size = (size_t)ftell(file);
  rewind(file);
  uint8_t* const data = malloc(*size);
  assert_int_equal(fread(data, 1, *size, file), *size);
  fclose(file);
  return data;
}

static void write_all(const char* path, const void* data, size_t size)
{
  FILE* const file = fopen(path, "wb");
  fwrite(data, 1, size, file);
  fclose(file);
}

static void expect_refused(const uint8_t* data, size_t size, const char* why)
{
  BylineRecordings* index = NULL;
  write_all("bad", data, size);
  assert_int_equal(byline_recordings_open("bad", &index), BYLINE_ERROR_FORMAT);
  assert_non_null(strstr(byline_error_message(), why));
  assert_null(index);
}

static void sign(uint8_t* data)
{
  BylineIndexHeader* const header = (void*)data;
  header->checksum =
      byline_checksum(0, header, offsetof(BylineIndexHeader, checksum));
  BylineSegmentHeader* const segment = (void*)(data + sizeof(*header));
  segment->checksum =
      byline_checksum(0, segment, offsetof(BylineSegmentHeader, checksum));
}

static void test_refused(void** state)
{
  (void)state;
  make_index("index");
  size_t size = 0;
  uint8_t* const data = read_all("index", &size);
  uint8_t* const bad = malloc(size);
  BylineIndexHeader* const header = (void*)bad;
  expect_refused(data, 0, "cut off");
  expect_refused(data, 40, "cut off");
  expect_refused(data, sizeof(BylineIndexHeader) + 1, "cut off");
  expect_refused(data, sizeof(BylineIndexHeader) + 63, "cut off");
  expect_refused(data, sizeof(BylineIndexHeader) + 64, "cut off");
  expect_refused(data, size - 8, "cut off");
  expect_refused(data, size / 2, "cut off");
  memcpy(bad, data, size);
  header->version = 77;
  sign(bad);
  expect_refused(bad, size, "version 77");
  header->byte_order = 0x04030201;
  expect_refused(bad, size, "order of bytes");
  memset(bad, 'x', 64);
  expect_refused(bad, size, "not an index");
  memcpy(bad, data, size);
  bad[sizeof(BylineIndexHeader) + 30] ^= 1;
  expect_refused(bad, size, "damaged");
  free(bad);
  free(data);
}

/* All numbers of all headers and tables, hostile, with right checksums: refused
   or harmless. */
static void test_hostile_numbers(void** state)
{
  (void)state;
  static const uint32_t values[] = {0,          1,          7,
                                    0x7fffffff, 0x80000000, 0xffffffff};
  remove("index");
  BylineRecordingsWriter* const w = open_writer("index");
  add(w, 0);
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_OK);
  byline_recordings_writer_close(w);
  size_t size = 0;
  uint8_t* const data = read_all("index", &size);
  uint8_t* const bad = malloc(size);
  size_t n = 0;
  float* const sound = play(0, 5, 1, 1, 4, &n);
  const size_t n_tables = 64 + 64 + 48 + 8 + 64;
  for (size_t at = 72; at + 4 <= size && at < n_tables; at += 4) {
    for (size_t v = 0; v < sizeof(values) / sizeof(*values); ++v) {
      memcpy(bad, data, size);
      memcpy(bad + at, &values[v], 4);
      sign(bad);
      write_all("bad", bad, size);
      BylineRecordings* index = NULL;
      if (byline_recordings_open("bad", &index) == BYLINE_OK) {
        BylineRecordingMatch m[BYLINE_MAX_MATCHES];
        float* const copy = malloc(n * sizeof(*copy));
        memcpy(copy, sound, n * sizeof(*copy));
        ask(index, copy, n, m);
        assert_non_null(byline_recordings_info(index, 0).path);
      }
      byline_recordings_close(index);
    }
  }
  /* Buckets, postings and peaks of nonsense */
  memcpy(bad, data, size);
  for (size_t at = n_tables; at < size - 64; ++at) {
    bad[at] = (uint8_t)(at * 2654435761u >> 13);
  }
  write_all("bad", bad, size);
  BylineRecordings* const index = open_index("bad");
  BylineRecordingMatch m[BYLINE_MAX_MATCHES];
  ask(index, sound, n, m);
  assert_int_equal(byline_recordings_check(index), BYLINE_ERROR_FORMAT);
  byline_recordings_close(index);
  free(bad);
  free(data);
}

static void test_a_hundred_thousand(void** state)
{
  (void)state;
  enum { N = 100000 };
  remove("index");
  BylineRecordingsWriter* const w = open_writer("index");
  add(w, 0);
  const BylineConstellation shorter = {
      .peaks = songs[1].peaks, .n = 12, .duration = 1};
  for (size_t i = 1; i < N; ++i) {
    char path[32];
    snprintf(path, sizeof(path), "/%zu", i);
    const BylineRecordingTags tags = {.path = path, .title = path};
    assert_true(byline_recordings_writer_add(w, &tags, &shorter) == BYLINE_OK);
  }
  assert_int_equal(byline_recordings_writer_commit(w), BYLINE_OK);
  byline_recordings_writer_close(w);
  BylineRecordings* const index = open_index("index");
  assert_int_equal(byline_recordings_count(index), N);
  assert_string_equal(byline_recordings_info(index, N - 1).path, "/99999");
  expect_song(index, 0, 12, 1.04, 1.04, 10);
  byline_recordings_close(index);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_known_at_any_speed),
      cmocka_unit_test(test_two_at_once),
      cmocka_unit_test(test_hits_near_each_other),
      cmocka_unit_test(test_unknown),
      cmocka_unit_test(test_no_numbers),
      cmocka_unit_test(test_live),
      cmocka_unit_test(test_loop),
      cmocka_unit_test(test_same_under_two_titles),
      cmocka_unit_test(test_texts),
      cmocka_unit_test(test_growing_and_removing),
      cmocka_unit_test(test_replacing),
      cmocka_unit_test(test_two_writers),
      cmocka_unit_test(test_killed_while_adding),
      cmocka_unit_test(test_full_disk),
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_hostile_numbers),
      cmocka_unit_test(test_a_hundred_thousand)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
