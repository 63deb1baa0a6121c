/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared_settings.h"

#include <math.h>
#include <string.h>

/* They are compared as bytes, so there may be none between them */
enum {
#define BYLINE_SETTING(ID, id, ...) SETTING_##ID,
#include "byline/ports.def"
  N_SETTINGS
};
_Static_assert(sizeof(BylineRecognizerSettings) == N_SETTINGS * sizeof(float),
               "settings are numbers, and all are ports");

static void write_one(_Atomic float* shared, float value) BYLINE_NONBLOCKING
{
  atomic_store_explicit(shared, value, memory_order_relaxed);
}

static void write_all(BylineSharedSettings* shared) BYLINE_NONBLOCKING
{
  const BylineRecognizerSettings* const s = &shared->turned;
#define BYLINE_SETTING(ID, id, ...) write_one(&shared->id, s->id);
#include "byline/ports.def"
}

void byline_shared_settings_init(BylineSharedSettings* shared)
{
  shared->turned = byline_recognizer_settings_default();
  write_all(shared);
}

void byline_shared_settings_write(BylineSharedSettings* shared,
                                  const BylineRecognizerSettings* settings)
{
  if (memcmp(settings, &shared->turned, sizeof(*settings)) != 0) {
    shared->turned = *settings;
    write_all(shared);
  }
}

static float read_one(const _Atomic float* shared, float usual)
{
  const float value = atomic_load_explicit(shared, memory_order_relaxed);
  return isfinite(value) ? value : usual;
}

BylineRecognizerSettings
byline_shared_settings_read(const BylineSharedSettings* shared)
{
  const BylineRecognizerSettings usual = byline_recognizer_settings_default();
  return (BylineRecognizerSettings){
#define BYLINE_SETTING(ID, id, ...) .id = read_one(&shared->id, usual.id),
#include "byline/ports.def"
  };
}
