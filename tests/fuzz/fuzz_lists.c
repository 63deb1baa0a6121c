/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists of music: playlists, DJ programs' collections */

#include "dataset/collection.h"
#include "tests/fuzz/fuzz.h"

static BylineStatus take(void* context, const BylineListedTrack* track)
{
  size_t* const n = context;
  fuzz_require(track->path && track->path[0]);
  *n += strlen(track->path) + (track->artist ? strlen(track->artist) : 0) +
        (track->title ? strlen(track->title) : 0) +
        (track->album ? strlen(track->album) : 0);
  return BYLINE_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  const char* const path = fuzz_file(data, size);
  size_t n = 0;
  byline_playlist_read(path, take, &n);
  byline_dj_xml_read(path, take, &n);
  if (size >= 16 && !memcmp(data, "SQLite format 3", 16)) {
    byline_mixxx_read(path, take, &n);
  }
  char* const text = fuzz_text(data, size);
  byline_url_decode(text);
  fuzz_require(strlen(text) <= size);
  free(text);
  return 0;
}
