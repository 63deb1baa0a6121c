/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file pass_queue.h
   Loops over clips that wait for each other.

   Maps of a whole batch are larger than caches.  In training, what some layers
   in a row do is therefore done clip by clip: the loops of their passes are
   queued, and when somebody needs the results of all clips, all of them run
   over the first clips, then over the next.
*/

#ifndef BYLINE_NN_PASS_QUEUE_H
#define BYLINE_NN_PASS_QUEUE_H

#include "nn/layer.h"

/** Layers that may run after one whose loop still waits: what it reads and
    writes must stay in its place for so long. */
#define BYLINE_QUEUE_PATIENCE 2

/** Most loops that wait. */
#define BYLINE_MAX_QUEUED 8

/** A loop that waits. */
typedef struct {
  const BylineLayer* layer;
  BylinePass pass;
  BylineLayerTask task;
  BylineLayerEnd end; ///< What follows the loop, or NULL
  unsigned moment;    ///< When it was queued
} BylineQueuedLoop;

/** Loops that wait. */
struct BylinePassQueue {
  BylineQueuedLoop loops[BYLINE_MAX_QUEUED];
  unsigned n;      ///< How many there are
  unsigned moment; ///< Counts layers
};

/** Another layer is going to run. */
void byline_queue_step(BylinePassQueue* queue);

/** Run all that waits. */
void byline_queue_settle(BylinePassQueue* queue);

#endif // BYLINE_NN_PASS_QUEUE_H
