/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file table.h
   Tab-separated tables with a first line of column names.

   Made to survive spreadsheets and text editors: a byte order mark, CR LF, and
   fields in double quotes are understood.  Inside a field, backslash-t, -n, -r
   and a double backslash stand for tab, line feed, carriage return and
   backslash, so that any file name can be written.
*/

#ifndef BYLINE_DATASET_TABLE_H
#define BYLINE_DATASET_TABLE_H

#include "byline/status.h"

#include <stddef.h>
#include <stdio.h>

/** What byline_table_column() returns when there is no such column. */
#define BYLINE_NO_COLUMN ((size_t)-1)

/** A table in memory. */
typedef struct {
  char* text;         ///< What the cells that were read point into
  char** added;       ///< `n_added` cells that were set later
  const char** cells; ///< n_rows x n_columns, the first row being names
  size_t* lines;      ///< Line number of each row, for messages
  size_t n_rows;      ///< Rows, that of the names included
  size_t n_columns;   ///< Cells in each; those left out are ""
  size_t n_added;     ///< Cells that were set later
  size_t capacity;    ///< Room for so many rows, once some were added
} BylineTable;

/**
   Read a table.

   @param[out] table To be freed with byline_table_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_table_read(const char* path, BylineTable* table);

/** Free a table and clear it. */
void byline_table_free(BylineTable* table);

/** The number of the column called `name`, or BYLINE_NO_COLUMN. */
size_t byline_table_column(const BylineTable* table, const char* name);

/** A cell, the table's own; "" where `column` is BYLINE_NO_COLUMN. */
const char* byline_table_cell(const BylineTable* table, size_t row,
                              size_t column);

/**
   The number of the column called `name`, which is added when missing.

   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_table_add_column(BylineTable* table, const char* name,
                                     size_t* column);

/** Change a cell.  @return BYLINE_OK or BYLINE_ERROR_MEMORY. */
BylineStatus byline_table_set(BylineTable* table, size_t row, size_t column,
                              const char* text);

/**
   Add an empty row at the end.

   @param[out] row Its number.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_table_add_row(BylineTable* table, size_t* row);

/** Leave a row out when the table is written; the others keep their numbers. */
void byline_table_drop_row(BylineTable* table, size_t row);

/** Write a table, beside and then renamed. */
BylineStatus byline_table_write(const char* path, const BylineTable* table);

/** Write a cell and what ends it, a tab or a line feed. */
void byline_table_put(FILE* stream, const char* cell, char end);

#endif // BYLINE_DATASET_TABLE_H
