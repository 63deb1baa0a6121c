/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file cell.h
   What people and spreadsheets write into a cell.
*/

#ifndef BYLINE_DATASET_CELL_H
#define BYLINE_DATASET_CELL_H

#include <stdbool.h>

/** Whether two names of columns are one, whatever the case and whether blanks,
    hyphens or underscores are between their words: "Album Artist". */
bool byline_cell_names_column(const char* cell, const char* name);

/** Whether a cell is a word, whatever the case and the blanks around it. */
bool byline_cell_is_word(const char* cell, const char* word);

/**
   Read a length of time.

   Seconds, or minutes and seconds, or hours, with colons between them: 212.5,
   3:32, 1:02:03.5; or amounts with units: 3 min 32 s, 212500 ms.  Decimals
   follow a point or a comma; the other of both, a blank or an apostrophe may
   stand between thousands: 1,212.5 and 1.212,5.  A cell that is empty or says
   that there is no value (n/a, -, ?) is 0 seconds.

   @return False when the cell cannot be read, or could mean two things: a
   comma and three digits ("1,212") may be a thousand or a second, and "3.32"
   may be 3:32.
*/
bool byline_cell_read_duration(const char* cell, double* seconds);

#endif // BYLINE_DATASET_CELL_H
