/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Dialogs, of a program that stands in for the desktop's. */

#include "gui/chooser.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

/* From now on, the dialog does what `script` says. */
static void be_dialog(const char* script)
{
  FILE* const file = fopen("zenity", "w");
  assert_non_null(file);
  fprintf(file, "#!/bin/sh\n%s\n", script);
  assert_int_equal(fclose(file), 0);
  assert_int_equal(chmod("zenity", 0755), 0);
}

static BylineChooser* open_dialog(void)
{
  BylineChooser* const chooser =
      byline_chooser_open("Choose a model", NULL, false);
  assert_non_null(chooser);
  return chooser;
}

static void pause_briefly(void)
{
  nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
}

static void assert_no_child(void)
{
  errno = 0;
  assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
  assert_int_equal(errno, ECHILD);
}

static void test_gives_what_was_chosen(void** state)
{
  (void)state;
  be_dialog("echo /music/a model.safetensors");
  BylineChooser* const chooser = open_dialog();
  const char* path = NULL;
  while (!byline_chooser_done(chooser, &path)) {
    pause_briefly();
  }
  assert_string_equal(path, "/music/a model.safetensors");
  byline_chooser_free(chooser);
  assert_no_child();
}

/* One that is open is ended, though it may not want to, and leaves nothing dead
   behind. */
static void test_ends_what_is_open(void** state)
{
  (void)state;
  static const char* const scripts[] = {
      "touch ready; exec sleep 1000",
      "trap '' TERM; touch ready; while :; do sleep 0.01; done"};
  for (size_t i = 0; i < 2; ++i) {
    be_dialog(scripts[i]);
    BylineChooser* const chooser = open_dialog();
    const char* path = NULL;
    while (access("ready", F_OK) != 0) {
      pause_briefly();
    }
    assert_int_equal(unlink("ready"), 0);
    assert_false(byline_chooser_done(chooser, &path));
    byline_chooser_free(chooser);
    assert_no_child();
  }
}

static int set_up(void** state)
{
  char path[4096];
  if (folder_set_up(state) != 0) {
    return -1;
  }
  snprintf(path, sizeof(path), "%s:%s", (const char*)*state, getenv("PATH"));
  unsetenv("XDG_CURRENT_DESKTOP");
  return setenv("PATH", path, 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_gives_what_was_chosen),
      cmocka_unit_test(test_ends_what_is_open),
  };
  return cmocka_run_group_tests(tests, set_up, folder_tear_down);
}
