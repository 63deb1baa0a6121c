/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file ticker.h
   A thread that does something every few hundredths of a second.

   It is polite: below the host's own work, with none of its signals and without
   its real-time priority.  Nobody wakes it, which would be a system call of
   the audio thread's.
*/

#ifndef BYLINE_PLUGIN_TICKER_H
#define BYLINE_PLUGIN_TICKER_H

#include "byline/status.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

/** A ticker; one of zeros does not run. */
typedef struct {
  void (*work)(void* user); ///< What it does
  void* user;               ///< Passed on to `work`
  pthread_t thread;         ///< While it runs
  sem_t stop;               ///< Posted to end the thread
  bool running;             ///< There is a thread
} BylineTicker;

/**
   Start, with the first work at once.

   @return BYLINE_OK, or BYLINE_ERROR_MEMORY where no thread can be had.
*/
BylineStatus byline_ticker_start(BylineTicker* ticker, void (*work)(void* user),
                                 void* user);

/** Stop after working once more, and wait for that; nothing if it does not
    run. */
void byline_ticker_stop(BylineTicker* ticker);

#endif // BYLINE_PLUGIN_TICKER_H
