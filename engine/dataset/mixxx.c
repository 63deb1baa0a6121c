/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/collection.h"

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file from a stranger must not keep us busy: so many steps of SQLite's
   machine are enough for millions of tracks */
#define MAX_STEPS 1000
#define STEP_SIZE 1000000

/* Tracks that were hidden in Mixxx are not wanted */
static const char query[] =
    "SELECT track_locations.location, library.artist, library.title,"
    " library.album FROM library JOIN track_locations"
    " ON library.location = track_locations.id"
    " WHERE coalesce(library.mixxx_deleted, 0) = 0"
    " ORDER BY track_locations.location";

/* The URL of a database that is not changed, not even by a lock or a journal,
   whoever has it open.  To be freed. */
static char* make_url(const char* path)
{
  static const char options[] = "?mode=ro&immutable=1";
  char* const url =
      malloc(strlen("file:") + 3 * strlen(path) + sizeof(options));
  if (!url) {
    return NULL;
  }
  char* out = url + sprintf(url, "file:");
  for (const char* s = path; *s; ++s) {
    out += sprintf(out, strchr("?#%", *s) ? "%%%02X" : "%c", (unsigned char)*s);
  }
  strcpy(out, options);
  return url;
}

static int count_steps(void* user)
{
  int* const n_steps = user;
  return ++*n_steps > MAX_STEPS;
}

static BylineStatus fail(const char* path, sqlite3* database)
{
  return byline_error(BYLINE_ERROR_FORMAT,
                      "%s: cannot be read as Mixxx's library: %s", path,
                      database ? sqlite3_errmsg(database) : "out of memory");
}

static const char* text_of(sqlite3_stmt* statement, int column)
{
  return (const char*)sqlite3_column_text(statement, column);
}

static BylineStatus read_rows(const char* path, sqlite3* database,
                              sqlite3_stmt* statement, BylineTakeTrack take,
                              void* context)
{
  BylineStatus status = BYLINE_OK;
  int code = SQLITE_ROW;
  while (status == BYLINE_OK &&
         (code = sqlite3_step(statement)) == SQLITE_ROW) {
    const BylineListedTrack track = {.path = text_of(statement, 0),
                                     .artist = text_of(statement, 1),
                                     .title = text_of(statement, 2),
                                     .album = text_of(statement, 3)};
    if (track.path && track.path[0]) {
      status = take(context, &track);
    }
  }
  return status == BYLINE_OK && code != SQLITE_DONE ? fail(path, database)
                                                    : status;
}

BylineStatus byline_mixxx_read(const char* path, BylineTakeTrack take,
                               void* context)
{
  char* const url = make_url(path);
  if (!url) {
    return byline_no_memory(path);
  }
  sqlite3* database = NULL;
  sqlite3_stmt* statement = NULL;
  int n_steps = 0;
  int code = sqlite3_open_v2(
      url, &database,
      SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
  free(url);
  if (code == SQLITE_OK) {
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_progress_handler(database, STEP_SIZE, count_steps, &n_steps);
    code = sqlite3_prepare_v2(database, query, -1, &statement, NULL);
  }
  const BylineStatus status =
      code == SQLITE_OK ? read_rows(path, database, statement, take, context)
                        : fail(path, database);
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return status;
}
