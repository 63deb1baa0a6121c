/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics and linear discriminants (Fisher 1936, "The use of multiple
   measurements in taxonomic problems"): no network, but what a network must be
   better than, and where there are few songs often is not.  `statistics` are of
   cepstra, which tell voices and instruments; `texture` is of long-term spectra
   and their changes, which tell productions; `bands` is of how groups of bands
   spread and go together, which tells arrangements; `intervals` is of what
   sounds together and follows; `modulations` is of ripples over bands and time,
   which tells how sounds move.  `playing`, of intervals and rhythm, is what
   models had before the last two.

   Their numbers are not learnt by gradients; byline_statistics_fit() solves for
   them.  What the classifier reads are discriminants, in which clips of one
   artist spread alike in every direction; there it compares a clip's direction
   with those of the artists' songs (training/prototypes.h), or, without
   prototypes, its place with the artists' means.  Beside the
   artists it knows sounds that are nobody's: what resembles one of these more
   than any artist is named by no artist's name.

   `mels` limits what is heard to some of the bands.  What a telephone or a
   filter takes away changes nothing of statistics that never heard it.  `gate`
   is for those that did, beside others that did not: they say less where
   there is less treble above these bands than in what was learnt.  `yield` is
   for the others: they know less of music as it is, and say less where there is
   as much treble as in what was learnt.

   What is compared where artists are taught later are other axes of the same
   statistics, those along which songs lie apart whoever made them: the
   discriminants of other artists tell new ones less well apart. */

#include "models/models.h"

#include <string.h>

/* The last sizes of all */
enum { FEATURES, NOBODY, SONGS, PROTOTYPES, MELS, GATE, YIELD };

#define FEATURES_SIZE                                                          \
  {                                                                            \
    "features", 1, 512, true, 1, {160}, 1                                      \
  }
#define NOBODY_SIZE                                                            \
  {                                                                            \
    "nobody", 0, 512, true, 1, {80}, 1                                         \
  }
#define SONGS_SIZE                                                             \
  {                                                                            \
    "songs", 1, 512, true, 1, {160}, 1                                         \
  }

#define PROTOTYPES_SIZE                                                        \
  {                                                                            \
    "prototypes", 0, 8192, true, 1, {512}, 1                                   \
  }

/* Which of the mel bands are heard: from the first number to below the second,
   as far as there are so many */
#define MELS_SIZE                                                              \
  {                                                                            \
    "mels", 0, 1024, true, 2, {0, 1024}, 2                                     \
  }

/* Bands that are always there, counted likewise: statistics say less where the
   treble above is missing.  All bands: they never do. */
#define GATE_SIZE                                                              \
  {                                                                            \
    "gate", 0, 1024, true, 2, {0, 1024}, 2                                     \
  }

/* The same: they say less where that treble is there. */
#define YIELD_SIZE                                                             \
  {                                                                            \
    "yield", 0, 1024, true, 2, {0, 1024}, 2                                    \
  }

/* What is left of those that yield: in the middle of those with which most
   clips were named by folds (training/README.md) */
#define YIELDING 0.35f

/* Some of the mel bands */
typedef struct {
  uint32_t first;
  uint32_t n; ///< 0: all, from 0 on
} Bands;

static Bands choose_bands(BylineNetwork* network, const BylineSize* size)
{
  const uint32_t n_mels = network->shape.n_mels;
  const uint32_t first = (uint32_t)size->values[0];
  const uint32_t given = (uint32_t)size->values[size->count - 1];
  const uint32_t end = given < n_mels ? given : n_mels;
  if (first >= end && network->status == BYLINE_OK) {
    network->status =
        byline_error(BYLINE_ERROR_USAGE, "%s=%u-%u: none of the %u bands",
                     size->key, first, given, n_mels);
  }
  return network->status != BYLINE_OK || (first == 0 && end == n_mels)
             ? (Bands){0, 0}
             : (Bands){first, end - first};
}

/* The layer that statistics are of: the network's input, or bands of it */
static unsigned add_mels(BylineNetwork* network, const BylineSize* mels)
{
  const Bands bands = choose_bands(network, mels);
  return bands.n > 0 ? byline_rows_add(network, "mels", bands.first, bands.n)
                     : 0;
}

/* Gradients leave the layer alone */
static void solve_for(BylineNetwork* network, unsigned layer)
{
  if (network->status == BYLINE_OK) {
    BylineLayer* const solved = network->layers[layer];
    for (unsigned i = 0; i < solved->n_tensors; ++i) {
      solved->tensors[i].trainable = false;
      solved->tensors[i].solved = true;
    }
  }
}

/* Logits that say less where treble is missing, or where it is there */
static unsigned add_gate(BylineNetwork* network, unsigned logits,
                         const BylineSize* gate, const BylineSize* yield)
{
  const Bands needed = choose_bands(network, gate);
  const Bands yielded = choose_bands(network, yield);
  if (needed.n > 0 && yielded.n > 0 && network->status == BYLINE_OK) {
    network->status = byline_error(
        BYLINE_ERROR_USAGE,
        "gate and yield: a member says less where treble is missing, or where "
        "it is there, not both");
  }
  const Bands bands = needed.n > 0 ? needed : yielded;
  if (bands.n == 0) {
    return logits;
  }
  const unsigned treble = byline_treble_pool_add(
      network, BYLINE_STATISTICS_TREBLE, bands.first, bands.n);
  const unsigned gated =
      needed.n > 0 ? byline_treble_gate_add(network, BYLINE_STATISTICS_GATE,
                                            logits, treble, 0, 1)
                   : byline_treble_gate_add(network, BYLINE_STATISTICS_GATE,
                                            logits, treble, 1, YIELDING);
  solve_for(network, gated);
  return gated;
}

unsigned byline_discriminants_add(BylineNetwork* network, unsigned statistics,
                                  const BylineSize* sizes, unsigned* features)
{
  const unsigned discriminants =
      byline_linear_add(network, BYLINE_STATISTICS_DISCRIMINANTS, statistics,
                        byline_whole(&sizes[FEATURES]));
  const uint32_t n_artists = network->shape.n_classes;
  const uint32_t n_others = byline_whole(&sizes[NOBODY]);
  *features = byline_linear_add(network, BYLINE_STATISTICS_SONGS, statistics,
                                byline_whole(&sizes[SONGS]));
  const uint32_t n_prototypes = byline_whole(&sizes[PROTOTYPES]);
  const uint32_t n_heads = n_artists + n_others;
  const unsigned head =
      n_prototypes > 0
          ? byline_prototype_head_add(network, "head", discriminants, n_heads,
                                      n_prototypes > n_heads ? n_prototypes
                                                             : n_heads)
          : byline_linear_add(network, "head", discriminants, n_heads);
  solve_for(network, discriminants);
  solve_for(network, *features);
  solve_for(network, head);
  const unsigned logits =
      n_others > 0 ? byline_reject_class_add(network, "nobody", head, n_artists)
                   : head;
  return add_gate(network, logits, &sizes[GATE], &sizes[YIELD]);
}

bool byline_architecture_is_solved(const char* description, size_t length)
{
  const char* const names[] = {byline_statistics.name,  byline_texture.name,
                               byline_bands.name,       byline_intervals.name,
                               byline_modulations.name, byline_playing.name};
  const size_t own = strcspn(description, ":^+");
  const size_t n = own < length ? own : length;
  for (size_t i = 0; i < sizeof(names) / sizeof(*names); ++i) {
    if (n == strlen(names[i]) && !strncmp(description, names[i], n)) {
      return true;
    }
  }
  return false;
}

/* ---- of cepstra */

static unsigned build_cepstra(BylineNetwork* network, const BylineSize* sizes,
                              unsigned* features)
{
  enum { CEPSTRA, QUANTILES, OTHERS };
  const unsigned pool = byline_cepstral_pool_add(
      network, BYLINE_STATISTICS_POOL, add_mels(network, &sizes[OTHERS + MELS]),
      byline_whole(&sizes[CEPSTRA]), byline_whole(&sizes[QUANTILES]));
  return byline_discriminants_add(network, pool, sizes + OTHERS, features);
}

static const BylineSize cepstra_sizes[] = {
    {"cepstra", 2, 64, true, 1, {24}, 1},
    {"quantiles", 0, 9, true, 1, {5}, 1},
    FEATURES_SIZE,
    NOBODY_SIZE,
    SONGS_SIZE,
    PROTOTYPES_SIZE,
    MELS_SIZE,
    GATE_SIZE,
    YIELD_SIZE,
};

const BylineArchitecture byline_statistics = {
    .name = "statistics",
    .sizes = cepstra_sizes,
    .n_sizes = sizeof(cepstra_sizes) / sizeof(*cepstra_sizes),
    .build = build_cepstra,
};

/* ---- of measurements whose outliers are squashed */

static unsigned add_squashed(BylineNetwork* network, unsigned pool,
                             const BylineSize* sizes, unsigned* features)
{
  const unsigned squashed =
      byline_squash_add(network, BYLINE_STATISTICS_SQUASH, pool);
  solve_for(network, squashed);
  return byline_discriminants_add(network, squashed, sizes, features);
}

static unsigned build_texture(BylineNetwork* network, const BylineSize* sizes,
                              unsigned* features)
{
  const unsigned pool = byline_texture_pool_add(
      network, BYLINE_STATISTICS_POOL, add_mels(network, &sizes[1 + MELS]),
      byline_whole(sizes));
  return add_squashed(network, pool, sizes + 1, features);
}

static const BylineSize texture_sizes[] = {
    {"cepstra", 2, 128, true, 1, {64}, 1},
    FEATURES_SIZE,
    NOBODY_SIZE,
    SONGS_SIZE,
    PROTOTYPES_SIZE,
    MELS_SIZE,
    GATE_SIZE,
    YIELD_SIZE,
};

const BylineArchitecture byline_texture = {
    .name = "texture",
    .sizes = texture_sizes,
    .n_sizes = sizeof(texture_sizes) / sizeof(*texture_sizes),
    .build = build_texture,
};

static unsigned build_bands(BylineNetwork* network, const BylineSize* sizes,
                            unsigned* features)
{
  const unsigned pool = byline_bands_pool_add(network, BYLINE_STATISTICS_POOL,
                                              add_mels(network, &sizes[MELS]));
  return add_squashed(network, pool, sizes, features);
}

static unsigned build_intervals(BylineNetwork* network, const BylineSize* sizes,
                                unsigned* features)
{
  const unsigned pool = byline_playing_pool_add(
      network, BYLINE_STATISTICS_POOL, add_mels(network, &sizes[MELS]), false);
  return add_squashed(network, pool, sizes, features);
}

static unsigned build_modulations(BylineNetwork* network,
                                  const BylineSize* sizes, unsigned* features)
{
  const unsigned pool = byline_modulation_pool_add(
      network, BYLINE_STATISTICS_POOL, add_mels(network, &sizes[MELS]));
  return add_squashed(network, pool, sizes, features);
}

static unsigned build_playing(BylineNetwork* network, const BylineSize* sizes,
                              unsigned* features)
{
  const unsigned pool = byline_playing_pool_add(
      network, BYLINE_STATISTICS_POOL, add_mels(network, &sizes[MELS]), true);
  return add_squashed(network, pool, sizes, features);
}

static const BylineSize common_sizes[] = {
    FEATURES_SIZE, NOBODY_SIZE, SONGS_SIZE, PROTOTYPES_SIZE,
    MELS_SIZE,     GATE_SIZE,   YIELD_SIZE,
};

const BylineArchitecture byline_bands = {
    .name = "bands",
    .sizes = common_sizes,
    .n_sizes = sizeof(common_sizes) / sizeof(*common_sizes),
    .build = build_bands,
};

const BylineArchitecture byline_intervals = {
    .name = "intervals",
    .sizes = common_sizes,
    .n_sizes = sizeof(common_sizes) / sizeof(*common_sizes),
    .build = build_intervals,
};

const BylineArchitecture byline_modulations = {
    .name = "modulations",
    .sizes = common_sizes,
    .n_sizes = sizeof(common_sizes) / sizeof(*common_sizes),
    .build = build_modulations,
};

const BylineArchitecture byline_playing = {
    .name = "playing",
    .sizes = common_sizes,
    .n_sizes = sizeof(common_sizes) / sizeof(*common_sizes),
    .build = build_playing,
};
