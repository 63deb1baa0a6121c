/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file summary.h
   Evidence in a few words: when, and at which frequencies.
*/

#ifndef BYLINE_EXPLAIN_SUMMARY_H
#define BYLINE_EXPLAIN_SUMMARY_H

#include "byline/explain.h"

#include <stddef.h>

/** What speaks for an artist, as shares of all that does; they add up to 1, or
    are 0 where nothing does. */
typedef struct {
  double times[BYLINE_EVIDENCE_TIMES]; ///< `n_times`
  double bands[BYLINE_EVIDENCE_BANDS]; ///< `n_bands`, lowest first
} BylineEvidenceShares;

/** Add up along both directions. */
BylineEvidenceShares byline_evidence_shares(const BylineEvidence* evidence);

/** Neighbours that all have more than their share. */
typedef struct {
  size_t begin; ///< The first cell
  size_t end;   ///< Behind the last
  double share; ///< Of them all
} BylineEvidenceSpan;

/** Most spans that are told. */
#define BYLINE_EVIDENCE_SPANS 3

/**
   Find the spans that have most.

   @param shares `n` of them.
   @param[out] spans Those of the largest shares, these first.
   @return How many.
*/
size_t byline_evidence_spans(const double* shares, size_t n,
                             BylineEvidenceSpan spans[BYLINE_EVIDENCE_SPANS]);

/** The lower edge of cell `b` along frequency, in Hz; of `b` = n_bands, the
    upper edge of all. */
double byline_evidence_hz(const BylineEvidence* evidence,
                          const BylineFrontEnd* front_end, size_t b);

/** Seconds from the clip's begin to the begin of cell `t` along time. */
double byline_evidence_time(const BylineEvidence* evidence,
                            const BylineFrontEnd* front_end, size_t t);

#endif // BYLINE_EXPLAIN_SUMMARY_H
