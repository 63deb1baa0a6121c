/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/clean.h"

#include "base/file.h"
#include "base/utf8.h"
#include "dataset/cell.h"
#include "dataset/credit_words.h"
#include "dataset/credits.h"
#include "dataset/library_row.h"
#include "dataset/voice_share.h"

#include <stdlib.h>
#include <string.h>

/* Room for a reason, and for the names in one */
#define REASON_SIZE 256
#define MAX_NAMES_LENGTH 160

/* How much of a text fits, in whole characters */
static int fit(const char* text, size_t size)
{
  size_t n = 0;
  for (size_t next; text[n] && (next = byline_utf8_length(text + n)) > 0 &&
                    n + next <= size;) {
    n += next;
  }
  return (int)n;
}

/* Whose row it is; "" where it is somebody's. */
static bool judge_artist(const BylineLibraryRow* row,
                         const BylineArtists* artists, char* reason)
{
  BylineCredit credit = {0};
  if (byline_library_row_is_nobody(row)) {
    snprintf(reason, REASON_SIZE, "no artist ('%.*s' is nobody)",
             fit(row->artist, MAX_NAMES_LENGTH), row->artist);
  } else if (!byline_artists_credit(artists, row->artist, row->artist_id,
                                    row->title, &credit)) {
    free(credit.names);
    return false;
  } else if (credit.n > 1 || credit.word) {
    const char* const how = credit.n > 1 ? credit.names : credit.word;
    snprintf(reason, REASON_SIZE, "several vocalists (%.*s)",
             fit(how, MAX_NAMES_LENGTH), how);
  }
  free(credit.names);
  return true;
}

/* Find out why a row is to be dropped; "" when it is not.  False: out of
   memory. */
static bool judge(const BylineTable* library, size_t number,
                  const BylineLibraryColumns* columns,
                  const BylineArtists* artists, const BylineCleanRules* rules,
                  char* reason)
{
  BylineLibraryRow row;
  char fault[BYLINE_ROW_FAULT_SIZE];
  const bool usable =
      byline_library_row_read(library, number, columns, &row, fault);
  reason[0] = '\0';
  if (fault[0]) {
    byline_log(BYLINE_LOG_WARNING, "%s%s:%zu: %s",
               usable ? "" : "dropped: ", library->path,
               byline_table_line(library, number), fault);
  }
  if (!usable) {
    snprintf(reason, REASON_SIZE, "unreadable: %s", fault);
  } else if (row.duration > 0 && row.duration < rules->min_duration) {
    snprintf(reason, REASON_SIZE, "shorter than %g s", rules->min_duration);
  } else if (!judge_artist(&row, artists, reason)) {
    return false;
  }
  if (!reason[0] && !rules->keep_instrumental &&
      byline_title_is_instrumental(row.title)) {
    snprintf(reason, REASON_SIZE, "instrumental, by its title");
  }
  return true;
}

/* Find out by its sound whether a track is instrumental. */
static BylineStatus listen(const char* name, const BylineCleanRules* rules,
                           char* reason)
{
  char* const path = byline_path_join(rules->folder ? rules->folder : "", name);
  if (!path) {
    return byline_no_memory(NULL);
  }
  double share = 0;
  const BylineStatus status = byline_voice_share(path, rules->stop, &share);
  free(path);
  if (status == BYLINE_ERROR_INTERRUPTED || status == BYLINE_ERROR_MEMORY) {
    return status;
  }
  if (status != BYLINE_OK) {
    byline_log(BYLINE_LOG_WARNING, "not listened to: %s",
               byline_error_message());
  } else if (share < rules->min_voice) {
    snprintf(reason, REASON_SIZE,
             "instrumental, by its sound (voice in %.0f %%)", 100 * share);
  }
  return BYLINE_OK;
}

static BylineStatus clean_rows(BylineTable* library,
                               const BylineLibraryColumns* columns,
                               const BylineArtists* artists,
                               const BylineCleanRules* rules, size_t* n_dropped)
{
  for (size_t row = 1; row < library->n_rows; ++row) {
    const char* const old = byline_table_cell(library, row, columns->dropped);
    char reason[REASON_SIZE];
    if (!judge(library, row, columns, artists, rules, reason)) {
      return byline_no_memory(NULL);
    }
    if (!reason[0] && rules->min_voice > 0 && !rules->keep_instrumental &&
        !byline_cell_is_word(old, "keep") &&
        !byline_table_cell(library, row, columns->missing)[0]) {
      byline_progress("listening", "tracks", row, library->n_rows - 1);
      const BylineStatus heard =
          listen(byline_table_cell(library, row, columns->path), rules, reason);
      if (heard != BYLINE_OK) {
        return heard;
      }
    }
    if (byline_cell_is_word(old, "keep") || !strcmp(old, reason)) {
      *n_dropped += byline_track_is_dropped(old);
      continue;
    }
    BYLINE_TRY(byline_table_set(library, row, columns->dropped, reason));
    *n_dropped += reason[0] != '\0';
  }
  return BYLINE_OK;
}

/* What the library knows of its artists, and the rules of some */
static BylineArtists* gather(const BylineTable* library,
                             const BylineLibraryColumns* columns,
                             const BylineNames* declared)
{
  BylineArtists* const artists = byline_artists_new();
  bool complete = artists != NULL;
  for (size_t row = 1; complete && row < library->n_rows; ++row) {
    complete = byline_artists_add(
        artists, byline_table_cell(library, row, columns->artist),
        byline_table_cell(library, row, columns->artist_id));
  }
  for (size_t i = 0; complete && declared && i < declared->n; ++i) {
    complete = byline_artists_declare(artists, declared->names[i]);
  }
  if (!complete) {
    byline_artists_free(artists);
    return NULL;
  }
  byline_artists_sort(artists);
  return artists;
}

BylineStatus byline_library_clean(BylineTable* library,
                                  const BylineCleanRules* rules,
                                  size_t* n_dropped)
{
  *n_dropped = 0;
  BylineLibraryColumns columns;
  BylineStatus status = byline_library_columns_find(library, &columns);
  BYLINE_THEN(status,
              byline_table_add_column(library, "dropped", &columns.dropped));
  BylineArtists* const artists =
      status == BYLINE_OK ? gather(library, &columns, rules->artists) : NULL;
  BYLINE_THEN(status,
              artists ? clean_rows(library, &columns, artists, rules, n_dropped)
                      : byline_no_memory(NULL));
  byline_artists_free(artists);
  return status;
}
