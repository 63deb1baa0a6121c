/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/clean.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "dataset/carry.h"
#include "dataset/library_row.h"
#include "dataset/names.h"
#include "dataset/spelling.h"
#include "dataset/table.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char description[] =
    "Mark the tracks that are of no use for learning artists.\n"
    "\n"
    "Copies the table LIBRARY with one more column, 'dropped', that holds the "
    "reason why a track is to be left out by 'byline prepare':\n"
    "\n"
    "  - it is shorter than 30 s\n"
    "  - several vocalists are on it: artist or title say feat., ft., vs. and "
    "the like, the artist tag has several values, or the artist is 'A & B' "
    "(and, with, comma, x, +) where A or B has tracks of their own\n"
    "  - its title calls it an instrumental or karaoke version, or with "
    "--min-voice hardly any voice is heard in it (not done unless asked for: "
    "artists of instrumental music can be learnt, too)\n"
    "\n"
    "Look through the reasons: a cell emptied by hand counts until the next "
    "clean, and 'keep' in the cell keeps the track for ever.  What is kept and "
    "dropped of each artist is shown.  CLEANED may be LIBRARY.\n"
    "\n"
    "One artist under several spellings: --suggest writes a table of renamings "
    "for you to look through and change, --spellings applies it.\n";

static const char notes[] =
    "Exit status: 0 all well, 1 a table could not be read or written, 2 "
    "command line at fault.\n";

/* What the command line asks for */
typedef struct {
  const char* library;
  const char* output;
  const char* suggest;
  const char* spellings;
  const char* encoding;
  BylineCleanRules rules;
  long min_songs;
  bool force;
  bool in_place;          ///< The output is the library itself
  BylineFileStamp before; ///< The library as it was read
} Options;

/* How many tracks of an artist are of use */
typedef struct {
  size_t kept;
  size_t dropped;
} Counts;

static void count(const BylineTable* library, size_t artist, size_t dropped,
                  const BylineNames* names, Counts* counts)
{
  for (size_t row = 1; row < library->n_rows; ++row) {
    const size_t i =
        byline_names_find(names, byline_table_cell(library, row, artist));
    if (byline_track_is_dropped(byline_table_cell(library, row, dropped))) {
      ++counts[i].dropped;
    } else {
      ++counts[i].kept;
    }
  }
}

/* Show what is kept and dropped of each artist. */
static BylineStatus show(const BylineTable* library, size_t min_songs)
{
  const size_t artist = byline_table_column(library, "artist");
  const size_t dropped = byline_table_column(library, "dropped");
  BylineNames names = {0};
  bool complete = true;
  for (size_t row = 1; complete && row < library->n_rows; ++row) {
    complete =
        byline_names_add(&names, byline_table_cell(library, row, artist));
  }
  byline_names_sort(&names);
  Counts* const counts = calloc(names.n + 1, sizeof(*counts));
  if (complete && counts) {
    count(library, artist, dropped, &names, counts);
    puts("  kept  dropped  artist");
    for (size_t i = 0; i < names.n; ++i) {
      printf("%6zu  %7zu  %s%s\n", counts[i].kept, counts[i].dropped,
             names.names[i][0] ? names.names[i] : "(no artist)",
             counts[i].kept < min_songs ? "  -- too few to learn" : "");
    }
  }
  const BylineStatus status =
      complete && counts ? BYLINE_OK
                         : byline_error(BYLINE_ERROR_MEMORY, "out of memory");
  free(counts);
  byline_names_free(&names);
  return status;
}

static BylineStatus rename_artists(const Options* options, BylineTable* library)
{
  size_t n = 0;
  BylineStatus status = BYLINE_OK;
  if (options->spellings) {
    status = byline_spelling_apply(library, options->spellings, &n);
    if (status == BYLINE_OK) {
      byline_log(BYLINE_LOG_NOTE, "%zu tracks have their artist renamed", n);
    }
  }
  if (status == BYLINE_OK && options->suggest) {
    status = byline_spelling_propose(library, options->suggest, &n);
    if (status == BYLINE_OK) {
      byline_log(BYLINE_LOG_NOTE, "%zu renamings suggested in %s", n,
                 options->suggest);
    }
  }
  return status;
}

/* Tell of tracks whose file was not there at the last scan. */
static void tell_missing(const BylineTable* library)
{
  const size_t missing = byline_table_column(library, "missing");
  size_t n = 0;
  for (size_t row = 1; row < library->n_rows; ++row) {
    n += byline_table_cell(library, row, missing)[0] != '\0';
  }
  if (n > 0) {
    byline_log(BYLINE_LOG_NOTE,
               "%zu track%s not there at the last scan, and not listened to", n,
               n == 1 ? " was" : "s were");
  }
}

/* Write the table, unless that would take away what others wrote meanwhile. */
static BylineStatus write_cleaned(const Options* options, BylineTable* library)
{
  if (options->in_place &&
      !byline_file_is_as(options->library, &options->before)) {
    return byline_error(BYLINE_ERROR_IO,
                        "%s was changed by others meanwhile; nothing is "
                        "written, give the command again",
                        options->library);
  }
  const BylineStatus status =
      byline_library_carry_paths(library, options->library, options->output);
  return status == BYLINE_OK ? byline_table_write(options->output, library)
                             : status;
}

static BylineStatus clean(const Options* options, BylineTable* library)
{
  if (byline_table_column(library, "artist") == BYLINE_NO_COLUMN) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: not a library: its first line names no column "
                        "'artist'",
                        options->library);
  }
  BylineStatus status =
      options->in_place ? BYLINE_OK
                        : byline_library_carry_keeps(library, options->output,
                                                     options->force);
  if (status == BYLINE_OK) {
    status = rename_artists(options, library);
  }
  size_t n_dropped = 0;
  if (status == BYLINE_OK) {
    status = byline_library_clean(library, &options->rules, &n_dropped);
  }
  if (status == BYLINE_OK) {
    status = write_cleaned(options, library);
  }
  if (status == BYLINE_OK) {
    status = show(library, (size_t)options->min_songs);
  }
  if (status == BYLINE_OK) {
    byline_log(BYLINE_LOG_NOTE, "%zu of %zu tracks dropped in %s", n_dropped,
               library->n_rows - 1, options->output);
    tell_missing(library);
    byline_command_next(
        (const char*[]){"prepare", options->output, "-o", "dataset", NULL});
  }
  return status;
}

int byline_command_clean(int argc, char** argv)
{
  Options options = {.rules = {.min_duration = 30}, .min_songs = 5};
  const BylineOption table[] = {
      {'o', "output", "CLEANED", "table to write", .text = &options.output,
       .output = BYLINE_OUTPUT_LIBRARY, .in_place = true, .required = true},
      {0, "min-duration", "S", "shortest track to keep, in seconds",
       .number = &options.rules.min_duration, .maximum = 86400},
      {0, "keep-instrumental", NULL, "do not drop instrumental versions",
       .flag = &options.rules.keep_instrumental},
      {0, "min-voice", "SHARE",
       "listen, too, and drop tracks in which a voice is heard in a smaller "
       "share of the time, such as 0.5; 0 does not listen",
       .number = &options.rules.min_voice, .maximum = 1},
      {0, "min-songs", "N", "mark artists with fewer songs",
       .integer = &options.min_songs, .minimum = 1, .maximum = 1000000},
      {0, "suggest", "RULES", "write likely renamings of artists to RULES",
       .text = &options.suggest, .output = BYLINE_OUTPUT_RENAMINGS},
      {0, "spellings", "RULES",
       "rename artists first: a table with the columns 'artist' and 'name'",
       .text = &options.spellings, .input = true},
      BYLINE_OPTION_ENCODING(&options.encoding),
      BYLINE_OPTION_FORCE(&options.force),
      {0}};
  const BylineSyntax syntax = {.command = "clean",
                               .operands = "LIBRARY",
                               .description = description,
                               .notes = notes,
                               .options = table};
  char** operands = NULL;
  int result = 0;
  if (!byline_options_parse(&syntax, argc, argv, &operands, &result)) {
    return result;
  }
  options.library = operands[0];
  options.rules.stop = byline_interrupt_catch();
  char folder[4096];
  const char* const slash = strrchr(options.library, '/');
  snprintf(folder, sizeof(folder), "%.*s",
           slash ? (int)(slash - options.library + 1) : 0, options.library);
  options.rules.folder = folder;
  options.before = byline_file_stamp(options.library);
  options.in_place = byline_file_is_as(options.output, &options.before);
  BylineTable library;
  BylineStatus status =
      byline_table_read_as(options.library, options.encoding, &library);
  if (status == BYLINE_OK) {
    status = clean(&options, &library);
    byline_table_free(&library);
  }
  return byline_command_end(status);
}
