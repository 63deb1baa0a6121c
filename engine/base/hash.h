/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file hash.h
   The hash of Fowler, Noll and Vo (FNV-1a, 64 bits): tells apart what was
   changed by chance, on every machine alike.  It is stored in files, so it
   stays.
*/

#ifndef BYLINE_BASE_HASH_H
#define BYLINE_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** What a hash begins with. */
#define BYLINE_HASH_BEGIN UINT64_C(0xcbf29ce484222325)

/** Go on with `size` bytes. */
static inline uint64_t byline_hash(uint64_t hash, const void* data, size_t size)
{
  const unsigned char* const bytes = data;
  for (size_t i = 0; i < size; ++i) {
    hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  }
  return hash;
}

#endif // BYLINE_BASE_HASH_H
