/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/lock.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Tell who has the lock, as far as the file does. */
static BylineStatus refuse(const char* place, int fd)
{
  char text[256] = "";
  char work[32] = "";
  char host[128] = "";
  long process = 0;
  const ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
  text[n > 0 ? n : 0] = '\0';
  if (sscanf(text, "%31s %ld %127s", work, &process, host) == 3) {
    return byline_error(BYLINE_ERROR_IO,
                        "%s: another 'byline %s' is at work there (process "
                        "%ld on %s); wait for its end, or choose another name",
                        place, work, process, host);
  }
  return byline_error(BYLINE_ERROR_IO,
                      "%s: another 'byline' is at work there; wait for its "
                      "end, or choose another name",
                      place);
}

static void sign(int fd, const char* work)
{
  char host[128] = "";
  char text[256];
  gethostname(host, sizeof(host) - 1);
  const int n = snprintf(text, sizeof(text), "%s %ld %s\n", work,
                         (long)getpid(), host[0] ? host : "localhost");
  if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n) {
    return; /* A full disk: the lock holds without a signature */
  }
}

/* Whether the file of that name is still the one that is open: its last owner
   removes it. */
static bool is_current(int fd, const char* path)
{
  struct stat open_file;
  struct stat named;
  return fstat(fd, &open_file) == 0 && stat(path, &named) == 0 &&
         open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

static BylineStatus take(const char* place, const char* path, const char* work,
                         BylineLock* lock)
{
  for (;;) {
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0) {
      return byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s", place,
                          strerror(errno));
    }
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    lock->fd = fd;
    if (fcntl(fd, F_OFD_SETLK, &whole) != 0) {
      if (errno == EAGAIN || errno == EACCES) {
        const BylineStatus status = refuse(place, fd);
        close(fd);
        return status;
      }
      byline_log(BYLINE_LOG_WARNING,
                 "%s: this disk knows no locks: start nothing else there "
                 "meanwhile",
                 place);
    } else if (!is_current(fd, path)) {
      close(fd);
      continue;
    }
    sign(fd, work);
    return BYLINE_OK;
  }
}

/* Takes possession of `path`. */
static BylineStatus begin(const char* place, char* path, const char* work,
                          BylineLock* lock)
{
  *lock = (BylineLock){.fd = -1};
  const BylineStatus status =
      path ? take(place, path, work, lock) : byline_no_memory(place);
  if (status == BYLINE_OK) {
    lock->path = path;
  } else {
    free(path);
  }
  return status;
}

BylineStatus byline_lock_folder(const char* folder, const char* work,
                                BylineLock* lock)
{
  return begin(folder, byline_path_join(folder, BYLINE_LOCK_NAME), work, lock);
}

BylineStatus byline_lock_file(const char* path, const char* work,
                              BylineLock* lock)
{
  const char* const slash = strrchr(path, '/');
  const char* const name = slash ? slash + 1 : path;
  char hidden[256];
  snprintf(hidden, sizeof(hidden), ".%.240s.byline.lock", name);
  char* const folder = byline_path_folder(path);
  char* const lock_path = folder ? byline_path_join(folder, hidden) : NULL;
  free(folder);
  return begin(path, lock_path, work, lock);
}

BylineStatus byline_lock_check_around(const char* path)
{
  char* const folder = byline_path_folder(path);
  char* const name = folder ? byline_path_join(folder, BYLINE_LOCK_NAME) : NULL;
  const int fd = name ? open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
  struct flock whole = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
  BylineStatus status = name ? BYLINE_OK : byline_no_memory(path);
  if (fd >= 0 && fcntl(fd, F_OFD_GETLK, &whole) == 0 &&
      whole.l_type != F_UNLCK) {
    status = refuse(folder, fd);
  }
  if (fd >= 0) {
    close(fd);
  }
  free(name);
  free(folder);
  return status;
}

void byline_lock_release(BylineLock* lock)
{
  if (lock->path) {
    unlink(lock->path);
    close(lock->fd);
    free(lock->path);
  }
  *lock = (BylineLock){.fd = -1};
}
