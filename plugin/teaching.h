/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file teaching.h
   What an instance was taught, and the file of its user's that keeps it.

   A lesson is used at once.  The file is changed later, by whoever calls
   byline_teaching_work(), so that nobody waits for a disk or for another
   program that changes it; and it is looked at every few seconds, so that what
   others teach is known here, too.  Beside the file, lessons of this session
   are kept, which are saved with it.  Not for the audio thread while it is in a
   hurry; all but byline_teaching_work() by one thread at a time.
*/

#ifndef BYLINE_PLUGIN_TEACHING_H
#define BYLINE_PLUGIN_TEACHING_H

#include "base/file.h"
#include "byline/model.h"
#include "byline/status.h"
#include "recognizer/roster.h"
#include "recognizer/taught.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most lessons that are saved with a session: the last ones. */
#define BYLINE_MAX_SESSION_LESSONS 64

/** A change of the file that is still to be made. */
typedef struct BylineTeachingJob BylineTeachingJob;

/** What an instance was taught. */
typedef struct {
  BylineTaught file;     ///< As the file is, without clips
  BylineTaught own;      ///< This session's lessons, without clips
  BylineRoster* roster;  ///< Whom that makes; NULL while there is no model
  BylineFileStamp stamp; ///< Of the file when it was read
  double looked;         ///< When it was looked at, seconds
  uint64_t last;         ///< The lesson that can be taken back; 0: none
  char last_name[BYLINE_MAX_TAUGHT_NAME + 1]; ///< Whose that is
  char trouble[512]; ///< Why nothing was learnt or kept, or ""
  double troubled;   ///< Since when, seconds

  pthread_mutex_t lock;    ///< Guards the next three
  BylineTeachingJob* jobs; ///< In their order
  bool done;               ///< Some were done since byline_teaching_collect()
  char failure[512];       ///< Why the last could not be done, or ""
  pthread_mutex_t turn;    ///< Held by who does them
} BylineTeaching;

/** Begin with nothing. */
void byline_teaching_init(BylineTeaching* teaching);

/** Do what is still to be done, and free all. */
void byline_teaching_clear(BylineTeaching* teaching);

/**
   Read what a model was taught, and make the roster anew; the roster of before
   is the caller's to free, when nobody uses it any more.

   @param[out] before The roster that was replaced, or NULL.
   @return BYLINE_OK, or BYLINE_ERROR_MEMORY with the roster as it was.  A file
   that cannot be read is told in `trouble`, and counts as empty.
*/
BylineStatus byline_teaching_load(BylineTeaching* teaching,
                                  const BylineModel* model,
                                  BylineRoster** before);

/** Whether the file has changed; looks at it every two seconds. */
bool byline_teaching_has_changed(BylineTeaching* teaching,
                                 const BylineModel* model);

/** Forget a trouble of some time ago; whether there was one. */
bool byline_teaching_calm_down(BylineTeaching* teaching);

/**
   Learn who is playing, and let the file have it.

   @param name As it was typed.
   @param heard What was heard of late.
   @param[out] before As for byline_teaching_load().
   @return BYLINE_OK, or why nothing was learnt, which is also in `trouble`.
*/
BylineStatus byline_teaching_teach(BylineTeaching* teaching,
                                   const BylineModel* model, const char* name,
                                   const BylineHeard* heard,
                                   BylineRoster** before);

/** Take the last lesson back; as byline_teaching_teach(). */
BylineStatus byline_teaching_take_back(BylineTeaching* teaching,
                                       const BylineModel* model,
                                       BylineRoster** before);

/** Make the changes that are due, without the session's lock.
    @return Whether there were any. */
bool byline_teaching_work(BylineTeaching* teaching);

/** Take note of what became of them; whether there is news about `trouble`. */
bool byline_teaching_collect(BylineTeaching* teaching);

/** This session's lessons, to be saved; NULL for none, or out of memory.  To be
    freed with free(). */
void* byline_teaching_save(const BylineTeaching* teaching, size_t* size);

/** Bring a session's lessons back, with the next byline_teaching_load(). */
BylineStatus byline_teaching_restore(BylineTeaching* teaching, const void* data,
                                     size_t size);

#endif // BYLINE_PLUGIN_TEACHING_H
