/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/table.h"

#include "base/file.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void byline_table_free(BylineTable* table)
{
  for (size_t i = 0; i < table->n_added; ++i) {
    free(table->added[i]);
  }
  free(table->added);
  free(table->text);
  free(table->cells);
  free(table->lines);
  *table = (BylineTable){0};
}

/* Undo the quotes of a spreadsheet, in place; text that only happens to begin
   with one stays. */
static char* unquote(char* cell)
{
  const size_t n = strlen(cell);
  if (n < 2 || cell[0] != '"' || cell[n - 1] != '"') {
    return cell;
  }
  for (size_t i = 1; i < n - 1; ++i) {
    if (cell[i] == '"' && (i + 1 == n - 1 || cell[++i] != '"')) {
      return cell;
    }
  }
  char* out = cell;
  for (size_t i = 1; i < n - 1; ++i) {
    i += cell[i] == '"';
    *out++ = cell[i];
  }
  *out = '\0';
  return cell;
}

/* Undo the backslashes, in place. */
static void unescape(char* cell)
{
  static const char codes[] = "tnr\\";
  static const char values[] = "\t\n\r\\";
  char* out = cell;
  for (const char* s = cell; *s; ++s) {
    const char* const code = *s == '\\' && s[1] ? strchr(codes, s[1]) : NULL;
    *out++ = code ? values[code - codes] : *s;
    s += code != NULL;
  }
  *out = '\0';
}

void byline_table_put(FILE* stream, const char* cell, char end)
{
  const bool quoted = cell[0] == '"';
  if (quoted) {
    fputc('"', stream);
  }
  for (const char* s = cell; *s; ++s) {
    switch (*s) {
    case '\t':
      fputs("\\t", stream);
      break;
    case '\n':
      fputs("\\n", stream);
      break;
    case '\r':
      fputs("\\r", stream);
      break;
    case '\\':
      fputs("\\\\", stream);
      break;
    case '"':
      fputs(quoted ? "\"\"" : "\"", stream);
      break;
    default:
      fputc(*s, stream);
    }
  }
  if (quoted) {
    fputc('"', stream);
  }
  fputc(end, stream);
}

/* Take a copy of the file's text, which it must be. */
static BylineStatus load(const char* path, BylineTable* table)
{
  BylineMapping mapping;
  BylineStatus status = byline_mapping_open(path, &mapping);
  if (status != BYLINE_OK) {
    return status;
  }
  if (mapping.size == 0) {
    status = byline_error(BYLINE_ERROR_FORMAT, "%s: empty", path);
  } else if (memchr(mapping.data, '\0', mapping.size)) {
    status = byline_error(BYLINE_ERROR_FORMAT, "%s: not a table of text", path);
  } else if (!(table->text = malloc(mapping.size + 1))) {
    status = byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  } else {
    memcpy(table->text, mapping.data, mapping.size);
    table->text[mapping.size] = '\0';
  }
  byline_mapping_close(&mapping);
  return status;
}

static size_t count(const char* text, char c)
{
  size_t n = 0;
  for (const char* s = text; (s = strchr(s, c)); ++s) {
    ++n;
  }
  return n;
}

/* Cut a line into the cells of a row. */
static BylineStatus split_line(char* line, const char* path, size_t number,
                               BylineTable* table)
{
  const char** const row = table->cells + table->n_rows * table->n_columns;
  size_t n = 0;
  for (char* cell = line; cell; ++n) {
    char* const tab = strchr(cell, '\t');
    if (tab) {
      *tab = '\0';
    }
    if (n < table->n_columns) {
      row[n] = unquote(cell);
      unescape(cell);
    } else if (*cell) {
      return byline_error(BYLINE_ERROR_FORMAT,
                          "%s:%zu: more cells than columns (%zu)", path, number,
                          table->n_columns);
    }
    cell = tab ? tab + 1 : NULL;
  }
  while (n < table->n_columns) {
    row[n++] = "";
  }
  table->lines[table->n_rows++] = number;
  return BYLINE_OK;
}

BylineStatus byline_table_read(const char* path, BylineTable* table)
{
  static const char mark[] = "\xef\xbb\xbf";
  *table = (BylineTable){0};
  BylineStatus status = load(path, table);
  if (status != BYLINE_OK) {
    return status;
  }
  char* next = table->text;
  if (!strncmp(next, mark, strlen(mark))) {
    next += strlen(mark);
  }
  const size_t n_lines = count(next, '\n') + 1;
  char* const end = strchr(next, '\n');
  if (end) {
    *end = '\0';
  }
  table->n_columns = count(next, '\t') + 1;
  if (end) {
    *end = '\n';
  }
  table->cells = calloc(n_lines * table->n_columns, sizeof(*table->cells));
  table->lines = calloc(n_lines, sizeof(*table->lines));
  if (!table->cells || !table->lines) {
    status = byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  for (size_t i = 1; status == BYLINE_OK && next; ++i) {
    char* const line = next;
    next = strchr(line, '\n');
    if (next) {
      *next++ = '\0';
    }
    const size_t n = strlen(line);
    if (n > 0 && line[n - 1] == '\r') {
      line[n - 1] = '\0';
    }
    if (line[0]) {
      status = split_line(line, path, i, table);
    }
  }
  if (status != BYLINE_OK) {
    byline_table_free(table);
  }
  return status;
}

size_t byline_table_column(const BylineTable* table, const char* name)
{
  for (size_t i = 0; table->n_rows > 0 && i < table->n_columns; ++i) {
    if (!strcmp(table->cells[i], name)) {
      return i;
    }
  }
  return BYLINE_NO_COLUMN;
}

const char* byline_table_cell(const BylineTable* table, size_t row,
                              size_t column)
{
  return column == BYLINE_NO_COLUMN
             ? ""
             : table->cells[row * table->n_columns + column];
}

/* Move the rows apart to make room for one more column. */
static bool widen(BylineTable* table)
{
  const size_t n_old = table->n_columns;
  const size_t n_new = n_old + 1;
  const char** const cells =
      realloc(table->cells, (table->n_rows + 1) * n_new * sizeof(*cells));
  if (!cells) {
    return false;
  }
  table->cells = cells;
  for (size_t row = table->n_rows; row-- > 0;) {
    memmove(cells + row * n_new, cells + row * n_old, n_old * sizeof(*cells));
    cells[row * n_new + n_old] = "";
  }
  table->n_columns = n_new;
  table->capacity = table->n_rows + 1;
  return true;
}

BylineStatus byline_table_add_column(BylineTable* table, const char* name,
                                     size_t* column)
{
  *column = byline_table_column(table, name);
  if (*column != BYLINE_NO_COLUMN) {
    return BYLINE_OK;
  }
  if (!widen(table)) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
  }
  *column = table->n_columns - 1;
  return byline_table_set(table, 0, *column, name);
}

BylineStatus byline_table_set(BylineTable* table, size_t row, size_t column,
                              const char* text)
{
  const size_t n = table->n_added;
  if ((n & (n - 1)) == 0) { /* Full at every power of two */
    char** const grown =
        realloc(table->added, (n ? 2 * n : 1) * sizeof(*grown));
    if (!grown) {
      return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
    }
    table->added = grown;
  }
  char* const copy = strdup(text);
  if (!copy) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
  }
  table->added[table->n_added++] = copy;
  table->cells[row * table->n_columns + column] = copy;
  return BYLINE_OK;
}

BylineStatus byline_table_add_row(BylineTable* table, size_t* row)
{
  const size_t n = table->n_rows;
  const size_t n_columns = table->n_columns;
  if (n >= table->capacity) {
    const size_t capacity = n < 64 ? 64 : 2 * n;
    const char** const cells =
        realloc(table->cells, capacity * n_columns * sizeof(*cells));
    if (!cells) {
      return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
    }
    table->cells = cells;
    table->capacity = capacity;
  }
  for (size_t column = 0; column < n_columns; ++column) {
    table->cells[n * n_columns + column] = "";
  }
  *row = table->n_rows++;
  return BYLINE_OK;
}

void byline_table_drop_row(BylineTable* table, size_t row)
{
  table->cells[row * table->n_columns] = NULL;
}

BylineStatus byline_table_write(const char* path, const BylineTable* table)
{
  BylineOutput output;
  const BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  const size_t n = table->n_columns;
  for (size_t row = 0; row < table->n_rows; ++row) {
    const bool dropped = !byline_table_cell(table, row, 0);
    for (size_t column = 0; !dropped && column < n; ++column) {
      byline_table_put(output.stream, byline_table_cell(table, row, column),
                       column + 1 < n ? '\t' : '\n');
    }
  }
  return byline_output_commit(&output);
}
