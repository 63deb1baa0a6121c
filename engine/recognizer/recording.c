/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/recording.h"
#include "recognizer/offline.h"
#include "recognizer/roster.h"
#include "recognizer/timeline.h"
#include "recognizer/track_story.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Observations that a thread takes on at a time */
#define OBSERVATIONS_PER_THREAD 4u

/* Observations of a recording, as they come */
typedef struct {
  BylineObservation* observations; ///< Probabilities are set at the end
  size_t* stretches; ///< For each observation, the stretch of sound it lies in
  float* probabilities;    ///< All observations', one after another
  size_t n_observations;   ///< How many
  size_t capacity;         ///< Room for how many
  size_t n_artists;        ///< Probabilities an observation
  size_t stretch;          ///< Counts the long silences so far
  BylineTrackStory tracks; ///< What the index has heard
  BylineStatus status;     ///< Memory may run out
} Gathering;

static BylineStatus grow(Gathering* g)
{
  const size_t n = g->capacity ? 2 * g->capacity : 256;
  BylineObservation* const observations =
      realloc(g->observations, n * sizeof(*observations));
  if (observations) {
    g->observations = observations;
  }
  size_t* const stretches = realloc(g->stretches, n * sizeof(*stretches));
  if (stretches) {
    g->stretches = stretches;
  }
  float* const probabilities =
      realloc(g->probabilities, n * g->n_artists * sizeof(float));
  if (probabilities) {
    g->probabilities = probabilities;
  }
  if (!observations || !stretches || !probabilities) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu observations",
                        n);
  }
  g->capacity = n;
  return BYLINE_OK;
}

static void gather(void* user, const BylineTimeStep* step,
                   const float* observation)
{
  Gathering* const g = user;
  g->stretch += step->fresh;
  if (!byline_track_story_note(&g->tracks, step->time, &step->tracks)) {
    g->status = byline_no_memory("recordings");
  }
  if (!(observation || step->foreign) || g->status != BYLINE_OK) {
    return;
  }
  if (g->n_observations == g->capacity) {
    g->status = grow(g);
    if (g->status != BYLINE_OK) {
      return;
    }
  }
  const size_t i = g->n_observations++;
  g->observations[i] = (BylineObservation){.begin = step->time - step->window,
                                           .end = step->time,
                                           .foreign = step->foreign};
  g->stretches[i] = g->stretch;
  if (observation) {
    memcpy(g->probabilities + i * g->n_artists, observation,
           g->n_artists * sizeof(float));
  }
}

/* ---- what the observations mean */

static size_t count_music(const Gathering* g)
{
  size_t n = 0;
  for (size_t i = 0; i < g->n_observations; ++i) {
    n += !g->observations[i].foreign;
  }
  return n;
}

/* Without any music there is no ranking. */
static BylineStatus rank_all(const Gathering* g, BylineRecording* recording)
{
  const size_t n_music = count_music(g);
  float* const means = calloc(g->n_artists + 1, sizeof(*means));
  if (!means) {
    return byline_no_memory("a ranking");
  }
  for (size_t a = 0; a < g->n_artists; ++a) {
    double sum = 0;
    for (size_t i = 0; i < g->n_observations; ++i) {
      sum += g->observations[i].foreign
                 ? 0
                 : (double)g->probabilities[i * g->n_artists + a];
    }
    means[a] = (float)(sum / (double)(n_music ? n_music : 1));
  }
  byline_rank(means, n_music ? g->n_artists : 0, recording->top);
  free(means);
  return BYLINE_OK;
}

/* The stretches of a whole recording */
typedef struct {
  BylineStretch* stretches;
  size_t n;
} Story;

/* The music after the last observation, less than an interval, belongs to it */
static void reach_end(Story* story, double interval, double duration)
{
  BylineStretch* const last = &story->stretches[story->n - 1];
  if (duration - last->end < interval + 0.1) {
    last->end = duration;
  }
}

/* Find the story of each stretch between long silences */
static BylineStatus tell_story(const Gathering* g, float threshold,
                               Story* story)
{
  story->stretches = calloc(g->n_observations, sizeof(*story->stretches));
  if (!story->stretches) {
    return byline_no_memory("a timeline");
  }
  BylineStatus status = BYLINE_OK;
  for (size_t first = 0, end = 0;
       status == BYLINE_OK && first < g->n_observations; first = end) {
    while (end < g->n_observations &&
           g->stretches[end] == g->stretches[first]) {
      ++end;
    }
    size_t n = 0;
    status =
        byline_timeline_find(g->observations + first, end - first, g->n_artists,
                             threshold, story->stretches + story->n, &n);
    story->n += n;
  }
  return status;
}

/* Find who plays longest; nobody known is one of them. */
static BylineStatus find_artist(const Story* story, size_t n_artists,
                                BylineRecording* recording)
{
  double* const seconds = calloc(n_artists + 1, sizeof(*seconds));
  if (!seconds) {
    return byline_no_memory("a timeline");
  }
  recording->artist = -1;
  for (size_t i = 0; i < story->n; ++i) {
    const BylineStretch* const s = &story->stretches[i];
    seconds[s->artist + 1] += s->end - s->begin;
    if (seconds[s->artist + 1] > seconds[recording->artist + 1]) {
      recording->artist = s->artist;
    }
  }
  free(seconds);
  return BYLINE_OK;
}

static BylineStatus write_down(const Story* story, char* const* names,
                               BylineHistory* history)
{
  for (size_t i = 0; i < story->n; ++i) {
    const BylineStretch* const s = &story->stretches[i];
    const bool known = s->artist >= 0;
    const BylineHistoryEntry entry = {
        .begin = s->begin,
        .end = s->end,
        .artist = known ? names[s->artist] : NULL,
        .probability = s->probability,
        .known_by = known ? BYLINE_KNOWN_BY_EAR : BYLINE_KNOWN_BY_NOTHING};
    if (!byline_history_add(history, &entry)) {
      return byline_no_memory("a history");
    }
  }
  return BYLINE_OK;
}

static BylineStatus conclude(const char* path, Gathering* g, char* const* names,
                             const BylineRecognizerSettings* settings,
                             BylineRecording* recording)
{
  if (g->status != BYLINE_OK) {
    return g->status;
  }
  if (g->n_observations == 0) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s: too short or silent, or its channels cancel out: "
                        "at least %g s of music are needed",
                        path, (double)BYLINE_MIN_WINDOW);
  }
  for (size_t i = 0; i < g->n_observations; ++i) {
    g->observations[i].probabilities = g->probabilities + i * g->n_artists;
  }
  recording->n_observations = g->n_observations;
  Story story = {.n = 0};
  BylineStatus status = rank_all(g, recording);
  BYLINE_THEN(status, tell_story(g, settings->threshold, &story));
  if (status == BYLINE_OK) {
    reach_end(&story, (double)settings->interval, recording->duration);
    status = find_artist(&story, g->n_artists, recording);
  }
  BYLINE_THEN(status, write_down(&story, names, &recording->history));
  free(story.stretches);
  return status;
}

/* ---- hearing */

struct BylineRecordingStream {
  char* const* names;                 ///< Of the artists
  const BylineRecordings* recordings; ///< An index, or NULL
  BylineRecognizerSettings settings;
  BylineRecognizer* recognizer;
  Gathering gathering;
  double rate;      ///< Of the sound, in Hz
  uint64_t n_heard; ///< Frames
};

BylineStatus
byline_recording_stream_new(const BylineModel* model, double rate,
                            const BylineRecordingSettings* settings,
                            BylineRecordingStream** stream)
{
  BylineRecordingStream* const s = calloc(1, sizeof(*s));
  *stream = NULL;
  if (!s) {
    return byline_no_memory("a recording");
  }
  BylineRoster* const roster = settings->roster;
  const BylineModelInfo* const info = byline_model_info(model);
  *s = (BylineRecordingStream){
      .names = roster ? byline_roster_names(roster) : info->artists,
      .settings = settings->settings,
      .recordings = settings->recordings,
      .gathering = {.n_artists =
                        roster ? byline_roster_count(roster) : info->n_artists},
      .rate = rate};
  const BylineRecognizerEvents events = {.answer = settings->answer,
                                         .user = settings->user};
  const BylineObservationBatch batch = {
      .size = OBSERVATIONS_PER_THREAD * byline_thread_pool_size(settings->pool),
      .pool = settings->pool,
      .step = gather,
      .user = &s->gathering};
  BylineStatus status = byline_recognizer_new_batched(
      model, rate, &s->settings, &events, &batch, &s->recognizer);
  if (status == BYLINE_OK && roster) {
    status = byline_recognizer_set_roster(s->recognizer, roster);
  }
  BYLINE_THEN(status,
              byline_recognizer_set_recordings(s->recognizer, s->recordings));
  if (status != BYLINE_OK) {
    byline_recording_stream_free(s);
    return status;
  }
  *stream = s;
  return BYLINE_OK;
}

void byline_recording_stream_push(BylineRecordingStream* stream,
                                  const float* left, const float* right,
                                  size_t n)
{
  byline_recognizer_push(stream->recognizer, left, right, n);
  stream->n_heard += n;
}

/* The longest entry of who plays longest */
static size_t find_longest(const BylineHistory* list)
{
  size_t best = 0;
  double longest = 0;
  for (size_t i = 0; i < list->n; ++i) {
    const BylineHistoryEntry* const one = &list->entries[i];
    double seconds = 0;
    for (size_t k = 0; k < list->n; ++k) {
      const BylineHistoryEntry* const entry = &list->entries[k];
      seconds += strcmp(byline_history_name(one), byline_history_name(entry))
                     ? 0
                     : entry->end - entry->begin;
    }
    const BylineHistoryEntry* const before = &list->entries[best];
    if (seconds > longest ||
        (seconds == longest &&
         !strcmp(byline_history_name(one), byline_history_name(before)) &&
         one->end - one->begin > before->end - before->begin)) {
      longest = seconds;
      best = i;
    }
  }
  return best;
}

/* With recordings in it, who plays longest may be somebody else, whom the ear
   may know, too */
static void find_artist_again(const BylineRecordingStream* stream,
                              BylineRecording* recording)
{
  const BylineHistory* const list = &recording->history;
  const BylineArtistNames names = {stream->names, stream->gathering.n_artists};
  if (recording->longest < list->n) {
    const int32_t artist =
        byline_tracks_artist(&names, list->entries[recording->longest].artist);
    recording->artist = artist == BYLINE_RECORDING_ARTIST ? -1 : artist;
  }
}

BylineStatus byline_recording_stream_end(BylineRecordingStream* stream,
                                         const char* name,
                                         BylineRecording* recording)
{
  *recording =
      (BylineRecording){.duration = (double)stream->n_heard / stream->rate};
  byline_recognizer_end(stream->recognizer);
  BylineStatus status = conclude(name, &stream->gathering, stream->names,
                                 &stream->settings, recording);
  if (status == BYLINE_OK && stream->recordings &&
      !byline_track_story_lay(&stream->gathering.tracks, stream->recordings,
                              &recording->history)) {
    status = byline_no_memory("a history");
  }
  if (status == BYLINE_OK) {
    recording->longest = find_longest(&recording->history);
  }
  if (status == BYLINE_OK && stream->recordings) {
    find_artist_again(stream, recording);
  }
  if (status != BYLINE_OK) {
    byline_recording_free(recording);
  }
  return status;
}

void byline_recording_stream_free(BylineRecordingStream* stream)
{
  if (stream) {
    byline_recognizer_free(stream->recognizer);
    free(stream->gathering.observations);
    free(stream->gathering.stretches);
    free(stream->gathering.probabilities);
    byline_track_story_clear(&stream->gathering.tracks);
    free(stream);
  }
}

void byline_recording_free(BylineRecording* recording)
{
  byline_history_clear(&recording->history);
  *recording = (BylineRecording){.n_observations = 0};
}
