/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/known_songs.h"

#include "base/file.h"
#include "dataset/index_music.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The probability from which on the index is believed rather than the ear */
#define BELIEVED 0.5

/* Room for a number in decimals */
#define NUMBER_SIZE 24

/* Write an index in which the titles are the artists' numbers. */
static BylineStatus write_index(const BylineSongIndex* songs, const char* path)
{
  BylineRecordingsWriter* writer = NULL;
  BylineIndexReport report = {0};
  BylineTrack* const tracks = calloc(songs->n + 1, sizeof(*tracks));
  char* const numbers = calloc(songs->n + 1, NUMBER_SIZE);
  BylineStatus status = tracks && numbers
                            ? byline_recordings_writer_open(path, &writer)
                            : byline_no_memory("an index");
  for (size_t i = 0; status == BYLINE_OK && i < songs->n; ++i) {
    const BylineSong* const song =
        byline_dataset_song(songs->target->dataset, songs->songs[i]);
    char* const number = numbers + i * NUMBER_SIZE;
    snprintf(number, NUMBER_SIZE, "%zu", song->artist);
    tracks[i] = (BylineTrack){
        .path = (char*)song->path, .artist = number, .title = number};
  }
  BYLINE_THEN(status,
              byline_tracks_index(writer, tracks, songs->n, songs->target->pool,
                                  songs->target->stop, &report));
  byline_recordings_writer_close(writer);
  free(numbers);
  free(tracks);
  return status;
}

static BylineStatus open_index(const char* path, BylineKnownSongs* known)
{
  BYLINE_TRY(byline_recordings_open(path, &known->index));
  const size_t n = byline_recordings_count(known->index);
  known->artists = calloc(n + 1, sizeof(*known->artists));
  for (size_t i = 0; known->artists && i < n; ++i) {
    known->artists[i] =
        strtoul(byline_recordings_info(known->index, i).title, NULL, 10);
  }
  return known->artists ? BYLINE_OK : byline_no_memory("an index");
}

BylineStatus byline_known_songs_make(const BylineSongIndex* songs,
                                     BylineKnownSongs* known)
{
  const char* const place = getenv("TMPDIR");
  *known = (BylineKnownSongs){0};
  char* const folder =
      byline_path_join(place && place[0] ? place : "/tmp", "byline-XXXXXX");
  if (!folder || !mkdtemp(folder)) {
    const BylineStatus status = folder ? byline_error(BYLINE_ERROR_IO, "%s: %s",
                                                      folder, strerror(errno))
                                       : byline_no_memory("an index");
    free(folder);
    return status;
  }
  char* const path = byline_path_join(folder, "index");
  BylineStatus status =
      path ? write_index(songs, path) : byline_no_memory("an index");
  BYLINE_THEN(status, open_index(path, known));
  /* It stays as long as it is open */
  if (path) {
    unlink(path);
  }
  rmdir(folder);
  free(path);
  free(folder);
  return status;
}

void byline_known_songs_free(BylineKnownSongs* known)
{
  byline_recordings_close(known->index);
  free(known->artists);
  *known = (BylineKnownSongs){0};
}

bool byline_known_songs_search(const BylineKnownSongs* known,
                               const BylineSound* clip, size_t* artist)
{
  BylineRecordingsListener* listener = NULL;
  BylineRecordingMatch matches[BYLINE_MAX_MATCHES] = {{0}};
  float* const mono = malloc((clip->n + 1) * sizeof(*mono));
  size_t n = 0;
  if (mono && byline_recordings_listener_new(known->index, clip->rate,
                                             &listener) == BYLINE_OK) {
    for (size_t i = 0; i < clip->n; ++i) {
      mono[i] = (clip->channels[0][i] + clip->channels[1][i]) / 2;
    }
    byline_recordings_listener_feed(listener, mono, clip->n);
    byline_recordings_listener_finish(listener);
    n = byline_recordings_listener_ask(listener, BYLINE_RECORDINGS_MOST,
                                       matches);
  }
  byline_recordings_listener_free(listener);
  free(mono);
  if (n == 0 || matches[0].probability < BELIEVED) {
    return false;
  }
  *artist = known->artists[matches[0].recording];
  return true;
}
