/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file installed_models.h
   The models that are installed, and which of them is the default: that of new
   instances of the plugin and of programs.

   Installed is what ends with ".safetensors" in the folder byline of the user's
   data folder ($XDG_DATA_HOME, or ~/.local/share), in those of $XDG_DATA_DIRS,
   and in the plugin's bundle; but not links named default, which only tell
   which of the others that is.
*/

#ifndef BYLINE_GUI_INSTALLED_MODELS_H
#define BYLINE_GUI_INSTALLED_MODELS_H

#include "view.h"

#include <stdbool.h>
#include <stddef.h>

/** Most models that are listed. */
#define BYLINE_MOST_MODELS 10000

/** A list of models, sorted by name; all zero is empty. */
typedef struct {
  BylineInstalledModel* items; ///< `n` of them
  size_t n;                    ///< How many
} BylineModelList;

/**
   Look what there is.

   @param bundle The plugin's bundle, or "".
   @param[out] list To be freed with byline_model_list_free(); what there is no
   memory for is left out.
*/
void byline_model_list_find(const char* bundle, BylineModelList* list);

/** Free and clear. */
void byline_model_list_free(BylineModelList* list);

/**
   Make a model the default, by a link in the user's data folder.  A file that
   is there is kept as default-kept-N.safetensors.

   @param[out] wrong Why it cannot be done.
   @return Whether it is done.
*/
bool byline_model_list_set_default(const char* path, char* wrong, size_t size);

#endif // BYLINE_GUI_INSTALLED_MODELS_H
