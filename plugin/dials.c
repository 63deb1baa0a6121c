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
  write_one(&dials->window, s->window);
  write_one(&dials->interval, s->interval);
  write_one(&dials->smoothing, s->smoothing);
  write_one(&dials->threshold, s->threshold);
  write_one(&dials->hold, s->hold);
  write_one(&dials->vocal_focus, s->vocal_focus);
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
      .window = read_one(&dials->window, usual.window),
      .interval = read_one(&dials->interval, usual.interval),
      .smoothing = read_one(&dials->smoothing, usual.smoothing),
      .threshold = read_one(&dials->threshold, usual.threshold),
      .hold = read_one(&dials->hold, usual.hold),
      .vocal_focus = read_one(&dials->vocal_focus, usual.vocal_focus)};
}
