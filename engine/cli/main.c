/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/words.h"
#include "byline/status.h"
#include "cli/commands.h"
#include "training/ranks.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef int (*CommandFunction)(int argc, char** argv);

/* A command, in the order in which a user meets them */
typedef struct {
  const char* name;
  CommandFunction run;
  const char* summary;
} Command;

static const Command commands[] = {
    {"learn", byline_command_learn, "from music folders to a model, in one go"},
    {"scan", byline_command_scan, "list the music in folders"},
    {"clean", byline_command_clean, "mark the tracks of no use for learning"},
    {"prepare", byline_command_prepare,
     "turn a library into a dataset to learn from"},
    {"train", byline_command_train, "learn to tell a dataset's artists apart"},
    {"crossval", byline_command_crossval,
     "tell how well a recipe learns songs that it has not seen"},
    {"tune", byline_command_tune,
     "find a recipe's learning rate, batch, sizes"},
    {"ensemble", byline_command_ensemble, "make one model of several"},
    {"evaluate", byline_command_evaluate, "tell how well a model does that"},
    {"robustness", byline_command_robustness,
     "tell how well it does under bad conditions"},
    {"report", byline_command_report, "tell all about a model on one page"},
    {"tsne", byline_command_tsne, "draw a map of clips as a model hears them"},
    {"identify", byline_command_identify, "name the artists on recordings"},
    {"explain", byline_command_explain,
     "tell which moments and bands speak for an artist"},
    {"listen", byline_command_listen,
     "tell who plays now, in JACK or PipeWire"},
    {"teach", byline_command_teach, "teach a model an artist, in seconds"},
    {"artists", byline_command_artists,
     "list, rename, merge, remove a model's artists"},
    {"recordings", byline_command_recordings,
     "index recordings, to be known again with their titles"},
    {"info", byline_command_info, "tell what is in a model file"},
    {"separate", byline_command_separate, "take the voice out of a recording"},
    {"augment", byline_command_augment,
     "play music faster, over a telephone, in a hall"},
    {NULL, NULL, NULL},
};

static void print_help(void)
{
  puts("Usage: byline COMMAND [OPTION]...\n"
       "Learn artists from music, and name them.\n\n"
       "Commands:");
  for (const Command* c = commands; c->name; ++c) {
    printf("  %-10s  %s\n", c->name, c->summary);
  }
  puts("\n"
       "Options:\n"
       "  -h, --help  show this help\n"
       "  --version   show the version\n"
       "\n"
       "'byline COMMAND --help' tells more about each.\n"
       "Exit status: 0 all well, 1 data at fault, 2 command line at fault,\n"
       "130 interrupted.");
}

/* Where standard streams were closed, no other file may get their numbers: what
   is printed would end up in it.  Writing to these fails, as it should. */
static void occupy_streams(void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (fcntl(fd, F_GETFD) < 0 &&
        open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd) {
      _exit(1);
    }
  }
}

/* Results that did not reach their file (disk full) are no success.  Returns
   the exit status. */
static int end(int result)
{
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout)) {
    return result;
  }
  byline_log(BYLINE_LOG_ERROR, "standard output: %s",
             errno ? strerror(errno) : "not everything could be written");
  return result ? result : 1;
}

static const char* command_name(const void* words, size_t i)
{
  return ((const Command*)words)[i].name;
}

static int refuse(const char* name)
{
  const size_t n = sizeof(commands) / sizeof(commands[0]) - 1;
  const size_t i = byline_word_nearest(name, command_name, commands, n);
  if (!name[0]) {
    byline_log(BYLINE_LOG_ERROR, "which command? 'byline --help' lists them");
  } else if (i < n) {
    byline_log(BYLINE_LOG_ERROR, "no command '%s'; did you mean 'byline %s'?",
               name, commands[i].name);
  } else {
    byline_log(BYLINE_LOG_ERROR, "no command '%s'; 'byline --help' lists them",
               name);
  }
  return 2;
}

static int run(int argc, char** argv)
{
  const char* const name = argc > 1 ? argv[1] : "";
  if (!strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help")) {
    print_help();
    return 0;
  }
  if (!strcmp(name, "--version")) {
    puts("byline " BYLINE_VERSION);
    return 0;
  }
  for (const Command* c = commands; c->name; ++c) {
    if (!strcmp(name, c->name)) {
      return c->run(argc - 1, argv + 1);
    }
  }
  return refuse(name);
}

int main(int argc, char** argv)
{
  /* The locale stays "C": numbers have a point, and upper and lower case are
     not Turkish, wherever the user is; names are Unicode all the same */
  occupy_streams();
  /* A file that grows beyond the user's limit is a full disk, not a death */
  signal(SIGXFSZ, SIG_IGN);
#ifdef BYLINE_MPI
  byline_ranks_use(&byline_mpi_transport);
#endif
  return end(run(argc, argv));
}
