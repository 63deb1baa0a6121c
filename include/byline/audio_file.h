/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file audio_file.h
   Reading sound and tags from any file that FFmpeg's libraries know.

   Engine only: the plugin never decodes.
*/

#ifndef BYLINE_AUDIO_FILE_H
#define BYLINE_AUDIO_FILE_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** What stands in BylineTags::artist for a slash in an ID3v2.3 tag, where it
   may be between two artists or in the name of one: U+2215. */
#define BYLINE_ARTIST_SLASH "\xe2\x88\x95"

/** What a file says about itself.  Strings are never NULL, perhaps empty, and
    clean (base/text.h). */
typedef struct {
  char* artist;        ///< ARTIST, several joined with "; "
  char* album_artist;  ///< ALBUMARTIST
  char* album;         ///< ALBUM
  char* title;         ///< TITLE
  char* artist_id;     ///< MUSICBRAINZ_ARTISTID, several joined with "; "
  char* recording_id;  ///< MUSICBRAINZ_TRACKID
  double duration;     ///< Seconds, 0 when unknown
  bool has_artists;    ///< Each of `artist` is one, whatever it looks like
  bool is_compilation; ///< The album has tracks by various artists
  bool is_video;       ///< Moving pictures are in it, too
} BylineTags;

/** A file being decoded. */
typedef struct BylineAudioFile BylineAudioFile;

/**
   Have decoders loaded on a thread of its own, while the caller does something
   else.

   They take 60 ms the first time that a file is opened; whoever opens one
   meanwhile waits for them.
*/
void byline_audio_file_load_ahead(void);

/**
   Open a file for decoding its best audio stream.

   @param path Any string the file system knows.
   @param[out] file To be freed with byline_audio_file_close().
   @return BYLINE_OK, BYLINE_ERROR_IO (no such file, not readable),
   BYLINE_ERROR_FORMAT (not audio), BYLINE_ERROR_DATA (no decoders here) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_audio_file_open(const char* path, BylineAudioFile** file);

/** Close a file.  NULL is fine. */
void byline_audio_file_close(BylineAudioFile* file);

/** The file's own sample rate, in Hz. */
double byline_audio_file_rate(const BylineAudioFile* file);

/**
   Decode the next samples as stereo (mono doubled, more channels mixed down).

   @param[out] left Room for `capacity` samples.
   @param[out] right Room for `capacity` samples.
   @param[out] n How many were written; 0 at the end of the file.
   @return BYLINE_OK or, when the file is damaged beyond decoding,
   BYLINE_ERROR_FORMAT; damage that the decoder can skip is skipped.
*/
BylineStatus byline_audio_file_read(BylineAudioFile* file, float* left,
                                    float* right, size_t capacity, size_t* n);

/**
   Read a file's tags without decoding it.

   @param[out] tags Filled; to be freed with byline_tags_free().
   @return As byline_audio_file_open().
*/
BylineStatus byline_tags_read(const char* path, BylineTags* tags);

/** Free the strings of `tags` and clear it. */
void byline_tags_free(BylineTags* tags);

#endif // BYLINE_AUDIO_FILE_H
