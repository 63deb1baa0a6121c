/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/nobody.h"

#include "training/sounds.h"
#include "voice/voice_queue.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Sounds of each kind, and how much longer than a clip they are, in seconds.
   Speech, which is most like music, is heard three times as often. */
#define N_OF_KIND 8u
#define N_SPEECH (3 * N_OF_KIND)
#define N_SOUNDS (N_SPEECH + (BYLINE_SOUND_KINDS - 1) * N_OF_KIND)
#define SLACK_SECONDS 2.0

struct BylineNobody {
  BylineSpectrogram* spectrogram;
  double rate;         ///< Of the sound, in Hz
  uint64_t seed;       ///< Decides what the sounds are
  float* samples;      ///< Of one sound
  size_t n_samples;    ///< How many
  float* columns;      ///< All sounds' columns, one sound after another
  size_t n_frames;     ///< Columns of each
  size_t n_cells;      ///< Values of a column
  bool made[N_SOUNDS]; ///< Which sounds are there
};

/* A sound becomes columns. */
typedef struct {
  float* columns;
  size_t n_left;  ///< Columns that there is room for
  size_t n_cells; ///< Values of a column
} Filling;

static void add_column(void* user, const float* column)
{
  Filling* const f = user;
  if (f->n_left > 0) {
    memcpy(f->columns, column, f->n_cells * sizeof(*column));
    f->columns += f->n_cells;
    --f->n_left;
  }
}

/* Speech first, then the other kinds in turn */
static size_t kind_of(size_t sound)
{
  return sound < N_SPEECH ? 0
                          : 1 + (sound - N_SPEECH) % (BYLINE_SOUND_KINDS - 1);
}

static float* columns_of(const BylineNobody* nobody, size_t sound)
{
  return nobody->columns + sound * nobody->n_frames * nobody->n_cells;
}

static void make(BylineNobody* nobody, size_t sound)
{
  Filling filling = {.columns = columns_of(nobody, sound),
                     .n_left = nobody->n_frames,
                     .n_cells = nobody->n_cells};
  BylineRandom random = byline_random_begin(nobody->seed, sound);
  byline_sound_make(kind_of(sound), &random, nobody->rate, nobody->samples,
                    nobody->n_samples);
  byline_spectrogram_reset(nobody->spectrogram);
  byline_spectrogram_push(nobody->spectrogram, nobody->samples, NULL,
                          nobody->n_samples, add_column, &filling);
  nobody->made[sound] = true;
}

BylineStatus byline_nobody_new(const BylineFrontEnd* front_end, size_t n_frames,
                               uint64_t seed, BylineNobody** out)
{
  *out = NULL;
  BylineNobody* const nobody = calloc(1, sizeof(*nobody));
  if (!nobody) {
    return byline_no_memory("sounds");
  }
  nobody->rate = front_end->sample_rate;
  nobody->seed = seed;
  nobody->n_cells = byline_front_end_cells(front_end);
  nobody->n_frames =
      n_frames + byline_front_end_frames(front_end, SLACK_SECONDS);
  nobody->n_samples = nobody->n_frames * front_end->hop + front_end->fft_size;
  nobody->samples = malloc(nobody->n_samples * sizeof(*nobody->samples));
  nobody->columns = calloc(N_SOUNDS * nobody->n_frames,
                           nobody->n_cells * sizeof(*nobody->columns));
  const BylineStatus status =
      nobody->samples && nobody->columns
          ? byline_spectrogram_new(front_end, &byline_voice_finder,
                                   nobody->rate, &nobody->spectrogram)
          : byline_no_memory("sounds");
  if (status != BYLINE_OK) {
    byline_nobody_free(nobody);
    return status;
  }
  *out = nobody;
  return BYLINE_OK;
}

void byline_nobody_free(BylineNobody* nobody)
{
  if (nobody) {
    byline_spectrogram_free(nobody->spectrogram);
    free(nobody->samples);
    free(nobody->columns);
    free(nobody);
  }
}

size_t byline_nobody_frames(const BylineNobody* nobody)
{
  return nobody->n_frames;
}

size_t byline_nobody_count(void)
{
  return N_SOUNDS;
}

const float* byline_nobody_sound(BylineNobody* nobody, size_t index)
{
  /* Speech and other kinds in turns: a step that no factor of their number
     shares */
  const size_t sound = index * 37 % N_SOUNDS;
  if (!nobody->made[sound]) {
    make(nobody, sound);
  }
  return columns_of(nobody, sound);
}

const float* byline_nobody_draw(BylineNobody* nobody, BylineRandom* random,
                                size_t n_frames)
{
  const size_t sound = (size_t)byline_random_below(random, N_SOUNDS);
  const size_t first =
      (size_t)byline_random_below(random, nobody->n_frames - n_frames + 1);
  if (!nobody->made[sound]) {
    make(nobody, sound);
  }
  return columns_of(nobody, sound) + first * nobody->n_cells;
}
