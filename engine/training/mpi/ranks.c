/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Ranks with MPI.  Errors of MPI itself need no handling: its default is to
   name the rank and to stop all. */

#include "training/ranks.h"

#include <limits.h>
#include <mpi.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Gradients are sent once so many floats have come together: large enough that
   latency does not count, small enough that most of them travel while the
   backward pass goes on */
#define BLOCK_SIZE ((size_t)1 << 18)

/* Blocks under way */
#define MAX_REQUESTS 256

struct BylineRanks {
  unsigned index;
  unsigned count;
  char name[MPI_MAX_PROCESSOR_NAME + 64];
  float* values; ///< Where the block that is being gathered begins
  size_t n;      ///< Its floats so far
  MPI_Request requests[MAX_REQUESTS];
  int n_requests;
};

static void find_name(BylineRanks* ranks)
{
  char host[MPI_MAX_PROCESSOR_NAME];
  int length = 0;
  MPI_Get_processor_name(host, &length);
  snprintf(ranks->name, sizeof(ranks->name), "rank %u of %u on %s",
           ranks->index, ranks->count, host);
}

BylineStatus byline_ranks_begin(BylineRanks** out)
{
  int index = 0;
  int count = 1;
  int provided = 0;
  *out = NULL;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_rank(MPI_COMM_WORLD, &index);
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  if (provided < MPI_THREAD_FUNNELED) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "this MPI does not allow processes to have threads");
  }
  BylineRanks* const ranks = calloc(1, sizeof(*ranks));
  if (!ranks) {
    return byline_no_memory(NULL);
  }
  ranks->index = (unsigned)index;
  ranks->count = (unsigned)count;
  find_name(ranks);
  *out = ranks;
  return BYLINE_OK;
}

void byline_ranks_end(BylineRanks* ranks, BylineStatus status, int exit_status)
{
  const bool all_know =
      status == BYLINE_OK || status == BYLINE_ERROR_INTERRUPTED;
  if (!all_know) {
    MPI_Abort(MPI_COMM_WORLD, exit_status);
  }
  MPI_Finalize();
  free(ranks);
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
    MPI_Allreduce(MPI_IN_PLACE, values, (int)n, MPI_DOUBLE, MPI_SUM,
                  MPI_COMM_WORLD);
  }
}

/* Send the block that has been gathered. */
static void send_block(BylineRanks* ranks)
{
  while (ranks->n > 0) {
    if (ranks->n_requests == MAX_REQUESTS) {
      MPI_Waitall(ranks->n_requests, ranks->requests, MPI_STATUSES_IGNORE);
      ranks->n_requests = 0;
    }
    const size_t n = ranks->n < INT_MAX ? ranks->n : INT_MAX;
    MPI_Iallreduce(MPI_IN_PLACE, ranks->values, (int)n, MPI_FLOAT, MPI_SUM,
                   MPI_COMM_WORLD, &ranks->requests[ranks->n_requests++]);
    ranks->values += n;
    ranks->n -= n;
  }
}

/* MPI moves data only while it is called: look in on what is under way. */
static void push(BylineRanks* ranks)
{
  int all = 0;
  MPI_Testall(ranks->n_requests, ranks->requests, &all, MPI_STATUSES_IGNORE);
  if (all) {
    ranks->n_requests = 0;
  }
}

void byline_ranks_begin_sum(BylineRanks* ranks, float* values, size_t n)
{
  if (!ranks || ranks->count == 1) {
    return;
  }
  if (ranks->n > 0 && values + n != ranks->values) {
    send_block(ranks);
  }
  ranks->values = values;
  ranks->n += n;
  if (ranks->n >= BLOCK_SIZE) {
    send_block(ranks);
  }
  push(ranks);
}

void byline_ranks_finish_sums(BylineRanks* ranks)
{
  if (ranks) {
    send_block(ranks);
    MPI_Waitall(ranks->n_requests, ranks->requests, MPI_STATUSES_IGNORE);
    ranks->n_requests = 0;
  }
}

void byline_ranks_share(BylineRanks* ranks, void* data, size_t size)
{
  if (ranks) {
    MPI_Bcast(data, (int)size, MPI_BYTE, 0, MPI_COMM_WORLD);
  }
}
