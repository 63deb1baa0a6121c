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
  free(cohort->classes);
  *cohort = (BylineCohort){.n = 0};
}

static BylineStatus allocate(BylineCohort* cohort, size_t n, size_t n_features)
{
  *cohort =
      (BylineCohort){.n = n,
                     .n_features = n_features,
                     .embeddings = calloc(n + 1, n_features * sizeof(float)),
                     .classes = calloc(n + 1, sizeof(*cohort->classes))};
  if (!cohort->embeddings || !cohort->classes) {
    byline_cohort_clear(cohort);
    return byline_no_memory("a cohort");
  }
  return BYLINE_OK;
}

/* ---- in a file */

static bool read_classes(const json_t* array, BylineCohort* cohort)
{
  for (size_t i = 0; i < cohort->n; ++i) {
    const json_int_t class = json_integer_value(json_array_get(array, i));
    if (class < 0 || class > UINT32_MAX ||
        (i > 0 && (uint32_t) class < cohort->classes[i - 1])) {
      return false;
    }
    cohort->classes[i] = (uint32_t) class;
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
    good = read_classes(array, cohort);
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
    json_array_append_new(array, json_integer(cohort->classes[i]));
  }
  return byline_json_text(array, BYLINE_JSON_DOUBLE);
}

/* ---- choosing */

static uint32_t count_classes(const uint32_t* classes, size_t n_clips)
{
  uint32_t n = 0;
  for (size_t i = 0; i < n_clips; ++i) {
    n = classes[i] >= n ? classes[i] + 1 : n;
  }
  return n;
}

/* How many clips each of `n` classes may have */
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

/* Where there are too many classes, leave some out, evenly; and those that have
   one clip, which tells nothing of what varies. */
static void thin_out(size_t* counts, uint32_t n)
{
  size_t n_several = 0;
  for (uint32_t a = 0; a < n; ++a) {
    counts[a] = counts[a] > 1 ? counts[a] : 0;
    n_several += counts[a] > 1;
  }
  const size_t every = n_several / (BYLINE_MAX_COHORT / 2 + 1) + 1;
  size_t seen = 0;
  for (uint32_t a = 0; a < n; ++a) {
    if (counts[a] > 1 && seen++ % every != 0) {
      counts[a] = 0;
    }
  }
}

/* Copy a class's share, unless there is no more than one */
static void copy_class(const float* embeddings, const uint32_t* classes,
                       size_t n_clips, uint32_t class, size_t count,
                       size_t share, BylineCohort* cohort)
{
  const size_t n = count < share ? count : share;
  const size_t d = cohort->n_features;
  size_t seen = 0;
  size_t taken = 0;
  for (size_t i = 0; n > 1 && i < n_clips; ++i) {
    if (classes[i] != class) {
      continue;
    }
    if (seen++ == taken * count / n && taken < n &&
        cohort->n < BYLINE_MAX_COHORT) {
      ++taken;
      memcpy(cohort->embeddings + cohort->n * d, embeddings + i * d,
             d * sizeof(float));
      cohort->classes[cohort->n++] = class;
    }
  }
}

BylineStatus byline_cohort_choose(const float* embeddings, size_t n_features,
                                  const uint32_t* classes, size_t n_clips,
                                  BylineCohort* cohort)
{
  const uint32_t n_classes = count_classes(classes, n_clips);
  size_t* const counts = calloc((size_t)n_classes + 1, sizeof(*counts));
  if (!counts) {
    return byline_no_memory("a cohort");
  }
  for (size_t i = 0; i < n_clips; ++i) {
    ++counts[classes[i]];
  }
  BylineStatus status = allocate(cohort, BYLINE_MAX_COHORT, n_features);
  if (status == BYLINE_OK) {
    cohort->n = 0;
    thin_out(counts, n_classes);
    const size_t share = share_of(counts, n_classes);
    for (uint32_t a = 0; a < n_classes; ++a) {
      copy_class(embeddings, classes, n_clips, a, counts[a], share, cohort);
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
      memcmp(cohort->classes, other->classes,
             cohort->n * sizeof(*cohort->classes)) != 0) {
    byline_cohort_clear(cohort);
    return BYLINE_OK;
  }
  BylineCohort both;
  const size_t a = cohort->n_features;
  const size_t b = other->n_features;
  BYLINE_TRY(allocate(&both, cohort->n, a + b));
  for (size_t i = 0; i < cohort->n; ++i) {
    float* const to = both.embeddings + i * (a + b);
    memcpy(to, cohort->embeddings + i * a, a * sizeof(float));
    memcpy(to + a, other->embeddings + i * b, b * sizeof(float));
    both.classes[i] = cohort->classes[i];
  }
  byline_cohort_clear(cohort);
  *cohort = both;
  return BYLINE_OK;
}
