/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/music_features.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Groups of neighbouring bands whose levels are compared */
#define N_GROUPS 16

/* Levels are averaged over this long before spectra are compared: noise
   averages out, notes do not; in seconds */
#define BLOCK_SECONDS 0.15

/* What is softer than the loudest cell by this is not heard, in dB */
#define RANGE_DB 60.0f

/* A band is occupied that is this close to the loudest of its column, in dB */
#define OCCUPIED_DB 30.0f

/* A peak stands out of the bands REACH further on by PEAK_DB, and of the floor
   by AUDIBLE_DB; held is what is still there after HOLD_SECONDS */
#define REACH 2u
#define PEAK_DB 4.0f
#define AUDIBLE_DB 15.0f
#define HOLD_SECONDS 0.3

/* Peaks stay in a band that has them held in this share of the columns */
#define PITCH_SHARE 0.01f

/* A pause is softer than the mean by this, in dB */
#define PAUSE_DB 15.0f

/* Loud is a column within this of the loudest, and a cell adds to the level of
   its column within that of the column's loudest, in dB */
#define LOUD_DB 10.0f
#define ADDS_DB 25.0f

/* Syllables are what moves slower than the one and faster than the other, and
   onsets repeat after times in between, in seconds */
#define SYLLABLE_SECONDS 0.125
#define PHRASE_SECONDS 0.5
#define SHORTEST_BEAT 0.2
#define LONGEST_BEAT 1.6

/* A stretch of sound, over its floor */
typedef struct {
  const float* cells;
  size_t n_frames;
  size_t n_mels;
  float floor;
  double rate;    ///< Columns a second
  size_t overlap; ///< Columns that are so far apart share no sound
  float groups[BYLINE_MUSIC_FRAMES][N_GROUPS]; ///< Mean levels
} Sound;

static size_t frames_in(const Sound* s, double seconds)
{
  return (size_t)fmax(1, floor(seconds * s->rate + 0.5));
}

static const float* column_at(const Sound* s, size_t frame)
{
  return s->cells + frame * s->n_mels;
}

static float loudest(const float* column, size_t n_mels)
{
  float peak = BYLINE_SILENCE_DB;
  for (size_t i = 0; i < n_mels; ++i) {
    peak = column[i] > peak ? column[i] : peak;
  }
  return peak;
}

static void find_groups(Sound* s)
{
  for (size_t t = 0; t < s->n_frames; ++t) {
    const float* const column = column_at(s, t);
    for (size_t g = 0; g < N_GROUPS; ++g) {
      const size_t first = s->n_mels * g / N_GROUPS;
      const size_t end = s->n_mels * (g + 1) / N_GROUPS;
      float sum = 0;
      for (size_t i = first; i < end; ++i) {
        sum += column[i] > s->floor ? column[i] - s->floor : 0;
      }
      s->groups[t][g] = sum / (float)(end - first);
    }
  }
}

static float mean_of(const float* x, size_t n)
{
  float sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += x[i];
  }
  return sum / (float)(n ? n : 1);
}

static float deviation_of(const float* x, size_t n)
{
  const float mean = mean_of(x, n);
  float sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (x[i] - mean) * (x[i] - mean);
  }
  return sqrtf(sum / (float)(n ? n : 1));
}

/* ---- how many spectra there are */

typedef float Matrix[N_GROUPS][N_GROUPS];

/* w = m v; its length */
static float multiply(Matrix m, const float* v, float* w)
{
  float square = 0;
  for (size_t i = 0; i < N_GROUPS; ++i) {
    w[i] = 0;
    for (size_t j = 0; j < N_GROUPS; ++j) {
      w[i] += m[i][j] * v[j];
    }
    square += w[i] * w[i];
  }
  return sqrtf(square);
}

/* Take out the largest eigenvalue, found by power iteration. */
static float take_component(Matrix m)
{
  enum { TURNS = 24 };
  float v[N_GROUPS];
  float w[N_GROUPS];
  float value = 0;
  for (size_t i = 0; i < N_GROUPS; ++i) {
    v[i] = 1.0f + 0.1f * (float)i;
  }
  for (int turn = 0; turn < TURNS; ++turn) {
    value = multiply(m, v, w);
    if (!(value > 1e-12f)) {
      return 0;
    }
    for (size_t i = 0; i < N_GROUPS; ++i) {
      v[i] = w[i] / value;
    }
  }
  for (size_t i = 0; i < N_GROUPS; ++i) {
    for (size_t j = 0; j < N_GROUPS; ++j) {
      m[i][j] -= value * v[i] * v[j];
    }
  }
  return value;
}

/* The mean levels of a block of columns */
static void average(const Sound* s, size_t first, size_t n, float* levels)
{
  for (size_t g = 0; g < N_GROUPS; ++g) {
    float sum = 0;
    for (size_t t = 0; t < n; ++t) {
      sum += s->groups[first + t][g];
    }
    levels[g] = sum / (float)n;
  }
}

static void measure_spectra(const Sound* s, float* features)
{
  const size_t length = frames_in(s, BLOCK_SECONDS);
  const size_t n = s->n_frames / length;
  float means[N_GROUPS];
  float levels[N_GROUPS];
  Matrix m = {{0}};
  average(s, 0, n * length, means);
  for (size_t b = 0; b < n; ++b) {
    average(s, b * length, length, levels);
    for (size_t i = 0; i < N_GROUPS; ++i) {
      for (size_t j = 0; j < N_GROUPS; ++j) {
        m[i][j] += (levels[i] - means[i]) * (levels[j] - means[j]) / (float)n;
      }
    }
  }
  float rest = 0;
  for (size_t i = 0; i < N_GROUPS; ++i) {
    rest += m[i][i];
  }
  rest -= take_component(m);
  features[BYLINE_MUSIC_REST_1] = sqrtf(fmaxf(rest, 0) / N_GROUPS);
  rest -= take_component(m);
  features[BYLINE_MUSIC_REST_2] = sqrtf(fmaxf(rest, 0) / N_GROUPS);
}

/* ---- pitch */

static bool is_peak(const Sound* s, size_t frame, size_t i)
{
  const float* const x = column_at(s, frame) + i;
  return x[0] > s->floor + AUDIBLE_DB && x[0] >= x[-1] && x[0] >= x[1] &&
         x[0] > *(x - REACH) + PEAK_DB && x[0] > x[REACH] + PEAK_DB;
}

/* How far a cell stands out of its neighbours */
static float relief(const float* x)
{
  return x[0] - 0.5f * (*(x - REACH) + x[REACH]);
}

static void measure_pitch(const Sound* s, float* features)
{
  const size_t hold = frames_in(s, HOLD_SECONDS);
  const size_t n_frames = s->n_frames - hold;
  size_t n_peaks = 0;
  size_t n_held = 0;
  size_t n_pitches = 0;
  float product = 0;
  float square = 1e-6f;
  for (size_t i = REACH; i + REACH < s->n_mels; ++i) {
    size_t n_here = 0;
    for (size_t t = 0; t < n_frames; ++t) {
      const float* const now = column_at(s, t) + i;
      if (now[0] > s->floor) {
        const float a = relief(now);
        const float b = relief(now + s->overlap * s->n_mels);
        product += a * b;
        square += 0.5f * (a * a + b * b);
      }
      if (is_peak(s, t, i)) {
        ++n_peaks;
        n_here += is_peak(s, t + hold / 2, i) && is_peak(s, t + hold, i);
      }
    }
    n_held += n_here;
    n_pitches += (float)n_here >= PITCH_SHARE * (float)s->n_frames;
  }
  features[BYLINE_MUSIC_LIKENESS] = product / square;
  features[BYLINE_MUSIC_PEAKS] = (float)n_peaks / (float)n_frames;
  features[BYLINE_MUSIC_HELD] = (float)n_held / (float)(n_peaks + 1);
  features[BYLINE_MUSIC_PITCHES] = (float)n_pitches;
}

static void measure_occupancy(const Sound* s, float* features)
{
  size_t n_columns = 0;
  size_t n_occupied = 0;
  for (size_t t = 0; t < s->n_frames; ++t) {
    const float* const column = column_at(s, t);
    const float peak = loudest(column, s->n_mels);
    if (peak < s->floor + RANGE_DB - OCCUPIED_DB) {
      continue;
    }
    ++n_columns;
    for (size_t i = 0; i < s->n_mels; ++i) {
      n_occupied += column[i] > peak - OCCUPIED_DB;
    }
  }
  features[BYLINE_MUSIC_OCCUPANCY] =
      (float)n_occupied / (float)((n_columns ? n_columns : 1) * s->n_mels);
}

/* ---- loudness */

static float level_of(const float* column, size_t n_mels)
{
  const float peak = loudest(column, n_mels);
  float power = 0;
  for (size_t i = 0; i < n_mels; ++i) {
    if (column[i] > peak - ADDS_DB) {
      power += exp2f((column[i] - peak) * 0.332192809f);
    }
  }
  return peak + 3.01029996f * log2f(fmaxf(power, 1e-9f));
}

static int compare(const void* a, const void* b)
{
  const float x = *(const float*)a;
  const float y = *(const float*)b;
  return (x > y) - (x < y);
}

/* From one quartile to the other, of the columns that are loud */
static void measure_loudness(const Sound* s, float* features)
{
  assert(s->n_frames > 0);
  float levels[BYLINE_MUSIC_FRAMES];
  for (size_t t = 0; t < s->n_frames; ++t) {
    levels[t] = level_of(column_at(s, t), s->n_mels);
  }
  // cppcheck-suppress uninitvar
  qsort(levels, s->n_frames, sizeof(*levels), compare);
  size_t first = 0;
  while (levels[first] < levels[s->n_frames - 1] - LOUD_DB) {
    ++first;
  }
  const size_t n = s->n_frames - first;
  features[BYLINE_MUSIC_LOUDNESS] =
      levels[first + 3 * n / 4] - levels[first + n / 4];
}

/* ---- time */

/* The deviation of a mean over a syllable from one over a phrase */
static float measure_syllables(const Sound* s, const float* level)
{
  const size_t shorter = frames_in(s, SYLLABLE_SECONDS);
  const size_t longer = frames_in(s, PHRASE_SECONDS);
  float moves[BYLINE_MUSIC_FRAMES];
  size_t n = 0;
  for (size_t t = 0; t + longer <= s->n_frames; ++t) {
    const size_t middle = t + (longer - shorter) / 2;
    moves[n++] = mean_of(level + middle, shorter) - mean_of(level + t, longer);
  }
  return deviation_of(moves, n);
}

/* The largest value of the autocorrelation of onsets */
static float measure_beat(const Sound* s)
{
  float onsets[BYLINE_MUSIC_FRAMES];
  const size_t n = s->n_frames - 1;
  for (size_t t = 0; t < n; ++t) {
    onsets[t] = 0;
    for (size_t g = 0; g < N_GROUPS; ++g) {
      onsets[t] += fmaxf(0, s->groups[t + 1][g] - s->groups[t][g]);
    }
  }
  const float mean = mean_of(onsets, n);
  float square = 1e-6f;
  for (size_t t = 0; t < n; ++t) {
    onsets[t] -= mean;
    square += onsets[t] * onsets[t] / (float)n;
  }
  float best = 0;
  const size_t last = frames_in(s, LONGEST_BEAT);
  for (size_t lag = frames_in(s, SHORTEST_BEAT); lag < last && 2 * lag < n;
       ++lag) {
    float sum = 0;
    for (size_t t = 0; t + lag < n; ++t) {
      sum += onsets[t] * onsets[t + lag];
    }
    best = fmaxf(best, sum / ((float)(n - lag) * square));
  }
  return best;
}

static void measure_time(const Sound* s, float* features)
{
  float level[BYLINE_MUSIC_FRAMES];
  float slope[BYLINE_MUSIC_FRAMES];
  for (size_t t = 0; t < s->n_frames; ++t) {
    const float low = mean_of(s->groups[t], N_GROUPS / 2);
    const float high = mean_of(s->groups[t] + N_GROUPS / 2, N_GROUPS / 2);
    level[t] = 0.5f * (low + high);
    slope[t] = low - high;
  }
  const float mean = mean_of(level, s->n_frames);
  size_t n_pauses = 0;
  for (size_t t = 0; t < s->n_frames; ++t) {
    n_pauses += level[t] < mean - PAUSE_DB;
  }
  features[BYLINE_MUSIC_PAUSES] = (float)n_pauses / (float)s->n_frames;
  features[BYLINE_MUSIC_LEVEL_MOVES] = deviation_of(level, s->n_frames);
  features[BYLINE_MUSIC_SLOPE_MOVES] = deviation_of(slope, s->n_frames);
  features[BYLINE_MUSIC_SYLLABLES] = measure_syllables(s, level);
  features[BYLINE_MUSIC_BEAT] = measure_beat(s);
}

void byline_music_measure(const BylineFrontEnd* front_end, const float* columns,
                          size_t n_frames,
                          float features[static BYLINE_MUSIC_FEATURES])
{
  const size_t n =
      n_frames < BYLINE_MUSIC_FRAMES ? n_frames : BYLINE_MUSIC_FRAMES;
  assert(n > 1 && front_end->n_mels <= BYLINE_MUSIC_MELS);
  Sound s;
  s.cells = columns + (n_frames - n) * front_end->n_mels;
  s.n_frames = n;
  s.n_mels = front_end->n_mels;
  s.rate = (double)front_end->sample_rate / front_end->hop;
  s.overlap = front_end->fft_size / front_end->hop + 1;
  s.floor = fmaxf(loudest(s.cells, n * s.n_mels) - RANGE_DB, BYLINE_SILENCE_DB);
  find_groups(&s);
  measure_spectra(&s, features);
  measure_pitch(&s, features);
  measure_occupancy(&s, features);
  measure_loudness(&s, features);
  measure_time(&s, features);
}
