/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sound_file.h
   Sound files that tests make for themselves.
*/

#ifndef BYLINE_TESTS_UNIT_SOUND_FILE_H
#define BYLINE_TESTS_UNIT_SOUND_FILE_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** A tone in each of up to 16 channels. */
typedef struct {
  unsigned rate;         ///< Hz
  unsigned n_channels;   ///< 1 to 16
  double seconds;        ///< Length
  double frequency;      ///< Hz, of all channels
  double amplitudes[16]; ///< One a channel, 1 is full scale
} TestTone;

static inline void put_le(FILE* file, uint32_t value, int n_bytes)
{
  for (int i = 0; i < n_bytes; ++i) {
    fputc((int)(value >> (8 * i) & 0xff), file);
  }
}

/** Write a tone as 16-bit WAV. */
static inline void write_tone(const char* path, const TestTone* tone)
{
  FILE* const file = fopen(path, "wb");
  const unsigned n = (unsigned)(tone->rate * tone->seconds);
  const unsigned frame = tone->n_channels * 2;
  fputs("RIFF", file);
  put_le(file, 36 + n * frame, 4);
  fputs("WAVEfmt ", file);
  put_le(file, 16, 4);
  put_le(file, 1, 2);
  put_le(file, tone->n_channels, 2);
  put_le(file, tone->rate, 4);
  put_le(file, tone->rate * frame, 4);
  put_le(file, frame, 2);
  put_le(file, 16, 2);
  fputs("data", file);
  put_le(file, n * frame, 4);
  for (unsigned i = 0; i < n; ++i) {
    const double x = sin(2 * M_PI * tone->frequency * i / tone->rate);
    for (unsigned c = 0; c < tone->n_channels; ++c) {
      const double value = 32767 * tone->amplitudes[c] * x;
      put_le(file, (uint32_t)(int32_t)lrint(value), 2);
    }
  }
  fclose(file);
}

/** A tone's frequency, from its upward zero crossings. */
static inline double measure_frequency(const float* samples, size_t n,
                                       double rate)
{
  double first = 0;
  double last = 0;
  size_t count = 0;
  for (size_t i = 1; i < n; ++i) {
    if (samples[i - 1] < 0 && samples[i] >= 0) {
      const double a = samples[i - 1];
      const double b = samples[i];
      last = (double)i - b / (b - a);
      if (count++ == 0) {
        first = last;
      }
    }
  }
  return count > 1 ? (double)(count - 1) * rate / (last - first) : 0;
}

/** Root mean square. */
static inline double measure_level(const float* samples, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)samples[i] * (double)samples[i];
  }
  return n ? sqrt(sum / (double)n) : 0;
}

/** Run a shell command quietly. */
static inline int run_quietly(const char* command)
{
  char line[2048];
  snprintf(line, sizeof(line), "%s >/dev/null 2>&1 </dev/null", command);
  return system(line);
}

#endif // BYLINE_TESTS_UNIT_SOUND_FILE_H
