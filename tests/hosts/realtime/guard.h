/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file guard.h
   Sees what a stretch of code asks of the system.

   Standing in the program, the functions of guard.c come before libc's for
   everything that is linked or loaded: allocation, locks, input and output,
   sleep.  System calls are seen by the kernel itself (seccomp), page faults are
   counted by it.
*/

#ifndef BYLINE_TESTS_REALTIME_GUARD_H
#define BYLINE_TESTS_REALTIME_GUARD_H

#include <stdbool.h>

/** Watch the calling thread from now on. */
void guard_enter(void);

/** Watch no longer. */
void guard_leave(void);

/** Calls seen, of all forbidden functions; the names go to standard error. */
unsigned guard_count_calls(void);

/**
   From now on the kernel reports every system call of the calling thread made
   while it is watched.  Cannot be undone.
*/
bool guard_trap_system_calls(void);

/** System calls seen. */
unsigned guard_count_system_calls(void);

/** Pages that the calling thread had to wait for so far. */
long guard_count_page_faults(void);

#endif // BYLINE_TESTS_REALTIME_GUARD_H
