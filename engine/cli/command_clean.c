/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "dataset/carry.h"
#include "dataset/clean.h"
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
    "the like, the artist tag has several values, MusicBrainz gives several "
    "identities, or the artist is 'A & B' (and, with, comma, slash, x, +...) "
    "where A and B have tracks of their own; 'A & B' with three tracks or more "
    "stays one artist if only A has some\n"
    "  - the artist is a name for nobody, such as Various Artists or Track 01\n"
    "  - its title calls it an instrumental or karaoke version, or with "
    "--min-voice hardly any voice is heard in it (not done unless asked for: "
    "artists of instrumental music can be learnt, too)\n"
    "\n"
    "Look through the reasons: a cell emptied by hand counts until the next "
    "clean, and 'keep' in the cell keeps the track for ever.  What is kept and "
    "dropped of each artist is shown.  CLEANED may be LIBRARY.\n"
    "\n"
    "One artist under several spellings, or several of one name: --suggest "
    "writes a table of renamings for you to look through and change, "
    "--spellings applies it.  Whatever name is given there is one artist: "
    "'Ann & Bob' renamed to itself stays one, and to 'Ann; Bob' becomes two.\n";

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
  char* name;
  size_t kept;
  size_t dropped;
} Count;

/* Counts, one for each artist of each row at first */
typedef struct {
  Count* counts;
  size_t n;
  bool out_of_memory;
} Counts;

static int compare(const void* a, const void* b)
{
  return strcmp(((const Count*)a)->name, ((const Count*)b)->name);
}

static void add(Counts* counts, const char* name, size_t length, bool dropped)
{
  Count* const grown =
      realloc(counts->counts, (counts->n + 1) * sizeof(*grown));
  if (!grown) {
    counts->out_of_memory = true;
    return;
  }
  counts->counts = grown;
  char* const copy = strndup(name, length);
  counts->out_of_memory |= !copy;
  if (copy) {
    counts->counts[counts->n++] =
        (Count){.name = copy, .kept = !dropped, .dropped = dropped};
  }
}

/* Count a row: what is kept is learnt as one artist, what is dropped is lost to
   each of several. */
static void add_row(Counts* counts, const char* artist, bool dropped)
{
  const char* end = dropped ? strstr(artist, "; ") : NULL;
  for (; end; end = strstr(artist, "; ")) {
    add(counts, artist, (size_t)(end - artist), dropped);
    artist = end + 2;
  }
  add(counts, artist, strlen(artist), dropped);
}

/* Make one count of those for an artist. */
static void sum(Counts* counts)
{
  size_t n = 0;
  if (counts->n > 0) {
    qsort(counts->counts, counts->n, sizeof(*counts->counts), compare);
  }
  for (size_t i = 0; i < counts->n; ++i) {
    Count* const count = &counts->counts[i];
    if (n > 0 && compare(&counts->counts[n - 1], count) == 0) {
      counts->counts[n - 1].kept += count->kept;
      counts->counts[n - 1].dropped += count->dropped;
      free(count->name);
    } else {
      counts->counts[n++] = *count;
    }
  }
  counts->n = n;
}

/* Show what is kept and dropped of each artist. */
static BylineStatus show(const BylineTable* library, size_t min_songs)
{
  const size_t artist = byline_table_column(library, "artist");
  const size_t dropped = byline_table_column(library, "dropped");
  Counts counts = {0};
  for (size_t row = 1; row < library->n_rows; ++row) {
    add_row(&counts, byline_table_cell(library, row, artist),
            byline_track_is_dropped(byline_table_cell(library, row, dropped)));
  }
  sum(&counts);
  puts("  kept  dropped  artist");
  for (size_t i = 0; i < counts.n; ++i) {
    const Count* const count = &counts.counts[i];
    printf("%6zu  %7zu  %s%s\n", count->kept, count->dropped,
           count->name[0] ? count->name : "(no artist)",
           count->kept < min_songs ? "  -- too few to learn" : "");
    free(count->name);
  }
  free(counts.counts);
  return counts.out_of_memory ? byline_no_memory(NULL) : BYLINE_OK;
}

/* Rename artists as rules say, which stay for their names. */
static BylineStatus rename_artists(const Options* options, BylineTable* library,
                                   BylineTable* rules, BylineNames* names)
{
  size_t n = 0;
  if (options->spellings) {
    BYLINE_TRY(
        byline_spelling_read(options->spellings, options->encoding, rules));
    BYLINE_TRY(byline_spelling_apply(library, rules, &n));
    byline_log(BYLINE_LOG_NOTE, "%zu tracks have their artist renamed", n);
    if (!byline_spelling_names(rules, names)) {
      return byline_no_memory(NULL);
    }
  }
  if (options->suggest) {
    BYLINE_TRY(byline_spelling_propose(library, options->suggest, &n));
    byline_log(BYLINE_LOG_NOTE, "%zu renamings suggested in %s", n,
               options->suggest);
  }
  return BYLINE_OK;
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
  BYLINE_TRY(
      byline_library_carry_paths(library, options->library, options->output));
  return byline_table_write(options->output, library);
}

/* Rename artists, then mark what is of no use */
static BylineStatus apply_rules(Options* options, BylineTable* library,
                                size_t* n_dropped)
{
  BylineTable spellings = {0};
  BylineNames names = {0};
  BylineStatus status = rename_artists(options, library, &spellings, &names);
  if (status == BYLINE_OK) {
    options->rules.artists = &names;
    status = byline_library_clean(library, &options->rules, n_dropped);
  }
  byline_names_free(&names);
  byline_table_free(&spellings);
  return status;
}

static BylineStatus clean(Options* options, BylineTable* library)
{
  BylineLibraryColumns columns;
  size_t n_dropped = 0;
  BYLINE_TRY(byline_library_columns_find(library, &columns));
  BYLINE_TRY(byline_library_make_safe(library));
  if (!options->in_place) {
    BYLINE_TRY(
        byline_library_carry_keeps(library, options->output, options->force));
  }
  BYLINE_TRY(apply_rules(options, library, &n_dropped));
  BYLINE_TRY(write_cleaned(options, library));
  BYLINE_TRY(show(library, (size_t)options->min_songs));
  byline_log(BYLINE_LOG_NOTE, "%zu of %zu tracks dropped in %s", n_dropped,
             library->n_rows - 1, options->output);
  tell_missing(library);
  byline_command_next(
      (const char*[]){"prepare", options->output, "-o", "dataset", NULL});
  return BYLINE_OK;
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
