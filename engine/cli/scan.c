/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/scan.h"
#include "byline/dataset.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "dataset/rescan.h"

#include <stdio.h>

static const char description[] =
    "List the music in folders.\n"
    "\n"
    "Looks into every file below each FOLDER and writes a table of the tracks, "
    "LIBRARY, with the columns path, artist, album, title, album_artist, "
    "artist_id (at MusicBrainz) and duration (in "
    "seconds), separated by tabs.  Artist, album and title come from the "
    "file's tags; where these are missing, from the names of folders, taken as "
    "FOLDER/ARTIST/ALBUM/TITLE.  Every format that FFmpeg reads will do.\n"
    "\n"
    "When LIBRARY is there already, the rows of tracks that are in it stay as "
    "they are, with all that you changed; new tracks are added, and those that "
    "are no longer below a FOLDER are taken out.\n"
    "\n"
    "Look through the table before you go on: the artists in it are what "
    "Byline will learn.  A spreadsheet opens it (tab-separated, UTF-8).\n";

static const char notes[] =
    "Files that cannot be read are skipped, with a warning each.  Exit status: "
    "0 all well; 1 there was nothing to list, or the table could not be "
    "written; 2 command line at fault; 130 interrupted.\n";

static void tell(const char* output, const BylineLibrary* library,
                 const BylineScanReport* report)
{
  byline_log(BYLINE_LOG_NOTE, "%zu tracks in %s", library->n_tracks, output);
  if (report->n_from_names > 0) {
    byline_log(BYLINE_LOG_NOTE,
               "%zu have no artist tag and are named after their folder",
               report->n_from_names);
  }
  if (report->n_nameless > 0) {
    byline_log(BYLINE_LOG_WARNING,
               "%zu have no artist: fill in the column, or they will be left "
               "out",
               report->n_nameless);
  }
  if (report->n_skipped > 0) {
    byline_log(BYLINE_LOG_WARNING, "%zu could not be read", report->n_skipped);
  }
}

static void tell_rescan(const BylineRescanReport* rescan)
{
  if (rescan->n_kept + rescan->n_gone > 0) {
    byline_log(BYLINE_LOG_NOTE,
               "%zu rows kept as they were, %zu new, %zu without a file taken "
               "out",
               rescan->n_kept, rescan->n_new, rescan->n_gone);
  }
}

int byline_command_scan(int argc, char** argv)
{
  const char* output = NULL;
  long jobs = 0;
  const BylineOption options[] = {
      {'o', "output", "LIBRARY", "table to write", .text = &output,
       .output = BYLINE_OUTPUT_LIBRARY, .required = true},
      BYLINE_OPTION_FORCE(NULL),
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
  BylineLibrary library;
  BylineScanReport report;
  BylineRescanReport rescan;
  BylineStatus status = byline_library_scan(
      folders, (size_t)(argv + argc - folders), (unsigned)jobs,
      byline_interrupt_catch(), &library, &report);
  if (status == BYLINE_OK) {
    status = byline_library_update(output, &library, &rescan);
  }
  if (status == BYLINE_OK) {
    tell_rescan(&rescan);
    tell(output, &library, &report);
    byline_command_next((const char*[]){"clean", output, "-o", output, NULL});
  }
  byline_library_free(&library);
  return byline_command_end(status);
}
