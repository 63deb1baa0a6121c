/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Several models as one: networks that were trained apart and make different
   mistakes, whose average makes fewer (Hansen and Salamon 1990, "Neural network
   ensembles"). */

#include "base/json.h"
#include "byline/model.h"
#include "models/cohort.h"
#include "models/learnt.h"
#include "models/model_info.h"
#include "models/models.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Models that are to become one */
typedef struct {
  const char* const* paths;                    ///< `n` files
  size_t n;                                    ///< How many
  BylineModelInfo infos[BYLINE_MAX_MEMBERS];   ///< What they say
  BylineNetwork* networks[BYLINE_MAX_MEMBERS]; ///< What they have learnt
} Members;

static void members_free(Members* members)
{
  for (size_t i = 0; i < members->n; ++i) {
    byline_network_free(members->networks[i]);
    byline_model_info_free(&members->infos[i]);
  }
}

/* Whether two models know the same artists in the same order and see the same
   pictures */
static BylineStatus compare(const Members* members, size_t other)
{
  BylineModelTexts a;
  BylineModelTexts b;
  BylineStatus status = byline_model_texts_init(&a, &members->infos[0]);
  const BylineStatus read = byline_model_texts_init(&b, &members->infos[other]);
  status = status == BYLINE_OK ? read : status;
  if (status == BYLINE_OK && strcmp(a.artists, b.artists) != 0) {
    status = byline_error(BYLINE_ERROR_DATA,
                          "%s knows other artists than %s; only models that "
                          "learnt from one dataset can be joined",
                          members->paths[other], members->paths[0]);
  } else if (status == BYLINE_OK && strcmp(a.front_end, b.front_end) != 0) {
    status = byline_error(BYLINE_ERROR_DATA,
                          "%s learnt from other spectrograms than %s",
                          members->paths[other], members->paths[0]);
  }
  byline_model_texts_clear(&a);
  byline_model_texts_clear(&b);
  return status;
}

static BylineStatus open_members(Members* members)
{
  for (size_t i = 0; i < members->n; ++i) {
    BYLINE_TRY(byline_model_open(members->paths[i], &members->infos[i],
                                 &members->networks[i]));
    BYLINE_TRY(compare(members, i));
  }
  return BYLINE_OK;
}

/* A member's recipe and where that was followed */
static json_t* describe_member(const char* path, const BylineModelInfo* info)
{
  json_t* const own = json_loads(info->provenance, 0, NULL);
  json_t* const json = json_pack(
      "{s:o, s:f, s:O*, s:O*, s:O*}", "file", byline_json_path(path),
      "temperature", (double)info->temperature, "recipe",
      json_object_get(own, "recipe"), "epoch", json_object_get(own, "epoch"),
      "revision", json_object_get(own, "revision"));
  json_decref(own);
  return json;
}

/* How the first was made, and in "members" how each was */
static char* provenance_text(const Members* members)
{
  json_t* const json = json_loads(members->infos[0].provenance, 0, NULL);
  json_t* const list = json_array();
  int failed = json_object_set_new(json, "members", list);
  for (size_t i = 0; i < members->n; ++i) {
    failed |= json_array_append_new(
        list, describe_member(members->paths[i], &members->infos[i]));
  }
  if (failed) {
    json_decref(json);
    return NULL;
  }
  return byline_json_text(json, BYLINE_JSON_DOUBLE);
}

/* The songs of all members; NULL when one does not tell, or out of memory */
static char* join_learnt(const Members* members)
{
  BylineLearnt learnt = {.n = 0};
  bool known = true;
  for (size_t i = 0; known && i < members->n; ++i) {
    const char* const text = members->infos[i].learnt;
    known = text && byline_learnt_add_all(&learnt, text);
  }
  char* const text = byline_learnt_finish(&learnt);
  if (!known) {
    free(text);
  }
  return known ? text : NULL;
}

/* What the first says, but for what does not hold for all */
static BylineStatus join_infos(Members* members, BylineModelInfo* info)
{
  char* const provenance = provenance_text(members);
  char* const metrics = strdup("{}");
  if (!provenance || !metrics) {
    free(provenance);
    free(metrics);
    return byline_no_memory("joining models");
  }
  char* const learnt = join_learnt(members);
  *info = members->infos[0];
  members->infos[0] = (BylineModelInfo){.n_artists = 0};
  free(info->provenance);
  free(info->metrics);
  free(info->learnt);
  info->learnt = learnt;
  info->provenance = provenance;
  info->metrics = metrics;
  info->temperature = members->n > 1 ? 1 : info->temperature;
  for (size_t i = 1; i < members->n; ++i) {
    BYLINE_TRY(byline_cohort_join(&info->cohort, &members->infos[i].cohort));
  }
  return BYLINE_OK;
}

BylineStatus byline_model_join(const char* const* paths, size_t n,
                               const double* weights, BylineModelInfo* info,
                               BylineNetwork** network)
{
  *info = (BylineModelInfo){.n_artists = 0};
  *network = NULL;
  if (n < 1 || n > BYLINE_MAX_MEMBERS) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "1 to %d models can be joined, not %zu",
                        BYLINE_MAX_MEMBERS, n);
  }
  Members members = {.paths = paths, .n = n};
  BylineStatus status = open_members(&members);
  if (status == BYLINE_OK) {
    double temperatures[BYLINE_MAX_MEMBERS];
    for (size_t i = 0; i < n; ++i) {
      temperatures[i] = n > 1 ? (double)members.infos[i].temperature : 1;
    }
    status = byline_networks_join(members.networks, n, weights, temperatures,
                                  network);
  }
  BYLINE_THEN(status, join_infos(&members, info));
  if (status != BYLINE_OK) {
    byline_model_info_free(info);
    byline_network_free(*network);
    *network = NULL;
  }
  members_free(&members);
  return status;
}
