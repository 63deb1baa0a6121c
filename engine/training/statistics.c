/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/statistics.h"

#include "evaluation/clip_prediction.h"
#include "models/models.h"
#include "training/discriminant.h"

#include <stdlib.h>
#include <string.h>

/* Clips are at most so many, and about so many bytes of measurements */
#define MAX_CLIPS 20000
#define MAX_BYTES ((size_t)512 << 20)

/* Clips overlap by half */
#define OVERLAP 2

static BylineStatus no_memory(void)
{
  return byline_error(BYLINE_ERROR_MEMORY, "no memory for statistics");
}

/* ---- clips */

/* Those to learn from */
typedef struct {
  const BylineDataset* dataset;
  size_t n_frames; ///< Columns of a clip
  size_t n;
  BylineSample* samples;
  size_t* firsts; ///< Their first columns
} Clips;

static bool is_learnt(const BylineLesson* lesson, const BylineSong* song)
{
  return song->split == BYLINE_TRAIN ||
         (song->split == BYLINE_VALIDATION &&
          lesson->recipe->learn_from == BYLINE_LEARN_ALL);
}

/* Whether two songs resemble each other by more than their artist */
static bool are_kin(const BylineSong* a, const BylineSong* b)
{
  return !strcmp(a->path, b->path) || !strcmp(a->recording, b->recording) ||
         (a->backing[0] && !strcmp(a->backing, b->backing)) ||
         (a->group[0] && a->artist == b->artist && !strcmp(a->group, b->group));
}

/* The fold of each song that is learnt from: an artist's songs in turns, kin
   together.  NULL when out of memory. */
static size_t* find_folds(const BylineLesson* lesson)
{
  const BylineDataset* const dataset = lesson->dataset;
  const size_t n_songs = byline_dataset_song_count(dataset);
  size_t* const folds = calloc(n_songs + 1, sizeof(*folds));
  size_t* const counts =
      calloc(byline_dataset_artist_count(dataset) + 1, sizeof(*counts));
  for (size_t i = 0; folds && counts && i < n_songs; ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    size_t kin = i;
    for (size_t k = 0; kin == i && is_learnt(lesson, song) && k < i; ++k) {
      const BylineSong* const other = byline_dataset_song(dataset, k);
      kin = is_learnt(lesson, other) && are_kin(song, other) ? k : i;
    }
    folds[i] = kin < i ? folds[kin]
                       : counts[song->artist]++ % BYLINE_DISCRIMINANT_FOLDS;
  }
  free(counts);
  return folds;
}

/* Visit every `every`th half-overlapping clip; write them down if there is
   where. */
static size_t list(const BylineLesson* lesson, size_t every, Clips* clips,
                   const size_t* folds)
{
  const size_t length = (size_t)lesson->recipe->clip_frames;
  const size_t step = length / OVERLAP > 0 ? length / OVERLAP : 1;
  size_t n = 0;
  for (size_t i = 0; i < byline_dataset_song_count(lesson->dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(lesson->dataset, i);
    const bool fits = is_learnt(lesson, song) && song->n_frames >= length;
    for (size_t first = 0; fits && first + length <= song->n_frames;
         first += step * every) {
      if (folds) {
        clips->samples[n] =
            (BylineSample){.song = i, .artist = song->artist, .fold = folds[i]};
        clips->firsts[n] = first;
      }
      ++n;
    }
  }
  return n;
}

static void clips_free(Clips* clips)
{
  free(clips->samples);
  free(clips->firsts);
}

/* List clips of each of which `n_values` numbers are to be kept. */
static BylineStatus clips_list(const BylineLesson* lesson, size_t n_values,
                               Clips* clips)
{
  const size_t fits = MAX_BYTES / (n_values * sizeof(float));
  const size_t most = fits < MAX_CLIPS ? fits : MAX_CLIPS;
  const size_t all = list(lesson, 1, NULL, NULL);
  const size_t every = all / (most + 1) + 1;
  *clips = (Clips){.dataset = lesson->dataset,
                   .n_frames = (size_t)lesson->recipe->clip_frames,
                   .n = list(lesson, every, NULL, NULL)};
  clips->samples = calloc(clips->n + 1, sizeof(*clips->samples));
  clips->firsts = calloc(clips->n + 1, sizeof(*clips->firsts));
  size_t* const folds = find_folds(lesson);
  const bool complete = clips->samples && clips->firsts && folds;
  if (complete) {
    list(lesson, every, clips, folds);
  }
  free(folds);
  return complete ? BYLINE_OK : no_memory();
}

static void read_columns(const void* user, size_t clip, float* columns)
{
  const Clips* const clips = user;
  byline_dataset_columns(clips->dataset, clips->samples[clip].song,
                         clips->firsts[clip], clips->n_frames, columns);
}

/* ---- fitting */

/* Find discriminants of a network's embeddings of all clips. */
static BylineStatus fit(BylineNetwork* network, const BylineLesson* lesson,
                        size_t n_values, size_t n_blocks, size_t n_axes,
                        BylineDiscriminant* discriminant)
{
  Clips clips;
  BylineNetworkOutputs outputs = {.n_features = 0};
  BylineStatus status = clips_list(lesson, n_values, &clips);
  if (status == BYLINE_OK) {
    const BylinePredictor predictor = {
        .network = network,
        .front_end = byline_dataset_front_end(lesson->dataset),
        .pool = lesson->pool,
        .stop = lesson->stop};
    const BylineClipSource source = {.n_clips = clips.n,
                                     .n_frames = clips.n_frames,
                                     .columns = read_columns,
                                     .user = &clips};
    status = byline_clips_predict(&predictor, &source, &outputs);
  }
  if (status == BYLINE_OK) {
    const BylineSamples samples = {
        .n = clips.n,
        .n_values = n_values,
        .n_artists = byline_dataset_artist_count(lesson->dataset),
        .n_blocks = n_blocks,
        .samples = clips.samples,
        .values = outputs.embeddings};
    status = byline_discriminant_fit(&samples, n_axes, discriminant);
  }
  byline_network_outputs_free(&outputs);
  clips_free(&clips);
  return status;
}

/* The tensor of a name; NULL when there is none */
static const BylineTensor* find(const BylineNetwork* network,
                                const char* prefix, const char* name)
{
  const size_t length = strlen(prefix);
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    if (!strncmp(tensor->name, prefix, length) &&
        !strcmp(tensor->name + length, name)) {
      return tensor;
    }
  }
  return NULL;
}

static void fill(const BylineNetwork* network, const char* prefix,
                 const char* name, const float* values)
{
  const BylineTensor* const tensor = find(network, prefix, name);
  memcpy(tensor->values, values, tensor->n_values * sizeof(*values));
}

/* ---- statistics */

static const char weight_name[] = BYLINE_STATISTICS_DISCRIMINANTS ".weight";

bool byline_statistics_are_in(const BylineNetwork* network)
{
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    if (byline_network_tensor(network, i)->solved) {
      return true;
    }
  }
  return false;
}

bool byline_statistics_are_all(const BylineNetwork* network)
{
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    if (!byline_network_tensor(network, i)->solved) {
      return false;
    }
  }
  return true;
}

/* Solve for the member whose tensors' names begin with `prefix`; `layer` is its
   pool. */
static BylineStatus fit_member(BylineNetwork* network, unsigned layer,
                               const char* prefix, const BylineLesson* lesson)
{
  const BylineTensor* const weight = find(network, prefix, weight_name);
  const unsigned features = network->features;
  BylineDiscriminant d;
  /* Ask for what the discriminants read, in place of the embedding */
  network->features = layer;
  const BylineStatus status =
      fit(network, lesson, weight->dimensions[1], network->shape.n_channels,
          weight->dimensions[0], &d);
  network->features = features;
  if (status == BYLINE_OK) {
    fill(network, prefix, weight_name, d.axes);
    fill(network, prefix, BYLINE_STATISTICS_DISCRIMINANTS ".bias", d.offset);
    fill(network, prefix, "head.weight", d.weights);
    fill(network, prefix, "head.bias", d.bias);
    byline_discriminant_free(&d);
  }
  return status;
}

BylineStatus byline_statistics_fit(BylineNetwork* network,
                                   const BylineLesson* lesson)
{
  BylineStatus status = BYLINE_OK;
  for (unsigned i = 0; status == BYLINE_OK && i < network->n_layers; ++i) {
    const char* const name = network->layers[i]->name;
    const char* const pool = strstr(name, BYLINE_STATISTICS_POOL);
    char prefix[16];
    if (pool && !strcmp(pool, BYLINE_STATISTICS_POOL) &&
        (size_t)(pool - name) < sizeof(prefix)) {
      memcpy(prefix, name, (size_t)(pool - name));
      prefix[pool - name] = '\0';
      status = fit_member(network, i, prefix, lesson);
    }
  }
  return status;
}

/* ---- heads */

BylineStatus byline_head_fit(BylineNetwork* network, const BylineLesson* lesson)
{
  const BylineTensor* const head = find(network, "", "head.weight");
  const BylineTensor* const head_bias = find(network, "", "head.bias");
  const size_t n_artists = head->dimensions[0];
  const size_t n_values = head->dimensions[1];
  const size_t n_axes = n_artists < n_values ? n_artists : n_values;
  BylineDiscriminant d;
  const BylineStatus status = fit(network, lesson, n_values, 1, n_axes, &d);
  if (status != BYLINE_OK) {
    return status;
  }
  /* Both steps as one: w (a x + o) + b */
  memset(head->values, 0, head->n_values * sizeof(float));
  for (size_t k = 0; k < n_artists; ++k) {
    head_bias->values[k] = d.bias[k];
    for (size_t a = 0; a < n_axes; ++a) {
      const float weight = d.weights[k * n_axes + a];
      head_bias->values[k] += weight * d.offset[a];
      for (size_t i = 0; i < n_values; ++i) {
        head->values[k * n_values + i] += weight * d.axes[a * n_values + i];
      }
    }
  }
  byline_discriminant_free(&d);
  return BYLINE_OK;
}
