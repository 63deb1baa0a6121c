/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file duration.h
   How long a file plays, measured where its header may lie.
*/

#ifndef BYLINE_AUDIO_DURATION_H
#define BYLINE_AUDIO_DURATION_H

#include <libavformat/avformat.h>

/**
   Measure a stream's length.

   The header is believed where the end of the stream is found to be where it
   says; all packets are read, though not decoded, where it has no length (piped
   FLAC), where the length was guessed from the bit rate (MP3 without a Xing
   header), where the file was cut off, and where an Ogg file holds several
   streams one after another.

   @param path The file that the container was opened from.
   @param container Is read from: of no use for decoding afterwards.
   @return Seconds; 0 when unknown.
*/
double byline_duration_measure(const char* path, AVFormatContext* container,
                               AVStream* stream);

#endif // BYLINE_AUDIO_DURATION_H
