/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/prepare.h"
#include "byline/dataset.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "dataset/effects.h"

#include <getopt.h>
#include <stdio.h>
#include <time.h>

static const char help[] =
    "Usage: byline prepare LIBRARY -o DATASET [OPTION]...\n"
    "Turn a library into a dataset that 'byline train' learns from.\n"
    "\n"
    "Every track of the table LIBRARY (see 'byline scan') is decoded and its\n"
    "spectrogram kept in the folder DATASET.  The songs of each artist are\n"
    "split at random: 60 % to learn from, 20 % for validation, 20 % for the\n"
    "test.  Tracks without an artist, tracks shorter than a clip (10 s) and\n"
    "tracks that 'byline clean' marked are left out, as are artists with too\n"
    "few songs.  A recording met again, perhaps at another bit rate, is left\n"
    "out too: a song that is learnt from must not be in the test.\n"
    "\n"
    "May be interrupted: the same command goes on where it stopped.  When\n"
    "tracks were added to the library, it does only what is new.\n"
    "\n"
    "Options:\n"
    "  -o, --output DATASET  folder to write, made when missing\n"
    "      --min-songs N     leave out artists with fewer songs (default 5)\n"
    "      --seed N          choose another split (default 1)\n"
    "      --effects EFFECTS add a variant of each song that is learnt from,\n"
    "                        such as speed=1.04,telephone; may be given "
    "several\n"
    "                        times; 'byline augment --help' lists the effects\n"
    "  -j, --jobs N          threads (default: one per processor)\n"
    "  -h, --help            show this help\n"
    "\n"
    "Exit status: 0 all well; 1 some tracks cannot be read, or nothing could "
    "be\n"
    "made (a message says which); 2 command line at fault; 130 interrupted.";

/* Most variants of a song */
#define MAX_CHAINS 16

/* What the command line asks for */
typedef struct {
  const char* library;
  const char* output;
  long seed;
  long jobs;
  long min_songs;
  const char* effects[MAX_CHAINS];
  size_t n_effects;
} Options;

static BylineStatus add_effects(const char* text, Options* options)
{
  if (options->n_effects == MAX_CHAINS) {
    return byline_error(BYLINE_ERROR_USAGE, "more than %d --effects",
                        MAX_CHAINS);
  }
  options->effects[options->n_effects++] = text;
  BylineEffectChain chain;
  return byline_effect_chain_parse(text, &chain);
}

/* Parse the command line.  Returns -1 to go on, else the exit status. */
static int parse(int argc, char** argv, Options* options)
{
  enum { MIN_SONGS = 256, SEED, EFFECTS };
  static const struct option long_options[] = {
      {"output", required_argument, NULL, 'o'},
      {"min-songs", required_argument, NULL, MIN_SONGS},
      {"seed", required_argument, NULL, SEED},
      {"effects", required_argument, NULL, EFFECTS},
      {"jobs", required_argument, NULL, 'j'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  BylineStatus status = BYLINE_OK;
  for (int c = 0;
       status == BYLINE_OK &&
       (c = getopt_long(argc, argv, ":o:j:h", long_options, NULL)) != -1;) {
    switch (c) {
    case 'o':
      options->output = optarg;
      break;
    case 'j':
      status = byline_parse_integer("--jobs", optarg, 1, 1024, &options->jobs);
      break;
    case SEED:
      status =
          byline_parse_integer("--seed", optarg, 0, 1L << 53, &options->seed);
      break;
    case MIN_SONGS:
      status = byline_parse_integer("--min-songs", optarg, 3, 1000000,
                                    &options->min_songs);
      break;
    case EFFECTS:
      status = add_effects(optarg, options);
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
  if (status != BYLINE_OK) {
    return byline_command_misuse(argv[0], "%s", byline_error_message());
  }
  if (optind != argc - 1) {
    return byline_command_misuse(argv[0], "one library is needed, not %d",
                                 argc - optind);
  }
  options->library = argv[optind];
  return options->output
             ? -1
             : byline_command_misuse(argv[0], "-o DATASET is missing");
}

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void tell(const char* folder, const BylinePrepareReport* report,
                 double elapsed)
{
  byline_log(BYLINE_LOG_NOTE, "%zu songs by %zu artists in %s", report->n_songs,
             report->n_artists, folder);
  if (report->n_variants > 0) {
    byline_log(BYLINE_LOG_NOTE, "%zu variants of songs to learn from",
               report->n_variants);
  }
  if (report->n_new > 0) {
    byline_log(
        BYLINE_LOG_NOTE,
        "%zu spectrograms made: %.1f min of music in %.1f s, %.0f times as "
        "fast as it plays",
        report->n_new, report->seconds / 60, elapsed,
        report->seconds / elapsed);
  }
  if (report->n_skipped > 0) {
    byline_log(BYLINE_LOG_WARNING, "%zu track%s cannot be read",
               report->n_skipped, report->n_skipped == 1 ? "" : "s");
  }
}

int byline_command_prepare(int argc, char** argv)
{
  Options options = {.seed = 1, .min_songs = 5};
  const int parsed = parse(argc, argv, &options);
  if (parsed >= 0) {
    return parsed;
  }
  BylineLibrary library;
  BylineStatus status = byline_library_read(options.library, &library);
  if (status != BYLINE_OK) {
    return byline_command_end(status);
  }
  const BylinePrepareSettings settings = {
      .front_end = byline_front_end_default(),
      .seed = (uint64_t)options.seed,
      .n_jobs = (unsigned)options.jobs,
      .min_songs = (size_t)options.min_songs,
      .effects = options.effects,
      .n_effects = options.n_effects,
      .stop = byline_interrupt_catch(),
  };
  BylinePrepareReport report;
  const double start = now();
  status = byline_dataset_prepare(options.output, &library, &settings, &report);
  byline_library_free(&library);
  if (status == BYLINE_ERROR_INTERRUPTED) {
    byline_log(BYLINE_LOG_NOTE,
               "interrupted; the same command goes on where this stopped");
    return byline_exit_status(status);
  }
  if (status != BYLINE_OK) {
    return byline_command_end(status);
  }
  tell(options.output, &report, now() - start);
  return report.n_skipped > 0 ? 1 : 0;
}
