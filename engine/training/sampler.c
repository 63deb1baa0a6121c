/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/batch.h"

#include "byline/random.h"
#include "spectrum/voice_activity.h"
#include "training/augment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where an artist's songs stand in the list of songs */
typedef struct {
  size_t first;  ///< The first of them
  size_t n;      ///< How many
  double weight; ///< Of this artist and all before, when one is drawn
} Range;

struct BylineSampler {
  const BylineDataset* dataset;
  BylineRecipe recipe;
  BylineMasks masks;
  unsigned part;    ///< Which part of a batch is drawn
  unsigned n_parts; ///< Of how many
  size_t n_artists;
  size_t* songs;    ///< Training songs, sorted by artist
  Range* artists;   ///< One per artist
  float* columns;   ///< A stretch of a song, as much as the fastest clip needs
  float* augmented; ///< The clip at its new speed
  float* partner;   ///< The image that a clip is mixed with
};

/* How often a place with a voice is sought in a song that has perhaps none */
#define MAX_PLACES 16

/* What each number that is drawn belongs to; part of a sequence's identity */
enum { PURPOSE_CLIP = 1, PURPOSE_FRAMES = 2 };

static BylineRandom begin(const BylineSampler* sampler, int purpose,
                          uint64_t epoch, size_t index)
{
  /* Chained, so that no two of these sequences are the same */
  const uint64_t seed = (uint64_t)sampler->recipe.seed;
  BylineRandom random = byline_random_begin(seed, (uint64_t)purpose);
  random = byline_random_begin(byline_random_next(&random), epoch);
  return byline_random_begin(byline_random_next(&random), index);
}

static bool is_usable(const BylineSampler* sampler, const BylineSong* song)
{
  /* One column more than a clip, which interpolation reads */
  const bool is_learnt = song->split == BYLINE_TRAIN ||
                         (song->split == BYLINE_VALIDATION &&
                          sampler->recipe.learn_from == BYLINE_LEARN_ALL);
  return is_learnt && song->n_frames > (size_t)sampler->recipe.clip_frames;
}

/* How often an artist with these songs is drawn, compared to others */
static double weight_of(const BylineSampler* sampler, const Range* range)
{
  double n_frames = 0;
  for (size_t i = 0; i < range->n; ++i) {
    const size_t song = sampler->songs[range->first + i];
    n_frames += (double)byline_dataset_song(sampler->dataset, song)->n_frames;
  }
  return pow(n_frames, 1 - sampler->recipe.balance);
}

/* List the usable songs of an artist from `first` on. */
static size_t list_songs(BylineSampler* sampler, size_t artist, size_t first)
{
  size_t n = 0;
  const size_t n_songs = byline_dataset_song_count(sampler->dataset);
  for (size_t i = 0; i < n_songs; ++i) {
    const BylineSong* const song = byline_dataset_song(sampler->dataset, i);
    if (song->artist == artist && is_usable(sampler, song)) {
      sampler->songs[first + n++] = i;
    }
  }
  return n;
}

static BylineStatus list_artists(BylineSampler* sampler)
{
  size_t n = 0;
  double weight = 0;
  for (size_t i = 0; i < sampler->n_artists; ++i) {
    Range* const range = &sampler->artists[i];
    *range = (Range){.first = n, .n = list_songs(sampler, i, n)};
    n += range->n;
    weight += weight_of(sampler, range);
    range->weight = weight;
    if (range->n == 0) {
      return byline_error(BYLINE_ERROR_DATA,
                          "%s has no training song longer than a clip; leave "
                          "the artist out or add songs",
                          byline_dataset_artist(sampler->dataset, i));
    }
  }
  return BYLINE_OK;
}

static bool allocate(BylineSampler* sampler, size_t n_songs, size_t n_cells)
{
  const size_t n_frames = (size_t)sampler->recipe.clip_frames;
  const size_t longest =
      byline_augment_speed_frames(n_frames, 1 + sampler->recipe.speed) + 1;
  sampler->songs = calloc(n_songs + 1, sizeof(*sampler->songs));
  sampler->artists = calloc(sampler->n_artists, sizeof(*sampler->artists));
  sampler->columns = malloc(longest * n_cells * sizeof(float));
  sampler->augmented = malloc(n_frames * n_cells * sizeof(float));
  sampler->partner = malloc(n_frames * n_cells * sizeof(float));
  return sampler->songs && sampler->artists && sampler->columns &&
         sampler->augmented && sampler->partner;
}

BylineStatus byline_sampler_new(const BylineDataset* dataset,
                                const BylineRecipe* recipe, BylineSampler** out)
{
  *out = NULL;
  const size_t n_songs = byline_dataset_song_count(dataset);
  const size_t n_mels = byline_dataset_front_end(dataset)->n_mels;
  if (n_mels > BYLINE_AUGMENT_MAX_MELS) {
    return byline_error(BYLINE_ERROR_DATA, "%zu mel bands are too many",
                        n_mels);
  }
  if (recipe->voice > 0 &&
      byline_dataset_front_end(dataset)->focus != BYLINE_FOCUS_THREE) {
    return byline_error(BYLINE_ERROR_DATA,
                        "the recipe asks for clips with a voice, which are "
                        "told apart only in a dataset of 'byline prepare "
                        "--focus=three'");
  }
  BylineSampler* const sampler = calloc(1, sizeof(*sampler));
  if (!sampler) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory to draw clips");
  }
  sampler->dataset = dataset;
  sampler->recipe = *recipe;
  sampler->n_parts = 1;
  sampler->n_artists = byline_dataset_artist_count(dataset);
  sampler->masks = (BylineMasks){
      .time_masks = (size_t)recipe->time_masks,
      .time_mask_frames = (size_t)recipe->time_mask_frames,
      .band_masks = (size_t)recipe->band_masks,
      .band_mask_bands = (size_t)recipe->band_mask_bands,
  };
  const BylineStatus status =
      allocate(sampler, n_songs,
               byline_front_end_cells(byline_dataset_front_end(dataset)))
          ? list_artists(sampler)
          : byline_error(BYLINE_ERROR_MEMORY, "no memory to draw clips");
  if (status != BYLINE_OK) {
    byline_sampler_free(sampler);
    return status;
  }
  *out = sampler;
  return BYLINE_OK;
}

void byline_sampler_free(BylineSampler* sampler)
{
  if (sampler) {
    free(sampler->songs);
    free(sampler->artists);
    free(sampler->columns);
    free(sampler->augmented);
    free(sampler->partner);
    free(sampler);
  }
}

const BylineDataset* byline_sampler_dataset(const BylineSampler* sampler)
{
  return sampler->dataset;
}

const BylineRecipe* byline_sampler_recipe(const BylineSampler* sampler)
{
  return &sampler->recipe;
}

void byline_sampler_share(BylineSampler* sampler, unsigned part,
                          unsigned n_parts)
{
  sampler->part = part;
  sampler->n_parts = n_parts;
}

size_t byline_sampler_clips(const BylineSampler* sampler, size_t* first)
{
  const size_t n = (size_t)sampler->recipe.batch / sampler->n_parts;
  *first = sampler->part * n;
  return n;
}

double byline_sampler_chance(const BylineSampler* sampler, size_t index)
{
  const Range* const artists = sampler->artists;
  const double before = index > 0 ? artists[index - 1].weight : 0;
  return (artists[index].weight - before) /
         artists[sampler->n_artists - 1].weight;
}

size_t byline_sampler_frames(const BylineSampler* sampler, uint64_t epoch,
                             size_t batch)
{
  const size_t most = (size_t)sampler->recipe.clip_frames;
  const size_t least = (size_t)sampler->recipe.min_frames;
  if (least == 0 || least >= most) {
    return most;
  }
  BylineRandom random = begin(sampler, PURPOSE_FRAMES, epoch, batch);
  return least + (size_t)byline_random_below(&random, most - least + 1);
}

/* Draw how much faster a clip is played; slower by some ratio is as likely as
   faster by it.  Half a column of slack keeps rounding within the song. */
static double draw_speed(const BylineSampler* sampler, BylineRandom* random,
                         size_t n_frames, size_t song_frames)
{
  const double range = log1p(sampler->recipe.speed);
  const double u = (double)byline_random_uniform(random, -1, 1);
  const double speed = exp(range * u);
  const double fastest =
      ((double)song_frames - 2.5) / (double)(n_frames > 1 ? n_frames - 1 : 1);
  return speed < fastest ? speed : fastest;
}

static size_t draw_artist(const BylineSampler* sampler, BylineRandom* random)
{
  const size_t last = sampler->n_artists - 1;
  const double place = (double)byline_random_uniform(random, 0, 1) *
                       sampler->artists[last].weight;
  size_t artist = 0;
  while (artist < last && place >= sampler->artists[artist].weight) {
    ++artist;
  }
  return artist;
}

/* Draw a place in a song and read its columns: any, or rather one where a voice
   is heard. */
static void draw_columns(BylineSampler* sampler, BylineRandom* random,
                         size_t song, size_t n_columns)
{
  const double voice = sampler->recipe.voice;
  const size_t n_places =
      byline_dataset_song(sampler->dataset, song)->n_frames - n_columns + 1;
  for (unsigned i = 0; i < MAX_PLACES; ++i) {
    const size_t first = (size_t)byline_random_below(random, n_places);
    byline_dataset_columns(sampler->dataset, song, first, n_columns,
                           sampler->columns);
    if (voice <= 0) {
      return;
    }
    const float probability =
        byline_voice_mean(byline_dataset_front_end(sampler->dataset),
                          sampler->columns, n_columns);
    if ((double)byline_random_uniform(random, 0, 1) <
        1 - voice * (1 - (double)probability)) {
      return;
    }
  }
}

/* Hide the same places in all channels. */
static void mask_channels(const BylineSampler* sampler, size_t n_frames,
                          float* image, BylineRandom* random)
{
  const BylineFrontEnd* const front_end =
      byline_dataset_front_end(sampler->dataset);
  const size_t n_channels = byline_front_end_channels(front_end);
  const BylineRandom start = *random;
  for (size_t i = 0; i < n_channels; ++i) {
    *random = start;
    byline_augment_mask(image + i * front_end->n_mels * n_frames,
                        front_end->n_mels, n_frames, &sampler->masks, random);
  }
}

/* Draw one image and its artist. */
static size_t draw_image(BylineSampler* sampler, BylineRandom* random,
                         size_t n_frames, float* image)
{
  const BylineFrontEnd* const front_end =
      byline_dataset_front_end(sampler->dataset);
  const size_t artist = draw_artist(sampler, random);
  const Range* const range = &sampler->artists[artist];
  const size_t song =
      sampler->songs[range->first + byline_random_below(random, range->n)];
  const size_t song_frames =
      byline_dataset_song(sampler->dataset, song)->n_frames;

  const double speed = draw_speed(sampler, random, n_frames, song_frames);
  const size_t n_columns = byline_augment_speed_frames(n_frames, speed);
  draw_columns(sampler, random, song, n_columns);
  byline_augment_speed(front_end, sampler->columns, speed, n_frames,
                       sampler->augmented);
  if (sampler->recipe.time_warp > 0) {
    const size_t n_cells = byline_front_end_cells(front_end);
    byline_augment_warp(sampler->augmented, n_frames, n_cells,
                        (size_t)sampler->recipe.time_warp, random,
                        sampler->columns);
    memcpy(sampler->augmented, sampler->columns,
           n_frames * n_cells * sizeof(float));
  }
  byline_augment_tilt(front_end, sampler->augmented, n_frames,
                      sampler->recipe.tilt, random);
  byline_clip_normalize(front_end, sampler->augmented, n_frames, image);
  mask_channels(sampler, n_frames, image, random);
  return artist;
}

void byline_sampler_draw(BylineSampler* sampler, uint64_t epoch, size_t index,
                         size_t n_frames, float* image, float* target)
{
  BylineRandom random = begin(sampler, PURPOSE_CLIP, epoch, index);
  const size_t n = sampler->n_artists;
  const float smoothing = (float)sampler->recipe.label_smoothing;
  for (size_t i = 0; i < n; ++i) {
    target[i] = smoothing / (float)n;
  }
  const size_t artist = draw_image(sampler, &random, n_frames, image);
  float share = 1;
  if (sampler->recipe.mixup > 0) {
    /* The clip keeps the larger share, so that it is told by its artist */
    share = byline_augment_beta(&random, sampler->recipe.mixup);
    share = share < 0.5f ? 1 - share : share;
    const size_t other =
        draw_image(sampler, &random, n_frames, sampler->partner);
    const size_t n_rows =
        byline_front_end_cells(byline_dataset_front_end(sampler->dataset));
    for (size_t i = 0; i < n_rows * n_frames; ++i) {
      image[i] = share * image[i] + (1 - share) * sampler->partner[i];
    }
    target[other] += (1 - smoothing) * (1 - share);
  }
  target[artist] += (1 - smoothing) * share;
}
