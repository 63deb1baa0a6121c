/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Sound on its way to the index of recordings; declared in tracks.h. */

#include "recognizer/tracks.h"

#include <stdlib.h>

/* Samples that are handed over at a time */
#define UNIT 1024

/* Seconds of sound that are looked up */
#define WINDOW 10.0

/* Seconds between two questions, less what columns are rounded to */
#define PAUSE 0.95

struct BylineTrackEar {
  BylineRecordingsListener* listener;
  float mono[UNIT];
  size_t n;     ///< Samples that wait
  double asked; ///< When it was last asked
};

BylineStatus byline_track_ear_new(const BylineRecordings* index, double rate,
                                  BylineTrackEar** ear)
{
  *ear = calloc(1, sizeof(**ear));
  if (!*ear) {
    return byline_no_memory("recordings");
  }
  const BylineStatus status =
      byline_recordings_listener_new(index, rate, &(*ear)->listener);
  if (status != BYLINE_OK) {
    byline_track_ear_free(*ear);
    *ear = NULL;
    return status;
  }
  byline_track_ear_reset(*ear);
  return BYLINE_OK;
}

void byline_track_ear_free(BylineTrackEar* ear)
{
  if (ear) {
    byline_recordings_listener_free(ear->listener);
    free(ear);
  }
}

void byline_track_ear_reset(BylineTrackEar* ear)
{
  byline_recordings_listener_reset(ear->listener);
  ear->n = 0;
  ear->asked = -PAUSE;
}

void byline_track_ear_move(BylineTrackEar* ear, const BylineRecordings* index)
{
  byline_recordings_listener_set_index(ear->listener, index);
}

size_t byline_track_ear_room(const BylineTrackEar* ear)
{
  return UNIT - ear->n;
}

void byline_track_ear_hear(BylineTrackEar* ear, const float* left,
                           const float* right, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    ear->mono[ear->n + i] = right ? 0.5f * (left[i] + right[i]) : left[i];
  }
  ear->n += n;
  if (ear->n == UNIT) {
    byline_recordings_listener_feed(ear->listener, ear->mono, UNIT);
    ear->n = 0;
  }
}

void byline_track_ear_ask(BylineTrackEar* ear, double time,
                          BylineTrackLook* observation)
{
  observation->asked = time - ear->asked >= PAUSE;
  if (!observation->asked) {
    return;
  }
  ear->asked = time;
  observation->n = byline_recordings_listener_ask(ear->listener, WINDOW,
                                                  observation->matches);
}
