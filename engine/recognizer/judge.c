/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/judge.h"

#include <assert.h>

BylineStatus byline_judge_init(BylineJudge* judge, size_t n_artists)
{
  BYLINE_TRY(byline_posterior_init(&judge->posterior, n_artists));
  byline_judge_reset(judge);
  return BYLINE_OK;
}

void byline_judge_clear(BylineJudge* judge)
{
  byline_posterior_clear(&judge->posterior);
}

void byline_judge_reset(BylineJudge* judge)
{
  byline_posterior_reset(&judge->posterior);
  judge->decision = byline_decision_begin();
  judge->last_artist = -1;
}

/* Whoever is probable enough */
static int32_t leader_of(const BylineRank* first, float threshold)
{
  return first->probability >= threshold ? first->artist : BYLINE_NO_ARTIST;
}

static void add_observation(BylineJudge* judge,
                            const BylineRecognizerSettings* settings,
                            const BylineTimeStep* step,
                            const float* observation)
{
  const BylineObservationTimes times = {.elapsed = step->elapsed,
                                        .window = step->window,
                                        .smoothing =
                                            (double)settings->smoothing};
  byline_posterior_update(&judge->posterior, observation, &times);
  BylineRank top[BYLINE_TOP];
  byline_rank(judge->posterior.probabilities, judge->posterior.n, top);
  byline_decision_update(&judge->decision,
                         leader_of(&top[0], settings->threshold), step->time,
                         (double)settings->hold);
}

static BylineState state_of(const BylineTimeStep* step, int32_t announced)
{
  if (step->silent) {
    return BYLINE_STATE_SILENCE;
  }
  if (step->foreign) {
    return BYLINE_STATE_UNKNOWN;
  }
  if (announced == BYLINE_UNDECIDED) {
    return BYLINE_STATE_LISTENING;
  }
  return announced == BYLINE_NO_ARTIST ? BYLINE_STATE_UNKNOWN
                                       : BYLINE_STATE_KNOWN;
}

BylineAnswer byline_judge_answer(BylineJudge* judge,
                                 const BylineRecognizerSettings* settings,
                                 const BylineTimeStep* step,
                                 const float* observation)
{
  assert(observation || !step->observed);
  if (step->fresh || step->foreign) {
    byline_posterior_reset(&judge->posterior);
    judge->decision = byline_decision_begin();
  }
  if (step->observed) {
    add_observation(judge, settings, step, observation);
  }
  const BylinePosterior* const posterior = &judge->posterior;
  const int32_t announced = judge->decision.announced;
  BylineAnswer answer = {.time = step->time,
                         .state = state_of(step, announced),
                         .artist = announced < 0 ? -1 : announced,
                         .known_by = announced < 0 ? BYLINE_KNOWN_BY_NOTHING
                                                   : BYLINE_KNOWN_BY_EAR};
  byline_rank(posterior->probabilities, posterior->empty ? 0 : posterior->n,
              answer.top);
  answer.confidence = answer.top[0].probability;
  answer.changed = answer.artist != judge->last_artist;
  judge->last_artist = answer.artist;
  return answer;
}
