/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_loss.h
   What a network of masks is told it did wrong.

   Two things: the cross-entropy of each pixel's share, which strong pixels
   decide, and what recognition suffers from: the distance, in nats, between the
   estimate's and the voice's log energy in each band of a mel spectrum.  There
   a weak cymbal that is left in counts as much as a strong piano.
*/

#ifndef BYLINE_TRAINING_SEPARATION_LOSS_H
#define BYLINE_TRAINING_SEPARATION_LOSS_H

#include "voice/voice_picture.h"

#include <stddef.h>

/** The loss's settings: a mel spectrum's bands among those of pictures. */
typedef struct {
  float mel_share;                      ///< What the distance counts
  size_t n;                             ///< Bands of the mel spectrum
  size_t begin[BYLINE_VOICE_BANDS + 1]; ///< Where each begins, the last ends
  float widths[BYLINE_VOICE_BANDS];     ///< Of pictures' bands, of their own 1
} BylineSeparationLoss;

/**
   Work out the bands.

   @param mel_share What the mean distance counts beside the cross-entropy.
*/
void byline_separation_loss_init(BylineSeparationLoss* loss, float mel_share);

/** Pictures of BYLINE_VOICE_BANDS x columns, one after another for a batch. */
typedef struct {
  const float* target; ///< The voice's share
  const float* weight; ///< What each pixel's share counts
  const float* mix;    ///< Powers over the running level
  const float* voice;  ///< The true ones
  /* Where this is a part of a batch, the whole is what losses are means over */
  double weights; ///< Of all pixels of the whole; 0: of those here
  size_t whole;   ///< Examples of the whole; 0: those here
} BylineSeparationTruth;

/**
   Mean loss of a batch, and its derivatives.

   @param logits The network's answers, batch x BYLINE_VOICE_BANDS x columns.
   @param[out] d_logits As many derivatives.
*/
float byline_separation_loss(const BylineSeparationLoss* loss,
                             const float* logits,
                             const BylineSeparationTruth* truth, size_t batch,
                             size_t n_columns, float* d_logits);

#endif // BYLINE_TRAINING_SEPARATION_LOSS_H
