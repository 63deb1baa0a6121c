/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "instance.h"

#include "pass.h"

#include <math.h>

BylineStatus byline_instance_init(BylineInstance* instance,
                                  const BylineListenerSettings* settings)
{
  *instance =
      (BylineInstance){.defaults = byline_recognizer_settings_default()};
  const BylineStatus status =
      byline_listener_new(settings, &instance->listener);
  if (status == BYLINE_OK) {
    instance->report = byline_listener_report(instance->listener);
  }
  return status;
}

void byline_instance_clear(BylineInstance* instance)
{
  byline_listener_free(instance->listener);
  instance->listener = NULL;
}

static float control(const BylineInstance* instance, BylinePort port,
                     float otherwise)
{
  const float* const value = instance->ports[port];
  return value && isfinite(*value) ? *value : otherwise;
}

static BylineControls controls(const BylineInstance* instance)
{
  return (BylineControls){
      .knobs = {.window = control(instance, BYLINE_PORT_WINDOW,
                                  instance->defaults.window),
                .interval = control(instance, BYLINE_PORT_INTERVAL,
                                    instance->defaults.interval),
                .smoothing = control(instance, BYLINE_PORT_SMOOTHING,
                                     instance->defaults.smoothing),
                .threshold = control(instance, BYLINE_PORT_THRESHOLD,
                                     instance->defaults.threshold),
                .hold = control(instance, BYLINE_PORT_HOLD,
                                instance->defaults.hold),
                .vocal_focus = control(instance, BYLINE_PORT_VOCAL_FOCUS,
                                       instance->defaults.vocal_focus)},
      .enabled = control(instance, BYLINE_PORT_ENABLED, 1) > 0,
      .freewheel = control(instance, BYLINE_PORT_FREEWHEEL, 0) > 0};
}

static void show(const BylineInstance* instance, BylinePort port, float value)
{
  float* const shown = instance->ports[port];
  if (shown) {
    *shown = value;
  }
}

static void show_report(BylineInstance* instance, bool frozen)
{
  if (!frozen) {
    instance->report = byline_listener_report(instance->listener);
  }
  const BylineReport* const report = instance->report;
  for (unsigned i = 0; i < BYLINE_TOP; ++i) {
    const BylineRank* const rank = &report->answer.top[i];
    show(instance, BYLINE_PORT_ARTIST_1 + i, (float)rank->artist);
    show(instance, BYLINE_PORT_PROBABILITY_1 + i, rank->probability);
  }
  show(instance, BYLINE_PORT_CURRENT, (float)report->answer.artist);
  show(instance, BYLINE_PORT_CONFIDENCE, report->answer.confidence);
  show(instance, BYLINE_PORT_CHANGED, instance->changes != report->changes);
  show(instance, BYLINE_PORT_STATE, (float)report->answer.state);
  show(instance, BYLINE_PORT_LEVEL, report->level);
  show(instance, BYLINE_PORT_LOAD, report->load);
  show(instance, BYLINE_PORT_DROPPED, instance->dropped);
  instance->changes = report->changes;
}

bool byline_instance_frozen(const BylineInstance* instance)
{
  return control(instance, BYLINE_PORT_FREEZE, 0) > 0;
}

void byline_instance_run(BylineInstance* instance, uint32_t n_frames)
{
  const float* const in[2] = {instance->ports[BYLINE_PORT_IN_LEFT],
                              instance->ports[BYLINE_PORT_IN_RIGHT]};
  float* const out[2] = {instance->ports[BYLINE_PORT_OUT_LEFT],
                         instance->ports[BYLINE_PORT_OUT_RIGHT]};
  const BylineControls turned = controls(instance);

  /* Before the outputs are written: they may be the inputs, crossed */
  if (!byline_listener_hear(instance->listener, &turned, in[0], in[1],
                            n_frames)) {
    instance->dropped += 1;
  }
  byline_pass(in, out, n_frames);
  show_report(instance, byline_instance_frozen(instance));
}
