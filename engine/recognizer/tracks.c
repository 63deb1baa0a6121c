/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/tracks.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* Recordings that are less probable are not followed */
#define LEAST 0.01

/* Where the ear says that the artist still plays, a recording stays announced
   while it is this share of the threshold or more */
#define AGREED 0.1

/* How much earlier than it was found a recording may have begun and still be
   all of what was announced as its artist's, in seconds */
#define LATE 10.0

/* How long the ear's mistake about a recording lives on in it, in seconds */
#define MISTAKE 12.0

void byline_tracks_reset(BylineTracks* tracks)
{
  *tracks = (BylineTracks){.decision = byline_decision_begin(),
                           .artist = BYLINE_NO_ARTIST,
                           .recording = BYLINE_NO_ARTIST,
                           .mistaken = BYLINE_NO_ARTIST};
}

int32_t byline_tracks_artist(const BylineArtistNames* artists, const char* name)
{
  for (size_t i = 0; i < artists->n; ++i) {
    if (!strcasecmp(artists->names[i], name)) {
      return (int32_t)i;
    }
  }
  return BYLINE_RECORDING_ARTIST;
}

/* ---- following recordings */

static const BylineRecordingMatch*
find_match(const BylineTrackLook* observation, size_t recording)
{
  for (size_t i = 0; i < observation->n; ++i) {
    if (observation->matches[i].recording == recording &&
        observation->matches[i].recent) {
      return &observation->matches[i];
    }
  }
  return NULL;
}

static BylineFollowedTrack* find_followed(BylineTracks* tracks,
                                          size_t recording)
{
  for (size_t i = 0; i < tracks->n; ++i) {
    if (tracks->followed[i].recording == recording) {
      return &tracks->followed[i];
    }
  }
  return NULL;
}

/* Begin to follow a recording, in the place of the least probable one where
   there are too many */
static void follow(BylineTracks* tracks, const BylineRecordingMatch* match)
{
  size_t place = tracks->n;
  if (tracks->n == BYLINE_MAX_FOLLOWED) {
    place = 0;
    for (size_t i = 1; i < tracks->n; ++i) {
      if (tracks->followed[i].probability <
          tracks->followed[place].probability) {
        place = i;
      }
    }
  } else {
    ++tracks->n;
  }
  tracks->followed[place] =
      (BylineFollowedTrack){match->recording, match->probability, *match};
}

static void fade(BylineTracks* tracks, const BylineTrackLook* observation,
                 double elapsed, double smoothing)
{
  const double kept = smoothing > 0 ? exp(-elapsed / smoothing) : 0;
  size_t n = 0;
  for (size_t i = 0; i < tracks->n; ++i) {
    BylineFollowedTrack track = tracks->followed[i];
    const BylineRecordingMatch* const match =
        find_match(observation, track.recording);
    track.probability *= kept;
    if (match) {
      track.probability = fmax(track.probability, match->probability);
      track.match = *match;
    }
    if (track.probability >= LEAST) {
      tracks->followed[n++] = track;
    }
  }
  tracks->n = n;
}

static void update(BylineTracks* tracks, const BylineTrackLook* observation,
                   double time, double smoothing)
{
  fade(tracks, observation, fmax(time - tracks->asked, 0), smoothing);
  tracks->asked = time;
  for (size_t i = 0; i < observation->n; ++i) {
    if (observation->matches[i].recent &&
        observation->matches[i].probability >= LEAST &&
        !find_followed(tracks, observation->matches[i].recording)) {
      follow(tracks, &observation->matches[i]);
    }
  }
}

static bool is_same(const BylineRecordings* before,
                    const BylineRecordings* index, size_t recording)
{
  return recording < byline_recordings_count(index) &&
         !strcmp(byline_recordings_info(before, recording).path,
                 byline_recordings_info(index, recording).path);
}

void byline_tracks_move(BylineTracks* tracks, const BylineRecordings* before,
                        const BylineRecordings* index)
{
  size_t n = 0;
  for (size_t i = 0; i < tracks->n; ++i) {
    if (is_same(before, index, tracks->followed[i].recording)) {
      tracks->followed[n++] = tracks->followed[i];
    }
  }
  tracks->n = n;
  if (tracks->recording >= 0 &&
      !is_same(before, index, (size_t)tracks->recording)) {
    tracks->decision = byline_decision_begin();
    tracks->recording = BYLINE_NO_ARTIST;
  }
}

/* ---- which of them is announced */

static int32_t artist_of(const BylineRecordings* index,
                         const BylineArtistNames* artists, size_t recording)
{
  return byline_tracks_artist(artists,
                              byline_recordings_info(index, recording).artist);
}

/* The one that leads, or BYLINE_NO_ARTIST.  `ear` is whom the ear announces. */
static int32_t leader_of(BylineTracks* tracks, const BylineRecordings* index,
                         const BylineArtistNames* artists, double threshold,
                         int32_t ear)
{
  const BylineFollowedTrack* best = NULL;
  for (size_t i = 0; i < tracks->n; ++i) {
    const BylineFollowedTrack* const track = &tracks->followed[i];
    const bool is_announced =
        (int64_t)track->recording == tracks->decision.announced;
    /* Of equals, as in a crossfade, the one that is announced stays */
    if (!best || track->probability > best->probability + 0.01 ||
        (is_announced && track->probability >= best->probability - 0.01)) {
      best = track;
    }
  }
  if (!best || best->recording > INT32_MAX) {
    return BYLINE_NO_ARTIST;
  }
  const bool stays = (int32_t)best->recording == tracks->decision.announced &&
                     ear >= 0 && best->probability >= AGREED * threshold &&
                     artist_of(index, artists, best->recording) == ear;
  return best->probability >= threshold || stays ? (int32_t)best->recording
                                                 : BYLINE_NO_ARTIST;
}

static BylineHeardRecording heard_recording(const BylineRecordings* index,
                                            const BylineFollowedTrack* followed)
{
  const BylineRecordingInfo info =
      byline_recordings_info(index, followed->recording);
  return (BylineHeardRecording){.artist = info.artist,
                                .title = info.title,
                                .album = info.album,
                                .id = info.id,
                                .file = info.path,
                                .probability = (float)followed->probability,
                                .speed = (float)followed->match.speed,
                                .pitch = (float)followed->match.pitch,
                                .position = followed->match.position};
}

/* What an answer tells of a track: the one announced, else the likeliest */
static const BylineFollowedTrack* told(const BylineTracks* tracks)
{
  const BylineFollowedTrack* best = NULL;
  for (size_t i = 0; i < tracks->n; ++i) {
    const BylineFollowedTrack* const track = &tracks->followed[i];
    if ((int64_t)track->recording == tracks->decision.announced) {
      return track;
    }
    if (!best || track->probability > best->probability) {
      best = track;
    }
  }
  return best;
}

/* ---- the ranking */

/* Put an artist where it belongs, once */
static void rank(BylineRank* top, BylineRank entry)
{
  int place = BYLINE_TOP;
  for (int i = 0; i < BYLINE_TOP; ++i) {
    if (top[i].artist == entry.artist) {
      return;
    }
  }
  while (place > 0 && (top[place - 1].artist < 0 ||
                       entry.probability > top[place - 1].probability)) {
    --place;
    if (place + 1 < BYLINE_TOP) {
      top[place + 1] = top[place];
    }
  }
  if (place < BYLINE_TOP) {
    top[place] = entry;
  }
}

/* The posterior of both.  Of the artists without a recording, the ear's best
   stay the best, so that no others are looked at. */
static void mix(const BylineTracks* tracks, const BylineRecordings* index,
                const BylineArtistNames* artists, const float* posterior,
                BylineAnswer* answer)
{
  double sum = 0;
  for (size_t i = 0; i < tracks->n; ++i) {
    sum += tracks->followed[i].probability;
  }
  const double scale = sum > 1 ? 1 / sum : 1;
  const double rest = sum < 1 ? 1 - sum : 0;
  int32_t numbers[BYLINE_MAX_FOLLOWED];
  BylineRank top[BYLINE_TOP];
  for (int i = 0; i < BYLINE_TOP; ++i) {
    top[i] = (BylineRank){.artist = -1};
  }
  for (size_t i = 0; i < tracks->n; ++i) {
    numbers[i] = artist_of(index, artists, tracks->followed[i].recording);
  }
  const BylineFollowedTrack* const shown = told(tracks);
  for (size_t i = 0; i < tracks->n; ++i) {
    const bool is_own = numbers[i] != BYLINE_RECORDING_ARTIST;
    if (!is_own && &tracks->followed[i] != shown) {
      continue; // an answer has room for one name that the ear does not know
    }
    double probability =
        is_own && posterior ? rest * (double)posterior[numbers[i]] : 0;
    for (size_t k = 0; k < tracks->n; ++k) {
      const bool same = is_own ? numbers[k] == numbers[i] : k == i;
      probability += same ? scale * tracks->followed[k].probability : 0;
    }
    rank(top, (BylineRank){numbers[i], (float)fmin(probability, 1)});
  }
  for (int i = 0; i < BYLINE_TOP && answer->top[i].artist >= 0; ++i) {
    rank(top, (BylineRank){answer->top[i].artist,
                           (float)(rest * (double)answer->top[i].probability)});
  }
  memcpy(answer->top, top, sizeof(top));
  answer->confidence = top[0].probability;
}

/* ---- answers */

/* The ear was wrong about what a recording was known of, and may stay so for a
   while after its end */
static void doubt_ear(BylineTracks* tracks, int32_t ear, double time)
{
  if (tracks->recording >= 0 && tracks->decision.announced < 0) {
    tracks->mistaken = ear == tracks->artist ? BYLINE_NO_ARTIST : ear;
    tracks->until = time + MISTAKE;
  }
}

static void answer_by_ear(const BylineTracks* tracks, BylineAnswer* answer)
{
  if (answer->artist >= 0 && answer->artist == tracks->mistaken &&
      answer->time < tracks->until) {
    answer->artist = -1;
    answer->known_by = BYLINE_KNOWN_BY_NOTHING;
    if (answer->state == BYLINE_STATE_KNOWN) {
      answer->state = BYLINE_STATE_UNKNOWN;
    }
  }
}

static void answer_by_recording(int32_t artist, BylineAnswer* answer)
{
  answer->artist = artist;
  answer->known_by = BYLINE_KNOWN_BY_RECORDING;
  if (answer->state != BYLINE_STATE_SILENCE) {
    answer->state = BYLINE_STATE_KNOWN;
  }
}

/* Whether all that was announced as an artist's is this recording */
static bool is_all(const BylineTracks* tracks, const BylineAnswer* answer)
{
  const double speed = fmax((double)answer->recording.speed, 0.1);
  return tracks->since >=
         answer->time - answer->recording.position / speed - LATE;
}

/* Whether this is news, and what kind of */
static void compare(BylineTracks* tracks, BylineAnswer* answer)
{
  const bool by_recording = answer->known_by == BYLINE_KNOWN_BY_RECORDING;
  const int32_t recording =
      by_recording ? tracks->decision.announced : BYLINE_NO_ARTIST;
  const bool is_same = answer->artist == tracks->artist;
  const bool is_news = !is_same || recording != tracks->recording;
  answer->refined = is_news && is_same && by_recording &&
                    tracks->recording == BYLINE_NO_ARTIST &&
                    is_all(tracks, answer);
  answer->changed = is_news && !answer->refined;
  tracks->artist = answer->artist;
  tracks->recording = recording;
  if (answer->changed) {
    tracks->since = answer->time;
  }
}

void byline_tracks_answer(BylineTracks* tracks,
                          const BylineTrackContext* context,
                          const BylineTrackLook* observation, bool forget,
                          BylineAnswer* answer)
{
  const BylineRecordings* const index = context->index;
  const BylineRecognizerSettings* const settings = context->settings;
  const BylineArtistNames* const artists = context->artists;
  const int32_t ear = answer->artist;
  if (forget) {
    tracks->n = 0;
    tracks->decision = byline_decision_begin();
  }
  if (observation->asked) {
    update(tracks, observation, answer->time, (double)settings->smoothing);
    const int32_t leader =
        leader_of(tracks, index, artists, (double)settings->threshold, ear);
    byline_decision_update(&tracks->decision, leader, answer->time,
                           leader < 0 ? 0 : (double)settings->hold);
  }
  const BylineFollowedTrack* const track = told(tracks);
  if (track) {
    answer->recording = heard_recording(index, track);
    mix(tracks, index, artists, context->posterior, answer);
  }
  doubt_ear(tracks, ear, answer->time);
  if (track && (int64_t)track->recording == tracks->decision.announced) {
    answer_by_recording(artist_of(index, artists, track->recording), answer);
  } else {
    answer_by_ear(tracks, answer);
  }
  compare(tracks, answer);
}
