/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/thread_pool.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct {
  BylineThreadPool* pool;
  unsigned index; ///< Which share is its own, from 1
  pthread_t thread;
} Worker;

struct BylineThreadPool {
  pthread_mutex_t lock;
  pthread_cond_t start;    ///< A loop begins, or the pool ends
  pthread_cond_t finish;   ///< The last worker is done
  Worker* workers;         ///< size - 1 of them
  unsigned size;           ///< Shares, the caller's included
  unsigned n_started;      ///< Workers whose thread runs
  unsigned n_busy;         ///< Workers in the current loop
  unsigned long round;     ///< Counts the loops
  bool quit;               ///< Workers shall end
  bool unordered;          ///< Items are handed out one at a time
  BylineTask task;         ///< The current loop's
  void* context;           ///< The current loop's
  size_t n_items;          ///< The current loop's
  atomic_size_t next_item; ///< Of an unordered loop
};

unsigned byline_processor_count(void)
{
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) {
    return (unsigned)CPU_COUNT(&set);
  }
  return 1;
}

static void run_share(BylineThreadPool* pool, unsigned thread)
{
  assert(thread < pool->size);
  const size_t n = pool->n_items;
  if (!pool->unordered) {
    const size_t begin = n * thread / pool->size;
    const size_t end = n * (thread + 1) / pool->size;
    if (begin < end) {
      pool->task(pool->context, thread, begin, end);
    }
    return;
  }
  for (;;) {
    const size_t i = atomic_fetch_add(&pool->next_item, 1);
    if (i >= n) {
      return;
    }
    pool->task(pool->context, thread, i, i + 1);
  }
}

static void* work(void* data)
{
  const Worker* const worker = data;
  BylineThreadPool* const pool = worker->pool;
  unsigned long round = 0;
  pthread_mutex_lock(&pool->lock);
  for (;;) {
    while (pool->round == round && !pool->quit) {
      pthread_cond_wait(&pool->start, &pool->lock);
    }
    if (pool->quit) {
      break;
    }
    round = pool->round;
    pthread_mutex_unlock(&pool->lock);
    run_share(pool, worker->index);
    pthread_mutex_lock(&pool->lock);
    if (--pool->n_busy == 0) {
      pthread_cond_signal(&pool->finish);
    }
  }
  pthread_mutex_unlock(&pool->lock);
  return NULL;
}

BylineStatus byline_thread_pool_new(unsigned n_threads, BylineThreadPool** out)
{
  *out = NULL;
  const unsigned size = n_threads ? n_threads : byline_processor_count();
  BylineThreadPool* const pool = calloc(1, sizeof(*pool));
  Worker* const workers = calloc(size, sizeof(*workers));
  if (!pool || !workers) {
    free(workers);
    free(pool);
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %u threads", size);
  }

  pool->workers = workers;
  pool->size = size;
  pthread_mutex_init(&pool->lock, NULL);
  pthread_cond_init(&pool->start, NULL);
  pthread_cond_init(&pool->finish, NULL);
  for (unsigned i = 0; i + 1 < size; ++i) {
    workers[i] = (Worker){.pool = pool, .index = i + 1};
    if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) {
      byline_thread_pool_free(pool);
      return byline_error(BYLINE_ERROR_MEMORY,
                          "cannot start thread %u of %u; use fewer jobs", i + 2,
                          size);
    }
    ++pool->n_started;
  }
  *out = pool;
  return BYLINE_OK;
}

void byline_thread_pool_free(BylineThreadPool* pool)
{
  if (!pool) {
    return;
  }
  pthread_mutex_lock(&pool->lock);
  pool->quit = true;
  pthread_cond_broadcast(&pool->start);
  pthread_mutex_unlock(&pool->lock);
  for (unsigned i = 0; i < pool->n_started; ++i) {
    pthread_join(pool->workers[i].thread, NULL);
  }
  pthread_cond_destroy(&pool->finish);
  pthread_cond_destroy(&pool->start);
  pthread_mutex_destroy(&pool->lock);
  free(pool->workers);
  free(pool);
}

unsigned byline_thread_pool_size(const BylineThreadPool* pool)
{
  return pool ? pool->size : 1;
}

static void run(BylineThreadPool* pool, BylineTask task, void* context,
                size_t n_items, bool unordered)
{
  pthread_mutex_lock(&pool->lock);
  pool->task = task;
  pool->context = context;
  pool->n_items = n_items;
  pool->unordered = unordered;
  atomic_store(&pool->next_item, 0);
  pool->n_busy = pool->n_started;
  ++pool->round;
  pthread_cond_broadcast(&pool->start);
  pthread_mutex_unlock(&pool->lock);

  run_share(pool, 0);

  pthread_mutex_lock(&pool->lock);
  while (pool->n_busy > 0) {
    pthread_cond_wait(&pool->finish, &pool->lock);
  }
  pthread_mutex_unlock(&pool->lock);
}

void byline_thread_pool_run(BylineThreadPool* pool, BylineTask task,
                            void* context, size_t n_items)
{
  assert(task);
  if (byline_thread_pool_size(pool) > 1 && n_items > 1) {
    run(pool, task, context, n_items, false);
  } else if (n_items > 0) {
    task(context, 0, 0, n_items);
  }
}

void byline_thread_pool_run_unordered(BylineThreadPool* pool, BylineTask task,
                                      void* context, size_t n_items)
{
  assert(task);
  if (byline_thread_pool_size(pool) > 1 && n_items > 1) {
    run(pool, task, context, n_items, true);
    return;
  }
  for (size_t i = 0; i < n_items; ++i) {
    task(context, 0, i, i + 1);
  }
}
