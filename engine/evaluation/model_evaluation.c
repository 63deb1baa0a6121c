/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/model_evaluation.h"

#include "evaluation/no_music.h"
#include "evaluation/unknown_artists.h"

/* The songs of known artists, as whoever listens would hear their clips: what
   is no music gets no name. */
static BylineStatus hear_known(const BylineEvaluationTarget* s, size_t n_frames,
                               BylineModelEvaluation* e, BylineSongs* songs)
{
  const BylinePredictions* const p = &e->predictions;
  const BylineDatasetClips reader = {s->dataset, p->clips, n_frames};
  const BylineClipSource source = {.n_clips = p->n_clips,
                                   .n_frames = n_frames,
                                   .columns = byline_dataset_clip_read,
                                   .user = &reader};
  BYLINE_TRY(byline_no_music_find(byline_dataset_front_end(s->dataset), &source,
                                  p->clips));
  return byline_songs_judge(p, e->evaluation.temperature, songs);
}

static BylineStatus measure_unknown(const BylineEvaluationTarget* s,
                                    BylineModelEvaluation* e)
{
  const double temperature = e->evaluation.temperature;
  const size_t n_frames = byline_front_end_frames(
      byline_dataset_front_end(s->dataset), e->settings.seconds);
  BylinePredictions predictions;
  BylineSongs known;
  BylineSongs unknown;
  BYLINE_TRY(byline_unknown_artists_predict(
      s, e->settings.unknown, n_frames, &predictions, &e->unknown.n_artists));
  BylineStatus status = hear_known(s, n_frames, e, &known);
  if (status == BYLINE_OK) {
    status = byline_songs_judge(&predictions, temperature, &unknown);
    if (status == BYLINE_OK) {
      byline_no_music_doubt(&known);
      byline_no_music_doubt(&unknown);
      status = byline_unknown_measure(&known, &unknown, &e->unknown);
      byline_songs_free(&unknown);
    }
    byline_songs_free(&known);
  }
  byline_predictions_free(&predictions);
  return status;
}

/* All that follows from the predictions */
static BylineStatus work_out(const BylineEvaluationTarget* s,
                             double temperature, BylineModelEvaluation* e)
{
  BYLINE_TRY(
      byline_evaluation_compute(&e->predictions, temperature, &e->evaluation));
  BYLINE_TRY(byline_songs_judge(&e->predictions, temperature, &e->songs));
  byline_albums_measure(s->dataset, &e->songs,
                        byline_evaluation_target_learnt(s), e->albums);
  e->n_pairs = byline_pairs_find(&e->songs, e->pairs, e->settings.n_pairs);
  e->reliability.temperature = temperature;
  byline_reliability_compute(&e->predictions, 1, e->reliability.before);
  byline_reliability_compute(&e->predictions, temperature,
                             e->reliability.after);
  return BYLINE_OK;
}

BylineStatus
byline_model_evaluate(const BylineEvaluationTarget* s,
                      const BylineModelEvaluationSettings* settings,
                      BylineModelEvaluation* e)
{
  const double temperature = (double)byline_model_info(s->model)->temperature;
  const BylinePredictionTask task =
      byline_evaluation_target_task(s, settings->split, settings->seconds);
  *e = (BylineModelEvaluation){.settings = *settings};
  BylineStatus status = byline_predict(&task, &e->predictions);
  BYLINE_THEN(status, work_out(s, temperature, e));
  if (status == BYLINE_OK && settings->lengths) {
    status = byline_lengths_measure(&task, temperature, e->lengths);
  }
  if (status == BYLINE_OK && settings->unknown) {
    status = measure_unknown(s, e);
  }
  if (status != BYLINE_OK) {
    byline_model_evaluation_free(e);
  }
  return status;
}

void byline_model_evaluation_free(BylineModelEvaluation* e)
{
  byline_songs_free(&e->songs);
  byline_evaluation_free(&e->evaluation);
  byline_predictions_free(&e->predictions);
}

const char* byline_album_kind_name(BylineAlbumKind kind)
{
  static const char* const names[] = {[BYLINE_ALBUM_SEEN] = "seen",
                                      [BYLINE_ALBUM_UNSEEN] = "unseen",
                                      [BYLINE_ALBUM_UNKNOWN] = "unknown"};
  return names[kind];
}

double byline_clip_time(const BylineEvaluationTarget* s, const BylineClip* clip)
{
  return byline_front_end_time(byline_dataset_front_end(s->dataset),
                               clip->first);
}
