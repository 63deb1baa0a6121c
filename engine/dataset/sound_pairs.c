/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/sound_pairs.h"

#include "dataset/sound_index.h"

#include <pthread.h>
#include <stdlib.h>

/* A comparison under way */
typedef struct {
  const BylineSoundPrint* const* prints;
  size_t n;
  const BylineSoundIndex* index;
  BylineSoundSearch* searches; ///< One a thread
  pthread_mutex_t lock;        ///< Guards what follows
  BylineSoundPairs* pairs;
  bool out_of_memory;
} Comparison;

static bool add(BylineSoundPairs* pairs, const BylineSoundPair* pair)
{
  if (pairs->n == pairs->capacity) {
    const size_t capacity = pairs->capacity ? 2 * pairs->capacity : 64;
    BylineSoundPair* const grown =
        realloc(pairs->pairs, capacity * sizeof(*grown));
    if (!grown) {
      return false;
    }
    pairs->pairs = grown;
    pairs->capacity = capacity;
  }
  pairs->pairs[pairs->n++] = *pair;
  return true;
}

static void keep(Comparison* comparison, const BylineSoundPair* pair)
{
  pthread_mutex_lock(&comparison->lock);
  if (!add(comparison->pairs, pair)) {
    comparison->out_of_memory = true;
  }
  pthread_mutex_unlock(&comparison->lock);
}

/* Compare a print with those after it.  A BylineTask. */
static void compare(void* context, unsigned thread, size_t a, size_t end)
{
  (void)end;
  Comparison* const c = context;
  for (size_t b = a + 1;
       b < c->n && byline_sound_print_comparable(c->prints[a], c->prints[b]);
       ++b) {
    BylineSoundPair pair = {.a = a, .b = b, .equally_long = true};
    if (byline_sound_print_same(c->prints[a], c->prints[b], &pair.shift)) {
      keep(c, &pair);
    }
  }
  const BylineSoundWhole* found = NULL;
  size_t n = 0;
  if (byline_sound_index_find(c->index, &c->searches[thread], a, &found, &n) !=
      BYLINE_OK) {
    pthread_mutex_lock(&c->lock);
    c->out_of_memory = true;
    pthread_mutex_unlock(&c->lock);
  }
  for (size_t i = 0; i < n; ++i) {
    keep(c, &(BylineSoundPair){
                .a = a, .b = found[i].whole, .shift = found[i].shift});
  }
}

static int compare_pairs(const void* x, const void* y)
{
  const BylineSoundPair* const p = x;
  const BylineSoundPair* const q = y;
  if (p->b != q->b) {
    return p->b < q->b ? -1 : 1;
  }
  return p->a < q->a ? -1 : p->a > q->a;
}

BylineStatus byline_sound_pairs_find(const BylineSoundPrint* const* prints,
                                     size_t n, BylineThreadPool* pool,
                                     BylineSoundPairs* pairs)
{
  *pairs = (BylineSoundPairs){.n = 0};
  const unsigned n_threads = byline_thread_pool_size(pool);
  BylineSoundIndex* index = NULL;
  const BylineStatus status = byline_sound_index_new(prints, n, &index);
  if (status != BYLINE_OK) {
    return status;
  }
  Comparison comparison = {.prints = prints,
                           .n = n,
                           .index = index,
                           .searches =
                               calloc(n_threads, sizeof(*comparison.searches)),
                           .lock = PTHREAD_MUTEX_INITIALIZER,
                           .pairs = pairs};
  if (comparison.searches) {
    byline_thread_pool_run_unordered(pool, compare, &comparison, n);
  }
  for (unsigned i = 0; comparison.searches && i < n_threads; ++i) {
    byline_sound_search_clear(&comparison.searches[i]);
  }
  const bool complete = comparison.searches && !comparison.out_of_memory;
  free(comparison.searches);
  byline_sound_index_free(index);
  pthread_mutex_destroy(&comparison.lock);
  if (pairs->n > 0) {
    qsort(pairs->pairs, pairs->n, sizeof(*pairs->pairs), compare_pairs);
  }
  return complete ? BYLINE_OK : byline_no_memory(NULL);
}

void byline_sound_pairs_free(BylineSoundPairs* pairs)
{
  free(pairs->pairs);
  *pairs = (BylineSoundPairs){.n = 0};
}
