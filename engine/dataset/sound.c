/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/sound.h"

#include "base/file.h"
#include "byline/audio_file.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Samples decoded at a time */
#define CHUNK 65536

BylineStatus byline_sound_new(size_t n, double rate, BylineSound* sound)
{
  *sound = (BylineSound){.n = n, .rate = rate};
  for (int c = 0; c < 2; ++c) {
    sound->channels[c] = calloc(n + 1, sizeof(float));
  }
  if (sound->channels[0] && sound->channels[1]) {
    return BYLINE_OK;
  }
  byline_sound_free(sound);
  return byline_no_memory(NULL);
}

void byline_sound_free(BylineSound* sound)
{
  free(sound->channels[0]);
  free(sound->channels[1]);
  *sound = (BylineSound){0};
}

static BylineStatus grow(BylineSound* sound, size_t n)
{
  for (int c = 0; c < 2; ++c) {
    float* const grown = realloc(sound->channels[c], (n + 1) * sizeof(*grown));
    if (!grown) {
      return byline_no_memory(NULL);
    }
    sound->channels[c] = grown;
  }
  return BYLINE_OK;
}

static BylineStatus read_all(BylineAudioFile* file, size_t max_n,
                             BylineSound* sound)
{
  size_t capacity = 0;
  while (sound->n < max_n) {
    if (capacity - sound->n < CHUNK) {
      capacity = 2 * capacity + CHUNK;
      const BylineStatus status = grow(sound, capacity);
      if (status != BYLINE_OK) {
        return status;
      }
    }
    const size_t rest = max_n - sound->n;
    size_t n = 0;
    const BylineStatus status = byline_audio_file_read(
        file, sound->channels[0] + sound->n, sound->channels[1] + sound->n,
        rest < CHUNK ? rest : CHUNK, &n);
    if (status != BYLINE_OK || n == 0) {
      return status;
    }
    sound->n += n;
  }
  return BYLINE_OK;
}

BylineStatus byline_sound_read(const char* path, double max_seconds,
                               BylineSound* sound)
{
  *sound = (BylineSound){0};
  BylineAudioFile* file = NULL;
  BYLINE_TRY(byline_audio_file_open(path, &file));
  sound->rate = byline_audio_file_rate(file);
  BylineStatus status =
      read_all(file, (size_t)(max_seconds * sound->rate), sound);
  if (status == BYLINE_OK && sound->n == 0) {
    status = byline_error(BYLINE_ERROR_FORMAT, "%s: no sound in it", path);
  }
  if (status != BYLINE_OK) {
    byline_sound_free(sound);
  }
  byline_audio_file_close(file);
  return status;
}

double byline_sound_power(const BylineSound* sound)
{
  double sum = 0;
  for (int c = 0; c < 2; ++c) {
    for (size_t i = 0; i < sound->n; ++i) {
      sum += (double)sound->channels[c][i] * (double)sound->channels[c][i];
    }
  }
  return sound->n ? sum / (2 * (double)sound->n) : 0;
}

static void put_le(FILE* stream, uint32_t value, unsigned n_bytes)
{
  for (unsigned i = 0; i < n_bytes; ++i) {
    fputc((int)(value >> (8 * i) & 0xff), stream);
  }
}

static void put_header(FILE* stream, const BylineSound* sound)
{
  const uint32_t n_bytes = (uint32_t)(sound->n * 8);
  const uint32_t rate = (uint32_t)lround(sound->rate);
  fputs("RIFF", stream);
  put_le(stream, 50 + n_bytes, 4);
  fputs("WAVEfmt ", stream);
  put_le(stream, 18, 4);
  put_le(stream, 3, 2); /* Floats */
  put_le(stream, 2, 2);
  put_le(stream, rate, 4);
  put_le(stream, rate * 8, 4);
  put_le(stream, 8, 2);
  put_le(stream, 32, 2);
  put_le(stream, 0, 2);
  fputs("fact", stream);
  put_le(stream, 4, 4);
  put_le(stream, (uint32_t)sound->n, 4);
  fputs("data", stream);
  put_le(stream, n_bytes, 4);
}

BylineStatus byline_sound_write(const char* path, const BylineSound* sound)
{
  if (sound->n > (UINT32_MAX - 64) / 8) {
    return byline_error(BYLINE_ERROR_IO, "%s: too long for a WAV file", path);
  }
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  put_header(output.stream, sound);
  for (size_t i = 0; i < sound->n; ++i) {
    for (int c = 0; c < 2; ++c) {
      const union {
        float value;
        uint32_t bits;
      } sample = {.value = sound->channels[c][i]};
      put_le(output.stream, sample.bits, 4);
    }
  }
  return byline_output_commit(&output);
}
