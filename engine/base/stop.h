/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file stop.h
   Work that ends early when somebody, such as a signal handler, asks for it.
   Any thread.
*/

#ifndef BYLINE_BASE_STOP_H
#define BYLINE_BASE_STOP_H

#include "byline/status.h"

#include <signal.h>
#include <stdbool.h>

/** Whether to stop.

    @param stop Set by who wants it; NULL: nobody does.
*/
static inline bool byline_is_stopped(const volatile sig_atomic_t* stop)
{
  return stop && *stop;
}

/** The same as a status: BYLINE_OK or BYLINE_ERROR_INTERRUPTED. */
static inline BylineStatus byline_stop_check(const volatile sig_atomic_t* stop)
{
  return byline_is_stopped(stop)
             ? byline_error(BYLINE_ERROR_INTERRUPTED, "stopped on request")
             : BYLINE_OK;
}

#endif // BYLINE_BASE_STOP_H
