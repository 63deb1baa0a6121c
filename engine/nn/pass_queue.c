/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/pass_queue.h"

#include <assert.h>

/* Floats of one map that stay in a cache until the next loop comes by: few
   clips at a time, and of small maps enough for a loop to be worth its weights
   (256 KB of them at least) */
#define FLOATS_AT_ONCE 65536

static size_t clips_at_once(const BylinePassQueue* queue)
{
  size_t largest = 1;
  for (unsigned i = 0; i < queue->n; ++i) {
    const BylineMap* const map = queue->loops[i].pass.output;
    largest = map->clip_step > largest ? map->clip_step : largest;
  }
  return largest < FLOATS_AT_ONCE ? FLOATS_AT_ONCE / largest : 1;
}

static void run_share(void* context, unsigned thread, size_t begin, size_t end)
{
  const BylinePassQueue* const queue = context;
  const size_t step = clips_at_once(queue);
  for (size_t clip = begin; clip < end; clip += step) {
    const size_t next = clip + step < end ? clip + step : end;
    for (unsigned i = 0; i < queue->n; ++i) {
      const BylineQueuedLoop* const loop = &queue->loops[i];
      loop->task(loop->layer, &loop->pass, thread, clip, next);
    }
  }
}

void byline_queue_settle(BylinePassQueue* queue)
{
  if (queue->n == 0) {
    return;
  }
  const BylinePass* const pass = &queue->loops[0].pass;
  byline_thread_pool_run(pass->pool, run_share, queue, pass->batch);
  const unsigned n = queue->n;
  queue->n = 0;
  for (unsigned i = 0; i < n; ++i) {
    BylineQueuedLoop* const loop = &queue->loops[i];
    if (loop->end) {
      loop->end(loop->layer, &loop->pass);
    }
  }
}

void byline_queue_step(BylinePassQueue* queue)
{
  ++queue->moment;
  if (queue->n > 0 &&
      queue->moment - queue->loops[0].moment > BYLINE_QUEUE_PATIENCE) {
    byline_queue_settle(queue);
  }
}

void byline_pass_later(const BylineLayer* layer, const BylinePass* pass,
                       BylineLayerTask task, BylineLayerEnd end)
{
  BylinePassQueue* const queue = pass->queue;
  if (!queue) {
    byline_pass_run(layer, pass, task, pass->batch);
    if (end) {
      end(layer, pass);
    }
    return;
  }
  if (queue->n == BYLINE_MAX_QUEUED) {
    byline_queue_settle(queue);
  }
  assert(queue->n < BYLINE_MAX_QUEUED);
  queue->loops[queue->n++] = (BylineQueuedLoop){.layer = layer,
                                                .pass = *pass,
                                                .task = task,
                                                .end = end,
                                                .moment = queue->moment};
}

void byline_pass_settle(const BylinePass* pass)
{
  if (pass->queue) {
    byline_queue_settle(pass->queue);
  }
}

void byline_pass_settle_ends(const BylinePass* pass)
{
  for (unsigned i = 0; pass->queue && i < pass->queue->n; ++i) {
    if (pass->queue->loops[i].end) {
      byline_queue_settle(pass->queue);
    }
  }
}
