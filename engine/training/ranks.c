/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/ranks.h"

#include <stdlib.h>

/* NULL: every process is alone */
static const BylineTransport* used;

void byline_ranks_use(const BylineTransport* transport)
{
  used = transport;
}

BylineStatus byline_ranks_begin(BylineRanks** ranks)
{
  *ranks = NULL;
  if (used) {
    return used->begin(ranks);
  }
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
  if (ranks) {
    ranks->transport->end(ranks, status, exit_status);
  }
}

unsigned byline_ranks_index(const BylineRanks* ranks)
{
  return ranks ? ranks->index : 0;
}

unsigned byline_ranks_count(const BylineRanks* ranks)
{
  return ranks ? ranks->count : 1;
}

const char* byline_ranks_name(const BylineRanks* ranks)
{
  return ranks ? ranks->name : "";
}

void byline_ranks_sum(BylineRanks* ranks, double* values, size_t n)
{
  if (ranks) {
    ranks->transport->sum(ranks, values, n);
  }
}

void byline_ranks_begin_sum(BylineRanks* ranks, float* values, size_t n)
{
  if (ranks) {
    ranks->transport->begin_sum(ranks, values, n);
  }
}

void byline_ranks_finish_sums(BylineRanks* ranks)
{
  if (ranks) {
    ranks->transport->finish_sums(ranks);
  }
}

void byline_ranks_share(BylineRanks* ranks, void* data, size_t size)
{
  if (ranks) {
    ranks->transport->share(ranks, data, size);
  }
}

BylineStatus byline_ranks_divide(const BylineRanks* ranks, size_t batch,
                                 const char* what, size_t* part)
{
  const unsigned count = byline_ranks_count(ranks);
  *part = batch / count;
  return *part * count == batch
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_USAGE,
                            "a batch of %zu %s cannot be shared by %u "
                            "processes; make it a multiple of their number",
                            batch, what, count);
}

static void sum_values(void* context, double* values, size_t n)
{
  byline_ranks_sum(context, values, n);
}

static void sum_gradients(void* context, float* values, size_t n)
{
  byline_ranks_begin_sum(context, values, n);
}

BylinePlanPeers byline_ranks_peers(BylineRanks* ranks, bool sums_values)
{
  const unsigned count = byline_ranks_count(ranks);
  return (BylinePlanPeers){.n_parts = count,
                           .context = ranks,
                           .sum = count > 1 && sums_values ? sum_values : NULL,
                           .gradients = count > 1 ? sum_gradients : NULL};
}
