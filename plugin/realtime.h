/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file realtime.h
   What the audio thread calls, marked for compilers that can check it.

   Clang's -Wfunction-effects proves at compile time, and its realtime sanitizer
   watches at run time, that a function so marked never allocates, locks or
   makes a system call.
*/

#ifndef BYLINE_PLUGIN_REALTIME_H
#define BYLINE_PLUGIN_REALTIME_H

/** After a function's parameters: it never blocks. */
#if defined(__clang__) && __clang_major__ >= 20
#define BYLINE_NONBLOCKING __attribute__((nonblocking))
#if __has_feature(realtime_sanitizer)
#define BYLINE_WATCHED
#endif
#else
#define BYLINE_NONBLOCKING
#endif

/** Before a function: seldom called, so kept out of the way of what every block
    does.  Not "cold", which would put it on another page, to be met for the
    first time in the audio thread. */
#define BYLINE_SELDOM __attribute__((noinline))

/** Around the one place where the audio thread may block: the host renders. */
#ifdef BYLINE_WATCHED
#include <sanitizer/rtsan_interface.h>
#define BYLINE_UNHURRIED(statement)                                            \
  do {                                                                         \
    _Pragma("clang diagnostic push");                                          \
    _Pragma("clang diagnostic ignored \"-Wfunction-effects\"");                \
    __rtsan_disable();                                                         \
    statement;                                                                 \
    __rtsan_enable();                                                          \
    _Pragma("clang diagnostic pop");                                           \
  } while (0)
#else
#define BYLINE_UNHURRIED(statement) statement
#endif

#endif // BYLINE_PLUGIN_REALTIME_H
