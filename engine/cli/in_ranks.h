/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file in_ranks.h
   Commands that several processes may be started for, by mpirun.
*/

#ifndef BYLINE_CLI_IN_RANKS_H
#define BYLINE_CLI_IN_RANKS_H

#include "byline/status.h"
#include "training/ranks.h"

#include <signal.h>

/** A command's work, in one rank. */
typedef BylineStatus (*BylineRankWork)(void* arguments, BylineRanks* ranks,
                                       const volatile sig_atomic_t* stop);

/**
   Do a command's work in all ranks.

   Rank 0 speaks for all; the others tell only what went wrong with themselves.

   @param lone NULL, or the name of work that ranks cannot share; it is refused
   when there are several.
   @return The exit status.
*/
int byline_command_in_ranks(BylineRankWork work, void* arguments,
                            const char* lone);

#endif // BYLINE_CLI_IN_RANKS_H
