/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "instance.h"

#include "pass.h"
#include "protocol/ports.h"

#include <stdbool.h>

/* What the ports hold that a host leaves unconnected: settings as usual.  The
   audio thread then need not ask which those are. */
static void set_unconnected(float values[BYLINE_PORT_COUNT])
{
  for (int port = 0; port < BYLINE_PORT_COUNT; ++port) {
    values[port] = byline_ports[port].usual;
  }
}

BylineStatus byline_instance_init(BylineInstance* instance,
                                  const BylineListenerSettings* settings)
{
  *instance = (BylineInstance){.listener = NULL};
  set_unconnected(instance->unconnected);
  for (uint32_t port = 0; port < BYLINE_PORT_COUNT; ++port) {
    byline_instance_connect(instance, port, NULL);
  }
  const BylineStatus status =
      byline_listener_new(settings, &instance->listener);
  if (status == BYLINE_OK) {
    instance->snapshots = byline_listener_snapshots(instance->listener);
    instance->snapshot = byline_snapshots_read(instance->snapshots);
  }
  return status;
}

void byline_instance_clear(BylineInstance* instance)
{
  byline_listener_free(instance->listener);
  instance->listener = NULL;
}

void byline_instance_connect(BylineInstance* instance, uint32_t port,
                             void* data)
{
  const bool control = port >= BYLINE_PORT_FIRST_CONTROL;
  instance->ports[port] =
      data || !control ? data : &instance->unconnected[port];
}

static float turned(const BylineInstance* instance, BylinePort port)
{
  const float* const value = instance->ports[port];
  return *value;
}

static BylineControls controls(const BylineInstance* instance)
{
  return (BylineControls){
      .knobs =
          {
#define BYLINE_SETTING(ID, id, ...) .id = turned(instance, BYLINE_PORT_##ID),
#include "byline/ports.def"
          },
      /* What is no number is as usual: on */
      .enabled = !(turned(instance, BYLINE_PORT_ENABLED) <= 0),
      .freewheel = turned(instance, BYLINE_PORT_FREEWHEEL) > 0};
}

bool byline_instance_frozen(const BylineInstance* instance)
{
  return turned(instance, BYLINE_PORT_FREEZE) > 0;
}

static void show(const BylineInstance* instance, uint32_t port, float value)
{
  float* const shown = instance->ports[port];
  *shown = value;
}

static void show_report(BylineInstance* instance)
{
  if (!byline_instance_frozen(instance)) {
    instance->snapshot = byline_snapshots_read(instance->snapshots);
  }
  const BylineShownSnapshot* const shown = instance->snapshot;
  for (uint32_t i = 0; i < BYLINE_N_RANKING; ++i) {
    show(instance, BYLINE_PORT_ARTIST_1 + i, shown->ranking[i]);
  }
  for (uint32_t i = 0; i < BYLINE_N_HEALTH; ++i) {
    show(instance, BYLINE_PORT_STATE + i, shown->health[i]);
  }
  for (uint32_t i = 0; i < BYLINE_N_LATER; ++i) {
    show(instance, BYLINE_PORT_KNOWN_BY + i, shown->later[i]);
  }
  show(instance, BYLINE_PORT_CHANGED, instance->changes != shown->changes);
  show(instance, BYLINE_PORT_DROPPED, instance->dropped);
  instance->changes = shown->changes;
}

void byline_instance_run(BylineInstance* instance, uint32_t n_samples)
{
  const float* const in[2] = {instance->ports[BYLINE_PORT_IN_LEFT],
                              instance->ports[BYLINE_PORT_IN_RIGHT]};
  float* const out[2] = {instance->ports[BYLINE_PORT_OUT_LEFT],
                         instance->ports[BYLINE_PORT_OUT_RIGHT]};
  const BylineControls now = controls(instance);

  /* Before the outputs are written: they may be the inputs, crossed */
  if (!byline_listener_hear(instance->listener, &now, in[0], in[1],
                            n_samples)) {
    instance->dropped += 1;
  }
  byline_pass(in, out, n_samples);
  show_report(instance);
}
