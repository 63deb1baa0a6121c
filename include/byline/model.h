/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file model.h
   A trained model: front end, artists, calibration and network in one file.

   The file is in the safetensors format (a length, a JSON header, raw
   little-endian tensors).  Everything that is not a weight stands in the
   header's `__metadata__`, as strings:

       byline.format          "1"
       byline.front_end       JSON object, BylineFrontEnd's members
       byline.artists         JSON array of names
       byline.architecture    byline_network_architecture()
       byline.temperature     a number
       byline.metrics         JSON object: what was measured, on which split
       byline.provenance      JSON object: recipe, seed, versions, licence
       byline.learnt          of each song that it learnt from, 16 hexadecimal
                              digits of its file's digest, in ascending order;
                              not in files of old versions
       byline.cohort          JSON array: of which song each clip of the cohort
   is, whose embeddings are the tensor cohort.embeddings; not in files of old
   versions

   A model file may come from a stranger: loading checks every length before
   use and says in one line what is wrong.
*/

#ifndef BYLINE_MODEL_H
#define BYLINE_MODEL_H

#include "byline/front_end.h"
#include "byline/network.h"
#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>

/**
   Build a network from its text description.

   @param architecture A name and sizes: "resnet", or
   "resnet:width=16,blocks=2-2-2-2"; what is left out takes its default.
   Several joined by '+' become one network that answers with the average of
   their probabilities (an ensemble), weighted where they have weights
   ("0.75*resnet+0.25*statistics"); "ensemble" is short for "resnet+wavenet".
   Several joined by '^' answer with the product of theirs instead, which binds
   closer: each power is one over the square root of their number.
   @param shape Copied.
   @param[out] network To be freed with byline_network_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (unknown name or key, impossible
   size: the message says which and what would do) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_network_new(const char* architecture,
                                const BylineNetworkShape* shape,
                                BylineNetwork** network);

/** As byline_network_new(), for a network that must answer with classes: one
    of masks is refused with BYLINE_ERROR_USAGE. */
BylineStatus byline_classifier_new(const char* architecture,
                                   const BylineNetworkShape* shape,
                                   BylineNetwork** network);

/** What a model hears in some clips of its own artists' songs. */
typedef struct {
  size_t n;          ///< Clips; 0: not known
  size_t n_features; ///< Numbers of an embedding (byline_plan_embedding())
  float* embeddings; ///< `n` x `n_features`
  uint32_t* classes; ///< Which song each clip is of, ascending
} BylineCohort;

/** What a model file says beside its weights. */
typedef struct {
  BylineFrontEnd front_end; ///< How its spectrograms are made
  char** artists;           ///< `n_artists` names, UTF-8
  size_t n_artists;         ///< Classes of the network
  float temperature;        ///< Logits are divided by it (Guo et al. 2017)
  char* metrics;            ///< JSON object as text
  char* provenance;         ///< JSON object as text
  char* learnt;             ///< Songs that it learnt from, 16 hexadecimal
                            ///< digits each, ascending; NULL: not known
  BylineCohort cohort;      ///< Clips to compare others with
  bool halves; ///< Trained weights are stored rounded to half precision (11
               ///< bits): for what is used rather than learnt further
} BylineModelInfo;

/** A model ready for use: immutable, shareable between threads. */
typedef struct BylineModel BylineModel;

/**
   Load a model and make it ready for inference.  Any non-realtime thread.

   @param[out] model To be freed with byline_model_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_model_load(const char* path, BylineModel** model);

/** Free a model that nothing uses any more.  NULL is fine. */
void byline_model_free(BylineModel* model);

/**
   Find the model to use where none is named, in programs and plugins alike:
   $BYLINE_MODEL; byline/default.safetensors in the user's data folder
   ($XDG_DATA_HOME, or ~/.local/share); a plugin's own; byline.lv2's beside the
   running program (as it is built), ../share's beside it, $XDG_DATA_DIRS' (or
   /usr/local/share, /usr/share).

   @param bundled The plugin's own, which need not be there; NULL in a program.
   @param[out] path To be freed with free().
   @return BYLINE_OK or, when there is none, BYLINE_ERROR_USAGE.
*/
BylineStatus byline_model_find_default(const char* bundled, char** path);

/**
   Where the user's own default model is, or would be.

   @return A string to be freed with free(); NULL where there is no user's data
   folder (neither XDG_DATA_HOME nor HOME is set), or out of memory.
*/
char* byline_model_own_default(void);

/** What the file says; owned by the model. */
const BylineModelInfo* byline_model_info(const BylineModel* model);

/** Digits of byline_model_ear(). */
#define BYLINE_EAR_DIGITS 16

/**
   What tells a model's ear from others: 16 hexadecimal digits, a hash (FNV-1a)
   of the front end and all weights but those of the classifier, which knows the
   artists.  Models of the same ear hear a clip alike
   (byline_plan_embedding()).  Owned by the model.
*/
const char* byline_model_ear(const BylineModel* model);

/** The frozen network; owned by the model, for making plans only. */
BylineNetwork* byline_model_network(const BylineModel* model);

/**
   Write a model file, beside and then renamed, so that `path` holds either the
   old file or the whole new one.

   @param network Not frozen.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_model_save(const char* path, const BylineModelInfo* info,
                               const BylineNetwork* network);

/**
   Load a model for further training or inspection: the network is not frozen.

   @param[out] info To be freed with byline_model_info_free().
   @param[out] network To be freed with byline_network_free().
   @return As byline_model_load().
*/
BylineStatus byline_model_open(const char* path, BylineModelInfo* info,
                               BylineNetwork** network);

/**
   Make one model of several that were trained apart: it answers with the
   average of their calibrated probabilities.  One alone stays what it is, with
   its temperature.

   @param paths `n` (1 to 16) model files of the same artists and front end; of
   one that is made like this, the members become members.
   @param weights How much each counts, `n` above 0; NULL: alike.
   @param[out] info What the first says, without metrics, at temperature 1 if
   there are others, and in its provenance how each was made.  To be freed with
   byline_model_info_free().
   @param[out] network Not frozen.  To be freed with byline_network_free().
   @return As byline_model_load(), BYLINE_ERROR_DATA when they do not go
   together, or BYLINE_ERROR_USAGE.
*/
BylineStatus byline_model_join(const char* const* paths, size_t n,
                               const double* weights, BylineModelInfo* info,
                               BylineNetwork** network);

/** Free what `info` points to and clear it. */
void byline_model_info_free(BylineModelInfo* info);

#endif // BYLINE_MODEL_H
