/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/choose.h"

#include <stdio.h>
#include <stdlib.h>

/* Tell which artists are left out, the first few by name. */
static void tell_left_out(const BylineNames* all, const size_t* counts,
                          size_t min_songs)
{
  char list[256] = "";
  size_t n_artists = 0;
  size_t n_tracks = 0;
  size_t length = 0;
  for (size_t i = 0; i < all->n; ++i) {
    if (counts[i] >= min_songs) {
      continue;
    }
    n_tracks += counts[i];
    if (n_artists++ < 3) {
      const int n = snprintf(list + length, sizeof(list) - length, "%s%s (%zu)",
                             length ? ", " : "", all->names[i], counts[i]);
      length += n > 0 ? (size_t)n : 0;
      length = length < sizeof(list) ? length : sizeof(list) - 1;
    }
  }
  if (n_artists > 0) {
    byline_log(BYLINE_LOG_NOTE,
               "left out: %zu artist%s with fewer than %zu songs (%zu "
               "tracks): %s%s",
               n_artists, n_artists == 1 ? "" : "s", min_songs, n_tracks, list,
               n_artists > 3 ? ", ..." : "");
  }
}

static BylineStatus check_artists(const BylineNames* artists, size_t min_songs)
{
  if (artists->n >= 2) {
    return BYLINE_OK;
  }
  return artists->n == 0
             ? byline_error(BYLINE_ERROR_DATA,
                            "no artist has %zu usable songs or more, and "
                            "learning needs two such artists",
                            min_songs)
             : byline_error(BYLINE_ERROR_DATA,
                            "only one artist, %s, has %zu usable songs or "
                            "more; learning needs two",
                            artists->names[0], min_songs);
}

static bool gather(const BylineCandidate* candidates, size_t n,
                   BylineNames* all)
{
  bool complete = true;
  for (size_t i = 0; i < n && complete; ++i) {
    complete = !candidates[i].usable ||
               byline_names_add(all, candidates[i].track->artist);
  }
  byline_names_sort(all);
  return complete;
}

/* Choose among all artists those with enough tracks. */
static BylineStatus choose(const BylineCandidate* candidates, size_t n,
                           size_t min_songs, const BylineNames* all, bool tell,
                           BylineNames* artists)
{
  size_t* const counts = calloc(all->n + 1, sizeof(*counts));
  bool complete = counts;
  for (size_t i = 0; complete && i < n; ++i) {
    if (candidates[i].usable) {
      ++counts[byline_names_find(all, candidates[i].track->artist)];
    }
  }
  for (size_t i = 0; complete && i < all->n; ++i) {
    complete =
        counts[i] < min_songs || byline_names_add(artists, all->names[i]);
  }
  if (complete && tell) {
    tell_left_out(all, counts, min_songs);
  }
  free(counts);
  return complete ? check_artists(artists, min_songs) : byline_no_memory(NULL);
}

static size_t close_ranks(BylineCandidate* candidates, size_t n,
                          const BylineNames* artists)
{
  size_t n_chosen = 0;
  for (size_t i = 0; i < n; ++i) {
    if (candidates[i].usable &&
        byline_names_find(artists, candidates[i].track->artist) < artists->n) {
      candidates[n_chosen++] = candidates[i];
    }
  }
  return n_chosen;
}

BylineStatus byline_candidates_choose(BylineCandidate* candidates, size_t* n,
                                      size_t min_songs, bool tell,
                                      BylineNames* artists)
{
  *artists = (BylineNames){0};
  BylineNames all = {0};
  const BylineStatus status =
      gather(candidates, *n, &all)
          ? choose(candidates, *n, min_songs, &all, tell, artists)
          : byline_no_memory(NULL);
  byline_names_free(&all);
  *n = close_ranks(candidates, *n, artists);
  return status;
}
