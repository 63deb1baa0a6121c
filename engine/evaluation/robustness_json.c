/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/robustness.h"

#include <stdio.h>

static const char* const keys[] = {[BYLINE_BY_NETWORK] = "byline",
                                   [BYLINE_BY_LEARNT] = "fingerprint_learnt",
                                   [BYLINE_BY_RECORDING] =
                                       "fingerprint_recording",
                                   [BYLINE_BY_INDEX] = "index",
                                   [BYLINE_BY_BOTH] = "byline_with_index"};

static json_t* condition_json(const BylineCondition* c, size_t n_answered_by)
{
  json_t* const object = json_pack(
      "{s:s, s:i, s:f, s:s, s:I}", "name", c->name, "change", (int)c->change,
      "amount", c->amount, "effects", c->effects, "queries", (json_int_t)c->n);
  for (size_t i = 0; object && i < n_answered_by; ++i) {
    json_object_set_new(object, keys[i],
                        json_pack("{s:I, s:I}", "right",
                                  (json_int_t)c->right[i], "wrong",
                                  (json_int_t)c->wrong[i]));
  }
  return object;
}

json_t* byline_robustness_to_json(const BylineRobustness* r)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < r->n_conditions; ++i) {
    json_array_append_new(array,
                          condition_json(&r->conditions[i], r->n_answered_by));
  }
  return json_pack("{s:s, s:I, s:I, s:I, s:o}", "split",
                   byline_split_name(r->split), "songs", (json_int_t)r->n_songs,
                   "queries", (json_int_t)r->n_queries, "recordings_learnt",
                   (json_int_t)r->n_learnt, "conditions", array);
}

/* Older files know nothing of an index */
static size_t count_answered_by(json_t* conditions)
{
  size_t n = BYLINE_BY_RECORDING + 1;
  json_t* const first = json_array_get(conditions, 0);
  while (n < BYLINE_N_ANSWERED_BY && json_object_get(first, keys[n])) {
    ++n;
  }
  return n;
}

static bool read_condition(json_t* object, size_t n_answered_by,
                           BylineCondition* c)
{
  const char* name = NULL;
  const char* effects = NULL;
  int change = 0;
  json_int_t n = 0;
  if (json_unpack(object, "{s:s, s:i, s:F, s:s, s:I}", "name", &name, "change",
                  &change, "amount", &c->amount, "effects", &effects, "queries",
                  &n) != 0 ||
      change < 0 || change >= BYLINE_N_CHANGES || n < 0) {
    return false;
  }
  c->change = (BylineChange)change;
  c->n = (size_t)n;
  snprintf(c->name, sizeof(c->name), "%s", name);
  snprintf(c->effects, sizeof(c->effects), "%s", effects);
  for (size_t i = 0; i < n_answered_by; ++i) {
    json_int_t right = 0;
    json_int_t wrong = 0;
    if (json_unpack(object, "{s:{s:I, s:I}}", keys[i], "right", &right, "wrong",
                    &wrong) != 0 ||
        right < 0 || wrong < 0 || right > n || wrong > n) {
      return false;
    }
    c->right[i] = (size_t)right;
    c->wrong[i] = (size_t)wrong;
  }
  return true;
}

static bool read_all(json_t* json, BylineRobustness* r)
{
  json_int_t n_songs = 0;
  json_int_t n_queries = 0;
  json_int_t n_learnt = 0;
  json_t* conditions = NULL;
  const char* split = NULL;
  if (json_unpack(json, "{s:s, s:I, s:I, s:I, s:o}", "split", &split, "songs",
                  &n_songs, "queries", &n_queries, "recordings_learnt",
                  &n_learnt, "conditions", &conditions) != 0 ||
      !byline_split_find(split, &r->split) || !json_is_array(conditions) ||
      json_array_size(conditions) > BYLINE_MAX_CONDITIONS) {
    return false;
  }
  r->n_songs = (size_t)n_songs;
  r->n_queries = (size_t)n_queries;
  r->n_learnt = (size_t)n_learnt;
  r->n_conditions = json_array_size(conditions);
  r->n_answered_by = count_answered_by(conditions);
  bool well = true;
  for (size_t i = 0; well && i < r->n_conditions; ++i) {
    well = read_condition(json_array_get(conditions, i), r->n_answered_by,
                          &r->conditions[i]);
  }
  return well;
}

BylineStatus byline_robustness_read(const char* path, BylineRobustness* r)
{
  *r = (BylineRobustness){.n_songs = 0};
  json_error_t error;
  json_t* const json = json_load_file(path, 0, &error);
  const bool well = json && read_all(json, r);
  json_decref(json);
  return well ? BYLINE_OK
              : byline_error(BYLINE_ERROR_FORMAT,
                             "%s: not what 'byline robustness --json' writes",
                             path);
}
