/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/track_story.h"

#include <math.h>
#include <stdlib.h>

/* Found after so many seconds of it, and until so many after its end */
#define LATE_BEGIN 3.5
#define LATE_END 1.5

/* Found again within so many seconds it goes on */
#define PAUSE 12.0

/* Found less often it is chance, or a quotation */
#define LEAST_FOUND 3

/* Shorter pieces of what the ear says are left out, in seconds */
#define LEAST_PIECE 4.0

bool byline_track_story_note(BylineTrackStory* story, double time,
                             const BylineTrackLook* look)
{
  if (!look->asked || look->n == 0 || !look->matches[0].recent ||
      look->matches[0].probability < 0.5) {
    return true;
  }
  const BylineRecordingMatch match = look->matches[0];
  for (size_t i = story->n; i-- > 0 && story->spans[i].last > time - PAUSE;) {
    if (story->spans[i].match.recording == match.recording) {
      story->spans[i].last = time;
      ++story->spans[i].n;
      return true;
    }
  }
  BylineTrackSpan* const spans =
      realloc(story->spans, (story->n + 1) * sizeof(*spans));
  if (!spans) {
    return false;
  }
  story->spans = spans;
  spans[story->n++] =
      (BylineTrackSpan){.match = match, .first = time, .last = time, .n = 1};
  return true;
}

/* Drop what is chance, and find where the others begin and end; neighbours that
   overlap, as in a crossfade, meet in the middle */
static void find_bounds(BylineTrackStory* story)
{
  size_t n = 0;
  for (size_t i = 0; i < story->n; ++i) {
    BylineTrackSpan s = story->spans[i];
    if (s.n < LEAST_FOUND) {
      continue;
    }
    const double start = s.first - s.match.position / fmax(s.match.speed, 0.1);
    s.begin = fmax(fmax(s.first - LATE_BEGIN, start), 0);
    s.end = fmax(s.last - LATE_END, s.begin + 1);
    BylineTrackSpan* const before = n ? &story->spans[n - 1] : NULL;
    if (before && before->end >= s.end) {
      continue; // heard within another
    }
    if (before && before->end > s.begin) {
      before->end = s.begin = 0.5 * (before->end + s.begin);
    }
    story->spans[n++] = s;
  }
  story->n = n;
}

static bool add_track(const BylineTrackSpan* span,
                      const BylineRecordings* index, BylineHistory* history)
{
  const BylineRecordingInfo info =
      byline_recordings_info(index, span->match.recording);
  const BylineHistoryEntry entry = {.begin = span->begin,
                                    .end = span->end,
                                    .artist = info.artist,
                                    .title = info.title,
                                    .album = info.album,
                                    .id = info.id,
                                    .file = info.path,
                                    .probability =
                                        (float)span->match.probability,
                                    .speed = (float)span->match.speed,
                                    .pitch = (float)span->match.pitch,
                                    .known_by = BYLINE_KNOWN_BY_RECORDING};
  return byline_history_add(history, &entry);
}

/* Add what the ear says of a time without recordings */
static bool add_ear(const BylineHistory* ear, double begin, double end,
                    BylineHistory* history)
{
  bool good = true;
  for (size_t i = 0; good && i < ear->n; ++i) {
    BylineHistoryEntry piece = ear->entries[i];
    piece.begin = fmax(piece.begin, begin);
    piece.end = fmin(piece.end, end);
    if (piece.end - piece.begin >= LEAST_PIECE) {
      good = byline_history_add(history, &piece);
    }
  }
  return good;
}

bool byline_track_story_lay(BylineTrackStory* story,
                            const BylineRecordings* index,
                            BylineHistory* history)
{
  find_bounds(story);
  if (story->n == 0) {
    return true;
  }
  BylineHistory both = {0};
  bool good = true;
  double time = 0;
  for (size_t i = 0; good && i < story->n; ++i) {
    good = add_ear(history, time, story->spans[i].begin, &both) &&
           add_track(&story->spans[i], index, &both);
    time = story->spans[i].end;
  }
  good = good && add_ear(history, time, INFINITY, &both);
  if (good) {
    byline_history_clear(history);
    *history = both;
  } else {
    byline_history_clear(&both);
  }
  return good;
}

void byline_track_story_clear(BylineTrackStory* story)
{
  free(story->spans);
  *story = (BylineTrackStory){0};
}
