/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/ports.h"
#include "recognizer/recognizer_private.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How long silence must last to be told, and to make what comes after it
   something new, in seconds */
#define SILENCE_SECONDS 1.0
#define NEW_SECONDS 3.0

/* While the window still grows, its columns are a multiple of this */
#define GROWTH 8u

/* Columns from one look at the voice to the next: about a quarter of a
   second */
#define VOICE_COLUMNS 7u

/* ---- settings */

BylineRecognizerSettings byline_recognizer_settings_default(void)
{
  return (BylineRecognizerSettings){
#define BYLINE_SETTING(ID, id, ...) .id = ((BylinePortInfo){__VA_ARGS__}).usual,
#include "byline/ports.def"
  };
}

/* Bring a setting into the range of its port; NaN becomes the lowest */
static float clamp(float value, BylinePortInfo port)
{
  return value > port.minimum ? fminf(value, port.maximum) : port.minimum;
}

BylineStatus
byline_recognizer_configure(BylineRecognizer* recognizer,
                            const BylineRecognizerSettings* settings)
{
  recognizer->settings = (BylineRecognizerSettings){
#define BYLINE_SETTING(ID, id, ...)                                            \
  .id = clamp(settings->id, (BylinePortInfo){__VA_ARGS__}),
#include "byline/ports.def"
  };
  return byline_spectrogram_turn_down(recognizer->spectrogram,
                                      recognizer->settings.vocal_focus);
}

/* ---- making and freeing */

static BylineStatus allocate(BylineRecognizer* r)
{
  const size_t n_cells = byline_front_end_cells(&r->front_end);
  const size_t n_artists = byline_model_info(r->model)->n_artists;
  r->columns = calloc(2 * r->max_frames * n_cells, sizeof(float));
  r->images = calloc(r->batch.size * r->max_frames * n_cells, sizeof(float));
  r->classes = calloc(n_artists, sizeof(float));
  r->observations = calloc(r->batch.size * n_artists, sizeof(float));
  if (!r->columns || !r->images || !r->classes || !r->observations) {
    return byline_no_memory("a recogniser");
  }
  BYLINE_TRY(byline_music_gate_init(&r->gate, &r->front_end, r->max_frames));
  if (r->front_end.focus == BYLINE_FOCUS_THREE) {
    BYLINE_TRY(byline_voice_meter_new(&r->front_end, &r->voice_meter));
  }
  BYLINE_TRY(byline_heard_init(&r->heard, &r->front_end, BYLINE_HEARD_SECONDS));
  return byline_judge_init(&r->judge, n_artists);
}

static BylineStatus init(BylineRecognizer* r, double sample_rate)
{
  BylineNetwork* const network = byline_model_network(r->model);
  const BylineFrontEnd* const fe = &r->front_end;
  r->min_frames = byline_front_end_frames(fe, (double)BYLINE_MIN_WINDOW);
  r->max_frames = byline_front_end_frames(fe, (double)BYLINE_MAX_WINDOW);
  const size_t network_min = byline_network_min_frames(network);
  r->min_frames = r->min_frames < network_min ? network_min : r->min_frames;

  const BylinePlanSettings plan_settings = {.mode = BYLINE_PLAN_INFER,
                                            .max_batch = r->batch.size,
                                            .max_frames = r->max_frames,
                                            .pool = r->batch.pool};
  BYLINE_TRY(byline_plan_new(network, &plan_settings, &r->plan));
  byline_plan_want_embedding(r->plan, false); // until somebody is taught
  BYLINE_TRY(byline_spectrogram_new(fe, &byline_voice_finder, sample_rate,
                                    &r->spectrogram));
  return allocate(r);
}

BylineStatus
byline_recognizer_new_batched(const BylineModel* model, double sample_rate,
                              const BylineRecognizerSettings* settings,
                              const BylineRecognizerEvents* events,
                              const BylineObservationBatch* batch,
                              BylineRecognizer** recognizer)
{
  *recognizer = NULL;
  BylineRecognizer* const r = calloc(1, sizeof(*r));
  if (!r) {
    return byline_no_memory("a recogniser");
  }
  r->model = model;
  r->front_end = byline_model_info(model)->front_end;
  r->events = *events;
  r->sample_rate = sample_rate;
  r->batch = *batch;
  BylineStatus status = init(r, sample_rate);
  BYLINE_THEN(status, byline_recognizer_configure(r, settings));
  if (status != BYLINE_OK) {
    byline_recognizer_free(r);
    return status;
  }
  byline_recognizer_reset(r);
  *recognizer = r;
  return BYLINE_OK;
}

BylineStatus byline_recognizer_new(const BylineModel* model, double sample_rate,
                                   const BylineRecognizerSettings* settings,
                                   const BylineRecognizerEvents* events,
                                   BylineRecognizer** recognizer)
{
  const BylineObservationBatch batch = {.size = 1};
  return byline_recognizer_new_batched(model, sample_rate, settings, events,
                                       &batch, recognizer);
}

void byline_recognizer_free(BylineRecognizer* recognizer)
{
  if (!recognizer) {
    return;
  }
  byline_plan_free(recognizer->plan);
  byline_spectrogram_free(recognizer->spectrogram);
  byline_music_gate_clear(&recognizer->gate);
  byline_heard_clear(&recognizer->heard);
  byline_judge_clear(&recognizer->judge);
  byline_track_ear_free(recognizer->track_ear);
  byline_voice_meter_free(recognizer->voice_meter);
  free(recognizer->columns);
  free(recognizer->images);
  free(recognizer->classes);
  free(recognizer->observations);
  free(recognizer);
}

/* In silence, nobody sings */
static void forget_voice(BylineRecognizer* r, bool silent)
{
  if (r->voice_meter) {
    byline_voice_meter_reset(r->voice_meter);
  }
  r->voice = r->voice_meter && silent ? 0 : -1;
}

float byline_recognizer_voice(const BylineRecognizer* recognizer)
{
  return recognizer->voice;
}

void byline_recognizer_reset(BylineRecognizer* recognizer)
{
  forget_voice(recognizer, false);
  byline_spectrogram_reset(recognizer->spectrogram);
  byline_music_gate_reset(&recognizer->gate);
  byline_heard_reset(&recognizer->heard);
  byline_judge_reset(&recognizer->judge);
  byline_tracks_reset(&recognizer->tracks);
  if (recognizer->track_ear) {
    byline_track_ear_reset(recognizer->track_ear);
  }
  recognizer->n_columns = 0;
  recognizer->n_heard = 0;
  recognizer->n_since = 0;
  recognizer->n_since_observation = 0;
  recognizer->n_silent = 0;
  recognizer->fresh = false;
  recognizer->observed = false;
  recognizer->n_steps = 0;
  recognizer->n_observations = 0;
}

/* ---- hearing */

/* How many of the last columns to look at */
static size_t window_frames(const BylineRecognizer* r)
{
  size_t full =
      byline_front_end_frames(&r->front_end, (double)r->settings.window);
  full = full < r->min_frames ? r->min_frames : full;
  if (r->n_columns >= full) {
    return full;
  }
  const size_t n = r->n_columns - r->n_columns % GROWTH;
  return n < r->min_frames ? r->min_frames : n;
}

static void add_image(BylineRecognizer* r)
{
  const size_t n_cells = byline_front_end_cells(&r->front_end);
  const size_t n_frames = window_frames(r);
  if (r->n_observations > 0 && n_frames != r->observation_frames) {
    byline_recognizer_flush(r);
  }
  r->observation_frames = n_frames;
  byline_clip_normalize(
      &r->front_end, r->columns + (r->n_columns - n_frames) * n_cells, n_frames,
      r->images + r->n_observations * n_frames * n_cells);
  ++r->n_observations;
}

static size_t frames_in(const BylineRecognizer* r, double seconds)
{
  const double rate = (double)r->front_end.sample_rate / r->front_end.hop;
  return (size_t)fmax(1, floor(seconds * rate + 0.5));
}

/* Note down an answer that is due, and give it unless observations are being
   gathered */
static void take_step(BylineRecognizer* r)
{
  const BylineFrontEnd* const fe = &r->front_end;
  const bool silent = r->n_silent >= frames_in(r, SILENCE_SECONDS);
  const bool listens = !silent && r->n_columns >= r->min_frames;
  const size_t n_frames = listens ? window_frames(r) : 0;
  const double elapsed = byline_front_end_time(fe, r->n_since_observation);
  const bool observed =
      listens && byline_music_gate_judge(&r->gate, n_frames, elapsed);
  if (observed) {
    add_image(r);
  }
  r->steps[r->n_steps++] = (BylineTimeStep){
      .time = byline_front_end_time(fe, (size_t)r->n_heard - 1) +
              (double)fe->fft_size / fe->sample_rate,
      .elapsed = elapsed,
      .window = byline_front_end_time(fe, n_frames),
      .fresh = r->fresh,
      .observed = observed,
      .foreign = listens && !observed,
      .silent = silent,
  };
  if (r->track_ear && !silent) {
    BylineTimeStep* const step = &r->steps[r->n_steps - 1];
    byline_track_ear_ask(r->track_ear, step->time, &step->tracks);
  }
  r->fresh = false;
  r->n_since = 0;
  if (listens) {
    r->n_since_observation = 0;
    r->observed = true;
  }
  if (r->n_observations == 0 || r->n_observations == r->batch.size ||
      r->n_steps == BYLINE_MAX_WAITING) {
    byline_recognizer_flush(r);
  }
}

static void keep_column(BylineRecognizer* r, const float* column)
{
  const size_t n_cells = byline_front_end_cells(&r->front_end);
  if (r->n_columns == 2 * r->max_frames) {
    memcpy(r->columns, r->columns + r->max_frames * n_cells,
           r->max_frames * n_cells * sizeof(float));
    r->n_columns = r->max_frames;
  }
  memcpy(r->columns + r->n_columns * n_cells, column, n_cells * sizeof(float));
  ++r->n_columns;
}

static void hear_voice(BylineRecognizer* r, const float* column)
{
  byline_voice_meter_push(r->voice_meter, column);
  if (r->n_heard % VOICE_COLUMNS == 0) {
    const float voice = byline_voice_meter_probability(r->voice_meter);
    r->voice = voice >= 0 ? voice : r->voice; // the first second is too little
  }
}

static void hear_column(void* user, const float* column)
{
  BylineRecognizer* const r = user;
  /* Whether there is sound does not depend on whether somebody sings */
  const float* const mix = byline_spectrogram_mix(r->spectrogram);
  if (r->events.column) {
    r->events.column(r->events.user, mix);
  }
  ++r->n_heard;
  ++r->n_since;
  ++r->n_since_observation;
  const bool silent =
      byline_column_level(mix, r->front_end.n_mels) < BYLINE_SILENT_LEVEL;
  r->n_silent = silent ? r->n_silent + 1 : 0;
  if (r->n_silent >= frames_in(r, NEW_SECONDS)) {
    r->fresh = r->fresh || r->n_columns > 0;
    r->observed = false;
    r->n_columns = 0;
    byline_music_gate_reset(&r->gate);
    byline_heard_reset(&r->heard);
    forget_voice(r, true);
  } else if (!silent || r->n_columns > 0) {
    keep_column(r, column);
    byline_heard_add(&r->heard, column, mix);
    byline_music_gate_hear(&r->gate, mix);
    if (r->voice_meter) {
      hear_voice(r, column);
    }
  }

  /* As soon as there is enough for a first observation, look */
  const bool first = !r->observed && !silent && r->n_columns >= r->min_frames;
  if (first || r->n_since >= frames_in(r, (double)r->settings.interval)) {
    take_step(r);
  }
}

BylineStatus byline_recognizer_set_recordings(BylineRecognizer* recognizer,
                                              const BylineRecordings* index)
{
  BylineRecognizer* const r = recognizer;
  if (index && r->recordings) {
    byline_track_ear_move(r->track_ear, index);
    byline_tracks_move(&r->tracks, r->recordings, index);
    r->recordings = index;
    return BYLINE_OK;
  }
  byline_track_ear_free(r->track_ear);
  r->track_ear = NULL;
  r->recordings = NULL;
  byline_tracks_reset(&r->tracks);
  r->tracks.artist = r->judge.last_artist; // who is announced is no news
  if (!index) {
    return BYLINE_OK;
  }
  const BylineStatus status =
      byline_track_ear_new(index, r->sample_rate, &r->track_ear);
  r->recordings = status == BYLINE_OK ? index : NULL;
  return status;
}

void byline_recognizer_push(BylineRecognizer* recognizer, const float* left,
                            const float* right, size_t n)
{
  BylineTrackEar* const ear = recognizer->track_ear;
  while (n > 0) {
    const size_t room = ear ? byline_track_ear_room(ear) : n;
    const size_t piece = n < room ? n : room;
    byline_spectrogram_push(recognizer->spectrogram, left, right, piece,
                            hear_column, recognizer);
    if (ear) {
      byline_track_ear_hear(ear, left, right, piece);
    }
    left += piece;
    right = right ? right + piece : NULL;
    n -= piece;
  }
}

void byline_recognizer_end(BylineRecognizer* recognizer)
{
  byline_spectrogram_flush(recognizer->spectrogram, hear_column, recognizer);
  byline_recognizer_flush(recognizer);
}
