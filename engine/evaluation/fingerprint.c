/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/fingerprint.h"

#include "base/shared_library.h"
#include "byline/audio_file.h"

#include <chromaprint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Frames given to Chromaprint at a time */
#define CHUNK 4096

/* Words that are compared before asking whether to give up */
#define BLOCK 16

/* Opened when first needed, like libav, of which it is made */
#define FUNCTIONS(F)                                                           \
  F(chromaprint_dealloc)                                                       \
  F(chromaprint_feed)                                                          \
  F(chromaprint_finish)                                                        \
  F(chromaprint_free)                                                          \
  F(chromaprint_get_raw_fingerprint)                                           \
  F(chromaprint_new)                                                           \
  F(chromaprint_start)

#define POINTER(name) __typeof__(name)* name;
typedef struct {
  FUNCTIONS(POINTER)
} Chromaprint;

static Chromaprint chromaprint;

#define SYMBOL(name) {#name, offsetof(Chromaprint, name)},
static const BylineSymbol symbols[] = {FUNCTIONS(SYMBOL)};

#define AS_TEXT(text) #text
#define SONAME(version) "libchromaprint.so." AS_TEXT(version)
static BylineSharedLibrary library = {
    SONAME(CHROMAPRINT_VERSION_MAJOR), symbols,
    sizeof(symbols) / sizeof(*symbols), &chromaprint, false};

static int16_t to_sixteen_bits(float sample)
{
  const float scaled = 32767 * fminf(fmaxf(sample, -1), 1);
  return (int16_t)lrintf(scaled);
}

static bool feed(ChromaprintContext* context, float* const channels[2],
                 size_t n_samples)
{
  int16_t samples[2 * CHUNK];
  bool well = true;
  for (size_t at = 0; at < n_samples && well; at += CHUNK) {
    const size_t rest = n_samples - at;
    const size_t n = rest < CHUNK ? rest : CHUNK;
    for (size_t i = 0; i < n; ++i) {
      samples[2 * i] = to_sixteen_bits(channels[0][at + i]);
      samples[2 * i + 1] = to_sixteen_bits(channels[1][at + i]);
    }
    well = chromaprint.chromaprint_feed(context, samples, (int)(2 * n));
  }
  return well;
}

static BylineStatus begin(double rate, ChromaprintContext** context)
{
  BYLINE_TRY(byline_shared_library_open(&library));
  *context = chromaprint.chromaprint_new(CHROMAPRINT_ALGORITHM_DEFAULT);
  return *context &&
                 chromaprint.chromaprint_start(*context, (int)lround(rate), 2)
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_DATA,
                            "Chromaprint cannot begin a fingerprint");
}

static BylineStatus finish(ChromaprintContext* context,
                           BylineFingerprint* fingerprint)
{
  uint32_t* words = NULL;
  int n = 0;
  if (!chromaprint.chromaprint_finish(context) ||
      !chromaprint.chromaprint_get_raw_fingerprint(context, &words, &n)) {
    return byline_error(BYLINE_ERROR_DATA, "Chromaprint takes no fingerprint");
  }
  fingerprint->words = malloc(((size_t)n + 1) * sizeof(*words));
  if (fingerprint->words) {
    fingerprint->n = (size_t)n;
    memcpy(fingerprint->words, words, fingerprint->n * sizeof(*words));
  }
  chromaprint.chromaprint_dealloc(words);
  return fingerprint->words ? BYLINE_OK : byline_no_memory("a fingerprint");
}

static BylineStatus no_feeding(void)
{
  return byline_error(BYLINE_ERROR_DATA, "Chromaprint takes no sound");
}

BylineStatus byline_fingerprint_take(const BylineSound* sound,
                                     BylineFingerprint* fingerprint)
{
  *fingerprint = (BylineFingerprint){.n = 0};
  ChromaprintContext* context = NULL;
  BylineStatus status = begin(sound->rate, &context);
  if (status == BYLINE_OK && !feed(context, sound->channels, sound->n)) {
    status = no_feeding();
  }
  BYLINE_THEN(status, finish(context, fingerprint));
  if (context) {
    chromaprint.chromaprint_free(context);
  }
  return status;
}

/* Decode a file into a fingerprint, piece by piece. */
static BylineStatus feed_file(ChromaprintContext* context,
                              BylineAudioFile* file, double seconds)
{
  float samples[2][CHUNK];
  float* const channels[2] = {samples[0], samples[1]};
  size_t rest = (size_t)(seconds * byline_audio_file_rate(file));
  while (rest > 0) {
    size_t n = 0;
    const BylineStatus status = byline_audio_file_read(
        file, channels[0], channels[1], rest < CHUNK ? rest : CHUNK, &n);
    if (status != BYLINE_OK || n == 0) {
      return status;
    }
    if (!feed(context, channels, n)) {
      return no_feeding();
    }
    rest -= n;
  }
  return BYLINE_OK;
}

BylineStatus byline_fingerprint_read(const char* path, double max_seconds,
                                     BylineFingerprint* fingerprint)
{
  *fingerprint = (BylineFingerprint){.n = 0};
  BylineAudioFile* file = NULL;
  ChromaprintContext* context = NULL;
  BylineStatus status = byline_audio_file_open(path, &file);
  BYLINE_THEN(status, begin(byline_audio_file_rate(file), &context));
  BYLINE_THEN(status, feed_file(context, file, max_seconds));
  BYLINE_THEN(status, finish(context, fingerprint));
  if (context) {
    chromaprint.chromaprint_free(context);
  }
  byline_audio_file_close(file);
  return status;
}

void byline_fingerprint_free(BylineFingerprint* fingerprint)
{
  free(fingerprint->words);
  *fingerprint = (BylineFingerprint){.n = 0};
}

/* Bits that are set, in plain arithmetic that a compiler does for several words
   at once on any processor */
static uint32_t count_bits(uint32_t x)
{
  x -= x >> 1 & 0x55555555;
  x = (x & 0x33333333) + (x >> 2 & 0x33333333);
  x = (x + (x >> 4)) & 0x0f0f0f0f;
  x += x >> 8;
  x += x >> 16;
  return x & 63;
}

/* Bits that differ; gives up when there are `most`. */
static uint32_t count_errors(const uint32_t* a, const uint32_t* b, size_t n,
                             uint32_t most)
{
  uint32_t errors = 0;
  size_t i = 0;
  for (; i + BLOCK <= n && errors < most; i += BLOCK) {
    for (size_t k = 0; k < BLOCK; ++k) {
      errors += count_bits(a[i + k] ^ b[i + k]);
    }
  }
  for (; i < n && errors < most; ++i) {
    errors += count_bits(a[i] ^ b[i]);
  }
  return errors;
}

BylineFingerprintMatch byline_fingerprint_search(const BylineFingerprint* query,
                                                 const BylineFingerprint* index,
                                                 size_t n)
{
  BylineFingerprintMatch match = {.error = 1};
  const uint32_t n_bits = (uint32_t)query->n * 32;
  uint32_t least = n_bits;
  for (size_t i = 0; i < n && n_bits > 0; ++i) {
    for (size_t at = 0; at + query->n <= index[i].n; ++at) {
      const uint32_t errors =
          count_errors(query->words, index[i].words + at, query->n, least);
      if (errors < least) {
        least = errors;
        match = (BylineFingerprintMatch){.index = i, .offset = at};
        match.error = (double)errors / n_bits;
      }
    }
  }
  return match;
}

bool byline_fingerprint_is_match(const BylineFingerprintMatch* match)
{
  return match->error <= BYLINE_FINGERPRINT_THRESHOLD;
}
