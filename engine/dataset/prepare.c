/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/prepare.h"

#include "dataset/dataset_folder.h"
#include "dataset/prepare_run.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- which tracks */

/* Leave out candidates that are not usable or by an artist with too few. */
static BylineStatus choose(BylinePreparation* run)
{
  byline_names_free(&run->artists);
  return byline_candidates_choose(run->candidates, &run->n_candidates,
                                  run->settings->min_songs,
                                  !run->settings->left_out, &run->artists);
}

static BylineStatus gather(BylinePreparation* run)
{
  const BylineLibrary* const library = run->library;
  size_t n_nameless = 0;
  run->candidates = calloc(library->n_tracks + 1, sizeof(*run->candidates));
  if (!run->candidates) {
    return byline_no_memory(NULL);
  }
  for (size_t i = 0; i < library->n_tracks; ++i) {
    if (library->tracks[i].artist[0]) {
      run->candidates[run->n_candidates++] =
          (BylineCandidate){.track = &library->tracks[i],
                            .maker = &run->maker,
                            .effects = "",
                            .usable = true};
    } else {
      ++n_nameless;
    }
  }
  if (n_nameless > 0 && !run->settings->left_out) {
    byline_log(
        BYLINE_LOG_NOTE,
        "left out: %zu track%s without an artist (Various Artists and the "
        "like are none)",
        n_nameless, n_nameless == 1 ? "" : "s");
  }
  BYLINE_TRY(run->settings->stems
                 ? byline_stems_find(run->settings->stems, &run->stems)
                 : BYLINE_OK);
  return choose(run);
}

/* ---- the split, and variants of what is learnt from */

static BylineStatus split(BylinePreparation* run)
{
  const size_t n = run->n_candidates;
  BylineSplitSong* const songs = calloc(n + 1, sizeof(*songs));
  run->places = calloc(n + 1, sizeof(*run->places));
  if (!songs || !run->places) {
    free(songs);
    return byline_no_memory(NULL);
  }
  for (size_t i = 0; i < n; ++i) {
    const BylineCandidate* const candidate = &run->candidates[i];
    songs[i] = (BylineSplitSong){
        .artist = byline_names_find(&run->artists, candidate->track->artist),
        .album = candidate->track->album,
        .recording = candidate->features.name,
        .backing = candidate->backing};
  }
  const BylineStatus status =
      byline_split(songs, n, run->artists.names, run->artists.n,
                   &run->settings->split, run->places);
  if (status == BYLINE_OK) {
    byline_finished_dataset_keep(&run->before, songs, n, run->artists.names,
                                 run->places);
  }
  free(songs);
  return status;
}

/* Add what effects make of a song, and its voice as a stem has it */
static void add_variants(BylinePreparation* run, const BylineTrack* track,
                         BylineSplitPlace place)
{
  BylineCandidate variant = {.track = track, .place = place, .usable = true};
  for (size_t k = 0; k < run->settings->n_effects; ++k) {
    variant.maker = &run->varied[k];
    variant.effects = run->settings->effects[k];
    run->variants[run->n_variants++] = variant;
  }
  if (run->settings->stems) {
    variant.maker = &run->maker;
    variant.effects = BYLINE_STEM_VARIANT;
    run->variants[run->n_variants++] = variant;
    BylineCandidate* const last = &run->variants[run->n_variants - 1];
    if (byline_stems_choose(&run->stems, track->path, &last->stem) !=
        BYLINE_OK) {
      byline_preparation_skip(run, last);
      --run->n_variants;
    }
  }
}

static BylineStatus make_variants(BylinePreparation* run)
{
  const size_t most = run->settings->n_effects + (run->settings->stems != NULL);
  run->variants = calloc(run->n_candidates * most + 1, sizeof(*run->variants));
  if (!run->variants) {
    return byline_no_memory(NULL);
  }
  for (size_t i = 0; i < run->n_candidates; ++i) {
    if (run->places[i].split == BYLINE_TRAIN) {
      add_variants(run, run->candidates[i].track, run->places[i]);
    }
  }
  return byline_preparation_make_features(run, run->variants, run->n_variants);
}

static BylineStatus write_tables(const char* folder, BylinePreparation* run)
{
  BylinePreparedTrack* const rows =
      calloc(run->n_candidates + run->n_variants + 1, sizeof(*rows));
  if (!rows) {
    return byline_no_memory(NULL);
  }
  size_t n = 0;
  for (size_t i = 0; i < run->n_candidates; ++i) {
    rows[n++] = (BylinePreparedTrack){.track = run->candidates[i].track,
                                      .place = run->places[i],
                                      .features = &run->candidates[i].features,
                                      .effects = "",
                                      .backing = run->candidates[i].backing};
  }
  for (size_t i = 0; i < run->n_variants; ++i) {
    const BylineCandidate* const variant = &run->variants[i];
    if (variant->usable) {
      rows[n++] = (BylinePreparedTrack){.track = variant->track,
                                        .place = variant->place,
                                        .features = &variant->features,
                                        .backing = "",
                                        .effects = variant->effects,
                                        .stem = variant->stem};
    }
  }
  run->report.n_songs = run->n_candidates;
  run->report.n_variants = n - run->n_candidates;
  run->report.n_artists = run->artists.n;
  const BylineStatus status = byline_dataset_folder_write(
      folder, &run->settings->front_end, &run->settings->split, rows, n);
  free(rows);
  return status;
}

static BylineStatus run_all(const char* folder, BylinePreparation* run)
{
  BYLINE_TRY(gather(run));
  BYLINE_TRY(byline_preparation_make_features(run, run->candidates,
                                              run->n_candidates));
  BYLINE_TRY(byline_preparation_leave_out_repetitions(run));
  if (run->report.n_skipped + run->report.n_left_out > 0) {
    BYLINE_TRY(choose(run));
  }
  BYLINE_TRY(split(run));
  BYLINE_TRY(make_variants(run));
  return write_tables(folder, run);
}

/* Describe how the features of songs and of their variants are made. */
static BylineStatus make_makers(const char* folder, BylinePreparation* run)
{
  const BylinePrepareSettings* const settings = run->settings;
  run->varied = calloc(settings->n_effects + 1, sizeof(*run->varied));
  if (!run->varied) {
    return byline_no_memory(NULL);
  }
  BYLINE_TRY(byline_feature_maker_init(folder, &settings->front_end, "", 0,
                                       settings->stop, &run->maker));
  for (size_t i = 0; i < settings->n_effects; ++i) {
    BYLINE_TRY(byline_feature_maker_init(
        folder, &settings->front_end, settings->effects[i],
        settings->split.seed, settings->stop, &run->varied[i]));
  }
  return BYLINE_OK;
}

static BylineStatus check_settings(const BylinePrepareSettings* settings)
{
  if (settings->stems && settings->front_end.focus == BYLINE_FOCUS_MIX) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "stems are for a focus on the voice, or on all three");
  }
  return BYLINE_OK;
}

static BylineStatus look_before(const char* folder, BylinePreparation* run)
{
  if (run->settings->force) {
    return BYLINE_OK;
  }
  BYLINE_TRY(byline_finished_dataset_read(folder, &run->before));
  return byline_finished_dataset_check(folder, &run->before, run->settings);
}

static BylineStatus prepare_in(const char* folder, BylinePreparation* run)
{
  BylineDatasetFolder open_folder;
  BYLINE_TRY(byline_dataset_folder_open(folder, &open_folder));
  BylineStatus status = look_before(folder, run);
  BYLINE_THEN(status, make_makers(open_folder.features, run));
  BYLINE_THEN(status, run_all(folder, run));
  byline_dataset_folder_close(&open_folder);
  return status;
}

BylineStatus byline_dataset_prepare(const char* folder,
                                    const BylineLibrary* library,
                                    const BylinePrepareSettings* settings,
                                    BylinePrepareReport* report)
{
  BylinePreparation run = {.library = library,
                           .settings = settings,
                           .lock = PTHREAD_MUTEX_INITIALIZER};
  BylineStatus status = check_settings(settings);
  BYLINE_THEN(status, prepare_in(folder, &run));
  free(run.variants);
  free(run.places);
  free(run.varied);
  free(run.candidates);
  byline_names_free(&run.artists);
  byline_stems_free(&run.stems);
  byline_finished_dataset_free(&run.before);
  pthread_mutex_destroy(&run.lock);
  *report = run.report;
  return status;
}
