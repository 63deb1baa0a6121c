/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/in_ranks.h"

#include "cli/command.h"
#include "cli/interrupt.h"

#include <stdio.h>

/* All ranks know it, so that none waits for another and one tells. */
static int refuse(BylineRanks* ranks, const char* lone)
{
  BylineStatus status = BYLINE_OK;
  if (byline_ranks_index(ranks) == 0) {
    status = byline_error(BYLINE_ERROR_USAGE,
                          "%s is done by one process; under mpirun, 'train' "
                          "and 'tune grid' share their work",
                          lone);
  }
  byline_command_end(status);
  byline_ranks_end(ranks, BYLINE_OK, 2);
  return 2;
}

/* As byline_command_end(), with the rank's name if there are several; what they
   all know, one tells. */
static int end(const BylineRanks* ranks, BylineStatus status)
{
  if (status == BYLINE_ERROR_INTERRUPTED && byline_ranks_index(ranks) > 0) {
    return byline_exit_status(status);
  }
  if (status != BYLINE_OK && byline_ranks_count(ranks) > 1) {
    char message[512];
    snprintf(message, sizeof(message), "%s", byline_error_message());
    byline_error(status, "%s: %s", byline_ranks_name(ranks), message);
  }
  return byline_command_end(status);
}

int byline_command_in_ranks(BylineRankWork work, void* arguments,
                            const char* lone)
{
  BylineRanks* ranks = NULL;
  BylineStatus status = byline_ranks_begin(&ranks);
  if (status != BYLINE_OK) {
    return byline_command_end(status);
  }
  if (lone && byline_ranks_count(ranks) > 1) {
    return refuse(ranks, lone);
  }
  if (byline_ranks_index(ranks) > 0) {
    byline_log_set_level(BYLINE_LOG_ERROR);
  }
  /* Only now, since MPI catches signals, too */
  const volatile sig_atomic_t* const stop = byline_interrupt_catch();
  status = work(arguments, ranks, stop);
  const int result = end(ranks, status);
  byline_ranks_end(ranks, status, result);
  return result;
}
