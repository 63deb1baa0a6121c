/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file array.h
   Arrays that grow by one element at a time.  Any thread.
*/

#ifndef BYLINE_BASE_ARRAY_H
#define BYLINE_BASE_ARRAY_H

#include <stddef.h>
#include <stdlib.h>

/**
   Make room behind the last element of an array that began empty.

   The memory doubles whenever the elements are a power of two, so that nobody
   has to know how many there is room for.

   @param items NULL, or what this returned before.
   @param n How many elements there are.
   @param size Bytes of each.
   @return The array, with room for n + 1 elements, in place of `items`; NULL
   when out of memory, with `items` as they are.
*/
static inline void* byline_array_extend(void* items, size_t n, size_t size)
{
  const size_t capacity = n ? 2 * n : 1;
  return (n & (n - 1)) == 0 ? realloc(items, capacity * size) : items;
}

#endif // BYLINE_BASE_ARRAY_H
