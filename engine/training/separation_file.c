/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/separation_file.h"

#include "base/file.h"
#include "base/json.h"
#include "models/network_weights.h"
#include "nn/safetensors.h"
#include "training/journal.h"
#include "voice/voice_model.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_PROGRESS "byline.progress"
#define KEY_RECIPE "byline.recipe"
#define KEY_MATERIAL "byline.material"

/* ---- checkpoints: each weight, and its velocity as "velocity.NAME" */

typedef struct {
  BylineTensor* tensors;
  const BylineTensor** pointers;
  size_t n;
} Tensors;

static void free_tensors(Tensors* t)
{
  for (size_t i = 0; t->tensors && i < t->n; ++i) {
    free((char*)(uintptr_t)t->tensors[i].name);
  }
  free(t->tensors);
  free(t->pointers);
}

static bool list_tensors(BylineNetwork* network, BylineSgd* sgd, Tensors* t)
{
  const size_t n = byline_network_tensor_count(network);
  t->tensors = calloc(2 * n, sizeof(*t->tensors));
  t->pointers = calloc(2 * n, sizeof(BylineTensor*));
  if (!t->tensors || !t->pointers) {
    return false;
  }
  for (size_t i = 0; i < n; ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    for (unsigned velocity = 0; velocity < 2; ++velocity) {
      float* const values =
          velocity ? byline_sgd_velocity(sgd, i) : tensor->values;
      if (!values) {
        continue;
      }
      char name[160];
      snprintf(name, sizeof(name), "%s%s", velocity ? "velocity." : "",
               tensor->name);
      BylineTensor* const copy = &t->tensors[t->n];
      *copy = *tensor;
      copy->values = values;
      copy->name = strdup(name);
      t->pointers[t->n++] = copy;
      if (!copy->name) {
        return false;
      }
    }
  }
  return true;
}

static char* progress_text(const BylineSeparationProgress* p)
{
  return byline_json_text(json_pack("{s:I, s:I, s:f, s:f}", "epoch",
                                    (json_int_t)p->epoch, "step",
                                    (json_int_t)p->step, "loss", p->loss,
                                    "validation_loss", p->validation_loss),
                          BYLINE_JSON_DOUBLE);
}

BylineStatus
byline_separation_checkpoint_write(const char* path, const BylineRecipe* recipe,
                                   uint64_t material, BylineNetwork* network,
                                   BylineSgd* sgd,
                                   const BylineSeparationProgress* progress)
{
  Tensors t = {0};
  char digest[32];
  snprintf(digest, sizeof(digest), "%016" PRIx64, material);
  char* const text = byline_recipe_text(recipe);
  char* const how_far = progress_text(progress);
  BylineStatus status = byline_no_memory(path);
  if (text && how_far && list_tensors(network, sgd, &t)) {
    const BylineMetadata metadata[] = {
        {KEY_RECIPE, text}, {KEY_MATERIAL, digest}, {KEY_PROGRESS, how_far}};
    status = byline_safetensors_write(path, metadata, 3, t.pointers, t.n,
                                      BYLINE_ELEMENT_F32);
  }
  free_tensors(&t);
  free(text);
  free(how_far);
  return status;
}

/* Is it what this training would have written? */
static BylineStatus check_origin(const char* path,
                                 const BylineSafetensors* file,
                                 const BylineRecipe* recipe, uint64_t material)
{
  char digest[32];
  snprintf(digest, sizeof(digest), "%016" PRIx64, material);
  char* const text = byline_recipe_text(recipe);
  if (!text) {
    return byline_no_memory(path);
  }
  const char* const own_recipe = byline_safetensors_metadata(file, KEY_RECIPE);
  const char* const own = byline_safetensors_metadata(file, KEY_MATERIAL);
  const bool same_recipe = own_recipe && !strcmp(own_recipe, text);
  const bool same_material = own && !strcmp(own, digest);
  free(text);
  if (same_recipe && same_material) {
    return BYLINE_OK;
  }
  return byline_error(BYLINE_ERROR_FORMAT,
                      "%s: of a training with %s; give the same, or another "
                      "folder",
                      path,
                      same_recipe ? "other voices or music" : "another recipe");
}

static BylineStatus read_progress(const char* path,
                                  const BylineSafetensors* file,
                                  BylineSeparationProgress* p)
{
  const char* const text = byline_safetensors_metadata(file, KEY_PROGRESS);
  json_t* const json = text ? json_loads(text, 0, NULL) : NULL;
  json_int_t epoch = 0;
  json_int_t step = 0;
  const bool read =
      json && json_unpack(json, "{s:I, s:I, s:F, s:F}", "epoch", &epoch, "step",
                          &step, "loss", &p->loss, "validation_loss",
                          &p->validation_loss) == 0;
  p->epoch = (uint64_t)epoch;
  p->step = (uint64_t)step;
  json_decref(json);
  return read ? BYLINE_OK
              : byline_error(BYLINE_ERROR_FORMAT, "%s: damaged", path);
}

static BylineStatus read_velocities(const char* path,
                                    const BylineSafetensors* file,
                                    BylineNetwork* network, BylineSgd* sgd)
{
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    float* const velocity = byline_sgd_velocity(sgd, i);
    char name[160];
    snprintf(name, sizeof(name), "velocity.%s", tensor->name);
    const BylineStoredTensor* const stored =
        byline_safetensors_find(file, name);
    if (velocity && (!stored || stored->element != BYLINE_ELEMENT_F32 ||
                     stored->size != tensor->n_values * sizeof(float))) {
      return byline_error(BYLINE_ERROR_FORMAT, "%s: damaged", path);
    }
    if (velocity) {
      byline_safetensors_read(file, stored, velocity);
    }
  }
  return BYLINE_OK;
}

BylineStatus byline_separation_checkpoint_read(
    const char* path, const BylineRecipe* recipe, uint64_t material,
    BylineNetwork* network, BylineSgd* sgd, BylineSeparationProgress* progress)
{
  BylineSafetensors file;
  BYLINE_TRY(byline_safetensors_open(path, &file));
  BylineStatus status = check_origin(path, &file, recipe, material);
  BYLINE_THEN(status, read_progress(path, &file, progress));
  BYLINE_THEN(status, byline_network_weights_read(path, &file, network));
  BYLINE_THEN(status, read_velocities(path, &file, network, sgd));
  byline_safetensors_close(&file);
  return status;
}

/* ---- what people read */

/* Bytes of the lines of epochs before `epoch` */
static uint64_t size_before(const char* path, uint64_t epoch)
{
  FILE* const file = fopen(path, "rb");
  uint64_t size = 0;
  for (uint64_t line = 1; file && line < epoch; ++line) {
    int c = 0;
    while ((c = getc(file)) != EOF && c != '\n') {
    }
    size = c == '\n' ? (uint64_t)ftell(file) : size;
  }
  if (file) {
    fclose(file);
  }
  return size;
}

BylineStatus byline_separation_journal(const char* path,
                                       const BylineRecipe* recipe,
                                       const BylineSeparationProgress* progress,
                                       double train_loss, double learning_rate,
                                       double examples_per_second)
{
  (void)recipe;
  BylineStatus status =
      byline_journal_begin(path, size_before(path, progress->epoch));
  FILE* const file = status == BYLINE_OK ? fopen(path, "ab") : NULL;
  if (!file) {
    return status == BYLINE_OK
               ? byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s", path,
                              strerror(errno))
               : status;
  }
  json_t* const json = json_pack("{s:I, s:f, s:f, s:f, s:f}", "epoch",
                                 (json_int_t)progress->epoch, "learning_rate",
                                 learning_rate, "train_loss", train_loss,
                                 "validation_loss", progress->validation_loss,
                                 "clips_per_second", examples_per_second);
  const bool dumped =
      byline_json_print_line(json, file, BYLINE_JSON_SHOWN) == BYLINE_OK;
  const bool written = !ferror(file);
  const bool closed = fclose(file) == 0;
  return dumped && written && closed
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s", path,
                            strerror(errno));
}

BylineStatus byline_separation_result(const char* path,
                                      const BylineRecipe* recipe,
                                      const BylineSeparationProgress* progress,
                                      const BylineVoiceMaterial* material,
                                      const BylineNetwork* network)
{
  char digest[32];
  snprintf(digest, sizeof(digest), "%016" PRIx64, material->digest);
  char* const text = byline_recipe_text(recipe);
  BylineVoiceModelInfo info = {
      .metrics = byline_json_text(
          json_pack("{s:I, s:f}", "epoch", (json_int_t)progress->epoch,
                    "validation_loss", progress->validation_loss),
          BYLINE_JSON_DOUBLE),
      .provenance =
          text ? byline_json_text(json_pack("{s:s, s:s, s:s, s:s}", "program",
                                            "byline " BYLINE_VERSION, "recipe",
                                            text, "material", digest, "licence",
                                            recipe->licence),
                                  BYLINE_JSON_DOUBLE)
               : NULL};
  const BylineStatus status =
      info.metrics && info.provenance
          ? byline_voice_model_save(path, &info, network)
          : byline_no_memory(path);
  free(text);
  byline_voice_model_info_free(&info);
  return status;
}
