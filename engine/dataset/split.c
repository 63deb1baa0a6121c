/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"
#include "byline/random.h"

/* Artists with at least so many songs have one in each part */
#define MIN_SONGS 3

const char* byline_split_name(BylineSplit split)
{
  static const char* const names[] = {"train", "validation", "test"};
  return names[split];
}

/* A fifth of `n`, rounded; at least one where there are songs enough. */
static size_t fifth(size_t n)
{
  const size_t rounded = (2 * n + 5) / 10;
  return n >= MIN_SONGS && rounded == 0 ? 1 : rounded;
}

/* Selection sampling (Knuth, The Art of Computer Programming, vol. 2, 3.4.2,
   algorithm S) for two samples at once: a song goes to a part with the
   probability that the part's missing songs have among those still to come. */
static void split_artist(const size_t* artists, size_t n_songs, size_t artist,
                         uint64_t seed, BylineSplit* splits)
{
  size_t n_left = 0;
  for (size_t i = 0; i < n_songs; ++i) {
    n_left += artists[i] == artist;
  }
  size_t n_test = fifth(n_left);
  size_t n_validation = fifth(n_left);
  BylineRandom random = byline_random_begin(seed, artist);
  for (size_t i = 0; i < n_songs; ++i) {
    if (artists[i] != artist) {
      continue;
    }
    const uint64_t draw = byline_random_below(&random, n_left--);
    if (draw < n_test) {
      splits[i] = BYLINE_TEST;
      --n_test;
    } else if (draw < n_test + n_validation) {
      splits[i] = BYLINE_VALIDATION;
      --n_validation;
    } else {
      splits[i] = BYLINE_TRAIN;
    }
  }
}

void byline_split_songs(const size_t* artists, size_t n_songs, size_t n_artists,
                        uint64_t seed, BylineSplit* splits)
{
  for (size_t artist = 0; artist < n_artists; ++artist) {
    split_artist(artists, n_songs, artist, seed, splits);
  }
}
