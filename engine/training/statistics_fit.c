/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/statistics_fit.h"

#include "evaluation/clip_prediction.h"
#include "models/models.h"
#include "training/discriminant.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The logit of who is not there */
#define NOT_THERE -1e4f

/* ---- squashing */

/* What measurements are squashed by; NULL: they are not */
typedef struct {
  float* means;
  float* deviations;
} Squash;

/* Measurements that do not vary are left as they are */
#define LEAST_DEVIATION 1e-6

/* Find means and deviations over the songs' clips, songs counting alike. */
static void find_squash(const BylineStatisticsClips* clips, const float* values,
                        size_t n_values, const Squash* squash)
{
  for (size_t k = 0; k < n_values; ++k) {
    double sum = 0;
    double squares = 0;
    double total = 0;
    for (size_t i = 0; i < clips->n_songs_clips; ++i) {
      const double weight = (double)clips->weights[i];
      const double value = (double)values[i * n_values + k];
      sum += weight * value;
      squares += weight * value * value;
      total += weight;
    }
    const double mean = sum / total;
    const double deviation = sqrt(fmax(squares / total - mean * mean, 0));
    squash->means[k] = (float)mean;
    squash->deviations[k] =
        deviation > LEAST_DEVIATION ? (float)deviation : 1.0f;
  }
}

static void squash_all(const Squash* squash, size_t n, size_t n_values,
                       float* values)
{
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < n_values; ++k) {
      float* const value = &values[i * n_values + k];
      *value = byline_squash(*value, squash->means[k], squash->deviations[k]);
    }
  }
}

/* ---- fitting */

/* What is to be found */
typedef struct {
  Squash squash;
  size_t n_values;     ///< Of a clip
  size_t n_blocks;     ///< That these are made of
  size_t n_axes;       ///< Wanted
  size_t n_song_axes;  ///< Wanted beside them
  BylineOthers others; ///< Beside the artists
  size_t n_prototypes; ///< At most; 0: none
} Wanted;

/* Compute what the network's `layer` says of all clips. */
static BylineStatus measure(BylineNetwork* network, unsigned layer,
                            const BylineStatisticsInput* lesson,
                            const BylineStatisticsClips* clips,
                            BylineNetworkOutputs* outputs)
{
  const BylinePredictor predictor = {
      .network = network,
      .front_end = byline_dataset_front_end(lesson->dataset),
      .pool = lesson->pool,
      .embeddings_only = true,
      .stop = lesson->stop};
  const BylineClipSource source = {.n_clips = clips->n,
                                   .n_frames = clips->n_frames,
                                   .columns = byline_statistics_clips_read,
                                   .user = clips};
  const unsigned features = network->features;
  /* Ask for the layer in place of the embedding */
  network->features = layer;
  const BylineStatus status =
      byline_clips_predict(&predictor, &source, outputs);
  network->features = features;
  return status;
}

/* Find discriminants of what the network's `layer` says of all clips. */
static BylineStatus fit(BylineNetwork* network, unsigned layer,
                        const BylineStatisticsInput* lesson,
                        const Wanted* wanted, BylineDiscriminant* discriminant)
{
  const size_t n_artists = byline_dataset_artist_count(lesson->dataset);
  const size_t n_others = wanted->others.n_sounds + wanted->others.n_strangers;
  BylineStatisticsClips clips;
  BylineNetworkOutputs outputs = {.n_features = 0};
  BylineStatus status = byline_statistics_clips_list(lesson, wanted->n_values,
                                                     &wanted->others, &clips);
  BYLINE_THEN(status, measure(network, layer, lesson, &clips, &outputs));
  if (status == BYLINE_OK && wanted->squash.means) {
    find_squash(&clips, outputs.embeddings, wanted->n_values, &wanted->squash);
    squash_all(&wanted->squash, clips.n, wanted->n_values, outputs.embeddings);
  }
  if (status == BYLINE_OK) {
    const BylineSamples samples = {.n = clips.n,
                                   .n_values = wanted->n_values,
                                   .n_artists = n_artists + n_others,
                                   .n_known = n_artists,
                                   .n_blocks = wanted->n_blocks,
                                   .n_prototypes = wanted->n_prototypes,
                                   .samples = clips.samples,
                                   .values = outputs.embeddings,
                                   .pool = lesson->pool};
    status = byline_discriminant_fit(&samples, wanted->n_axes,
                                     wanted->n_song_axes, discriminant);
  }
  byline_network_outputs_free(&outputs);
  byline_statistics_clips_free(&clips);
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
                 const char* name, const float* values, size_t n)
{
  memcpy(find(network, prefix, name)->values, values, n * sizeof(*values));
}

/* ---- statistics */

static const char weight_name[] = BYLINE_STATISTICS_DISCRIMINANTS ".weight";
static const char songs_name[] = BYLINE_STATISTICS_SONGS ".weight";

bool byline_statistics_are_all(const BylineNetwork* network)
{
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    if (!byline_network_tensor(network, i)->solved) {
      return false;
    }
  }
  return true;
}

/* The first `n` rows of a linear classifier; of more, which are nobody's, there
   are none. */
static void fill_linear_head(const BylineNetwork* network, const char* prefix,
                             const BylineDiscriminant* d, size_t n)
{
  const BylineTensor* const bias = find(network, prefix, "head.bias");
  const BylineTensor* const weight = find(network, prefix, "head.weight");
  memset(weight->values, 0, weight->n_values * sizeof(float));
  fill(network, prefix, "head.weight", d->weights, n * d->n_axes);
  fill(network, prefix, "head.bias", d->bias, n);
  for (size_t i = n; i < bias->n_values; ++i) {
    bias->values[i] = NOT_THERE;
  }
}

static void fill_prototype_head(const BylineNetwork* network,
                                const char* prefix, const BylineDiscriminant* d)
{
  const BylineTensor* const place = find(network, prefix, "head.place");
  const BylineTensor* const artist = find(network, prefix, "head.artist");
  memset(place->values, 0, place->n_values * sizeof(float));
  for (size_t i = d->n_prototypes; i < artist->n_values; ++i) {
    artist->values[i] = -1;
  }
  fill(network, prefix, "head.place", d->prototypes,
       d->n_prototypes * d->n_axes);
  fill(network, prefix, "head.artist", d->whose, d->n_prototypes);
  fill(network, prefix, "head.scale", &d->scale, 1);
  const float distance = d->by_distance ? 1 : 0;
  fill(network, prefix, "head.distance", &distance, 1);
}

static Squash squash_of(const BylineNetwork* network, const char* prefix)
{
  const BylineTensor* const means =
      find(network, prefix, BYLINE_STATISTICS_SQUASH ".mean");
  const BylineTensor* const deviations =
      find(network, prefix, BYLINE_STATISTICS_SQUASH ".deviation");
  return means && deviations ? (Squash){means->values, deviations->values}
                             : (Squash){NULL, NULL};
}

/* Others beside the artists that a member's classifier has room for */
static size_t count_others(const BylineNetwork* network, const char* prefix)
{
  char head[32];
  snprintf(head, sizeof(head), "%shead", prefix);
  for (unsigned i = 0; i < network->n_layers; ++i) {
    if (!strcmp(network->layers[i]->name, head)) {
      return byline_network_map(network, i)->channels -
             network->shape.n_classes;
    }
  }
  return 0;
}

/* Who of the others are learnt where there is room for so many: sounds before
   strangers, each once */
static BylineOthers choose_others(BylineNobody* nobody,
                                  const BylineStrangers* strangers, size_t room)
{
  const size_t n_sounds = nobody ? byline_nobody_count() : 0;
  BylineOthers others = {.nobody = nobody,
                         .n_sounds = n_sounds < room ? n_sounds : room};
  const size_t left = room - others.n_sounds;
  if (strangers->dataset && left > 0) {
    const size_t n = byline_song_pool_artists(&strangers->song_pool);
    others.strangers = strangers;
    others.n_strangers = n < left ? n : left;
  }
  return others;
}

/* Room for what stands before the names of a member's tensors */
#define MAX_PREFIX 16

/* Whether a layer is a member's of this name; what stands before that in the
   names of the member's tensors */
static bool is_layer(const BylineNetwork* network, unsigned layer,
                     const char* name, char prefix[MAX_PREFIX])
{
  const char* const whole = network->layers[layer]->name;
  const char* const end = strstr(whole, name);
  if (!end || strcmp(end, name) != 0 || end - whole >= MAX_PREFIX) {
    return false;
  }
  memcpy(prefix, whole, (size_t)(end - whole));
  prefix[end - whole] = '\0';
  return true;
}

/* The treble that the songs' clips have, for a member's gate */
static Squash gate_of(const BylineNetwork* network, const char* prefix)
{
  return (Squash){
      find(network, prefix, BYLINE_STATISTICS_GATE ".mean")->values,
      find(network, prefix, BYLINE_STATISTICS_GATE ".deviation")->values};
}

/* Find it for the member whose tensors' names begin with `prefix`; `layer`
   measures it. */
static BylineStatus find_treble(BylineNetwork* network, unsigned layer,
                                const char* prefix,
                                const BylineStatisticsInput* lesson)
{
  const Squash gate = gate_of(network, prefix);
  const BylineOthers nobody = {.n_sounds = 0};
  BylineStatisticsClips clips;
  BylineNetworkOutputs outputs = {.n_features = 0};
  BylineStatus status =
      byline_statistics_clips_list(lesson, 1, &nobody, &clips);
  BYLINE_THEN(status, measure(network, layer, lesson, &clips, &outputs));
  if (status == BYLINE_OK) {
    find_squash(&clips, outputs.embeddings, 1, &gate);
  }
  byline_network_outputs_free(&outputs);
  byline_statistics_clips_free(&clips);
  return status;
}

/* The same, or take it from a member before that has measured alike. */
static BylineStatus fit_gate(BylineNetwork* network, unsigned layer,
                             const char* prefix,
                             const BylineStatisticsInput* lesson)
{
  const BylineLayer* const wanted = network->layers[layer];
  for (unsigned i = 0; i < layer; ++i) {
    char other[MAX_PREFIX];
    const BylineLayer* const before = network->layers[i];
    if (is_layer(network, i, BYLINE_STATISTICS_TREBLE, other) &&
        wanted->kind->alike(wanted, before)) {
      const Squash from = gate_of(network, other);
      const Squash to = gate_of(network, prefix);
      *to.means = *from.means;
      *to.deviations = *from.deviations;
      return BYLINE_OK;
    }
  }
  return find_treble(network, layer, prefix, lesson);
}

/* Solve for the member whose tensors' names begin with `prefix`; `layer` is its
   pool. */
static BylineStatus fit_member(BylineNetwork* network, unsigned layer,
                               const char* prefix,
                               const BylineStatisticsInput* lesson,
                               BylineNobody* nobody,
                               const BylineStrangers* strangers)
{
  const BylineTensor* const weight = find(network, prefix, weight_name);
  const BylineTensor* const songs = find(network, prefix, songs_name);
  const size_t n_artists = network->shape.n_classes;
  const BylineTensor* const artist = find(network, prefix, "head.artist");
  const Wanted wanted = {
      .squash = squash_of(network, prefix),
      .n_values = weight->dimensions[1],
      .n_blocks = network->shape.n_channels,
      .n_axes = weight->dimensions[0],
      .n_song_axes = songs->dimensions[0],
      .others = choose_others(nobody, strangers, count_others(network, prefix)),
      .n_prototypes = artist ? artist->n_values : 0};
  BylineDiscriminant d;
  BYLINE_TRY(fit(network, layer, lesson, &wanted, &d));
  fill(network, prefix, weight_name, d.axes, weight->n_values);
  fill(network, prefix, BYLINE_STATISTICS_DISCRIMINANTS ".bias", d.offset,
       wanted.n_axes);
  fill(network, prefix, songs_name, d.song_axes, songs->n_values);
  fill(network, prefix, BYLINE_STATISTICS_SONGS ".bias", d.song_offset,
       wanted.n_song_axes);
  if (artist) {
    fill_prototype_head(network, prefix, &d);
  } else {
    fill_linear_head(network, prefix, &d,
                     n_artists + wanted.others.n_sounds +
                         wanted.others.n_strangers);
  }
  byline_discriminant_free(&d);
  return BYLINE_OK;
}

BylineStatus byline_statistics_fit(BylineNetwork* network,
                                   const BylineStatisticsInput* lesson)
{
  BylineNobody* nobody = NULL; /* The same sounds for all members */
  BylineStrangers strangers;
  BylineStatus status =
      byline_strangers_open(lesson->recipe, lesson->dataset, &strangers);
  if (status == BYLINE_OK && lesson->recipe->sound_share > 0) {
    status = byline_nobody_new(byline_dataset_front_end(lesson->dataset),
                               (size_t)lesson->recipe->clip_frames,
                               (uint64_t)lesson->recipe->seed, &nobody);
  }
  for (unsigned i = 0; status == BYLINE_OK && i < network->n_layers; ++i) {
    char prefix[MAX_PREFIX];
    if (is_layer(network, i, BYLINE_STATISTICS_POOL, prefix)) {
      status = fit_member(network, i, prefix, lesson, nobody, &strangers);
    } else if (is_layer(network, i, BYLINE_STATISTICS_TREBLE, prefix)) {
      status = fit_gate(network, i, prefix, lesson);
    }
  }
  byline_nobody_free(nobody);
  byline_strangers_close(&strangers);
  return status;
}

/* ---- heads */

BylineStatus byline_head_fit(BylineNetwork* network,
                             const BylineStatisticsInput* lesson)
{
  const BylineTensor* const head = find(network, "", "head.weight");
  const BylineTensor* const head_bias = find(network, "", "head.bias");
  const size_t n_artists = head->dimensions[0];
  const size_t n_values = head->dimensions[1];
  const size_t n_axes = n_artists < n_values ? n_artists : n_values;
  BylineDiscriminant d;
  const Wanted wanted = {.n_values = n_values, .n_blocks = 1, .n_axes = n_axes};
  BYLINE_TRY(fit(network, network->features, lesson, &wanted, &d));
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
