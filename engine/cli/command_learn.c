/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/json.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/learn_result.h"
#include "cli/options.h"
#include "cli/recipe_options.h"
#include "learn/learn.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static const char description[] =
    "Learn the artists in your music, from folders to the model that the "
    "plugin uses, in one go.\n"
    "\n"
    "Lists the music in each FOLDER, which may also be a playlist, Rekordbox's "
    "XML, Traktor's collection.nml or Mixxx's library (see 'byline scan'); "
    "leaves out what is of no use (see 'byline clean'); makes spectrograms; "
    "trains a network; tells how well it names songs that it has not heard; "
    "and makes it your default model, which the plugin uses in every host.\n"
    "\n"
    "May be interrupted, or killed: the same command goes on where it stopped. "
    "When new music has come, 'byline learn' does only what is new; without "
    "FOLDER, the music is looked for where it was before.  The model of before "
    "stays in use until the new one is finished, and if it names clearly more "
    "songs.  A default model that you put there yourself is kept, under "
    "another name.\n"
    "\n"
    "In the folder where it works are the table library.tsv, in which you may "
    "correct artists, or write 'keep' or a reason of your own into the column "
    "'dropped'; the dataset; and the training's folder, for the other "
    "commands.\n";

static const char notes[] =
    "Who was learnt, how well, and who was left out and why, goes to standard "
    "output.  Exit status: 0 all well; 1 nothing could be learnt, such as for "
    "want of music; 2 command line at fault; 130 interrupted.\n";

static BylineStatus learn(const BylineLearnSettings* settings, bool force,
                          bool json)
{
  const BylineOutputPlace place = {.kind = BYLINE_OUTPUT_LEARNT,
                                   .path = settings->folder};
  json_t* result = NULL;
  BYLINE_TRY(byline_output_place_check(&place, force));
  BYLINE_TRY(byline_learn(settings, &result));
  if (json) {
    return byline_json_print(result, stdout, BYLINE_JSON_SHOWN);
  }
  byline_learn_result_print(result);
  json_decref(result);
  return BYLINE_OK;
}

int byline_command_learn(int argc, char** argv)
{
  const char* output = NULL;
  long min_songs = 5;
  long jobs = 0;
  bool json = false;
  bool force = false;
  BylineRecipeChoice choice = {.recipe = byline_recipe_default()};
  const BylineOption options[] = {
      {'o', "output", "LEARNT",
       "folder to work in (default: byline/learnt in your data folder)",
       .text = &output, .output = BYLINE_OUTPUT_LEARNT},
      {0, "min-songs", "N", "leave out artists with fewer songs",
       .integer = &min_songs, .minimum = 3, .maximum = 1000000},
      {'s', "set", "KEY=VALUE",
       "change one key of the recipe; may be given several times; 'byline "
       "train --help-recipe' lists them",
       .take = byline_take_assignment, .context = &choice},
      BYLINE_OPTION_JSON(&json),
      BYLINE_OPTION_FORCE(&force),
      BYLINE_OPTION_JOBS(&jobs),
      {0}};
  const BylineSyntax syntax = {.command = "learn",
                               .operands = "[FOLDER...]",
                               .description = description,
                               .notes = notes,
                               .options = options};
  char** folders = NULL;
  int result = 0;
  if (!byline_options_parse(&syntax, argc, argv, &folders, &result)) {
    return result;
  }
  char* const usual = output ? NULL : byline_learn_folder();
  if (!output && !usual) {
    return byline_command_misuse("learn", "-o LEARNT is missing, and your data "
                                          "folder is not known: neither "
                                          "XDG_DATA_HOME nor HOME is set");
  }
  const BylineLearnSettings settings = {
      .folder = output ? output : usual,
      .sources = folders,
      .n_sources = (size_t)(argv + argc - folders),
      .min_songs = (size_t)min_songs,
      .recipe = choice.given ? &choice.recipe : NULL,
      .n_threads = (unsigned)jobs,
      .stop = byline_interrupt_catch()};
  const BylineStatus status = learn(&settings, force, json);
  free(usual);
  if (status == BYLINE_ERROR_INTERRUPTED) {
    byline_log(BYLINE_LOG_NOTE,
               "interrupted; the same command goes on where this stopped");
    return byline_exit_status(status);
  }
  return byline_command_end(status);
}
