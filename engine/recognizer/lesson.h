/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file lesson.h
   What is learnt about an artist from a stretch of music: clips of 10 s, and
   what the network makes of each, its embedding.
*/

#ifndef BYLINE_RECOGNIZER_LESSON_H
#define BYLINE_RECOGNIZER_LESSON_H

#include "byline/model.h"
#include "byline/status.h"
#include "byline/thread_pool.h"
#include "recognizer/heard.h"

#include <stddef.h>
#include <stdint.h>

/** Most clips of a lesson. */
#define BYLINE_LESSON_CLIPS 12

/** Seconds of a clip. */
#define BYLINE_LESSON_SECONDS 10.0

/** What there is to learn from. */
typedef struct {
  size_t n_clips;    ///< 1 to BYLINE_LESSON_CLIPS
  size_t n_features; ///< Numbers of an embedding
  float* embeddings; ///< `n_clips` x `n_features`
  size_t clip_size;  ///< Bytes of a clip's columns (heard.h)
  uint8_t* clips;    ///< `n_clips` x `clip_size`; NULL: not kept
} BylineLesson;

/** Bytes of a clip's columns. */
size_t byline_lesson_clip_size(const BylineFrontEnd* front_end);

/**
   Take a lesson from what was heard: of the stretches of 10 s, counted back
   from the end, those that are music; where they are too many, some, evenly
   spread.  Where the mean of byline_music_doubt() over all of them is above 0,
   they teach nothing: single stretches of speech pass as music, a minute of
   speech does not.

   @param pool Shares the clips; NULL for none.
   @param[out] lesson To be freed with byline_lesson_free().
   @return BYLINE_OK, BYLINE_ERROR_DATA (too little, silence, or no music: the
   message says what) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_lesson_take(const BylineModel* model,
                                const BylineHeard* heard,
                                BylineThreadPool* pool, BylineLesson* lesson);

/**
   Let a network look at a lesson's clips: fills in `n_features` and
   `embeddings`, which must be free.

   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_lesson_embed(const BylineModel* model,
                                 BylineThreadPool* pool, BylineLesson* lesson);

/** Free what it holds and clear it. */
void byline_lesson_free(BylineLesson* lesson);

#endif // BYLINE_RECOGNIZER_LESSON_H
