/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/json.h"
#include "evaluation/evaluation_json.h"
#include "evaluation/model_evaluation.h"

static json_t* artists_json(const BylineEvaluationTarget* s,
                            const BylineConfusion* clips)
{
  const BylineModelInfo* const info = byline_model_info(s->model);
  json_t* const array = json_array();
  for (size_t i = 0; i < info->n_artists; ++i) {
    const BylineClassScore score = byline_class_score(clips, i);
    if (score.support > 0) {
      json_array_append_new(array,
                            byline_class_score_json(&score, info->artists[i]));
    }
  }
  return array;
}

static json_t* reliability_json(const BylineReliability* bins)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < BYLINE_RELIABILITY_BINS; ++i) {
    json_array_append_new(array, json_pack("{s:I, s:f, s:f}", "clips",
                                           (json_int_t)bins[i].n, "confidence",
                                           bins[i].confidence, "accuracy",
                                           bins[i].accuracy));
  }
  return array;
}

static json_t* albums_json(const BylineAlbumScore* scores)
{
  json_t* const object = json_object();
  for (int i = 0; i < BYLINE_N_ALBUM_KINDS; ++i) {
    json_object_set_new(object, byline_album_kind_name((BylineAlbumKind)i),
                        json_pack("{s:I, s:I, s:f, s:f}", "clips",
                                  (json_int_t)scores[i].n_clips, "songs",
                                  (json_int_t)scores[i].n_songs,
                                  "clip_accuracy", scores[i].accuracy,
                                  "song_accuracy", scores[i].song_accuracy));
  }
  return object;
}

static json_t* lengths_json(const BylineLengthScore* scores)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < BYLINE_N_LENGTHS; ++i) {
    const BylineLengthScore* const s = &scores[i];
    if (s->n_clips > 0) {
      json_array_append_new(
          array,
          json_pack("{s:f, s:I, s:I, s:f, s:[f, f], s:f, s:f}", "seconds",
                    s->seconds, "clips", (json_int_t)s->n_clips, "songs",
                    (json_int_t)s->n_songs, "clip_accuracy", s->accuracy,
                    "clip_accuracy_95", s->interval.low, s->interval.high,
                    "macro_f1", s->f1, "song_accuracy", s->song_accuracy));
    }
  }
  return array;
}

static json_t* places_json(const BylineEvaluationTarget* s,
                           const BylineModelEvaluation* e,
                           const BylineConfusedPair* pair)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < pair->n_clips; ++i) {
    const BylineClip* const clip = &e->predictions.clips[pair->clips[i]];
    const char* const path = byline_dataset_song(s->dataset, clip->song)->path;
    json_array_append_new(
        array, json_pack("{s:o, s:f, s:f}", "path", byline_json_path(path),
                         "seconds", byline_clip_time(s, clip), "confidence",
                         e->songs.confidences[pair->clips[i]]));
  }
  return array;
}

static json_t* pairs_json(const BylineEvaluationTarget* s,
                          const BylineModelEvaluation* e)
{
  char** const names = byline_model_info(s->model)->artists;
  json_t* const array = json_array();
  for (size_t i = 0; i < e->n_pairs; ++i) {
    const BylineConfusedPair* const pair = &e->pairs[i];
    json_array_append_new(
        array, json_pack("{s:s, s:s, s:I, s:f, s:o}", "artist",
                         names[pair->truth], "taken_for", names[pair->answer],
                         "clips", (json_int_t)pair->n, "share", pair->share,
                         "places", places_json(s, e, pair)));
  }
  return array;
}

static json_t* unknown_json(const BylineUnknownScore* u)
{
  return json_pack("{s:I, s:I, s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:[f,f], "
                   "s:[f,f]}",
                   "artists", (json_int_t)u->n_artists, "songs",
                   (json_int_t)u->n_songs, "clips", (json_int_t)u->n_clips,
                   "clip_auroc", u->clip_auroc, "song_auroc", u->song_auroc,
                   "threshold_at_95_percent_known", u->threshold,
                   "unknown_above_it", u->accepted, "unknown_named", u->named,
                   "known_named", u->known_named,
                   "clips_named_at_1_and_5_percent_false", u->clips_named_at[0],
                   u->clips_named_at[1], "songs_named_at_1_and_5_percent_false",
                   u->songs_named_at[0], u->songs_named_at[1]);
}

json_t* byline_model_evaluation_json(const BylineEvaluationTarget* s,
                                     const BylineModelEvaluation* e)
{
  json_t* const json =
      byline_evaluation_json(&e->evaluation, e->settings.seconds);
  if (!json) {
    return NULL;
  }
  json_object_set_new(json, "split",
                      json_string(byline_split_name(e->settings.split)));
  json_object_set_new(
      json, "songs_left_out",
      s->learnt.known
          ? json_integer(e->settings.split == BYLINE_TRAIN
                             ? 0
                             : (json_int_t)s->learnt.learnt[e->settings.split])
          : json_null());
  json_object_set_new(json, "artists", artists_json(s, &e->evaluation.clips));
  json_object_set_new(json, "reliability",
                      reliability_json(e->reliability.after));
  json_object_set_new(json, "reliability_uncalibrated",
                      reliability_json(e->reliability.before));
  json_object_set_new(json, "albums", albums_json(e->albums));
  json_object_set_new(json, "confused", pairs_json(s, e));
  if (e->settings.lengths) {
    json_object_set_new(json, "lengths", lengths_json(e->lengths));
  }
  if (e->settings.unknown) {
    json_object_set_new(json, "unknown_artists", unknown_json(&e->unknown));
  }
  return json;
}

BylineStatus byline_model_evaluation_record(const BylineModelEvaluation* e,
                                            const char* path)
{
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  BylineStatus status = byline_model_open(path, &info, &network);
  if (status != BYLINE_OK) {
    return status;
  }
  json_t* const metrics = json_loads(info.metrics, 0, NULL);
  json_object_set_new(
      metrics, byline_split_name(e->settings.split),
      byline_evaluation_json(&e->evaluation, e->settings.seconds));
  char* const text = byline_json_text(metrics, BYLINE_JSON_DOUBLE);
  if (text) {
    free(info.metrics);
    info.metrics = text;
    status = byline_model_save(path, &info, network);
  } else {
    status = byline_no_memory(path);
  }
  byline_network_free(network);
  byline_model_info_free(&info);
  return status;
}
