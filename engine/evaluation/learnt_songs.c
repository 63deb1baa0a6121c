/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/learnt_songs.h"

#include "models/learnt.h"

void byline_learnt_songs_move(BylineDataset* dataset, const char* learnt,
                              BylineLearntSongs* songs)
{
  *songs = (BylineLearntSongs){.known = learnt != NULL};
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    if (song->is_variant || song->split >= BYLINE_UNUSED) {
      continue;
    }
    ++songs->n[song->split];
    if (learnt && byline_learnt_has(learnt, song->recording)) {
      ++songs->learnt[song->split];
      byline_dataset_move(dataset, i, BYLINE_TRAIN);
    }
  }
}

BylineStatus byline_learnt_songs_tell(const BylineLearntSongs* songs,
                                      BylineSplit split)
{
  const char* const name = byline_split_name(split);
  const size_t n = songs->n[split];
  const size_t learnt = songs->learnt[split];
  if (!songs->known) {
    byline_log(
        BYLINE_LOG_NOTE,
        "the model does not tell which songs it learnt from; whether the "
        "%s songs are new to it cannot be known",
        name);
  } else if (split == BYLINE_TRAIN && learnt > 0) {
    byline_log(BYLINE_LOG_NOTE,
               "as asked, measured with songs that the model learnt from (%zu "
               "of %zu): this says little about others",
               learnt, n);
  } else if (learnt > 0 && learnt == n) {
    return byline_error(BYLINE_ERROR_DATA,
                        "the model learnt from all %zu %s songs, so that they "
                        "say nothing about it; measure it with others",
                        n, name);
  } else if (learnt > 0) {
    byline_log(BYLINE_LOG_WARNING,
               "left out: %zu of %zu %s songs, which the model learnt from",
               learnt, n, name);
  }
  return BYLINE_OK;
}
