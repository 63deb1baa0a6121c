/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file thread_pool.h
   A few threads that share the iterations of a loop.

   The engine computes in parallel over independent items (samples of a batch,
   tracks of a library).  Items are shared out in a fixed way, so the same
   number of threads gives bit-identical results.  The plugin has no pool: it
   passes NULL and everything runs on its listener thread.
*/

#ifndef BYLINE_THREAD_POOL_H
#define BYLINE_THREAD_POOL_H

#include "byline/status.h"

#include <stddef.h>

/** A fixed set of worker threads. */
typedef struct BylineThreadPool BylineThreadPool;

/**
   A share of a loop.

   @param context What was passed to byline_thread_pool_run().
   @param thread Which share this is, from 0 to the pool's size - 1; at any
   moment no two calls have the same one, so it can index scratch memory.
   @param begin First item of the share.
   @param end One past its last item.
*/
typedef void (*BylineTask)(void* context, unsigned thread, size_t begin,
                           size_t end);

/**
   The number of processors that this process may run on, at least 1.
*/
unsigned byline_processor_count(void);

/**
   Start a pool.

   @param n_threads How many shares run side by side, the caller's included;
   0 for one per processor.
   @param[out] pool The new pool, to be freed with byline_thread_pool_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_thread_pool_new(unsigned n_threads,
                                    BylineThreadPool** pool);

/** Stop the threads and free the pool.  NULL is fine. */
void byline_thread_pool_free(BylineThreadPool* pool);

/** How many shares a loop is cut into: 1 when `pool` is NULL. */
unsigned byline_thread_pool_size(const BylineThreadPool* pool);

/**
   Run a loop of `n_items` in contiguous shares, one per thread, and wait.

   With one thread, or a NULL pool, the task runs in the caller.  Does not
   allocate.  Must not be called from inside a task.
*/
void byline_thread_pool_run(BylineThreadPool* pool, BylineTask task,
                            void* context, size_t n_items);

/**
   Like byline_thread_pool_run(), but items are handed out one at a time, to
   whichever thread is free, for items of unequal cost (decoding tracks).

   The task is called once per item with `end == begin + 1`; which thread gets
   which item is not fixed.
*/
void byline_thread_pool_run_unordered(BylineThreadPool* pool, BylineTask task,
                                      void* context, size_t n_items);

#endif // BYLINE_THREAD_POOL_H
