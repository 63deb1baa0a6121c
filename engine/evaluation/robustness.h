/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file robustness.h
   What is left of recognition when the music is played faster, over a
   telephone, in a crowd; and what Byline's index of recordings, and
   Chromaprint's fingerprints, make of the same sound.
*/

#ifndef BYLINE_EVALUATION_ROBUSTNESS_H
#define BYLINE_EVALUATION_ROBUSTNESS_H

#include "byline/dataset.h"
#include "byline/status.h"
#include "evaluation/evaluation_target.h"

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

/** A kind of change. */
typedef enum {
  BYLINE_CHANGE_SPEED, ///< By percent, as on a turntable
  BYLINE_CHANGE_TEMPO, ///< By percent
  BYLINE_CHANGE_PITCH, ///< By percent
  BYLINE_CHANGE_OTHER, ///< What has a name rather than a percentage
  BYLINE_N_CHANGES
} BylineChange;

/** Who answers. */
typedef enum {
  BYLINE_BY_NETWORK,   ///< Byline's model, without the help of any index
  BYLINE_BY_LEARNT,    ///< Fingerprints of the songs that were learnt from
  BYLINE_BY_RECORDING, ///< Fingerprints of the very songs that are played
  BYLINE_BY_INDEX,     ///< Byline's index of the very songs that are played
  BYLINE_BY_BOTH,      ///< That index where it is sure, else the model
  BYLINE_N_ANSWERED_BY
} BylineAnsweredBy;

/** Most conditions. */
#define BYLINE_MAX_CONDITIONS 64

/** What is done to the music, and what came of it. */
typedef struct {
  BylineChange change;                ///< Kind
  double amount;                      ///< Change, 0.04 for 4 %
  char name[32];                      ///< For people
  char effects[48];                   ///< Chain of effects; "" for none
  size_t n;                           ///< Queries
  size_t right[BYLINE_N_ANSWERED_BY]; ///< Answered with the right artist
  size_t wrong[BYLINE_N_ANSWERED_BY]; ///< Answered with another one; the rest
                                      ///< of the queries got no answer
} BylineCondition;

/** How much work is done. */
typedef struct {
  BylineSplit split; ///< Which songs
  size_t max_songs;  ///< So many of them, evenly chosen; 0 for all
  size_t n_clips;    ///< 10-s clips of each, evenly spread
} BylineRobustnessSettings;

/** What came out. */
typedef struct {
  BylineCondition conditions[BYLINE_MAX_CONDITIONS]; ///< In order of kinds
  size_t n_conditions;                               ///< How many
  BylineSplit split;                                 ///< Of which songs
  size_t n_songs;                                    ///< Songs played
  size_t n_queries;                                  ///< Clips of them
  size_t n_learnt;      ///< Recordings among which the fingerprints were sought
  size_t n_answered_by; ///< Who was asked: all, or, in older files, the first
} BylineRobustness;

/**
   Measure.

   Queries begin at places that depend on nothing but the songs' lengths, and
   noise is seeded by their numbers: the same settings give the same figures.
   Songs whose sound files are gone are passed over, with a warning each.

   @return BYLINE_OK, BYLINE_ERROR_DATA (no song's sound can be read),
   BYLINE_ERROR_INTERRUPTED or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_robustness_measure(const BylineEvaluationTarget* target,
                                       const BylineRobustnessSettings* settings,
                                       BylineRobustness* robustness);

/** Share of a condition's queries that were answered rightly. */
double byline_condition_accuracy(const BylineCondition* condition,
                                 BylineAnsweredBy answerer);

/** All figures as JSON; a new reference, or NULL when out of memory. */
json_t* byline_robustness_to_json(const BylineRobustness* robustness);

/**
   Read what byline_robustness_to_json() made.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_FORMAT.
*/
BylineStatus byline_robustness_read(const char* path,
                                    BylineRobustness* robustness);

/** Who answers, for people. */
const char* byline_answered_by_name(BylineAnsweredBy answerer);

#endif // BYLINE_EVALUATION_ROBUSTNESS_H
