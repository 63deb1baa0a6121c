/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file layers.h
   The kinds of layers, as models add them to a network.

   Every function returns the new layer's index.  `input` is the index of the
   layer that is read.
*/

#ifndef BYLINE_NN_LAYERS_H
#define BYLINE_NN_LAYERS_H

#include "nn/network.h"

/** Marks that there is no layer. */
#define BYLINE_NO_LAYER UINT32_MAX

/** The sizes of a convolution; those left 0 take the value given. */
typedef struct {
  uint32_t channels;        ///< Of the output
  uint32_t rows;            ///< Of the kernel; 1
  uint32_t columns;         ///< Of the kernel; 1
  uint32_t row_stride;      ///< 1
  uint32_t column_stride;   ///< 1
  uint32_t row_padding;     ///< Zero rows above and below
  uint32_t column_padding;  ///< Zero columns left and right
  uint32_t column_dilation; ///< Columns between the kernel's; 1
  uint32_t groups;          ///< Sets of channels that do not mix; 1
  bool causal;              ///< All column padding is left (before)
  bool bias;                ///< Add a number to each channel
  bool linear;              ///< Not for ReLU: smaller initial weights
} BylineConvolution;

/** Convolution of one or two dimensions. */
unsigned byline_convolution_add(BylineNetwork* network, const char* name,
                                unsigned input,
                                const BylineConvolution* convolution);

/** Fully connected: channels of a 1 x 1 map to `n_outputs`, with bias. */
unsigned byline_linear_add(BylineNetwork* network, const char* name,
                           unsigned input, uint32_t n_outputs);

/** What batch normalisation does besides. */
typedef struct {
  bool relu;       ///< Clamp at zero, at the end
  bool zero_gamma; ///< Begin with a factor of 0 instead of 1
  unsigned add;    ///< Layer to add before clamping; BYLINE_NO_LAYER for none
} BylineNormalization;

/**
   Batch normalisation (Ioffe and Szegedy 2015), with what usually follows it:
   the addition of a shortcut and ReLU.
*/
unsigned byline_batch_norm_add(BylineNetwork* network, const char* name,
                               unsigned input,
                               const BylineNormalization* settings);

/** The windows of a pooling layer; those left 0 take the value given. */
typedef struct {
  uint32_t rows;           ///< Of a window; 1
  uint32_t columns;        ///< Of a window; 1
  uint32_t row_stride;     ///< As many as rows
  uint32_t column_stride;  ///< As many as columns
  uint32_t row_padding;    ///< Rows above and below that do not count
  uint32_t column_padding; ///< Columns left and right that do not count
} BylinePoolWindow;

/** Maximum over windows of pixels. */
unsigned byline_max_pool_add(BylineNetwork* network, const char* name,
                             unsigned input, const BylinePoolWindow* window);

/** Average over windows of pixels, which must not be padded. */
unsigned byline_average_pool_add(BylineNetwork* network, const char* name,
                                 unsigned input,
                                 const BylinePoolWindow* window);

/** The average over all pixels, then the maximum: twice the channels. */
unsigned byline_global_pool_add(BylineNetwork* network, const char* name,
                                unsigned input);

/** Rows `first` to `first` + `n` - 1 of the network's input, for pools that are
    to hear these bands alone: the first channel's mean becomes 0, its deviation
    1.  Nothing is learnt before it. */
unsigned byline_rows_add(BylineNetwork* network, const char* name,
                         uint32_t first, uint32_t n);

/**
   Statistics over the columns of the network's input: of `n_cepstra` numbers of
   a cosine transform of the bands, and of their slopes, the means, deviations
   and `n_quantiles` quantiles, and the correlations of the former; one channel
   after another.
*/
unsigned byline_cepstral_pool_add(BylineNetwork* network, const char* name,
                                  unsigned input, uint32_t n_cepstra,
                                  uint32_t n_quantiles);

/** Octaves of time over which texture_pool.c looks for changes. */
#define BYLINE_TEXTURE_OCTAVES 7

/**
   Texture of the network's input: of each channel `n_cepstra` numbers of a
   cosine transform of the bands' means, and of their deviations; of groups of
   bands, up to 16, how much they change within 1, 2, 4... 64 columns, how
   uneven they are, and how much they rise; one channel after another.
*/
unsigned byline_texture_pool_add(BylineNetwork* network, const char* name,
                                 unsigned input, uint32_t n_cepstra);

/**
   How groups of bands of the network's input are spread and go together: of
   each channel quantiles of the groups and of their steps from column to
   column, correlations of every two, and of each with the next channel's; one
   channel after another.
*/
unsigned byline_bands_pool_add(BylineNetwork* network, const char* name,
                               unsigned input);

/**
   What is played in the network's input: of each channel how bands that stand
   out go together with others, in the same column and later; and, with
   `rhythm`, how fast ranges of bands change; one channel after another.
*/
unsigned byline_playing_pool_add(BylineNetwork* network, const char* name,
                                 unsigned input, bool rhythm);

/**
   Modulations of the network's input: of each channel and of groups of bands,
   up to 8, how strong ripples over bands and columns are, by how dense, how
   fast, and whether they rise or fall; one channel after another.
*/
unsigned byline_modulation_pool_add(BylineNetwork* network, const char* name,
                                    unsigned input);

/** Numbers of a clip in standard deviations from their mean ("NAME.mean",
    "NAME.deviation"), outliers squashed: byline_squash() of each. */
unsigned byline_squash_add(BylineNetwork* network, const char* name,
                           unsigned input);

/** What that layer makes of a number. */
float byline_squash(float x, float mean, float deviation);

/** How much treble a clip of the network's input has: the first channel's mean
    over the upper half of the rows above rows `first` to `first` + `n` - 1,
   less that of the last quarter of these; 0 if they are the last. */
unsigned byline_treble_pool_add(BylineNetwork* network, const char* name,
                                uint32_t first, uint32_t n);

/** Logits times `missing` where a clip's treble, that layer's, is far below
   that of what was learnt ("NAME.mean", "NAME.deviation"), and times `there`
    elsewhere. */
unsigned byline_treble_gate_add(BylineNetwork* network, const char* name,
                                unsigned input, unsigned treble, float missing,
                                float there);

/** Prototypes, each an artist's, and how a place is compared with them. */
typedef struct {
  const float* places;  ///< n x n_axes
  const float* artists; ///< n: whose, as numbers from 0, artist by artist;
                        ///< behind them, below 0: none
  size_t n;             ///< Prototypes
  size_t n_axes;        ///< Numbers that a place is of
  float scale;          ///< Of the logits
  bool by_distance;     ///< By distances, not by cosines
} BylinePrototypeSet;

/**
   The artists' logits from a place x by their prototypes p, near ones counting
   most:

       logit = scale log mean exp(25 cos(x, p)), or
       logit = scale log mean exp(x . p - p . p / 2)

   The latter, with an artist's mean as the only prototype, is the classifier of
   linear discriminants.

   @param products Of the place with each prototype, x . p; written over.
   @param[out] logits n_artists; -10 000 for who has no prototype.
*/
void byline_prototype_logits(const BylinePrototypeSet* set, const float* place,
                             float* products, size_t n_artists, float* logits);

/** A classifier by prototypes, byline_prototype_logits(): "NAME.place",
    "NAME.artist", whose they are, "NAME.scale", and "NAME.distance", 1 or 0. */
unsigned byline_prototype_head_add(BylineNetwork* network, const char* name,
                                   unsigned input, uint32_t n_artists,
                                   uint32_t n_prototypes);

/** Dropout (Srivastava et al. 2014) of a share `rate` of the numbers. */
unsigned byline_dropout_add(BylineNetwork* network, const char* name,
                            unsigned input, float rate);

/** Rectified linear units: max(0, x). */
unsigned byline_relu_add(BylineNetwork* network, const char* name,
                         unsigned input);

/** Two maps of equal shape added, perhaps clamped at zero. */
unsigned byline_sum_add(BylineNetwork* network, const char* name,
                        unsigned input, unsigned other, bool relu);

/** The channels of one map, then those of another of equal size. */
unsigned byline_concat_add(BylineNetwork* network, const char* name,
                           unsigned input, unsigned other);

/** Every pixel becomes a block of `rows` x `columns` equal ones. */
unsigned byline_upsample_add(BylineNetwork* network, const char* name,
                             unsigned input, uint32_t rows, uint32_t columns);

/**
   WaveNet's gated activation (van den Oord et al. 2016, equation 2): tanh of
   the first half of the channels times the logistic function of the second.
*/
unsigned byline_gate_add(BylineNetwork* network, const char* name,
                         unsigned input);

/** Rows become channels: channel c, row r goes to channel c x rows + r. */
unsigned byline_rows_to_channels_add(BylineNetwork* network, const char* name,
                                     unsigned input);

/**
   The recurrent half of a gated recurrent unit (Cho et al. 2014), over columns.

   @param input The other half: what the input contributes to the reset gate,
   the update gate and the new state, in this order; a third of its channels
   each.
*/
unsigned byline_recurrence_add(BylineNetwork* network, const char* name,
                               unsigned input);

/** Logits of the average of the probabilities that two logits stand for, of
    which `input` counts `weight` and `other` the rest. */
unsigned byline_mixture_add(BylineNetwork* network, const char* name,
                            unsigned input, unsigned other, double weight);

/** Logits of the product of the probabilities that two logits stand for, each
    raised to a power, divided by their sum (a logarithmic opinion pool; Genest
    and Zidek 1986, "Combining probability distributions"). */
unsigned byline_product_add(BylineNetwork* network, const char* name,
                            unsigned input, float power, unsigned other,
                            float other_power);

/** Of logits of `n_artists`, and of more who are nobody, the logits of the
    artists alone: what is nobody's falls to all of them alike. */
unsigned byline_reject_class_add(BylineNetwork* network, const char* name,
                                 unsigned input, uint32_t n_artists);

#endif // BYLINE_NN_LAYERS_H
