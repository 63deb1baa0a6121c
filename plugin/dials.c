/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dials.h"

#include <math.h>
#include <string.h>

static void write_one(_Atomic float* dial, float value) BYLINE_NONBLOCKING
{
  atomic_store_explicit(dial, value, memory_order_relaxed);
}

static void write_all(BylineDials* dials) BYLINE_NONBLOCKING
{
  const BylineRecognizerSettings* const s = &dials->turned;
#define BYLINE_SETTING(ID, id, ...) write_one(&dials->id, s->id);
#include "byline/ports.def"
}

void byline_dials_init(BylineDials* dials)
{
  dials->turned = byline_recognizer_settings_default();
  write_all(dials);
}

void byline_dials_turn(BylineDials* dials,
                       const BylineRecognizerSettings* settings)
{
  if (memcmp(settings, &dials->turned, sizeof(*settings)) != 0) {
    dials->turned = *settings;
    write_all(dials);
  }
}

static float read_one(const _Atomic float* dial, float usual)
{
  const float value = atomic_load_explicit(dial, memory_order_relaxed);
  return isfinite(value) ? value : usual;
}

BylineRecognizerSettings byline_dials_read(const BylineDials* dials)
{
  const BylineRecognizerSettings usual = byline_recognizer_settings_default();
  return (BylineRecognizerSettings){
#define BYLINE_SETTING(ID, id, ...) .id = read_one(&dials->id, usual.id),
#include "byline/ports.def"
  };
}
