/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/mono.h"

#include "byline/audio_file.h"
#include "byline/resampler.h"
#include "spectrum/spectrum_kernels.h"

#include <stdlib.h>
#include <string.h>

/* Samples decoded at a time */
#define CHUNK 4096

struct BylineMono {
  BylineAudioFile* file;
  BylineResampler* resampler; ///< NULL when the rates are equal
  float* sound;               ///< Samples at the rate that was asked for
  size_t begin;               ///< The first that has not been read
  size_t end;                 ///< One past the last
};

BylineStatus byline_mono_open(const char* path, double rate, BylineMono** out)
{
  *out = NULL;
  BylineMono* const mono = calloc(1, sizeof(*mono));
  if (!mono) {
    return byline_no_memory(path);
  }
  BylineStatus status = byline_audio_file_open(path, &mono->file);
  if (status == BYLINE_OK && byline_audio_file_rate(mono->file) != rate) {
    status = byline_resampler_new(byline_audio_file_rate(mono->file), rate,
                                  &mono->resampler);
  }
  if (status == BYLINE_OK) {
    const size_t bound = mono->resampler
                             ? byline_resampler_bound(mono->resampler, CHUNK)
                             : CHUNK;
    mono->sound = malloc(bound * sizeof(*mono->sound));
    status = mono->sound ? BYLINE_OK : byline_no_memory(path);
  }
  if (status != BYLINE_OK) {
    byline_mono_close(mono);
    return status;
  }
  *out = mono;
  return BYLINE_OK;
}

void byline_mono_close(BylineMono* mono)
{
  if (mono) {
    byline_audio_file_close(mono->file);
    byline_resampler_free(mono->resampler);
    free(mono->sound);
    free(mono);
  }
}

/* Decode the next chunk that gives samples; none at the end. */
static BylineStatus decode(BylineMono* mono)
{
  float left[CHUNK];
  float right[CHUNK];
  float mixed[CHUNK];
  mono->begin = 0;
  mono->end = 0;
  while (mono->end == 0) {
    size_t n = 0;
    const BylineStatus status =
        byline_audio_file_read(mono->file, left, right, CHUNK, &n);
    if (status != BYLINE_OK || n == 0) {
      return status;
    }
    byline_spectrum_kernels()->mix(left, right, n,
                                   mono->resampler ? mixed : mono->sound);
    mono->end =
        mono->resampler
            ? byline_resampler_process(mono->resampler, mixed, n, mono->sound)
            : n;
  }
  return BYLINE_OK;
}

BylineStatus byline_mono_read(BylineMono* mono, float* samples, size_t n,
                              size_t* n_read)
{
  *n_read = 0;
  while (*n_read < n) {
    if (mono->begin == mono->end) {
      const BylineStatus status = decode(mono);
      if (status != BYLINE_OK || mono->end == 0) {
        return status;
      }
    }
    const size_t there = mono->end - mono->begin;
    const size_t wanted = n - *n_read;
    const size_t n_now = there < wanted ? there : wanted;
    memcpy(samples + *n_read, mono->sound + mono->begin,
           n_now * sizeof(*samples));
    mono->begin += n_now;
    *n_read += n_now;
  }
  return BYLINE_OK;
}
