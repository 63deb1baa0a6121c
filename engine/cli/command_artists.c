/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline artists`: whom a model can name, and what they are called. */

#include "base/text.h"
#include "cli/answerer.h"
#include "cli/artist_list.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "recognizer/taught_file.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char description[] =
    "List the artists whom a model can name: those that it knows, and those "
    "who were taught ('byline teach', or the window).  Or, with ACTION,\n"
    "\n"
    "  rename OLD NEW    call an artist otherwise\n"
    "  merge NAME INTO   make one artist of two\n"
    "  remove NAME...    forget artists, known ones, too\n"
    "  restore NAME...   undo that, or a known artist's renaming\n"
    "  export FILE       write all that was taught to a file\n"
    "  import FILE       add what such a file has, perhaps another model's:\n"
    "                    then the clips in it are heard anew\n"
    "\n"
    "A name may be given in any spelling.  The model file stays as it is: what "
    "was taught and changed is in byline/taught in the user's data folder, a "
    "file for each ear.\n";

/* What the command line asks for */
typedef struct {
  const char* model;
  long jobs;
  bool json;
} Options;

/* ---- listing */

static BylineStatus list(BylineAnswerer* answerer, char** names,
                         const Options* options)
{
  (void)names;
  byline_answerer_tell_others(answerer);
  if (options->json) {
    byline_artist_list_json(answerer);
  } else {
    byline_artist_list_print(answerer);
  }
  return BYLINE_OK;
}

/* ---- changing */

/* What is to be done with the file */
typedef struct {
  const BylineModel* model;
  char** names;
  const BylineTaught* other; ///< To be added
} Change;

static BylineStatus rename_one(BylineTaught* taught, void* user)
{
  const Change* const c = user;
  return byline_taught_rename(taught, c->model, c->names[0], c->names[1],
                              false);
}

static BylineStatus merge_two(BylineTaught* taught, void* user)
{
  const Change* const c = user;
  return byline_taught_rename(taught, c->model, c->names[0], c->names[1], true);
}

static BylineStatus remove_all(BylineTaught* taught, void* user)
{
  const Change* const c = user;
  for (char** name = c->names; *name; ++name) {
    BYLINE_TRY(byline_taught_remove(taught, c->model, *name));
  }
  return BYLINE_OK;
}

static BylineStatus restore_all(BylineTaught* taught, void* user)
{
  const Change* const c = user;
  for (char** name = c->names; *name; ++name) {
    BYLINE_TRY(byline_taught_restore(taught, *name));
  }
  return BYLINE_OK;
}

/* ---- files */

static BylineStatus export(BylineAnswerer* answerer, char** names,
                           const Options* options)
{
  (void)options;
  BylineTaught taught;
  BylineStatus status = byline_taught_load(answerer->model, true, &taught);
  if (status == BYLINE_OK && taught.n_lessons + taught.n_changes == 0) {
    status =
        byline_error(BYLINE_ERROR_DATA, "nobody was taught to this model yet");
  }
  /* What is there must be one, too */
  if (status == BYLINE_OK && access(names[0], F_OK) == 0) {
    BylineTaught there;
    status = byline_taught_read(names[0], false, &there);
    byline_taught_free(&there);
  }
  BYLINE_THEN(status, byline_taught_write(names[0], &taught));
  byline_taught_free(&taught);
  return status;
}

static BylineStatus join(BylineTaught* taught, void* user)
{
  return byline_taught_join(taught, ((const Change*)user)->other);
}

static BylineStatus remake(BylineTaught* taught, const BylineModel* model,
                           const char* path, const Options* options)
{
  BylineThreadPool* pool = NULL;
  size_t n_lost = 0;
  const size_t n = taught->n_lessons;
  BylineStatus status = byline_thread_pool_new((unsigned)options->jobs, &pool);
  BYLINE_THEN(status, byline_taught_remake(taught, model, pool, &n_lost));
  if (status == BYLINE_OK) {
    byline_log(BYLINE_LOG_NOTE,
               "%s: taught to another model; %zu of %zu "
               "lessons were heard anew",
               path, n - n_lost, n);
    if (n_lost > 0) {
      byline_log(BYLINE_LOG_WARNING,
                 "%s: %zu lessons have no clips any more; teach them anew",
                 path, n_lost);
    }
  }
  byline_thread_pool_free(pool);
  return status;
}

static BylineStatus import(BylineAnswerer* answerer, char** names,
                           const Options* options)
{
  BylineTaught other;
  BylineStatus status = byline_taught_read(names[0], true, &other);
  if (status == BYLINE_OK &&
      strcmp(other.ear, byline_model_ear(answerer->model)) != 0) {
    status = remake(&other, answerer->model, names[0], options);
  }
  if (status == BYLINE_OK) {
    Change c = {.model = answerer->model, .other = &other};
    status = byline_taught_change(answerer->model, join, &c, NULL);
  }
  byline_taught_free(&other);
  return status;
}

/* ---- the command */

/* What can be done */
typedef struct {
  const char* name;
  size_t min_names;
  size_t max_names; ///< 0: any number
  bool is_file;     ///< The name is one
  /** Either: what it does to the file of what was taught... */
  BylineStatus (*change)(BylineTaught* taught, void* change);
  /** ...or something else */
  BylineStatus (*run)(BylineAnswerer* answerer, char** names,
                      const Options* options);
} Action;

static const Action actions[] = {
    {"list", 0, 0, false, .run = list},
    {"rename", 2, 2, false, .change = rename_one},
    {"merge", 2, 2, false, .change = merge_two},
    {"remove", 1, 0, false, .change = remove_all},
    {"restore", 1, 0, false, .change = restore_all},
    {"export", 1, 1, true, .run = export},
    {"import", 1, 1, true, .run = import},
};

static const Action* find(const char* name)
{
  for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); ++i) {
    if (!strcmp(actions[i].name, name)) {
      return &actions[i];
    }
  }
  return NULL;
}

/* Clean names as they are cleaned elsewhere; a file's is as it is. */
static BylineStatus clean(char** names, bool is_file)
{
  for (char** name = names; *name; ++name) {
    *name = is_file ? strdup(*name) : byline_text_clean(*name);
    if (!*name) {
      return byline_no_memory(NULL);
    }
  }
  return BYLINE_OK;
}

static int run(const Action* action, char** names, const Options* options)
{
  BylineAnswerer answerer;
  BylineStatus status = byline_answerer_open(options->model, &answerer);
  BYLINE_THEN(status, clean(names, action->is_file));
  if (status == BYLINE_OK) {
    Change c = {.model = answerer.model, .names = names};
    status = action->change ? byline_taught_change(answerer.model,
                                                   action->change, &c, NULL)
                            : action->run(&answerer, names, options);
    for (char** name = names; *name; ++name) {
      free(*name);
    }
  }
  byline_answerer_close(&answerer);
  return byline_command_end(status);
}

int byline_command_artists(int argc, char** argv)
{
  Options options = {.model = NULL};
  const BylineOption table[] = {BYLINE_OPTION_MODEL(&options.model),
                                BYLINE_OPTION_JSON(&options.json),
                                BYLINE_OPTION_JOBS(&options.jobs),
                                {0}};
  const BylineSyntax syntax = {.command = "artists",
                               .operands = "[ACTION...]",
                               .n_words = 1,
                               .description = description,
                               .options = table};
  char** operands = NULL;
  int result = 0;
  if (!byline_options_parse(&syntax, argc, argv, &operands, &result)) {
    return result;
  }
  const size_t n = (size_t)(argv + argc - operands);
  const Action* const action = n > 0 ? find(operands[0]) : &actions[0];
  if (!action) {
    return byline_command_misuse(
        "artists",
        "no action '%s'; there are list, rename, merge, remove, restore, "
        "export and import",
        operands[0]);
  }
  const size_t n_names = n > 0 ? n - 1 : 0;
  const size_t most = action == &actions[0] ? 0 : action->max_names;
  if (n_names < action->min_names ||
      (n_names > most && (most || !action->min_names))) {
    return byline_command_misuse("artists", "%s takes %s", action->name,
                                 action == &actions[0] ? "no name"
                                 : action->is_file     ? "one file"
                                 : most                ? "two names"
                                                       : "names");
  }
  return run(action, n > 0 ? operands + 1 : operands, &options);
}
