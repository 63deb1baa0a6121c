/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/strangers.h"

#include "dataset/names.h"

#include <string.h>

/* What must be known of a dataset to tell strangers */
typedef struct {
  BylineNames artists;
  BylineNames paths;
  BylineNames recordings;
} Known;

/* Which songs are learnt from as nobody's */
typedef struct {
  const Known* known;
  const BylineDataset* dataset; ///< The strangers'
  size_t clip_frames;           ///< Of a clip
} Choice;

static void forget(Known* known)
{
  byline_names_free(&known->artists);
  byline_names_free(&known->paths);
  byline_names_free(&known->recordings);
}

static BylineStatus get_to_know(const BylineDataset* dataset, Known* known)
{
  bool complete = true;
  for (size_t i = 0; i < byline_dataset_artist_count(dataset); ++i) {
    complete = complete && byline_names_add(&known->artists,
                                            byline_dataset_artist(dataset, i));
  }
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    complete = complete && byline_names_add(&known->paths, song->path) &&
               byline_names_add(&known->recordings, song->recording);
  }
  byline_names_sort(&known->artists);
  byline_names_sort(&known->paths);
  byline_names_sort(&known->recordings);
  return complete ? BYLINE_OK : byline_no_memory(NULL);
}

static bool contains(const BylineNames* names, const char* name)
{
  return byline_names_find(names, name) < names->n;
}

/* Columns of the same sizes may still show other things. */
static BylineStatus check_front_ends(const BylineRecipe* recipe,
                                     const BylineDataset* dataset,
                                     const BylineDataset* strangers)
{
  return byline_front_ends_match(byline_dataset_front_end(dataset),
                                 byline_dataset_front_end(strangers))
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_DATA,
                            "strangers: the front end of %s is not the "
                            "dataset's; prepare both with the same options",
                            recipe->strangers);
}

static bool is_usable(const BylineSong* song, const void* user)
{
  const Choice* const choice = user;
  /* One column more than a clip, which interpolation reads */
  return song->n_frames > choice->clip_frames &&
         !contains(&choice->known->artists,
                   byline_dataset_artist(choice->dataset, song->artist));
}

static BylineStatus check_songs(const Known* known, const BylineRecipe* recipe,
                                const BylineSongPool* song_pool)
{
  for (size_t i = 0; i < song_pool->n_songs; ++i) {
    const BylineSong* const song =
        byline_dataset_song(song_pool->dataset, song_pool->songs[i]);
    if (contains(&known->paths, song->path) ||
        contains(&known->recordings, song->recording)) {
      return byline_error(
          BYLINE_ERROR_DATA,
          "strangers: %s by %s in %s is in the dataset too; "
          "leave it out of one of them",
          song->path, byline_dataset_artist(song_pool->dataset, song->artist),
          recipe->strangers);
    }
  }
  return song_pool->n_songs > 0
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_DATA,
                            "strangers: %s has no song longer than a clip by "
                            "an artist who is not in the dataset",
                            recipe->strangers);
}

static BylineStatus choose(const BylineRecipe* recipe, const Known* known,
                           BylineStrangers* strangers)
{
  const Choice choice = {.known = known,
                         .dataset = strangers->dataset,
                         .clip_frames = (size_t)recipe->clip_frames};
  BYLINE_TRY(byline_song_pool_list(strangers->dataset, 1, is_usable, &choice,
                                   &strangers->song_pool));
  return check_songs(known, recipe, &strangers->song_pool);
}

BylineStatus byline_strangers_open(const BylineRecipe* recipe,
                                   const BylineDataset* dataset,
                                   BylineStrangers* strangers)
{
  *strangers = (BylineStrangers){.dataset = NULL};
  if (strcmp(recipe->strangers, "none") == 0) {
    return BYLINE_OK;
  }
  Known known = {.artists = {0}};
  BylineStatus status =
      byline_dataset_open(recipe->strangers, &strangers->dataset);
  BYLINE_THEN(status, check_front_ends(recipe, dataset, strangers->dataset));
  BYLINE_THEN(status, get_to_know(dataset, &known));
  BYLINE_THEN(status, choose(recipe, &known, strangers));
  forget(&known);
  if (status != BYLINE_OK) {
    byline_strangers_close(strangers);
  }
  return status;
}

void byline_strangers_close(BylineStrangers* strangers)
{
  byline_song_pool_free(&strangers->song_pool);
  byline_dataset_close(strangers->dataset);
  strangers->dataset = NULL;
}
