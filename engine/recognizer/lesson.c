/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/lesson.h"

#include "recognizer/music_gate.h"
#include "spectrum/music_activity.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A stretch of which so much is silent is so, too */
#define SILENT_SHARE 0.5

/* Mean doubt of all that is heard above which it is rather no music */
#define EVEN_DOUBT 0.0f

/* What stretches of sound turned out to be */
typedef struct {
  size_t n;        ///< All
  size_t n_silent; ///< Silent
  size_t n_music;  ///< Music
  float doubt;     ///< Sum over what is not silent
} Counts;

static size_t clip_frames(const BylineFrontEnd* front_end)
{
  return byline_front_end_frames(front_end, BYLINE_LESSON_SECONDS);
}

size_t byline_lesson_clip_size(const BylineFrontEnd* front_end)
{
  return clip_frames(front_end) * byline_heard_size(front_end);
}

/* ---- which stretches are worth learning from */

static bool is_silent(const float* mix, size_t n_frames, size_t n_mels)
{
  size_t n_silent = 0;
  for (size_t i = 0; i < n_frames; ++i) {
    n_silent +=
        byline_column_level(mix + i * n_mels, n_mels) < BYLINE_SILENT_LEVEL;
  }
  return (double)n_silent > SILENT_SHARE * (double)n_frames;
}

/* Hear a stretch; whether it is music */
static bool judge(const BylineFrontEnd* front_end, const float* mix,
                  size_t n_frames, Counts* counts)
{
  ++counts->n;
  if (is_silent(mix, n_frames, front_end->n_mels)) {
    ++counts->n_silent;
    return false;
  }
  const float doubt = byline_music_doubt_about(front_end, mix, n_frames);
  counts->doubt += doubt;
  BylineMusicSense sense = {.begun = false};
  return byline_music_sense(&sense, doubt, 0);
}

/* Find the stretches that are music; `places` has room for as many as there are
   stretches, and gets the columns that they begin with. */
static BylineStatus find_music(const BylineHeard* heard, size_t* places,
                               Counts* counts)
{
  const BylineFrontEnd* const fe = &heard->front_end;
  const size_t n_frames = clip_frames(fe);
  float* const mix = calloc(n_frames, fe->n_mels * sizeof(*mix));
  if (!mix) {
    return byline_no_memory("a lesson");
  }
  for (size_t end = heard->n_columns; end >= n_frames; end -= n_frames) {
    const size_t begin = end - n_frames;
    byline_heard_read(fe, heard->columns + begin * heard->size, n_frames, NULL,
                      mix);
    if (judge(fe, mix, n_frames, counts)) {
      places[counts->n_music++] = begin;
    }
  }
  free(mix);
  return BYLINE_OK;
}

static BylineStatus check(const Counts* counts)
{
  if (counts->n == 0) {
    return byline_error(BYLINE_ERROR_DATA,
                        "too little was heard to learn from: %.0f s of music "
                        "are needed",
                        BYLINE_LESSON_SECONDS);
  }
  const size_t n_heard = counts->n - counts->n_silent;
  if (n_heard == 0) {
    return byline_error(BYLINE_ERROR_DATA,
                        "nothing to learn from: it is silent");
  }
  if (counts->n_music == 0) {
    return byline_error(BYLINE_ERROR_DATA,
                        "nothing to learn from: it is no music (speech, "
                        "noise, tones are not)");
  }
  /* Passages of speech look like music; a minute of it does not */
  return counts->doubt <= EVEN_DOUBT * (float)n_heard
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_DATA,
                            "nothing to learn from: most of it is no music "
                            "(speech, noise, tones are not)");
}

/* ---- what the network makes of them */

static BylineStatus run(const BylineModel* model, BylinePlan* plan,
                        size_t batch, BylineLesson* lesson)
{
  const BylineFrontEnd* const fe = &byline_model_info(model)->front_end;
  const size_t n_frames = clip_frames(fe);
  const size_t n_cells = byline_front_end_cells(fe);
  float* const columns = calloc(n_frames, n_cells * sizeof(*columns));
  if (!columns) {
    return byline_no_memory("a lesson");
  }
  for (size_t first = 0; first < lesson->n_clips; first += batch) {
    const size_t rest = lesson->n_clips - first;
    const size_t n = rest < batch ? rest : batch;
    /* Cannot fail: the plan was made for the most of both */
    (void)byline_plan_set_shape(plan, n, n_frames);
    for (size_t i = 0; i < n; ++i) {
      byline_heard_read(fe, lesson->clips + (first + i) * lesson->clip_size,
                        n_frames, columns, NULL);
      byline_clip_normalize(fe, columns, n_frames,
                            byline_plan_input(plan) + i * n_frames * n_cells);
    }
    byline_plan_forward(plan);
    const float* const embedding =
        byline_plan_embedding(plan, &lesson->n_features);
    if (!lesson->embeddings) {
      lesson->embeddings =
          calloc(lesson->n_clips, lesson->n_features * sizeof(float));
    }
    if (!lesson->embeddings) {
      free(columns);
      return byline_no_memory("a lesson");
    }
    memcpy(lesson->embeddings + first * lesson->n_features, embedding,
           n * lesson->n_features * sizeof(float));
  }
  free(columns);
  return BYLINE_OK;
}

BylineStatus byline_lesson_embed(const BylineModel* model,
                                 BylineThreadPool* pool, BylineLesson* lesson)
{
  const BylineFrontEnd* const fe = &byline_model_info(model)->front_end;
  const BylinePlanSettings settings = {.mode = BYLINE_PLAN_INFER,
                                       .max_batch =
                                           byline_thread_pool_size(pool),
                                       .max_frames = clip_frames(fe),
                                       .pool = pool};
  BylinePlan* plan = NULL;
  BYLINE_TRY(byline_plan_new(byline_model_network(model), &settings, &plan));
  const BylineStatus status = run(model, plan, settings.max_batch, lesson);
  byline_plan_free(plan);
  return status;
}

/* ---- the lesson */

/* Copy the clips, evenly spread where there are too many, oldest first */
static BylineStatus copy_clips(const BylineHeard* heard, const size_t* places,
                               size_t n_places, BylineLesson* lesson)
{
  const size_t n =
      n_places < BYLINE_LESSON_CLIPS ? n_places : BYLINE_LESSON_CLIPS;
  *lesson = (BylineLesson){
      .n_clips = n, .clip_size = byline_lesson_clip_size(&heard->front_end)};
  lesson->clips = calloc(n, lesson->clip_size);
  if (!lesson->clips) {
    return byline_no_memory("a lesson");
  }
  for (size_t i = 0; i < n; ++i) {
    const size_t place = places[n_places - 1 - i * n_places / n];
    memcpy(lesson->clips + i * lesson->clip_size,
           heard->columns + place * heard->size, lesson->clip_size);
  }
  return BYLINE_OK;
}

BylineStatus byline_lesson_take(const BylineModel* model,
                                const BylineHeard* heard,
                                BylineThreadPool* pool, BylineLesson* lesson)
{
  *lesson = (BylineLesson){.n_clips = 0};
  const size_t most = heard->n_columns / clip_frames(&heard->front_end);
  size_t* const places = calloc(most + 1, sizeof(*places));
  if (!places) {
    return byline_no_memory("a lesson");
  }
  Counts counts = {.n = 0};
  BylineStatus status = find_music(heard, places, &counts);
  BYLINE_THEN(status, check(&counts));
  BYLINE_THEN(status, copy_clips(heard, places, counts.n_music, lesson));
  BYLINE_THEN(status, byline_lesson_embed(model, pool, lesson));
  if (status != BYLINE_OK) {
    byline_lesson_free(lesson);
  }
  free(places);
  return status;
}

void byline_lesson_free(BylineLesson* lesson)
{
  free(lesson->embeddings);
  free(lesson->clips);
  *lesson = (BylineLesson){.n_clips = 0};
}
