/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What is learnt from is known by its title, too. */

#include "byline/dataset.h"
#include "dataset/index_music.h"
#include "learn/learning.h"

#include <stdlib.h>

void byline_learning_open_index(BylineLearning* l)
{
  char* const path = byline_recordings_default_path();
  if (path &&
      byline_recordings_writer_open(path, &l->recordings) != BYLINE_OK) {
    byline_log(BYLINE_LOG_WARNING, "titles will not be known, but artists: %s",
               byline_error_message());
  }
  free(path);
}

/* What is not there once the dataset is made: songs of artists with too few,
   and those whose spectrograms were there */
BylineStatus byline_learning_fill_index(BylineLearning* l)
{
  BylineLibrary library;
  BylineThreadPool* pool = NULL;
  BylineIndexReport report = {0};
  if (!l->recordings) {
    return BYLINE_OK;
  }
  BYLINE_TRY(byline_library_read(l->library_path, &library));
  BylineStatus status = byline_thread_pool_new(l->settings->n_threads, &pool);
  BYLINE_THEN(status, byline_tracks_index(l->recordings, library.tracks,
                                          library.n_tracks, pool,
                                          l->settings->stop, &report));
  byline_thread_pool_free(pool);
  byline_library_free(&library);
  /* Others may change it while this one trains */
  byline_recordings_writer_close(l->recordings);
  l->recordings = NULL;
  return status;
}
