/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file arena.h
   One piece of memory for blocks that are not all needed at the same time.
*/

#ifndef BYLINE_NN_ARENA_H
#define BYLINE_NN_ARENA_H

#include <stddef.h>

/** A block of floats, needed from one moment to another. */
typedef struct {
  size_t size;    ///< Floats
  unsigned first; ///< When it is first written
  unsigned last;  ///< When it is last read
  size_t place;   ///< Where it begins, in floats; found by the arena
} BylineArenaBlock;

/** Floats between which blocks begin: a cache line. */
#define BYLINE_BLOCK_ALIGNMENT 16

/**
   Find a place for every block, so that blocks which are needed at the same
   moment do not overlap: largest first, each at the lowest place that is free
   ("greedy by size", Pisarchyk and Lee 2020).

   @return Floats in all, or SIZE_MAX when out of memory.
*/
size_t byline_arena_place(BylineArenaBlock* blocks, size_t n_blocks);

#endif // BYLINE_NN_ARENA_H
