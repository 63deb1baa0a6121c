/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "explain/summary.h"

#include "spectrum/mel.h"

#include <math.h>

BylineEvidenceShares byline_evidence_shares(const BylineEvidence* evidence)
{
  BylineEvidenceShares shares = {.times = {0}};
  double sum = 0;
  const size_t n = evidence->n_times * evidence->n_bands;
  for (size_t i = 0; i < n; ++i) {
    sum += fmax(0, (double)evidence->values[i]);
  }
  for (size_t i = 0; i < n && sum > 0; ++i) {
    const double share = fmax(0, (double)evidence->values[i]) / sum;
    shares.times[i / evidence->n_bands] += share;
    shares.bands[i % evidence->n_bands] += share;
  }
  return shares;
}

/* Put a span among those of the largest shares */
static size_t rank(BylineEvidenceSpan* spans, size_t n, BylineEvidenceSpan span)
{
  size_t place = n;
  while (place > 0 && spans[place - 1].share < span.share) {
    --place;
  }
  const size_t end = n < BYLINE_EVIDENCE_SPANS ? n + 1 : n;
  for (size_t i = end; i > place + 1; --i) {
    spans[i - 1] = spans[i - 2];
  }
  if (place < end) {
    spans[place] = span;
  }
  return end;
}

size_t byline_evidence_spans(const double* shares, size_t n,
                             BylineEvidenceSpan spans[BYLINE_EVIDENCE_SPANS])
{
  size_t n_spans = 0;
  const double fair = 1 / (double)n;
  for (size_t i = 0; i < n; ++i) {
    BylineEvidenceSpan span = {.begin = i};
    for (; i < n && shares[i] > fair; ++i) {
      span.share += shares[i];
    }
    span.end = i;
    if (span.end > span.begin) {
      n_spans = rank(spans, n_spans, span);
    }
  }
  return n_spans;
}

double byline_evidence_hz(const BylineEvidence* evidence,
                          const BylineFrontEnd* front_end, size_t b)
{
  /* Bands overlap: each counts from its foot to its peak */
  return byline_mel_edge(front_end, (uint32_t)byline_evidence_mel(evidence, b) +
                                        (b == evidence->n_bands));
}

double byline_evidence_time(const BylineEvidence* evidence,
                            const BylineFrontEnd* front_end, size_t t)
{
  return byline_front_end_time(front_end, byline_evidence_frame(evidence, t));
}
