/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written keeps what was there: links, permissions, other kinds of
   files; and locks. */

#include "base/file.h"
#include "base/lock.h"
#include "byline/status.h"
#include "tests/unit/suite.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each test has a folder of its own, which is the current one. */
static int enter_folder(void** state)
{
  char* const folder = strdup("/tmp/byline-test-XXXXXX");
  *state = folder;
  return folder && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void** state)
{
  const int left = chdir("/");
  const int empty = rmdir(*state);
  free(*state);
  return left == 0 && empty == 0 ? 0 : -1;
}

static void write_text(const char* path, const char* text)
{
  BylineOutput output;
  assert_int_equal(byline_output_open(path, &output), BYLINE_OK);
  fputs(text, output.stream);
  assert_int_equal(byline_output_commit(&output), BYLINE_OK);
}

static void assert_holds(const char* path, const char* text)
{
  char found[64] = "";
  FILE* const file = fopen(path, "rb");
  assert_non_null(file);
  found[fread(found, 1, sizeof(found) - 1, file)] = '\0';
  fclose(file);
  assert_string_equal(found, text);
}

static void assert_link(const char* path)
{
  struct stat info;
  assert_int_equal(lstat(path, &info), 0);
  assert_true(S_ISLNK(info.st_mode));
}

static void test_links_are_written_through(void** state)
{
  (void)state;
  assert_int_equal(mkdir("far", 0777), 0);
  write_text("far/file", "old");
  assert_int_equal(symlink("far/file", "one"), 0);
  assert_int_equal(symlink("one", "two"), 0);
  write_text("two", "new");
  assert_link("one");
  assert_link("two");
  assert_holds("far/file", "new");

  /* One that points to nothing yet */
  assert_int_equal(symlink("far/later", "three"), 0);
  write_text("three", "later");
  assert_link("three");
  assert_holds("far/later", "later");

  /* Links in a circle, and into a folder that is not there */
  BylineOutput output;
  assert_int_equal(symlink("circle", "circle"), 0);
  assert_int_equal(byline_output_open("circle", &output), BYLINE_ERROR_IO);
  assert_int_equal(symlink("none/file", "lost"), 0);
  assert_int_equal(byline_output_open("lost", &output), BYLINE_ERROR_IO);

  static const char* const names[] = {"far/file", "far/later", "one", "two",
                                      "three",    "circle",    "lost"};
  for (size_t i = 0; i < sizeof(names) / sizeof(*names); ++i) {
    assert_int_equal(unlink(names[i]), 0);
  }
  assert_int_equal(rmdir("far"), 0);
}

static void test_permissions_are_kept(void** state)
{
  (void)state;
  static const mode_t modes[] = {0600, 0640, 0666, 0664, 02660};
  for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); ++i) {
    write_text("file", "old");
    assert_int_equal(chmod("file", modes[i]), 0);
    write_text("file", "new");
    struct stat info;
    assert_int_equal(stat("file", &info), 0);
    assert_int_equal(info.st_mode & 07777, modes[i]);
    assert_holds("file", "new");
    assert_int_equal(unlink("file"), 0);
  }
}

/* As another user, whom root can be. */
static void test_owners_are_kept(void** state)
{
  (void)state;
  if (geteuid() != 0) {
    skip();
  }
  write_text("file", "old");
  assert_int_equal(chown("file", 1234, 4321), 0);
  write_text("file", "new");
  struct stat info;
  assert_int_equal(stat("file", &info), 0);
  assert_int_equal(info.st_uid, 1234);
  assert_int_equal(info.st_gid, 4321);

  /* Who cannot keep the owner does not write */
  assert_int_equal(chmod("file", 0666), 0);
  assert_int_equal(chmod(".", 0777), 0);
  const pid_t child = fork();
  if (child == 0) {
    BylineOutput output;
    const bool changed = setgid(99) == 0 && setuid(99) == 0;
    _exit(changed && byline_output_open("file", &output) == BYLINE_ERROR_IO
              ? 0
              : 1);
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  assert_holds("file", "new");
  assert_int_equal(unlink("file"), 0);
}

static void test_write_protection_holds(void** state)
{
  (void)state;
  write_text("file", "old");
  assert_int_equal(chmod("file", 0444), 0);
  assert_int_equal(chmod(".", 0777), 0);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 &&
        (chown("file", 99, 99) != 0 || setgid(99) != 0 || setuid(99) != 0)) {
      _exit(2);
    }
    BylineOutput output;
    _exit(byline_output_open("file", &output) == BYLINE_ERROR_IO ? 0 : 1);
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  assert_holds("file", "old");
  assert_int_equal(unlink("file"), 0);
}

static void test_what_is_no_file(void** state)
{
  (void)state;
  BylineOutput output;
  struct stat info;
  write_text("/dev/null", "gone");
  assert_int_equal(stat("/dev/null", &info), 0);
  assert_true(S_ISCHR(info.st_mode));
  assert_int_equal(byline_output_open(".", &output), BYLINE_ERROR_IO);
  assert_non_null(strstr(byline_error_message(), "folder"));
  assert_int_equal(byline_output_open("none/x", &output), BYLINE_ERROR_IO);
  assert_non_null(strstr(byline_error_message(), "no such folder"));

  /* A pipe, to its reader */
  assert_int_equal(mkfifo("pipe", 0666), 0);
  assert_int_equal(byline_output_check("pipe"), BYLINE_OK); /* Does not wait */
  const int reader = open("pipe", O_RDONLY | O_NONBLOCK);
  char text[8] = "";
  write_text("pipe", "piped");
  assert_int_equal(read(reader, text, sizeof(text)), 5);
  assert_string_equal(text, "piped");
  close(reader);
  assert_int_equal(stat("pipe", &info), 0);
  assert_true(S_ISFIFO(info.st_mode));
  assert_int_equal(unlink("pipe"), 0);

  /* The standard output, though it be a file, is not replaced */
  const int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0666);
  char name[32];
  snprintf(name, sizeof(name), "/dev/fd/%d", fd);
  assert_int_equal(write(fd, "a", 1), 1);
  write_text(name, "b");
  assert_int_equal(write(fd, "c", 1), 1);
  close(fd);
  assert_holds("file", "abc");
  assert_int_equal(unlink("file"), 0);
}

static void test_long_names(void** state)
{
  (void)state;
  char name[256];
  memset(name, 'n', 255);
  name[255] = '\0';
  write_text(name, "text");
  assert_holds(name, "text");
  assert_int_equal(unlink(name), 0);
}

static void test_checking_leaves_no_trace(void** state)
{
  (void)state;
  assert_int_equal(byline_output_check("file"), BYLINE_OK);
  assert_int_not_equal(access("file", F_OK), 0);
  assert_int_equal(byline_output_check("none/file"), BYLINE_ERROR_IO);
  assert_int_equal(byline_output_check(""), BYLINE_ERROR_USAGE);
  assert_int_equal(byline_folder_check("a/b/c"), BYLINE_OK);
  assert_int_equal(byline_folder_check("a/"), BYLINE_OK);
  assert_int_equal(byline_folder_check("."), BYLINE_OK);
  assert_int_not_equal(access("a", F_OK), 0);
  write_text("file", "");
  assert_int_equal(byline_folder_check("file"), BYLINE_ERROR_IO);
  assert_int_equal(byline_folder_check("file/a"), BYLINE_ERROR_IO);
  assert_int_equal(unlink("file"), 0);
}

/* What a killed program left goes, what only looks a little like it stays. */
static void test_remains(void** state)
{
  (void)state;
  static const char* const stay[] = {
      "model.safetensors", "model.abcdef", "model.safetensors.backup",
      "model.safetensors.part-x", "model.safetensors.part-abcdefg"};
  for (size_t i = 0; i < sizeof(stay) / sizeof(*stay); ++i) {
    write_text(stay[i], "mine");
  }
  write_text("model.safetensors.part-ab12cd", "half");
  byline_remains_remove(".", "model.safetensors");
  assert_int_not_equal(access("model.safetensors.part-ab12cd", F_OK), 0);
  for (size_t i = 0; i < sizeof(stay) / sizeof(*stay); ++i) {
    assert_holds(stay[i], "mine");
    assert_int_equal(unlink(stay[i]), 0);
  }
  write_text("a.npy.part-ab12cd", "half");
  write_text(".part-ab12cd", "mine"); // nobody's remains
  byline_remains_remove(".", NULL);
  assert_int_not_equal(access("a.npy.part-ab12cd", F_OK), 0);
  assert_int_equal(unlink(".part-ab12cd"), 0);
  byline_remains_remove("none", "model.safetensors");
}

/* Others' changes are noticed, though size and second be the same. */
static void test_stamps(void** state)
{
  (void)state;
  const BylineFileStamp none = byline_file_stamp("file");
  assert_true(byline_file_is_as("file", &none));
  write_text("file", "one");
  assert_false(byline_file_is_as("file", &none));
  const BylineFileStamp one = byline_file_stamp("file");
  assert_true(byline_file_is_as("./file", &one));
  write_text("file", "two");
  assert_false(byline_file_is_as("file", &one));
  assert_int_equal(unlink("file"), 0);
  assert_false(byline_file_is_as("file", &one));
  const BylineFileStamp device = byline_file_stamp("/dev/null");
  assert_true(byline_file_is_as("/dev/null", &device));
}

static void test_one_at_a_time(void** state)
{
  (void)state;
  BylineLock first;
  BylineLock second;
  assert_int_equal(byline_lock_folder(".", "train", &first), BYLINE_OK);
  assert_int_equal(byline_lock_folder(".", "prepare", &second),
                   BYLINE_ERROR_IO);
  char process[32];
  snprintf(process, sizeof(process), "process %ld", (long)getpid());
  assert_non_null(strstr(byline_error_message(), "'byline train'"));
  assert_non_null(strstr(byline_error_message(), process));
  byline_lock_release(&second);
  byline_lock_release(&first);
  assert_int_equal(byline_lock_folder(".", "train", &first), BYLINE_OK);
  byline_lock_release(&first);
  byline_lock_release(&first);

  assert_int_equal(byline_lock_file("a", "scan", &first), BYLINE_OK);
  assert_int_equal(byline_lock_file("b", "scan", &second), BYLINE_OK);
  byline_lock_release(&second);
  assert_int_equal(byline_lock_file("./a", "scan", &second), BYLINE_ERROR_IO);
  byline_lock_release(&first);
}

/* Let files grow to `size` bytes, or as far as they like for RLIM_INFINITY. */
static void limit_files(rlim_t size)
{
  struct rlimit limit;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = size < limit.rlim_max ? size : limit.rlim_max;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Write more than fits, go back to where it does, and make room again. */
static void write_too_much(const char* path)
{
  BylineOutput output;
  assert_int_equal(byline_output_open(path, &output), BYLINE_OK);
  limit_files(1000);
  for (int i = 0; i < 100000; ++i) {
    fputc('x', output.stream);
  }
  limit_files(RLIM_INFINITY);
  fseeko(output.stream, 0, SEEK_SET);
  fputs("head", output.stream);
  assert_int_equal(byline_output_commit(&output), BYLINE_ERROR_IO);
}

/* Why writing failed is said even when there is room again before the end, as
   when another file on a full disk is removed; the old file stays, and there is
   none where there was none. */
static void test_full_disk(void** state)
{
  (void)state;
  signal(SIGXFSZ, SIG_IGN);
  write_text("song", "old");
  write_too_much("song");
  assert_string_equal(byline_error_message(),
                      "song: cannot write: File too large");
  assert_holds("song", "old");
  assert_int_equal(unlink("song"), 0);
  write_too_much("new");
  assert_int_not_equal(access("new", F_OK), 0);
}

/* What lies behind a cut is gone, whatever is written after it. */
static void test_cutting(void** state)
{
  (void)state;
  BylineOutput output;
  assert_int_equal(byline_output_open("song", &output), BYLINE_OK);
  fputs("la la la", output.stream);
  assert_int_equal(fseeko(output.stream, -6, SEEK_CUR), 0);
  assert_int_equal(byline_output_cut(&output), BYLINE_OK);
  fputs(" li", output.stream);
  assert_int_equal(byline_output_commit(&output), BYLINE_OK);
  assert_holds("song", "la li");
  assert_int_equal(unlink("song"), 0);
}

/* A process that dies with a lock does not keep it. */
static void test_the_dead_hold_nothing(void** state)
{
  (void)state;
  const pid_t child = fork();
  if (child == 0) {
    BylineLock lock;
    _exit(byline_lock_folder(".", "train", &lock) == BYLINE_OK ? 0 : 1);
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  assert_int_equal(access(BYLINE_LOCK_NAME, F_OK), 0);
  BylineLock lock;
  assert_int_equal(byline_lock_folder(".", "train", &lock), BYLINE_OK);
  byline_lock_release(&lock);
  assert_int_not_equal(access(BYLINE_LOCK_NAME, F_OK), 0);
}

int main(void)
{
#define IN_FOLDER(test)                                                        \
  cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)
  const struct CMUnitTest tests[] = {
      IN_FOLDER(test_links_are_written_through),
      IN_FOLDER(test_permissions_are_kept),
      IN_FOLDER(test_owners_are_kept),
      IN_FOLDER(test_write_protection_holds),
      IN_FOLDER(test_what_is_no_file),
      IN_FOLDER(test_long_names),
      IN_FOLDER(test_checking_leaves_no_trace),
      IN_FOLDER(test_full_disk),
      IN_FOLDER(test_cutting),
      IN_FOLDER(test_remains),
      IN_FOLDER(test_stamps),
      IN_FOLDER(test_one_at_a_time),
      IN_FOLDER(test_the_dead_hold_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
