/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing a file of taught artists, and changing one that others change, too */

#include "base/file.h"
#include "base/half.h"
#include "base/json.h"
#include "base/lock.h"
#include "nn/safetensors.h"
#include "recognizer/taught_file.h"
#include "spectrum/front_end_json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How long to wait for others who change a file: so many times so many
   nanoseconds */
#define MAX_TRIES 250u
#define TRY_NS 20000000

/* ---- the header */

static json_t* describe_lesson(const BylineTaughtLesson* l, bool with_clips)
{
  char id[17];
  snprintf(id, sizeof(id), "%016" PRIx64, l->id);
  return json_pack("{s:s, s:s, s:s, s:I, s:I, s:b, s:b}", "id", id, "name",
                   l->name, "artist_id", l->artist_id, "time",
                   (json_int_t)l->time, "clips", (json_int_t)l->lesson.n_clips,
                   "kept", with_clips && l->lesson.clips, "removed",
                   l->removed);
}

static char* lessons_text(const BylineTaught* taught, bool with_clips)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    json_array_append_new(array,
                          describe_lesson(&taught->lessons[i], with_clips));
  }
  return byline_json_text(array, BYLINE_JSON_FLOAT);
}

static char* changes_text(const BylineTaught* taught)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < taught->n_changes; ++i) {
    json_array_append_new(array, json_pack("{s:s, s:s?}", "artist",
                                           taught->changes[i].artist, "name",
                                           taught->changes[i].name));
  }
  return byline_json_text(array, BYLINE_JSON_FLOAT);
}

/* ---- the tensors */

static BylinePlainTensor embeddings_of(const BylineTaught* taught)
{
  size_t n = 0;
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    n += taught->lessons[i].lesson.n_clips;
  }
  const size_t n_features = taught->n_features;
  uint16_t* const values = calloc(n * n_features + 1, sizeof(*values));
  size_t done = 0;
  for (size_t i = 0; values && i < taught->n_lessons; ++i) {
    const BylineLesson* const l = &taught->lessons[i].lesson;
    byline_half_from_float(l->embeddings, l->n_clips * n_features,
                           values + done);
    done += l->n_clips * n_features;
  }
  return (BylinePlainTensor){
      .name = "embeddings",
      .element = BYLINE_ELEMENT_F16,
      .n_dimensions = 2,
      .dimensions = {(uint32_t)n, (uint32_t)(n_features ? n_features : 1)},
      .data = values};
}

static BylinePlainTensor clips_of(const BylineTaught* taught, bool with_clips)
{
  const size_t size = byline_lesson_clip_size(&taught->front_end);
  size_t n = 0;
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    const BylineLesson* const l = &taught->lessons[i].lesson;
    n += with_clips && l->clips ? l->n_clips : 0;
  }
  uint8_t* const bytes = malloc(n * size + 1);
  size_t done = 0;
  for (size_t i = 0; bytes && n > 0 && i < taught->n_lessons; ++i) {
    const BylineLesson* const l = &taught->lessons[i].lesson;
    if (l->clips) {
      memcpy(bytes + done, l->clips, l->n_clips * size);
      done += l->n_clips * size;
    }
  }
  return (BylinePlainTensor){.name = "clips",
                             .element = BYLINE_ELEMENT_U8,
                             .n_dimensions = 2,
                             .dimensions = {(uint32_t)n, (uint32_t)size},
                             .data = bytes};
}

/* ---- the file */

static BylineStatus put(const char* path, FILE* stream,
                        const BylineTaught* taught, bool with_clips)
{
  char* const front_end = byline_json_text(
      byline_front_end_to_json(&taught->front_end), BYLINE_JSON_FLOAT);
  char* const lessons = lessons_text(taught, with_clips);
  char* const changes = changes_text(taught);
  const BylinePlainTensor tensors[] = {embeddings_of(taught),
                                       clips_of(taught, with_clips)};
  BylineStatus status = byline_no_memory(path);
  if (front_end && lessons && changes && tensors[0].data && tensors[1].data) {
    const BylineMetadata metadata[] = {{"byline.taught", "1"},
                                       {"byline.ear", taught->ear},
                                       {"byline.front_end", front_end},
                                       {"byline.lessons", lessons},
                                       {"byline.changes", changes}};
    status = byline_safetensors_put(path, stream, metadata,
                                    sizeof(metadata) / sizeof(*metadata),
                                    tensors, 2);
  }
  free(front_end);
  free(lessons);
  free(changes);
  free((void*)(size_t)tensors[0].data);
  free((void*)(size_t)tensors[1].data);
  return status;
}

BylineStatus byline_taught_write(const char* path, const BylineTaught* taught)
{
  BylineOutput output;
  BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  status = put(path, output.stream, taught, true);
  if (status != BYLINE_OK) {
    byline_output_abandon(&output);
    return status;
  }
  return byline_output_commit(&output);
}

void* byline_taught_dump(const BylineTaught* taught, size_t* size)
{
  char* bytes = NULL;
  *size = 0;
  FILE* const stream = open_memstream(&bytes, size);
  if (!stream) {
    return NULL;
  }
  const BylineStatus status = put("taught artists", stream, taught, false);
  if (fclose(stream) != 0 || status != BYLINE_OK) {
    free(bytes);
    return NULL;
  }
  return bytes;
}

/* ---- changing */

char* byline_taught_path(const BylineModel* model)
{
  return byline_taught_path_of(byline_model_ear(model));
}

char* byline_taught_path_of(const char* ear)
{
  char name[64];
  snprintf(name, sizeof(name), "taught/%.16s.safetensors", ear);
  return byline_data_path(name);
}

static BylineStatus wait_for_lock(const char* path, BylineLock* lock)
{
  BylineStatus status = BYLINE_OK;
  for (unsigned i = 0; i < MAX_TRIES; ++i) {
    status = byline_lock_file(path, "teach", lock);
    if (status != BYLINE_ERROR_IO) {
      break;
    }
    nanosleep(&(struct timespec){.tv_nsec = TRY_NS}, NULL);
  }
  return status;
}

static BylineStatus make_folder(const char* path)
{
  char* const folder = byline_path_folder(path);
  const BylineStatus status =
      folder ? byline_folder_make(folder) : byline_no_memory(path);
  free(folder);
  return status;
}

/* With the lock held */
static BylineStatus change_file(const char* path, const BylineTaught* ear,
                                BylineStatus (*change)(BylineTaught*, void*),
                                void* user, BylineTaught* taught)
{
  BylineStatus status = byline_taught_load_of(ear, true, taught);
  if (status == BYLINE_OK) {
    status = change(taught, user);
  }
  return status == BYLINE_OK ? byline_taught_write(path, taught) : status;
}

BylineStatus byline_taught_change_of(
    const BylineTaught* ear,
    BylineStatus (*change)(BylineTaught* taught, void* user), void* user,
    BylineTaught* after)
{
  char* const path = byline_taught_path_of(ear->ear);
  if (!path) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "no place to keep taught artists: neither "
                        "XDG_DATA_HOME nor HOME is set");
  }
  BylineTaught taught = {.n_lessons = 0};
  BylineLock lock = {0};
  BylineStatus status = make_folder(path);
  if (status == BYLINE_OK) {
    status = wait_for_lock(path, &lock);
  }
  if (status == BYLINE_OK) {
    status = change_file(path, ear, change, user, &taught);
    byline_lock_release(&lock);
  }
  free(path);
  if (status == BYLINE_OK && after) {
    *after = taught;
  } else {
    byline_taught_free(&taught);
  }
  return status;
}

BylineStatus byline_taught_change(const BylineModel* model,
                                  BylineStatus (*change)(BylineTaught* taught,
                                                         void* user),
                                  void* user, BylineTaught* after)
{
  BylineTaught ear;
  byline_taught_init(model, &ear);
  return byline_taught_change_of(&ear, change, user, after);
}
