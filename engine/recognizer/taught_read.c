/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a file of taught artists, which may be a stranger's */

#include "base/text.h"
#include "nn/safetensors.h"
#include "recognizer/taught_file.h"
#include "spectrum/front_end_json.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a stranger's file may ask for */
#define MAX_CHANGES 65536u

/* A file on its way into memory */
typedef struct {
  const char* name; ///< For messages
  BylineSafetensors file;
  const BylineStoredTensor* embeddings; ///< NULL: there is none
  const BylineStoredTensor* clips;      ///< NULL: none, or not wanted
  float* values;                        ///< All embeddings
  size_t n_clips;                       ///< Clips of the lessons so far
  size_t n_kept;                        ///< Those among them that are kept
  BylineTaught* taught;
} Reading;

static BylineStatus damaged(const char* name, const char* what)
{
  return byline_error(BYLINE_ERROR_FORMAT,
                      "%s: damaged, or no file of taught artists: %s", name,
                      what);
}

/* ---- the header */

static json_t* parse(const BylineSafetensors* file, const char* key)
{
  const char* const text = byline_safetensors_metadata(file, key);
  return text ? json_loads(text, 0, NULL) : NULL;
}

static BylineStatus read_ear(Reading* r)
{
  const char* const format =
      byline_safetensors_metadata(&r->file, "byline.taught");
  const char* const ear = byline_safetensors_metadata(&r->file, "byline.ear");
  if (!format) {
    return damaged(r->name, "byline.taught is missing");
  }
  if (strcmp(format, "1") != 0) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: taught artists of format '%.20s', which this "
                        "version does not know",
                        r->name, format);
  }
  if (!ear || strlen(ear) != BYLINE_EAR_DIGITS ||
      strspn(ear, "0123456789abcdef") != BYLINE_EAR_DIGITS) {
    return damaged(r->name, "byline.ear is not what it should be");
  }
  memcpy(r->taught->ear, ear, BYLINE_EAR_DIGITS + 1);
  json_t* const front_end = parse(&r->file, "byline.front_end");
  const BylineStatus status =
      byline_front_end_from_json(front_end, &r->taught->front_end);
  json_decref(front_end);
  return status == BYLINE_OK
             ? status
             : damaged(r->name, "byline.front_end is not what it should be");
}

/* The tensors must have the shapes that go with the rest */
static BylineStatus find_tensors(Reading* r, bool with_clips)
{
  const size_t clip_size = byline_lesson_clip_size(&r->taught->front_end);
  const BylineStoredTensor* const e =
      byline_safetensors_find(&r->file, "embeddings");
  const BylineStoredTensor* const c =
      byline_safetensors_find(&r->file, "clips");
  if (e && (e->element != BYLINE_ELEMENT_F16 || e->n_dimensions != 2 ||
            e->dimensions[0] > BYLINE_MAX_LESSONS * BYLINE_LESSON_CLIPS ||
            e->dimensions[1] < 1)) {
    return damaged(r->name, "embeddings are not what they should be");
  }
  if (c && (c->element != BYLINE_ELEMENT_U8 || c->n_dimensions != 2 ||
            c->dimensions[1] != clip_size)) {
    return damaged(r->name, "clips are not what they should be");
  }
  r->embeddings = e && e->dimensions[0] > 0 ? e : NULL;
  r->clips = with_clips && c && c->dimensions[0] > 0 ? c : NULL;
  if (!r->embeddings) {
    return BYLINE_OK;
  }
  r->taught->n_features = (size_t)e->dimensions[1];
  r->values = malloc(e->size / sizeof(uint16_t) * sizeof(float));
  if (!r->values) {
    return byline_no_memory(r->name);
  }
  byline_safetensors_read(&r->file, e, r->values);
  for (size_t i = 0; i < e->size / sizeof(uint16_t); ++i) {
    if (!isfinite(r->values[i])) {
      return damaged(r->name, "an embedding is not finite");
    }
  }
  return BYLINE_OK;
}

/* ---- lessons */

/* A member that is a text, cleaned; NULL: none, or out of memory */
static char* text_of(const json_t* object, const char* key)
{
  const char* const text = json_string_value(json_object_get(object, key));
  return text ? byline_text_clean(text) : NULL;
}

static bool read_id(const json_t* object, uint64_t* id)
{
  const char* const text = json_string_value(json_object_get(object, "id"));
  if (!text || strlen(text) != 16 || strspn(text, "0123456789abcdef") != 16) {
    return false;
  }
  *id = strtoull(text, NULL, 16);
  return *id != 0;
}

/* Copy a lesson's share of the tensors */
static BylineStatus read_clips(Reading* r, size_t n, bool kept,
                               BylineLesson* lesson)
{
  const size_t n_features = r->taught->n_features;
  const size_t size = byline_lesson_clip_size(&r->taught->front_end);
  if (n < 1 || n > BYLINE_LESSON_CLIPS || !r->embeddings ||
      r->n_clips + n > r->embeddings->dimensions[0] ||
      (kept && r->clips && r->n_kept + n > r->clips->dimensions[0])) {
    return damaged(r->name, "a lesson has other clips than there are");
  }
  *lesson = (BylineLesson){.n_clips = n,
                           .n_features = n_features,
                           .clip_size = size,
                           .embeddings = calloc(n, n_features * sizeof(float)),
                           .clips = kept && r->clips ? malloc(n * size) : NULL};
  if (!lesson->embeddings || (kept && r->clips && !lesson->clips)) {
    return byline_no_memory(r->name);
  }
  memcpy(lesson->embeddings, r->values + r->n_clips * n_features,
         n * n_features * sizeof(float));
  if (lesson->clips) {
    memcpy(lesson->clips, r->file.data + r->clips->offset + r->n_kept * size,
           n * size);
  }
  r->n_clips += n;
  r->n_kept += kept ? n : 0;
  return BYLINE_OK;
}

static BylineStatus read_lesson(Reading* r, const json_t* entry)
{
  BylineTaughtLesson* const l = &r->taught->lessons[r->taught->n_lessons++];
  const json_int_t n = json_integer_value(json_object_get(entry, "clips"));
  l->name = text_of(entry, "name");
  l->artist_id = text_of(entry, "artist_id");
  l->time = json_integer_value(json_object_get(entry, "time"));
  l->removed = json_is_true(json_object_get(entry, "removed"));
  if (!l->artist_id) {
    l->artist_id = strdup("");
  }
  if (!read_id(entry, &l->id) || !l->name || !l->artist_id ||
      byline_taught_check_name(l->name) != BYLINE_OK) {
    return damaged(r->name, "a lesson is not described as it should be");
  }
  return read_clips(r, n > 0 ? (size_t)n : 0,
                    json_is_true(json_object_get(entry, "kept")), &l->lesson);
}

static BylineStatus read_lessons(Reading* r)
{
  json_t* const array = parse(&r->file, "byline.lessons");
  const size_t n = json_array_size(array);
  BylineStatus status = BYLINE_OK;
  if (!json_is_array(array) || n > BYLINE_MAX_LESSONS) {
    status = damaged(r->name, "byline.lessons is not what it should be");
  } else {
    r->taught->lessons = calloc(n + 1, sizeof(*r->taught->lessons));
    status = r->taught->lessons ? BYLINE_OK : byline_no_memory(r->name);
  }
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    status = read_lesson(r, json_array_get(array, i));
  }
  if (status == BYLINE_OK && byline_taught_check_size(r->taught) != BYLINE_OK) {
    status = damaged(r->name, "it has more artists than can be taught");
  }
  json_decref(array);
  return status;
}

static BylineStatus read_change(Reading* r, const json_t* entry)
{
  BylineArtistChange* const c = &r->taught->changes[r->taught->n_changes++];
  const json_t* const name = json_object_get(entry, "name");
  const char* const artist =
      json_string_value(json_object_get(entry, "artist"));
  c->artist = artist ? strdup(artist) : NULL; // as the model has it
  c->name = text_of(entry, "name");
  if (!c->artist ||
      (name && !json_is_null(name) &&
       (!c->name || byline_taught_check_name(c->name) != BYLINE_OK))) {
    return damaged(r->name, "byline.changes is not what it should be");
  }
  return BYLINE_OK;
}

static BylineStatus read_changes(Reading* r)
{
  json_t* const array = parse(&r->file, "byline.changes");
  const size_t n = json_array_size(array);
  BylineStatus status = BYLINE_OK;
  if (n > MAX_CHANGES) {
    status = damaged(r->name, "byline.changes is not what it should be");
  } else {
    r->taught->changes = calloc(n + 1, sizeof(*r->taught->changes));
    status = r->taught->changes ? BYLINE_OK : byline_no_memory(r->name);
  }
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    status = read_change(r, json_array_get(array, i));
  }
  json_decref(array);
  return status;
}

/* ---- the file */

/* Closes the file. */
static BylineStatus read_all(Reading* r, bool with_clips)
{
  *r->taught = (BylineTaught){.n_lessons = 0};
  BylineStatus status = read_ear(r);
  if (status == BYLINE_OK) {
    status = find_tensors(r, with_clips);
  }
  if (status == BYLINE_OK) {
    status = read_lessons(r);
  }
  if (status == BYLINE_OK) {
    status = read_changes(r);
  }
  if (status != BYLINE_OK) {
    byline_taught_free(r->taught);
  }
  free(r->values);
  byline_safetensors_close(&r->file);
  return status;
}

/* The complaint of a reader that is there for models */
static BylineStatus no_safetensors(const char* name, BylineStatus status)
{
  return status == BYLINE_ERROR_FORMAT
             ? damaged(name, "it is not whole, or not in the format")
             : status;
}

BylineStatus byline_taught_read(const char* path, bool with_clips,
                                BylineTaught* taught)
{
  *taught = (BylineTaught){.n_lessons = 0};
  Reading r = {.name = path, .taught = taught};
  const BylineStatus status = byline_safetensors_open(path, &r.file);
  return status == BYLINE_OK ? read_all(&r, with_clips)
                             : no_safetensors(path, status);
}

BylineStatus byline_taught_parse(const char* name, const void* data,
                                 size_t size, bool with_clips,
                                 BylineTaught* taught)
{
  *taught = (BylineTaught){.n_lessons = 0};
  Reading r = {.name = name, .taught = taught};
  const BylineStatus status =
      byline_safetensors_view(name, data, size, &r.file);
  return status == BYLINE_OK ? read_all(&r, with_clips)
                             : no_safetensors(name, status);
}

BylineStatus byline_taught_load_of(const BylineTaught* ear, bool with_clips,
                                   BylineTaught* taught)
{
  *taught = (BylineTaught){.front_end = ear->front_end};
  memcpy(taught->ear, ear->ear, sizeof(taught->ear));
  char* const path = byline_taught_path_of(ear->ear);
  BylineStatus status = BYLINE_OK;
  if (path && access(path, F_OK) == 0) {
    status = byline_taught_read(path, with_clips, taught);
    if (status == BYLINE_OK && strcmp(taught->ear, ear->ear) != 0) {
      status = byline_error(BYLINE_ERROR_FORMAT,
                            "%s: taught to another model; 'byline artists "
                            "import' makes it this one's",
                            path);
      byline_taught_free(taught);
    }
  }
  free(path);
  return status;
}

BylineStatus byline_taught_load(const BylineModel* model, bool with_clips,
                                BylineTaught* taught)
{
  BylineTaught ear;
  byline_taught_init(model, &ear);
  return byline_taught_load_of(&ear, with_clips, taught);
}
