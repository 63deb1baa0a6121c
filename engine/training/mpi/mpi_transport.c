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

typedef struct {
  BylineRanks ranks;
  char name[MPI_MAX_PROCESSOR_NAME + 64];
  float* values; ///< Where the block that is being gathered begins
  size_t n;      ///< Its floats so far
  MPI_Request requests[MAX_REQUESTS];
  int n_requests;
} Mpi;

static Mpi* mpi_of(BylineRanks* ranks)
{
  return (Mpi*)ranks;
}

static void find_name(Mpi* mpi)
{
  char host[MPI_MAX_PROCESSOR_NAME];
  int length = 0;
  MPI_Get_processor_name(host, &length);
  snprintf(mpi->name, sizeof(mpi->name), "rank %u of %u on %s",
           mpi->ranks.index, mpi->ranks.count, host);
}

static BylineStatus begin(BylineRanks** ranks)
{
  int index = 0;
  int count = 1;
  int provided = 0;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_rank(MPI_COMM_WORLD, &index);
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  if (provided < MPI_THREAD_FUNNELED) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "this MPI does not allow processes to have threads");
  }
  Mpi* const mpi = calloc(1, sizeof(*mpi));
  if (!mpi) {
    return byline_no_memory(NULL);
  }
  mpi->ranks = (BylineRanks){.transport = &byline_mpi_transport,
                             .index = (unsigned)index,
                             .count = (unsigned)count,
                             .name = mpi->name};
  find_name(mpi);
  *ranks = &mpi->ranks;
  return BYLINE_OK;
}

static void end(BylineRanks* ranks, BylineStatus status, int exit_status)
{
  const bool all_know =
      status == BYLINE_OK || status == BYLINE_ERROR_INTERRUPTED;
  if (!all_know) {
    MPI_Abort(MPI_COMM_WORLD, exit_status);
  }
  MPI_Finalize();
  free(mpi_of(ranks));
}

static void sum(BylineRanks* ranks, double* values, size_t n)
{
  (void)ranks;
  MPI_Allreduce(MPI_IN_PLACE, values, (int)n, MPI_DOUBLE, MPI_SUM,
                MPI_COMM_WORLD);
}

/* Send the block that has been gathered. */
static void send_block(Mpi* mpi)
{
  while (mpi->n > 0) {
    if (mpi->n_requests == MAX_REQUESTS) {
      MPI_Waitall(mpi->n_requests, mpi->requests, MPI_STATUSES_IGNORE);
      mpi->n_requests = 0;
    }
    const size_t n = mpi->n < INT_MAX ? mpi->n : INT_MAX;
    MPI_Iallreduce(MPI_IN_PLACE, mpi->values, (int)n, MPI_FLOAT, MPI_SUM,
                   MPI_COMM_WORLD, &mpi->requests[mpi->n_requests++]);
    mpi->values += n;
    mpi->n -= n;
  }
}

/* MPI moves data only while it is called: look in on what is under way. */
static void push(Mpi* mpi)
{
  int all = 0;
  MPI_Testall(mpi->n_requests, mpi->requests, &all, MPI_STATUSES_IGNORE);
  if (all) {
    mpi->n_requests = 0;
  }
}

static void begin_sum(BylineRanks* ranks, float* values, size_t n)
{
  Mpi* const mpi = mpi_of(ranks);
  if (ranks->count == 1) {
    return;
  }
  if (mpi->n > 0 && values + n != mpi->values) {
    send_block(mpi);
  }
  mpi->values = values;
  mpi->n += n;
  if (mpi->n >= BLOCK_SIZE) {
    send_block(mpi);
  }
  push(mpi);
}

static void finish_sums(BylineRanks* ranks)
{
  Mpi* const mpi = mpi_of(ranks);
  send_block(mpi);
  MPI_Waitall(mpi->n_requests, mpi->requests, MPI_STATUSES_IGNORE);
  mpi->n_requests = 0;
}

static void share(BylineRanks* ranks, void* data, size_t size)
{
  (void)ranks;
  MPI_Bcast(data, (int)size, MPI_BYTE, 0, MPI_COMM_WORLD);
}

const BylineTransport byline_mpi_transport = {.begin = begin,
                                              .end = end,
                                              .sum = sum,
                                              .begin_sum = begin_sum,
                                              .finish_sums = finish_sums,
                                              .share = share};
