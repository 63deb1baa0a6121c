/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/clean.h"

#include "base/file.h"
#include "dataset/cell.h"
#include "dataset/library_row.h"
#include "dataset/names.h"
#include "dataset/vocalists.h"
#include "dataset/voice_share.h"

#include <stdlib.h>
#include <string.h>

/* Find out why a row is to be dropped; "" when it is not. */
static void judge(const BylineTable* library, size_t number,
                  const BylineLibraryColumns* columns,
                  const BylineNames* artists, const BylineCleanRules* rules,
                  char* reason, size_t size)
{
  BylineLibraryRow row;
  char fault[BYLINE_ROW_FAULT_SIZE];
  const bool usable =
      byline_library_row_read(library, number, columns, &row, fault);
  const char* const artist = row.artist;
  const char* const title = row.title;
  const double duration = row.duration;
  const char* word = NULL;
  reason[0] = '\0';
  if (fault[0]) {
    byline_log(BYLINE_LOG_WARNING, "%s%s:%zu: %s",
               usable ? "" : "dropped: ", library->path,
               byline_table_line(library, number), fault);
  }
  if (!usable) {
    snprintf(reason, size, "unreadable: %s", fault);
  } else if (duration > 0 && duration < rules->min_duration) {
    snprintf(reason, size, "shorter than %g s", rules->min_duration);
  } else if (byline_several_vocalists(artist, title, artists, &word)) {
    const size_t lead = strspn(word, " ([");
    size_t n = strlen(word);
    while (n > lead && word[n - 1] == ' ') {
      --n;
    }
    snprintf(reason, size, "several vocalists (%.*s)", (int)(n - lead),
             word + lead);
  } else if (!rules->keep_instrumental && byline_title_is_instrumental(title)) {
    snprintf(reason, size, "instrumental, by its title");
  }
}

/* Find out by its sound whether a track is instrumental. */
static BylineStatus listen(const char* name, const BylineCleanRules* rules,
                           char* reason, size_t size)
{
  char* const path = byline_path_join(rules->folder ? rules->folder : "", name);
  if (!path) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
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
    snprintf(reason, size, "instrumental, by its sound (voice in %.0f %%)",
             100 * share);
  }
  return BYLINE_OK;
}

static BylineStatus clean_rows(BylineTable* library,
                               const BylineLibraryColumns* columns,
                               const BylineNames* artists,
                               const BylineCleanRules* rules, size_t* n_dropped)
{
  for (size_t row = 1; row < library->n_rows; ++row) {
    const char* const old = byline_table_cell(library, row, columns->dropped);
    char reason[BYLINE_ROW_FAULT_SIZE + 16];
    judge(library, row, columns, artists, rules, reason, sizeof(reason));
    if (!reason[0] && rules->min_voice > 0 && !rules->keep_instrumental &&
        !byline_cell_is_word(old, "keep") &&
        !byline_table_cell(library, row, columns->missing)[0]) {
      byline_progress("listening", "tracks", row, library->n_rows - 1);
      const BylineStatus heard =
          listen(byline_table_cell(library, row, columns->path), rules, reason,
                 sizeof(reason));
      if (heard != BYLINE_OK) {
        return heard;
      }
    }
    if (byline_cell_is_word(old, "keep") || !strcmp(old, reason)) {
      *n_dropped += byline_track_is_dropped(old);
      continue;
    }
    const BylineStatus status =
        byline_table_set(library, row, columns->dropped, reason);
    if (status != BYLINE_OK) {
      return status;
    }
    *n_dropped += reason[0] != '\0';
  }
  return BYLINE_OK;
}

BylineStatus byline_library_clean(BylineTable* library,
                                  const BylineCleanRules* rules,
                                  size_t* n_dropped)
{
  *n_dropped = 0;
  BylineLibraryColumns columns;
  BylineStatus status = byline_library_columns_find(library, &columns);
  if (status == BYLINE_OK) {
    status = byline_table_add_column(library, "dropped", &columns.dropped);
  }
  BylineNames artists = {0};
  for (size_t row = 1; status == BYLINE_OK && row < library->n_rows; ++row) {
    if (!byline_names_add(&artists,
                          byline_table_cell(library, row, columns.artist))) {
      status = byline_error(BYLINE_ERROR_MEMORY, "out of memory");
    }
  }
  byline_names_sort(&artists);
  if (status == BYLINE_OK) {
    status = clean_rows(library, &columns, &artists, rules, n_dropped);
  }
  byline_names_free(&artists);
  return status;
}
