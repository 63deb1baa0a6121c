/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "models/model_info.h"
#include "base/json.h"
#include "base/utf8.h"
#include "models/cohort.h"
#include "models/learnt.h"
#include "spectrum/front_end_json.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What a stranger's file may ask for */
#define MAX_ARTISTS 65536u
#define MIN_TEMPERATURE 0.01
#define MAX_TEMPERATURE 100.0

/* Numbers go through Jansson in both directions, since a host's locale may
   write them with a comma */

/* ---- reading */

static BylineStatus read_front_end(const char* path, const json_t* object,
                                   BylineFrontEnd* front_end)
{
  const BylineStatus status = byline_front_end_from_json(object, front_end);
  if (status == BYLINE_OK) {
    return status;
  }
  char complaint[512];
  snprintf(complaint, sizeof(complaint), "%s", byline_error_message());
  return byline_error(status, "%s: %s", path, complaint);
}

static BylineStatus read_artists(const char* path, const json_t* array,
                                 BylineModelInfo* info)
{
  const size_t n = json_array_size(array);
  if (n < 1 || n > MAX_ARTISTS) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: " BYLINE_KEY_ARTISTS
                        " is not an array of 1 to %u names",
                        path, MAX_ARTISTS);
  }
  info->artists = calloc(n, sizeof(*info->artists));
  if (!info->artists) {
    return byline_no_memory(path);
  }
  for (size_t i = 0; i < n; ++i) {
    const char* const name = json_string_value(json_array_get(array, i));
    if (!name || !name[0]) {
      return byline_error(BYLINE_ERROR_FORMAT, "%s: artist %zu has no name",
                          path, i + 1);
    }
    info->artists[i] = strdup(name);
    if (!info->artists[i]) {
      return byline_no_memory(path);
    }
    byline_utf8_make_safe(info->artists[i]);
    ++info->n_artists;
  }
  return BYLINE_OK;
}

static BylineStatus read_temperature(const char* path, const json_t* number,
                                     float* temperature)
{
  const double t = json_number_value(number);
  if (!(t >= MIN_TEMPERATURE && t <= MAX_TEMPERATURE)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: " BYLINE_KEY_TEMPERATURE
                        " is not a number from %g to %g",
                        path, MIN_TEMPERATURE, MAX_TEMPERATURE);
  }
  *temperature = (float)t;
  return BYLINE_OK;
}

/* Copy a text that should be a JSON object; "{}" when it is not there */
static BylineStatus read_object_text(const char* path,
                                     const BylineSafetensors* file,
                                     const char* key, char** text)
{
  const char* const value = byline_safetensors_metadata(file, key);
  json_t* const object = json_loads(value ? value : "{}", 0, NULL);
  const bool good = json_is_object(object);
  json_decref(object);
  if (!good) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: %s is not a JSON object",
                        path, key);
  }
  *text = strdup(value ? value : "{}");
  return *text ? BYLINE_OK : byline_no_memory(path);
}

/* Copy the list of songs, if there is one. */
static BylineStatus read_learnt(const char* path, const BylineSafetensors* file,
                                char** text)
{
  const char* const value =
      byline_safetensors_metadata(file, BYLINE_KEY_LEARNT);
  if (!value) {
    return BYLINE_OK;
  }
  if (!byline_learnt_is_valid(value)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: " BYLINE_KEY_LEARNT " is not a list of songs",
                        path);
  }
  *text = strdup(value);
  return *text ? BYLINE_OK : byline_no_memory(path);
}

static BylineStatus check_format(const char* path,
                                 const BylineSafetensors* file)
{
  /* Models of artists do not say what they are for */
  if (byline_safetensors_metadata(file, BYLINE_KEY_TASK)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: this model finds voices ('byline separate -m') "
                        "and cannot tell artists",
                        path);
  }
  const char* const format =
      byline_safetensors_metadata(file, BYLINE_KEY_FORMAT);
  if (!format) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: a safetensors file, but not a Byline model", path);
  }
  if (strcmp(format, BYLINE_MODEL_FORMAT) != 0) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: a Byline model of format '%.20s', which this "
                        "version does not know",
                        path, format);
  }
  if (!byline_safetensors_metadata(file, BYLINE_KEY_ARCHITECTURE)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: " BYLINE_KEY_ARCHITECTURE " is missing", path);
  }
  return BYLINE_OK;
}

/* A metadata string as JSON of any kind; NULL when it is not there */
static json_t* parse(const BylineSafetensors* file, const char* key)
{
  const char* const text = byline_safetensors_metadata(file, key);
  return text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
}

BylineStatus byline_model_info_read(const char* path,
                                    const BylineSafetensors* file,
                                    BylineModelInfo* info)
{
  *info = (BylineModelInfo){.n_artists = 0};
  BYLINE_TRY(check_format(path, file));
  json_t* const front_end = parse(file, BYLINE_KEY_FRONT_END);
  json_t* const artists = parse(file, BYLINE_KEY_ARTISTS);
  json_t* const temperature = parse(file, BYLINE_KEY_TEMPERATURE);
  BylineStatus status = read_front_end(path, front_end, &info->front_end);
  BYLINE_THEN(status, read_artists(path, artists, info));
  BYLINE_THEN(status, read_temperature(path, temperature, &info->temperature));
  BYLINE_THEN(status,
              read_object_text(path, file, BYLINE_KEY_METRICS, &info->metrics));
  BYLINE_THEN(status, read_object_text(path, file, BYLINE_KEY_PROVENANCE,
                                       &info->provenance));
  BYLINE_THEN(status, read_learnt(path, file, &info->learnt));
  BYLINE_THEN(status, byline_cohort_read(path, file, &info->cohort));
  json_decref(front_end);
  json_decref(artists);
  json_decref(temperature);
  if (status != BYLINE_OK) {
    byline_model_info_free(info);
  }
  return status;
}

void byline_model_info_free(BylineModelInfo* info)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    free(info->artists[i]);
  }
  free(info->artists);
  free(info->metrics);
  free(info->provenance);
  free(info->learnt);
  byline_cohort_clear(&info->cohort);
  *info = (BylineModelInfo){.n_artists = 0};
}

/* ---- writing */

BylineStatus byline_model_texts_init(BylineModelTexts* texts,
                                     const BylineModelInfo* info)
{
  *texts = (BylineModelTexts){.front_end = NULL};
  json_t* const artists = json_array();
  for (size_t i = 0; i < info->n_artists; ++i) {
    json_t* const name = json_string(info->artists[i]);
    if (!name) {
      json_decref(artists);
      return byline_error(BYLINE_ERROR_DATA,
                          "the name of artist %zu, '%s', is not UTF-8", i + 1,
                          info->artists[i]);
    }
    json_array_append_new(artists, name);
  }
  texts->artists = byline_json_text(artists, BYLINE_JSON_FLOAT);
  texts->front_end = byline_json_text(
      byline_front_end_to_json(&info->front_end), BYLINE_JSON_FLOAT);
  texts->temperature =
      byline_json_text(json_real((double)info->temperature), BYLINE_JSON_FLOAT);
  texts->cohort = byline_cohort_text(&info->cohort);
  return texts->artists && texts->front_end && texts->temperature &&
                 texts->cohort
             ? BYLINE_OK
             : byline_no_memory("saving a model");
}

void byline_model_texts_clear(BylineModelTexts* texts)
{
  free(texts->artists);
  free(texts->front_end);
  free(texts->temperature);
  free(texts->cohort);
  *texts = (BylineModelTexts){.front_end = NULL};
}
