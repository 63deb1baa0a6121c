/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file dataset.h
   From a music folder to training data.

       byline scan     folder -> library: a table of tracks (TSV)
       byline clean    library -> library: marks tracks of no use
       byline prepare  library -> dataset: a folder with the table of prepared
                       tracks, their split, and one spectrogram file a track

   A dataset folder holds

       front_end.json      the settings the spectrograms were made with
       tracks.tsv          path, artist, album, title, duration, split, frames,
                           features (a file name below features/), effects
                           (what was done to the sound first, for variants of
                           songs to learn from)
       features/K.npy      float16 [frames][n_mels] in dB, a NumPy file named
                           after the track's content and the front end

   so that training maps files into memory, a prepare that was killed goes on
   where it stopped, and Python reads a spectrogram with numpy.load().
*/

#ifndef BYLINE_DATASET_H
#define BYLINE_DATASET_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>

/** A track of a library.  Strings are never NULL. */
typedef struct {
  char* path;      ///< As found, absolute or relative to the table
  char* artist;    ///< Who it is by
  char* album;     ///< Album, "" when unknown
  char* title;     ///< Title, "" when unknown
  double duration; ///< Seconds
} BylineTrack;

/** A table of tracks. */
typedef struct {
  BylineTrack* tracks; ///< `n_tracks` of them, in the table's order
  size_t n_tracks;     ///< How many
} BylineLibrary;

/**
   Read a library table: tab-separated, first line the names of the columns, of
   which path and artist are needed and others may be missing or unknown.

   Relative paths are taken from the table's folder.  Tracks with a reason in
   the column `dropped`, which `byline clean` fills in, are passed over.

   @param[out] library To be freed with byline_library_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (the message has the
   line number) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_library_read(const char* path, BylineLibrary* library);

/** Write a library table, beside and then renamed. */
BylineStatus byline_library_write(const char* path,
                                  const BylineLibrary* library);

/** Free a library's tracks and clear it. */
void byline_library_free(BylineLibrary* library);

/** Which part of the data a song belongs to. */
typedef enum {
  BYLINE_TRAIN,      ///< Learnt from
  BYLINE_VALIDATION, ///< Choices are made on it
  BYLINE_TEST        ///< Reported once
} BylineSplit;

/** "train", "validation" or "test". */
const char* byline_split_name(BylineSplit split);

/**
   Split songs 60/20/20, each artist for itself, at random.

   Every artist with three songs or more has at least one in each part.

   @param artists The artist of each song, 0 .. `n_artists` - 1.
   @param[out] splits One a song.
   @param seed Decides who goes where.
*/
void byline_split_songs(const size_t* artists, size_t n_songs, size_t n_artists,
                        uint64_t seed, BylineSplit* splits);

/** A prepared track. */
typedef struct {
  const char* path;  ///< The sound file
  const char* album; ///< Album, perhaps ""
  const char* title; ///< Title, perhaps ""
  size_t artist;     ///< Index into the dataset's artists
  BylineSplit split; ///< Its part
  size_t n_frames;   ///< Columns
} BylineSong;

/** A dataset opened for reading: immutable, shareable between threads. */
typedef struct BylineDataset BylineDataset;

/**
   Open a folder that `byline prepare` made.

   @param[out] dataset To be freed with byline_dataset_close().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_dataset_open(const char* folder, BylineDataset** dataset);

/** Close a dataset.  NULL is fine. */
void byline_dataset_close(BylineDataset* dataset);

/** What its spectrograms were made with; the dataset's own. */
const BylineFrontEnd* byline_dataset_front_end(const BylineDataset* dataset);

/** How many artists, in alphabetical order. */
size_t byline_dataset_artist_count(const BylineDataset* dataset);

/** The name of artist `index`; the dataset's own. */
const char* byline_dataset_artist(const BylineDataset* dataset, size_t index);

/** How many songs. */
size_t byline_dataset_song_count(const BylineDataset* dataset);

/** Song `index`; the dataset's own. */
const BylineSong* byline_dataset_song(const BylineDataset* dataset,
                                      size_t index);

/**
   Read columns of a song's spectrogram.

   @param first First column; `first` + `n_frames` <= the song's n_frames.
   @param[out] columns `n_frames` x n_mels values in dB.
*/
void byline_dataset_columns(const BylineDataset* dataset, size_t song,
                            size_t first, size_t n_frames, float* columns);

#endif // BYLINE_DATASET_H
