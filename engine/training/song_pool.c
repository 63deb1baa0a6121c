/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/song_pool.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* How often an artist with these songs is drawn, compared to others */
static double weight_of(const BylineSongPool* song_pool,
                        const BylineArtistRange* range, double balance)
{
  double n_frames = 0;
  for (size_t i = 0; i < range->n; ++i) {
    const size_t song = song_pool->songs[range->first + i];
    n_frames += (double)byline_dataset_song(song_pool->dataset, song)->n_frames;
  }
  return range->n > 0 ? pow(n_frames, 1 - balance) : 0;
}

/* List the usable songs of an artist after those that there are. */
static BylineArtistRange list_songs(BylineSongPool* song_pool, size_t artist,
                                    BylineSongTest is_usable, const void* user)
{
  const size_t first = song_pool->n_songs;
  const size_t n_songs = byline_dataset_song_count(song_pool->dataset);
  for (size_t i = 0; i < n_songs; ++i) {
    const BylineSong* const song = byline_dataset_song(song_pool->dataset, i);
    if (song->artist == artist && is_usable(song, user)) {
      song_pool->songs[song_pool->n_songs++] = i;
    }
  }
  return (BylineArtistRange){.first = first, .n = song_pool->n_songs - first};
}

BylineStatus byline_song_pool_list(const BylineDataset* dataset, double balance,
                                   BylineSongTest is_usable, const void* user,
                                   BylineSongPool* song_pool)
{
  const size_t n_songs = byline_dataset_song_count(dataset);
  const size_t n_artists = byline_dataset_artist_count(dataset);
  *song_pool = (BylineSongPool){.dataset = dataset, .n_artists = n_artists};
  song_pool->songs = calloc(n_songs + 1, sizeof(*song_pool->songs));
  song_pool->artists = calloc(n_artists + 1, sizeof(*song_pool->artists));
  if (!song_pool->songs || !song_pool->artists) {
    byline_song_pool_free(song_pool);
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu songs",
                        n_songs);
  }
  double weight = 0;
  for (size_t i = 0; i < n_artists; ++i) {
    song_pool->artists[i] = list_songs(song_pool, i, is_usable, user);
    weight += weight_of(song_pool, &song_pool->artists[i], balance);
    song_pool->artists[i].weight = weight;
  }
  return BYLINE_OK;
}

void byline_song_pool_free(BylineSongPool* song_pool)
{
  free(song_pool->songs);
  free(song_pool->artists);
  *song_pool = (BylineSongPool){.n_songs = 0};
}

size_t byline_song_pool_artists(const BylineSongPool* song_pool)
{
  size_t n = 0;
  for (size_t i = 0; i < song_pool->n_artists; ++i) {
    n += song_pool->artists[i].n > 0;
  }
  return n;
}

static const BylineArtistRange* draw_artist(const BylineSongPool* song_pool,
                                            BylineRandom* random)
{
  const size_t last = song_pool->n_artists - 1;
  const double place = (double)byline_random_uniform(random, 0, 1) *
                       song_pool->artists[last].weight;
  size_t artist = 0;
  while (artist < last && place >= song_pool->artists[artist].weight) {
    ++artist;
  }
  return &song_pool->artists[artist];
}

size_t byline_song_pool_draw(const BylineSongPool* song_pool,
                             BylineRandom* random)
{
  assert(song_pool->n_songs > 0);
  const BylineArtistRange* const range = draw_artist(song_pool, random);
  return song_pool->songs[range->first + byline_random_below(random, range->n)];
}
