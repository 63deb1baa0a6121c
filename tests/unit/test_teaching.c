/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The plugin is taught who is playing, by messages: it names them at once,
   keeps them in the user's file and in the session, and takes it back. */

#include "tests/unit/instance.h"

#include <sys/stat.h>

static void it_is_taught_at_once(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 35, 0.1f);
  assert_string_not_equal(a.artist, "D\xc3\xb3ra");
  send(&a, BYLINE_WORD(Teach), " D\xc3\xb3ra ");
  play(&a, 2.5, 0.1f);
  assert_string_equal(a.taught, "D\xc3\xb3ra");
  assert_string_equal(a.message, "");
  assert_string_equal(a.artist, "D\xc3\xb3ra");

  /* Another instance knows it, too, from the user's file */
  Instance b;
  start_attached(&b);
  play(&b, 12, 0.1f);
  assert_string_equal(b.artist, "D\xc3\xb3ra");
  assert_string_equal(b.taught, ""); // it was not taught here

  /* Taken back, nobody knows it any more */
  send(&a, BYLINE_WORD(TakeBack), NULL);
  play(&a, 2.5, 0.1f);
  assert_string_equal(a.taught, "");
  assert_string_not_equal(a.artist, "D\xc3\xb3ra");
  stop(&a);
  stop(&b);
  start_attached(&b);
  play(&b, 12, 0.1f);
  assert_string_not_equal(b.artist, "D\xc3\xb3ra");
  send(&b, BYLINE_WORD(TakeBack), NULL);
  play(&b, 1, 0.1f);
  assert_non_null(strstr(b.message, "nothing was taught here"));
  stop(&b);
}

static void silence_teaches_nothing(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 12, 0);
  send(&a, BYLINE_WORD(Teach), "Emil");
  play(&a, 1, 0);
  assert_string_equal(a.taught, "");
  assert_non_null(strstr(a.message, "too little was heard"));
  play(&a, 12, 0.1f);
  send(&a, BYLINE_WORD(Teach), "  ");
  play(&a, 1, 0.1f);
  assert_non_null(strstr(a.message, "needs a name"));
  stop(&a);
}

/* What a session was taught goes with it to a machine that has no such file */
static void sessions_keep_it(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 25, 0.1f);
  send(&a, BYLINE_WORD(Teach), "Fritz");
  play(&a, 1, 0.1f);
  size_t size = 0;
  void* const saved =
      byline_session_save_taught(byline_listener_lock(a.listener), &size);
  byline_listener_unlock(a.listener);
  assert_non_null(saved);
  assert_in_range(size, 100, 20000);
  stop(&a);

  assert_int_equal(mkdir("elsewhere", 0777), 0);
  char folder[256];
  assert_non_null(getcwd(folder, sizeof(folder) - 16));
  strcat(folder, "/elsewhere");
  setenv("XDG_DATA_HOME", folder, 1);
  Instance b;
  start_attached(&b);
  byline_session_restore_taught(byline_listener_lock(b.listener), "rubbish", 7);
  byline_listener_unlock(b.listener);
  byline_session_restore_taught(byline_listener_lock(b.listener), saved, size);
  byline_listener_unlock(b.listener);
  play(&b, 12, 0.1f);
  assert_string_equal(b.artist, "Fritz");
  /* Opening a session does not write into its user's file */
  assert_int_not_equal(access("elsewhere/byline/taught", F_OK), 0);
  size_t again = 0;
  void* const resaved =
      byline_session_save_taught(byline_listener_lock(b.listener), &again);
  byline_listener_unlock(b.listener);
  assert_int_equal(again, size);
  stop(&b);
  free(saved);
  free(resaved);
}

/* Ports tell a taught artist apart from those with labels */
static void numbers_are_behind_the_models(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 25, 0.1f);
  send(&a, BYLINE_WORD(Teach), "Gerda");
  play(&a, 2.5, 0.1f);
  const BylineShownSnapshot* const shown =
      byline_snapshots_read(byline_listener_snapshots(a.listener));
  assert_true(shown->ranking[0] >= BYLINE_FIRST_OWN_ARTIST + 2);
  send(&a, BYLINE_WORD(TakeBack), NULL);
  play(&a, 1, 0.1f);
  stop(&a);
}

/* A window asks for what a message cannot hold */
static void hostile_messages(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 12, 0.1f);
  send(&a, BYLINE_WORD(Teach), NULL);
  char name[700];
  memset(name, 'x', sizeof(name) - 1);
  name[sizeof(name) - 1] = '\0';
  send(&a, BYLINE_WORD(Teach), name);
  play(&a, 1, 0.1f);
  assert_string_equal(a.taught, "");
  assert_non_null(strstr(a.message, "too long"));
  stop(&a);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_is_taught_at_once),
      cmocka_unit_test(silence_teaches_nothing),
      cmocka_unit_test(numbers_are_behind_the_models),
      cmocka_unit_test(hostile_messages),
      cmocka_unit_test(sessions_keep_it),
  };
  const int failed = cmocka_run_group_tests(tests, set_up, folder_tear_down);
  uris_free(&uris);
  return failed;
}
