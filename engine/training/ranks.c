/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Being alone: what a build without MPI has. */

#include "training/ranks.h"

#include <stdlib.h>

BylineStatus byline_ranks_begin(BylineRanks** ranks)
{
  *ranks = NULL;
  const char* const size = getenv("OMPI_COMM_WORLD_SIZE");
  if (size && atoi(size) > 1) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "this byline was built without MPI; build it with "
                        "'make MPI=1' to train in several processes");
  }
  return BYLINE_OK;
}

void byline_ranks_end(BylineRanks* ranks, BylineStatus status, int exit_status)
{
  (void)ranks;
  (void)status;
  (void)exit_status;
}

unsigned byline_ranks_index(const BylineRanks* ranks)
{
  (void)ranks;
  return 0;
}

unsigned byline_ranks_count(const BylineRanks* ranks)
{
  (void)ranks;
  return 1;
}

const char* byline_ranks_name(const BylineRanks* ranks)
{
  (void)ranks;
  return "";
}

void byline_ranks_sum(BylineRanks* ranks, double* values, size_t n)
{
  (void)ranks;
  (void)values;
  (void)n;
}

void byline_ranks_begin_sum(BylineRanks* ranks, float* values, size_t n)
{
  (void)ranks;
  (void)values;
  (void)n;
}

void byline_ranks_finish_sums(BylineRanks* ranks)
{
  (void)ranks;
}

void byline_ranks_share(BylineRanks* ranks, void* data, size_t size)
{
  (void)ranks;
  (void)data;
  (void)size;
}
