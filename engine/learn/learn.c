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
  char text[64];
  snprintf(text, sizeof(text), "%llx %llx",
           (unsigned long long)byline_checkpoint_data(dataset, NULL),
           (unsigned long long)byline_checkpoint_data_hash(dataset));
  BYLINE_TRY(byline_learning_digest(l, text, digest));
  snprintf(l->run, sizeof(l->run), "run-%.16s", digest);
  return BYLINE_OK;
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

static BylineStatus train_on(BylineLearning* l, BylineDataset* dataset)
{
  BYLINE_TRY(name_run(l, dataset));
  char* const folder = byline_learning_run_path(l, l->run, false);
  const BylineStatus status =
      folder ? train_in(l, dataset, folder) : byline_no_memory(NULL);
  free(folder);
  return status;
}

static BylineStatus train(BylineLearning* l)
{
  BylineDataset* dataset = NULL;
  byline_progress_stage(4, BYLINE_LEARN_STAGES, NULL);
  BYLINE_TRY(byline_dataset_open(l->dataset_path, &dataset));
  const BylineStatus status = train_on(l, dataset);
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
  BYLINE_TRY(prepare(l));
  BYLINE_TRY(train(l));
  BYLINE_TRY(begin_result(l, result));
  BYLINE_TRY(byline_learning_compare(l, *result, &better));
  if (better) {
    memcpy(l->in_use, l->run, sizeof(l->in_use));
  }
  json_object_set_new(*result, "in_use", json_string(l->in_use));
  return BYLINE_OK;
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
  BYLINE_TRY(byline_learning_fill_index(l));
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
  BYLINE_TRY(byline_learning_list(l));
  BYLINE_TRY(byline_learning_find_key(l));
  byline_learning_open_index(l);
  BYLINE_TRY(is_done(l) ? repeat_result(l, result) : learn_anew(l, result));
  BYLINE_TRY(byline_learning_install(l, *result));
  return byline_learning_keep(l, *result);
}

BylineStatus byline_learn(const BylineLearnSettings* settings, json_t** result)
{
  BylineLearning learning = {.settings = settings};
  *result = NULL;
  BylineStatus status = byline_learning_open(&learning);
  BYLINE_THEN(status, learn(&learning, result));
  byline_progress_stage(0, 0, NULL);
  byline_recordings_writer_close(learning.recordings);
  byline_learning_close(&learning);
  if (status != BYLINE_OK) {
    json_decref(*result);
    *result = NULL;
  }
  return status;
}
