/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file installed_model.h
   The default model of plugins that are one file: that of the LV2 bundle beside
   or above it, unless the user has another (byline_model_find_default()).
*/

#ifndef BYLINE_PLUGIN_INSTALLED_MODEL_H
#define BYLINE_PLUGIN_INSTALLED_MODEL_H

#include "byline/status.h"

/**
   Find it.

   @param[out] path To be freed with free(); NULL for none.
   @return As byline_model_find_default().
*/
BylineStatus byline_installed_model_find(char** path);

#endif // BYLINE_PLUGIN_INSTALLED_MODEL_H
