/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/music.h"

#include <math.h>
#include <stdlib.h>

/* How often an artist with these songs is drawn, compared to others */
static double weight_of(const BylineMusic* music, const BylineMusicRange* range,
                        double balance)
{
  double n_frames = 0;
  for (size_t i = 0; i < range->n; ++i) {
    const size_t song = music->songs[range->first + i];
    n_frames += (double)byline_dataset_song(music->dataset, song)->n_frames;
  }
  return range->n > 0 ? pow(n_frames, 1 - balance) : 0;
}

/* List the usable songs of an artist after those that there are. */
static BylineMusicRange list_songs(BylineMusic* music, size_t artist,
                                   BylineSongTest is_usable, const void* user)
{
  const size_t first = music->n_songs;
  const size_t n_songs = byline_dataset_song_count(music->dataset);
  for (size_t i = 0; i < n_songs; ++i) {
    const BylineSong* const song = byline_dataset_song(music->dataset, i);
    if (song->artist == artist && is_usable(song, user)) {
      music->songs[music->n_songs++] = i;
    }
  }
  return (BylineMusicRange){.first = first, .n = music->n_songs - first};
}

BylineStatus byline_music_list(const BylineDataset* dataset, double balance,
                               BylineSongTest is_usable, const void* user,
                               BylineMusic* music)
{
  const size_t n_songs = byline_dataset_song_count(dataset);
  const size_t n_artists = byline_dataset_artist_count(dataset);
  *music = (BylineMusic){.dataset = dataset, .n_artists = n_artists};
  music->songs = calloc(n_songs + 1, sizeof(*music->songs));
  music->artists = calloc(n_artists + 1, sizeof(*music->artists));
  if (!music->songs || !music->artists) {
    byline_music_free(music);
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu songs",
                        n_songs);
  }
  double weight = 0;
  for (size_t i = 0; i < n_artists; ++i) {
    music->artists[i] = list_songs(music, i, is_usable, user);
    weight += weight_of(music, &music->artists[i], balance);
    music->artists[i].weight = weight;
  }
  return BYLINE_OK;
}

void byline_music_free(BylineMusic* music)
{
  free(music->songs);
  free(music->artists);
  *music = (BylineMusic){.n_songs = 0};
}

size_t byline_music_artists(const BylineMusic* music)
{
  size_t n = 0;
  for (size_t i = 0; i < music->n_artists; ++i) {
    n += music->artists[i].n > 0;
  }
  return n;
}

static const BylineMusicRange* draw_artist(const BylineMusic* music,
                                           BylineRandom* random)
{
  const size_t last = music->n_artists - 1;
  const double place =
      (double)byline_random_uniform(random, 0, 1) * music->artists[last].weight;
  size_t artist = 0;
  while (artist < last && place >= music->artists[artist].weight) {
    ++artist;
  }
  return &music->artists[artist];
}

size_t byline_music_draw(const BylineMusic* music, BylineRandom* random)
{
  const BylineMusicRange* const range = draw_artist(music, random);
  return music->songs[range->first + byline_random_below(random, range->n)];
}
