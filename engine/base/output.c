/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are written beside and renamed; declared in base/file.h. */

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What temporary files are called beside their own names, and six letters */
#define TEMPORARY ".part-"
static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";

/* As many links in a row as the kernel follows */
#define MAX_LINKS 40

static void output_clear(BylineOutput* output)
{
  free(output->path);
  free(output->target);
  free(output->temporary);
  free(output->sink);
  *output = (BylineOutput){0};
}

static BylineStatus io_error(const char* path, int error)
{
  return byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s", path,
                      strerror(error));
}

/* ---- where it goes */

/* The descriptor that a path such as /dev/stdout means, or -1 */
static int descriptor_of(const char* path)
{
  static const char* const folders[] = {"/dev/fd/", "/proc/self/fd/"};
  if (!strcmp(path, "/dev/stdout")) {
    return STDOUT_FILENO;
  }
  if (!strcmp(path, "/dev/stderr")) {
    return STDERR_FILENO;
  }
  for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); ++i) {
    const size_t n = strlen(folders[i]);
    char* end = NULL;
    if (!strncmp(path, folders[i], n)) {
      const long number = strtol(path + n, &end, 10);
      return path[n] && !*end && number >= 0 && number < INT_MAX ? (int)number
                                                                 : -1;
    }
  }
  return -1;
}

/* What a link points to, seen from where the link is; NULL with errno */
static char* read_link(const char* path)
{
  char text[PATH_MAX];
  const ssize_t n = readlink(path, text, sizeof(text) - 1);
  if (n < 0) {
    return NULL;
  }
  text[n] = '\0';
  char* const folder = byline_path_folder(path);
  char* const target = folder ? byline_path_join(folder, text) : NULL;
  free(folder);
  return target;
}

/* Follow links to a name that is none, whether or not a file has it yet. */
static BylineStatus follow_links(const char* path, char** target)
{
  *target = strdup(path);
  for (int i = 0; *target; ++i) {
    struct stat info;
    if (lstat(*target, &info) != 0 || !S_ISLNK(info.st_mode)) {
      return BYLINE_OK;
    }
    char* const next = i < MAX_LINKS ? read_link(*target) : NULL;
    if (!next) {
      const int error = i < MAX_LINKS ? errno : ELOOP;
      free(*target);
      *target = NULL;
      return io_error(path, error);
    }
    free(*target);
    *target = next;
  }
  return byline_no_memory(path);
}

/* Create a file with the permissions that the user's mask leaves.  mkstemp()
   allows its owner alone, and asking for the mask changes it for a moment, for
   all threads of a host.
   @param name Ends with six X, to be replaced. */
static int create_temporary(char* name)
{
  char* const end = name + strlen(name);
  int fd = -1;
  for (int i = 0; i < 100; ++i) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t x = (uint64_t)now.tv_nsec << 32 ^ (uint64_t)gettid();
    x *= 0x9e3779b97f4a7c15; // Knuth's multiplicative hash
    for (int j = 1; j <= 6; ++j) {
      end[-j] = letters[x >> (64 - 5 * j) & 31];
    }
    fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 || errno != EEXIST) {
      break;
    }
  }
  return fd;
}

/* A name beside `target` that is not too long for a file system */
static char* temporary_name(const char* target)
{
  static const char suffix[] = TEMPORARY "XXXXXX";
  const char* const slash = strrchr(target, '/');
  const size_t n_folder = slash ? (size_t)(slash - target) + 1 : 0;
  size_t n = strlen(target);
  if (n - n_folder > NAME_MAX - strlen(suffix)) {
    n = n_folder + NAME_MAX - strlen(suffix);
  }
  char* const name = malloc(n + sizeof(suffix));
  if (name) {
    memcpy(name, target, n);
    memcpy(name + n, suffix, sizeof(suffix));
  }
  return name;
}

/* ---- what is there already */

/* Whether a file that is there may be replaced. */
static BylineStatus check_old(const char* path, const struct stat* old)
{
  if (S_ISDIR(old->st_mode)) {
    return byline_error(BYLINE_ERROR_IO,
                        "%s: is a folder; give the name of a file", path);
  }
  if (!S_ISREG(old->st_mode) && !S_ISFIFO(old->st_mode) &&
      !S_ISCHR(old->st_mode)) {
    return byline_error(BYLINE_ERROR_IO, "%s: not a file that can be written",
                        path);
  }
  if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0) {
    return byline_error(BYLINE_ERROR_IO, "%s: write-protected: %s", path,
                        strerror(errno));
  }
  return BYLINE_OK;
}

/* Give the new file the owner and permissions of the one that it replaces. */
static BylineStatus keep_owner(const char* path, int fd, const struct stat* old)
{
  struct stat new;
  if (fstat(fd, &new) != 0) {
    return io_error(path, errno);
  }
  const bool same = new.st_uid == old->st_uid&& new.st_gid == old->st_gid;
  if (!same && fchown(fd, old->st_uid, old->st_gid) != 0) {
    return byline_error(BYLINE_ERROR_IO,
                        "%s: belongs to another user or group and would not "
                        "any more; choose another name",
                        path);
  }
  /* File systems without permissions (FAT) refuse, and have nothing to keep */
  if ((new.st_mode & 07777) != (old->st_mode & 07777) &&
      fchmod(fd, old->st_mode & 07777) != 0 && errno != EPERM) {
    return io_error(path, errno);
  }
  return BYLINE_OK;
}

/* ---- streams that know why writing failed */

/* A stream's file, and why it could not be written: of a stream of the C
   library's own nothing is left of that once it has been asked for more. */
struct BylineSink {
  int fd;
  int error; ///< Of the first write that failed; 0 while all went well
};

static ssize_t sink_write(void* user, const char* data, size_t n)
{
  BylineSink* const sink = user;
  size_t done = 0;
  while (done < n) {
    const ssize_t now = write(sink->fd, data + done, n - done);
    if (now < 0 && errno != EINTR) {
      sink->error = sink->error ? sink->error : errno;
      return (ssize_t)done;
    }
    done += now > 0 ? (size_t)now : 0;
  }
  return (ssize_t)n;
}

static int sink_seek(void* user, off64_t* at, int whence)
{
  const BylineSink* const sink = user;
  *at = lseek(sink->fd, *at, whence);
  return *at < 0 ? -1 : 0;
}

/* Open an output's stream on a file, which then is the output's, in any case;
   `fd` below 0: what opened it has failed, and set errno. */
static BylineStatus open_sink(int fd, BylineOutput* output)
{
  if (fd < 0) {
    return io_error(output->path, errno);
  }
  const cookie_io_functions_t functions = {.write = sink_write,
                                           .seek = sink_seek};
  output->sink = malloc(sizeof(*output->sink));
  output->stream =
      output->sink ? fopencookie(output->sink, "wb", functions) : NULL;
  if (!output->stream) {
    close(fd);
    return byline_no_memory(output->path);
  }
  *output->sink = (BylineSink){.fd = fd};
  return BYLINE_OK;
}

/* ---- opening */

/* Write to what is no regular file. */
static BylineStatus open_stream(int fd, BylineOutput* output)
{
  const BylineStatus status = open_sink(fd, output);
  if (status != BYLINE_OK) {
    output_clear(output);
  }
  return status;
}

static BylineStatus open_beside(const char* path, const struct stat* old,
                                BylineOutput* output)
{
  BylineStatus status = follow_links(path, &output->target);
  if (status == BYLINE_OK) {
    output->temporary = temporary_name(output->target);
    status = output->temporary ? BYLINE_OK : byline_no_memory(path);
  }
  if (status != BYLINE_OK) {
    output_clear(output);
    return status;
  }
  const int fd = create_temporary(output->temporary);
  if (fd < 0) {
    const int error = errno;
    output_clear(output);
    return error == ENOENT
               ? byline_error(BYLINE_ERROR_IO,
                              "%s: cannot write: there is no such folder", path)
               : io_error(path, error);
  }
  status = open_sink(fd, output);
  if (status == BYLINE_OK && old) {
    status = keep_owner(path, fd, old);
  }
  if (status != BYLINE_OK) {
    byline_output_abandon(output);
  }
  return status;
}

BylineStatus byline_output_open(const char* path, BylineOutput* output)
{
  *output = (BylineOutput){.path = strdup(path)};
  if (!output->path) {
    return byline_no_memory(path);
  }
  const int descriptor = descriptor_of(path);
  if (descriptor >= 0) {
    return open_stream(fcntl(descriptor, F_DUPFD_CLOEXEC, 0), output);
  }
  struct stat old;
  if (stat(path, &old) != 0) {
    return open_beside(path, NULL, output);
  }
  const BylineStatus status = check_old(path, &old);
  if (status != BYLINE_OK) {
    output_clear(output);
    return status;
  }
  return S_ISREG(old.st_mode)
             ? open_beside(path, &old, output)
             : open_stream(open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY), output);
}

BylineStatus byline_output_check(const char* path)
{
  struct stat old;
  if (!path[0]) {
    return byline_error(BYLINE_ERROR_USAGE, "an empty name for a file");
  }
  if (descriptor_of(path) >= 0) {
    return fcntl(descriptor_of(path), F_GETFD) >= 0 ? BYLINE_OK
                                                    : io_error(path, errno);
  }
  if (stat(path, &old) == 0 && !S_ISREG(old.st_mode)) {
    return check_old(path, &old); /* Opening a pipe would wait for its reader */
  }
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  byline_output_abandon(&output);
  return BYLINE_OK;
}

/* ---- ending */

/* Close the stream and its file.  Returns why not all could be written, 0 if
   all was. */
static int close_stream(BylineOutput* output)
{
  BylineSink* const sink = output->sink;
  const bool failed = ferror(output->stream);
  if (fclose(output->stream) != 0 || failed) {
    sink->error = sink->error ? sink->error : EIO;
  }
  output->stream = NULL;
  if (close(sink->fd) != 0 && !sink->error) {
    sink->error = errno;
  }
  return sink->error;
}

/* Have the disk keep what was written.  What fails is found by close_stream().
 */
static void save_stream(const BylineOutput* output)
{
  if (fflush(output->stream) == 0 && output->temporary &&
      fsync(output->sink->fd) != 0) {
    output->sink->error = errno;
  }
}

BylineStatus byline_output_cut(BylineOutput* output)
{
  const off_t at = ftello(output->stream);
  return at >= 0 && fflush(output->stream) == 0 &&
                 ftruncate(output->sink->fd, at) == 0
             ? BYLINE_OK
             : io_error(output->path,
                        output->sink->error ? output->sink->error : errno);
}

/* A backup of hard links wants what is replaced to stay as it is; whoever made
   the link for another reason has to know. */
static void tell_of_links(const BylineOutput* output)
{
  struct stat old;
  if (output->temporary && lstat(output->target, &old) == 0 &&
      S_ISREG(old.st_mode) && old.st_nlink > 1) {
    byline_log(BYLINE_LOG_WARNING,
               "%s: written anew; hard links to what was there keep that",
               output->path);
  }
}

BylineStatus byline_output_commit(BylineOutput* output)
{
  save_stream(output);
  int error = close_stream(output);
  if (!error) {
    tell_of_links(output);
  }
  if (!error && output->temporary &&
      rename(output->temporary, output->target) != 0) {
    error = errno;
  }
  if (error) {
    const BylineStatus status = io_error(output->path, error);
    byline_output_abandon(output);
    return status;
  }
  output_clear(output);
  return BYLINE_OK;
}

/* Whether a name is one of those that create_temporary() gives beside `name`,
   or beside any if that is NULL */
static bool is_temporary(const char* entry, const char* name)
{
  const size_t n_mark = strlen(TEMPORARY);
  const size_t n_end = n_mark + 6;
  const size_t length = strlen(entry);
  const size_t n = length > n_end ? length - n_end : 0;
  return n > 0 && !strncmp(entry + n, TEMPORARY, n_mark) &&
         strspn(entry + n + n_mark, letters) == 6 &&
         (!name || (strlen(name) == n && !strncmp(entry, name, n)));
}

void byline_remains_remove(const char* folder, const char* name)
{
  DIR* const open_folder = opendir(folder);
  if (!open_folder) {
    return;
  }
  for (const struct dirent* entry; (entry = readdir(open_folder));) {
    if (is_temporary(entry->d_name, name)) {
      unlinkat(dirfd(open_folder), entry->d_name, 0);
    }
  }
  closedir(open_folder);
}

void byline_output_abandon(BylineOutput* output)
{
  if (output->stream) {
    close_stream(output);
  }
  if (output->temporary) {
    unlink(output->temporary);
  }
  output_clear(output);
}

BylineStatus byline_output_end(BylineOutput* output, BylineStatus status)
{
  if (status == BYLINE_OK) {
    return byline_output_commit(output);
  }
  byline_output_abandon(output);
  return status;
}
