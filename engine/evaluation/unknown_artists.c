/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/unknown_artists.h"

#include "dataset/sound.h"
#include "evaluation/clip_prediction.h"
#include "evaluation/columns.h"
#include "evaluation/no_music.h"
#include "models/learnt.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Seconds of a track that are looked at: enough to tell, and quick */
#define MAX_SECONDS 120.0

/* A run over the tracks */
typedef struct {
  const BylineEvaluationTarget* target;
  size_t n_frames; ///< Of a clip
  BylinePredictions* predictions;
  size_t n_songs;
} Run;

static void read_clip(const void* user, size_t clip, float* columns)
{
  const BylineClipSource* const source = user;
  const BylineColumns* const all = source->user;
  const size_t size = source->n_frames * all->n_cells;
  memcpy(columns, all->values + clip * size, size * sizeof(*columns));
}

/* Add a song's logits to those that there are. */
static BylineStatus append(Run* run, const float* logits, size_t n)
{
  BylinePredictions* const p = run->predictions;
  const size_t n_clips = p->n_clips + n;
  float* const all =
      realloc(p->logits, n_clips * p->n_classes * sizeof(*p->logits));
  p->logits = all ? all : p->logits;
  BylineClip* const clips = realloc(p->clips, n_clips * sizeof(*p->clips));
  p->clips = clips ? clips : p->clips;
  if (!all || !clips) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu clips",
                        n_clips);
  }
  memcpy(p->logits + p->n_clips * p->n_classes, logits,
         n * p->n_classes * sizeof(*logits));
  for (size_t i = 0; i < n; ++i) {
    p->clips[p->n_clips + i] =
        (BylineClip){.song = run->n_songs, .first = i * run->n_frames};
  }
  p->n_clips = n_clips;
  ++run->n_songs;
  return BYLINE_OK;
}

static BylineStatus predict(Run* run, const BylineColumns* columns)
{
  const BylineEvaluationTarget* const s = run->target;
  BylineClipSource source = {.n_clips = columns->n / run->n_frames,
                             .n_frames = run->n_frames,
                             .columns = read_clip};
  if (source.n_clips == 0) {
    return BYLINE_OK;
  }
  /* The reader needs the clips' length beside the columns */
  const BylineClipSource reader = {.n_frames = run->n_frames, .user = columns};
  source.user = &reader;
  const BylinePredictor predictor = {
      .network = byline_model_network(s->model),
      .front_end = &byline_model_info(s->model)->front_end,
      .pool = s->pool,
      .stop = s->stop};
  BylineNetworkOutputs outputs;
  BYLINE_TRY(byline_clips_predict(&predictor, &source, &outputs));
  BylinePredictions* const p = run->predictions;
  BylineStatus status = append(run, outputs.logits, source.n_clips);
  byline_network_outputs_free(&outputs);
  BYLINE_THEN(status,
              byline_no_music_find(predictor.front_end, &source,
                                   p->clips + p->n_clips - source.n_clips));
  return status;
}

/* ---- from a dataset */

static BylineStatus ask_about_song(Run* run, const BylineDataset* dataset,
                                   size_t index)
{
  const size_t n = byline_dataset_song(dataset, index)->n_frames;
  const size_t n_cells =
      byline_front_end_cells(byline_dataset_front_end(dataset));
  BylineColumns columns = {.values = malloc(n * n_cells * sizeof(float)),
                           .n_cells = n_cells,
                           .n = n};
  if (!columns.values) {
    return byline_no_memory("a song");
  }
  byline_dataset_columns(dataset, index, 0, n, columns.values);
  const BylineStatus status = predict(run, &columns);
  byline_columns_free(&columns);
  return status;
}

static BylineStatus ask_about_dataset(Run* run, const char* path,
                                      size_t* n_artists)
{
  const BylineModelInfo* const info = byline_model_info(run->target->model);
  BylineDataset* dataset = NULL;
  BylineStatus status = byline_dataset_open(path, &dataset);
  BYLINE_THEN(status, byline_front_ends_compare(
                          &info->front_end, byline_dataset_front_end(dataset)));
  size_t index = 0;
  size_t n_learnt = 0;
  const size_t n = status == BYLINE_OK ? byline_dataset_song_count(dataset) : 0;
  for (size_t i = 0; i < n && status == BYLINE_OK; ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    if (byline_class_find(info, byline_dataset_artist(dataset, song->artist),
                          &index)) {
      continue;
    }
    if (info->learnt && byline_learnt_has(info->learnt, song->recording)) {
      ++n_learnt;
    } else {
      status = ask_about_song(run, dataset, i);
    }
  }
  if (n_learnt > 0) {
    byline_log(BYLINE_LOG_WARNING,
               "left out: %zu songs of unknown artists in %s, which the model "
               "learnt from as nobody's",
               n_learnt, path);
  }
  for (size_t i = 0; n > 0 && i < byline_dataset_artist_count(dataset); ++i) {
    *n_artists +=
        !byline_class_find(info, byline_dataset_artist(dataset, i), &index);
  }
  byline_dataset_close(dataset);
  return status;
}

/* ---- from a library */

/* Tracks that cannot be read are passed over. */
static BylineStatus ask_about_track(Run* run, const char* path)
{
  BylineSound sound;
  BylineColumns columns = {.n = 0};
  BylineStatus status = byline_sound_read(path, MAX_SECONDS, &sound);
  if (status == BYLINE_ERROR_IO || status == BYLINE_ERROR_FORMAT) {
    byline_log(BYLINE_LOG_WARNING, "%s; passed over", byline_error_message());
    return BYLINE_OK;
  }
  BYLINE_THEN(status, byline_columns_make(
                          &byline_model_info(run->target->model)->front_end,
                          &sound, &columns));
  byline_sound_free(&sound);
  BYLINE_THEN(status, predict(run, &columns));
  byline_columns_free(&columns);
  return status;
}

static bool is_first_of_artist(const BylineLibrary* library, size_t index)
{
  for (size_t i = 0; i < index; ++i) {
    if (!strcmp(library->tracks[i].artist, library->tracks[index].artist)) {
      return false;
    }
  }
  return true;
}

static BylineStatus ask_about_library(Run* run, const char* path,
                                      size_t* n_artists)
{
  BylineLibrary library;
  BylineStatus status = byline_library_read(path, &library);
  if (status != BYLINE_OK) {
    return status;
  }
  const BylineModelInfo* const info = byline_model_info(run->target->model);
  for (size_t i = 0; i < library.n_tracks && status == BYLINE_OK; ++i) {
    const BylineTrack* const track = &library.tracks[i];
    size_t index = 0;
    if (!byline_class_find(info, track->artist, &index)) {
      *n_artists += is_first_of_artist(&library, i);
      status = ask_about_track(run, track->path);
    }
    byline_progress("listening to unknown artists", "tracks", i + 1,
                    library.n_tracks);
  }
  byline_library_free(&library);
  return status;
}

BylineStatus byline_unknown_artists_predict(
    const BylineEvaluationTarget* target, const char* path, size_t n_frames,
    BylinePredictions* predictions, size_t* n_artists)
{
  const BylineModelInfo* const info = byline_model_info(target->model);
  *predictions = (BylinePredictions){.n_classes = info->n_artists};
  *n_artists = 0;
  Run run = {
      .target = target, .n_frames = n_frames, .predictions = predictions};
  struct stat stat_of_path;
  const bool is_folder =
      stat(path, &stat_of_path) == 0 && S_ISDIR(stat_of_path.st_mode);
  BylineStatus status = is_folder ? ask_about_dataset(&run, path, n_artists)
                                  : ask_about_library(&run, path, n_artists);
  if (status == BYLINE_OK && predictions->n_clips == 0) {
    status = byline_error(BYLINE_ERROR_DATA,
                          "%s has no clip by an artist whom the model does not "
                          "know and did not learn from; name other music",
                          path);
  }
  if (status != BYLINE_OK) {
    byline_predictions_free(predictions);
  }
  return status;
}
