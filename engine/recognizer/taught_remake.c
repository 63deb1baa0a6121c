/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Making one ear's lessons another's */

#include "recognizer/taught_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a front end hears only the mix, which the other keeps, too */
static bool is_mix_of(const BylineFrontEnd* front_end,
                      const BylineFrontEnd* other)
{
  BylineFrontEnd mix = *other;
  mix.focus = BYLINE_FOCUS_MIX;
  return byline_front_ends_match(front_end, &mix);
}

/* Leave only the mix of a lesson's clips */
static BylineStatus reduce(const BylineFrontEnd* from, const BylineFrontEnd* to,
                           BylineLesson* lesson)
{
  const size_t n_columns =
      lesson->n_clips * byline_front_end_frames(to, BYLINE_LESSON_SECONDS);
  const size_t size = byline_heard_size(from);
  const size_t first =
      from->focus == BYLINE_FOCUS_VOICE ? byline_front_end_cells(from) : 0;
  uint8_t* const clips = malloc(n_columns * to->n_mels);
  if (!clips) {
    return byline_no_memory("taught artists");
  }
  for (size_t i = 0; i < n_columns; ++i) {
    memcpy(clips + i * to->n_mels, lesson->clips + i * size + first,
           to->n_mels);
  }
  free(lesson->clips);
  lesson->clips = clips;
  lesson->clip_size = byline_lesson_clip_size(to);
  return BYLINE_OK;
}

static BylineStatus remake(BylineTaught* taught, const BylineModel* model,
                           BylineThreadPool* pool, BylineLesson* lesson)
{
  const BylineFrontEnd* const fe = &byline_model_info(model)->front_end;
  BylineStatus status = BYLINE_OK;
  if (!byline_front_ends_match(fe, &taught->front_end)) {
    status = reduce(&taught->front_end, fe, lesson);
  }
  free(lesson->embeddings);
  lesson->embeddings = NULL;
  return status == BYLINE_OK ? byline_lesson_embed(model, pool, lesson)
                             : status;
}

BylineStatus byline_taught_remake(BylineTaught* taught,
                                  const BylineModel* model,
                                  BylineThreadPool* pool, size_t* n_lost)
{
  const BylineFrontEnd* const fe = &byline_model_info(model)->front_end;
  const bool can_hear = byline_front_ends_match(fe, &taught->front_end) ||
                        is_mix_of(fe, &taught->front_end);
  *n_lost = 0;
  if (!can_hear) {
    return byline_error(BYLINE_ERROR_DATA,
                        "this model hears otherwise (byline info) than the "
                        "clips were heard; teach the artists anew");
  }
  BylineStatus status = BYLINE_OK;
  for (size_t i = taught->n_lessons; status == BYLINE_OK && i-- > 0;) {
    BylineTaughtLesson* const l = &taught->lessons[i];
    if (l->lesson.clips) {
      status = remake(taught, model, pool, &l->lesson);
      taught->n_features = l->lesson.n_features;
    } else {
      byline_taught_drop(taught, l->id);
      ++*n_lost;
    }
  }
  taught->front_end = *fe;
  snprintf(taught->ear, sizeof(taught->ear), "%s", byline_model_ear(model));
  return status;
}
