/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file tap.h
   The sound on its way from the audio thread to the listener.

   A ring of pairs of samples with one writer (the audio thread) and one reader
   at a time.  No locks: each side owns one counter and reads the other's.  All
   memory is touched when the ring is made, so that the audio thread never
   meets a page for the first time.
*/

#ifndef BYLINE_PLUGIN_TAP_H
#define BYLINE_PLUGIN_TAP_H

#include "byline/status.h"
#include "realtime.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/** The ring.  Its counters count pairs of samples for ever and wrap with
   size_t; their difference is what the ring holds.  Each lies on its own cache
   line, with what only its owner uses. */
typedef struct {
  float* samples;  ///< Left, then right: twice the capacity
  size_t capacity; ///< Samples a channel, a power of two

  _Alignas(64) atomic_size_t written; ///< Samples ever; the audio thread's
  size_t limit; ///< `written` up to which room in one piece was last seen

  _Alignas(64) atomic_size_t read; ///< Samples ever; the reader's
} BylineTap;

/**
   Make a ring.

   @param min_samples It will hold at least so many: the next power of two.
   @param[out] tap To be freed with byline_tap_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_tap_new(size_t min_samples, BylineTap** tap);

/** Free a ring.  NULL is fine. */
void byline_tap_free(BylineTap* tap);

/** Samples of a channel that it can hold. */
size_t byline_tap_capacity(const BylineTap* tap) BYLINE_NONBLOCKING;

/** Samples ever written; wraps around.  Any thread. */
size_t byline_tap_written(const BylineTap* tap) BYLINE_NONBLOCKING;

/**
   Put all of a block into the ring, or nothing.  Audio thread.

   @return False when there is no room for it.
*/
bool byline_tap_write(BylineTap* tap, const float* left, const float* right,
                      size_t n) BYLINE_NONBLOCKING;

/**
   Where a block can be put, if there is known to be room for it in one piece.
   Audio thread.

   @return The place of the left channel, and `capacity` behind it that of the
   right; NULL when byline_tap_write() has to look for room.
*/
static inline float* byline_tap_place(const BylineTap* tap,
                                      size_t n) BYLINE_NONBLOCKING
{
  const size_t written =
      atomic_load_explicit(&tap->written, memory_order_relaxed);
  return n <= tap->limit - written
             ? tap->samples + (written & (tap->capacity - 1))
             : NULL;
}

/** Tell that a block was put there.  Audio thread. */
static inline void byline_tap_commit(BylineTap* tap,
                                     size_t n) BYLINE_NONBLOCKING
{
  const size_t written =
      atomic_load_explicit(&tap->written, memory_order_relaxed);
  atomic_store_explicit(&tap->written, written + n, memory_order_release);
}

/** Have the place fetched where the next block of this size will be put: the
    ring is larger than caches, and writing there would wait for memory.  Audio
    thread. */
static inline void byline_tap_fetch(const BylineTap* tap,
                                    size_t n) BYLINE_NONBLOCKING
{
  enum { LINE = 64 / sizeof(float) };
  const float* const next = byline_tap_place(tap, n);
  for (size_t i = 0; next && i < n; i += LINE) {
    __builtin_prefetch(next + i, 1);
    __builtin_prefetch(next + tap->capacity + i, 1);
  }
}

/**
   Look at the oldest samples without taking them.  Reading thread.

   @param[out] left As many samples as are returned, in the ring itself.
   @param[out] right As many.
   @return How many samples of each channel lie there in one piece; 0 when the
   ring is empty.
*/
size_t byline_tap_peek(BylineTap* tap, const float** left, const float** right);

/** Take the `n` oldest samples, seen with byline_tap_peek().  Reading thread.
 */
void byline_tap_advance(BylineTap* tap, size_t n);

/** Take everything.  Reading thread. */
void byline_tap_clear(BylineTap* tap);

#endif // BYLINE_PLUGIN_TAP_H
