/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/outputs.h"

#include "base/file.h"
#include "base/lock.h"
#include "cli/output_kind.h"
#include "dataset/walk.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* Most files that one command writes */
#define MAX_LOCKS 8

static BylineLock locks[MAX_LOCKS];
static size_t n_locks;

static void release_locks(void)
{
  while (n_locks > 0) {
    byline_lock_release(&locks[--n_locks]);
  }
}

/* Who ends a command that does not catch it finds no locks of the dead */
static void die(int signal_number)
{
  for (size_t i = 0; i < n_locks; ++i) {
    unlink(locks[i].path);
  }
  raise(signal_number);
}

static void release_locks_at_end(void)
{
  static const int deaths[] = {SIGINT, SIGTERM, SIGHUP};
  const struct sigaction action = {
      .sa_handler = die, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
  atexit(release_locks);
  for (size_t i = 0; i < sizeof(deaths) / sizeof(deaths[0]); ++i) {
    struct sigaction old;
    if (sigaction(deaths[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL) {
      sigaction(deaths[i], &action, NULL);
    }
  }
}

/* ---- which file is which */

static bool is_same(const struct stat* a, const struct stat* b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Whether it is a file or folder, rather than a pipe or device */
static bool can_be_lost(const struct stat* info)
{
  return S_ISREG(info->st_mode) || S_ISDIR(info->st_mode);
}

/* Whether two names mean the same file, which need not be there yet. */
static bool is_same_place(const char* a, const char* b)
{
  struct stat x;
  struct stat y;
  const bool is_there = stat(a, &x) == 0;
  if (is_there != (stat(b, &y) == 0)) {
    return false;
  }
  if (is_there) {
    return is_same(&x, &y) && can_be_lost(&x);
  }
  const char* const slash_a = strrchr(a, '/');
  const char* const slash_b = strrchr(b, '/');
  if (strcmp(slash_a ? slash_a + 1 : a, slash_b ? slash_b + 1 : b) != 0) {
    return false;
  }
  char* const folder_a = byline_path_folder(a);
  char* const folder_b = byline_path_folder(b);
  const bool same = folder_a && folder_b && stat(folder_a, &x) == 0 &&
                    stat(folder_b, &y) == 0 && is_same(&x, &y);
  free(folder_a);
  free(folder_b);
  return same;
}

static BylineStatus check_inputs(const BylineOutputs* o,
                                 const BylineOutputPlace* place)
{
  struct stat output;
  struct stat input;
  if (stat(place->path, &output) != 0 || !can_be_lost(&output)) {
    return BYLINE_OK;
  }
  for (size_t i = place->in_place ? o->n_operands : 0; i < o->n_inputs; ++i) {
    if (stat(o->inputs[i], &input) == 0 && is_same(&output, &input)) {
      return byline_error(BYLINE_ERROR_USAGE,
                          "%s: is what is read, %s; write to another name",
                          place->path, o->inputs[i]);
    }
  }
  return BYLINE_OK;
}

static BylineStatus check_others(const BylineOutputs* o, size_t i)
{
  for (size_t k = 0; k < i; ++k) {
    if (is_same_place(o->places[i].path, o->places[k].path)) {
      return byline_error(BYLINE_ERROR_USAGE,
                          "%s: two results cannot be one file; give two names",
                          o->places[i].path);
    }
  }
  return BYLINE_OK;
}

/* ---- one */

BylineStatus byline_output_place_check(const BylineOutputPlace* place,
                                       bool force)
{
  if (!strcmp(place->path, "-")) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "-: is no name of an output; /dev/stdout is what goes "
                        "on, ./- a file of that name");
  }
  if (place->kind == BYLINE_OUTPUT_SOUND && byline_is_sound_name(place->path) &&
      strcasecmp(strrchr(place->path, '.'), ".wav") != 0) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: sound is written as WAV; give a name that ends "
                        "with .wav",
                        place->path);
  }
  const bool is_folder = byline_output_is_folder(place->kind);
  const BylineStatus status = is_folder ? byline_folder_check(place->path)
                                        : byline_output_check(place->path);
  struct stat info;
  if (status != BYLINE_OK || force || stat(place->path, &info) != 0 ||
      !can_be_lost(&info) ||
      byline_output_kind_fits(place->kind, place->path)) {
    return status;
  }
  return byline_error(BYLINE_ERROR_FORMAT,
                      is_folder ? "%s: a folder with other things in it, and "
                                  "not %s; choose another, or add to it with "
                                  "--force"
                                : "%s: there already, and not %s; choose "
                                  "another name, or write over it with --force",
                      place->path, byline_output_kind_name(place->kind));
}

/* Whether what works in a folder writes such files there: learning has a
   library, and trainings have a model. */
static bool is_others_too(BylineOutputKind kind)
{
  return kind == BYLINE_OUTPUT_LIBRARY || kind == BYLINE_OUTPUT_MODEL;
}

/* Whether a path is a descriptor's, such as /dev/stdout, which the shell has
   opened, perhaps where we may not write */
static bool is_open_already(const char* path)
{
  return !strncmp(path, "/dev/", 5) || !strncmp(path, "/proc/", 6);
}

/* Keep others from a file; what writes folders does so itself. */
static BylineStatus lock(const BylineOutputs* o, const BylineOutputPlace* place)
{
  struct stat info;
  char real[PATH_MAX];
  if (place->kind == BYLINE_NO_OUTPUT || byline_output_is_folder(place->kind)) {
    return BYLINE_OK;
  }
  const bool is_there = stat(place->path, &info) == 0;
  if (n_locks == MAX_LOCKS || is_open_already(place->path) ||
      (is_there && !S_ISREG(info.st_mode))) {
    return BYLINE_OK;
  }
  if (n_locks == 0) {
    release_locks_at_end();
  }
  const char* const path =
      is_there && realpath(place->path, real) ? real : place->path;
  if (is_others_too(place->kind)) {
    BYLINE_TRY(byline_lock_check_around(path));
  }
  const BylineStatus status =
      byline_lock_file(path, o->command, &locks[n_locks]);
  n_locks += status == BYLINE_OK;
  return status;
}

/* ---- all */

BylineStatus byline_outputs_check(const BylineOutputs* o)
{
  for (size_t i = 0; i < o->n_places; ++i) {
    BYLINE_TRY(check_inputs(o, &o->places[i]));
    BYLINE_TRY(check_others(o, i));
    BYLINE_TRY(byline_output_place_check(&o->places[i], o->force));
  }
  for (size_t i = 0; i < o->n_places; ++i) {
    BYLINE_TRY(lock(o, &o->places[i]));
  }
  return BYLINE_OK;
}
