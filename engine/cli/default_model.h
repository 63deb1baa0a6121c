/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file default_model.h
   Which model is used when the user names none.
*/

#ifndef BYLINE_CLI_DEFAULT_MODEL_H
#define BYLINE_CLI_DEFAULT_MODEL_H

#include "byline/status.h"

/**
   Find the default model: the user's own, $XDG_DATA_HOME/byline/
   default.safetensors, else the one in the plugin's bundle, which is looked for
   where it lies seen from this program: beside it (as built), or in ../lib/lv2
   (as installed).

   @param[out] path To be freed with free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (there is none: the message says how to
   name one) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_default_model_find(char** path);

#endif // BYLINE_CLI_DEFAULT_MODEL_H
