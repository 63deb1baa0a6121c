/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file mel.h
   From a power spectrum to mel bands.

   Bands are triangles over frequency in Hz, their corners equally spaced on
   HTK's mel scale, mel = 2595 log10(1 + f / 700) (O'Shaughnessy 1987; Young et
   al., "The HTK Book"), each 1 at its peak and sampled at the bins'
   frequencies: what librosa calls `htk=True, norm=None`.
*/

#ifndef BYLINE_SPECTRUM_MEL_H
#define BYLINE_SPECTRUM_MEL_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>

/** How far past its end the power spectrum is read, in floats; keep it 0. */
#define BYLINE_MEL_PADDING 8

/** Where a band's triangle lies. */
typedef struct {
  uint32_t first_bin;    ///< First bin with a weight
  uint32_t first_weight; ///< Its weight's place in the list of weights
  uint32_t n_weights;    ///< How many, a multiple of 8, zeros at the end
} BylineMelBand;

/** The triangles, without the zeros around them. */
typedef struct {
  BylineMelBand* bands; ///< `n_bands` of them, lowest first
  float* weights;       ///< All bands' weights, one after another
  uint32_t n_bands;     ///< How many
} BylineMelBands;

/** Where a frequency is on the mel scale. */
double byline_mel_from_hz(double hz);

/**
   Where the triangles' corners are.

   @param index From 0 to n_mels + 1: band i rises from corner i, has its peak
   at corner i + 1 and ends at corner i + 2.
   @return Hz.
*/
double byline_mel_edge(const BylineFrontEnd* front_end, uint32_t index);

/**
   Work out the triangles.

   @param front_end A checked one.
   @param scale Multiplies every weight.
   @param[out] bands To be released with byline_mel_bands_clear().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_mel_bands_init(BylineMelBands* bands,
                                   const BylineFrontEnd* front_end,
                                   double scale);

/** Release what `bands` holds. */
void byline_mel_bands_clear(BylineMelBands* bands);

#endif // BYLINE_SPECTRUM_MEL_H
