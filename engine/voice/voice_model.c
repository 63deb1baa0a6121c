/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "voice/voice_model.h"

#include "byline/model.h"
#include "models/model_info.h"
#include "models/network_weights.h"
#include "nn/safetensors.h"
#include "voice/voice_network.h"
#include "voice/voice_picture.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TASK "separate"

BylineStatus byline_voice_network_new(const char* architecture,
                                      BylineNetwork** network)
{
  const BylineNetworkShape shape = {.n_channels = BYLINE_VOICE_CHANNELS,
                                    .n_mels = BYLINE_VOICE_BANDS,
                                    .n_classes = 1};
  BYLINE_TRY(byline_network_new(architecture, &shape, network));
  /* An even number of columns, since the second level has half of them */
  if (byline_network_outputs(*network, 2) == (size_t)2 * BYLINE_VOICE_BANDS) {
    return BYLINE_OK;
  }
  byline_network_free(*network);
  *network = NULL;
  return byline_error(BYLINE_ERROR_USAGE,
                      "architecture '%.60s' tells artists and cannot find "
                      "voices; take separator",
                      architecture);
}

static BylineStatus check_format(const char* path,
                                 const BylineSafetensors* file)
{
  const char* const task = byline_safetensors_metadata(file, BYLINE_KEY_TASK);
  if (!task && byline_safetensors_metadata(file, BYLINE_KEY_ARTISTS)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: this model tells artists; finding voices takes "
                        "one made with 'byline train --task=separate'",
                        path);
  }
  const char* const format =
      byline_safetensors_metadata(file, BYLINE_KEY_FORMAT);
  if (!task || strcmp(task, TASK) != 0 || !format ||
      strcmp(format, BYLINE_MODEL_FORMAT) != 0 ||
      !byline_safetensors_metadata(file, BYLINE_KEY_ARCHITECTURE)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: not a model that finds voices, or made by a later "
                        "version of Byline",
                        path);
  }
  return BYLINE_OK;
}

/* The network's complaint, as one about the file */
static BylineStatus foreign_architecture(const char* path, BylineStatus status)
{
  char complaint[512];
  snprintf(complaint, sizeof(complaint), "%s", byline_error_message());
  return byline_error(status == BYLINE_ERROR_USAGE ? BYLINE_ERROR_FORMAT
                                                   : status,
                      "%s: %s", path, complaint);
}

static char* copy_metadata(const BylineSafetensors* file, const char* key)
{
  const char* const text = byline_safetensors_metadata(file, key);
  return strdup(text ? text : "{}");
}

static BylineStatus read_model(const char* path, const BylineSafetensors* file,
                               BylineVoiceModelInfo* info,
                               BylineNetwork** network)
{
  BYLINE_TRY(check_format(path, file));
  BylineStatus status = byline_voice_network_new(
      byline_safetensors_metadata(file, BYLINE_KEY_ARCHITECTURE), network);
  if (status != BYLINE_OK) {
    return foreign_architecture(path, status);
  }
  status = byline_network_weights_read(path, file, *network);
  if (status == BYLINE_OK && info) {
    info->metrics = copy_metadata(file, BYLINE_KEY_METRICS);
    info->provenance = copy_metadata(file, BYLINE_KEY_PROVENANCE);
    if (!info->metrics || !info->provenance) {
      status = byline_no_memory(path);
    }
  }
  return status;
}

/* Read a file that is open, and close it */
static BylineStatus finish(const char* path, BylineSafetensors* file,
                           BylineVoiceModelInfo* info, BylineNetwork** network)
{
  const BylineStatus status = read_model(path, file, info, network);
  byline_safetensors_close(file);
  if (status != BYLINE_OK) {
    byline_network_free(*network);
    *network = NULL;
    if (info) {
      byline_voice_model_info_free(info);
    }
  }
  return status;
}

BylineStatus byline_voice_model_open(const char* path,
                                     BylineVoiceModelInfo* info,
                                     BylineNetwork** network)
{
  *network = NULL;
  if (info) {
    *info = (BylineVoiceModelInfo){0};
  }
  BylineSafetensors file;
  BYLINE_TRY(byline_safetensors_open(path, &file));
  return finish(path, &file, info, network);
}

bool byline_voice_model_is(const char* path)
{
  BylineSafetensors file;
  if (byline_safetensors_open(path, &file) != BYLINE_OK) {
    return false;
  }
  const char* const task = byline_safetensors_metadata(&file, BYLINE_KEY_TASK);
  const bool is = task && !strcmp(task, TASK);
  byline_safetensors_close(&file);
  return is;
}

BylineStatus byline_voice_model_default(BylineNetwork** network)
{
  *network = NULL;
  size_t size = 0;
  const void* const data = byline_voice_network_data(&size);
  const char* const name = "the network that finds voices";
  BylineSafetensors file;
  BYLINE_TRY(byline_safetensors_view(name, data, size, &file));
  return finish(name, &file, NULL, network);
}

/* The network that all share, and how many have it */
static pthread_mutex_t shared_lock = PTHREAD_MUTEX_INITIALIZER;
static BylineNetwork* shared;
static size_t n_shared;

BylineStatus byline_voice_model_acquire(BylineNetwork** network)
{
  BylineStatus status = BYLINE_OK;
  pthread_mutex_lock(&shared_lock);
  if (!shared) {
    status = byline_voice_model_default(&shared);
    BYLINE_THEN(status, byline_network_freeze(shared));
    if (status != BYLINE_OK) {
      byline_network_free(shared);
      shared = NULL;
    }
  }
  n_shared += status == BYLINE_OK;
  *network = shared;
  pthread_mutex_unlock(&shared_lock);
  return status;
}

void byline_voice_model_release(BylineNetwork* network)
{
  if (!network) {
    return;
  }
  pthread_mutex_lock(&shared_lock);
  if (--n_shared == 0) {
    byline_network_free(shared);
    shared = NULL;
  }
  pthread_mutex_unlock(&shared_lock);
}

void byline_voice_model_info_free(BylineVoiceModelInfo* info)
{
  free(info->metrics);
  free(info->provenance);
  *info = (BylineVoiceModelInfo){0};
}

BylineStatus byline_voice_model_save(const char* path,
                                     const BylineVoiceModelInfo* info,
                                     const BylineNetwork* network)
{
  const size_t n = byline_network_tensor_count(network);
  const BylineTensor** const tensors = calloc(n, sizeof(BylineTensor*));
  if (!tensors) {
    return byline_no_memory(path);
  }
  for (size_t i = 0; i < n; ++i) {
    tensors[i] = byline_network_tensor(network, i);
  }
  const BylineMetadata metadata[] = {
      {BYLINE_KEY_FORMAT, BYLINE_MODEL_FORMAT},
      {BYLINE_KEY_TASK, TASK},
      {BYLINE_KEY_ARCHITECTURE, byline_network_architecture(network)},
      {BYLINE_KEY_METRICS, info->metrics ? info->metrics : "{}"},
      {BYLINE_KEY_PROVENANCE, info->provenance ? info->provenance : "{}"},
  };
  const BylineStatus status = byline_safetensors_write(
      path, metadata, sizeof(metadata) / sizeof(*metadata), tensors, n,
      BYLINE_ELEMENT_F16);
  free(tensors);
  return status;
}
