/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "host_sound.h"

#include "byline/audio_file.h"
#include "byline/random.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void make_noise(const Options* options, Sound* sound)
{
  const double seconds = options->seconds > 0 ? options->seconds : 5;
  BylineRandom random = byline_random_begin((uint64_t)fabs(options->seed), 0);
  sound->rate = options->rate > 0 ? options->rate : 48000;
  sound->n = (size_t)(seconds * sound->rate);
  for (int c = 0; c < 2; ++c) {
    sound->channels[c] = malloc((sound->n + 1) * sizeof(float));
    for (size_t i = 0; i < sound->n; ++i) {
      const uint32_t bits = (uint32_t)byline_random_next(&random);
      sound->channels[c][i] = byline_random_uniform(&random, -0.5f, 0.5f);
      if (bits % 1000 == 0) { // now and then anything at all, even NaN
        const uint32_t any = (uint32_t)byline_random_next(&random);
        memcpy(&sound->channels[c][i], &any, sizeof(any));
      }
    }
  }
}

static void read_file(const Options* options, Sound* sound)
{
  BylineAudioFile* file = NULL;
  if (byline_audio_file_open(options->input, &file) != BYLINE_OK) {
    fprintf(stderr, "lv2_host: %s\n", byline_error_message());
    exit(1);
  }
  sound->rate =
      options->rate > 0 ? options->rate : byline_audio_file_rate(file);
  const double seconds = options->seconds;
  const size_t limit = seconds > 0 ? (size_t)(seconds * sound->rate) : SIZE_MAX;
  size_t n = MAX_BLOCK;
  while (n > 0 && sound->n < limit) {
    for (int c = 0; c < 2; ++c) {
      sound->channels[c] =
          realloc(sound->channels[c], (sound->n + MAX_BLOCK) * sizeof(float));
    }
    byline_audio_file_read(file, sound->channels[0] + sound->n,
                           sound->channels[1] + sound->n, MAX_BLOCK, &n);
    sound->n += n;
  }
  sound->n = sound->n < limit ? sound->n : limit;
  byline_audio_file_close(file);
}

Sound sound_make(const Options* options)
{
  Sound sound = {0};
  (options->input ? read_file : make_noise)(options, &sound);
  return sound;
}

void sound_free(Sound* sound)
{
  free(sound->channels[0]);
  free(sound->channels[1]);
}
