/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/separation_score.h"

#include "base/stop.h"
#include "byline/random.h"
#include "dataset/sound_parts.h"
#include "voice/voice_picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A mixture's samples; a voice's pause between recordings */
#define SECONDS 10
#define N_SAMPLES ((size_t)SECONDS * BYLINE_VOICE_RATE)
#define PAUSE ((size_t)BYLINE_VOICE_RATE / 4)

/* Tries to find parts that sound */
#define MAX_TRIES 200

/* Stretches by which is told where a voice sounds, and mean squares below which
   nothing does */
#define STRETCH ((size_t)BYLINE_VOICE_RATE / 50)
#define LEAST_POWER 1e-6

#define FULL_SCALE 32767.0f

static const double levels[BYLINE_SEPARATION_LEVELS] = {-5, 0, 5};

/* What is mixed */
typedef struct {
  float voice[N_SAMPLES];
  float mid[N_SAMPLES];
  float side[N_SAMPLES];
} Parts;

double byline_signal_to_distortion(const float* estimate, const float* truth,
                                   size_t n)
{
  double product = 0;
  double power = 0;
  for (size_t i = 0; i < n; ++i) {
    product += (double)estimate[i] * (double)truth[i];
    power += (double)truth[i] * (double)truth[i];
  }
  const double scale = power > 0 ? product / power : 0;
  double error = 0;
  for (size_t i = 0; i < n; ++i) {
    const double e = (double)estimate[i] - scale * (double)truth[i];
    error += e * e;
  }
  return 10 * log10((scale * scale * power + 1e-20) / (error + 1e-20));
}

static double power_of(const float* x, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)x[i] * (double)x[i];
  }
  return sum / (double)n;
}

/* The power of a voice where it sounds; 0 where that is less than a tenth of
   the time */
static double sounding_power(const float* voice)
{
  double sum = 0;
  size_t n = 0;
  for (size_t i = 0; i + STRETCH <= N_SAMPLES; i += STRETCH) {
    const double power = power_of(voice + i, STRETCH);
    if (power > LEAST_POWER) {
      sum += power;
      ++n;
    }
  }
  return 10 * n * STRETCH > N_SAMPLES ? sum / (double)n : 0;
}

/* ---- parts */

/* A group of what may be used: of the shelf that is held out, or of both */
static const BylineVoiceRecording* pick(const BylineVoiceShelf* shelves,
                                        bool held_only, BylineRandom* random,
                                        size_t* n)
{
  const size_t n_first = held_only ? 0 : shelves[0].n_groups;
  const size_t n_all = n_first + shelves[1].n_groups;
  if (n_all == 0) {
    return NULL;
  }
  const size_t i = (size_t)byline_random_below(random, n_all);
  const BylineVoiceShelf* const shelf = &shelves[i >= n_first];
  const size_t group = i < n_first ? i : i - n_first;
  *n = shelf->first[group + 1] - shelf->first[group];
  return shelf->recordings + shelf->first[group];
}

/* Recordings of a voice, one after another */
static void speak(const BylineVoiceRecording* recordings, size_t n,
                  BylineRandom* random, float* voice)
{
  size_t at = 0;
  memset(voice, 0, N_SAMPLES * sizeof(*voice));
  for (unsigned k = 0; at < N_SAMPLES && k < MAX_TRIES; ++k) {
    const BylineVoiceRecording* const r =
        &recordings[byline_random_below(random, n)];
    /* Long ones from anywhere on */
    const size_t begin =
        r->n > N_SAMPLES ? byline_random_below(random, (r->n - N_SAMPLES)) : 0;
    for (size_t i = begin; i < r->n && at < N_SAMPLES; ++i) {
      voice[at++] = (float)r->mid[i] / FULL_SCALE;
    }
    at += PAUSE;
  }
}

/* An accompaniment from anywhere on; short ones again and again */
static bool play(const BylineVoiceRecording* recordings, size_t n,
                 BylineRandom* random, Parts* parts)
{
  const BylineVoiceRecording* const r =
      &recordings[byline_random_below(random, n)];
  const size_t begin = byline_random_below(
      random, r->n > N_SAMPLES ? r->n - N_SAMPLES + 1 : r->n);
  for (size_t i = 0; i < N_SAMPLES; ++i) {
    const size_t k = (begin + i) % r->n;
    parts->mid[i] = (float)r->mid[k] / FULL_SCALE;
    parts->side[i] = r->side ? (float)r->side[k] / FULL_SCALE : 0;
  }
  return power_of(parts->mid, N_SAMPLES) > LEAST_POWER;
}

static bool choose(const BylineSeparationTest* test, BylineRandom* random,
                   Parts* parts)
{
  for (unsigned k = 0; k < MAX_TRIES; ++k) {
    size_t n_voices = 0;
    size_t n_rests = 0;
    const BylineVoiceRecording* const voices =
        pick(test->material->voices,
             test->held_only && test->material->voices[1].n_groups > 0, random,
             &n_voices);
    const BylineVoiceRecording* const rests =
        pick(test->material->rests,
             test->held_only && test->material->rests[1].n_groups > 0, random,
             &n_rests);
    if (!voices || !rests) {
      return false;
    }
    if (play(rests, n_rests, random, parts)) {
      speak(voices, n_voices, random, parts->voice);
      if (sounding_power(parts->voice) > 0) {
        return true;
      }
    }
  }
  return false;
}

/* ---- mixtures */

static void mix(const Parts* parts, double level, BylineSound* sound)
{
  const double music = power_of(parts->mid, N_SAMPLES);
  const float gain = (float)(sqrt(sounding_power(parts->voice) / music) *
                             pow(10, -level / 20));
  for (size_t i = 0; i < N_SAMPLES; ++i) {
    const float mid = parts->voice[i] + gain * parts->mid[i];
    const float side = gain * parts->side[i];
    sound->channels[0][i] = mid + side;
    sound->channels[1][i] = mid - side;
  }
}

static void mid_of(const BylineSound* sound, float* mid)
{
  for (size_t i = 0; i < N_SAMPLES; ++i) {
    mid[i] = 0.5f * (sound->channels[0][i] + sound->channels[1][i]);
  }
}

/* Keep a mixture as the example, with what went in and what came out */
static BylineStatus keep(const Parts* parts, double level,
                         const BylineSound* estimate,
                         BylineSeparationFinding* finding)
{
  BYLINE_TRY(byline_sound_new(N_SAMPLES, BYLINE_VOICE_RATE, &finding->mix));
  BYLINE_TRY(byline_sound_new(N_SAMPLES, BYLINE_VOICE_RATE, &finding->voice));
  BYLINE_TRY(
      byline_sound_new(N_SAMPLES, BYLINE_VOICE_RATE, &finding->estimate));
  mix(parts, level, &finding->mix);
  for (int c = 0; c < 2; ++c) {
    memcpy(finding->voice.channels[c], parts->voice, sizeof(parts->voice));
    memcpy(finding->estimate.channels[c], estimate->channels[c],
           N_SAMPLES * sizeof(float));
  }
  return BYLINE_OK;
}

/* Separate a mixture, and add what becomes of it */
static BylineStatus measure(const BylineSeparationTest* test,
                            const Parts* parts, size_t level,
                            BylineSeparationFinding* finding)
{
  static const double none = 1e9;
  BylineSeparationScore* const score = &finding->scores[level];
  BylineSound sound;
  BylineSound voice = {.n = 0};
  float* const mid = malloc(N_SAMPLES * sizeof(*mid));
  BylineStatus status = byline_sound_new(N_SAMPLES, BYLINE_VOICE_RATE, &sound);
  if (status == BYLINE_OK && !mid) {
    status = byline_no_memory(NULL);
  }
  double before = 0;
  if (status == BYLINE_OK) {
    mix(parts, levels[level], &sound);
    mid_of(&sound, mid);
    before = byline_signal_to_distortion(mid, parts->voice, N_SAMPLES);
    status = byline_sound_separate(test->network, &sound, &voice);
  }
  if (status == BYLINE_OK) {
    mid_of(&voice, mid);
    const double after =
        byline_signal_to_distortion(mid, parts->voice, N_SAMPLES);
    const bool first = finding->n_mixtures == 0;
    score->before += before;
    score->after += after;
    score->least = fmin(first ? none : score->least, after - before);
    score->most = fmax(first ? -none : score->most, after - before);
  }
  if (status == BYLINE_OK && levels[level] == 0 && finding->mix.n == 0) {
    status = keep(parts, levels[level], &voice, finding);
  }
  byline_sound_free(&sound);
  byline_sound_free(&voice);
  free(mid);
  return status;
}

static BylineStatus measure_all(const BylineSeparationTest* test, Parts* parts,
                                BylineSeparationFinding* finding)
{
  BylineRandom random = byline_random_begin(1, 0);
  while (finding->n_mixtures < BYLINE_SEPARATION_MIXTURES) {
    BYLINE_TRY(byline_stop_check(test->stop));
    if (!choose(test, &random, parts)) {
      return byline_error(BYLINE_ERROR_DATA,
                          "nothing to measure on: no voice, or no "
                          "accompaniment, that sounds");
    }
    for (size_t i = 0; i < BYLINE_SEPARATION_LEVELS; ++i) {
      BYLINE_TRY(measure(test, parts, i, finding));
    }
    ++finding->n_mixtures;
    byline_progress("measuring", "mixtures", finding->n_mixtures,
                    BYLINE_SEPARATION_MIXTURES);
  }
  for (size_t i = 0; i < BYLINE_SEPARATION_LEVELS; ++i) {
    BylineSeparationScore* const score = &finding->scores[i];
    score->level = levels[i];
    score->before /= (double)finding->n_mixtures;
    score->after /= (double)finding->n_mixtures;
  }
  return BYLINE_OK;
}

BylineStatus byline_separation_test(const BylineSeparationTest* test,
                                    BylineSeparationFinding* finding)
{
  *finding = (BylineSeparationFinding){.n_mixtures = 0};
  Parts* const parts = malloc(sizeof(*parts));
  const BylineStatus status =
      parts ? measure_all(test, parts, finding) : byline_no_memory(NULL);
  free(parts);
  return status;
}

void byline_separation_finding_free(BylineSeparationFinding* finding)
{
  byline_sound_free(&finding->mix);
  byline_sound_free(&finding->voice);
  byline_sound_free(&finding->estimate);
  *finding = (BylineSeparationFinding){.n_mixtures = 0};
}
