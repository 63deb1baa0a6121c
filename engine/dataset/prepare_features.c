/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of the tracks: spectrograms, unless they are of no use or the
   same sound as another. */

#include "dataset/prepare_run.h"

#include "byline/thread_pool.h"
#include "dataset/index_music.h"
#include "dataset/repetitions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void byline_preparation_skip(BylinePreparation* run, BylineCandidate* candidate)
{
  candidate->usable = false;
  if (!strcmp(candidate->effects, BYLINE_STEM_VARIANT)) {
    ++run->report.n_without_stem;
    byline_log(BYLINE_LOG_WARNING, "learnt from without a stem: %s",
               byline_error_message());
    return;
  }
  ++run->report.n_skipped;
  byline_log(BYLINE_LOG_WARNING, "skipped: %s", byline_error_message());
  if (run->settings->left_out) {
    run->settings->left_out(run->settings->context, candidate->track,
                            "unreadable");
  }
}

/* A track that can be read but is of no use. */
static void leave_out(BylinePreparation* run, BylineCandidate* candidate,
                      const char* why, const char* what)
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
static void index_track(BylinePreparation* run, const BylineTrack* track,
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
  BylinePreparation* const run = context;
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
    byline_preparation_skip(run, candidate);
  }
  if (run->status == BYLINE_OK) {
    byline_progress("preparing", "tracks", ++run->n_done, run->n_work);
  }
  pthread_mutex_unlock(&run->lock);
}

BylineStatus byline_preparation_make_features(BylinePreparation* run,
                                              BylineCandidate* work, size_t n)
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

/* ---- repetitions */

/* Leave a repetition out; one that is another artist's is a question. */
static void leave_out_repetition(BylinePreparation* run,
                                 BylineCandidate* candidate,
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
static BylineStatus name_backings(BylinePreparation* run,
                                  const BylineRepetition* found, size_t n)
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

BylineStatus byline_preparation_leave_out_repetitions(BylinePreparation* run)
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
  BYLINE_THEN(status, byline_repetitions_find(
                          run->maker.folder, &run->settings->front_end,
                          features, n, run->settings->n_jobs, found));
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    if (found[i].first != i) {
      leave_out_repetition(run, &run->candidates[i],
                           &run->candidates[found[i].first],
                           found[i].is_medley);
    }
  }
  BYLINE_THEN(status, name_backings(run, found, n));
  free(found);
  free(features);
  return status;
}
