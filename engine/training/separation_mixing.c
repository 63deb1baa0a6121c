/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Levels, colours and rooms are put on spectra rather than on sound, where they
   are products and short sums. */

#include "training/separation_mixing.h"

#include "training/separation_phrases.h"
#include "voice/voice_picture.h"
#include "voice/windows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Chances, and ranges of what is drawn */
#define P_SECOND_VOICE 0.1f
#define P_NO_VOICE 0.07f
#define P_LONE_VOICE 0.04f
#define P_ROOM 0.6f
#define P_MONO 0.5f
#define P_OFF_CENTRE 0.15f
#define P_DULL 0.15f
#define P_SECOND_TRACK 0.3f
#define LEAST_DB (-8.0f)
#define MOST_DB 10.0f
#define VOICE_COLOUR_DB 5.0f
/* Above 1 kHz, mean and deviation: who sings is softer there than who reads a
   prompt, and pop music brighter than that of games */
#define VOICE_BRIGHT_DB (-6.0f)
#define VOICE_BRIGHT_SPREAD 5.0f
#define MUSIC_BRIGHT_DB 2.0f
#define MUSIC_BRIGHT_SPREAD 4.0f
#define BRIGHT_FROM 1000.0f
#define BRIGHT_OCTAVES 1.3f
#define MUSIC_COLOUR_DB 4.0f
#define MAX_ROOM_COLUMNS 60

/* Targets of cells with next to nothing in them are of no weight */
#define LEAST_WEIGHT 0.03f
#define MOST_WEIGHT 6.0f

/* What is heard, column by column */
typedef struct {
  fftwf_complex* bins; ///< n_columns x BYLINE_VOICE_BINS
} Part;

enum { LEAD, SECOND, MID, SIDE, ROOM, N_PARTS };

struct BylineVoiceMixer {
  size_t n_columns;
  size_t n_samples;
  BylineVoiceBands bands;
  BylineVoiceWindows windows;
  BylineVoicePicture picture;
  Part parts[N_PARTS];
  float* sound[2];
  float gains[BYLINE_VOICE_BINS];
  float power[BYLINE_VOICE_BINS];
  float tilt[BYLINE_VOICE_BANDS];            ///< Of powers
  float levels[N_PARTS][BYLINE_VOICE_BANDS]; ///< Of voice, rest, mix, side
};

BylineStatus byline_voice_mixer_new(size_t n_columns, BylineVoiceMixer** mixer)
{
  *mixer = NULL;
  BylineVoiceMixer* const m = calloc(1, sizeof(*m));
  if (!m) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory to mix");
  }
  m->n_columns = n_columns;
  m->n_samples = BYLINE_VOICE_WINDOW + (n_columns - 1) * BYLINE_VOICE_HOP;
  byline_voice_bands_init(&m->bands);
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    m->tilt[i] = powf(10, m->bands.tilt[i] / 10);
  }
  BylineStatus status = byline_voice_windows_init(&m->windows);
  bool complete = true;
  for (unsigned i = 0; i < N_PARTS; ++i) {
    m->parts[i].bins = fftwf_alloc_complex(n_columns * BYLINE_VOICE_BINS);
    complete = complete && m->parts[i].bins;
  }
  for (unsigned c = 0; c < 2; ++c) {
    m->sound[c] = malloc(m->n_samples * sizeof(float));
    complete = complete && m->sound[c];
  }
  if (status == BYLINE_OK && !complete) {
    status = byline_error(BYLINE_ERROR_MEMORY, "no memory to mix");
  }
  if (status != BYLINE_OK) {
    byline_voice_mixer_free(m);
    return status;
  }
  *mixer = m;
  return BYLINE_OK;
}

void byline_voice_mixer_free(BylineVoiceMixer* mixer)
{
  if (mixer) {
    byline_voice_windows_clear(&mixer->windows);
    for (unsigned i = 0; i < N_PARTS; ++i) {
      fftwf_free(mixer->parts[i].bins);
    }
    free(mixer->sound[0]);
    free(mixer->sound[1]);
    free(mixer);
  }
}

static bool chance(BylineRandom* random, float probability)
{
  return byline_random_uniform(random, 0, 1) < probability;
}

static void transform(BylineVoiceMixer* m, const float* sound, Part* part)
{
  for (size_t t = 0; t < m->n_columns; ++t) {
    memcpy(part->bins + t * BYLINE_VOICE_BINS,
           byline_voice_windows_transform(&m->windows,
                                          sound + t * BYLINE_VOICE_HOP),
           BYLINE_VOICE_BINS * sizeof(fftwf_complex));
  }
}

/* ---- spectra */

/* Colour: some hills and valleys over octaves; brighter or softer on top;
 * perhaps nothing above a limit */
static void draw_colour(float* gains, float decibels, float bright,
                        float highest, BylineRandom* random)
{
  memset(gains, 0, BYLINE_VOICE_BINS * sizeof(float));
  for (unsigned hill = 0; hill < 3; ++hill) {
    const float height = decibels * byline_random_normal(random);
    const float place = byline_random_uniform(random, 0, 7.3f);
    const float width = byline_random_uniform(random, 0.6f, 2);
    for (size_t k = 0; k < BYLINE_VOICE_BINS; ++k) {
      const float octave = log2f(fmaxf((float)k * 15.625f, 50) / 50);
      const float d = (octave - place) / width;
      gains[k] += height * expf(-d * d);
    }
  }
  for (size_t k = 0; k < BYLINE_VOICE_BINS; ++k) {
    const float octaves = log2f(fmaxf((float)k * 15.625f, 1) / BRIGHT_FROM);
    gains[k] += bright * fminf(fmaxf(octaves / BRIGHT_OCTAVES, 0), 1);
    const float over = ((float)k * 15.625f - highest) / 200;
    gains[k] = powf(10, (gains[k] - 60 * fminf(fmaxf(over, 0), 1)) / 20);
  }
}

static void colour(const BylineVoiceMixer* m, Part* part)
{
  for (size_t t = 0; t < m->n_columns; ++t) {
    fftwf_complex* const x = part->bins + t * BYLINE_VOICE_BINS;
    for (size_t k = 0; k < BYLINE_VOICE_BINS; ++k) {
      x[k][0] *= m->gains[k];
      x[k][1] *= m->gains[k];
    }
  }
}

static void scale(const BylineVoiceMixer* m, Part* part, float gain)
{
  const size_t n = m->n_columns * BYLINE_VOICE_BINS;
  for (size_t i = 0; i < n; ++i) {
    part->bins[i][0] *= gain;
    part->bins[i][1] *= gain;
  }
}

static void add(const BylineVoiceMixer* m, Part* to, const Part* from,
                float gain)
{
  const size_t n = m->n_columns * BYLINE_VOICE_BINS;
  for (size_t i = 0; i < n; ++i) {
    to->bins[i][0] += gain * from->bins[i][0];
    to->bins[i][1] += gain * from->bins[i][1];
  }
}

/* Mean power of a column */
static float power_of(const BylineVoiceMixer* m, const Part* part)
{
  double sum = 0;
  const size_t n = m->n_columns * BYLINE_VOICE_BINS;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)(part->bins[i][0] * part->bins[i][0] +
                    part->bins[i][1] * part->bins[i][1]);
  }
  return (float)(sum / (double)m->n_columns);
}

/* A room: each bin's own noise that decays, over the columns that follow */
static void add_room(BylineVoiceMixer* m, Part* part, BylineRandom* random)
{
  const float columns_per_second = (float)BYLINE_VOICE_RATE / BYLINE_VOICE_HOP;
  const float t60 = byline_random_uniform(random, 0.2f, 1.4f);
  const float wet = byline_random_uniform(random, 0.05f, 0.5f);
  const float decay = powf(10, -3 / (t60 * columns_per_second));
  size_t n_taps = (size_t)(0.7f * t60 * columns_per_second);
  n_taps = n_taps < MAX_ROOM_COLUMNS ? n_taps : MAX_ROOM_COLUMNS;
  const float norm = wet * sqrtf((1 - decay * decay) / 2);
  const size_t size = BYLINE_VOICE_BINS * sizeof(fftwf_complex);
  memcpy(m->parts[ROOM].bins, part->bins, m->n_columns * size);
  float envelope = norm;
  for (size_t tap = 1; tap <= n_taps; ++tap, envelope *= decay) {
    float turns[2][BYLINE_VOICE_BINS];
    for (size_t k = 0; k < BYLINE_VOICE_BINS; ++k) {
      turns[0][k] = envelope * byline_random_uniform(random, -1.7f, 1.7f);
      turns[1][k] = envelope * byline_random_uniform(random, -1.7f, 1.7f);
    }
    for (size_t t = tap; t < m->n_columns; ++t) {
      fftwf_complex* const x =
          m->parts[ROOM].bins + (t - tap) * BYLINE_VOICE_BINS;
      fftwf_complex* const y = part->bins + t * BYLINE_VOICE_BINS;
      for (size_t k = 0; k < BYLINE_VOICE_BINS; ++k) {
        y[k][0] += turns[0][k] * x[k][0] - turns[1][k] * x[k][1];
        y[k][1] += turns[0][k] * x[k][1] + turns[1][k] * x[k][0];
      }
    }
  }
}

/* A voice of power 1, mono */
static void make_voice(BylineVoiceMixer* m, const BylineVoiceShelf* voices,
                       float highest, Part* part, BylineRandom* random)
{
  byline_voice_draw_sound(voices, true, m->n_samples, random, m->sound);
  transform(m, m->sound[0], part);
  const float bright =
      VOICE_BRIGHT_DB + VOICE_BRIGHT_SPREAD * byline_random_normal(random);
  draw_colour(m->gains, VOICE_COLOUR_DB, bright, highest, random);
  colour(m, part);
  if (chance(random, P_ROOM)) {
    add_room(m, part, random);
  }
  scale(m, part, 1 / sqrtf(power_of(m, part) + 1e-12f));
}

/* A track whose mid has power 1 */
static void make_track(BylineVoiceMixer* m, const BylineVoiceShelf* rests,
                       float highest, BylineRandom* random, Part* mid,
                       Part* side)
{
  byline_voice_draw_sound(rests, false, m->n_samples, random, m->sound);
  const float bright =
      MUSIC_BRIGHT_DB + MUSIC_BRIGHT_SPREAD * byline_random_normal(random);
  draw_colour(m->gains, MUSIC_COLOUR_DB, bright, highest, random);
  transform(m, m->sound[0], mid);
  transform(m, m->sound[1], side);
  colour(m, mid);
  colour(m, side);
  const float gain = 1 / sqrtf(power_of(m, mid) + 1e-6f);
  scale(m, mid, gain);
  scale(m, side, gain);
}

/* Music whose mid has power 1: a track, or two */
static void make_rest(BylineVoiceMixer* m, const BylineVoiceShelf* rests,
                      float highest, BylineRandom* random)
{
  Part* const mid = &m->parts[MID];
  Part* const side = &m->parts[SIDE];
  make_track(m, rests, highest, random, mid, side);
  if (chance(random, P_SECOND_TRACK)) {
    make_track(m, rests, highest, random, &m->parts[SECOND], &m->parts[ROOM]);
    const float gain = byline_random_uniform(random, 0.3f, 1);
    add(m, mid, &m->parts[SECOND], gain);
    add(m, side, &m->parts[ROOM], gain);
    const float both = 1 / sqrtf(power_of(m, mid) + 1e-6f);
    scale(m, mid, both);
    scale(m, side, both);
  }
  if (chance(random, P_MONO)) {
    scale(m, side, 0);
  }
}

/* Both at their levels */
static void balance(BylineVoiceMixer* m, BylineRandom* random)
{
  const float kind = byline_random_uniform(random, 0, 1);
  const float voice =
      powf(10, byline_random_uniform(random, LEAST_DB, MOST_DB) / 20);
  const float rest = kind > 1 - P_LONE_VOICE ? 0.01f : 1;
  const float all = powf(10, byline_random_uniform(random, -30, 30) / 20);
  scale(m, &m->parts[LEAD], kind < P_NO_VOICE ? 0 : voice * all);
  scale(m, &m->parts[MID], rest * all);
  scale(m, &m->parts[SIDE], rest * all);
}

/* ---- pictures */

static void gather(BylineVoiceMixer* m, const Part* part, size_t t, float* to)
{
  byline_voice_powers(
      (const fftwf_complex*)(part->bins + t * BYLINE_VOICE_BINS), m->power);
  byline_voice_bands_gather(&m->bands, m->power, to);
}

/* The target and weight of column `t`, which the network answers to later */
static void write_target(const BylineVoiceMixer* m, size_t t,
                         const BylineVoiceExample* example)
{
  const size_t n = m->n_columns;
  const float running =
      (float)(m->picture.level.sum / m->picture.level.weight) + 1e-12f;
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    const size_t at = i * n + t + BYLINE_VOICE_AHEAD;
    const float voice = sqrtf(m->levels[LEAD][i]);
    const float rest = sqrtf(m->levels[SECOND][i]);
    /* Channel 0 is decibels / 20: strong cells count as their amplitude's
       square root */
    const float level = 20 * example->image[i * n + t] - 10;
    const float weight = powf(10, level / 40);
    example->target[at] = voice / (voice + rest + 1e-6f);
    example->weight[at] = fminf(fmaxf(weight, LEAST_WEIGHT), MOST_WEIGHT);
    const float gain = m->tilt[i] / running;
    example->mix[at] = gain * m->levels[MID][i];
    example->voice[at] = gain * m->levels[LEAD][i];
  }
}

/* As if sound of about this level had been before */
static void draw_level(BylineVoiceMixer* m, BylineRandom* random)
{
  const double power = (double)power_of(m, &m->parts[ROOM]) / BYLINE_VOICE_BINS;
  m->picture.level.weight = (double)byline_random_uniform(random, 0, 250);
  m->picture.level.sum = m->picture.level.weight * power *
                         pow(10, 0.3 * (double)byline_random_normal(random));
}

void byline_voice_mixer_mix(BylineVoiceMixer* mixer,
                            const BylineVoiceMaterial* material, bool held,
                            BylineRandom random,
                            const BylineVoiceExample* example)
{
  BylineVoiceMixer* const m = mixer;
  const BylineVoiceShelf* const voices =
      &material->voices[held && material->voices[1].n > 0];
  const BylineVoiceShelf* const rests =
      &material->rests[held && material->rests[1].n > 0];
  const float highest = chance(&random, P_DULL)
                            ? byline_random_uniform(&random, 3400, 7500)
                            : 9000;
  make_voice(m, voices, highest, &m->parts[LEAD], &random);
  if (chance(&random, P_SECOND_VOICE)) {
    make_voice(m, voices, highest, &m->parts[SECOND], &random);
    add(m, &m->parts[LEAD], &m->parts[SECOND],
        byline_random_uniform(&random, 0.3f, 1));
  }
  make_rest(m, rests, highest, &random);
  balance(m, &random);
  const float pan = chance(&random, P_OFF_CENTRE)
                        ? byline_random_uniform(&random, -0.5f, 0.5f)
                        : 0;
  add(m, &m->parts[SIDE], &m->parts[LEAD], pan);
  memcpy(m->parts[ROOM].bins, m->parts[MID].bins,
         m->n_columns * BYLINE_VOICE_BINS * sizeof(fftwf_complex));
  add(m, &m->parts[ROOM], &m->parts[LEAD], 1);

  const size_t n = m->n_columns;
  memset(example->weight, 0, n * BYLINE_VOICE_BANDS * sizeof(float));
  memset(example->target, 0, n * BYLINE_VOICE_BANDS * sizeof(float));
  memset(example->mix, 0, n * BYLINE_VOICE_BANDS * sizeof(float));
  memset(example->voice, 0, n * BYLINE_VOICE_BANDS * sizeof(float));
  byline_voice_picture_init(&m->picture, &m->bands);
  draw_level(m, &random);
  for (size_t t = 0; t < n; ++t) {
    gather(m, &m->parts[ROOM], t, m->levels[MID]);
    gather(m, &m->parts[SIDE], t, m->levels[SIDE]);
    byline_voice_picture_add(&m->picture, m->levels[MID], m->levels[SIDE],
                             example->image + t, n);
    if (t + BYLINE_VOICE_AHEAD < n) {
      gather(m, &m->parts[LEAD], t, m->levels[LEAD]);
      gather(m, &m->parts[MID], t, m->levels[SECOND]);
      write_target(m, t, example);
    }
  }
}
