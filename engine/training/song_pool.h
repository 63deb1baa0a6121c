/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file song_pool.h
   Songs of a dataset that clips are drawn from, by artist.
*/

#ifndef BYLINE_TRAINING_SONG_POOL_H
#define BYLINE_TRAINING_SONG_POOL_H

#include "byline/dataset.h"
#include "byline/random.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Where an artist's songs stand in the list of songs. */
typedef struct {
  size_t first;  ///< The first of them
  size_t n;      ///< How many
  double weight; ///< Of this artist and all before, when one is drawn
} BylineArtistRange;

/** Songs to draw from. */
typedef struct {
  const BylineDataset* dataset; ///< Whose songs these are
  size_t n_artists;             ///< Of the dataset, some perhaps without songs
  size_t n_songs;               ///< To draw from
  size_t* songs;                ///< Their numbers, sorted by artist
  BylineArtistRange* artists;   ///< One per artist
} BylineSongPool;

/** Whether a song is to be drawn from. */
typedef bool (*BylineSongTest)(const BylineSong* song, const void* user);

/**
   List songs.

   @param dataset Must outlive the list.
   @param balance 1: artists that have songs are drawn alike, 0: as often as
   they have music.
   @param is_usable Which songs.
   @param user Passed on to `is_usable`.
   @param[out] song_pool To be freed with byline_song_pool_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_song_pool_list(const BylineDataset* dataset, double balance,
                                   BylineSongTest is_usable, const void* user,
                                   BylineSongPool* song_pool);

/** Free and clear. */
void byline_song_pool_free(BylineSongPool* song_pool);

/** How many of the artists have songs. */
size_t byline_song_pool_artists(const BylineSongPool* song_pool);

/** Draw an artist, then one of the artist's songs, all alike; there is one. */
size_t byline_song_pool_draw(const BylineSongPool* song_pool,
                             BylineRandom* random);

#endif // BYLINE_TRAINING_SONG_POOL_H
