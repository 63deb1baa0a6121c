/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file ask.h
   What a network says about clips, wherever they come from.
*/

#ifndef BYLINE_EVALUATION_ASK_H
#define BYLINE_EVALUATION_ASK_H

#include "byline/front_end.h"
#include "byline/network.h"
#include "byline/status.h"
#include "byline/thread_pool.h"

#include <signal.h>
#include <stddef.h>

/** Clips of one length. */
typedef struct {
  size_t n_clips;  ///< How many
  size_t n_frames; ///< Columns of each
  /** Write a clip's columns, `n_frames` x channels x
      n_mels; called by several threads. */
  void (*columns)(const void* user, size_t clip, float* columns);
  const void* user; ///< Passed on to `columns`
} BylineClipSource;

/** Who is asked. */
typedef struct {
  BylineNetwork* network;            ///< Frozen or not
  const BylineFrontEnd* front_end;   ///< What the columns were made with
  BylineThreadPool* pool;            ///< May be NULL
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineListener;

/** What it says: arrays to be freed with free(). */
typedef struct {
  size_t n_features; ///< The network's
  float* logits;     ///< n_clips x the network's classes
  float* embeddings; ///< n_clips x n_features: what the classifier saw
} BylineReplies;

/**
   Run the network over all clips, several at once.

   @param[out] replies To be freed with byline_replies_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (clips too short for the network),
   BYLINE_ERROR_INTERRUPTED or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_ask(const BylineListener* listener,
                        const BylineClipSource* source, BylineReplies* replies);

/** Free and clear. */
void byline_replies_free(BylineReplies* replies);

#endif // BYLINE_EVALUATION_ASK_H
