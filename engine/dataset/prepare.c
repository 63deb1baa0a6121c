/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/prepare.h"
#include "dataset/index_music.h"

#include "byline/thread_pool.h"
#include "dataset/choose.h"
#include "dataset/dataset_folder.h"
#include "dataset/features.h"
#include "dataset/finished.h"
#include "dataset/names.h"
#include "dataset/repetitions.h"
#include "dataset/split.h"
#include "dataset/stems.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A run of byline_dataset_prepare() */
typedef struct {
  const BylineLibrary* library;
  const BylinePrepareSettings* settings;
  BylineFeatureMaker maker;
  BylineFeatureMaker* varied;   ///< One for each chain of effects
  BylineNames artists;          ///< With enough songs, in alphabetical order
  BylineFinishedDataset before; ///< What the folder held; {0} if forced
  BylineStems stems;            ///< What people made of the tracks
  BylineCandidate* candidates;  ///< Tracks by them, in the library's order
  size_t n_candidates;
  BylineSplitPlace* places;  ///< Of the candidates
  BylineCandidate* variants; ///< Of those to learn from
  size_t n_variants;
  BylineCandidate* work; ///< What threads are at: one of both
  size_t n_work;
  pthread_mutex_t lock; ///< Guards what follows, while threads run
  size_t n_done;        ///< Candidates dealt with
  BylinePrepareReport report;
  BylineStatus status; ///< What stopped the run, if anything
  char message[1024];  ///< Its description
} Run;

/* ---- which tracks */

/* Leave out candidates that are not usable or by an artist with too few. */
static BylineStatus choose(Run* run)
{
  byline_names_free(&run->artists);
  return byline_candidates_choose(run->candidates, &run->n_candidates,
                                  run->settings->min_songs,
                                  !run->settings->left_out, &run->artists);
}

/* A track that could not be read. */
static void skip(Run* run, BylineCandidate* candidate)
{
  candidate->usable = false;
  ++run->report.n_skipped;
  byline_log(BYLINE_LOG_WARNING, "skipped: %s", byline_error_message());
  if (run->settings->left_out) {
    run->settings->left_out(run->settings->context, candidate->track,
                            "unreadable");
  }
}

static BylineStatus find_stems(Run* run)
{
  if (!run->settings->stems) {
    return BYLINE_OK;
  }
  const BylineStatus status =
      byline_stems_find(run->settings->stems, &run->stems);
  for (size_t i = 0; status == BYLINE_OK && i < run->n_candidates; ++i) {
    BylineCandidate* const candidate = &run->candidates[i];
    if (byline_stems_choose(&run->stems, candidate->track->path,
                            &candidate->stem) != BYLINE_OK) {
      skip(run, candidate);
    }
  }
  return status;
}

static BylineStatus gather(Run* run)
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
    byline_log(BYLINE_LOG_NOTE, "left out: %zu track%s without an artist",
               n_nameless, n_nameless == 1 ? "" : "s");
  }
  BylineStatus status = find_stems(run);
  return status == BYLINE_OK ? choose(run) : status;
}

/* ---- spectrograms */

/* A track that can be read but is of no use. */
static void leave_out(Run* run, BylineCandidate* candidate, const char* why,
                      const char* what)
{
  candidate->usable = false;
  ++run->report.n_left_out;
  if (run->settings->left_out) {
    char text[512];
    snprintf(text, sizeof(text), "%s%s", why, what);
    run->settings->left_out(run->settings->context, candidate->track, text);
    return;
  }
  byline_log(BYLINE_LOG_NOTE, "left out: %s: %s%s", candidate->track->path, why,
             what);
}

/* Add what was decoded to the index of recordings. */
static void index_track(Run* run, const BylineTrack* track,
                        const BylineConstellation* constellation)
{
  const BylineStatus status =
      byline_track_index(run->settings->recordings, track, constellation);
  if (status != BYLINE_OK && run->status == BYLINE_OK) {
    run->status = status;
    snprintf(run->message, sizeof(run->message), "%s", byline_error_message());
  }
}

/* Make one candidate's features.  A BylineTask. */
static void make_features(void* context, unsigned thread, size_t begin,
                          size_t end)
{
  (void)thread;
  (void)end;
  Run* const run = context;
  BylineCandidate* const candidate = &run->work[begin];
  pthread_mutex_lock(&run->lock);
  const bool stopped = run->status != BYLINE_OK;
  const bool wanted =
      run->settings->recordings &&
      !byline_track_is_indexed(run->settings->recordings, candidate->track);
  pthread_mutex_unlock(&run->lock);
  if (stopped) {
    return;
  }

  bool fatal = false;
  BylineConstellation constellation = {0};
  const BylineStatus status = byline_features_make(
      candidate->maker, candidate->track->path, candidate->stem,
      wanted ? &constellation : NULL, &candidate->features, &fatal);

  pthread_mutex_lock(&run->lock);
  if (status == BYLINE_OK && constellation.n > 0) {
    index_track(run, candidate->track, &constellation);
  }
  byline_constellation_free(&constellation);
  if (status == BYLINE_OK &&
      candidate->features.segment.n_frames < BYLINE_CLIP_FRAMES) {
    leave_out(run, candidate,
              candidate->features.segment.n_frames > 0
                  ? "shorter than a clip"
                  : "silent, or its channels cancel out",
              "");
  } else if (status == BYLINE_OK && !candidate->features.reused) {
    ++run->report.n_new;
    run->report.seconds += byline_front_end_time(&run->settings->front_end,
                                                 candidate->features.n_frames);
  } else if (fatal || status == BYLINE_ERROR_MEMORY ||
             status == BYLINE_ERROR_INTERRUPTED) {
    run->status = status;
    snprintf(run->message, sizeof(run->message), "%s", byline_error_message());
  } else if (status != BYLINE_OK) {
    skip(run, candidate);
  }
  if (run->status == BYLINE_OK) {
    byline_progress("preparing", "tracks", ++run->n_done, run->n_work);
  }
  pthread_mutex_unlock(&run->lock);
}

static BylineStatus make_all_features(Run* run, BylineCandidate* work, size_t n)
{
  BylineThreadPool* pool = NULL;
  const BylineStatus status =
      byline_thread_pool_new(run->settings->n_jobs, &pool);
  if (status != BYLINE_OK || n == 0) {
    byline_thread_pool_free(pool);
    return status;
  }
  run->work = work;
  run->n_work = n;
  run->n_done = 0;
  byline_progress("preparing", "tracks", 0, n);
  byline_thread_pool_run_unordered(pool, make_features, run, n);
  byline_thread_pool_free(pool);
  return run->status == BYLINE_OK
             ? BYLINE_OK
             : byline_error(run->status, "%s", run->message);
}

/* Leave a repetition out; one that is another artist's is a question. */
static void leave_out_repetition(Run* run, BylineCandidate* candidate,
                                 const BylineCandidate* first, bool is_medley)
{
  const BylineTrack* const other = first->track;
  if (is_medley || !strcmp(candidate->track->artist, other->artist)) {
    leave_out(run, candidate,
              is_medley ? "it holds other tracks, such as "
                        : "the same sound as ",
              other->path);
    return;
  }
  candidate->usable = false;
  ++run->report.n_left_out;
  byline_log(BYLINE_LOG_WARNING,
             "left out: %s: the same sound as %s, which is by '%s', not by "
             "'%s': whose is it? The first is kept; delete the wrong row",
             candidate->track->path, other->path, other->artist,
             candidate->track->artist);
}

/* Let songs over one accompaniment know of each other. */
static BylineStatus name_backings(Run* run, const BylineRepetition* found,
                                  size_t n)
{
  size_t* const counts = calloc(n + 1, sizeof(*counts));
  size_t n_shared = 0;
  if (!counts) {
    return byline_no_memory(NULL);
  }
  for (size_t i = 0; i < n; ++i) {
    counts[found[i].backing] += run->candidates[i].usable;
  }
  for (size_t i = 0; i < n; ++i) {
    const size_t first = found[i].backing;
    if (run->candidates[i].usable && counts[first] > 1) {
      memcpy(run->candidates[i].backing, run->candidates[first].features.name,
             BYLINE_FEATURES_NAME_SIZE);
      ++n_shared;
    }
  }
  free(counts);
  if (n_shared > 0) {
    byline_log(BYLINE_LOG_NOTE,
               "%zu songs share their accompaniment with others: kept in one "
               "part of the split with these",
               n_shared);
  }
  return BYLINE_OK;
}

/* The same sound twice would be learnt from and tested on. */
static BylineStatus leave_out_repetitions(Run* run)
{
  const size_t n = run->n_candidates;
  BylineFeatures* const features = calloc(n + 1, sizeof(*features));
  BylineRepetition* const found = calloc(n + 1, sizeof(*found));
  BylineStatus status = features && found ? BYLINE_OK : byline_no_memory(NULL);
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    if (run->candidates[i].usable) {
      features[i] = run->candidates[i].features;
    }
  }
  if (status == BYLINE_OK) {
    status = byline_repetitions_find(run->maker.folder,
                                     run->settings->front_end.n_mels, features,
                                     n, run->settings->n_jobs, found);
  }
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    if (found[i].first != i) {
      leave_out_repetition(run, &run->candidates[i],
                           &run->candidates[found[i].first],
                           found[i].is_medley);
    }
  }
  if (status == BYLINE_OK) {
    status = name_backings(run, found, n);
  }
  free(found);
  free(features);
  return status;
}

/* ---- the split, and variants of what is learnt from */

static BylineStatus split(Run* run)
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

static BylineStatus make_variants(Run* run)
{
  const size_t n_effects = run->settings->n_effects;
  run->variants =
      calloc(run->n_candidates * n_effects + 1, sizeof(*run->variants));
  if (!run->variants) {
    return byline_no_memory(NULL);
  }
  for (size_t i = 0; i < run->n_candidates; ++i) {
    for (size_t k = 0; run->places[i].split == BYLINE_TRAIN && k < n_effects;
         ++k) {
      run->variants[run->n_variants++] =
          (BylineCandidate){.track = run->candidates[i].track,
                            .maker = &run->varied[k],
                            .effects = run->settings->effects[k],
                            .place = run->places[i],
                            .usable = true};
    }
  }
  return make_all_features(run, run->variants, run->n_variants);
}

static BylineStatus write_tables(const char* folder, Run* run)
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
                                      .backing = run->candidates[i].backing,
                                      .stem = run->candidates[i].stem};
  }
  for (size_t i = 0; i < run->n_variants; ++i) {
    const BylineCandidate* const variant = &run->variants[i];
    if (variant->usable) {
      rows[n++] = (BylinePreparedTrack){.track = variant->track,
                                        .place = variant->place,
                                        .features = &variant->features,
                                        .backing = "",
                                        .effects = variant->effects};
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

static BylineStatus run_all(const char* folder, Run* run)
{
  BylineStatus status = gather(run);
  if (status == BYLINE_OK) {
    status = make_all_features(run, run->candidates, run->n_candidates);
  }
  if (status == BYLINE_OK) {
    status = leave_out_repetitions(run);
  }
  if (status == BYLINE_OK &&
      run->report.n_skipped + run->report.n_left_out > 0) {
    status = choose(run);
  }
  if (status == BYLINE_OK) {
    status = split(run);
  }
  if (status == BYLINE_OK) {
    status = make_variants(run);
  }
  return status == BYLINE_OK ? write_tables(folder, run) : status;
}

/* Describe how the features of songs and of their variants are made. */
static BylineStatus make_makers(const char* folder, Run* run)
{
  const BylinePrepareSettings* const settings = run->settings;
  run->varied = calloc(settings->n_effects + 1, sizeof(*run->varied));
  if (!run->varied) {
    return byline_no_memory(NULL);
  }
  BylineStatus status = byline_feature_maker_init(
      folder, &settings->front_end, "", 0, settings->stop, &run->maker);
  for (size_t i = 0; status == BYLINE_OK && i < settings->n_effects; ++i) {
    status = byline_feature_maker_init(
        folder, &settings->front_end, settings->effects[i],
        settings->split.seed, settings->stop, &run->varied[i]);
  }
  return status;
}

static BylineStatus check_settings(const BylinePrepareSettings* settings)
{
  if (settings->stems && settings->front_end.focus == BYLINE_FOCUS_MIX) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "stems are for a focus on the voice, or on all three");
  }
  if (settings->stems && settings->n_effects > 0) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "stems do not go through effects: choose one of both");
  }
  return BYLINE_OK;
}

static BylineStatus look_before(const char* folder, Run* run)
{
  if (run->settings->force) {
    return BYLINE_OK;
  }
  const BylineStatus status =
      byline_finished_dataset_read(folder, &run->before);
  return status == BYLINE_OK ? byline_finished_dataset_check(
                                   folder, &run->before, run->settings)
                             : status;
}

BylineStatus byline_dataset_prepare(const char* folder,
                                    const BylineLibrary* library,
                                    const BylinePrepareSettings* settings,
                                    BylinePrepareReport* report)
{
  Run run = {.library = library,
             .settings = settings,
             .lock = PTHREAD_MUTEX_INITIALIZER};
  BylineDatasetFolder open_folder;
  BylineStatus status = check_settings(settings);
  if (status == BYLINE_OK) {
    status = byline_dataset_folder_open(folder, &open_folder);
  }
  if (status == BYLINE_OK) {
    status = look_before(folder, &run);
    if (status == BYLINE_OK) {
      status = make_makers(open_folder.features, &run);
    }
    if (status == BYLINE_OK) {
      status = run_all(folder, &run);
    }
    byline_dataset_folder_close(&open_folder);
  }
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
