/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file container.h
   Opening a file with libavformat, for decoding and for its tags.
*/

#ifndef BYLINE_AUDIO_CONTAINER_H
#define BYLINE_AUDIO_CONTAINER_H

#include "byline/status.h"

#include <libavformat/avformat.h>

#include <stdbool.h>

/**
   Open a file and find its best audio stream; all others are discarded.

   The format is told by the content, never by the name; where the content
   leaves doubts, the file must be decodable.

   The path is never taken for a URL, and whatever the file refers to (a
   playlist, say) is only looked for in the file system.

   @param[out] container To be closed with avformat_close_input().
   @param[out] stream The audio stream, the container's own.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (not audio),
   BYLINE_ERROR_DATA (no libav) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_container_open(const char* path,
                                   AVFormatContext** container,
                                   AVStream** stream);

/** Whether moving pictures are in a file; a picture of its cover is none. */
bool byline_container_is_video(const AVFormatContext* container);

/** Turn libav's error code into ours, with libav's words in the message. */
BylineStatus byline_container_error(const char* path, int code);

#endif // BYLINE_AUDIO_CONTAINER_H
