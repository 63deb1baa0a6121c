/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file interrupt.h
   Ctrl-C: long commands stop at a good place and can be started again.
*/

#ifndef BYLINE_CLI_INTERRUPT_H
#define BYLINE_CLI_INTERRUPT_H

#include <signal.h>

/**
   Take SIGINT and SIGTERM for a wish to stop.

   The second one kills the program as usual.  Main thread, before others
   start.

   @return What becomes the signal's number when the wish comes; static.
*/
const volatile sig_atomic_t* byline_interrupt_catch(void);

/** The signal that wished so, or SIGINT when none did. */
int byline_interrupt_signal(void);

#endif // BYLINE_CLI_INTERRUPT_H
