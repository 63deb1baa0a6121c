/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_model.h
   The network that finds voices, in a file of its own.

   A safetensors file, as models of artists are, whose metadata are

       byline.format        "1"
       byline.task          "separate"
       byline.architecture  byline_network_architecture()
       byline.metrics       JSON object: what was measured
       byline.provenance    JSON object: recipe, seed, versions, licence
*/

#ifndef BYLINE_VOICE_MODEL_H
#define BYLINE_VOICE_MODEL_H

#include "byline/network.h"
#include "byline/status.h"

#include <stdbool.h>

/** What a file says beside its weights. */
typedef struct {
  char* metrics;    ///< JSON object as text
  char* provenance; ///< JSON object as text
} BylineVoiceModelInfo;

/** Make a network for pictures as picture.h has them, without values. */
BylineStatus byline_voice_network_new(const char* architecture,
                                      BylineNetwork** network);

/**
   Load a network.

   @param[out] info To be freed with byline_voice_model_info_free(); may be
   NULL.
   @param[out] network Not frozen; to be freed with byline_network_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (no such file, a
   model of artists: the message says so) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_voice_model_open(const char* path,
                                     BylineVoiceModelInfo* info,
                                     BylineNetwork** network);

/** Whether a file is such a network's; false where it cannot be read. */
bool byline_voice_model_is(const char* path);

/** Load the network that comes with Byline; as above. */
BylineStatus byline_voice_model_default(BylineNetwork** network);

/**
   The network that comes with Byline, frozen, shared by all who ask.

   @param[out] network To be given back with byline_voice_model_release().
*/
BylineStatus byline_voice_model_acquire(BylineNetwork** network);

/** Give it back; the last one frees it.  NULL is fine. */
void byline_voice_model_release(BylineNetwork* network);

/** Free what it points to and clear it. */
void byline_voice_model_info_free(BylineVoiceModelInfo* info);

/**
   Write a network, beside and then renamed; values are rounded to half
   precision.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_voice_model_save(const char* path,
                                     const BylineVoiceModelInfo* info,
                                     const BylineNetwork* network);

#endif // BYLINE_VOICE_MODEL_H
