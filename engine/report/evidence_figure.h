/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file evidence_figure.h
   What an answer rests on, over the spectrogram of the clip.
*/

#ifndef BYLINE_REPORT_EVIDENCE_FIGURE_H
#define BYLINE_REPORT_EVIDENCE_FIGURE_H

#include "byline/explain.h"
#include "report/figure.h"

/** A clip and its evidence. */
typedef struct {
  const char* title; ///< Who, and how sure, UTF-8
  const char* note;  ///< Of what, in smaller letters
  const BylineFrontEnd* front_end;
  const BylineEvidence* evidence;
  const float* columns; ///< The clip's; the first channel is drawn
  double begin;         ///< When it begins, in seconds of the recording
} BylineEvidencePlot;

/** Make a picture; `plot` must outlive it. */
BylineFigure byline_evidence_figure(const BylineEvidencePlot* plot);

#endif // BYLINE_REPORT_EVIDENCE_FIGURE_H
