/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "writer.h"

#include "base/file.h"
#include "byline/history.h"
#include "own_file.h"
#include "reason.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file that is asked for */
typedef struct Job {
  struct Job* next;
  char* path;
  char* text;            ///< What it is to hold; NULL for a history
  BylineHistory history; ///< Otherwise
  bool replace;          ///< Its user says that it may be replaced
  bool last;             ///< Nobody cares any more whether it works
} Job;

struct BylineWriter {
  pthread_mutex_t lock; ///< Guards the next two; held for moments
  Job* jobs;            ///< In their order
  BylineWritten results;

  pthread_mutex_t turn; ///< Held by who writes; guards the rest
  char* path;           ///< The last file of who plays, NULL for none
  char* text;           ///< What it was given
};

/* ---- jobs */

static void free_job(Job* job)
{
  if (job) {
    byline_history_clear(&job->history);
    free(job->path);
    free(job->text);
    free(job);
  }
}

/* Names change faster than a slow disk can tell: only the last one counts */
static bool update(Job* before, Job* job)
{
  if (!before || !before->text || !job->text || before->last || job->last ||
      strcmp(before->path, job->path) != 0) {
    return false;
  }
  char* const text = before->text;
  before->text = job->text;
  before->replace |= job->replace;
  job->text = text;
  free_job(job);
  return true;
}

static void add(BylineWriter* writer, Job* job)
{
  pthread_mutex_lock(&writer->lock);
  Job** end = &writer->jobs;
  Job* before = NULL;
  while (*end) {
    before = *end;
    end = &before->next;
  }
  if (!update(before, job)) {
    *end = job;
  }
  pthread_mutex_unlock(&writer->lock);
}

static Job* take(BylineWriter* writer)
{
  pthread_mutex_lock(&writer->lock);
  Job* const job = writer->jobs;
  if (job) {
    writer->jobs = job->next;
    job->next = NULL;
  }
  pthread_mutex_unlock(&writer->lock);
  return job;
}

static BylineStatus add_text(BylineWriter* writer, const char* path,
                             const char* name, bool replace, bool last)
{
  Job* const job = calloc(1, sizeof(*job));
  const size_t size = strlen(name) + 2;
  if (job) {
    *job = (Job){.path = strdup(path),
                 .text = malloc(size),
                 .replace = replace,
                 .last = last};
  }
  if (!job || !job->path || !job->text) {
    free_job(job);
    return byline_no_memory(path);
  }
  snprintf(job->text, size, "%s%s", name, name[0] ? "\n" : "");
  add(writer, job);
  return BYLINE_OK;
}

BylineStatus byline_writer_tell(BylineWriter* writer, const char* path,
                                const char* name, bool replace)
{
  return add_text(writer, path, name, replace, false);
}

BylineStatus byline_writer_let_go(BylineWriter* writer, const char* path)
{
  return add_text(writer, path, "", false, true);
}

BylineStatus byline_writer_export(BylineWriter* writer, const char* path,
                                  const BylineHistory* history, double now,
                                  bool replace)
{
  Job* const job = calloc(1, sizeof(*job));
  if (job) {
    *job = (Job){.path = strdup(path), .replace = replace};
  }
  if (!job || !job->path || !byline_history_copy(history, &job->history)) {
    free_job(job);
    return byline_no_memory(path);
  }
  byline_history_end(&job->history, now);
  add(writer, job);
  return BYLINE_OK;
}

/* ---- writing */

static BylineStatus write_text(const char* path, const char* text)
{
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  fputs(text, output.stream);
  return byline_output_commit(&output);
}

/* Keep in mind what a file holds, where it could be written */
static void remember(BylineWriter* writer, const Job* job, bool written)
{
  free(writer->path);
  free(writer->text);
  writer->path = written ? strdup(job->path) : NULL;
  writer->text = written ? strdup(job->text) : NULL;
}

static BylineStatus tell(BylineWriter* writer, const Job* job)
{
  const bool same = writer->path && !strcmp(writer->path, job->path);
  const char* const known = same ? writer->text : NULL;
  if (known && !strcmp(known, job->text)) {
    return BYLINE_OK;
  }
  BylineStatus status =
      job->replace ? BYLINE_OK : byline_own_file_check(job->path, known);
  BYLINE_THEN(status, write_text(job->path, job->text));
  if (status == BYLINE_OK) {
    byline_own_file_mark(job->path);
  }
  remember(writer, job, status == BYLINE_OK);
  return status;
}

static BylineStatus export(const Job* job)
{
  BylineHistoryFormat format = BYLINE_HISTORY_TEXT;
  BYLINE_TRY(byline_history_format(job->path, &format));
  if (!job->replace) {
    BYLINE_TRY(byline_own_file_check(job->path, NULL));
  }
  BYLINE_TRY(byline_history_write(job->path, format, &job->history, NULL));
  byline_own_file_mark(job->path);
  return BYLINE_OK;
}

/* Tell what became of a file */
static void note(BylineWriter* writer, const char* path, bool exported,
                 BylineStatus status)
{
  pthread_mutex_lock(&writer->lock);
  BylineWritten* const results = &writer->results;
  results->any = true;
  results->trouble[0] = '\0';
  if (status != BYLINE_OK) {
    byline_reason_write(byline_error_message(), path, results->trouble,
                        sizeof(results->trouble));
  }
  if (exported) {
    results->export_done = true;
    free(results->exported);
    results->exported = status == BYLINE_OK ? strdup(path) : NULL;
  }
  pthread_mutex_unlock(&writer->lock);
}

static void do_job(BylineWriter* writer, Job* job)
{
  const bool exports = !job->text;
  const BylineStatus status = exports ? export(job) : tell(writer, job);
  if (!job->last) {
    note(writer, job->path, exports, status);
  }
}

bool byline_writer_work(BylineWriter* writer)
{
  bool any = false;
  Job* job = NULL;
  if (pthread_mutex_trylock(&writer->turn) != 0) {
    return false;
  }
  while ((job = take(writer))) {
    do_job(writer, job);
    free_job(job);
    any = true;
  }
  pthread_mutex_unlock(&writer->turn);
  return any;
}

BylineWritten byline_writer_results(BylineWriter* writer)
{
  pthread_mutex_lock(&writer->lock);
  const BylineWritten results = writer->results;
  writer->results = (BylineWritten){0};
  pthread_mutex_unlock(&writer->lock);
  return results;
}

/* ---- making and freeing */

BylineStatus byline_writer_new(BylineWriter** writer)
{
  *writer = calloc(1, sizeof(**writer));
  if (!*writer) {
    return byline_no_memory("files");
  }
  pthread_mutex_init(&(*writer)->lock, NULL);
  pthread_mutex_init(&(*writer)->turn, NULL);
  return BYLINE_OK;
}

void byline_writer_free(BylineWriter* writer)
{
  if (writer) {
    byline_writer_work(writer);
    free(writer->results.exported);
    free(writer->path);
    free(writer->text);
    pthread_mutex_destroy(&writer->lock);
    pthread_mutex_destroy(&writer->turn);
    free(writer);
  }
}
