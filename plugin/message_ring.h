/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file message_ring.h
   Messages between the audio thread and the listener.

   A ring of records with one writer and one reader; what a record holds (here:
   an LV2 atom) is not looked at.  Neither side waits, locks or allocates.
*/

#ifndef BYLINE_PLUGIN_MESSAGE_RING_H
#define BYLINE_PLUGIN_MESSAGE_RING_H

#include "byline/status.h"
#include "realtime.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The ring.  Its counters count bytes for ever and wrap with size_t.  A record
    is its size in 4 bytes, then itself. */
typedef struct {
  char* bytes; ///< `size` of them
  size_t size; ///< A power of two

  _Alignas(64) atomic_size_t written; ///< Bytes ever; the writer's
  _Alignas(64) atomic_size_t read;    ///< Bytes ever; the reader's
} BylineMessageRing;

/**
   Make a ring.

   @param size Bytes that it can hold, a power of two.
   @param[out] ring To be freed with byline_message_ring_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_message_ring_new(size_t size, BylineMessageRing** ring);

/** Free a ring.  NULL is fine. */
void byline_message_ring_free(BylineMessageRing* ring);

/**
   Post a record.  Writing thread.

   @param size Bytes, not 0.
   @return False, and nothing is posted, when there is no room.
*/
bool byline_message_ring_write(BylineMessageRing* ring, const void* record,
                               uint32_t size) BYLINE_NONBLOCKING;

/**
   The size of the oldest record, 0 when there is none.  Reading thread.
*/
uint32_t
byline_message_ring_next(const BylineMessageRing* ring) BYLINE_NONBLOCKING;

/** Whether there is no record.  Reading thread. */
static inline bool
byline_message_ring_is_empty(const BylineMessageRing* ring) BYLINE_NONBLOCKING
{
  return atomic_load_explicit(&ring->written, memory_order_relaxed) ==
         atomic_load_explicit(&ring->read, memory_order_relaxed);
}

/**
   Take the oldest record.  Reading thread.

   @param[out] record Room for byline_message_ring_next() bytes, or NULL to
   discard it.
*/
void byline_message_ring_read(BylineMessageRing* ring,
                              void* record) BYLINE_NONBLOCKING;

#endif // BYLINE_PLUGIN_MESSAGE_RING_H
