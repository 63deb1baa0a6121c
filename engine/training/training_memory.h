/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file training_memory.h
   How much memory a training takes.
*/

#ifndef BYLINE_TRAINING_TRAINING_MEMORY_H
#define BYLINE_TRAINING_TRAINING_MEMORY_H

#include "byline/status.h"
#include "byline/training.h"

#include <stddef.h>

/**
   Bytes that training with a batch needs: plan, parameters, velocities,
   averages, and batches under way.

   @param training For dataset, recipe and threads.
*/
BylineStatus byline_training_memory(const BylineTraining* training,
                                    size_t batch, size_t* size);

#endif // BYLINE_TRAINING_TRAINING_MEMORY_H
