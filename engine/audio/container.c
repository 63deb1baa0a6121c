/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/container.h"

#include "audio/libav.h"
#include "audio/trial.h"
#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Scores up to this one are guesses: of 6000 programs and libraries nine got
   one, and music that ffmpeg wrote in 14 formats 51 and more */
#define UNSURE (AVPROBE_SCORE_MAX / 4)

/* Frames that must be there to be decoded, where it is a guess */
#define MIN_TRIED 8

BylineStatus byline_container_error(const char* path, int code)
{
  char text[AV_ERROR_MAX_STRING_SIZE];
  switch (code) {
  case AVERROR(ENOMEM):
    return byline_no_memory(path);
  case AVERROR(EINVAL):
  case AVERROR_EOF:
  case AVERROR_INVALIDDATA:
  case AVERROR_DEMUXER_NOT_FOUND:
  case AVERROR_PROTOCOL_NOT_FOUND:
    return byline_error(BYLINE_ERROR_FORMAT, "%s: not a sound file", path);
  default:
    byline_libav.av_strerror(code, text, sizeof(text));
    return byline_error(code > -1000 ? BYLINE_ERROR_IO : BYLINE_ERROR_FORMAT,
                        "%s: %s", path, text);
  }
}

/* A path is never taken for a URL. */
static char* make_url(const char* path)
{
  static const char protocol[] = "file:";
  const size_t size = sizeof(protocol) + strlen(path);
  char* const url = malloc(size);
  if (url) {
    snprintf(url, size, "%s%s", protocol, path);
  }
  return url;
}

/* What keeps other files in it: libav would find music in an archive of songs
 */
static const struct {
  int64_t place;
  const char* mark;
} archives[] = {
    {0, "PK\3\4"},  {0, "Rar!\x1a\7"},          {0, "7z\xbc\xaf\x27\x1c"},
    {257, "ustar"}, {32769, "CD001" /* ISO */}, {0, "SQLite format 3"},
    {0, "%PDF-"},
};

/* Whether an open file is such a one; it is at its beginning then. */
static bool is_archive(AVIOContext* bytes)
{
  bool found = false;
  for (size_t i = 0; !found && i < sizeof(archives) / sizeof(archives[0]);
       ++i) {
    unsigned char read[16];
    const int n = (int)strlen(archives[i].mark);
    found = byline_libav.avio_seek(bytes, archives[i].place, SEEK_SET) >= 0 &&
            byline_libav.avio_read(bytes, read, n) == n &&
            !memcmp(read, archives[i].mark, (size_t)n);
  }
  byline_libav.avio_seek(bytes, 0, SEEK_SET);
  return found;
}

/* Find out by its content alone what a file is: its name would make sound of
   notes.al.  Returns how sure that is, or an error code. */
static int probe(const char* url, const AVInputFormat** format)
{
  AVIOContext* bytes = NULL;
  int code = byline_libav.avio_open2(&bytes, url, AVIO_FLAG_READ, NULL, NULL);
  if (code >= 0) {
    code = is_archive(bytes) ? AVERROR_INVALIDDATA
                             : byline_libav.av_probe_input_buffer2(
                                   bytes, format, "", NULL, 0, 0);
    byline_libav.avio_closep(&bytes);
  }
  return code;
}

static int open_as(const char* url, const AVInputFormat* format,
                   AVFormatContext** container)
{
  AVDictionary* options = NULL;
  int code = AVERROR(ENOMEM);
  if (byline_libav.av_dict_set(&options, "protocol_whitelist", "file", 0) >=
      0) {
    code = byline_libav.avformat_open_input(container, url, format, &options);
  }
  byline_libav.av_dict_free(&options);
  if (code >= 0 &&
      (code = byline_libav.avformat_find_stream_info(*container, NULL)) < 0) {
    byline_libav.avformat_close_input(container);
  }
  return code;
}

/* Choose the best audio stream, and discard all others. */
static AVStream* choose_stream(AVFormatContext* container)
{
  const int index = byline_libav.av_find_best_stream(
      container, AVMEDIA_TYPE_AUDIO, -1, -1, NULL, 0);
  for (unsigned i = 0; index >= 0 && i < container->nb_streams; ++i) {
    container->streams[i]->discard =
        i == (unsigned)index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
  return index >= 0 ? container->streams[index] : NULL;
}

/* Whether a file that may be anything sounds: nearly all of its first packets
   can be decoded, and they are most of what was read. */
static bool sounds(AVFormatContext* container)
{
  const AVStream* const stream = choose_stream(container);
  BylineTrial trial = {0};
  return stream && byline_trial_run(container, stream, &trial) >= 0 &&
         trial.n_frames >= MIN_TRIED && trial.n_faults <= trial.n_frames / 20 &&
         2 * trial.n_bytes >= trial.n_read;
}

static int open_known(const char* url, AVFormatContext** container)
{
  const AVInputFormat* format = NULL;
  const int score = probe(url, &format);
  if (score < 0) {
    return score;
  }
  int code = open_as(url, format, container);
  if (code >= 0 && score <= UNSURE) {
    /* What was read is not given back: begin anew */
    const bool is_sound = sounds(*container);
    byline_libav.avformat_close_input(container);
    code = is_sound ? open_as(url, format, container) : AVERROR_INVALIDDATA;
  }
  return code;
}

BylineStatus byline_container_open(const char* path,
                                   AVFormatContext** container,
                                   AVStream** stream)
{
  *container = NULL;
  *stream = NULL;
  BYLINE_TRY(byline_libav_load());
  /* What comes out of a pipe could not be read twice */
  int fd;
  BYLINE_TRY(byline_file_open(path, &fd));
  close(fd);
  char* const url = make_url(path);
  const int code = url ? open_known(url, container) : AVERROR(ENOMEM);
  free(url);
  if (code < 0) {
    return byline_container_error(path, code);
  }
  *stream = choose_stream(*container);
  if (!*stream) {
    byline_libav.avformat_close_input(container);
    return byline_error(BYLINE_ERROR_FORMAT, "%s: no sound in it", path);
  }
  return BYLINE_OK;
}

bool byline_container_is_video(const AVFormatContext* container)
{
  for (unsigned i = 0; i < container->nb_streams; ++i) {
    const AVStream* const stream = container->streams[i];
    if (stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
        !(stream->disposition & AV_DISPOSITION_ATTACHED_PIC)) {
      return true;
    }
  }
  return false;
}
