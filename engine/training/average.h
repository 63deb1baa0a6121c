/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file average.h
   The exponential moving average of a network's numbers over its training
   (Polyak and Juditsky 1992; Tarvainen and Valpola 2017).

   Running statistics are averaged like weights: each of them describes the
   weights of its time, so their average goes with the averaged weights, and no
   further pass over the data is needed.
*/

#ifndef BYLINE_TRAINING_AVERAGE_H
#define BYLINE_TRAINING_AVERAGE_H

#include "byline/network.h"
#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>

/** An average. */
typedef struct BylineAverage BylineAverage;

/**
   Begin with the network as it is.

   @param network Must outlive the average.
   @param decay Share of itself that the average keeps at each step.
   @param[out] average To be freed with byline_average_free().
*/
BylineStatus byline_average_new(BylineNetwork* network, double decay,
                                BylineAverage** average);

/** Free an average.  NULL is fine. */
void byline_average_free(BylineAverage* average);

/**
   Take in the network's numbers.

   @param step How many came before: at first the decay is smaller, so that the
   beginning is soon forgotten.
*/
void byline_average_update(BylineAverage* average, uint64_t step);

/** Swap the network's numbers and the average; does nothing for NULL. */
void byline_average_swap(BylineAverage* average);

/** The average of tensor `index`, for checkpoints. */
float* byline_average_values(BylineAverage* average, size_t index);

#endif // BYLINE_TRAINING_AVERAGE_H
