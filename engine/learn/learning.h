/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file learning.h
   What a call of byline_learn() consists of; for this room's own files.
*/

#ifndef BYLINE_LEARN_LEARNING_H
#define BYLINE_LEARN_LEARNING_H

#include "audio/digest.h"
#include "base/lock.h"
#include "learn/learn.h"
#include "recordings/index_writer.h"

#include <stdbool.h>

/** How many stages it has. */
#define BYLINE_LEARN_STAGES 6

/** Room for the name of a training's folder. */
#define BYLINE_RUN_SIZE 24

/** A call under way. */
typedef struct {
  const BylineLearnSettings* settings; ///< What was asked for
  BylineLock lock;                     ///< Of the folder
  char* sources_path;                  ///< folders.tsv
  char* library_path;                  ///< library.tsv
  char* dataset_path;                  ///< dataset
  char* result_path;                   ///< result.json
  char* default_path;                  ///< The user's default model
  char** sources;                      ///< `n_sources` places with music
  size_t n_sources;                    ///< How many
  BylineRecordingsWriter* recordings;  ///< The index; NULL: not to be had
  json_t* last;                        ///< What came out last; NULL: nothing
  json_t* left_out;                    ///< Tracks, an array
  size_t n_marked;                     ///< The first of them: the library says
  char key[BYLINE_DIGEST_SIZE];        ///< Of what the model depends on
  char run[BYLINE_RUN_SIZE];           ///< Name of the training's folder
  char in_use[BYLINE_RUN_SIZE];        ///< Of the one whose model is used
} BylineLearning;

/* ---- folder.c: what is kept there */

/** Make the folder, have it for oneself, and read what is in it. */
BylineStatus byline_learning_open(BylineLearning* learning);

/** Let go of all. */
void byline_learning_close(BylineLearning* learning);

/** The digest of a text and the recipe: what decides what is made of them. */
BylineStatus byline_learning_digest(const BylineLearning* learning,
                                    const char* text,
                                    char digest[static BYLINE_DIGEST_SIZE]);

/** Work out `key`: of the library, the fewest songs, and the recipe. */
BylineStatus byline_learning_find_key(BylineLearning* learning);

/** A text of the last result; "" when there is none. */
const char* byline_learning_last(const BylineLearning* learning,
                                 const char* name);

/** The path of a training's folder, or of its model, to be freed with free();
    NULL when out of memory. */
char* byline_learning_run_path(const BylineLearning* learning, const char* run,
                               bool model);

/** Whether a training has left a model. */
bool byline_learning_has_model(const BylineLearning* learning, const char* run);

/** Write the result, and remove trainings that are of no use any more. */
BylineStatus byline_learning_keep(const BylineLearning* learning,
                                  json_t* result);

/* ---- learn_dataset.c: from folders to a dataset */

/** Bring the library up to date: stages 1 and 2. */
BylineStatus byline_learning_list(BylineLearning* learning);

/** Make the dataset, and index what is decoded for it: stage 3. */
BylineStatus byline_learning_prepare(BylineLearning* learning);

/** Why tracks are left out, and how many: an array, or NULL when out of
    memory. */
json_t* byline_learning_reasons(const BylineLearning* learning);

/* ---- too_few.c: artists who are not learnt */

/** The artists of the library with too few songs: name, songs, and
    like, who it is in another spelling, or null.  NULL: out of memory. */
json_t* byline_learning_too_few(const BylineLearning* learning);

/* ---- learn_index.c: the index of recordings */

/** Open the index of recordings, beside the user's default model; where that
    cannot be, a warning is all. */
void byline_learning_open_index(BylineLearning* learning);

/** Add the tracks of the library that are not in the index yet, and close it.
 */
BylineStatus byline_learning_fill_index(BylineLearning* learning);

/* ---- compare.c: how good a model is */

/**
   Measure a training's model with the test, put the figures into it, and
   compare it with the one in use: stage 5.

   @param[in,out] result `artists`, `songs`, `test` and `before` are set.
   @param[out] better False when the one in use names clearly more songs.
*/
BylineStatus byline_learning_compare(const BylineLearning* learning,
                                     json_t* result, bool* better);

/* ---- install.c: the default model */

/** Find out whether it can be installed at all, before the work begins. */
BylineStatus byline_learning_check_default(const BylineLearning* learning);

/** Whether a training's model is the default already. */
bool byline_learning_is_default(const BylineLearning* learning,
                                const char* run);

/**
   Make the model `in_use` the default: stage 6.

   @param[in,out] result `model` and `kept` are set.
*/
BylineStatus byline_learning_install(const BylineLearning* learning,
                                     json_t* result);

#endif // BYLINE_LEARN_LEARNING_H
