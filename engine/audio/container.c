/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/container.h"

#include <libavutil/dict.h>
#include <libavutil/log.h>

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* libav talks to standard error from any depth; what matters comes back as an
   error code */
static void silence_libav(void)
{
  av_log_set_level(AV_LOG_QUIET);
}

void byline_container_silence(void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, silence_libav);
}

BylineStatus byline_container_error(const char* path, int code)
{
  char text[AV_ERROR_MAX_STRING_SIZE];
  switch (code) {
  case AVERROR(ENOMEM):
    return byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  case AVERROR(EINVAL):
  case AVERROR_EOF:
  case AVERROR_INVALIDDATA:
  case AVERROR_DEMUXER_NOT_FOUND:
  case AVERROR_PROTOCOL_NOT_FOUND:
    return byline_error(BYLINE_ERROR_FORMAT, "%s: not a sound file", path);
  default:
    av_make_error_string(text, sizeof(text), code);
    return byline_error(code > -1000 ? BYLINE_ERROR_IO : BYLINE_ERROR_FORMAT,
                        "%s: %s", path, text);
  }
}

static int open_input(const char* path, AVFormatContext** container)
{
  static const char protocol[] = "file:";
  const size_t size = sizeof(protocol) + strlen(path);
  char* const url = malloc(size);
  AVDictionary* options = NULL;
  int code = AVERROR(ENOMEM);
  if (url && av_dict_set(&options, "protocol_whitelist", "file", 0) >= 0) {
    snprintf(url, size, "%s%s", protocol, path);
    code = avformat_open_input(container, url, NULL, &options);
  }
  av_dict_free(&options);
  free(url);
  return code;
}

BylineStatus byline_container_open(const char* path,
                                   AVFormatContext** container,
                                   AVStream** stream)
{
  byline_container_silence();
  *container = NULL;
  *stream = NULL;
  int code = open_input(path, container);
  if (code < 0) {
    return byline_container_error(path, code);
  }
  code = avformat_find_stream_info(*container, NULL);
  if (code < 0) {
    avformat_close_input(container);
    return byline_container_error(path, code);
  }
  const int index =
      av_find_best_stream(*container, AVMEDIA_TYPE_AUDIO, -1, -1, NULL, 0);
  if (index < 0) {
    avformat_close_input(container);
    return byline_error(BYLINE_ERROR_FORMAT, "%s: no sound in it", path);
  }
  for (unsigned i = 0; i < (*container)->nb_streams; ++i) {
    (*container)->streams[i]->discard =
        i == (unsigned)index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
  *stream = (*container)->streams[index];
  return BYLINE_OK;
}

double byline_container_duration(const AVFormatContext* container,
                                 const AVStream* stream)
{
  if (stream->duration > 0) {
    return (double)stream->duration * av_q2d(stream->time_base);
  }
  return container->duration > 0 ? (double)container->duration / AV_TIME_BASE
                                 : 0;
}
