/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file names.h
   Sets of names with numbers: the artists of a library or dataset.
*/

#ifndef BYLINE_DATASET_NAMES_H
#define BYLINE_DATASET_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/** Names in alphabetical (byte) order; they belong to somebody else. */
typedef struct {
  const char** names; ///< `n` of them
  size_t n;           ///< How many
} BylineNames;

/** Add a name, wherever and even if it is there.  False: out of memory. */
bool byline_names_add(BylineNames* names, const char* name);

/** Put the names in order and strike out repetitions, before finding any. */
void byline_names_sort(BylineNames* names);

/** The number of a name; names->n when it is not there. */
size_t byline_names_find(const BylineNames* names, const char* name);

/** Write the first few names into a text: "Ann, Bo, Cy, ...". */
void byline_names_list(const BylineNames* names, char* text, size_t size);

/** Forget all names. */
void byline_names_free(BylineNames* names);

#endif // BYLINE_DATASET_NAMES_H
