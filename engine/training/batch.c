/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/batch.h"
#include "base/clock.h"

#include <pthread.h>
#include <stdlib.h>

/* Batches under way: one that the network works on, one that is ready and one
   in the making */
#define N_SLOTS 3

struct BylineBatches {
  BylineSampler* sampler;
  size_t batch;     ///< Clips in a batch of all processes
  size_t first;     ///< Number of the first of them that is made here
  size_t n;         ///< How many are made here
  size_t n_rows;    ///< Of an image, all channels
  size_t n_artists; ///< Values of a target
  size_t steps;     ///< Batches in an epoch
  uint64_t epoch;   ///< Of the batch that the thread makes next
  size_t step;      ///< Its number in the epoch
  double waited;    ///< Seconds
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t change; ///< Of what stands below
  size_t n_made;         ///< Batches made so far
  size_t n_taken;        ///< Batches asked for so far
  bool quit;             ///< The thread shall end
  BylineBatch slots[N_SLOTS];
};

size_t byline_recipe_steps(const BylineRecipe* recipe)
{
  const size_t steps = (size_t)recipe->clips_per_epoch / (size_t)recipe->batch;
  return steps ? steps : 1;
}

static void make_batch(BylineBatches* batches, BylineBatch* slot)
{
  const uint64_t epoch = batches->epoch;
  const size_t first = batches->step * batches->batch + batches->first;
  slot->n_frames =
      byline_sampler_frames(batches->sampler, epoch, batches->step);
  const size_t image_size = batches->n_rows * slot->n_frames;
  for (size_t i = 0; i < batches->n; ++i) {
    slot->known[i] = byline_sampler_draw(
        batches->sampler, epoch, first + i, slot->n_frames,
        slot->images + i * image_size, slot->targets + i * batches->n_artists);
  }
  if (++batches->step == batches->steps) {
    batches->step = 0;
    ++batches->epoch;
  }
}

static void* work(void* data)
{
  BylineBatches* const batches = data;
  pthread_mutex_lock(&batches->lock);
  for (;;) {
    /* The batch that was taken last is still in use */
    while (!batches->quit &&
           batches->n_made >= batches->n_taken + N_SLOTS - 1) {
      pthread_cond_wait(&batches->change, &batches->lock);
    }
    if (batches->quit) {
      break;
    }
    BylineBatch* const slot = &batches->slots[batches->n_made % N_SLOTS];
    pthread_mutex_unlock(&batches->lock);
    make_batch(batches, slot);
    pthread_mutex_lock(&batches->lock);
    ++batches->n_made;
    pthread_cond_broadcast(&batches->change);
  }
  pthread_mutex_unlock(&batches->lock);
  return NULL;
}

static bool allocate_slots(BylineBatches* batches, size_t n_frames)
{
  bool complete = true;
  for (size_t i = 0; i < N_SLOTS; ++i) {
    BylineBatch* const slot = &batches->slots[i];
    slot->images =
        malloc(batches->n * batches->n_rows * n_frames * sizeof(*slot->images));
    slot->targets =
        malloc(batches->n * batches->n_artists * sizeof(*slot->targets));
    slot->known = calloc(batches->n, sizeof(*slot->known));
    complete = complete && slot->images && slot->targets && slot->known;
  }
  return complete;
}

static void free_all(BylineBatches* batches)
{
  for (size_t i = 0; i < N_SLOTS; ++i) {
    free(batches->slots[i].images);
    free(batches->slots[i].targets);
    free(batches->slots[i].known);
  }
  pthread_cond_destroy(&batches->change);
  pthread_mutex_destroy(&batches->lock);
  free(batches);
}

BylineStatus byline_batches_new(BylineSampler* sampler, uint64_t epoch,
                                size_t step, BylineBatches** out)
{
  *out = NULL;
  BylineBatches* const batches = calloc(1, sizeof(*batches));
  if (!batches) {
    return byline_no_memory("batches");
  }
  const BylineRecipe* const recipe = byline_sampler_recipe(sampler);
  const BylineDataset* const dataset = byline_sampler_dataset(sampler);
  batches->sampler = sampler;
  batches->batch = (size_t)recipe->batch;
  batches->n = byline_sampler_clips(sampler, &batches->first);
  batches->n_rows = byline_front_end_cells(byline_dataset_front_end(dataset));
  batches->n_artists = byline_dataset_artist_count(dataset);
  batches->steps = byline_recipe_steps(recipe);
  batches->epoch = epoch;
  batches->step = step;
  pthread_mutex_init(&batches->lock, NULL);
  pthread_cond_init(&batches->change, NULL);
  if (!allocate_slots(batches, (size_t)recipe->clip_frames) ||
      pthread_create(&batches->thread, NULL, work, batches) != 0) {
    free_all(batches);
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for batches of %lld",
                        (long long)recipe->batch);
  }
  *out = batches;
  return BYLINE_OK;
}

void byline_batches_free(BylineBatches* batches)
{
  if (!batches) {
    return;
  }
  pthread_mutex_lock(&batches->lock);
  batches->quit = true;
  pthread_cond_broadcast(&batches->change);
  pthread_mutex_unlock(&batches->lock);
  pthread_join(batches->thread, NULL);
  free_all(batches);
}

const BylineBatch* byline_batches_next(BylineBatches* batches)
{
  const double start = byline_clock_now();
  pthread_mutex_lock(&batches->lock);
  const size_t taken = batches->n_taken++;
  pthread_cond_broadcast(&batches->change);
  while (batches->n_made <= taken) {
    pthread_cond_wait(&batches->change, &batches->lock);
  }
  pthread_mutex_unlock(&batches->lock);
  batches->waited += byline_clock_now() - start;
  return &batches->slots[taken % N_SLOTS];
}

double byline_batches_waited(const BylineBatches* batches)
{
  return batches->waited;
}
