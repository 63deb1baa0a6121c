/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the host offers and wishes, and what the environment does. */

#include "ui_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Frames a second, unless the host wants fewer */
static const double most_frames = 30;

BylineUiFeatures byline_ui_features(const LV2_Feature* const* features)
{
  BylineUiFeatures found = {0};
  for (; features && *features; ++features) {
    const char* const uri = (*features)->URI;
    void* const data = (*features)->data;
    if (!uri || !data) {
      continue;
    }
    if (!strcmp(uri, LV2_URID__map)) {
      found.map = data;
    } else if (!strcmp(uri, LV2_OPTIONS__options)) {
      found.options = data;
    } else if (!strcmp(uri, LV2_UI__resize)) {
      found.resize = data;
    } else if (!strcmp(uri, LV2_UI__touch)) {
      found.touch = data;
    } else if (!strcmp(uri, LV2_UI__requestValue)) {
      found.request = data;
    } else if (!strcmp(uri, LV2_UI__parent)) {
      found.parent = (uintptr_t)data;
    }
  }
  return found;
}

static LV2_URID urid_of(const LV2_URID_Map* map, const char* uri)
{
  return map->map(map->handle, uri);
}

/* The value of an option if it is there and has this type, else NULL */
static const void* option(const BylineUiFeatures* features, const char* key,
                          const char* type, size_t size)
{
  const LV2_URID_Map* const map = features->map;
  const LV2_Options_Option* o = features->options;
  if (!map || !o) {
    return NULL;
  }
  for (; o->key || o->value; ++o) {
    if (o->key == urid_of(map, key) && o->type == urid_of(map, type) &&
        o->size >= size && o->value) {
      return o->value;
    }
  }
  return NULL;
}

static double number_option(const BylineUiFeatures* features, const char* key,
                            double otherwise)
{
  const float* const value =
      option(features, key, LV2_ATOM__Float, sizeof(*value));
  return value && isfinite(*value) ? (double)*value : otherwise;
}

/* A colour 0xRRGGBBAA */
static bool color_option(const BylineUiFeatures* features, const char* key,
                         BylineColor* color)
{
  const int32_t* const value =
      option(features, key, LV2_ATOM__Int, sizeof(*value));
  if (value) {
    *color = byline_color_rgb((uint32_t)*value >> 8);
  }
  return value != NULL;
}

void byline_ui_read_options(BylineUi* ui, const BylineUiFeatures* features)
{
  ui->scale = number_option(features, LV2_UI__scaleFactor, 0);
  const double rate = number_option(features, LV2_UI__updateRate, most_frames);
  ui->interval = 1 / fmin(fmax(rate, 1), most_frames);
  BylineColor background, ink;
  if (color_option(features, LV2_UI__backgroundColor, &background)) {
    ink = byline_color_on(background);
    color_option(features, LV2_UI__foregroundColor, &ink);
    byline_view_set_colors(ui->view, background, ink);
  }
  const char* const theme = getenv("BYLINE_THEME");
  if (theme && !strcmp(theme, "light")) {
    byline_view_set_theme(ui->view, BYLINE_THEME_LIGHT);
  } else if (theme && !strcmp(theme, "dark")) {
    byline_view_set_theme(ui->view, BYLINE_THEME_DARK);
  }
  ui->title = option(features, LV2_UI__windowTitle, LV2_ATOM__String, 1);
}
