/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the seeds that are not text: the smallest model, a matrix, messages.
   usage: make_seeds FOLDER   (tests/fuzz/seeds) */

#include "byline/model.h"
#include "byline/plugin.h"
#include "dataset/npy.h"
#include "gui/plugin_messages.h"
#include "plugin/facts.h"
#include "plugin/messages.h"
#include "recognizer/taught_file.h"
#include "recordings/index_writer.h"
#include "tests/hosts/uris.h"
#include "tests/unit/melody.h"

#include <lv2/patch/patch.h>
#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* folder;

static const char* seed_path(const char* target, const char* name)
{
  static char path[512];
  snprintf(path, sizeof(path), "%s/%s", folder, target);
  if (byline_folder_make(path) != BYLINE_OK) {
    abort();
  }
  snprintf(path, sizeof(path), "%s/%s/%s", folder, target, name);
  return path;
}

static FILE* seed_open(const char* target, const char* name)
{
  FILE* const file = fopen(seed_path(target, name), "wb");
  if (!file) {
    abort();
  }
  return file;
}

static void make_model(const char* target)
{
  char empty[] = "{}";
  char names[2][4] = {"One", "Two"};
  char* artists[] = {names[0], names[1]};
  const BylineModelInfo info = {.front_end = byline_front_end_default(),
                                .artists = artists,
                                .n_artists = 2,
                                .temperature = 1,
                                .metrics = empty,
                                .provenance = empty};
  const BylineNetworkShape shape = {
      .n_channels = 1, .n_mels = info.front_end.n_mels, .n_classes = 2};
  BylineNetwork* network = NULL;
  if (byline_network_new("resnet:width=1,blocks=1", &shape, &network) !=
      BYLINE_OK) {
    abort();
  }
  byline_network_initialize(network, 1);
  byline_model_save(seed_path(target, "small"), &info, network);
  byline_network_free(network);
}

/* Two lessons of short embeddings, one with its clips, and changes */
static void make_taught(void)
{
  float embeddings[] = {1, 2, 3, -4, 0.5f, 0};
  char names[2][4] = {"One", "Two"};
  char empty[] = "";
  BylineFrontEnd front_end = byline_front_end_default();
  front_end.sample_rate = 4000;
  front_end.max_frequency = 1900;
  front_end.n_mels = 8;
  front_end.hop = 2048;
  const size_t clip_size = byline_lesson_clip_size(&front_end);
  uint8_t* const clips = calloc(1, clip_size);
  BylineTaughtLesson lessons[] = {{.id = 1,
                                   .name = names[0],
                                   .artist_id = empty,
                                   .time = 1700000000,
                                   .lesson = {.n_clips = 1,
                                              .n_features = 3,
                                              .embeddings = embeddings,
                                              .clip_size = clip_size,
                                              .clips = clips}},
                                  {.id = 2,
                                   .name = names[1],
                                   .artist_id = empty,
                                   .removed = true,
                                   .lesson = {.n_clips = 1,
                                              .n_features = 3,
                                              .embeddings = embeddings + 3}}};
  BylineArtistChange changes[] = {{.artist = names[0], .name = names[1]},
                                  {.artist = names[1]}};
  const BylineTaught taught = {.ear = "0123456789abcdef",
                               .front_end = front_end,
                               .n_features = 3,
                               .lessons = lessons,
                               .n_lessons = 2,
                               .changes = changes,
                               .n_changes = 2};
  if (byline_taught_write(seed_path("taught", "small"), &taught)) {
    abort();
  }
  free(clips);
}

static void make_matrix(void)
{
  FILE* const file = seed_open("npy", "small");
  const uint16_t rows[2][3] = {{0x3c00, 0, 1}, {2, 0x7c00, 0x8000}};
  byline_npy_put_header(file, 2, 3);
  fwrite(rows, sizeof(rows), 1, file);
  fclose(file);
}

static void make_mixxx(void)
{
  sqlite3* database = NULL;
  const char* const path = seed_path("lists", "mixxx");
  remove(path);
  if (sqlite3_open(path, &database) != SQLITE_OK ||
      sqlite3_exec(database,
                   "PRAGMA page_size=512;"
                   "CREATE TABLE track_locations(id INTEGER PRIMARY KEY,"
                   " location TEXT);"
                   "CREATE TABLE library(id INTEGER PRIMARY KEY, artist TEXT,"
                   " title TEXT, album TEXT, location INTEGER,"
                   " mixxx_deleted INTEGER);"
                   "INSERT INTO track_locations VALUES(1, '/a.mp3');"
                   "INSERT INTO library VALUES(1, 'Ann', 'x', NULL, 1, 0);",
                   NULL, NULL, NULL) != SQLITE_OK) {
    abort();
  }
  sqlite3_close(database);
}

/* ---- messages, with the numbers that the targets give to URIs */

static Uris uris = {.lock = PTHREAD_MUTEX_INITIALIZER};
static LV2_URID_Map map = {&uris, uris_map};

static void take(BylineMessageRing* ring, const char* target, const char* name)
{
  BylineMessage message;
  const size_t size = byline_message_ring_next(ring);
  byline_message_ring_read(ring, &message);
  FILE* const file = seed_open(target, name);
  fwrite(&message, 1, size, file);
  fclose(file);
}

static void make_posts(BylinePost* post)
{
  const BylineFrontEnd front_end = byline_front_end_default();
  const BylineModelFact facts[] = {{"Licence", "CC0"}};
  const BylineStatusText status = {.model = "model",
                                   .message = "wrong",
                                   .n_artists = 2,
                                   .front_end = &front_end,
                                   .facts = facts,
                                   .n_facts = 1};
  char names[2][4] = {"One", "Two"};
  char* const artists[] = {names[0], names[1]};
  BylineAnswer answer = {.time = 12, .state = BYLINE_STATE_KNOWN};
  for (int i = 0; i < BYLINE_TOP; ++i) {
    answer.top[i].artist = i < 2 ? i : -1;
  }
  const uint8_t cells[256] = {1, 2, 3};
  BylineHistory history = {0};
  size_t next = 0;
  const BylineHistoryEntry one = {
      .begin = 3, .artist = names[0], .probability = 0.8f};
  const BylineHistoryEntry two = {
      .begin = 60, .artist = names[1], .title = "Title", .speed = 1.06f};
  byline_history_add(&history, &one);
  byline_history_add(&history, &two);

  byline_post_status(post, &status);
  take(post->ring, "window", "status");
  byline_post_answer(post, &answer, artists);
  take(post->ring, "window", "answer");
  byline_post_columns(post, 7, cells, sizeof(cells));
  take(post->ring, "window", "columns");
  byline_post_history(post, &history, 0, &next);
  take(post->ring, "window", "history");
  byline_post_property(post, BYLINE_PROPERTY_MODEL_FILE, "/x.safetensors");
  take(post->ring, "window", "model-file");
  const BylineEvidence evidence = {
      .probability = 0.5f, .n_frames = 266, .n_times = 20, .n_bands = 16};
  byline_post_evidence(post, &evidence, "One", 7);
  take(post->ring, "window", "evidence");
  byline_history_clear(&history);
}

/* A message without properties */
static void make_bare(const BylinePost* post, const char* target,
                      const char* name, LV2_URID otype)
{
  const LV2_Atom_Object object = {
      .atom = {sizeof(LV2_Atom_Object_Body), post->urids.atom_Object},
      .body = {.otype = otype}};
  FILE* const file = seed_open(target, name);
  fwrite(&object, sizeof(object), 1, file);
  fclose(file);
}

/* The window's numbers come first in its target, the plugin's in its own */
static void make_messages(const char* target)
{
  BylineMessageRing* ring = NULL;
  BylineUrids urids;
  static BylinePost post;
  if (byline_message_ring_new(32768, &ring) != BYLINE_OK) {
    abort();
  }
  if (!strcmp(target, "window")) {
    byline_urids_map(&urids, &map);
    byline_post_init(&post, &map, ring);
    make_posts(&post);
  } else {
    byline_post_init(&post, &map, ring);
    byline_post_property(&post, BYLINE_PROPERTY_MODEL_FILE, "/x.safetensors");
    take(ring, target, "set-model");
    make_bare(&post, target, "attach", post.urids.byline_Attach);
    make_bare(&post, target, "explain", post.urids.byline_Explain);
  }
  byline_message_ring_free(ring);
  uris_free(&uris);
  uris.n = 0;
}

/* An index of one short song */
static void make_recordings(void)
{
  enum { N = 12 * 16000 };
  static float song[N];
  BylineSketcher* sketcher = NULL;
  BylineConstellation constellation;
  BylineRecordingsWriter* writer = NULL;
  const char* const path = seed_path("recordings", "index");
  const BylineRecordingTags tags = {
      .path = "/1", .title = "One", .artist = "Somebody"};
  melody_play(&(Melody){.song = 1, .tempo = 1, .pitch = 1}, song, N);
  remove(path);
  if (byline_sketcher_new(MELODY_RATE, &sketcher) != BYLINE_OK ||
      byline_sketcher_feed(sketcher, song, song, N) != BYLINE_OK ||
      byline_sketcher_finish(sketcher, &constellation) != BYLINE_OK ||
      byline_recordings_writer_open(path, &writer) != BYLINE_OK ||
      byline_recordings_writer_add(writer, &tags, &constellation) !=
          BYLINE_OK ||
      byline_recordings_writer_commit(writer) != BYLINE_OK) {
    abort();
  }
  byline_recordings_writer_close(writer);
  byline_constellation_free(&constellation);
  byline_sketcher_free(sketcher);
}

int main(int argc, char** argv)
{
  if (argc != 2) {
    fputs("usage: make_seeds FOLDER\n", stderr);
    return 2;
  }
  folder = argv[1];
  make_model("model");
  make_model("safetensors");
  make_taught();
  make_matrix();
  make_mixxx();
  make_recordings();
  make_messages("window");
  make_messages("control");
  return 0;
}
