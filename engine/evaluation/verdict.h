/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file verdict.h
   Whether a model is good enough, for people who play music.

   What counts on stage is not how many songs are known but how often a name
   that stands there is wrong: "unknown" does no harm.
*/

#ifndef BYLINE_EVALUATION_VERDICT_H
#define BYLINE_EVALUATION_VERDICT_H

#include "evaluation/songs.h"

#include <stddef.h>

/** The plugin names nobody who is less probable, unless its user turns that. */
#define BYLINE_USUAL_THRESHOLD 0.5

/** What a model is good for. */
typedef enum {
  BYLINE_VERDICT_STAGE, ///< Its names can stand on a screen: of those that it
                        ///< gives, nine of ten are right
  BYLINE_VERDICT_HINT, ///< Good as a hint for who knows the music: two of three
  BYLINE_VERDICT_NOT_YET ///< It has to learn more
} BylineVerdictKind;

/** A verdict on a model. */
typedef struct {
  BylineVerdictKind kind; ///< In a word
  size_t n_songs;         ///< Songs that it was asked about
  size_t n_right;         ///< Of them, those that it names rightly
  size_t n_wrong;         ///< And wrongly; it says "unknown" of the rest
} BylineVerdict;

/**
   Judge by songs that a model has not learnt.

   @param threshold It names nobody whose mean probability is less.
*/
BylineVerdict byline_verdict(const BylineSongs* songs, double threshold);

#endif // BYLINE_EVALUATION_VERDICT_H
