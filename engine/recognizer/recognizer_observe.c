/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a recogniser makes of the pictures that it looks at, and for whom */

#include "recognizer/recognizer_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many artists there are */
static size_t count_artists(const BylineRecognizer* r)
{
  return r->roster ? byline_roster_count(r->roster)
                   : byline_model_info(r->model)->n_artists;
}

/* ---- artists */

static int32_t find_own(const BylineModelInfo* info, const char* name)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    if (!strcmp(info->artists[i], name)) {
      return (int32_t)i;
    }
  }
  return BYLINE_NO_ARTIST;
}

/* The number in `roster` of who has `artist` now; BYLINE_NO_ARTIST for none */
static int32_t translate(const BylineRecognizer* r, const BylineRoster* roster,
                         int32_t artist)
{
  if (artist < 0 || artist == BYLINE_RECORDING_ARTIST) {
    return artist;
  }
  const BylineModelInfo* const info = byline_model_info(r->model);
  const char* const name = r->roster ? byline_roster_names(r->roster)[artist]
                                     : info->artists[artist];
  return roster ? byline_roster_find(roster, name) : find_own(info, name);
}

BylineStatus byline_recognizer_set_roster(BylineRecognizer* recognizer,
                                          BylineRoster* roster)
{
  BylineRecognizer* const r = recognizer;
  byline_recognizer_flush(r);
  const size_t n = roster ? byline_roster_count(roster)
                          : byline_model_info(r->model)->n_artists;
  float* const observations = calloc(r->batch.size * n + 1, sizeof(float));
  BylineJudge judge;
  const BylineStatus status = byline_judge_init(&judge, n);
  if (!observations || status != BYLINE_OK) {
    free(observations);
    return byline_no_memory("a recogniser");
  }
  judge.last_artist = translate(r, roster, r->judge.last_artist);
  judge.decision = r->judge.decision;
  judge.decision.announced = translate(r, roster, judge.decision.announced);
  judge.decision.leader = translate(r, roster, judge.decision.leader);
  r->tracks.artist = translate(r, roster, r->tracks.artist);
  r->tracks.mistaken = translate(r, roster, r->tracks.mistaken);
  byline_judge_clear(&r->judge);
  free(r->observations);
  r->judge = judge;
  r->observations = observations;
  r->roster = roster;
  byline_plan_want_embedding(r->plan, roster && byline_roster_compares(roster));
  return BYLINE_OK;
}

const BylineHeard* byline_recognizer_heard(const BylineRecognizer* recognizer)
{
  return &recognizer->heard;
}

/* ---- answers */

/* A broken network must not break what follows */
static void mend(float* probabilities, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    if (!isfinite(probabilities[i])) {
      for (size_t j = 0; j < n; ++j) {
        probabilities[j] = 1.0f / (float)n;
      }
      return;
    }
  }
}

/* Turn what the network answers to a picture into an observation */
static void judge_image(BylineRecognizer* r, const float* logits,
                        const float* embedding, size_t n_features,
                        float* observation)
{
  const BylineModelInfo* const info = byline_model_info(r->model);
  byline_softmax(logits, 1, info->n_artists, info->temperature, r->classes);
  mend(r->classes, info->n_artists);
  if (r->roster) {
    byline_roster_judge(r->roster, r->classes, embedding, n_features,
                        observation);
  } else {
    memcpy(observation, r->classes, info->n_artists * sizeof(*observation));
  }
}

/* Let the network look at all pictures that wait */
static void observe_images(BylineRecognizer* r)
{
  const size_t n_classes = byline_model_info(r->model)->n_artists;
  const size_t n_cells =
      r->observation_frames * byline_front_end_cells(&r->front_end);
  /* Cannot fail: the plan was made for the most of both */
  (void)byline_plan_set_shape(r->plan, r->n_observations,
                              r->observation_frames);
  memcpy(byline_plan_input(r->plan), r->images,
         r->n_observations * n_cells * sizeof(float));
  const float* const logits = byline_plan_forward(r->plan);
  size_t n_features = 0;
  const float* const embeddings = byline_plan_embedding(r->plan, &n_features);
  for (size_t i = 0; i < r->n_observations; ++i) {
    judge_image(r, logits + i * n_classes, embeddings + i * n_features,
                n_features, r->observations + i * count_artists(r));
  }
}

/* Add what the index of recordings knows */
static void add_tracks(BylineRecognizer* r, const BylineTimeStep* step,
                       BylineAnswer* answer)
{
  char* const* const own = byline_model_info(r->model)->artists;
  const BylineArtistNames names = {
      r->roster ? byline_roster_names(r->roster) : own, count_artists(r)};
  const BylinePosterior* const posterior = &r->judge.posterior;
  const BylineTrackContext context = {
      .index = r->recordings,
      .settings = &r->settings,
      .artists = &names,
      .posterior = posterior->empty ? NULL : posterior->probabilities};
  byline_tracks_answer(&r->tracks, &context, &step->tracks, step->fresh,
                       answer);
}

void byline_recognizer_flush(BylineRecognizer* recognizer)
{
  BylineRecognizer* const r = recognizer;
  if (r->n_observations > 0) {
    observe_images(r);
  }
  const size_t n_artists = count_artists(r);
  const float* next_observation = r->observations;
  for (size_t i = 0; i < r->n_steps; ++i) {
    const BylineTimeStep* const step = &r->steps[i];
    const float* const observation = step->observed ? next_observation : NULL;
    next_observation += step->observed ? n_artists : 0;
    if (r->batch.step) {
      r->batch.step(r->batch.user, step, observation);
    }
    BylineAnswer answer =
        byline_judge_answer(&r->judge, &r->settings, step, observation);
    if (r->recordings) {
      add_tracks(r, step, &answer);
    }
    if (r->events.answer) {
      r->events.answer(r->events.user, &answer);
    }
  }
  r->n_steps = 0;
  r->n_observations = 0;
}
