/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of files that are new; declared in rescan_match.h. */

#include "dataset/rescan_match.h"

#include <stdio.h>
#include <stdlib.h>

/* Write a row.
   @param cells One for each column of the table, all "" but for those of a
   scan. */
static void put_row(const BylineRescan* u, const char** cells, const char* path,
                    const char* artists, const BylineTrack* track,
                    const char* content, FILE* stream)
{
  char duration[32];
  snprintf(duration, sizeof(duration), "%.1f", track->duration);
  const char* const known[BYLINE_N_COLUMNS] = {
      [BYLINE_COLUMN_PATH] = path,
      [BYLINE_COLUMN_ARTIST] = artists,
      [BYLINE_COLUMN_ALBUM] = track->album,
      [BYLINE_COLUMN_TITLE] = track->title,
      [BYLINE_COLUMN_ALBUM_ARTIST] = track->album_artist,
      [BYLINE_COLUMN_ARTIST_ID] = track->artist_id,
      [BYLINE_COLUMN_DURATION] = duration,
      [BYLINE_COLUMN_CONTENT] = content};
  for (int i = 0; i < BYLINE_N_COLUMNS; ++i) {
    cells[u->columns[i]] = known[i];
  }
  const size_t n = u->table.n_columns;
  for (size_t i = 0; i < n; ++i) {
    byline_table_put(stream, cells[i], i + 1 < n ? '\t' : '\n');
  }
}

static BylineStatus put_file(const BylineRescan* u, const char** cells,
                             const BylineRescanFile* file,
                             const BylineTrack* track, const char* content,
                             FILE* stream)
{
  BylineCredit credit = {.names = NULL};
  char* const path = byline_path_join(u->here, byline_rescan_file_path(file));
  const bool complete =
      path && byline_artists_credit(u->artists, track->artist, track->artist_id,
                                    track->title, &credit);
  if (complete) {
    put_row(u, cells, path, credit.names, track, content, stream);
  }
  free(credit.names);
  free(path);
  return complete ? BYLINE_OK : byline_no_memory(NULL);
}

BylineStatus byline_rescan_put_new(BylineRescan* u, FILE* stream)
{
  if (u->report->n_new == 0) {
    return BYLINE_OK;
  }
  const char** const cells = calloc(u->table.n_columns, sizeof(*cells));
  BylineStatus status =
      cells ? byline_track_spool_rewind(&u->spool) : byline_no_memory(NULL);
  for (size_t i = 0; cells && i < u->table.n_columns; ++i) {
    cells[i] = "";
  }
  for (size_t i = 0; status == BYLINE_OK && i < u->n_fresh; ++i) {
    BylineTrack track;
    const char* content = NULL;
    status = byline_track_spool_next(&u->spool, &track, &content);
    if (status == BYLINE_OK && u->fresh[i].is_new) {
      status = put_file(u, cells, &u->fresh[i], &track, content, stream);
    }
  }
  free(cells);
  return status;
}
