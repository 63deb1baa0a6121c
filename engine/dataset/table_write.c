/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/table.h"

#include "base/file.h"
#include "base/utf8.h"

#include <string.h>

static void put_byte(FILE* stream, char c)
{
  fprintf(stream, "\\x%02x", (unsigned)(unsigned char)c);
}

/* Put a character, or a byte that is none.  Returns how many bytes it had. */
static size_t put_character(FILE* stream, const char* s, bool quoted)
{
  const size_t n = byline_utf8_length(s);
  if (*s == '\t' || *s == '\n' || *s == '\r' || *s == '\\') {
    static const char codes[] = "tnr\\";
    static const char values[] = "\t\n\r\\";
    fprintf(stream, "\\%c", codes[strchr(values, *s) - values]);
  } else if (n == 0 || byline_utf8_is_control(s, n)) {
    for (size_t i = 0; i < (n ? n : 1); ++i) {
      put_byte(stream, s[i]);
    }
  } else {
    if (quoted && *s == '"') {
      fputc('"', stream);
    }
    fwrite(s, 1, n, stream);
  }
  return n ? n : 1;
}

static void put(FILE* stream, const char* cell, bool quoted, char end)
{
  if (quoted) {
    fputc('"', stream);
  }
  for (const char* s = cell; *s;) {
    s += put_character(stream, s, quoted);
  }
  if (quoted) {
    fputc('"', stream);
  }
  fputc(end, stream);
}

void byline_table_put(FILE* stream, const char* cell, char end)
{
  put(stream, cell, cell[0] == '"', end);
}

void byline_table_put_quoted(FILE* stream, const char* cell, char end)
{
  put(stream, cell, true, end);
}

/* Cells beyond the last column included */
static void put_row(FILE* stream, const BylineTable* table, size_t row)
{
  const size_t n_cells = table->rows[row].n_cells;
  const size_t n = n_cells > table->n_columns ? n_cells : table->n_columns;
  for (size_t column = 0; column < n; ++column) {
    byline_table_put(stream, byline_table_cell(table, row, column),
                     column + 1 < n ? '\t' : '\n');
  }
}

void byline_table_put_rows(FILE* stream, const BylineTable* table)
{
  for (size_t row = 0; row < table->n_rows; ++row) {
    if (table->rows[row].cells) {
      put_row(stream, table, row);
    }
  }
}

BylineStatus byline_table_write(const char* path, const BylineTable* table)
{
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  byline_table_put_rows(output.stream, table);
  return byline_output_commit(&output);
}
