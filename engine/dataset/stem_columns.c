/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/stem_columns.h"

#include "base/stop.h"
#include "dataset/mono.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Encoders lengthen a stem by as much, in seconds */
#define MAX_DIFFERENCE 0.25

/* What is softer than the recording by this power ratio is too soft to be found
   in it */
#define LEAST_POWER 1e-3

/* A part of a recording is found in it with about its own strength, another
   sound with about none */
#define LEAST_SHARE 0.25

/* The channels of a focus on three */
enum { MIX, VOICE, REST, N_PARTS };

/* One of them */
typedef struct {
  BylineSpectrogram* spectrogram;
  float* samples; ///< The last of them, as many as a hop
  float* column;  ///< The last one
  size_t n_mels;  ///< Of it
  bool is_new;    ///< There is one that was not given out yet
} Part;

/* A recording being taken apart */
typedef struct {
  BylineFrontEnd front_end; ///< Of the columns that are given out
  BylineMono* track;
  BylineMono* stem;
  Part parts[N_PARTS];
  float* memory;      ///< Samples and columns of all parts
  size_t n_track;     ///< Samples of the recording
  size_t n_stem;      ///< Samples of its voice
  double mix_power;   ///< Sum of squares
  double voice_power; ///< Sum of squares
  double common;      ///< Sum of products
} Parting;

static BylineStatus begin(Parting* p, const char* path, const char* stem)
{
  const double rate = p->front_end.sample_rate;
  const size_t hop = p->front_end.hop;
  const size_t n_mels = p->front_end.n_mels;
  p->memory = calloc(N_PARTS * (hop + n_mels), sizeof(*p->memory));
  if (!p->memory) {
    return byline_no_memory(path);
  }
  BylineFrontEnd plain = p->front_end;
  plain.focus = BYLINE_FOCUS_MIX;
  BYLINE_TRY(byline_mono_open(path, rate, &p->track));
  BYLINE_TRY(byline_mono_open(stem, rate, &p->stem));
  for (size_t i = 0; i < N_PARTS; ++i) {
    p->parts[i] = (Part){.samples = p->memory + N_PARTS * n_mels + i * hop,
                         .column = p->memory + i * n_mels,
                         .n_mels = n_mels};
    BYLINE_TRY(byline_spectrogram_new(&plain, &byline_voice_finder, rate,
                                      &p->parts[i].spectrogram));
  }
  return BYLINE_OK;
}

static void end(Parting* p)
{
  for (size_t i = 0; i < N_PARTS; ++i) {
    byline_spectrogram_free(p->parts[i].spectrogram);
  }
  byline_mono_close(p->track);
  byline_mono_close(p->stem);
  free(p->memory);
}

static void keep_column(void* user, const float* column)
{
  Part* const part = user;
  memcpy(part->column, column, part->n_mels * sizeof(*column));
  part->is_new = true;
}

/* Read the next hop of both; what is missing of the voice is silence. */
static BylineStatus take_hop(Parting* p, size_t* n_track, size_t* n_stem)
{
  const size_t hop = p->front_end.hop;
  float* const mix = p->parts[MIX].samples;
  float* const voice = p->parts[VOICE].samples;
  float* const rest = p->parts[REST].samples;
  memset(voice, 0, hop * sizeof(*voice));
  BYLINE_TRY(byline_mono_read(p->track, mix, hop, n_track));
  BYLINE_TRY(byline_mono_read(p->stem, voice, hop, n_stem));
  for (size_t i = 0; i < *n_track; ++i) {
    rest[i] = mix[i] - voice[i];
    p->mix_power += (double)mix[i] * (double)mix[i];
    p->voice_power += (double)voice[i] * (double)voice[i];
    p->common += (double)mix[i] * (double)voice[i];
  }
  p->n_track += *n_track;
  p->n_stem += *n_stem;
  return BYLINE_OK;
}

/* A hop of sound completes a column at most. */
static void push(Parting* p, size_t n, BylineColumnFunction column, void* user)
{
  for (size_t i = 0; i < N_PARTS; ++i) {
    Part* const part = &p->parts[i];
    byline_spectrogram_push(part->spectrogram, part->samples, NULL, n,
                            keep_column, part);
  }
  if (p->parts[MIX].is_new) {
    p->parts[MIX].is_new = false;
    column(user, p->front_end.focus == BYLINE_FOCUS_VOICE
                     ? p->parts[VOICE].column
                     : p->parts[MIX].column);
  }
}

/* Make sure that the stem is the recording's. */
static BylineStatus check(const Parting* p, const char* path, const char* stem)
{
  const double rate = p->front_end.sample_rate;
  const double seconds = (double)p->n_track / rate;
  const double stem_seconds = (double)p->n_stem / rate;
  if (fabs(seconds - stem_seconds) > MAX_DIFFERENCE) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s lasts %.1f s, but its stem %s %.1f s", path,
                        seconds, stem, stem_seconds);
  }
  if (p->voice_power > LEAST_POWER * p->mix_power &&
      p->common < LEAST_SHARE * p->voice_power) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s: its stem %s is another sound, or shifted", path,
                        stem);
  }
  return BYLINE_OK;
}

BylineStatus byline_stem_columns(const BylineFrontEnd* front_end,
                                 const char* path, const char* stem,
                                 const volatile sig_atomic_t* stop,
                                 BylineColumnFunction column, void* user)
{
  Parting parting = {.front_end = *front_end};
  BylineStatus status = begin(&parting, path, stem);
  for (bool more = status == BYLINE_OK; more;) {
    size_t n_track = 0;
    size_t n_stem = 0;
    status = take_hop(&parting, &n_track, &n_stem);
    more = status == BYLINE_OK && (n_track > 0 || n_stem > 0);
    if (more) {
      push(&parting, n_track, column, user);
    }
    BYLINE_THEN(status, byline_stop_check(stop));
    more = more && status == BYLINE_OK;
  }
  BYLINE_THEN(status, check(&parting, path, stem));
  end(&parting);
  return status;
}
