/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/scan.h"
#include "byline/dataset.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "dataset/rescan.h"

#include <getopt.h>
#include <stdio.h>

static const char help[] =
    "Usage: byline scan FOLDER... -o LIBRARY [OPTION]...\n"
    "List the music in folders.\n"
    "\n"
    "Looks into every file below each FOLDER and writes a table of the "
    "tracks,\n"
    "LIBRARY, with the columns path, artist, album, title and duration (in\n"
    "seconds), separated by tabs.  Artist, album and title come from the\n"
    "file's tags; where these are missing, from the names of folders, taken "
    "as\n"
    "FOLDER/ARTIST/ALBUM/TITLE.  Every format that FFmpeg reads will do.\n"
    "\n"
    "When LIBRARY is there already, the rows of tracks that are in it stay as\n"
    "they are, with all that you changed; new tracks are added, and those "
    "that\n"
    "are no longer below a FOLDER are taken out.\n"
    "\n"
    "Look through the table before you go on: the artists in it are what\n"
    "Byline will learn.  A spreadsheet opens it (tab-separated, UTF-8).\n"
    "\n"
    "Options:\n"
    "  -o, --output LIBRARY  table to write\n"
    "  -j, --jobs N          threads (default: one per processor)\n"
    "  -h, --help            show this help\n"
    "\n"
    "Exit status: 0 all well; 1 some files could not be read, or there was\n"
    "nothing to list (a message says which); 2 command line at fault;\n"
    "130 interrupted.";

/* What the command line asks for; the folders stand in argv from optind on */
typedef struct {
  const char* output;
  long jobs;
} Options;

/* Parse the command line.  Returns -1 to go on, else the exit status. */
static int parse(int argc, char** argv, Options* options)
{
  static const struct option long_options[] = {
      {"output", required_argument, NULL, 'o'},
      {"jobs", required_argument, NULL, 'j'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  for (int c = 0;
       (c = getopt_long(argc, argv, ":o:j:h", long_options, NULL)) != -1;) {
    switch (c) {
    case 'o':
      options->output = optarg;
      break;
    case 'j':
      if (byline_parse_integer("--jobs", optarg, 1, 1024, &options->jobs) !=
          BYLINE_OK) {
        return byline_command_misuse(argv[0], "%s", byline_error_message());
      }
      break;
    case 'h':
      puts(help);
      return 0;
    case ':':
      return byline_command_misuse(argv[0], "%s needs a value",
                                   argv[optind - 1]);
    default:
      return byline_command_misuse(argv[0], "no option '%s'", argv[optind - 1]);
    }
  }
  if (optind == argc) {
    return byline_command_misuse(argv[0], "which folder?");
  }
  return options->output
             ? -1
             : byline_command_misuse(argv[0], "-o LIBRARY is missing");
}

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
  Options options = {0};
  const int parsed = parse(argc, argv, &options);
  if (parsed >= 0) {
    return parsed;
  }
  BylineLibrary library;
  BylineScanReport report;
  BylineRescanReport rescan;
  BylineStatus status = byline_library_scan(
      argv + optind, (size_t)(argc - optind), (unsigned)options.jobs,
      byline_interrupt_catch(), &library, &report);
  if (status == BYLINE_OK) {
    status = byline_library_update(options.output, &library, &rescan);
  }
  if (status == BYLINE_OK) {
    tell_rescan(&rescan);
    tell(options.output, &library, &report);
  }
  byline_library_free(&library);
  return status == BYLINE_OK && report.n_skipped > 0
             ? 1
             : byline_command_end(status);
}
