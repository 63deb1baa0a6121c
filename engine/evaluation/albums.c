/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/breakdown.h"

#include <string.h>

static BylineAlbumKind kind_of(const BylineDataset* dataset, size_t index,
                               unsigned learnt)
{
  const BylineSong* const song = byline_dataset_song(dataset, index);
  if (!song->album[0]) {
    return BYLINE_ALBUM_UNKNOWN;
  }
  const size_t n = byline_dataset_song_count(dataset);
  for (size_t i = 0; i < n; ++i) {
    const BylineSong* const other = byline_dataset_song(dataset, i);
    if (i != index && (learnt >> other->split & 1) &&
        other->artist == song->artist && !strcmp(other->album, song->album)) {
      return BYLINE_ALBUM_SEEN;
    }
  }
  return BYLINE_ALBUM_UNSEEN;
}

void byline_albums_measure(const BylineDataset* dataset,
                           const BylineSongs* songs, unsigned learnt,
                           BylineAlbumScore scores[static BYLINE_N_ALBUM_KINDS])
{
  memset(scores, 0, BYLINE_N_ALBUM_KINDS * sizeof(*scores));
  for (size_t i = 0; i < songs->n; ++i) {
    const BylineSongAnswer* const song = &songs->songs[i];
    BylineAlbumScore* const score =
        &scores[kind_of(dataset, song->song, learnt)];
    ++score->n_songs;
    score->n_clips += song->n;
    score->song_accuracy += song->answer == song->truth;
    for (size_t k = 0; k < song->n; ++k) {
      score->accuracy += songs->answers[song->first + k] == song->truth;
    }
  }
  for (size_t i = 0; i < BYLINE_N_ALBUM_KINDS; ++i) {
    if (scores[i].n_songs > 0) {
      scores[i].song_accuracy /= (double)scores[i].n_songs;
      scores[i].accuracy /= (double)scores[i].n_clips;
    }
  }
}
