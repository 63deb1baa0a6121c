/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/clock.h"
#include "byline/dataset.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "dataset/effects.h"
#include "dataset/index_music.h"
#include "dataset/prepare.h"

#include <stdbool.h>
#include <stdio.h>

static const char description[] =
    "Turn a library into a dataset that 'byline train' learns from.\n"
    "\n"
    "Every track of the table LIBRARY (see 'byline scan') is decoded and its "
    "spectrogram kept in the folder DATASET.  The songs of each artist are "
    "split at random: 60 % to learn from, 20 % for validation, 20 % for the "
    "test; or, with --folds=K, one in K for the test.  --split=album keeps "
    "albums whole: a network learns the sound of an album, too, and a test "
    "with other songs of that album flatters it.\n"
    "\n"
    "Tracks without an artist, tracks shorter than a clip (10 s) and tracks "
    "that 'byline clean' marked are left out, as are artists with too "
    "few songs.  A recording met again, perhaps at another bit rate or only a "
    "part of it, is left out too: a song that is learnt from must not be in "
    "the "
    "test; where it is another artist's there, you are asked whose it is.  "
    "Songs "
    "with the same accompaniment but another voice are kept, together in one "
    "part of the split.  Long silences are not learnt from.\n"
    "\n"
    "May be interrupted: the same command goes on where it stopped.  When "
    "tracks were added to the library, it does only what is new, and the songs "
    "that were there stay in their parts of the split.  Prepared with other "
    "options, it wants another folder, since models may have learnt from this "
    "one, or --force.\n";

static const char notes[] =
    "Tracks that cannot be used are left out, with a warning each.  Exit "
    "status: 0 all well; 1 nothing could be made; 2 command line at fault; 130 "
    "interrupted.\n";

/* What the command line asks for */
typedef struct {
  const char* library;
  const char* output;
  long seed;
  long jobs;
  long min_songs;
  int split; ///< A BylineSplitBy
  long folds;
  long fold;
  BylineTextList effects;
  int focus;
  int finder; ///< A BylineFinder
  const char* stems;
  const char* encoding;
  const char* index;
  bool force;
} Options;

static BylineStatus check_effects(const BylineTextList* effects)
{
  for (size_t i = 0; i < effects->n; ++i) {
    BylineEffectChain chain;
    BYLINE_TRY(byline_effect_chain_parse(effects->items[i], &chain));
  }
  return BYLINE_OK;
}

/* What the table of options cannot say.  False with the exit status */
static bool check(const Options* options, int* result)
{
  if (options->fold > (options->folds > 0 ? options->folds : 1)) {
    *result =
        byline_command_misuse("prepare", "there is no fold %ld", options->fold);
    return false;
  }
  if (options->stems && options->focus == BYLINE_FOCUS_MIX) {
    *result = byline_command_misuse(
        "prepare", "--stems needs --focus=voice or --focus=three");
    return false;
  }
  if (check_effects(&options->effects) != BYLINE_OK) {
    *result = byline_command_misuse("prepare", "%s", byline_error_message());
    return false;
  }
  return true;
}

/* Parse the command line.  Returns false with the exit status, or true. */
static bool parse(int argc, char** argv, Options* options, int* result)
{
  static const char* const splits[] = {"song", "album", NULL};
  static const char* const focuses[] = {"mix", "voice", "three", NULL};
  static const char* const finders[] = {"filters", "network", NULL};
  const BylineOption table[] = {
      {'o', "output", "DATASET", "folder to write, made when missing",
       .text = &options->output, .output = BYLINE_OUTPUT_DATASET,
       .required = true},
      {0, "min-songs", "N",
       "leave out artists with fewer songs; 1 is enough of strangers, 3 of "
       "artists to learn",
       .integer = &options->min_songs, .minimum = 1, .maximum = 1000000},
      {0, "split", "WHAT", "what stays together", .choice = &options->split,
       .choices = splits},
      {0, "folds", "K", "split into K parts for cross-validation",
       .integer = &options->folds, .minimum = 2, .maximum = 100},
      {0, "fold", "F", "which of them is the test", .integer = &options->fold,
       .minimum = 1, .maximum = 100},
      {0, "seed", "N", "choose another split", .integer = &options->seed,
       .maximum = (double)(1L << 53)},
      {0, "effects", "EFFECTS",
       "add a variant of each song that is learnt from, such as "
       "speed=1.04,telephone; may be given several times; 'byline augment "
       "--help' lists the effects",
       .texts = &options->effects},
      {0, "focus", "WHAT",
       "what spectrograms show: mix, voice (an estimate of it), or three (mix, "
       "voice and rest as channels); models that learn from them hear alike",
       .choice = &options->focus, .choices = focuses},
      {0, "finder", "WHAT",
       "what --focus finds the voice with: the network of 'byline separate', "
       "or "
       "filters, as older models hear",
       .choice = &options->finder, .choices = finders},
      {0, "stems", "FOLDER",
       "learn from each song twice: with its voice as it will be estimated "
       "live, and as stems have it that Demucs, Spleeter or UVR made, found by "
       "the names they have there",
       .text = &options->stems, .input = true},
      {'i', "index", "FILE",
       "also add all tracks to the index of recordings FILE, as 'byline "
       "recordings add' does, but decoded only once",
       .text = &options->index},
      BYLINE_OPTION_ENCODING(&options->encoding),
      BYLINE_OPTION_FORCE(&options->force),
      BYLINE_OPTION_JOBS(&options->jobs),
      {0}};
  const BylineSyntax syntax = {.command = "prepare",
                               .operands = "LIBRARY",
                               .description = description,
                               .notes = notes,
                               .options = table};
  char** operands = NULL;
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  options->library = operands[0];
  return check(options, result);
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
    byline_log(BYLINE_LOG_WARNING, "%zu track%s cannot be used",
               report->n_skipped, report->n_skipped == 1 ? "" : "s");
  }
  if (report->n_without_stem > 0) {
    byline_log(BYLINE_LOG_WARNING, "%zu song%s learnt from without a stem",
               report->n_without_stem,
               report->n_without_stem == 1 ? " is" : "s are");
  }
  byline_command_next((const char*[]){"train", folder, "-o", "run", NULL});
}

/* Add what was not decoded on the way: artists with too few songs, and tracks
   whose spectrograms were there. */
static BylineStatus index_rest(const BylineLibrary* library,
                               const BylinePrepareSettings* settings)
{
  BylineThreadPool* pool = NULL;
  BylineIndexReport report = {0};
  BylineStatus status = byline_thread_pool_new(settings->n_jobs, &pool);
  BYLINE_THEN(status, byline_tracks_index(settings->recordings, library->tracks,
                                          library->n_tracks, pool,
                                          settings->stop, &report));
  byline_thread_pool_free(pool);
  return status;
}

/* Make the dataset, and fill the index if there shall be one. */
static BylineStatus prepare(const Options* options,
                            const BylineLibrary* library,
                            BylinePrepareSettings* settings,
                            BylinePrepareReport* report)
{
  BylineStatus status = BYLINE_OK;
  if (options->index) {
    status =
        byline_recordings_writer_open(options->index, &settings->recordings);
  }
  BYLINE_THEN(status, byline_dataset_prepare(options->output, library, settings,
                                             report));
  if (status == BYLINE_OK && options->index) {
    status = index_rest(library, settings);
  }
  byline_recordings_writer_close(settings->recordings);
  settings->recordings = NULL;
  return status;
}

int byline_command_prepare(int argc, char** argv)
{
  Options options = {
      .seed = 1, .min_songs = 5, .fold = 1, .finder = BYLINE_FINDER_NETWORK};
  int result = 0;
  if (!parse(argc, argv, &options, &result)) {
    return result;
  }
  BylineLibrary library;
  BylineStatus status =
      byline_library_read_as(options.library, options.encoding, &library);
  if (status != BYLINE_OK) {
    return byline_command_end(status);
  }
  BylinePrepareSettings settings = {
      .front_end = byline_front_end_default(),
      .split = {.by = (BylineSplitBy)options.split,
                .folds = (unsigned)options.folds,
                .fold = (unsigned)(options.fold - 1),
                .seed = (uint64_t)options.seed},
      .n_jobs = (unsigned)options.jobs,
      .min_songs = (size_t)options.min_songs,
      .effects = options.effects.items,
      .n_effects = options.effects.n,
      .stop = byline_interrupt_catch(),
  };
  settings.front_end.focus = (BylineFocus)options.focus;
  settings.front_end.finder = (BylineFinder)options.finder;
  settings.stems = options.stems;
  settings.force = options.force;
  BylinePrepareReport report;
  const double start = byline_clock_now();
  status = prepare(&options, &library, &settings, &report);
  byline_library_free(&library);
  if (status == BYLINE_ERROR_INTERRUPTED) {
    byline_log(BYLINE_LOG_NOTE,
               "interrupted; the same command goes on where this stopped");
    return byline_exit_status(status);
  }
  if (status != BYLINE_OK) {
    return byline_command_end(status);
  }
  tell(options.output, &report, byline_clock_now() - start);
  return 0;
}
