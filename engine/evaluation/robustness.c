/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/robustness.h"

#include "base/stop.h"
#include "dataset/effects.h"
#include "dataset/sound.h"
#include "evaluation/basics.h"
#include "evaluation/clip_prediction.h"
#include "evaluation/columns.h"
#include "evaluation/conditions.h"
#include "evaluation/fingerprint.h"
#include "evaluation/known_songs.h"
#include "evaluation/song_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Seconds that are asked about */
#define QUERY 10.0

/* What is cut out for it: enough for the greatest speed and a little more, for
   filters and stretchers to settle */
#define EXCERPT 12.5
#define SETTLING 0.5

/* Seconds of a recording from which excerpts are taken */
#define MAX_SECONDS 900.0

/* What an index answers */
typedef struct {
  bool is_answered;
  size_t artist; ///< Whom it names
} Answer;

/* A query and its answers */
typedef struct {
  BylineStatus status;
  BylineColumns columns;
  Answer learnt;
  Answer recording;
  Answer index;
} Query;

/* The work on one excerpt */
typedef struct {
  const BylineEvaluationTarget* target;
  const BylineSongIndex* learnt;
  const BylineSongIndex* played;
  const BylineKnownSongs* known; ///< The same songs
  BylineRobustness* result;
  BylineSound excerpt; ///< As it is on the record
  BylineSound reduced; ///< At the network's rate, for stretching
  uint64_t seed;
  Query queries[BYLINE_MAX_CONDITIONS];
} Work;

/* A part of a sound, as a sound of its own that shares its samples. */
static BylineSound part_of(const BylineSound* sound, size_t first, size_t n)
{
  return (BylineSound){
      .channels = {sound->channels[0] + first, sound->channels[1] + first},
      .n = n,
      .rate = sound->rate};
}

/* Copy the beginning of a sound. */
static BylineStatus copy_sound(const BylineSound* sound, double seconds,
                               BylineSound* copy)
{
  const size_t wanted = (size_t)(seconds * sound->rate);
  const size_t n = wanted < sound->n ? wanted : sound->n;
  BYLINE_TRY(byline_sound_new(n, sound->rate, copy));
  for (int c = 0; c < 2; ++c) {
    memcpy(copy->channels[c], sound->channels[c], n * sizeof(float));
  }
  return BYLINE_OK;
}

/* Make both channels their mean. */
static void mix_down(BylineSound* sound)
{
  for (size_t i = 0; i < sound->n; ++i) {
    const float mean = (sound->channels[0][i] + sound->channels[1][i]) / 2;
    sound->channels[0][i] = mean;
    sound->channels[1][i] = mean;
  }
}

/* Take away what neither the network nor Chromaprint hears: what its rate does
   not hold, and where things are, unless it looks for voices there. */
static BylineStatus reduce(const BylineSound* sound,
                           const BylineFrontEnd* front_end,
                           BylineSound* reduced)
{
  BYLINE_TRY(copy_sound(sound, EXCERPT, reduced));
  BYLINE_TRY(byline_sound_resample(reduced, front_end->sample_rate));
  if (front_end->focus == BYLINE_FOCUS_MIX) {
    mix_down(reduced);
  }
  return BYLINE_OK;
}

/* What a condition starts from.  Stretching is slow, so that it gets no more
   than is heard; a codec gets all. */
static const BylineSound* source_of(const Work* work,
                                    const BylineCondition* condition)
{
  return condition->change == BYLINE_CHANGE_OTHER ? &work->excerpt
                                                  : &work->reduced;
}

static Answer look_up(const BylineSongIndex* index,
                      const BylineFingerprint* print)
{
  Answer answer;
  const BylineFingerprintMatch match =
      byline_song_index_search(index, print, &answer.artist);
  answer.is_answered = byline_fingerprint_is_match(&match);
  return answer;
}

/* Play an excerpt under a condition, and look 10 s of it up. */
/* Ask the indexes about what is heard, and keep its columns for the model */
static BylineStatus ask_indexes(const Work* work, const BylineSound* heard,
                                Query* query)
{
  BylineFingerprint print;
  query->index.is_answered =
      byline_known_songs_search(work->known, heard, &query->index.artist);
  BYLINE_TRY(byline_fingerprint_take(heard, &print));
  query->learnt = look_up(work->learnt, &print);
  query->recording = look_up(work->played, &print);
  byline_fingerprint_free(&print);
  return byline_columns_make(byline_dataset_front_end(work->target->dataset),
                             heard, &query->columns);
}

static BylineStatus play(const Work* work, const BylineCondition* condition,
                         Query* query)
{
  BylineSound sound;
  BylineEffectChain chain = {.n = 0};
  const double seconds = QUERY * fmax(1, 1 + condition->amount) + SETTLING;
  if (condition->effects[0]) {
    BYLINE_TRY(byline_effect_chain_parse(condition->effects, &chain));
  }
  BYLINE_TRY(copy_sound(source_of(work, condition), seconds, &sound));
  BylineStatus status = byline_effect_chain_apply(&chain, work->seed, &sound);
  if (status == BYLINE_OK) {
    const size_t wanted = (size_t)(QUERY * sound.rate);
    const BylineSound heard =
        part_of(&sound, 0, sound.n < wanted ? sound.n : wanted);
    status = ask_indexes(work, &heard, query);
  }
  byline_sound_free(&sound);
  return status;
}

static void play_conditions(void* context, unsigned thread, size_t begin,
                            size_t end)
{
  (void)thread;
  Work* const work = context;
  for (size_t i = begin; i < end; ++i) {
    work->queries[i].status =
        play(work, &work->result->conditions[i], &work->queries[i]);
  }
}

static void read_query(const void* user, size_t clip, float* columns)
{
  const Work* const work = user;
  const BylineColumns* const c = &work->queries[clip].columns;
  const size_t n_frames = byline_front_end_frames(
      byline_dataset_front_end(work->target->dataset), QUERY);
  const size_t n = c->n < n_frames ? c->n : n_frames;
  memcpy(columns, c->values, n * c->n_cells * sizeof(*columns));
  /* A column may be missing at the end; it is like the one before */
  for (size_t i = n; i < n_frames && n > 0; ++i) {
    memcpy(columns + i * c->n_cells, columns + (n - 1) * c->n_cells,
           c->n_cells * sizeof(*columns));
  }
}

static void count(BylineCondition* condition, BylineAnsweredBy answerer,
                  Answer answer, size_t truth)
{
  const bool is_right = answer.artist == truth;
  condition->right[answerer] += answer.is_answered && is_right;
  condition->wrong[answerer] += answer.is_answered && !is_right;
}

/* Count what was answered about an excerpt of a song by `artist`. */
static void judge(Work* work, size_t artist, const float* logits)
{
  const size_t n_classes =
      byline_network_shape(byline_model_network(work->target->model))
          ->n_classes;
  for (size_t i = 0; i < work->result->n_conditions; ++i) {
    BylineCondition* const c = &work->result->conditions[i];
    const Query* const q = &work->queries[i];
    ++c->n;
    const Answer network = {true,
                            byline_argmax(logits + i * n_classes, n_classes)};
    count(c, BYLINE_BY_NETWORK, network, work->target->classes[artist]);
    count(c, BYLINE_BY_LEARNT, q->learnt, artist);
    count(c, BYLINE_BY_RECORDING, q->recording, artist);
    count(c, BYLINE_BY_INDEX, q->index, artist);
    if (q->index.is_answered) {
      count(c, BYLINE_BY_BOTH, q->index, artist);
    } else {
      count(c, BYLINE_BY_BOTH, network, work->target->classes[artist]);
    }
  }
}

static BylineStatus ask(Work* work, size_t artist)
{
  const BylineEvaluationTarget* const s = work->target;
  const BylineFrontEnd* const front_end = byline_dataset_front_end(s->dataset);
  const BylinePredictor predictor = {.network = byline_model_network(s->model),
                                     .front_end = front_end,
                                     .pool = s->pool,
                                     .stop = s->stop};
  const BylineClipSource source = {
      .n_clips = work->result->n_conditions,
      .n_frames = byline_front_end_frames(front_end, QUERY),
      .columns = read_query,
      .user = work};
  BylineNetworkOutputs outputs;
  BYLINE_TRY(byline_clips_predict(&predictor, &source, &outputs));
  judge(work, artist, outputs.logits);
  byline_network_outputs_free(&outputs);
  return BYLINE_OK;
}

/* Play one excerpt under all conditions. */
static BylineStatus play_excerpt(Work* work, size_t artist)
{
  const size_t n = work->result->n_conditions;
  memset(work->queries, 0, sizeof(work->queries));
  byline_thread_pool_run_unordered(work->target->pool, play_conditions, work,
                                   n);
  BylineStatus status = BYLINE_OK;
  for (size_t i = 0; i < n && status == BYLINE_OK; ++i) {
    status = work->queries[i].status;
  }
  if (status != BYLINE_OK) {
    /* Another thread has the message */
    status = byline_error(status, "an excerpt cannot be played: no memory, or "
                                  "an effect that failed");
  } else {
    status = ask(work, artist);
    work->result->n_queries += status == BYLINE_OK;
  }
  for (size_t i = 0; i < n; ++i) {
    byline_columns_free(&work->queries[i].columns);
  }
  return status;
}

/* Play excerpts of one song; one that is too short gives none. */
static BylineStatus play_song(Work* work, size_t index, size_t n_clips)
{
  const BylineSong* const song =
      byline_dataset_song(work->target->dataset, index);
  BylineSound sound;
  BylineStatus status = byline_sound_read(song->path, MAX_SECONDS, &sound);
  if (status == BYLINE_ERROR_IO || status == BYLINE_ERROR_FORMAT) {
    byline_log(BYLINE_LOG_WARNING, "%s; passed over", byline_error_message());
    return BYLINE_OK;
  }
  const size_t length = (size_t)(EXCERPT * sound.rate);
  work->result->n_songs += status == BYLINE_OK && sound.n >= length;
  for (size_t i = 0; status == BYLINE_OK && sound.n >= length && i < n_clips;
       ++i) {
    const double place = ((double)i + 0.5) / (double)n_clips;
    work->excerpt =
        part_of(&sound, (size_t)(place * (double)(sound.n - length)), length);
    work->seed = index * 1000 + i;
    status =
        reduce(&work->excerpt, byline_dataset_front_end(work->target->dataset),
               &work->reduced);
    BYLINE_THEN(status, play_excerpt(work, song->artist));
    byline_sound_free(&work->reduced);
  }
  byline_sound_free(&sound);
  return status;
}

static BylineStatus play_all(Work* work, size_t n_clips)
{
  BylineStatus status = BYLINE_OK;
  for (size_t i = 0; i < work->played->n && status == BYLINE_OK; ++i) {
    status = byline_stop_check(work->target->stop);
    BYLINE_THEN(status, play_song(work, work->played->songs[i], n_clips));
    byline_progress("playing", "songs", i + 1, work->played->n);
  }
  if (status == BYLINE_OK && work->result->n_queries == 0) {
    status = byline_error(BYLINE_ERROR_DATA,
                          "no %s song of the dataset has a sound file that "
                          "can be read and is longer than %.1f s",
                          byline_split_name(work->result->split), EXCERPT);
  }
  return status;
}

BylineStatus byline_robustness_measure(const BylineEvaluationTarget* target,
                                       const BylineRobustnessSettings* settings,
                                       BylineRobustness* robustness)
{
  *robustness = (BylineRobustness){.split = settings->split,
                                   .n_answered_by = BYLINE_N_ANSWERED_BY};
  robustness->n_conditions = byline_conditions_list(robustness->conditions);
  BylineSongIndex learnt = {.n = 0};
  BylineSongIndex played = {.n = 0};
  BylineKnownSongs known = {0};
  Work* const work = calloc(1, sizeof(*work));
  BylineStatus status =
      work ? byline_song_index_make(
                 target, byline_evaluation_target_learnt(target), 0, &learnt)
           : byline_no_memory("queries");
  BYLINE_THEN(status, byline_song_index_make(target, 1U << settings->split,
                                             settings->max_songs, &played));
  BYLINE_THEN(status, byline_known_songs_make(&played, &known));
  if (status == BYLINE_OK) {
    robustness->n_learnt = learnt.n;
    *work = (Work){.target = target,
                   .learnt = &learnt,
                   .played = &played,
                   .known = &known,
                   .result = robustness};
    status = play_all(work, settings->n_clips);
  }
  byline_song_index_free(&learnt);
  byline_song_index_free(&played);
  byline_known_songs_free(&known);
  free(work);
  return status;
}
