/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file id3.h
   Several values of one tag in an ID3v2.4 tag, of which libav reads the first.

   See https://id3.org/id3v2.4.0-structure and -frames.
*/

#ifndef BYLINE_AUDIO_ID3_H
#define BYLINE_AUDIO_ID3_H

/** Tags with several values, joined with "; "; NULL: none, or a single one. */
typedef struct {
  char* artist;    ///< TPE1
  char* artist_id; ///< TXXX "MusicBrainz Artist Id"
} BylineId3;

/**
   Look for tags with several values at the beginning of a file.

   Whatever is damaged or unknown is passed over; tags are not worth an error.

   @param[out] tags To be freed with byline_id3_free().
*/
void byline_id3_read(const char* path, BylineId3* tags);

/** Free and clear. */
void byline_id3_free(BylineId3* tags);

#endif // BYLINE_AUDIO_ID3_H
