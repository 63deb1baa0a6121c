/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file cycles.h
   The spectra of curves, at every 1 / 512 cycles a number: a fast Fourier
   transform (Cooley and Tukey 1965) of up to eight curves, which lie side by
   side in vectors: the same bits on every processor.
*/

#ifndef BYLINE_NN_CYCLES_H
#define BYLINE_NN_CYCLES_H

#include <stddef.h>
#include <stdint.h>

enum {
  BYLINE_CYCLES_PERIOD = 512, ///< Numbers that the slowest cycle takes
  BYLINE_CYCLES_CURVES = 8,   ///< Most curves at once
  BYLINE_CYCLES_RATES = BYLINE_CYCLES_PERIOD / 2, ///< Of each curve
  /** From a spectrum's real to its imaginary parts, and to the next spectrum: a
      line of the caches more, so that not all of them lie on the same ones. */
  BYLINE_CYCLES_PITCH = BYLINE_CYCLES_RATES + 16,
  /** Floats of working memory. */
  BYLINE_CYCLES_MEMORY = BYLINE_CYCLES_PERIOD * BYLINE_CYCLES_CURVES
};

/** What all transforms need. */
typedef struct {
  /** How far numbers turn: cosines and sines. */
  float turns[2][BYLINE_CYCLES_PERIOD];
  uint8_t places[BYLINE_CYCLES_PERIOD / 2]; ///< Where pairs of numbers begin
} BylineCycles;

/** Work them out. */
void byline_cycles_init(BylineCycles* cycles);

/** What fades `n` numbers in and out so that their power stays the same (von
    Hann). */
void byline_cycles_window(size_t n, float* window);

/**
   Take a curve's mean off, fade it in and out, and put it beside others.

   @param place Which of them it becomes, below BYLINE_CYCLES_CURVES.
   @param[out] curves `n` x BYLINE_CYCLES_CURVES.
*/
void byline_cycles_put(const float* window, size_t n, const float* curve,
                       size_t place, float* curves);

/**
   Find the spectra of curves, at 0, 1 ... 255 cycles in 512 numbers.

   @param curves `n` x BYLINE_CYCLES_CURVES, of which the first `n_curves` are
   looked at; as many numbers as you like, of which each is taken at its place
   in the period.
   @param[out] spectra `n_curves` x 2 x BYLINE_CYCLES_PITCH: real parts, then
   imaginary ones.
   @param memory BYLINE_CYCLES_MEMORY floats.
*/
void byline_cycles_find(const BylineCycles* cycles, const float* curves,
                        size_t n, size_t n_curves, float* spectra,
                        float* memory);

#endif // BYLINE_NN_CYCLES_H
