/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sizes.h
   The sizes in a network's text description: "width=16,blocks=2-2-2-2".
*/

#ifndef BYLINE_MODELS_SIZES_H
#define BYLINE_MODELS_SIZES_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Most numbers in a list. */
#define BYLINE_MAX_SIZES_LIST 8

/** Room for an architecture's description with every size spelled out. */
#define BYLINE_MAX_DESCRIPTION 256

/** One size, or a list of them joined by '-'. */
typedef struct {
  const char* key;  ///< Its name
  double minimum;   ///< Of every number
  double maximum;   ///< Of every number
  bool whole;       ///< Only whole numbers
  size_t max_count; ///< Numbers in the list; 1 if none is taken
  double values[BYLINE_MAX_SIZES_LIST]; ///< The default, then what was read
  size_t count;                         ///< How many values there are
} BylineSize;

/**
   Read a description's sizes.

   @param name The architecture, for messages.
   @param text What follows its name and the colon; may be empty.
   @param sizes The defaults; those that `text` names are replaced.
   @return BYLINE_OK or BYLINE_ERROR_USAGE: the message names the valid keys,
   or the range.
*/
BylineStatus byline_sizes_read(const char* name, const char* text,
                               BylineSize* sizes, size_t n_sizes);

/** Spell out a description: "resnet:width=16,blocks=2-2-2-2,dropout=0.2". */
void byline_sizes_write(const char* name, const BylineSize* sizes,
                        size_t n_sizes,
                        char description[BYLINE_MAX_DESCRIPTION]);

#endif // BYLINE_MODELS_SIZES_H
