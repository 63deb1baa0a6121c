/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file facts.h
   What a model file says about itself, in words for the window.
*/

#ifndef BYLINE_PLUGIN_FACTS_H
#define BYLINE_PLUGIN_FACTS_H

#include "byline/model.h"

#include <stddef.h>

/** Most facts about a model. */
#define BYLINE_MAX_FACTS 6

/** One fact. */
typedef struct {
  const char* label; ///< What it is about
  char text[200];    ///< What is so, UTF-8
} BylineModelFact;

/**
   Gather what is known: accuracy, on what it was measured, licence, network,
   origin and place.  What the file does not say is left out, except for the
   licence.

   @param path Where the file is; NULL when that is not known.
   @return How many facts there are.
*/
size_t byline_facts_gather(const BylineModelInfo* info,
                           const char* architecture, const char* path,
                           BylineModelFact facts[BYLINE_MAX_FACTS]);

#endif // BYLINE_PLUGIN_FACTS_H
