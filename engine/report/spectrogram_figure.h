/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file spectrogram_figure.h
   Spectrograms to look at, one above the other.
*/

#ifndef BYLINE_REPORT_SPECTROGRAM_FIGURE_H
#define BYLINE_REPORT_SPECTROGRAM_FIGURE_H

#include "report/figure.h"

#include <stddef.h>

/** Most that are drawn. */
#define BYLINE_SPECTROGRAM_PANELS 3

/** One of them. */
typedef struct {
  const char* title;    ///< What it is, UTF-8
  const float* columns; ///< `n_frames` x n_mels values in dB
  size_t n_frames;      ///< Fewer than 32768
} BylineSpectrogramPanel;

/** All of them, on the same scales of time and level. */
typedef struct {
  BylineSpectrogramPanel panels[BYLINE_SPECTROGRAM_PANELS]; ///< From above
  size_t n_panels;                                          ///< How many
  size_t n_mels;                                            ///< Of all
} BylineSpectrogramPlot;

/** Make a picture; `plot` must outlive it. */
void byline_spectrogram_figure(const BylineSpectrogramPlot* plot,
                               BylineFigure* figure);

#endif // BYLINE_REPORT_SPECTROGRAM_FIGURE_H
