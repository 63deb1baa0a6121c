/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/taught.h"

#include "base/spelling_key.h"
#include "byline/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static void free_lesson(BylineTaughtLesson* lesson)
{
  free(lesson->name);
  free(lesson->artist_id);
  byline_lesson_free(&lesson->lesson);
}

void byline_taught_init(const BylineModel* model, BylineTaught* taught)
{
  *taught = (BylineTaught){.front_end = byline_model_info(model)->front_end};
  snprintf(taught->ear, sizeof(taught->ear), "%s", byline_model_ear(model));
}

void byline_taught_free(BylineTaught* taught)
{
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    free_lesson(&taught->lessons[i]);
  }
  for (size_t i = 0; i < taught->n_changes; ++i) {
    free(taught->changes[i].artist);
    free(taught->changes[i].name);
  }
  free(taught->lessons);
  free(taught->changes);
  *taught = (BylineTaught){.n_lessons = 0};
}

/* ---- how many */

static int compare_names(const void* a, const void* b)
{
  return strcmp(*(char* const*)a, *(char* const*)b);
}

/* Lessons of one artist have one spelling of its name */
static size_t count_artists(const BylineTaught* taught)
{
  const char** const names = calloc(taught->n_lessons + 1, sizeof(*names));
  size_t n = 0;
  for (size_t i = 0; names && i < taught->n_lessons; ++i) {
    if (!taught->lessons[i].removed) {
      names[n++] = taught->lessons[i].name;
    }
  }
  size_t n_artists = 0;
  if (n > 0) {
    qsort(names, n, sizeof(*names), compare_names);
  }
  for (size_t i = 0; i < n; ++i) {
    n_artists += i == 0 || strcmp(names[i - 1], names[i]) != 0;
  }
  free(names);
  return n_artists;
}

/* ---- lessons */

static uint64_t new_id(void)
{
  uint64_t id = 0;
  if (getrandom(&id, sizeof(id), 0) != sizeof(id) || id == 0) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    BylineRandom random =
        byline_random_begin((uint64_t)now.tv_sec, (uint64_t)now.tv_nsec);
    id = byline_random_next(&random) | 1;
  }
  return id;
}

const BylineTaughtLesson* byline_taught_find(const BylineTaught* taught,
                                             uint64_t id)
{
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    if (taught->lessons[i].id == id) {
      return &taught->lessons[i];
    }
  }
  return NULL;
}

/* Copies the names, takes what was learnt */
static BylineStatus append(BylineTaught* taught, BylineTaughtLesson lesson)
{
  BylineTaughtLesson* const grown = realloc(
      taught->lessons, (taught->n_lessons + 1) * sizeof(*taught->lessons));
  if (grown) {
    taught->lessons = grown;
  }
  lesson.name = strdup(lesson.name);
  lesson.artist_id = strdup(lesson.artist_id);
  if (!grown || !lesson.name || !lesson.artist_id) {
    free_lesson(&lesson);
    return byline_no_memory("taught artists");
  }
  taught->n_features = lesson.lesson.n_features;
  grown[taught->n_lessons++] = lesson;
  return BYLINE_OK;
}

BylineStatus byline_taught_check_size(const BylineTaught* taught)
{
  const size_t n = count_artists(taught);
  return n <= BYLINE_MAX_TAUGHT
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_USAGE,
                            "%zu taught artists are too many: %d are the most",
                            n, BYLINE_MAX_TAUGHT);
}

/* Whether two names are one artist's; `key` is the one's */
static bool is(const char* key, const char* name)
{
  char* const other = byline_spelling_key(name);
  const bool same = other && !strcmp(key, other);
  free(other);
  return same;
}

/* Whether someone called so has lessons */
static bool is_taught(const BylineTaught* taught, const char* name)
{
  char* const key = byline_spelling_key(name);
  bool found = false;
  for (size_t i = 0; key && !found && i < taught->n_lessons; ++i) {
    found = !taught->lessons[i].removed && is(key, taught->lessons[i].name);
  }
  free(key);
  return found;
}

BylineStatus byline_taught_check_room(const BylineTaught* taught,
                                      const char* name)
{
  if (taught->n_lessons >= BYLINE_MAX_LESSONS) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%d lessons were taught already, which is the most; "
                        "remove some with 'byline artists remove'",
                        BYLINE_MAX_LESSONS);
  }
  if (count_artists(taught) >= BYLINE_MAX_TAUGHT && !is_taught(taught, name)) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%d artists were taught already, which is the most; "
                        "remove some with 'byline artists remove', or let "
                        "'byline learn' make a model of them",
                        BYLINE_MAX_TAUGHT);
  }
  return BYLINE_OK;
}

BylineStatus byline_taught_check_name(const char* name)
{
  if (!name[0]) {
    return byline_error(BYLINE_ERROR_USAGE, "an artist needs a name");
  }
  if (strlen(name) > BYLINE_MAX_TAUGHT_NAME) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "the name is too long: %d bytes are the most",
                        BYLINE_MAX_TAUGHT_NAME);
  }
  return BYLINE_OK;
}

/* Lessons that were removed count no more, once the artist is taught anew */
static void drop_removed(BylineTaught* taught, const char* key)
{
  for (size_t i = taught->n_lessons; i-- > 0;) {
    const BylineTaughtLesson* const l = &taught->lessons[i];
    if (l->removed && is(key, l->name)) {
      byline_taught_drop(taught, l->id);
    }
  }
}

BylineStatus byline_taught_add(BylineTaught* taught, const BylineModel* model,
                               const char* name, const char* artist_id,
                               BylineLesson* lesson, uint64_t* id)
{
  BylineLesson own = *lesson;
  *lesson = (BylineLesson){.n_clips = 0};
  char* const key = byline_spelling_key(name);
  BylineStatus status = byline_taught_check_name(name);
  if (status == BYLINE_OK && !key) {
    status = byline_no_memory("taught artists");
  }
  const char* const known =
      status == BYLINE_OK ? byline_taught_called(taught, model, name) : NULL;
  if (status == BYLINE_OK) {
    status = byline_taught_check_room(taught, name);
  }
  if (status == BYLINE_OK) {
    drop_removed(taught, key);
    *id = new_id();
    status = append(taught,
                    (BylineTaughtLesson){.id = *id,
                                         .name = (char*)(known ? known : name),
                                         .artist_id = (char*)artist_id,
                                         .time = (int64_t)time(NULL),
                                         .lesson = own});
  } else {
    byline_lesson_free(&own);
  }
  if (status == BYLINE_OK) {
    byline_taught_trim(taught);
  }
  free(key);
  return status;
}

static BylineStatus copy_lesson(const BylineLesson* from, BylineLesson* to)
{
  *to = *from;
  const size_t size = from->n_clips * from->n_features * sizeof(float);
  const size_t kept = from->clips ? from->n_clips * from->clip_size : 0;
  to->embeddings = malloc(size + 1);
  to->clips = kept ? malloc(kept) : NULL;
  if (!to->embeddings || (kept && !to->clips)) {
    byline_lesson_free(to);
    return byline_no_memory("taught artists");
  }
  memcpy(to->embeddings, from->embeddings, size);
  if (kept) {
    memcpy(to->clips, from->clips, kept);
  }
  return BYLINE_OK;
}

BylineStatus byline_taught_join(BylineTaught* taught, const BylineTaught* other)
{
  BylineStatus status =
      taught->n_lessons + other->n_lessons > BYLINE_MAX_LESSONS
          ? byline_taught_check_room(
                &(BylineTaught){.n_lessons = BYLINE_MAX_LESSONS}, "")
          : BYLINE_OK;
  for (size_t i = 0; status == BYLINE_OK && i < other->n_lessons; ++i) {
    BylineTaughtLesson lesson = other->lessons[i];
    if (byline_taught_find(taught, lesson.id)) {
      continue;
    }
    status = copy_lesson(&other->lessons[i].lesson, &lesson.lesson);
    if (status == BYLINE_OK) {
      status = append(taught, lesson);
    }
  }
  byline_taught_trim(taught);
  return status == BYLINE_OK ? byline_taught_check_size(taught) : status;
}

bool byline_taught_drop(BylineTaught* taught, uint64_t id)
{
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    if (taught->lessons[i].id == id) {
      free_lesson(&taught->lessons[i]);
      --taught->n_lessons;
      memmove(&taught->lessons[i], &taught->lessons[i + 1],
              (taught->n_lessons - i) * sizeof(*taught->lessons));
      return true;
    }
  }
  return false;
}

void byline_taught_trim(BylineTaught* taught)
{
  size_t total = 0;
  for (size_t i = taught->n_lessons; i-- > 0;) {
    BylineLesson* const l = &taught->lessons[i].lesson;
    total += l->clips ? l->n_clips * l->clip_size : 0;
    if (total > BYLINE_MAX_KEPT) {
      free(l->clips);
      l->clips = NULL;
    }
  }
}
