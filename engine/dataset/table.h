/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file table.h
   Tables with a first line of column names: tab-separated, as Byline writes
   them, and what spreadsheets and text editors make of these.

   Read are UTF-8 and UTF-16, and any encoding that is told; lines that end with
   LF, CR LF or, where the first one does, CR; cells separated by tabs,
   semicolons or commas, whichever the names have between them; quotation marks
   around cells that hold separators or line breaks; empty rows, and empty
   columns at the end.  Written are UTF-8, LF and tabs.

   Inside a cell, backslash-t, -n, -r and a double backslash stand for tab, line
   feed, carriage return and backslash, and backslash-x with two hexadecimal
   digits for a byte that is no text, so that any file name can be written.
*/

#ifndef BYLINE_DATASET_TABLE_H
#define BYLINE_DATASET_TABLE_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** What byline_table_column() returns when there is no such column. */
#define BYLINE_NO_COLUMN ((size_t)-1)

/** A row; cells that it lacks are "". */
typedef struct {
  const char** cells; ///< `n_cells` of them; NULL: the row was dropped
  size_t n_cells;     ///< May be fewer than columns, or more
  size_t line;        ///< Number of its first line, for messages
} BylineTableRow;

/** A table in memory. */
typedef struct {
  char* path;           ///< Where it was read, for messages
  char* text;           ///< What the cells that were read point into
  const char** cells;   ///< Those of the rows that were read
  BylineTableRow* rows; ///< `n_rows` of them, the first being names
  size_t n_rows;        ///< Rows, that of the names included
  size_t n_columns;     ///< Columns that have a name, and those before them
  void** added;         ///< `n_added` cells and rows that were set later
  size_t n_added;       ///< How many
  size_t capacity;      ///< Room for so many rows, once some were added
} BylineTable;

/**
   Read a table in UTF-8 or UTF-16.

   @param[out] table To be freed with byline_table_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_table_read(const char* path, BylineTable* table);

/**
   Read a table that may be in another encoding.

   @param encoding What it is in if it is not Unicode; see table_text.h.  NULL:
   that is refused.
   @return As byline_table_read(), or BYLINE_ERROR_USAGE (no such encoding).
*/
BylineStatus byline_table_read_as(const char* path, const char* encoding,
                                  BylineTable* table);

/** Free a table and clear it. */
void byline_table_free(BylineTable* table);

/** The number of the column called `name`, whatever its case and whether blanks
    or underscores are in it; BYLINE_NO_COLUMN when there is none. */
size_t byline_table_column(const BylineTable* table, const char* name);

/** A cell, the table's own; "" where `column` is BYLINE_NO_COLUMN. */
const char* byline_table_cell(const BylineTable* table, size_t row,
                              size_t column);

/** The number of the line where a row begins, for messages. */
size_t byline_table_line(const BylineTable* table, size_t row);

/** Whether a row has cells to the right of the last column: it may have been
    shifted by a separator too many, and is not to be trusted. */
bool byline_table_row_overflows(const BylineTable* table, size_t row);

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

/** Write all rows that were not dropped, that of the names first. */
void byline_table_put_rows(FILE* stream, const BylineTable* table);

/** Write a cell and what ends it, a tab or a line feed. */
void byline_table_put(FILE* stream, const char* cell, char end);

/** Write a cell in quotation marks, as CSV has it (RFC 4180), and what ends it;
    what controls a terminal is written as in a table. */
void byline_table_put_quoted(FILE* stream, const char* cell, char end);

#endif // BYLINE_DATASET_TABLE_H
