/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file pretrained.h
   Beginning with another model's weights instead of random ones.
*/

#ifndef BYLINE_TRAINING_PRETRAINED_H
#define BYLINE_TRAINING_PRETRAINED_H

#include "byline/dataset.h"
#include "byline/network.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stdint.h>

/** The model that a training began with; plain data, kept in checkpoints. */
typedef struct {
  char name[88];      ///< Its file's name, perhaps cut short; "" for none
  char digest[40];    ///< Of its file's content
  uint64_t n_taken;   ///< Tensors that came from it
  uint64_t n_tensors; ///< Tensors of the network
  uint64_t with_head; ///< The classifier came from it too: same artists
} BylinePretrained;

/**
   Take over a model's tensors: every one whose name and shape match.

   The classifier is taken only from a model of the same artists in the same
   order.  A model with another front end is used all the same, with a warning:
   its first layers have learnt other pictures.

   @param path The model file.
   @param dataset Whose artists the network is for.
   @param[in,out] network Initialised; what is not taken stays as it is.
   @param[out] pretrained Filled in.
   @param[out] learnt The songs that it learnt from, to be freed with free();
   NULL when it does not tell.
   @return As byline_model_load(), or BYLINE_ERROR_DATA when nothing matches.
*/
BylineStatus byline_pretrained_load(const char* path,
                                    const BylineDataset* dataset,
                                    BylineNetwork* network,
                                    BylinePretrained* pretrained,
                                    char** learnt);

#endif // BYLINE_TRAINING_PRETRAINED_H
