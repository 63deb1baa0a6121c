/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/sampler.h"

#include "byline/random.h"
#include "spectrum/voice_activity.h"
#include "training/augment.h"
#include "training/nobody.h"
#include "training/song_pool.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The artist of strangers' music */
#define NOBODY SIZE_MAX

struct BylineSampler {
  const BylineDataset* dataset;
  BylineStrangers strangers;
  BylineNobody* nobody;
  BylineRecipe recipe;
  BylineMasks masks;
  unsigned part;    ///< Which part of a batch is drawn
  unsigned n_parts; ///< Of how many
  size_t n_artists;
  BylineSongPool song_pool; ///< Training songs
  float* columns;   ///< A stretch of a song, as much as the fastest clip needs
  float* augmented; ///< The clip at its new speed
  float* partner;   ///< The image that a clip is mixed with
};

/* How often a place with a voice is sought in a song that has perhaps none */
#define MAX_PLACES 16

/* What each number that is drawn belongs to; part of a sequence's identity */
enum { PURPOSE_CLIP = 1, PURPOSE_FRAMES = 2, PURPOSE_SOUND = 3 };

static BylineRandom begin(const BylineSampler* sampler, int purpose,
                          uint64_t epoch, size_t index)
{
  /* Chained, so that no two of these sequences are the same */
  const uint64_t seed = (uint64_t)sampler->recipe.seed;
  BylineRandom random = byline_random_begin(seed, (uint64_t)purpose);
  random = byline_random_begin(byline_random_next(&random), epoch);
  return byline_random_begin(byline_random_next(&random), index);
}

static bool is_usable(const BylineSong* song, const void* user)
{
  const BylineSampler* const sampler = user;
  /* One column more than a clip, which interpolation reads */
  const bool is_learnt = song->split == BYLINE_TRAIN ||
                         (song->split == BYLINE_VALIDATION &&
                          sampler->recipe.learn_from == BYLINE_LEARN_ALL);
  return is_learnt && song->n_frames > (size_t)sampler->recipe.clip_frames;
}

static BylineStatus list_music(BylineSampler* sampler)
{
  BYLINE_TRY(byline_song_pool_list(sampler->dataset, sampler->recipe.balance,
                                   is_usable, sampler, &sampler->song_pool));
  for (size_t i = 0; i < sampler->n_artists; ++i) {
    if (sampler->song_pool.artists[i].n == 0) {
      return byline_error(BYLINE_ERROR_DATA,
                          "%s has no training song longer than a clip; leave "
                          "the artist out or add songs",
                          byline_dataset_artist(sampler->dataset, i));
    }
  }
  return byline_strangers_open(&sampler->recipe, sampler->dataset,
                               &sampler->strangers);
}

/* Columns that the fastest clip is made of */
static size_t longest_clip(const BylineRecipe* recipe)
{
  return byline_augment_speed_frames((size_t)recipe->clip_frames,
                                     1 + recipe->speed) +
         1;
}

static BylineStatus make_sounds(BylineSampler* sampler)
{
  return sampler->recipe.sound_share > 0
             ? byline_nobody_new(byline_dataset_front_end(sampler->dataset),
                                 longest_clip(&sampler->recipe),
                                 (uint64_t)sampler->recipe.seed,
                                 &sampler->nobody)
             : BYLINE_OK;
}

static bool allocate(BylineSampler* sampler, size_t n_cells)
{
  const size_t n_frames = (size_t)sampler->recipe.clip_frames;
  const size_t longest = longest_clip(&sampler->recipe);
  sampler->columns = malloc(longest * n_cells * sizeof(float));
  sampler->augmented = malloc(n_frames * n_cells * sizeof(float));
  sampler->partner = malloc(n_frames * n_cells * sizeof(float));
  return sampler->columns && sampler->augmented && sampler->partner;
}

BylineStatus byline_sampler_new(const BylineDataset* dataset,
                                const BylineRecipe* recipe, BylineSampler** out)
{
  *out = NULL;
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
    return byline_no_memory("drawing clips");
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
  BylineStatus status =
      allocate(sampler,
               byline_front_end_cells(byline_dataset_front_end(dataset)))
          ? list_music(sampler)
          : byline_no_memory("drawing clips");
  BYLINE_THEN(status, make_sounds(sampler));
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
    byline_strangers_close(&sampler->strangers);
    byline_nobody_free(sampler->nobody);
    byline_song_pool_free(&sampler->song_pool);
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

const BylineStrangers* byline_sampler_strangers(const BylineSampler* sampler)
{
  return sampler->strangers.dataset ? &sampler->strangers : NULL;
}

const BylineRecipe* byline_sampler_recipe(const BylineSampler* sampler)
{
  return &sampler->recipe;
}

void byline_sampler_share(BylineSampler* sampler, unsigned part,
                          unsigned n_parts)
{
  assert(part < n_parts);
  assert((unsigned long long)sampler->recipe.batch % n_parts == 0);
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
  assert(index < sampler->n_artists);
  const BylineArtistRange* const artists = sampler->song_pool.artists;
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

/* Draw a place in a song and read its columns: any, or rather one where a voice
   is heard. */
static void draw_columns(BylineSampler* sampler, BylineRandom* random,
                         const BylineDataset* dataset, size_t song,
                         size_t n_columns)
{
  assert(byline_dataset_song(dataset, song)->n_frames >= n_columns);
  const double voice = sampler->recipe.voice;
  const size_t n_places =
      byline_dataset_song(dataset, song)->n_frames - n_columns + 1;
  for (unsigned i = 0; i < MAX_PLACES; ++i) {
    const size_t first = (size_t)byline_random_below(random, n_places);
    byline_dataset_columns(dataset, song, first, n_columns, sampler->columns);
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

/* Draw whose music is heard: the dataset's, or strangers'. */
static const BylineSongPool* draw_song_pool(const BylineSampler* sampler,
                                            BylineRandom* random)
{
  const bool is_strange = sampler->strangers.dataset &&
                          (double)byline_random_uniform(random, 0, 1) <
                              sampler->recipe.stranger_share;
  return is_strange ? &sampler->strangers.song_pool : &sampler->song_pool;
}

/* Make an image of columns, which are the sampler's or a sound's. */
static void augment(BylineSampler* sampler, BylineRandom* random,
                    const float* columns, double speed, size_t n_frames,
                    float* image)
{
  const BylineFrontEnd* const front_end =
      byline_dataset_front_end(sampler->dataset);
  byline_augment_speed(front_end, columns, speed, n_frames, sampler->augmented);
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
}

/* Draw one image of music and its artist, or NOBODY. */
static size_t draw_image(BylineSampler* sampler, BylineRandom* random,
                         size_t n_frames, float* image)
{
  const BylineSongPool* const song_pool = draw_song_pool(sampler, random);
  const size_t index = byline_song_pool_draw(song_pool, random);
  const BylineSong* const song = byline_dataset_song(song_pool->dataset, index);
  const double speed = draw_speed(sampler, random, n_frames, song->n_frames);
  const size_t n_columns = byline_augment_speed_frames(n_frames, speed);
  draw_columns(sampler, random, song_pool->dataset, index, n_columns);
  augment(sampler, random, sampler->columns, speed, n_frames, image);
  return song_pool == &sampler->song_pool ? song->artist : NOBODY;
}

/* Draw one image of what is no music. */
static void draw_sound(BylineSampler* sampler, BylineRandom* random,
                       size_t n_frames, float* image)
{
  const size_t n_all = byline_nobody_frames(sampler->nobody);
  const double speed = draw_speed(sampler, random, n_frames, n_all);
  const size_t n_columns = byline_augment_speed_frames(n_frames, speed);
  const float* const columns =
      byline_nobody_draw(sampler->nobody, random, n_columns);
  augment(sampler, random, columns, speed, n_frames, image);
}

/* Draw whether a clip is no music.  A sequence of its own, so that the music is
   the same whatever the share. */
static bool draws_sound(const BylineSampler* sampler, uint64_t epoch,
                        size_t index)
{
  if (!sampler->nobody) {
    return false;
  }
  BylineRandom random = begin(sampler, PURPOSE_SOUND, epoch, index);
  return (double)byline_random_uniform(&random, 0, 1) <
         sampler->recipe.sound_share;
}

/* Add an artist's share to a target; nobody's is everybody's alike. */
static void add_share(float* target, size_t n_artists, size_t artist,
                      float share)
{
  if (artist != NOBODY) {
    target[artist] += share;
    return;
  }
  for (size_t i = 0; i < n_artists; ++i) {
    target[i] += share / (float)n_artists;
  }
}

bool byline_sampler_draw(BylineSampler* sampler, uint64_t epoch, size_t index,
                         size_t n_frames, float* image, float* target)
{
  BylineRandom random = begin(sampler, PURPOSE_CLIP, epoch, index);
  const size_t n = sampler->n_artists;
  const float smoothing = (float)sampler->recipe.label_smoothing;
  for (size_t i = 0; i < n; ++i) {
    target[i] = smoothing / (float)n;
  }
  if (draws_sound(sampler, epoch, index)) {
    draw_sound(sampler, &random, n_frames, image);
    add_share(target, n, NOBODY, 1 - smoothing);
    return false;
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
    add_share(target, n, other, (1 - smoothing) * (1 - share));
  }
  add_share(target, n, artist, (1 - smoothing) * share);
  return artist != NOBODY;
}
