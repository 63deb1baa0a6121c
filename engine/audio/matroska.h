/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file matroska.h
   All the values of a Matroska file's tags, of which libav gives the last, and
   TagLib 1.13 none.  See RFC 9559, section 5.1.8.
*/

#ifndef BYLINE_AUDIO_MATROSKA_H
#define BYLINE_AUDIO_MATROSKA_H

#include "audio/tag_values.h"

/**
   Read the values of all tags, in the order that they have in the file.

   What is said of an album (target type 50) is its own: its artist is the
   album's artist, its title the album.  What is damaged is passed over.
*/
void byline_matroska_tags_read(const char* path, BylineTagSink sink,
                               void* context);

#endif // BYLINE_AUDIO_MATROSKA_H
