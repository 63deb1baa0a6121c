/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file model_info.h
   What a model file says beside its weights, as the file's metadata.
*/

#ifndef BYLINE_MODELS_MODEL_INFO_H
#define BYLINE_MODELS_MODEL_INFO_H

#include "byline/model.h"
#include "byline/status.h"
#include "nn/safetensors.h"

#define BYLINE_KEY_FORMAT "byline.format"
#define BYLINE_KEY_TASK "byline.task"
#define BYLINE_KEY_FRONT_END "byline.front_end"
#define BYLINE_KEY_ARTISTS "byline.artists"
#define BYLINE_KEY_ARCHITECTURE "byline.architecture"
#define BYLINE_KEY_TEMPERATURE "byline.temperature"
#define BYLINE_KEY_METRICS "byline.metrics"
#define BYLINE_KEY_PROVENANCE "byline.provenance"
#define BYLINE_KEY_LEARNT "byline.learnt"

/** The only value that BYLINE_KEY_FORMAT can have so far. */
#define BYLINE_MODEL_FORMAT "1"

/** Metadata values that are made up for saving. */
typedef struct {
  char* front_end;   ///< JSON object
  char* artists;     ///< JSON array
  char* temperature; ///< JSON number
  char* cohort;      ///< JSON array
} BylineModelTexts;

/**
   Read and check a file's metadata, the presence of an architecture included.

   @param path For messages.
   @param[out] info To be freed with byline_model_info_free().
   @return BYLINE_OK, BYLINE_ERROR_FORMAT or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_model_info_read(const char* path,
                                    const BylineSafetensors* file,
                                    BylineModelInfo* info);

/**
   Put into text what is not text.

   @param[out] texts To be cleared with byline_model_texts_clear(), in any case.
   @return BYLINE_OK, BYLINE_ERROR_DATA (a name is not UTF-8) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_model_texts_init(BylineModelTexts* texts,
                                     const BylineModelInfo* info);

/** Free what `texts` holds. */
void byline_model_texts_clear(BylineModelTexts* texts);

#endif // BYLINE_MODELS_MODEL_INFO_H
