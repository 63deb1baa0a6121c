/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "models/cohort.h"

#include "base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void byline_cohort_clear(BylineCohort* cohort)
{
  free(cohort->embeddings);
  free(cohort->artists);
  *cohort = (BylineCohort){.n = 0};
}

static BylineStatus allocate(BylineCohort* cohort, size_t n, size_t n_features)
{
  *cohort =
      (BylineCohort){.n = n,
                     .n_features = n_features,
                     .embeddings = calloc(n + 1, n_features * sizeof(float)),
                     .artists = calloc(n + 1, sizeof(*cohort->artists))};
  if (!cohort->embeddings || !cohort->artists) {
    byline_cohort_clear(cohort);
    return byline_no_memory("a cohort");
  }
  return BYLINE_OK;
}

/* ---- in a file */

static bool read_artists(const json_t* array, BylineCohort* cohort)
{
  for (size_t i = 0; i < cohort->n; ++i) {
    const json_int_t artist = json_integer_value(json_array_get(array, i));
    if (artist < 0 || artist > UINT32_MAX ||
        (i > 0 && (uint32_t)artist < cohort->artists[i - 1])) {
      return false;
    }
    cohort->artists[i] = (uint32_t)artist;
  }
  return true;
}

BylineStatus byline_cohort_read(const char* path, const BylineSafetensors* file,
                                BylineCohort* cohort)
{
  *cohort = (BylineCohort){.n = 0};
  const char* const text = byline_safetensors_metadata(file, BYLINE_KEY_COHORT);
  const BylineStoredTensor* const t =
      byline_safetensors_find(file, BYLINE_COHORT_TENSOR);
  if (!text && !t) {
    return BYLINE_OK;
  }
  json_t* const array = text ? json_loads(text, 0, NULL) : NULL;
  const size_t n = json_array_size(array);
  bool good =
      t && n > 0 && n <= BYLINE_MAX_COHORT &&
      (t->element == BYLINE_ELEMENT_F32 || t->element == BYLINE_ELEMENT_F16) &&
      t->n_dimensions == 2 && t->dimensions[0] == n && t->dimensions[1] > 0;
  BylineStatus status = BYLINE_OK;
  if (good) {
    status = allocate(cohort, n, (size_t)t->dimensions[1]);
  }
  if (good && status == BYLINE_OK) {
    byline_safetensors_read(file, t, cohort->embeddings);
    good = read_artists(array, cohort);
    for (size_t i = 0; good && i < n * cohort->n_features; ++i) {
      good = isfinite(cohort->embeddings[i]);
    }
  }
  json_decref(array);
  if (!good) {
    byline_cohort_clear(cohort);
    status = byline_error(BYLINE_ERROR_FORMAT,
                          "%s: " BYLINE_KEY_COHORT " is not what it should be",
                          path);
  }
  return status;
}

char* byline_cohort_text(const BylineCohort* cohort)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < cohort->n; ++i) {
    json_array_append_new(array, json_integer(cohort->artists[i]));
  }
  return byline_json_text(array, BYLINE_JSON_DOUBLE);
}

/* ---- choosing */

static uint32_t count_artists(const uint32_t* artists, size_t n_clips)
{
  uint32_t n = 0;
  for (size_t i = 0; i < n_clips; ++i) {
    n = artists[i] >= n ? artists[i] + 1 : n;
  }
  return n;
}

/* How many clips each of `n` artists may have */
static size_t share_of(const size_t* counts, uint32_t n)
{
  for (size_t share = BYLINE_MAX_COHORT; share > 2; --share) {
    size_t total = 0;
    for (uint32_t a = 0; a < n; ++a) {
      total += counts[a] < share ? counts[a] : share;
    }
    if (total <= BYLINE_MAX_COHORT) {
      return share;
    }
  }
  return 2;
}

/* Copy an artist's share, unless there is no more than one */
static void copy_artist(const float* embeddings, const uint32_t* artists,
                        size_t n_clips, uint32_t artist, size_t count,
                        size_t share, BylineCohort* cohort)
{
  const size_t n = count < share ? count : share;
  const size_t d = cohort->n_features;
  size_t seen = 0;
  size_t taken = 0;
  for (size_t i = 0; n > 1 && i < n_clips; ++i) {
    if (artists[i] != artist) {
      continue;
    }
    if (seen++ == taken * count / n && taken < n &&
        cohort->n < BYLINE_MAX_COHORT) {
      ++taken;
      memcpy(cohort->embeddings + cohort->n * d, embeddings + i * d,
             d * sizeof(float));
      cohort->artists[cohort->n++] = artist;
    }
  }
}

BylineStatus byline_cohort_choose(const float* embeddings, size_t n_features,
                                  const uint32_t* artists, size_t n_clips,
                                  BylineCohort* cohort)
{
  const uint32_t n_artists = count_artists(artists, n_clips);
  size_t* const counts = calloc((size_t)n_artists + 1, sizeof(*counts));
  if (!counts) {
    return byline_no_memory("a cohort");
  }
  for (size_t i = 0; i < n_clips; ++i) {
    ++counts[artists[i]];
  }
  BylineStatus status = allocate(cohort, BYLINE_MAX_COHORT, n_features);
  if (status == BYLINE_OK) {
    cohort->n = 0;
    const size_t share = share_of(counts, n_artists);
    for (uint32_t a = 0; a < n_artists; ++a) {
      copy_artist(embeddings, artists, n_clips, a, counts[a], share, cohort);
    }
    if (cohort->n == 0) {
      byline_cohort_clear(cohort);
    }
  }
  free(counts);
  return status;
}

/* ---- joining */

BylineStatus byline_cohort_join(BylineCohort* cohort, const BylineCohort* other)
{
  if (cohort->n == 0 || cohort->n != other->n ||
      memcmp(cohort->artists, other->artists,
             cohort->n * sizeof(*cohort->artists)) != 0) {
    byline_cohort_clear(cohort);
    return BYLINE_OK;
  }
  BylineCohort both;
  const size_t a = cohort->n_features;
  const size_t b = other->n_features;
  const BylineStatus status = allocate(&both, cohort->n, a + b);
  if (status != BYLINE_OK) {
    return status;
  }
  for (size_t i = 0; i < cohort->n; ++i) {
    float* const to = both.embeddings + i * (a + b);
    memcpy(to, cohort->embeddings + i * a, a * sizeof(float));
    memcpy(to + a, other->embeddings + i * b, b * sizeof(float));
    both.artists[i] = cohort->artists[i];
  }
  byline_cohort_clear(cohort);
  *cohort = both;
  return BYLINE_OK;
}
