/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "chooser.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

struct BylineChooser {
  pid_t pid;           ///< Of the dialog
  int pipe;            ///< It writes the path here; -1 at its end
  size_t length;       ///< Bytes of the path so far
  char path[PATH_MAX]; ///< What it has written
};

enum { MOST_WORDS = 8 };

/* Start a program whose output goes to `output`.  It gets no other files, and
   signals as if nobody had changed them. */
static pid_t spawn(char* const* words, int output)
{
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t all, none;
  pid_t pid = -1;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  if (posix_spawnp(&pid, *words, &files, &attributes, words, environ) != 0)
    pid = -1;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return pid;
}

/* The words of zenity, and of those that are called like it */
static pid_t ask_zenity(char* program, char* title, char* suggestion, bool save,
                        int output)
{
  char title_word[128], file_word[PATH_MAX + 16];
  char* words[MOST_WORDS] = {program, "--file-selection", title_word};
  int n = 3;
  snprintf(title_word, sizeof(title_word), "--title=%s", title);
  snprintf(file_word, sizeof(file_word), "--filename=%s", suggestion);
  if (*suggestion)
    words[n++] = file_word;
  if (save) {
    words[n++] = "--save";
    words[n++] = "--confirm-overwrite";
  }
  return spawn(words, output);
}

static pid_t ask_kdialog(char* title, char* suggestion, bool save, int output)
{
  char* words[MOST_WORDS] = {"kdialog", "--title", title,
                             save ? "--getsavefilename" : "--getopenfilename",
                             *suggestion ? suggestion : "."};
  return spawn(words, output);
}

static pid_t ask(const char* title, const char* suggestion, bool save,
                 int output)
{
  char* const programs[] = {"zenity", "qarma", "yad"};
  char title_copy[100], path[PATH_MAX];
  snprintf(title_copy, sizeof(title_copy), "%s", title);
  snprintf(path, sizeof(path), "%s", suggestion ? suggestion : "");
  const char* const desktop = getenv("XDG_CURRENT_DESKTOP");
  pid_t pid = -1;
  if (desktop && strstr(desktop, "KDE"))
    pid = ask_kdialog(title_copy, path, save, output);
  for (size_t i = 0; pid < 0 && i < sizeof(programs) / sizeof(*programs); ++i)
    pid = ask_zenity(programs[i], title_copy, path, save, output);
  return pid < 0 ? ask_kdialog(title_copy, path, save, output) : pid;
}

BylineChooser* byline_chooser_open(const char* title, const char* suggestion,
                                   bool save)
{
  int ends[2];
  BylineChooser* const chooser = calloc(1, sizeof(*chooser));
  if (!chooser || pipe2(ends, O_CLOEXEC) != 0) {
    free(chooser);
    return NULL;
  }
  chooser->pid = ask(title, suggestion, save, ends[1]);
  close(ends[1]);
  chooser->pipe = ends[0];
  if (chooser->pid < 0) {
    close(ends[0]);
    free(chooser);
    return NULL;
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return chooser;
}

/* A host that waits for every child may have taken its status: the end of its
   output is what counts */
bool byline_chooser_done(BylineChooser* chooser, const char** path)
{
  ssize_t n = 0;
  while (chooser->pipe >= 0 &&
         (n = read(chooser->pipe, chooser->path + chooser->length,
                   sizeof(chooser->path) - 1 - chooser->length)) > 0)
    chooser->length += (size_t)n;
  if (chooser->pipe >= 0 && n < 0)
    return false; // not yet
  if (chooser->pipe >= 0) {
    close(chooser->pipe);
    chooser->pipe = -1;
    chooser->path[strcspn(chooser->path, "\n")] = '\0';
  }
  int status;
  if (chooser->pid > 0 && waitpid(chooser->pid, &status, WNOHANG) == 0)
    return false;
  chooser->pid = 0;
  *path = chooser->path;
  return true;
}

void byline_chooser_free(BylineChooser* chooser)
{
  if (!chooser)
    return;
  if (chooser->pipe >= 0)
    close(chooser->pipe);
  if (chooser->pid > 0) {
    int status;
    kill(chooser->pid, SIGTERM);
    waitpid(chooser->pid, &status, WNOHANG);
  }
  free(chooser);
}
