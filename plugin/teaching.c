/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "teaching.h"

#include "base/clock.h"
#include "base/text.h"
#include "recognizer/taught_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How often the file is looked at, in seconds */
#define LOOK_SECONDS 2.0

/* How long it is told why nothing was learnt, in seconds */
#define TROUBLE_SECONDS 15.0

struct BylineTeachingJob {
  struct BylineTeachingJob* next;
  BylineTaught add; ///< A lesson, or none, of the ear that it is for
  uint64_t drop;    ///< A lesson to be taken back; 0: none
};

/* Keep why something failed */
static BylineStatus fail(BylineTeaching* teaching, BylineStatus status)
{
  snprintf(teaching->trouble, sizeof(teaching->trouble), "%s",
           status == BYLINE_OK ? "" : byline_error_message());
  teaching->troubled = byline_clock_now();
  return status;
}

bool byline_teaching_calm_down(BylineTeaching* teaching)
{
  const bool late = teaching->trouble[0] &&
                    byline_clock_now() - teaching->troubled > TROUBLE_SECONDS;
  if (late) {
    teaching->trouble[0] = '\0';
  }
  return late;
}

/* ---- the roster */

/* Make it anew of the file's and the session's lessons */
static BylineStatus renew(BylineTeaching* t, const BylineModel* model,
                          BylineRoster** before)
{
  const BylineTaught* const all[] = {&t->file, &t->own};
  const bool fits = !strcmp(t->own.ear, byline_model_ear(model));
  BylineRoster* roster = NULL;
  *before = NULL;
  BYLINE_TRY(byline_roster_new(model, all, fits ? 2 : 1, &roster));
  *before = t->roster;
  t->roster = roster;
  return BYLINE_OK;
}

static BylineFileStamp stamp_of(const BylineModel* model)
{
  char* const path = byline_taught_path(model);
  const BylineFileStamp stamp =
      path ? byline_file_stamp(path) : (BylineFileStamp){0};
  free(path);
  return stamp;
}

BylineStatus byline_teaching_load(BylineTeaching* teaching,
                                  const BylineModel* model,
                                  BylineRoster** before)
{
  byline_taught_free(&teaching->file);
  teaching->stamp = stamp_of(model);
  teaching->looked = byline_clock_now();
  if (fail(teaching, byline_taught_load(model, false, &teaching->file)) !=
      BYLINE_OK) {
    byline_taught_init(model, &teaching->file);
  }
  if (teaching->own.n_lessons > 0 &&
      strcmp(teaching->own.ear, byline_model_ear(model)) != 0) {
    snprintf(teaching->trouble, sizeof(teaching->trouble),
             "what this session was taught belongs to another model");
    teaching->troubled = byline_clock_now();
  }
  return renew(teaching, model, before);
}

bool byline_teaching_has_changed(BylineTeaching* teaching,
                                 const BylineModel* model)
{
  const double time = byline_clock_now();
  if (time - teaching->looked < LOOK_SECONDS) {
    return false;
  }
  teaching->looked = time;
  const BylineFileStamp stamp = stamp_of(model);
  return memcmp(&stamp, &teaching->stamp, sizeof(stamp)) != 0;
}

/* ---- changes of the file */

static void free_job(BylineTeachingJob* job)
{
  if (job) {
    byline_taught_free(&job->add);
    free(job);
  }
}

static BylineStatus add_job(BylineTeaching* t, const BylineModel* model,
                            const BylineTaught* add, uint64_t drop)
{
  BylineTeachingJob* const job = calloc(1, sizeof(*job));
  if (!job) {
    return byline_no_memory("learning");
  }
  job->drop = drop;
  byline_taught_init(model, &job->add);
  const BylineStatus status =
      add ? byline_taught_join(&job->add, add) : BYLINE_OK;
  if (status != BYLINE_OK) {
    free_job(job);
    return status;
  }
  pthread_mutex_lock(&t->lock);
  BylineTeachingJob** end = &t->jobs;
  while (*end) {
    end = &(*end)->next;
  }
  *end = job;
  pthread_mutex_unlock(&t->lock);
  return BYLINE_OK;
}

static BylineStatus change(BylineTaught* taught, void* user)
{
  const BylineTeachingJob* const job = user;
  byline_taught_drop(taught, job->drop);
  return byline_taught_join(taught, &job->add);
}

static BylineTeachingJob* take_job(BylineTeaching* t)
{
  pthread_mutex_lock(&t->lock);
  BylineTeachingJob* const job = t->jobs;
  if (job) {
    t->jobs = job->next;
  }
  pthread_mutex_unlock(&t->lock);
  return job;
}

bool byline_teaching_work(BylineTeaching* teaching)
{
  if (pthread_mutex_trylock(&teaching->turn) != 0) {
    return false;
  }
  bool any = false;
  BylineTeachingJob* job = NULL;
  while ((job = take_job(teaching))) {
    const BylineStatus status =
        byline_taught_change_of(&job->add, change, job, NULL);
    pthread_mutex_lock(&teaching->lock);
    teaching->done = true;
    snprintf(teaching->failure, sizeof(teaching->failure), "%s",
             status == BYLINE_OK ? "" : byline_error_message());
    pthread_mutex_unlock(&teaching->lock);
    free_job(job);
    any = true;
  }
  pthread_mutex_unlock(&teaching->turn);
  return any;
}

bool byline_teaching_collect(BylineTeaching* teaching)
{
  pthread_mutex_lock(&teaching->lock);
  const bool news = teaching->done;
  if (news) {
    snprintf(teaching->trouble, sizeof(teaching->trouble), "%s",
             teaching->failure);
    teaching->troubled = byline_clock_now();
  }
  teaching->done = false;
  pthread_mutex_unlock(&teaching->lock);
  return news;
}

/* ---- lessons */

/* Put a lesson among the session's, which are begun anew for another ear */
static BylineStatus add_own(BylineTeaching* t, const BylineModel* model,
                            const char* name, BylineLesson* lesson)
{
  if (strcmp(t->own.ear, byline_model_ear(model)) != 0) {
    byline_taught_free(&t->own);
    byline_taught_init(model, &t->own);
  }
  const char* const called = byline_taught_called(&t->file, model, name);
  const BylineStatus status = byline_taught_check_room(&t->file, name);
  if (status != BYLINE_OK) {
    byline_lesson_free(lesson);
    return status;
  }
  BYLINE_TRY(byline_taught_add(&t->own, model, called ? called : name, "",
                               lesson, &t->last));
  const BylineTaughtLesson* const l = &t->own.lessons[t->own.n_lessons - 1];
  snprintf(t->last_name, sizeof(t->last_name), "%s", l->name);
  return BYLINE_OK;
}

/* Hand the last of the session's lessons to the file, clips and all, which
   need not be kept twice */
static BylineStatus keep_last(BylineTeaching* t, const BylineModel* model)
{
  BylineTaughtLesson* const l = &t->own.lessons[t->own.n_lessons - 1];
  const BylineTaught one = {.lessons = l,
                            .n_lessons = 1,
                            .n_features = t->own.n_features,
                            .front_end = t->own.front_end};
  const BylineStatus status = add_job(t, model, &one, 0);
  free(l->lesson.clips);
  l->lesson.clips = NULL;
  return status;
}

static BylineStatus learn(BylineTeaching* teaching, const BylineModel* model,
                          const char* name, const BylineHeard* heard,
                          BylineRoster** before)
{
  BylineLesson lesson = {.n_clips = 0};
  BYLINE_TRY(byline_taught_check_name(name));
  BYLINE_TRY(byline_lesson_take(model, heard, NULL, &lesson));
  BYLINE_TRY(add_own(teaching, model, name, &lesson));
  BYLINE_TRY(keep_last(teaching, model));
  return renew(teaching, model, before);
}

BylineStatus byline_teaching_teach(BylineTeaching* teaching,
                                   const BylineModel* model, const char* name,
                                   const BylineHeard* heard,
                                   BylineRoster** before)
{
  *before = NULL;
  char* const clean = byline_text_clean(name);
  const BylineStatus status = clean
                                  ? learn(teaching, model, clean, heard, before)
                                  : byline_no_memory("learning");
  free(clean);
  return fail(teaching, status);
}

BylineStatus byline_teaching_take_back(BylineTeaching* teaching,
                                       const BylineModel* model,
                                       BylineRoster** before)
{
  *before = NULL;
  if (!teaching->last) {
    return fail(teaching,
                byline_error(BYLINE_ERROR_USAGE, "nothing was taught here"));
  }
  byline_taught_drop(&teaching->own, teaching->last);
  byline_taught_drop(&teaching->file, teaching->last);
  BylineStatus status = add_job(teaching, model, NULL, teaching->last);
  teaching->last = 0;
  teaching->last_name[0] = '\0';
  BYLINE_THEN(status, renew(teaching, model, before));
  return fail(teaching, status);
}

/* ---- with the session */

void* byline_teaching_save(const BylineTeaching* teaching, size_t* size)
{
  BylineTaught last = teaching->own;
  *size = 0;
  if (last.n_lessons > BYLINE_MAX_SESSION_LESSONS) {
    last.lessons += last.n_lessons - BYLINE_MAX_SESSION_LESSONS;
    last.n_lessons = BYLINE_MAX_SESSION_LESSONS;
  }
  return last.n_lessons > 0 ? byline_taught_dump(&last, size) : NULL;
}

BylineStatus byline_teaching_restore(BylineTeaching* teaching, const void* data,
                                     size_t size)
{
  BylineTaught own = {.n_lessons = 0};
  if (size > 0) {
    BYLINE_TRY(byline_taught_parse("what the session was taught", data, size,
                                   false, &own));
  }
  byline_taught_free(&teaching->own);
  teaching->own = own;
  teaching->last = 0;
  teaching->last_name[0] = '\0';
  return BYLINE_OK;
}

/* ---- making and freeing */

void byline_teaching_init(BylineTeaching* teaching)
{
  *teaching = (BylineTeaching){.roster = NULL};
  pthread_mutex_init(&teaching->lock, NULL);
  pthread_mutex_init(&teaching->turn, NULL);
}

void byline_teaching_clear(BylineTeaching* teaching)
{
  byline_teaching_work(teaching);
  byline_taught_free(&teaching->file);
  byline_taught_free(&teaching->own);
  byline_roster_free(teaching->roster);
  pthread_mutex_destroy(&teaching->lock);
  pthread_mutex_destroy(&teaching->turn);
  teaching->roster = NULL;
}
