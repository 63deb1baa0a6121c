/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file evaluation.h
   How good a network is: what it says about the clips of a split, and figures
   made of that.

       byline_predict() -> logits of every clip
         -> byline_temperature_fit()     (on validation)
         -> byline_evaluation_compute()  (on whichever split is reported)

   A song is cut into clips that do not overlap.  A song's answer comes from
   all its clips: from the mean of their probabilities, or by vote.
*/

#ifndef BYLINE_EVALUATION_H
#define BYLINE_EVALUATION_H

#include "byline/dataset.h"
#include "byline/network.h"
#include "byline/status.h"
#include "byline/thread_pool.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

/** What a network shall predict. */
typedef struct {
  BylineNetwork* network;            ///< Frozen or not
  const BylineDataset* dataset;      ///< Where the clips are
  BylineSplit split;                 ///< Of which songs
  const size_t* classes;             ///< The network's class of each artist of
                                     ///< the dataset; NULL when they agree
  size_t n_frames;                   ///< Columns of a clip
  BylineThreadPool* pool;            ///< May be NULL
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylinePredictionTask;

/** One clip. */
typedef struct {
  size_t song;   ///< Index in the dataset
  size_t first;  ///< First column
  size_t truth;  ///< Class of its artist
  bool no_music; ///< Nobody is named who plays it; false where nobody looked
} BylineClip;

/** A network's answers. */
typedef struct {
  size_t n_clips;    ///< How many; a song's clips follow each other
  size_t n_classes;  ///< The network's
  size_t n_features; ///< The network's
  BylineClip* clips; ///< n_clips
  float* logits;     ///< n_clips x n_classes
  float* embeddings; ///< n_clips x n_features: what the classifier saw
} BylinePredictions;

/**
   Run a network over all clips of a split.

   @param[out] predictions To be freed with byline_predictions_free().
   @return BYLINE_OK, BYLINE_ERROR_DATA (the split has no clip),
   BYLINE_ERROR_INTERRUPTED, BYLINE_ERROR_USAGE or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_predict(const BylinePredictionTask* question,
                            BylinePredictions* predictions);

/**
   Copy some of the clips, evenly chosen; all where there are no more than
   `most`.

   @param[out] chosen To be freed with byline_predictions_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_predictions_choose(const BylinePredictions* predictions,
                                       size_t most, BylinePredictions* chosen);

/** Free what predictions hold and clear them. */
void byline_predictions_free(BylinePredictions* predictions);

/** How often which class was taken for which. */
typedef struct {
  size_t n_classes; ///< Classes
  size_t* counts;   ///< n_classes x n_classes: row truth, column answer
} BylineConfusion;

/** Make an empty one, to be freed with byline_confusion_free(). */
BylineStatus byline_confusion_new(size_t n_classes, BylineConfusion* confusion);

/** Free and clear. */
void byline_confusion_free(BylineConfusion* confusion);

/** Count one answer. */
void byline_confusion_add(BylineConfusion* confusion, size_t truth,
                          size_t answer);

/** Precision, recall and their harmonic mean; 0 where undefined. */
typedef struct {
  double precision; ///< Of what was called so, how much was it
  double recall;    ///< Of what was so, how much was called it
  double f1;        ///< 2 p r / (p + r)
} BylineF1;

/** One class against all others. */
typedef struct {
  size_t support;  ///< How many there are in truth
  BylineF1 f1;     ///< As told above
  double accuracy; ///< Share of all answers that are right about this class
} BylineClassScore;

/** Figures of a confusion matrix. */
typedef struct {
  size_t n;          ///< Answers
  double accuracy;   ///< Share of right ones
  BylineF1 micro;    ///< Of all answers that name a class that occurs; recall
                     ///< is the accuracy, and so are the others when none
                     ///< names a class that does not
  BylineF1 macro;    ///< Mean over the classes that occur in truth
  BylineF1 weighted; ///< The same, weighted by how often they occur
} BylineScores;

/** Work out the figures of one class. */
BylineClassScore byline_class_score(const BylineConfusion* confusion,
                                    size_t index);

/** Work out the figures over all classes. */
BylineScores byline_scores_compute(const BylineConfusion* confusion);

/** An interval that holds the true value in 95 of 100 cases. */
typedef struct {
  double low;  ///< 2.5 % are below
  double high; ///< 2.5 % are above
} BylineInterval;

/** All figures of a split. */
typedef struct {
  double temperature;           ///< That the logits were divided by
  size_t n_songs;               ///< Songs with at least one clip
  BylineConfusion clips;        ///< Clip by clip
  BylineConfusion songs;        ///< Song by song, by mean probability
  BylineConfusion votes;        ///< Song by song, by vote
  double top5;                  ///< Share of clips with the truth among five
  double loss;                  ///< Mean -log probability of the truth, nats
  double calibration_error;     ///< Expected calibration error, 15 bins
  double uncalibrated_error;    ///< The same at temperature 1
  BylineInterval accuracy;      ///< Of the clips' accuracy
  BylineInterval f1;            ///< Of the clips' macro F1
  BylineInterval song_accuracy; ///< Of the songs' accuracy, by mean
} BylineEvaluation;

/**
   Work out all figures.

   The intervals come from drawing the songs anew with replacement (Efron 1979),
   since clips of one song are not independent.

   @param temperature Of the softmax.
   @param[out] evaluation To be freed with byline_evaluation_free().
*/
BylineStatus byline_evaluation_compute(const BylinePredictions* predictions,
                                       double temperature,
                                       BylineEvaluation* evaluation);

/** Free and clear. */
void byline_evaluation_free(BylineEvaluation* evaluation);

/**
   Fit a softmax's temperature to the truth (Guo et al. 2017): the one with the
   smallest mean -log probability of the true class, unless confidence is then
   further from accuracy than it was (byline_calibration_error()), as happens
   with few clips.

   @param[out] refused That temperature where it was no good, else 0.
   @return 0.05 to 20; 1 where the one that fitted was no good.
*/
double byline_temperature_fit(const BylinePredictions* predictions,
                              double* refused);

/** What to tell of a temperature that was refused. */
#define BYLINE_REFUSED_TEMPERATURE                                             \
  "not calibrated: a temperature of %.2f fits validation best, but takes "     \
  "confidence further from the truth than it is"

/** One bin of a reliability diagram. */
typedef struct {
  size_t n;          ///< Clips whose top probability falls into it
  double confidence; ///< Their mean top probability
  double accuracy;   ///< How many of them are right
} BylineReliability;

/** Bins of a reliability diagram. */
#define BYLINE_RELIABILITY_BINS 15

/** How far confidence can be believed, before and after calibration. */
typedef struct {
  BylineReliability before[BYLINE_RELIABILITY_BINS]; ///< At temperature 1
  BylineReliability after[BYLINE_RELIABILITY_BINS];  ///< At the model's
  double temperature;                                ///< The model's
} BylineReliabilityDiagram;

/** Sort clips by their top probability at a temperature into equal bins. */
void byline_reliability_compute(
    const BylinePredictions* predictions, double temperature,
    BylineReliability bins[static BYLINE_RELIABILITY_BINS]);

/** Mean distance of confidence and accuracy, weighted by the bins' clips. */
double byline_calibration_error(
    const BylineReliability bins[static BYLINE_RELIABILITY_BINS]);

#endif // BYLINE_EVALUATION_H
