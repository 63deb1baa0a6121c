/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file training.h
   From a dataset to a model: recipes, and the training that follows them.

   A recipe is a text file of `key = value` lines; everything that decides what
   a training does stands in it.  The same recipe, dataset and number of threads
   give the same model, bit for bit.
*/

#ifndef BYLINE_TRAINING_H
#define BYLINE_TRAINING_H

#include "byline/dataset.h"
#include "byline/evaluation.h"
#include "byline/status.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/** How the learning rate goes on after the warm-up. */
typedef enum {
  BYLINE_SCHEDULE_CONSTANT,  ///< It stays
  BYLINE_SCHEDULE_COSINE,    ///< It falls to 0 along half a cosine
  BYLINE_SCHEDULE_ONE_CYCLE, ///< It climbs from a 25th, and falls to 0
  BYLINE_SCHEDULE_STEP       ///< It falls by a factor every few epochs
} BylineSchedule;

/** Which songs are learnt from. */
typedef enum {
  BYLINE_LEARN_TRAIN, ///< Training songs; validation chooses the best epoch
  BYLINE_LEARN_ALL    ///< Validation songs too, once all choices are made
} BylineLearnFrom;

/** What a model answers with. */
typedef enum {
  BYLINE_ANSWER_BEST,   ///< Network, statistics or both, as validation chooses
  BYLINE_ANSWER_NETWORK ///< The network alone
} BylineAnswerFrom;

/** How to train; `byline train --help-recipe` tells each key's range. */
typedef struct {
  char architecture[1024];  ///< As byline_network_new() takes it
  int64_t clip_frames;      ///< Columns of a clip
  int64_t min_frames;       ///< Columns of the shortest clips; 0: all whole
  int64_t epochs;           ///< How often validation happens
  int64_t clips_per_epoch;  ///< Clips learnt from between two validations
  int64_t batch;            ///< Clips in a step, of all processes together
  int64_t sync_batch_norm;  ///< 1: batch norms use the statistics of all of it
  double balance;           ///< 1: artists alike, 0: as they have music
  double class_weight;      ///< 1: artists count alike in the loss; 0: clips
  double learning_rate;     ///< At the end of the warm-up
  double warmup_epochs;     ///< The rate climbs from 0 for so many epochs
  int64_t schedule;         ///< A BylineSchedule
  double step_epochs;       ///< Epochs between two steps down
  double step_factor;       ///< What a step multiplies the rate by
  double momentum;          ///< Of the velocities
  int64_t nesterov;         ///< 1 for Nesterov's variant
  double weight_decay;      ///< L2 penalty of weights that decay
  double max_gradient;      ///< Largest norm of the gradient; 0 for no limit
  double label_smoothing;   ///< Share of the target spread over all artists
  double mixup;             ///< Alpha of Zhang et al. 2018; 0 for none
  double mel_loss;          ///< Separation: weight of mel spectra's distance
  double ema;               ///< Decay of the weights' average; 0 for none
  int64_t patience;         ///< Epochs without progress to stop after; 0: never
  double body_rate;         ///< Learning rate of all but the classifier, as a
                            ///< share of learning_rate
  double freeze_epochs;     ///< Only the classifier learns for so many epochs
  int64_t time_masks;       ///< SpecAugment's stretches of columns
  int64_t time_mask_frames; ///< Most columns of one
  int64_t band_masks;       ///< SpecAugment's groups of bands
  int64_t band_mask_bands;  ///< Most bands of one
  double speed;             ///< Largest relative change of speed and pitch
  int64_t time_warp;        ///< Columns that a bend of time moves; 0 for none
  double tilt;              ///< Size of the random colouring, in dB
  double voice;             ///< 1: places of a song where a voice is heard are
                            ///< drawn, 0: all alike
  int64_t learn_from;       ///< A BylineLearnFrom
  int64_t answer;           ///< A BylineAnswerFrom
  char strangers[512];      ///< Dataset folder of music by others, which is
                            ///< by none of the artists; "none"
  double stranger_share;    ///< Share of clips that are drawn from there
  double sound_share;       ///< Share of clips that are no music at all
  double temperature;       ///< Of the model; 0: fitted on validation
  int64_t seed;             ///< Of everything that is drawn
  char licence[160];        ///< Of the model, shown to its users
} BylineRecipe;

/** The recipe that is used when none is given: presets/recipes/default.ini. */
BylineRecipe byline_recipe_default(void);

/**
   Set one key.

   @return BYLINE_OK or BYLINE_ERROR_USAGE: no such key (the message names the
   nearest one), or a value out of its range.
*/
BylineStatus byline_recipe_set(BylineRecipe* recipe, const char* key,
                               const char* value);

/** Set one key from "key=value"; spaces around either are skipped. */
BylineStatus byline_recipe_assign(BylineRecipe* recipe, const char* text);

/**
   Follow the lines of a recipe's text; keys not in it stay as they are.

   @param where What messages call the text, such as a file's name.
   @return BYLINE_OK, BYLINE_ERROR_USAGE (with the line) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_recipe_parse(BylineRecipe* recipe, const char* text,
                                 const char* where);

/** Follow a recipe file, as byline_recipe_parse(); BYLINE_ERROR_IO too. */
BylineStatus byline_recipe_read(BylineRecipe* recipe, const char* path);

/**
   The whole recipe in its canonical form, every key on its line.

   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_recipe_text(const BylineRecipe* recipe);

/** All keys with default, range and meaning, for people; as above. */
char* byline_recipe_help(void);

/** The processes that train together; see training/ranks.h. */
typedef struct BylineRanks BylineRanks;

/** A training to be done. */
typedef struct {
  const BylineDataset* dataset;      ///< What to learn
  const BylineRecipe* recipe;        ///< How; NULL: as the checkpoint says, or
                                     ///< the default
  const char* folder;                ///< Where the results go; made if missing
  const char* from;                  ///< Model file to begin with; NULL: with
                                     ///< random weights
  unsigned n_threads;                ///< 0 for one per processor
  BylineRanks* ranks;                ///< Train together; NULL: alone
  bool quiet;                        ///< Say nothing of epochs and steps
  bool alone;                        ///< Only the network: no reference
  bool brief;                        ///< But how far all of it is
  bool resume;                       ///< Go on from the folder's checkpoint
  bool force;                        ///< Write over a model that is there
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineTraining;

/**
   Train a network.

   Writes into the folder:

       network.safetensors
                          the network of the epoch with the best macro F1 on
                          the validation clips (artists count alike there, as
                          they do in training)
       statistics.safetensors
                          what statistics make of the same songs: a reference
       model.safetensors  meanwhile that network; in the end what answers:
                          the one, the other or both, whatever is best on
                          validation and nowhere below the reference there,
                          calibrated on it
       metrics.jsonl      a line of figures per epoch
       checkpoint         all that is needed to go on

   and a line per epoch through byline_log().  Test songs are never touched.

   A training that begins with a model file takes over every tensor whose name
   and shape match; the classifier only from a model of the same artists.  A
   resumed one must name the same file, or none.

   Ranks share the work of each step: all call this with the same arguments,
   and rank 0 writes.

   @return BYLINE_OK; BYLINE_ERROR_INTERRUPTED when asked to stop, after
   writing a checkpoint; BYLINE_ERROR_USAGE (recipe, folder in use);
   BYLINE_ERROR_DATA (nothing to learn, or the loss is not finite any more: the
   last good checkpoint is kept); BYLINE_ERROR_FORMAT (checkpoint of another
   training); BYLINE_ERROR_IO; BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_train(const BylineTraining* training);

/** A cross-validation to be done. */
typedef struct {
  BylineDataset* dataset;     ///< Its songs are split anew
  const BylineRecipe* recipe; ///< How to train
  BylineSplitPlan plan;       ///< `folds` 2 or more; `fold` is ignored
  unsigned n_seeds;           ///< How often to repeat all, each time with
                              ///< the next seed of recipe and split
  const char* folder;         ///< Where the results go; made if missing
  const char* from;           ///< As in BylineTraining
  unsigned n_threads;         ///< 0 for one per processor
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineCrossval;

/** What one of those that could answer makes of a fold. */
typedef struct {
  bool measured;        ///< False: it was not there
  double accuracy;      ///< Of the clips
  double f1;            ///< Macro F1 of the clips
  double song_accuracy; ///< Of the songs, by mean probability
} BylineFoldPart;

/** What came out for the songs of one fold. */
typedef struct {
  uint64_t seed;             ///< Of the recipe
  unsigned fold;             ///< From 0
  size_t n_clips;            ///< Held out
  size_t n_songs;            ///< Held out
  double accuracy;           ///< Of the clips
  double f1;                 ///< Macro F1 of the clips
  double song_accuracy;      ///< Of the songs, by mean probability
  double top5;               ///< Share of clips with the truth among five
  BylineFoldPart network;    ///< What the network alone would answer
  BylineFoldPart statistics; ///< What the reference would answer
} BylineFold;

/** What came out of all folds. */
typedef struct {
  BylineFold* folds;     ///< `n_folds` of them
  size_t n_folds;        ///< Folds times seeds
  BylineConfusion clips; ///< Each clip once a seed, by a network that had not
                         ///< learnt from its song
  BylineConfusion songs; ///< The same for songs
} BylineCrossvalResult;

/**
   Train as often as there are folds, each time without one, and ask each
   network about the fold that it has not seen.

   Each training has a folder `seedS-foldF` below the folder, with what
   byline_train() leaves there and result.json.  Folds that are finished are not
   trained again, and an interrupted one goes on.

   @param[out] result To be freed with byline_crossval_free().
   @return As byline_train(); BYLINE_ERROR_USAGE for an impossible plan;
   BYLINE_ERROR_DATA when an artist would have nothing to learn from in some
   fold; BYLINE_ERROR_FORMAT when the folder has results of another recipe or
   dataset.
*/
BylineStatus byline_crossval(const BylineCrossval* crossval,
                             BylineCrossvalResult* result);

/** Free and clear. */
void byline_crossval_free(BylineCrossvalResult* result);

#endif // BYLINE_TRAINING_H
