/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file model_cache.h
   The models that are loaded in this process, shared by all instances.

   Weights are read-only and may be large, so a file is loaded once however
   many instances use it.  Any thread but the audio thread.
*/

#ifndef BYLINE_PLUGIN_MODEL_CACHE_H
#define BYLINE_PLUGIN_MODEL_CACHE_H

#include "byline/model.h"
#include "byline/status.h"

/**
   Take a model: the one in the cache when the file is the same as then, or
   load it.

   @param[out] model To be given back with byline_model_cache_return().
   @return As byline_model_load().
*/
BylineStatus byline_model_cache_take(const char* path,
                                     const BylineModel** model);

/** Give a model back; the last one to do so frees it.  NULL is fine. */
void byline_model_cache_return(const BylineModel* model);

#endif // BYLINE_PLUGIN_MODEL_CACHE_H
