/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/model.h"
#include "base/hash.h"
#include "models/cohort.h"
#include "models/model_info.h"
#include "models/models.h"
#include "models/network_weights.h"
#include "nn/safetensors.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Strings in a file, at most */
#define MAX_METADATA 9

struct BylineModel {
  BylineModelInfo info;
  BylineNetwork* network; ///< Frozen
  char ear[BYLINE_EAR_DIGITS + 1];
};

/* ---- the ear */

/* Before the network is frozen */
static BylineStatus name_ear(BylineModel* model)
{
  BylineModelTexts texts;
  const BylineStatus status = byline_model_texts_init(&texts, &model->info);
  uint64_t state = BYLINE_HASH_BEGIN;
  if (status == BYLINE_OK) {
    state = byline_hash(state, texts.front_end, strlen(texts.front_end));
  }
  byline_model_texts_clear(&texts);
  const size_t n = byline_network_tensor_count(model->network);
  for (size_t i = 0; i < n; ++i) {
    const BylineTensor* const t = byline_network_tensor(model->network, i);
    if (!byline_tensor_is_head(t)) {
      state = byline_hash_floats(state, t->values, t->n_values);
    }
  }
  snprintf(model->ear, sizeof(model->ear), "%016" PRIx64, state);
  return status;
}

/* The network's complaint, as one about the file */
static BylineStatus foreign_architecture(const char* path,
                                         const char* architecture,
                                         BylineStatus status)
{
  char complaint[512];
  snprintf(complaint, sizeof(complaint), "%s", byline_error_message());
  return byline_error(
      status == BYLINE_ERROR_USAGE ? BYLINE_ERROR_FORMAT : status,
      "%s: architecture '%.100s': %s", path, architecture, complaint);
}

static BylineStatus read_network(const char* path,
                                 const BylineSafetensors* file,
                                 const BylineModelInfo* info,
                                 BylineNetwork** network)
{
  const BylineNetworkShape shape = {
      .n_channels = (uint32_t)byline_front_end_channels(&info->front_end),
      .n_mels = info->front_end.n_mels,
      .n_classes = (uint32_t)info->n_artists,
  };
  char architecture[BYLINE_MAX_ARCHITECTURE] = "";
  byline_architecture_read(
      byline_safetensors_metadata(file, BYLINE_KEY_ARCHITECTURE), architecture);
  BylineStatus status = byline_classifier_new(architecture, &shape, network);
  if (status != BYLINE_OK) {
    return foreign_architecture(path, architecture, status);
  }
  status = byline_network_weights_read(path, file, *network);
  if (status != BYLINE_OK) {
    byline_network_free(*network);
    *network = NULL;
  }
  return status;
}

/* ---- the file */

static bool has_halves(const BylineSafetensors* file)
{
  for (size_t i = 0; i < file->n_tensors; ++i) {
    if (file->tensors[i].element == BYLINE_ELEMENT_F16) {
      return true;
    }
  }
  return false;
}

BylineStatus byline_model_open(const char* path, BylineModelInfo* info,
                               BylineNetwork** network)
{
  *info = (BylineModelInfo){.n_artists = 0};
  *network = NULL;
  BylineSafetensors file;
  BYLINE_TRY(byline_safetensors_open(path, &file));
  BylineStatus status = byline_model_info_read(path, &file, info);
  if (status == BYLINE_OK) {
    status = read_network(path, &file, info, network);
    info->halves = has_halves(&file);
  }
  byline_safetensors_close(&file);
  if (status != BYLINE_OK) {
    byline_model_info_free(info);
  }
  return status;
}

BylineStatus byline_model_load(const char* path, BylineModel** model)
{
  *model = NULL;
  BylineModel* const m = calloc(1, sizeof(*m));
  if (!m) {
    return byline_no_memory(path);
  }
  BylineStatus status = byline_model_open(path, &m->info, &m->network);
  BYLINE_THEN(status, name_ear(m));
  BYLINE_THEN(status, byline_network_freeze(m->network));
  if (status != BYLINE_OK) {
    byline_model_free(m);
    return status;
  }
  *model = m;
  return BYLINE_OK;
}

void byline_model_free(BylineModel* model)
{
  if (model) {
    byline_network_free(model->network);
    byline_model_info_free(&model->info);
    free(model);
  }
}

const BylineModelInfo* byline_model_info(const BylineModel* model)
{
  return &model->info;
}

const char* byline_model_ear(const BylineModel* model)
{
  return model->ear;
}

BylineNetwork* byline_model_network(const BylineModel* model)
{
  return model->network;
}

/* The network's tensors, and the cohort's where there is one */
static const BylineTensor** list_tensors(const BylineNetwork* network,
                                         const BylineTensor* cohort, size_t* n)
{
  const size_t n_own = byline_network_tensor_count(network);
  const BylineTensor** const tensors = calloc(n_own + 1, sizeof(*tensors));
  for (size_t i = 0; tensors && i < n_own; ++i) {
    tensors[i] = byline_network_tensor(network, i);
  }
  if (tensors) {
    tensors[n_own] = cohort;
  }
  *n = n_own + (cohort->n_values > 0);
  return tensors;
}

/* Leaves out what is not known. */
static size_t list_metadata(const BylineModelInfo* info,
                            const BylineModelTexts* texts,
                            const BylineNetwork* network,
                            BylineMetadata metadata[static MAX_METADATA])
{
  const BylineMetadata all[MAX_METADATA] = {
      {BYLINE_KEY_FORMAT, BYLINE_MODEL_FORMAT},
      {BYLINE_KEY_FRONT_END, texts->front_end},
      {BYLINE_KEY_ARTISTS, texts->artists},
      {BYLINE_KEY_ARCHITECTURE, byline_network_architecture(network)},
      {BYLINE_KEY_TEMPERATURE, texts->temperature},
      {BYLINE_KEY_METRICS, info->metrics ? info->metrics : "{}"},
      {BYLINE_KEY_PROVENANCE, info->provenance ? info->provenance : "{}"},
      {BYLINE_KEY_LEARNT, info->learnt},
      {BYLINE_KEY_COHORT, info->cohort.n > 0 ? texts->cohort : NULL},
  };
  size_t n = 0;
  for (size_t i = 0; i < MAX_METADATA; ++i) {
    if (all[i].value) {
      metadata[n++] = all[i];
    }
  }
  return n;
}

BylineStatus byline_model_save(const char* path, const BylineModelInfo* info,
                               const BylineNetwork* network)
{
  const BylineCohort* const cohort = &info->cohort;
  const BylineTensor stored = {
      .name = BYLINE_COHORT_TENSOR,
      .n_dimensions = 2,
      .dimensions = {(uint32_t)cohort->n, (uint32_t)cohort->n_features},
      .n_values = cohort->n * cohort->n_features,
      .values = cohort->embeddings};
  size_t n = 0;
  const BylineTensor** const tensors = list_tensors(network, &stored, &n);
  BylineModelTexts texts;
  BylineStatus status = byline_model_texts_init(&texts, info);
  if (status == BYLINE_OK && !tensors) {
    status = byline_no_memory(path);
  }
  if (status == BYLINE_OK) {
    BylineMetadata metadata[MAX_METADATA];
    const size_t n_metadata = list_metadata(info, &texts, network, metadata);
    status = byline_safetensors_write(path, metadata, n_metadata, tensors, n,
                                      info->halves ? BYLINE_ELEMENT_F16
                                                   : BYLINE_ELEMENT_F32);
  }
  byline_model_texts_clear(&texts);
  free(tensors);
  return status;
}
