/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder for a group of tests to work in: the current one while they run,
   then removed. */

#ifndef BYLINE_TESTS_FOLDER_H
#define BYLINE_TESTS_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* For cmocka_run_group_tests(); `state` gets the folder's name */
static inline int folder_set_up(void** state)
{
  static char folder[] = "/tmp/byline-test-XXXXXX";
  *state = folder;
  return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static inline int folder_tear_down(void** state)
{
  char command[64];
  snprintf(command, sizeof(command), "rm -rf %s", (const char*)*state);
  return chdir("/") == 0 ? system(command) : -1;
}

#endif // BYLINE_TESTS_FOLDER_H
