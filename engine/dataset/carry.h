/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file carry.h
   A library that is written to another place, where one may be already.
*/

#ifndef BYLINE_DATASET_CARRY_H
#define BYLINE_DATASET_CARRY_H

#include "byline/status.h"
#include "dataset/table.h"

#include <stdbool.h>

/**
   Take over what people wrote into the copy that is there already: "keep" in
   the column `dropped`, which counts for ever.

   @param library Read from another file.
   @param path The copy; fine when it is not there or no library.
   @param force Rows that only the copy has may be lost.
   @return BYLINE_OK, BYLINE_ERROR_DATA (there are such rows) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_library_carry_keeps(BylineTable* library, const char* path,
                                        bool force);

/**
   Make relative paths, which are relative to the table's folder, good in that
   of `to`.

   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_library_carry_paths(BylineTable* library, const char* from,
                                        const char* to);

#endif // BYLINE_DATASET_CARRY_H
