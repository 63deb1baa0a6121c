/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "host_features.h"

#include <string.h>

void* byline_feature_find(const LV2_Feature* const* features, const char* uri)
{
  for (; features && *features; ++features) {
    const LV2_Feature* const feature = *features;
    if (feature->URI && feature->data && !strcmp(feature->URI, uri)) {
      return feature->data;
    }
  }
  return NULL;
}
