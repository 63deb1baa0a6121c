/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file songs.h
   From what a network says about clips to what it says about songs.
*/

#ifndef BYLINE_EVALUATION_SONGS_H
#define BYLINE_EVALUATION_SONGS_H

#include "byline/evaluation.h"

#include <stddef.h>

/** A song: its clips and what was made of them. */
typedef struct {
  size_t song;       ///< Index in the dataset
  size_t first;      ///< Its first clip
  size_t n;          ///< How many
  size_t truth;      ///< Its class
  size_t answer;     ///< By mean probability
  size_t vote;       ///< By vote; between equals the mean probability decides
  double confidence; ///< Mean probability of the answer
} BylineSongAnswer;

/** The songs of some predictions. */
typedef struct {
  const BylinePredictions* predictions; ///< What they are made of
  BylineSongAnswer* songs;              ///< `n` of them
  size_t n;                             ///< How many
  size_t* answers;                      ///< Of each clip
  double* confidences;                  ///< Probability of each clip's answer
} BylineSongs;

/**
   Judge all clips and songs.

   @param temperature Of the softmax.
   @param[out] songs To be freed with byline_songs_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_songs_judge(const BylinePredictions* predictions,
                                double temperature, BylineSongs* songs);

/** Free and clear. */
void byline_songs_free(BylineSongs* songs);

#endif // BYLINE_EVALUATION_SONGS_H
