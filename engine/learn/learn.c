/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/learn.h"

#include "base/file.h"
#include "base/utf8.h"
#include "byline/dataset.h"
#include "learn/learning.h"
#include "training/checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- training */

/* Call the training after what decides its model: one that was interrupted is
   found again, and another dataset's is not gone on with. */
static BylineStatus name_run(BylineLearning* l, const BylineDataset* dataset)
{
  char digest[BYLINE_DIGEST_SIZE];
  char* const recipe =
      l->settings->recipe ? byline_recipe_text(l->settings->recipe) : NULL;
  char* text = NULL;
  const int n =
      asprintf(&text, "%llx %llx %s",
               (unsigned long long)byline_checkpoint_data(dataset, NULL),
               (unsigned long long)byline_checkpoint_data_hash(dataset),
               recipe ? recipe : "");
  const BylineStatus status = n < 0
                                  ? byline_no_memory(NULL)
                                  : byline_digest_data(text, (size_t)n, digest);
  if (n >= 0) {
    free(text);
  }
  free(recipe);
  if (status == BYLINE_OK) {
    snprintf(l->run, sizeof(l->run), "run-%.16s", digest);
  }
  return status;
}

/* Train, going on where that was stopped. */
static BylineStatus train_in(const BylineLearning* l,
                             const BylineDataset* dataset, const char* folder)
{
  BylineTraining training = {.dataset = dataset,
                             .recipe = l->settings->recipe,
                             .folder = folder,
                             .n_threads = l->settings->n_threads,
                             .quiet = true,
                             .brief = true,
                             .resume = true,
                             .stop = l->settings->stop};
  BylineStatus status = byline_train(&training);
  if (status == BYLINE_ERROR_FORMAT) {
    /* Damaged, or another version's */
    byline_log(BYLINE_LOG_WARNING, "training anew, since %s",
               byline_error_message());
    char* const checkpoint = byline_path_join(folder, "checkpoint");
    if (checkpoint) {
      unlink(checkpoint);
    }
    free(checkpoint);
    training.force = true;
    status = byline_train(&training);
  }
  return status;
}

static BylineStatus train(BylineLearning* l)
{
  BylineDataset* dataset = NULL;
  byline_progress_stage(4, BYLINE_LEARN_STAGES, NULL);
  BylineStatus status = byline_dataset_open(l->dataset_path, &dataset);
  if (status == BYLINE_OK) {
    status = name_run(l, dataset);
  }
  char* const folder =
      status == BYLINE_OK ? byline_learning_run_path(l, l->run, false) : NULL;
  if (status == BYLINE_OK) {
    status = folder ? train_in(l, dataset, folder) : byline_no_memory(NULL);
  }
  free(folder);
  byline_dataset_close(dataset);
  return status;
}

/* ---- all of it */

static BylineStatus begin_result(const BylineLearning* l, json_t** result)
{
  json_t* const artists = byline_learning_too_few(l);
  char* const folder = byline_utf8_show(l->settings->folder);
  json_t* const reasons = byline_learning_reasons(l);
  *result = json_pack("{s:s, s:s, s:s, s:b, s:{s:o, s:o, s:O}}", "folder",
                      folder ? folder : "", "key", l->key, "run", l->run, "new",
                      1, "left_out", "artists",
                      artists ? artists : json_array(), "reasons",
                      reasons ? reasons : json_array(), "tracks", l->left_out);
  free(folder);
  return *result ? BYLINE_OK : byline_no_memory(NULL);
}

/* Prepare and index: recordings are known even of too few artists to learn. */
static BylineStatus prepare(BylineLearning* l)
{
  const BylineStatus status = byline_learning_prepare(l);
  if (status != BYLINE_OK && status != BYLINE_ERROR_DATA) {
    return status;
  }
  char message[512];
  snprintf(message, sizeof(message), "%s", byline_error_message());
  const BylineStatus indexed = byline_learning_fill_index(l);
  return status == BYLINE_OK ? indexed : byline_error(status, "%s", message);
}

static BylineStatus learn_anew(BylineLearning* l, json_t** result)
{
  bool better = true;
  BylineStatus status = prepare(l);
  if (status == BYLINE_OK) {
    status = train(l);
  }
  if (status == BYLINE_OK) {
    status = begin_result(l, result);
  }
  if (status == BYLINE_OK) {
    status = byline_learning_compare(l, *result, &better);
  }
  if (status == BYLINE_OK && better) {
    memcpy(l->in_use, l->run, sizeof(l->in_use));
  }
  json_object_set_new(*result, "in_use", json_string(l->in_use));
  return status;
}

/* Whether all that was learnt from is as it was. */
static bool is_done(const BylineLearning* l)
{
  return !strcmp(byline_learning_last(l, "key"), l->key) &&
         byline_learning_has_model(l, byline_learning_last(l, "run")) &&
         byline_learning_has_model(l, l->in_use);
}

static BylineStatus repeat_result(BylineLearning* l, json_t** result)
{
  const BylineStatus status = byline_learning_fill_index(l);
  if (status != BYLINE_OK) {
    return status;
  }
  snprintf(l->run, sizeof(l->run), "%s", byline_learning_last(l, "run"));
  if (byline_learning_is_default(l, l->run)) {
    /* Its user chose it, though the one of before names more */
    memcpy(l->in_use, l->run, sizeof(l->in_use));
  }
  *result = json_copy(l->last);
  json_object_set_new(*result, "new", json_false());
  json_object_set_new(*result, "in_use", json_string(l->in_use));
  return *result ? BYLINE_OK : byline_no_memory(NULL);
}

static BylineStatus learn(BylineLearning* l, json_t** result)
{
  BylineStatus status = byline_learning_list(l);
  if (status == BYLINE_OK) {
    status = byline_learning_find_key(l);
  }
  if (status == BYLINE_OK) {
    byline_learning_open_index(l);
    status = is_done(l) ? repeat_result(l, result) : learn_anew(l, result);
  }
  if (status == BYLINE_OK) {
    status = byline_learning_install(l, *result);
  }
  return status == BYLINE_OK ? byline_learning_keep(l, *result) : status;
}

BylineStatus byline_learn(const BylineLearnSettings* settings, json_t** result)
{
  BylineLearning learning = {.settings = settings};
  *result = NULL;
  BylineStatus status = byline_learning_open(&learning);
  if (status == BYLINE_OK) {
    status = learn(&learning, result);
  }
  byline_progress_stage(0, 0, NULL);
  byline_recordings_writer_close(learning.recordings);
  byline_learning_close(&learning);
  if (status != BYLINE_OK) {
    json_decref(*result);
    *result = NULL;
  }
  return status;
}
