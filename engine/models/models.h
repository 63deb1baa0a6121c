/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file models.h
   The architectures, one a file: the sizes that each has, and how it adds its
   layers to a network.
*/

#ifndef BYLINE_MODELS_MODELS_H
#define BYLINE_MODELS_MODELS_H

#include "models/sizes.h"
#include "nn/layers.h"

/** Most sizes that an architecture has. */
#define BYLINE_MAX_SIZES 12

/** Most networks whose answers become one. */
#define BYLINE_MAX_MEMBERS 32

/** Room for all members' descriptions, joined by '+' or '^'. */
#define BYLINE_MAX_ARCHITECTURE                                                \
  (BYLINE_MAX_MEMBERS * (BYLINE_MAX_DESCRIPTION + 33))

/** An architecture. */
typedef struct {
  const char* name;        ///< As descriptions begin
  const BylineSize* sizes; ///< With defaults
  size_t n_sizes;          ///< At most BYLINE_MAX_SIZES

  /**
     Add its layers to a network that has its input.

     @param sizes As in the description.
     @param[out] features The layer that the classifier reads.
     @return The layer whose output are the logits.
  */
  unsigned (*build)(BylineNetwork* network, const BylineSize* sizes,
                    unsigned* features);
} BylineArchitecture;

/** Residual network (He et al. 2016). */
extern const BylineArchitecture byline_resnet;

/** Residual network with grouped convolutions (Xie et al. 2017). */
extern const BylineArchitecture byline_resnext;

/** Densely connected network (Huang et al. 2017). */
extern const BylineArchitecture byline_densenet;

/** Gated causal convolutions (van den Oord et al. 2016). */
extern const BylineArchitecture byline_wavenet;

/** Convolutions and gated recurrent units (Nasrullah and Zhao 2019). */
extern const BylineArchitecture byline_crnn;

/** Statistics of cepstra and linear discriminants (Fisher 1936). */
extern const BylineArchitecture byline_statistics;

/** The same of textures: of spectra, and of how they change. */
extern const BylineArchitecture byline_texture;

/** The same of groups of bands: how they spread, and which go together. */
extern const BylineArchitecture byline_bands;

/** The same of intervals: what sounds together, and what follows. */
extern const BylineArchitecture byline_intervals;

/** The same of modulations: of ripples over bands and time. */
extern const BylineArchitecture byline_modulations;

/** The same of intervals and of rhythm: what models had before the last two. */
extern const BylineArchitecture byline_playing;

/** Their layers: the statistics, and what makes discriminants of them. */
#define BYLINE_STATISTICS_POOL "statistics"
#define BYLINE_STATISTICS_SQUASH "squash" ///< Perhaps behind these
#define BYLINE_STATISTICS_DISCRIMINANTS "discriminants"
#define BYLINE_STATISTICS_SONGS "songs"
#define BYLINE_STATISTICS_TREBLE "treble" ///< Perhaps, for the gate
#define BYLINE_STATISTICS_GATE "gate"     ///< Perhaps behind the logits

/**
   Add what makes discriminants of statistics.

   @param statistics The layer BYLINE_STATISTICS_POOL, or what is behind it.
   @param sizes The last ones of all kinds, from `features` on.
   @param[out] features As BylineArchitecture.
   @return The layer whose output are the logits.
*/
unsigned byline_discriminants_add(BylineNetwork* network, unsigned statistics,
                                  const BylineSize* sizes, unsigned* features);

/** Whether a description is of one of these two: solved for, not trained. */
bool byline_architecture_is_solved(const char* description, size_t length);

/** U-Net of masks, causal along time (Ronneberger et al. 2015). */
extern const BylineArchitecture byline_separator;

/** Shorthand: a size that is one whole number. */
static inline uint32_t byline_whole(const BylineSize* size)
{
  return (uint32_t)size->values[0];
}

/** Convolution without bias, "NAME", then normalisation, "NAME.norm". */
unsigned byline_conv_norm_add(BylineNetwork* network, const char* name,
                              unsigned input,
                              const BylineConvolution* convolution,
                              const BylineNormalization* normalization);

/** The start of residual and dense networks: 7 x 7 and pooling, a quarter of
    the size each way. */
unsigned byline_stem_add(BylineNetwork* network, uint32_t channels);

/**
   The end of all networks: every channel's average and maximum over the whole
   map, so that clips may be of any length, then dropout and classification.

   @param[out] features As BylineArchitecture.
   @return The layer whose output are the logits.
*/
unsigned byline_head_add(BylineNetwork* network, unsigned input, double dropout,
                         unsigned* features);

/**
   Make one network of several: the weighted average of their calibrated
   probabilities.  Members of members become members of it; of these,
   calibration is that of their average nearly.

   @param networks `n` of them, of one shape, with at most BYLINE_MAX_MEMBERS
   members together.
   @param weights Their shares; NULL: alike.
   @param temperatures What their logits are divided by.
   @param[out] network To be freed with byline_network_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_networks_join(BylineNetwork* const* networks, size_t n,
                                  const double* weights,
                                  const double* temperatures,
                                  BylineNetwork** network);

/**
   An architecture without the statistics that were added to it: the networks
   that can be trained further, without weights.

   @param architecture Spelled out.
   @param[out] networks BYLINE_MAX_ARCHITECTURE; as it is when there are only
   statistics.
*/
void byline_architecture_networks(const char* architecture, char* networks);

/**
   The architecture of a file that may have been written before statistics had
   prototypes: where they do not say how many, they have none.

   @param stored Spelled out, as it was then.
   @param[out] architecture BYLINE_MAX_ARCHITECTURE; cut off if that is not
   enough.
*/
void byline_architecture_read(const char* stored, char* architecture);

/** Whether a tensor belongs to a classifier, the layer that knows artists. */
bool byline_tensor_is_head(const BylineTensor* tensor);

/** Whether logits are multiplied where a tensor is. */
bool byline_tensor_scales_logits(const BylineTensor* tensor);

#endif // BYLINE_MODELS_MODELS_H
