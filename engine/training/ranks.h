/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file ranks.h
   The processes that train one network together: MPI's ranks.

   What moves between them is a table of functions, which the program that
   speaks MPI (`make MPI=1`) hands over at its begin; without, there is one
   process and nothing to do.  NULL stands for being alone.  All functions but
   byline_ranks_index(), byline_ranks_count() and byline_ranks_name() must be
   called by all ranks, in the same order, from the thread that called
   byline_ranks_begin().
*/

#ifndef BYLINE_TRAINING_RANKS_H
#define BYLINE_TRAINING_RANKS_H

#include "byline/network.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** All ranks, seen from one of them. */
typedef struct BylineRanks BylineRanks;

/** How they are found and what they say is moved: what byline_ranks_begin() and
   so on do, but for ranks that are there. */
typedef struct {
  BylineStatus (*begin)(BylineRanks** ranks);
  void (*end)(BylineRanks* ranks, BylineStatus status, int exit_status);
  void (*sum)(BylineRanks* ranks, double* values, size_t n);
  void (*begin_sum)(BylineRanks* ranks, float* values, size_t n);
  void (*finish_sums)(BylineRanks* ranks);
  void (*share)(BylineRanks* ranks, void* data, size_t size);
} BylineTransport;

/** The first member of what a transport begins. */
struct BylineRanks {
  const BylineTransport* transport;
  unsigned index;
  unsigned count;
  const char* name;
};

/** MPI; in programs that are linked with mpi/mpi_transport.c only. */
extern const BylineTransport byline_mpi_transport;

/** Hand over how ranks are found, before any other call; it has to stay. */
void byline_ranks_use(const BylineTransport* transport);

/**
   Find the others.

   @param[out] ranks NULL when this process is alone; else to be ended with
   byline_ranks_end().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (started by mpirun, but built without
   MPI) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_ranks_begin(BylineRanks** ranks);

/**
   Part.  After a failure of this rank the others, who may be waiting for it,
   are stopped, and this does not return.

   @param status What became of this rank's work.
   @param exit_status What the program is going to return.
*/
void byline_ranks_end(BylineRanks* ranks, BylineStatus status, int exit_status);

/** Which of the ranks this is, from 0. */
unsigned byline_ranks_index(const BylineRanks* ranks);

/** How many there are; 1 when alone. */
unsigned byline_ranks_count(const BylineRanks* ranks);

/** "rank 1 of 4 on node7": for messages; the ranks' own. */
const char* byline_ranks_name(const BylineRanks* ranks);

/** Put into each value the sum over all ranks, and wait for it. */
void byline_ranks_sum(BylineRanks* ranks, double* values, size_t n);

/**
   Begin to sum, and go on with other work meanwhile.

   Blocks that lie before each other in memory are sent together.

   @param values To be left alone until byline_ranks_finish_sums().
*/
void byline_ranks_begin_sum(BylineRanks* ranks, float* values, size_t n);

/** Wait until all sums that were begun are there. */
void byline_ranks_finish_sums(BylineRanks* ranks);

/** Give rank 0's bytes to all. */
void byline_ranks_share(BylineRanks* ranks, void* data, size_t size);

/**
   Divide a batch evenly.

   @param what What it is of, such as "clips".
   @param[out] part How many are this rank's.
   @return BYLINE_OK, or BYLINE_ERROR_USAGE when there is no even part.
*/
BylineStatus byline_ranks_divide(const BylineRanks* ranks, size_t batch,
                                 const char* what, size_t* part);

/**
   The others, as a plan knows them.

   @param sums_values Whether batch normalisation is over all ranks' examples.
*/
BylinePlanPeers byline_ranks_peers(BylineRanks* ranks, bool sums_values);

#endif // BYLINE_TRAINING_RANKS_H
