/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "dataset/rescan.h"

#include <stdbool.h>
#include <stddef.h>

static const char description[] =
    "List the music in folders.\n"
    "\n"
    "Looks into every file below each FOLDER and writes a table of the tracks, "
    "LIBRARY, with the columns path, artist, album, title, album_artist, "
    "artist_id (at MusicBrainz) and duration (in "
    "seconds), separated by tabs.  Artist, album and title come from the "
    "file's tags; where these are missing, from the names of folders, taken as "
    "FOLDER/ARTIST/ALBUM/TITLE.  Several artists of a track are all named, as "
    "'Ann; Bob'; Various Artists, Unknown Artist and the like are nobody.  "
    "Every format that FFmpeg reads will do; it is "
    "told by "
    "the content, not by the name.  Durations are measured where the file's "
    "own "
    "word cannot be relied on.\n"
    "\n"
    "A FOLDER may also be a list of music: a playlist (M3U), a collection that "
    "Rekordbox exported as XML, Traktor's collection.nml, or Mixxx's library, "
    "mixxxdb.sqlite; they are only read.  What Rekordbox, Traktor and Mixxx "
    "call artist, album and title counts more than the file's tags; what a "
    "playlist says counts where there are no tags.\n"
    "\n"
    "When LIBRARY is there already, the rows of tracks that are in it stay as "
    "they are, with all that you changed, and new tracks are added.  A track "
    "is "
    "known by its file, however its folder is spelt, and, when it was moved or "
    "renamed, by its content (the column content).  Rows whose file is not "
    "there, or cannot be read at present, are kept and marked in the column "
    "missing, until it is back; only --prune takes them out.  'byline clean' "
    "and 'byline prepare' leave them alone.\n"
    "\n"
    "Look through the table before you go on: the artists in it are what "
    "Byline will learn.  A spreadsheet opens it (tab-separated, UTF-8).\n";

static const char notes[] =
    "Files that cannot be read are skipped, with a warning each.  Exit status: "
    "0 all well; 1 there was nothing to list, or the table could not be "
    "written; 2 command line at fault; 130 interrupted.\n";

static void tell_rows(const BylineRescanReport* r)
{
  if (r->n_old + r->n_pruned > 0) {
    byline_log(BYLINE_LOG_NOTE, "%zu rows kept as they were, %zu new", r->n_old,
               r->n_new);
  }
  if (r->n_moved > 0) {
    byline_log(BYLINE_LOG_NOTE, "%zu of them moved with their files",
               r->n_moved);
  }
  if (r->n_missing > 0) {
    byline_log(BYLINE_LOG_WARNING,
               "%zu of them cannot be read at present: kept, and marked in the "
               "column 'missing'; --prune forgets those that are gone",
               r->n_missing);
  }
  if (r->n_pruned > 0) {
    byline_log(BYLINE_LOG_NOTE, "%zu rows without a file taken out",
               r->n_pruned);
  }
}

static void tell(const char* output, const BylineRescanReport* r)
{
  tell_rows(r);
  byline_log(BYLINE_LOG_NOTE, "%zu tracks in %s", r->n_rows, output);
  if (r->scan.n_from_names > 0) {
    byline_log(BYLINE_LOG_NOTE,
               "%zu have no artist tag and are named after their folder",
               r->scan.n_from_names);
  }
  if (r->scan.n_nameless > 0) {
    byline_log(BYLINE_LOG_WARNING,
               "%zu have no artist: fill in the column, or they will be left "
               "out",
               r->scan.n_nameless);
  }
  if (r->scan.n_videos > 0) {
    byline_log(BYLINE_LOG_NOTE, "%zu video%s passed by; --videos lists them",
               r->scan.n_videos, r->scan.n_videos == 1 ? "" : "s");
  }
  if (r->scan.n_skipped > 0) {
    byline_log(BYLINE_LOG_WARNING, "%zu could not be read", r->scan.n_skipped);
  }
}

int byline_command_scan(int argc, char** argv)
{
  const char* output = NULL;
  long jobs = 0;
  bool videos = false;
  bool prune = false;
  bool force = false;
  const BylineOption options[] = {
      {'o', "output", "LIBRARY", "table to write", .text = &output,
       .output = BYLINE_OUTPUT_LIBRARY, .required = true},
      {0, "videos", NULL, "list videos, too", .flag = &videos},
      {0, "prune", NULL,
       "forget the rows whose file is gone: see that all disks are there",
       .flag = &prune},
      BYLINE_OPTION_FORCE(&force),
      BYLINE_OPTION_JOBS(&jobs),
      {0}};
  const BylineSyntax syntax = {.command = "scan",
                               .operands = "FOLDER...",
                               .description = description,
                               .notes = notes,
                               .options = options};
  char** folders = NULL;
  int result = 0;
  if (!byline_options_parse(&syntax, argc, argv, &folders, &result)) {
    return result;
  }
  const BylineRescanSettings settings = {.folders = folders,
                                         .n_folders =
                                             (size_t)(argv + argc - folders),
                                         .n_jobs = (unsigned)jobs,
                                         .videos = videos,
                                         .prune = prune,
                                         .force = force,
                                         .stop = byline_interrupt_catch()};
  BylineRescanReport report;
  const BylineStatus status = byline_library_rescan(output, &settings, &report);
  if (status == BYLINE_OK) {
    tell(output, &report);
    byline_command_next((const char*[]){"clean", output, "-o", output, NULL});
  }
  return byline_command_end(status);
}
