/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file host_features.h
   What the host offers; anything may be missing.
*/

#ifndef BYLINE_PLUGIN_HOST_FEATURES_H
#define BYLINE_PLUGIN_HOST_FEATURES_H

#include <lv2/core/lv2.h>

/**
   Find a feature's data.

   @param features NULL-terminated, or NULL; entries without URI or data, which
   some hosts pass, are skipped.
   @return NULL when the host does not offer it.
*/
void* byline_feature_find(const LV2_Feature* const* features, const char* uri);

#endif // BYLINE_PLUGIN_HOST_FEATURES_H
