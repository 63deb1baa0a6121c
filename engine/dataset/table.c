/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/table.h"

#include "base/array.h"
#include "dataset/cell.h"
#include "dataset/table_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A longer cell in quotation marks is none: somebody's text begins with one.
   Spreadsheets write at most half as much. */
#define MAX_QUOTED 65536

/* Those of a row that has none yet; NULL is for rows that were dropped */
static const char* no_cells[1] = {""};

/* A table being cut out of its text */
typedef struct {
  char* next;         ///< What comes next
  char separator;     ///< Between cells
  bool cr_ends;       ///< A line, without a line feed behind it
  size_t line;        ///< Number of the line at `next`
  const char** cells; ///< Room for the next row's
} Reader;

void byline_table_free(BylineTable* table)
{
  for (size_t i = 0; i < table->n_added; ++i) {
    free(table->added[i]);
  }
  free(table->added);
  free(table->path);
  free(table->text);
  free(table->cells);
  free(table->rows);
  *table = (BylineTable){0};
}

/* ---- cells */

static int hex_digit(char c)
{
  static const char digits[] = "0123456789abcdef";
  const char* const found = c ? strchr(digits, c | 0x20) : NULL;
  return found ? (int)(found - digits) : -1;
}

/* Undo the backslashes, in place. */
static void unescape(char* cell)
{
  static const char codes[] = "tnr\\";
  static const char values[] = "\t\n\r\\";
  char* out = strchr(cell, '\\');
  for (const char* s = out; s && *s; ++s) {
    const char* const code = *s == '\\' && s[1] ? strchr(codes, s[1]) : NULL;
    const int high = *s == '\\' && s[1] == 'x' ? hex_digit(s[2]) : -1;
    const int low = high >= 0 ? hex_digit(s[3]) : -1;
    if (low >= 0 && high + low > 0) {
      *out++ = (char)(16 * high + low);
      s += 3;
    } else {
      *out++ = code ? values[code - codes] : *s;
      s += code != NULL;
    }
  }
  if (out) {
    *out = '\0';
  }
}

/* ---- reading */

static bool ends_cell(const Reader* reader, const char* s)
{
  return *s == reader->separator || *s == '\n' || *s == '\0' ||
         (*s == '\r' && (reader->cr_ends || s[1] == '\n'));
}

/* The mark that ends a quoted cell; NULL when the text only begins with one. */
static char* find_closing(const Reader* reader, char* cell)
{
  for (char* s = cell + 1; *s && s < cell + MAX_QUOTED; ++s) {
    if (*s == '"' && s[1] == '"') {
      ++s;
    } else if (*s == '"') {
      return ends_cell(reader, s + 1) ? s : NULL;
    }
  }
  return NULL;
}

/* Undo the quotation marks, in place, and return the cell's end. */
static char* unquote(char* cell, const char* closing)
{
  char* out = cell;
  for (const char* s = cell + 1; s < closing; ++s) {
    s += *s == '"';
    *out++ = *s;
  }
  return out;
}

static size_t count(const char* begin, const char* end, char c)
{
  size_t n = 0;
  for (const char* s = begin; s < end; ++s) {
    n += *s == c;
  }
  return n;
}

/* Cut off the next cell.  Returns false when it was the last of its row. */
static bool take_cell(Reader* reader, const char** taken)
{
  char* const cell = reader->next;
  char* const closing = *cell == '"' ? find_closing(reader, cell) : NULL;
  char* end = cell;
  if (closing) {
    reader->line += count(cell, closing, '\n');
    end = unquote(cell, closing);
    reader->next = closing + 1;
  } else {
    while (!ends_cell(reader, end)) {
      ++end;
    }
    reader->next = end;
  }
  const char ended_by = *reader->next;
  if (ended_by) {
    reader->next += ended_by == '\r' && reader->next[1] == '\n' ? 2 : 1;
  }
  reader->line += ended_by != reader->separator;
  *end = '\0';
  unescape(cell);
  *taken = cell;
  return ended_by == reader->separator;
}

/* Cut off the next row; it has no cells when all are empty. */
static BylineTableRow take_row(Reader* reader)
{
  BylineTableRow row = {.cells = reader->cells, .line = reader->line};
  const char* cell = NULL;
  bool more = true;
  for (size_t n = 1; more; ++n) {
    more = take_cell(reader, &cell);
    *reader->cells++ = cell;
    row.n_cells = *cell ? n : row.n_cells;
  }
  reader->cells = row.cells + row.n_cells;
  return row;
}

/* "sep=;" in a first line of its own is Excel's; or else what there is most of
   in the line of the names, a tab before all others. */
static void find_separator(Reader* reader)
{
  static const char separators[] = ";,|";
  char* line = reader->next;
  if (!strncasecmp(line, "sep=", 4) && line[4] && strchr("\r\n", line[5])) {
    reader->separator = line[4];
    reader->next = line + 5;
    return;
  }
  line += strspn(line, "\r\n");
  const char* const end = line + strcspn(line, "\r\n");
  reader->separator = '\t';
  size_t most = 0;
  for (const char* s = separators;
       !memchr(line, '\t', (size_t)(end - line)) && *s; ++s) {
    const size_t n = count(line, end, *s);
    if (n > most) {
      most = n;
      reader->separator = *s;
    }
  }
}

/* Lines end as the first one does: where that is with a line feed, a carriage
   return alone is within a cell. */
static bool has_cr_lines(const char* text)
{
  const char* const end = text + strcspn(text, "\r\n");
  return *end == '\r' && end[1] != '\n';
}

static BylineStatus cut_rows(BylineTable* table)
{
  Reader reader = {
      .next = table->text, .line = 1, .cr_ends = has_cr_lines(table->text)};
  find_separator(&reader);
  const char* const end = table->text + strlen(table->text);
  const size_t n_lines =
      count(table->text, end, '\n') + count(table->text, end, '\r') + 1;
  const size_t n_cells = n_lines + count(table->text, end, reader.separator);
  table->cells = calloc(n_cells, sizeof(*table->cells));
  table->rows = calloc(n_lines, sizeof(*table->rows));
  if (!table->cells || !table->rows) {
    return byline_no_memory(table->path);
  }
  reader.cells = table->cells;
  while (*reader.next) {
    const BylineTableRow row = take_row(&reader);
    if (row.n_cells > 0) {
      table->rows[table->n_rows++] = row;
    }
  }
  if (table->n_rows == 0) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: empty", table->path);
  }
  table->n_columns = table->rows[0].n_cells;
  return BYLINE_OK;
}

BylineStatus byline_table_read_as(const char* path, const char* encoding,
                                  BylineTable* table)
{
  *table = (BylineTable){.path = strdup(path)};
  BylineStatus status =
      table->path ? byline_table_text_read(path, encoding, &table->text)
                  : byline_no_memory(path);
  BYLINE_THEN(status, cut_rows(table));
  if (status != BYLINE_OK) {
    byline_table_free(table);
  }
  return status;
}

BylineStatus byline_table_read(const char* path, BylineTable* table)
{
  return byline_table_read_as(path, NULL, table);
}

/* ---- looking up and changing */

size_t byline_table_column(const BylineTable* table, const char* name)
{
  for (size_t i = 0; table->n_rows > 0 && i < table->n_columns; ++i) {
    if (byline_cell_names_column(byline_table_cell(table, 0, i), name)) {
      return i;
    }
  }
  return BYLINE_NO_COLUMN;
}

const char* byline_table_cell(const BylineTable* table, size_t row,
                              size_t column)
{
  const BylineTableRow* const cells = &table->rows[row];
  return column < cells->n_cells ? cells->cells[column] : "";
}

size_t byline_table_line(const BylineTable* table, size_t row)
{
  return table->rows[row].line;
}

bool byline_table_row_overflows(const BylineTable* table, size_t row)
{
  return table->rows[row].n_cells > table->n_columns;
}

/* Let the table own a piece of memory; frees it when it cannot. */
static BylineStatus own(BylineTable* table, void* memory)
{
  const size_t n = table->n_added;
  void** const added =
      memory ? byline_array_extend(table->added, n, sizeof(*added)) : NULL;
  if (!added) {
    free(memory);
    return byline_no_memory(NULL);
  }
  table->added = added;
  table->added[table->n_added++] = memory;
  return BYLINE_OK;
}

/* Make room in a row for `n` cells more, all empty, before cell `at`. */
static BylineStatus insert(BylineTable* table, size_t row, size_t at, size_t n)
{
  BylineTableRow* const old = &table->rows[row];
  const size_t n_before = at < old->n_cells ? at : old->n_cells;
  const char** const cells = calloc(old->n_cells + n, sizeof(*cells));
  BYLINE_TRY(own(table, cells));
  memcpy(cells, old->cells, n_before * sizeof(*cells));
  for (size_t i = 0; i < n; ++i) {
    cells[n_before + i] = "";
  }
  memcpy(cells + n_before + n, old->cells + n_before,
         (old->n_cells - n_before) * sizeof(*cells));
  old->cells = cells;
  old->n_cells += n;
  return BYLINE_OK;
}

BylineStatus byline_table_add_column(BylineTable* table, const char* name,
                                     size_t* column)
{
  *column = byline_table_column(table, name);
  if (*column != BYLINE_NO_COLUMN) {
    return BYLINE_OK;
  }
  *column = table->n_columns;
  BylineStatus status = BYLINE_OK;
  for (size_t row = 1; status == BYLINE_OK && row < table->n_rows; ++row) {
    if (byline_table_row_overflows(table, row)) {
      status = insert(table, row, *column, 1);
    }
  }
  ++table->n_columns;
  return status == BYLINE_OK ? byline_table_set(table, 0, *column, name)
                             : status;
}

BylineStatus byline_table_set(BylineTable* table, size_t row, size_t column,
                              const char* text)
{
  const size_t n_cells = table->rows[row].n_cells;
  if (column >= n_cells) { /* All of them at once: others will be set, too */
    const size_t n = column < table->n_columns ? table->n_columns : column + 1;
    BYLINE_TRY(insert(table, row, n_cells, n - n_cells));
  }
  char* const copy = strdup(text);
  BYLINE_TRY(own(table, copy));
  table->rows[row].cells[column] = copy;
  return BYLINE_OK;
}

BylineStatus byline_table_add_row(BylineTable* table, size_t* row)
{
  const size_t n = table->n_rows;
  if (n >= table->capacity) {
    const size_t capacity = n < 64 ? 64 : 2 * n;
    BylineTableRow* const rows = realloc(table->rows, capacity * sizeof(*rows));
    if (!rows) {
      return byline_no_memory(NULL);
    }
    table->rows = rows;
    table->capacity = capacity;
  }
  table->rows[n] = (BylineTableRow){.cells = no_cells};
  *row = table->n_rows++;
  return BYLINE_OK;
}

void byline_table_drop_row(BylineTable* table, size_t row)
{
  table->rows[row] = (BylineTableRow){.cells = NULL};
}
