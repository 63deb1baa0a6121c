/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/library_row.h"

#include "base/text.h"
#include "base/utf8.h"
#include "dataset/cell.h"
#include "dataset/placeholders.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

BylineStatus byline_library_columns_find(const BylineTable* table,
                                         BylineLibraryColumns* columns)
{
  *columns = (BylineLibraryColumns){
      .path = byline_table_column(table, "path"),
      .artist = byline_table_column(table, "artist"),
      .album = byline_table_column(table, "album"),
      .title = byline_table_column(table, "title"),
      .album_artist = byline_table_column(table, "album_artist"),
      .artist_id = byline_table_column(table, "artist_id"),
      .duration = byline_table_column(table, "duration"),
      .dropped = byline_table_column(table, "dropped"),
      .missing = byline_table_column(table, "missing"),
  };
  if (columns->path == BYLINE_NO_COLUMN ||
      columns->artist == BYLINE_NO_COLUMN) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: not a library: its first line names no column "
                        "'%s'; it begins with '%.60s'",
                        table->path,
                        columns->path == BYLINE_NO_COLUMN ? "path" : "artist",
                        byline_table_cell(table, 0, 0));
  }
  return BYLINE_OK;
}

BylineStatus byline_library_make_safe(BylineTable* table)
{
  static const char* const names[] = {"artist", "album", "title",
                                      "album_artist", "artist_id"};
  BylineStatus status = BYLINE_OK;
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    const size_t column = byline_table_column(table, names[i]);
    for (size_t row = 1; column != BYLINE_NO_COLUMN && status == BYLINE_OK &&
                         row < table->n_rows;
         ++row) {
      const char* const text = byline_table_cell(table, row, column);
      if (byline_utf8_is_safe(text)) {
        continue;
      }
      char* const clean = byline_text_clean(text);
      status = clean ? byline_table_set(table, row, column, clean)
                     : byline_no_memory(NULL);
      free(clean);
    }
  }
  return status;
}

bool byline_track_is_dropped(const char* reason)
{
  return !byline_cell_is_word(reason, "") &&
         !byline_cell_is_word(reason, "keep");
}

bool byline_library_row_is_nobody(const BylineLibraryRow* row)
{
  const char* const id = strchr(row->artist_id, ';') ? "" : row->artist_id;
  return byline_placeholder_find(row->artist, id) != BYLINE_SOMEBODY;
}

/* Whether a name is such as "Artist 12" */
static bool is_numbered(const char* name)
{
  const size_t n = strlen(name);
  return n > 0 && isdigit((unsigned char)name[n - 1]);
}

bool byline_library_row_read(const BylineTable* table, size_t row,
                             const BylineLibraryColumns* columns,
                             BylineLibraryRow* out,
                             char fault[static BYLINE_ROW_FAULT_SIZE])
{
  *out = (BylineLibraryRow){
      .path = byline_table_cell(table, row, columns->path),
      .artist = byline_table_cell(table, row, columns->artist),
      .album = byline_table_cell(table, row, columns->album),
      .title = byline_table_cell(table, row, columns->title),
      .album_artist = byline_table_cell(table, row, columns->album_artist),
      .artist_id = byline_table_cell(table, row, columns->artist_id),
      .dropped = byline_track_is_dropped(
          byline_table_cell(table, row, columns->dropped)),
      .missing = byline_table_cell(table, row, columns->missing)[0] != '\0',
  };
  /* Nobody has looked through it yet; but who counts artists knows them */
  if (columns->dropped == BYLINE_NO_COLUMN && !is_numbered(out->artist) &&
      byline_library_row_is_nobody(out)) {
    out->artist = "";
  }
  const char* const duration = byline_table_cell(table, row, columns->duration);
  bool usable = true;
  fault[0] = '\0';
  if (byline_table_row_overflows(table, row)) {
    usable = false;
    snprintf(fault, BYLINE_ROW_FAULT_SIZE,
             "more cells than columns that have a name, from '%.40s' on",
             byline_table_cell(table, row, table->n_columns));
  } else if (byline_cell_is_word(out->path, "")) {
    usable = false;
    snprintf(fault, BYLINE_ROW_FAULT_SIZE, "no path");
  } else if (!byline_cell_read_duration(duration, &out->duration)) {
    out->duration = 0;
    snprintf(fault, BYLINE_ROW_FAULT_SIZE,
             "duration '%.40s' is no length such as 212.5 or 3:32; taken as "
             "unknown",
             duration);
  }
  return usable;
}
