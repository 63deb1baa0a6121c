/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file music.h
   Songs of a dataset that clips are drawn from, by artist.
*/

#ifndef BYLINE_TRAINING_MUSIC_H
#define BYLINE_TRAINING_MUSIC_H

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
} BylineMusicRange;

/** Songs to draw from. */
typedef struct {
  const BylineDataset* dataset; ///< Whose songs these are
  size_t n_artists;             ///< Of the dataset, some perhaps without songs
  size_t n_songs;               ///< To draw from
  size_t* songs;                ///< Their numbers, sorted by artist
  BylineMusicRange* artists;    ///< One per artist
} BylineMusic;

/** Whether a song is to be drawn from. */
typedef bool (*BylineSongTest)(const BylineSong* song, const void* user);

/**
   List songs.

   @param dataset Must outlive the list.
   @param balance 1: artists that have songs are drawn alike, 0: as often as
   they have music.
   @param is_usable Which songs.
   @param user Passed on to `is_usable`.
   @param[out] music To be freed with byline_music_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_music_list(const BylineDataset* dataset, double balance,
                               BylineSongTest is_usable, const void* user,
                               BylineMusic* music);

/** Free and clear. */
void byline_music_free(BylineMusic* music);

/** How many of the artists have songs. */
size_t byline_music_artists(const BylineMusic* music);

/** Draw an artist, then one of the artist's songs, all alike; there is one. */
size_t byline_music_draw(const BylineMusic* music, BylineRandom* random);

#endif // BYLINE_TRAINING_MUSIC_H
