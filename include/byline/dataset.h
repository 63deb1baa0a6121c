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
       split.json          the plan of the split: by song or album, folds, the
                           fold that is the test, seed
       tracks.tsv          path, artist, album, title, duration, split, frames,
                           features (a file name below features/), effects
                           (what was done to the sound first, for variants of
                           songs to learn from, or "stem"), group (the album
                           that stays in one part of the split, or nothing),
                           fold (in which the song is in the test, or nothing),
                           first (the column where the music begins; frames
                           counts from there, without the silence at the end;
                           long silences inside were taken out), backing (the
                           same for songs over one accompaniment, which stay in
                           one part, or nothing), and perhaps
                           stem (the file with the voice of such a variant)
       features/K.npy      float16 [frames][channels x n_mels] in dB, a NumPy
                           file named after the track's content and the front
                           end

   so that training maps files into memory, a prepare that was killed goes on
   where it stopped, and Python reads a spectrogram with numpy.load().
*/

#ifndef BYLINE_DATASET_H
#define BYLINE_DATASET_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A track of a library.  Strings are never NULL but where it says so. */
typedef struct {
  char* path;         ///< As found, absolute or relative to the table
  char* artist;       ///< Who it is by
  char* album;        ///< Album, "" when unknown
  char* title;        ///< Title, "" when unknown
  char* album_artist; ///< Who the album is by; NULL or "" when unknown
  char* artist_id;    ///< At MusicBrainz; NULL or "" when unknown
  double duration;    ///< Seconds
  bool has_artists;   ///< Each of `artist` is one, whatever it looks like
} BylineTrack;

/** A table of tracks. */
typedef struct {
  BylineTrack* tracks; ///< `n_tracks` of them, in the table's order
  size_t n_tracks;     ///< How many
} BylineLibrary;

/**
   Read a library table: first line the names of the columns, of which path and
   artist are needed and others may be missing or unknown; in UTF-8 or UTF-16,
   cells separated by tabs, semicolons or commas.

   Relative paths are taken from the table's folder.  Tracks with a reason in
   the column `dropped`, which `byline clean` fills in, are passed over, as are,
   with a note, those that `byline scan` marked in `missing` and that are not
   there yet.  A row that cannot be read is left out, with a warning.

   @param[out] library To be freed with byline_library_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (the message has the
   line number) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_library_read(const char* path, BylineLibrary* library);

/**
   Read a library table that may be in another encoding than Unicode.

   @param encoding As iconv(1) calls it, such as windows-1252; NULL for none.
   @return As byline_library_read(), or BYLINE_ERROR_USAGE (no such encoding).
*/
BylineStatus byline_library_read_as(const char* path, const char* encoding,
                                    BylineLibrary* library);

/** Free a track's strings. */
void byline_track_free(BylineTrack* track);

/** Free a library's tracks and clear it. */
void byline_library_free(BylineLibrary* library);

/** Which part of the data a song belongs to. */
typedef enum {
  BYLINE_TRAIN,      ///< Learnt from
  BYLINE_VALIDATION, ///< Choices are made on it
  BYLINE_TEST,       ///< Reported once
  BYLINE_UNUSED      ///< None: a variant of a song that is not learnt from
} BylineSplit;

/** "train", "validation", "test" or "unused". */
const char* byline_split_name(BylineSplit split);

/** Find the split of that name; false when there is none. */
bool byline_split_find(const char* name, BylineSplit* split);

/** What stays in one part of a split. */
typedef enum {
  BYLINE_BY_SONG, ///< Each recording
  BYLINE_BY_ALBUM ///< Each album of an artist: its sound is not learnt from
} BylineSplitBy;

/**
   How songs are split; each artist for itself, so that all parts have the same
   mixture of artists.

   Without folds, 60 % are learnt from, 20 % are for validation, 20 % for the
   test.  With them, each song is in the test of one fold, and a quarter of the
   others is for validation.
*/
typedef struct {
  BylineSplitBy by; ///< What stays together
  unsigned folds;   ///< How many, 2 or more; 0: 60/20/20
  unsigned fold;    ///< Which one is the test, 0 .. folds - 1
  uint64_t seed;    ///< Decides who goes where
} BylineSplitPlan;

/** A prepared track. */
typedef struct {
  const char* path;      ///< The sound file
  const char* album;     ///< Album, perhaps ""
  const char* title;     ///< Title, perhaps ""
  const char* group;     ///< The album that is in one part only, perhaps ""
  const char* recording; ///< What is the same for the same sound
  const char* backing;   ///< The same for songs over the same accompaniment,
                         ///< whoever sings; ""
  size_t artist;         ///< Index into the dataset's artists
  BylineSplit split;     ///< Its part
  bool is_variant;       ///< Sent through effects, or with a stem for a voice,
                         ///< to be learnt from
  size_t n_frames;       ///< Columns
} BylineSong;

/**
   A dataset opened for reading: shareable between threads, and unchanging but
   for byline_dataset_resplit() and byline_dataset_move().
*/
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

/**
   How its songs were split: by `byline prepare`, or anew since then; the
   dataset's own.  NULL when it is too old to tell.
*/
const BylineSplitPlan* byline_dataset_plan(const BylineDataset* dataset);

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
   @param[out] columns `n_frames` x channels x n_mels values in dB.
*/
void byline_dataset_columns(const BylineDataset* dataset, size_t song,
                            size_t first, size_t n_frames, float* columns);

/**
   Split the songs anew, in memory only.

   The plan that a dataset was prepared with gives the split in its table.
   Variants are learnt from where their song is, and unused elsewhere.  Artists
   with too few albums to be split by album are split by song, with a note.

   @return BYLINE_OK, BYLINE_ERROR_USAGE (an impossible plan) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_dataset_resplit(BylineDataset* dataset,
                                    const BylineSplitPlan* plan);

/** Put a song into another part of the split, in memory only. */
void byline_dataset_move(BylineDataset* dataset, size_t song,
                         BylineSplit split);

/**
   Make sure that nothing that is learnt from is also tested on: no recording
   is in two parts of the split, and no album that was to stay in one.

   @param all_learnt Validation is learnt from, too: training and validation
   songs are one part.
   @return BYLINE_OK, BYLINE_ERROR_DATA (the message names two songs) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_dataset_check_leaks(const BylineDataset* dataset,
                                        bool all_learnt);

#endif // BYLINE_DATASET_H
