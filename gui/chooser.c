/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "chooser.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char** environ;

struct BylineChooser {
  pid_t pid;           ///< Of the dialog
  int pipe;            ///< It writes the path here; -1 at its end
  size_t length;       ///< Bytes of the path so far
  char path[PATH_MAX]; ///< What it has written
};

enum { MOST_WORDS = 8, MOST_CHOICES = 8 };

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
  if (posix_spawnp(&pid, *words, &files, &attributes, words, environ) != 0) {
    pid = -1;
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return pid;
}

/* The words of zenity, and of those that are called like it */
static pid_t ask_zenity_file(char* program, char* title, char* suggestion,
                             bool save, int output)
{
  char title_word[128], file_word[PATH_MAX + 16];
  char* words[MOST_WORDS] = {program, "--file-selection", title_word};
  int n = 3;
  snprintf(title_word, sizeof(title_word), "--title=%s", title);
  snprintf(file_word, sizeof(file_word), "--filename=%s", suggestion);
  if (*suggestion) {
    words[n++] = file_word;
  }
  if (save) {
    words[n++] = "--save";
    words[n++] = "--confirm-overwrite";
  }
  return spawn(words, output);
}

static pid_t ask_kdialog_file(char* title, char* suggestion, bool save,
                              int output)
{
  char* words[MOST_WORDS] = {"kdialog", "--title", title,
                             save ? "--getsavefilename" : "--getopenfilename",
                             *suggestion ? suggestion : "."};
  return spawn(words, output);
}

/* A line of text; with choices, the dialog has a list to open */
static pid_t ask_zenity_line(char* program, char* title, char* text,
                             char** choices, int output)
{
  char title_word[128], text_word[512], label[] = "--text=Artist";
  char* words[MOST_WORDS + MOST_CHOICES] = {program, "--entry", title_word,
                                            label};
  int n = 4;
  snprintf(title_word, sizeof(title_word), "--title=%s", title);
  snprintf(text_word, sizeof(text_word), "--entry-text=%s", text);
  words[n++] = text_word;
  for (int i = 0; i < MOST_CHOICES && choices[i]; ++i) {
    if (strcmp(choices[i], text) != 0 && choices[i][0] != '-') {
      words[n++] = choices[i];
    }
  }
  return spawn(words, output);
}

static pid_t ask_kdialog_line(char* title, char* text, int output)
{
  char* words[MOST_WORDS] = {"kdialog",    "--title", title,
                             "--inputbox", "Artist",  text};
  return spawn(words, output);
}

/* What a dialog asks for */
typedef struct {
  char* title;
  char* text;     ///< To begin with, or ""
  bool is_line;   ///< A line of text, else a file
  bool save;      ///< A file that will be written
  char** choices; ///< Of lines, up to NULL
} Question;

static pid_t ask_zenity(char* program, const Question* question, int output)
{
  return question->is_line
             ? ask_zenity_line(program, question->title, question->text,
                               question->choices, output)
             : ask_zenity_file(program, question->title, question->text,
                               question->save, output);
}

static pid_t ask_kdialog(const Question* question, int output)
{
  return question->is_line
             ? ask_kdialog_line(question->title, question->text, output)
             : ask_kdialog_file(question->title, question->text, question->save,
                                output);
}

static pid_t ask(const Question* question, int output)
{
  char* const programs[] = {"zenity", "qarma", "yad"};
  const char* const desktop = getenv("XDG_CURRENT_DESKTOP");
  pid_t pid = -1;
  if (desktop && strstr(desktop, "KDE")) {
    pid = ask_kdialog(question, output);
  }
  for (size_t i = 0; pid < 0 && i < sizeof(programs) / sizeof(*programs); ++i) {
    pid = ask_zenity(programs[i], question, output);
  }
  return pid < 0 ? ask_kdialog(question, output) : pid;
}

static BylineChooser* open_dialog(const Question* question)
{
  int ends[2];
  BylineChooser* const chooser = calloc(1, sizeof(*chooser));
  if (!chooser || pipe2(ends, O_CLOEXEC) != 0) {
    free(chooser);
    return NULL;
  }
  chooser->pid = ask(question, ends[1]);
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

BylineChooser* byline_chooser_open(const char* title, const char* suggestion,
                                   bool save)
{
  char title_copy[100], path[PATH_MAX];
  snprintf(title_copy, sizeof(title_copy), "%s", title);
  snprintf(path, sizeof(path), "%s", suggestion ? suggestion : "");
  const Question question = {.title = title_copy, .text = path, .save = save};
  return open_dialog(&question);
}

BylineChooser* byline_chooser_ask(const char* title, const char* suggestion,
                                  const char* const* choices, size_t n)
{
  char title_copy[100], text[400], copies[MOST_CHOICES][400];
  char* list[MOST_CHOICES + 1] = {NULL};
  snprintf(title_copy, sizeof(title_copy), "%s", title);
  snprintf(text, sizeof(text), "%s", suggestion);
  for (size_t i = 0; i < n && i < MOST_CHOICES; ++i) {
    snprintf(copies[i], sizeof(copies[i]), "%s", choices[i]);
    list[i] = copies[i];
  }
  const Question question = {
      .title = title_copy, .text = text, .is_line = true, .choices = list};
  return open_dialog(&question);
}

/* A host that waits for every child may have taken its status: the end of its
   output is what counts */
bool byline_chooser_done(BylineChooser* chooser, const char** path)
{
  ssize_t n = 0;
  while (chooser->pipe >= 0 &&
         (n = read(chooser->pipe, chooser->path + chooser->length,
                   sizeof(chooser->path) - 1 - chooser->length)) > 0) {
    chooser->length += (size_t)n;
  }
  if (chooser->pipe >= 0 && n < 0) {
    return false; // not yet
  }
  if (chooser->pipe >= 0) {
    close(chooser->pipe);
    chooser->pipe = -1;
    chooser->path[strcspn(chooser->path, "\n")] = '\0';
  }
  int status;
  if (chooser->pid > 0 && waitpid(chooser->pid, &status, WNOHANG) == 0) {
    return false;
  }
  chooser->pid = 0;
  *path = chooser->path;
  return true;
}

/* End a dialog: asked to within a tenth of a second, then forced to.  Waited
   for, as a host would have a dead child else. */
static void end(pid_t pid)
{
  const struct timespec pause = {.tv_nsec = 5000000};
  kill(pid, SIGTERM);
  for (int i = 0; i < 20; ++i) {
    if (waitpid(pid, NULL, WNOHANG) != 0) {
      return; /* Ended, or a host that waits for every child had it */
    }
    nanosleep(&pause, NULL);
  }
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
}

void byline_chooser_free(BylineChooser* chooser)
{
  if (!chooser) {
    return;
  }
  if (chooser->pipe >= 0) {
    close(chooser->pipe);
  }
  if (chooser->pid > 0) {
    end(chooser->pid);
  }
  free(chooser);
}
