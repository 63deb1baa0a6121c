/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sampler.h
   Clips to learn from.

   An artist is drawn as the recipe's balance says, then one of the artist's
   songs, all alike, then a place in the song at random; the clip is augmented
   as the recipe says.  Where the recipe has strangers, it is drawn first
   whether the clip is one of theirs, who are drawn alike; its target is the
   same for all artists.  So is that of the clips that are no music (nobody.h).
   Which clip comes where depends on the seed, the epoch and its number in the
   epoch alone.
*/

#ifndef BYLINE_TRAINING_SAMPLER_H
#define BYLINE_TRAINING_SAMPLER_H

#include "byline/dataset.h"
#include "byline/status.h"
#include "byline/training.h"
#include "training/strangers.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Draws and augments clips. */
typedef struct BylineSampler BylineSampler;

/**
   Prepare to draw from a dataset's training songs.

   @param dataset Must outlive the sampler.
   @param recipe Copied.
   @param[out] sampler To be freed with byline_sampler_free().
   @return BYLINE_OK; BYLINE_ERROR_DATA when an artist has no training song as
   long as a clip; as byline_strangers_open(); or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sampler_new(const BylineDataset* dataset,
                                const BylineRecipe* recipe,
                                BylineSampler** sampler);

/** Free a sampler.  NULL is fine. */
void byline_sampler_free(BylineSampler* sampler);

/** What it draws from. */
const BylineDataset* byline_sampler_dataset(const BylineSampler* sampler);

/** The recipe's strangers; NULL when it has none. */
const BylineStrangers* byline_sampler_strangers(const BylineSampler* sampler);

/** How it draws; the sampler's own. */
const BylineRecipe* byline_sampler_recipe(const BylineSampler* sampler);

/**
   Draw only one of `n_parts` equal parts of each batch, the others being drawn
   by other processes.  Before batches are begun.
*/
void byline_sampler_share(BylineSampler* sampler, unsigned part,
                          unsigned n_parts);

/** How many clips of a batch are drawn, and the number of the first. */
size_t byline_sampler_clips(const BylineSampler* sampler, size_t* first);

/** How probably a clip that is not a stranger's is one of artist `index`. */
double byline_sampler_chance(const BylineSampler* sampler, size_t index);

/** How many columns the clips of a batch have. */
size_t byline_sampler_frames(const BylineSampler* sampler, uint64_t epoch,
                             size_t batch);

/**
   Draw one clip.  One thread at a time.

   @param index The clip's number in the epoch.
   @param n_frames Its columns, as byline_sampler_frames() says.
   @param[out] image channels x n_mels x n_frames.
   @param[out] target A probability for each artist.
   @return Whether the clip, or the larger share of it, is an artist's; false
   when it is a stranger's.
*/
bool byline_sampler_draw(BylineSampler* sampler, uint64_t epoch, size_t index,
                         size_t n_frames, float* image, float* target);

#endif // BYLINE_TRAINING_SAMPLER_H
