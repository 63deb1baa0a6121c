/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/libav.h"

#include "base/shared_library.h"

#include <libavutil/log.h>

#include <pthread.h>
#include <stddef.h>
#include <stdio.h>

BylineLibav byline_libav;

#define SYMBOL(name) {#name, offsetof(BylineLibav, name)},

static const BylineSymbol avutil[] = {BYLINE_LIBAV_AVUTIL(SYMBOL)};
static const BylineSymbol avcodec[] = {BYLINE_LIBAV_AVCODEC(SYMBOL)};
static const BylineSymbol avformat[] = {BYLINE_LIBAV_AVFORMAT(SYMBOL)};
static const BylineSymbol swresample[] = {BYLINE_LIBAV_SWRESAMPLE(SYMBOL)};

/* The version whose headers this was compiled with */
#define LIBRARY(symbols, version)                                              \
  {                                                                            \
    "lib" #symbols ".so." AV_STRINGIFY(version), symbols,                      \
        sizeof(symbols) / sizeof(*(symbols)), &byline_libav, false             \
  }

static BylineSharedLibrary libraries[] = {
    LIBRARY(avutil, LIBAVUTIL_VERSION_MAJOR),
    LIBRARY(avcodec, LIBAVCODEC_VERSION_MAJOR),
    LIBRARY(avformat, LIBAVFORMAT_VERSION_MAJOR),
    LIBRARY(swresample, LIBSWRESAMPLE_VERSION_MAJOR),
};

/* libav talks to standard error from any depth; what matters comes back as an
   error code */
static void silence(void)
{
  byline_libav.av_log_set_level(AV_LOG_QUIET);
}

BylineStatus byline_libav_load(void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  for (size_t i = 0; i < sizeof(libraries) / sizeof(*libraries); ++i) {
    if (byline_shared_library_open(&libraries[i]) != BYLINE_OK) {
      char linker[256];
      snprintf(linker, sizeof(linker), "%s", byline_error_message());
      return byline_error(BYLINE_ERROR_DATA, "FFmpeg's libraries: %s", linker);
    }
  }
  pthread_once(&once, silence);
  return BYLINE_OK;
}
