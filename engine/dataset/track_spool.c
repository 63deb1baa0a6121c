/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/track_spool.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Texts of a track, each with the zero at its end */
#define N_TEXTS 6

/* What comes before them */
typedef struct {
  size_t size; ///< Of the texts in bytes; 0: this is no track
  double duration;
  bool has_artists;
} Head;

static BylineStatus io_error(void)
{
  return byline_error(BYLINE_ERROR_IO, "a temporary file: %s",
                      errno ? strerror(errno) : "cut off");
}

/* A file without a name in the folder of another one, or -1 */
static int open_beside(const char* path)
{
  struct stat info;
  if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
    return -1; /* /dev/stdout: that is no folder for files */
  }
  char* const folder = byline_path_folder(path);
  const int fd =
      folder ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) : -1;
  free(folder);
  return fd;
}

BylineStatus byline_track_spool_open(const char* path, BylineTrackSpool* spool)
{
  const int fd = open_beside(path);
  *spool = (BylineTrackSpool){.file = fd >= 0 ? fdopen(fd, "w+") : tmpfile()};
  if (!spool->file) {
    const BylineStatus status = io_error();
    if (fd >= 0) {
      close(fd);
    }
    return status;
  }
  return BYLINE_OK;
}

BylineStatus byline_track_spool_put(BylineTrackSpool* spool,
                                    const BylineTrack* track,
                                    const char* content)
{
  const char* const texts[N_TEXTS] = {track->artist,    track->album,
                                      track->title,     track->album_artist,
                                      track->artist_id, content};
  Head head = {.duration = track->duration, .has_artists = track->has_artists};
  for (size_t i = 0; track->path && i < N_TEXTS; ++i) {
    head.size += strlen(texts[i]) + 1;
  }
  errno = 0;
  bool good = fwrite(&head, sizeof(head), 1, spool->file) == 1;
  for (size_t i = 0; good && track->path && i < N_TEXTS; ++i) {
    const size_t n = strlen(texts[i]) + 1;
    good = fwrite(texts[i], 1, n, spool->file) == n;
  }
  return good ? BYLINE_OK : io_error();
}

BylineStatus byline_track_spool_rewind(BylineTrackSpool* spool)
{
  errno = 0;
  return fseeko(spool->file, 0, SEEK_SET) == 0 ? BYLINE_OK : io_error();
}

static BylineStatus make_room(BylineTrackSpool* spool, size_t size)
{
  if (size > spool->size) {
    char* const record = realloc(spool->record, size);
    if (!record) {
      return byline_no_memory(NULL);
    }
    spool->record = record;
    spool->size = size;
  }
  return BYLINE_OK;
}

BylineStatus byline_track_spool_next(BylineTrackSpool* spool,
                                     BylineTrack* track, const char** content)
{
  Head head;
  *track = (BylineTrack){.path = NULL};
  *content = NULL;
  errno = 0;
  if (fread(&head, sizeof(head), 1, spool->file) != 1) {
    return io_error();
  }
  if (head.size == 0) {
    return BYLINE_OK;
  }
  BYLINE_TRY(make_room(spool, head.size));
  if (fread(spool->record, 1, head.size, spool->file) != head.size) {
    return io_error();
  }
  char* texts[N_TEXTS] = {spool->record};
  for (size_t i = 1; i < N_TEXTS; ++i) {
    texts[i] = texts[i - 1] + strlen(texts[i - 1]) + 1;
  }
  *track = (BylineTrack){.artist = texts[0],
                         .album = texts[1],
                         .title = texts[2],
                         .album_artist = texts[3],
                         .artist_id = texts[4],
                         .has_artists = head.has_artists,
                         .duration = head.duration};
  *content = texts[5];
  return BYLINE_OK;
}

void byline_track_spool_close(BylineTrackSpool* spool)
{
  if (spool->file) {
    fclose(spool->file);
  }
  free(spool->record);
  *spool = (BylineTrackSpool){.file = NULL};
}
