/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/song_index.h"

#include "base/stop.h"

#include <stdbool.h>
#include <stdlib.h>

/* Seconds of a recording that are fingerprinted */
#define MAX_SECONDS 900.0

/* A song that cannot be read has an empty fingerprint, which nothing fits. */
static void take_prints(void* context, unsigned thread, size_t begin,
                        size_t end)
{
  (void)thread;
  BylineSongIndex* const index = context;
  for (size_t i = begin; i < end && !byline_is_stopped(index->target->stop);
       ++i) {
    const BylineSong* const song =
        byline_dataset_song(index->target->dataset, index->songs[i]);
    if (byline_fingerprint_read(song->path, MAX_SECONDS, &index->prints[i]) !=
        BYLINE_OK) {
      byline_log(BYLINE_LOG_WARNING, "%s; passed over", byline_error_message());
    }
    const size_t n_done =
        __atomic_add_fetch(&index->n_done, 1, __ATOMIC_RELAXED);
    byline_progress("fingerprinting", "songs", n_done, index->n);
  }
}

/* Whether a song is one of those that are meant */
static bool is_meant(const BylineSong* song, unsigned splits)
{
  return !song->is_variant && (splits >> song->split & 1);
}

static BylineStatus list_songs(const BylineEvaluationTarget* target,
                               unsigned splits, size_t most,
                               BylineSongIndex* index)
{
  const size_t n_songs = byline_dataset_song_count(target->dataset);
  *index =
      (BylineSongIndex){.target = target,
                        .songs = calloc(n_songs + 1, sizeof(*index->songs)),
                        .prints = calloc(n_songs + 1, sizeof(*index->prints))};
  if (!index->songs || !index->prints) {
    return byline_no_memory("an index");
  }
  size_t n = 0;
  for (size_t i = 0; i < n_songs; ++i) {
    if (is_meant(byline_dataset_song(target->dataset, i), splits)) {
      index->songs[n++] = i;
    }
  }
  index->n = most > 0 && most < n ? most : n;
  for (size_t i = 0; i < index->n; ++i) {
    index->songs[i] = index->songs[i * n / index->n];
  }
  return BYLINE_OK;
}

BylineStatus byline_song_index_make(const BylineEvaluationTarget* target,
                                    unsigned splits, size_t most,
                                    BylineSongIndex* index)
{
  BYLINE_TRY(list_songs(target, splits, most, index));
  byline_thread_pool_run_unordered(target->pool, take_prints, index, index->n);
  return byline_stop_check(target->stop);
}

void byline_song_index_free(BylineSongIndex* index)
{
  for (size_t i = 0; index->prints && i < index->n; ++i) {
    byline_fingerprint_free(&index->prints[i]);
  }
  free(index->songs);
  free(index->prints);
  *index = (BylineSongIndex){.n = 0};
}

BylineFingerprintMatch byline_song_index_search(const BylineSongIndex* index,
                                                const BylineFingerprint* query,
                                                size_t* artist)
{
  const BylineFingerprintMatch match =
      byline_fingerprint_search(query, index->prints, index->n);
  if (byline_fingerprint_is_match(&match)) {
    *artist =
        byline_dataset_song(index->target->dataset, index->songs[match.index])
            ->artist;
  }
  return match;
}
