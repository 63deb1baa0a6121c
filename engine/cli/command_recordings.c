/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline recordings`: the index of known recordings. */

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "byline/dataset.h"
#include "byline/thread_pool.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "dataset/collection.h"
#include "dataset/index_music.h"
#include "dataset/scan.h"
#include "recordings/index_writer.h"
#include "recordings/recordings.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const char description[] =
    "Keep the index of recordings that are known again when they are played, "
    "with title, artist and album, at whatever speed, pitch or tempo within a "
    "sixth.  The plugins, 'byline listen' and 'byline identify' use it; "
    "'byline "
    "learn' fills it, too, and 'byline prepare --index'.\n"
    "\n"
    "ACTION is one of\n"
    "\n"
    "add: index MUSIC, which may be folders, sound files, tables of tracks "
    "that 'byline scan' wrote, or playlists and collections as it reads them.  "
    "What is in the index as it is on the disk is passed over, what has "
    "changed takes its place.  It may be stopped, and started again.\n"
    "\n"
    "remove: take out MUSIC: files, or all below folders, also those that are "
    "not there any more.\n"
    "\n"
    "list: print what is in it: artist, title, album, seconds, path, between "
    "tabs.\n"
    "\n"
    "check: read all of it and tell whether it is whole.\n";

static const char notes[] =
    "Files that cannot be read are skipped, with a warning each.  Exit status: "
    "0 all well; 1 the index is damaged or could not be written, or there was "
    "no music; 2 command line at fault; 130 interrupted: what was added "
    "stays.\n";

/* A call */
typedef struct {
  const char* path; ///< Of the index
  char** music;     ///< Operands, the last is followed by NULL
  unsigned n_jobs;
  bool json;
  const volatile sig_atomic_t* stop;
} Call;

/* ---- add */

/* All the tracks of one operand */
typedef struct {
  BylineLibrary library;
  BylineFoundFiles found;
  size_t n_skipped;
} Music;

static bool is_table(const char* path)
{
  const char* const point = strrchr(path, '.');
  return point && (!strcasecmp(point, ".tsv") || !strcasecmp(point, ".csv"));
}

static bool is_list(const char* path)
{
  static const char* const endings[] = {".m3u", ".m3u8", ".xml", ".nml",
                                        ".sqlite"};
  const char* const point = strrchr(path, '.');
  for (size_t i = 0; point && i < sizeof(endings) / sizeof(*endings); ++i) {
    if (!strcasecmp(point, endings[i])) {
      return true;
    }
  }
  return false;
}

static BylineStatus find_files(const char* path, Music* music)
{
  struct stat info;
  if (stat(path, &info) != 0 || S_ISDIR(info.st_mode)) {
    return byline_folder_walk(path, &music->found, &music->n_skipped);
  }
  if (is_list(path)) {
    return byline_collection_find(path, &music->found, &music->n_skipped);
  }
  const BylineFoundFile file = {.path = strdup(path),
                                .named_as_music = true,
                                .device = info.st_dev,
                                .inode = info.st_ino};
  return file.path ? byline_found_files_add(&music->found, &file)
                   : byline_no_memory(NULL);
}

static BylineStatus look_into(const Call* call, BylineThreadPool* pool,
                              Music* music)
{
  const size_t n = music->found.n;
  music->library.tracks = calloc(n + 1, sizeof(*music->library.tracks));
  if (!music->library.tracks) {
    return byline_no_memory(NULL);
  }
  const BylineScanSettings settings = {
      .pool = pool, .stop = call->stop, .n_all = n};
  BylineScanReport report = {0};
  const BylineStatus status = byline_files_look_into(
      music->found.files, n, &settings, music->library.tracks, &report);
  size_t n_tracks = 0;
  for (size_t i = 0; i < n; ++i) {
    if (music->library.tracks[i].path) {
      music->library.tracks[n_tracks++] = music->library.tracks[i];
    }
  }
  music->library.n_tracks = n_tracks;
  music->n_skipped += report.n_skipped;
  return status;
}

static BylineStatus find_music(const Call* call, const char* path,
                               BylineThreadPool* pool, Music* music)
{
  *music = (Music){.n_skipped = 0};
  if (is_table(path)) {
    return byline_library_read(path, &music->library);
  }
  BYLINE_TRY(find_files(path, music));
  return look_into(call, pool, music);
}

static BylineStatus add_music(const Call* call, BylineThreadPool* pool,
                              BylineRecordingsWriter* writer,
                              BylineIndexReport* report)
{
  BylineStatus status = BYLINE_OK;
  for (char** path = call->music; *path && status == BYLINE_OK; ++path) {
    Music music;
    status = find_music(call, *path, pool, &music);
    if (status == BYLINE_OK) {
      report->n_skipped += music.n_skipped;
      status =
          byline_tracks_index(writer, music.library.tracks,
                              music.library.n_tracks, pool, call->stop, report);
    }
    byline_library_free(&music.library);
    byline_found_files_free(&music.found);
  }
  return status;
}

static void tell_added(const Call* call, const BylineIndexReport* r)
{
  BylineRecordings* index = NULL;
  if (byline_recordings_open(call->path, &index) == BYLINE_OK) {
    byline_log(BYLINE_LOG_NOTE,
               "%zu recording%s added, %zu %s there already; %zu in %s",
               r->n_added, r->n_added == 1 ? "" : "s", r->n_there,
               r->n_there == 1 ? "was" : "were", byline_recordings_count(index),
               call->path);
    byline_recordings_close(index);
  }
  if (r->n_skipped > 0) {
    byline_log(BYLINE_LOG_WARNING, "%zu could not be read", r->n_skipped);
  }
}

static BylineStatus add(const Call* call)
{
  BylineThreadPool* pool = NULL;
  BylineRecordingsWriter* writer = NULL;
  BylineIndexReport report = {0};
  BylineStatus status = byline_thread_pool_new(call->n_jobs, &pool);
  BYLINE_THEN(status, byline_recordings_writer_open(call->path, &writer));
  BYLINE_THEN(status, add_music(call, pool, writer, &report));
  byline_recordings_writer_close(writer);
  byline_thread_pool_free(pool);
  if (status == BYLINE_OK && report.n_added + report.n_there == 0) {
    status = byline_error(BYLINE_ERROR_DATA, "%s: no music", call->music[0]);
  }
  if (status == BYLINE_OK || status == BYLINE_ERROR_INTERRUPTED) {
    tell_added(call, &report);
  }
  return status == BYLINE_ERROR_INTERRUPTED
             ? byline_error(status, "interrupted; the same command goes on "
                                    "where this stopped")
             : status;
}

/* ---- remove */

/* A path as the index has it, whether or not it is there; to be freed */
static char* absolute(const char* path)
{
  char* const real = realpath(path, NULL);
  char folder[PATH_MAX];
  if (real) {
    return real;
  }
  return byline_path_join(getcwd(folder, sizeof(folder)) ? folder : "/", path);
}

static bool is_below(const BylineRecordingInfo* info, void* context)
{
  const char* const place = context;
  size_t n = strlen(place);
  while (n > 1 && place[n - 1] == '/') {
    --n;
  }
  return !strncmp(info->path, place, n) &&
         (info->path[n] == '\0' || info->path[n] == '/' || place[n - 1] == '/');
}

static BylineStatus remove_music(const Call* call)
{
  BylineRecordingsWriter* writer = NULL;
  size_t n_removed = 0;
  if (access(call->path, F_OK) != 0) {
    return byline_error(BYLINE_ERROR_IO, "%s: no such index", call->path);
  }
  BylineStatus status = byline_recordings_writer_open(call->path, &writer);
  for (char** path = call->music; *path && status == BYLINE_OK; ++path) {
    char* const place = absolute(*path);
    size_t n = 0;
    status = place
                 ? byline_recordings_writer_remove(writer, is_below, place, &n)
                 : byline_no_memory(NULL);
    if (status == BYLINE_OK && n == 0) {
      status = byline_error(BYLINE_ERROR_DATA, "%s: not in the index %s", *path,
                            call->path);
    }
    n_removed += n;
    free(place);
  }
  BYLINE_THEN(status, byline_recordings_writer_commit(writer));
  byline_recordings_writer_close(writer);
  if (status == BYLINE_OK) {
    byline_log(BYLINE_LOG_NOTE, "%zu recording%s removed", n_removed,
               n_removed == 1 ? "" : "s");
  }
  return status;
}

/* ---- list and check */

static void print_recording(const BylineRecordingInfo* r)
{
  printf("%s\t%s\t%s\t%.1f\t", r->artist, r->title, r->album, r->duration);
  byline_utf8_put(stdout, r->path);
  putchar('\n');
}

static json_t* pack_recording(const BylineRecordingInfo* r)
{
  return json_pack("{s:s, s:s, s:s, s:s, s:f, s:o}", "artist", r->artist,
                   "title", r->title, "album", r->album, "id", r->id,
                   "duration", r->duration, "path", byline_json_path(r->path));
}

static BylineStatus print_list(const Call* call, const BylineRecordings* index)
{
  json_t* const array = call->json ? json_array() : NULL;
  for (size_t i = 0; i < byline_recordings_count(index); ++i) {
    const BylineRecordingInfo info = byline_recordings_info(index, i);
    if (array) {
      json_array_append_new(array, pack_recording(&info));
    } else {
      print_recording(&info);
    }
  }
  return array ? byline_json_print(array, stdout, BYLINE_JSON_SHOWN)
               : BYLINE_OK;
}

static BylineStatus print_check(const Call* call, const BylineRecordings* index)
{
  BYLINE_TRY(byline_recordings_check(index));
  struct stat info;
  const double size = stat(call->path, &info) == 0 ? (double)info.st_size : 0;
  double hours = 0;
  const size_t n = byline_recordings_count(index);
  for (size_t i = 0; i < n; ++i) {
    hours += byline_recordings_info(index, i).duration / 3600;
  }
  if (call->json) {
    return byline_json_print(json_pack("{s:I, s:f, s:f}", "recordings",
                                       (json_int_t)n, "hours", hours, "bytes",
                                       size),
                             stdout, BYLINE_JSON_SHOWN);
  }
  printf("%zu recording%s, %.1f hours, %.1f MB: all well\n", n,
         n == 1 ? "" : "s", hours, size / 1e6);
  return BYLINE_OK;
}

static BylineStatus print(const Call* call,
                          BylineStatus (*what)(const Call*,
                                               const BylineRecordings*))
{
  BylineRecordings* index = NULL;
  BylineStatus status = byline_recordings_open(call->path, &index);
  BYLINE_THEN(status, what(call, index));
  byline_recordings_close(index);
  return status;
}

/* ---- all of them */

static int run(const char* action, const Call* call)
{
  const bool changes = !strcmp(action, "add") || !strcmp(action, "remove");
  if (changes && !call->music[0]) {
    return byline_command_misuse("recordings", "%s what? name folders or files",
                                 action);
  }
  if (!changes && strcmp(action, "list") != 0 && strcmp(action, "check") != 0) {
    return byline_command_misuse(
        "recordings", "no action '%s'; there are add, remove, list and check",
        action);
  }
  if (!changes && call->music[0]) {
    return byline_command_misuse("recordings", "%s takes no '%s'", action,
                                 call->music[0]);
  }
  if (changes) {
    return byline_command_end(!strcmp(action, "add") ? add(call)
                                                     : remove_music(call));
  }
  return byline_command_end(
      print(call, !strcmp(action, "list") ? print_list : print_check));
}

int byline_command_recordings(int argc, char** argv)
{
  const char* path = NULL;
  long jobs = 0;
  bool json = false;
  const BylineOption options[] = {
      {'i', "index", "FILE",
       "the index (default: recordings.index in $XDG_DATA_HOME/byline, or in "
       "~/.local/share/byline)",
       .text = &path},
      BYLINE_OPTION_JSON(&json),
      BYLINE_OPTION_JOBS(&jobs),
      {0}};
  const BylineSyntax syntax = {.command = "recordings",
                               .operands = "ACTION [MUSIC...]",
                               .n_words = 1,
                               .description = description,
                               .notes = notes,
                               .options = options};
  char** operands = NULL;
  int result = 0;
  if (!byline_options_parse(&syntax, argc, argv, &operands, &result)) {
    return result;
  }
  char* const own = path ? NULL : byline_recordings_default_path();
  const Call call = {.path = path ? path : own,
                     .music = operands + 1,
                     .n_jobs = (unsigned)jobs,
                     .json = json,
                     .stop = byline_interrupt_catch()};
  if (!call.path) {
    return byline_command_end(
        byline_error(BYLINE_ERROR_USAGE,
                     "neither XDG_DATA_HOME nor HOME is set; give --index"));
  }
  result = run(operands[0], &call);
  free(own);
  return result;
}
