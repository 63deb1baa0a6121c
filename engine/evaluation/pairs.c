/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/breakdown.h"

/* Keep the pairs sorted by how many clips they have. */
static size_t insert_pair(BylineConfusedPair* pairs, size_t n, size_t capacity,
                          const BylineConfusedPair* pair)
{
  size_t at = n;
  while (at > 0 && pairs[at - 1].n < pair->n) {
    --at;
  }
  if (at == capacity) {
    return n;
  }
  n = n < capacity ? n + 1 : n;
  for (size_t i = n - 1; i > at; --i) {
    pairs[i] = pairs[i - 1];
  }
  pairs[at] = *pair;
  return n;
}

static bool is_surer(const BylineSongs* songs, size_t a, size_t b)
{
  return songs->confidences[a] > songs->confidences[b];
}

/* Keep the surest of a pair's clips, but one a song only: others of the same
   song sound much the same. */
static void add_clip(const BylineSongs* songs, BylineConfusedPair* pair,
                     size_t clip)
{
  const BylineClip* const clips = songs->predictions->clips;
  size_t at = pair->n_clips;
  for (size_t i = 0; i < pair->n_clips; ++i) {
    if (clips[pair->clips[i]].song == clips[clip].song) {
      at = i;
    }
  }
  if (at < pair->n_clips && !is_surer(songs, clip, pair->clips[at])) {
    return;
  }
  if (at == BYLINE_PAIR_CLIPS) {
    at = BYLINE_PAIR_CLIPS - 1;
    if (!is_surer(songs, clip, pair->clips[at])) {
      return;
    }
  } else if (at == pair->n_clips) {
    ++pair->n_clips;
  }
  for (; at > 0 && is_surer(songs, clip, pair->clips[at - 1]); --at) {
    pair->clips[at] = pair->clips[at - 1];
  }
  pair->clips[at] = clip;
}

static void find_clips(const BylineSongs* songs, BylineConfusedPair* pair)
{
  const BylinePredictions* const p = songs->predictions;
  pair->n_clips = 0;
  for (size_t i = 0; i < p->n_clips; ++i) {
    if (p->clips[i].truth == pair->truth && songs->answers[i] == pair->answer) {
      add_clip(songs, pair, i);
    }
  }
}

static BylineStatus count(const BylineSongs* songs, BylineConfusion* confusion)
{
  const BylinePredictions* const p = songs->predictions;
  BYLINE_TRY(byline_confusion_new(p->n_classes, confusion));
  for (size_t i = 0; i < p->n_clips; ++i) {
    byline_confusion_add(confusion, p->clips[i].truth, songs->answers[i]);
  }
  return BYLINE_OK;
}

size_t byline_pairs_find(const BylineSongs* songs, BylineConfusedPair* pairs,
                         size_t capacity)
{
  BylineConfusion confusion;
  if (count(songs, &confusion) != BYLINE_OK) {
    return 0;
  }
  size_t n = 0;
  const size_t n_classes = confusion.n_classes;
  for (size_t i = 0; i < n_classes * n_classes; ++i) {
    const BylineConfusedPair pair = {.truth = i / n_classes,
                                     .answer = i % n_classes,
                                     .n = confusion.counts[i]};
    if (pair.n > 0 && pair.truth != pair.answer) {
      n = insert_pair(pairs, n, capacity, &pair);
    }
  }
  for (size_t i = 0; i < n; ++i) {
    const size_t support =
        byline_class_score(&confusion, pairs[i].truth).support;
    pairs[i].share = (double)pairs[i].n / (double)support;
    find_clips(songs, &pairs[i]);
  }
  byline_confusion_free(&confusion);
  return n;
}
