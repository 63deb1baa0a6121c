/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file tag_values.h
   All the values of a file's tags, through TagLib.

   libav gives one value of several in most formats; TagLib 1.13 has its lists
   in C++ only.  What it lacks, or what is in no format that it knows, is
   libav's to tell.
*/

#ifndef BYLINE_AUDIO_TAG_VALUES_H
#define BYLINE_AUDIO_TAG_VALUES_H

#ifdef __cplusplus
extern "C" {
#endif

/** The tags that are asked for. */
typedef enum {
  BYLINE_TAG_ARTIST,       ///< As it is shown
  BYLINE_TAG_ARTISTS,      ///< Each artist of it
  BYLINE_TAG_ALBUM_ARTIST, ///< Who the album is by
  BYLINE_TAG_ALBUM,        ///< Its name
  BYLINE_TAG_TITLE,        ///< The track's
  BYLINE_TAG_ARTIST_ID,    ///< Each artist's at MusicBrainz
  BYLINE_TAG_RECORDING_ID, ///< The recording's at MusicBrainz
  BYLINE_TAG_COMPILATION,  ///< "1": the album has tracks by various artists
  BYLINE_N_TAGS            ///< How many there are
} BylineTag;

/** Takes a value, in UTF-8 and not empty. */
typedef void (*BylineTagSink)(void* context, BylineTag tag, const char* value);

/**
   Read the values of all tags, in the order that they have in the file.

   A slash in an artist's name in ID3v2.3, and before, is BYLINE_ARTIST_SLASH:
   it may be one between two. A file with several kinds of tags has each value
   from the first of them: ID3v2, APE, ID3v1; what is damaged is passed over.
   Any thread.

   @param format What the file is, as libav calls it, such as "mp3": names of
   files are not believed.
   @param codec What its sound is, as libav calls it, such as "vorbis".
*/
void byline_tag_values_read(const char* path, const char* format,
                            const char* codec, BylineTagSink sink,
                            void* context);

#ifdef __cplusplus
}
#endif

#endif // BYLINE_AUDIO_TAG_VALUES_H
