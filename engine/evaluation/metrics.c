/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/evaluation.h"

#include <assert.h>
#include <stdlib.h>

BylineStatus byline_confusion_new(size_t n_classes, BylineConfusion* confusion)
{
  *confusion = (BylineConfusion){
      .n_classes = n_classes,
      .counts = calloc(n_classes * n_classes, sizeof(*confusion->counts))};
  if (!confusion->counts) {
    return byline_error(BYLINE_ERROR_MEMORY,
                        "no memory for a confusion matrix of %zu classes",
                        n_classes);
  }
  return BYLINE_OK;
}

void byline_confusion_free(BylineConfusion* confusion)
{
  free(confusion->counts);
  *confusion = (BylineConfusion){.n_classes = 0};
}

void byline_confusion_add(BylineConfusion* confusion, size_t truth,
                          size_t answer)
{
  assert(truth < confusion->n_classes);
  assert(answer < confusion->n_classes);
  ++confusion->counts[truth * confusion->n_classes + answer];
}

static double ratio(double part, double whole)
{
  return whole > 0 ? part / whole : 0;
}

/* What the matrix says about one class */
typedef struct {
  size_t support; ///< Of this class in truth
  size_t called;  ///< Called so
  size_t hits;    ///< Both
} Counts;

static Counts count_class(const BylineConfusion* confusion, size_t index)
{
  assert(index < confusion->n_classes);
  const size_t n = confusion->n_classes;
  Counts counts = {.hits = confusion->counts[index * n + index]};
  for (size_t i = 0; i < n; ++i) {
    counts.support += confusion->counts[index * n + i];
    counts.called += confusion->counts[i * n + index];
  }
  return counts;
}

static BylineF1 f1_of(const Counts* counts)
{
  const double hits = (double)counts->hits;
  const double precision = ratio(hits, (double)counts->called);
  const double recall = ratio(hits, (double)counts->support);
  return (BylineF1){.precision = precision,
                    .recall = recall,
                    .f1 = ratio(2 * precision * recall, precision + recall)};
}

BylineClassScore byline_class_score(const BylineConfusion* confusion,
                                    size_t index)
{
  const Counts counts = count_class(confusion, index);
  size_t total = 0;
  for (size_t i = 0; i < confusion->n_classes * confusion->n_classes; ++i) {
    total += confusion->counts[i];
  }
  const size_t wrong = counts.support + counts.called - 2 * counts.hits;
  return (BylineClassScore){.support = counts.support,
                            .f1 = f1_of(&counts),
                            .accuracy =
                                ratio((double)(total - wrong), (double)total)};
}

static void add_f1(BylineF1* sum, const BylineF1* f1, double weight)
{
  sum->precision += weight * f1->precision;
  sum->recall += weight * f1->recall;
  sum->f1 += weight * f1->f1;
}

static void divide_f1(BylineF1* sum, double by)
{
  sum->precision = ratio(sum->precision, by);
  sum->recall = ratio(sum->recall, by);
  sum->f1 = ratio(sum->f1, by);
}

BylineScores byline_scores_compute(const BylineConfusion* confusion)
{
  BylineScores scores = {.n = 0};
  size_t hits = 0;
  size_t n_called = 0;
  size_t n_occurring = 0;
  for (size_t i = 0; i < confusion->n_classes; ++i) {
    const Counts counts = count_class(confusion, i);
    if (counts.support > 0) {
      const BylineF1 f1 = f1_of(&counts);
      ++n_occurring;
      scores.n += counts.support;
      hits += counts.hits;
      n_called += counts.called;
      add_f1(&scores.macro, &f1, 1);
      add_f1(&scores.weighted, &f1, (double)counts.support);
    }
  }
  divide_f1(&scores.macro, (double)n_occurring);
  divide_f1(&scores.weighted, (double)scores.n);
  scores.micro =
      f1_of(&(Counts){.support = scores.n, .called = n_called, .hits = hits});
  scores.accuracy = ratio((double)hits, (double)scores.n);
  return scores;
}
