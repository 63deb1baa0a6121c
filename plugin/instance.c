/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "instance.h"

#include "protocol/port_table.h"

#include <stdbool.h>
#include <string.h>

/* What the ports hold that a host leaves unconnected: settings as usual.  The
   audio thread then need not ask which those are. */
static void set_unconnected(float values[BYLINE_PORT_COUNT])
{
  for (int port = 0; port < BYLINE_PORT_COUNT; ++port) {
    values[port] = byline_ports[port].usual;
  }
}

static float turned(const BylineInstance* instance, BylinePort port)
{
  const float* const value = instance->ports[port];
  return *value;
}

/* Bits in which a port's value differs from what it was */
static uint32_t turned_from(const BylineInstance* instance, BylinePort port,
                            int number)
{
  uint32_t now = 0;
  uint32_t then = 0;
  memcpy(&now, instance->ports[port], sizeof(now));
  memcpy(&then, &instance->turned[number], sizeof(then));
  return now ^ then;
}

/* Compared one by one: in one piece, they would have to wait until they are
   written in pieces */
static bool is_turned(const BylineInstance* instance)
{
  uint32_t turned =
      turned_from(instance, BYLINE_PORT_ENABLED, BYLINE_TURNED_ENABLED) |
      turned_from(instance, BYLINE_PORT_FREEWHEEL, BYLINE_TURNED_FREEWHEEL);
#define BYLINE_SETTING(ID, id, ...)                                            \
  turned |= turned_from(instance, BYLINE_PORT_##ID, BYLINE_TURNED_##ID);
#include "byline/ports.def"
  return turned != 0;
}

static void remember(BylineInstance* instance)
{
  float* const to = instance->turned;
  to[BYLINE_TURNED_ENABLED] = turned(instance, BYLINE_PORT_ENABLED);
  to[BYLINE_TURNED_FREEWHEEL] = turned(instance, BYLINE_PORT_FREEWHEEL);
#define BYLINE_SETTING(ID, id, ...)                                            \
  to[BYLINE_TURNED_##ID] = turned(instance, BYLINE_PORT_##ID);
#include "byline/ports.def"
}

static void take_controls(BylineInstance* instance)
{
  remember(instance);
  const float* const t = instance->turned;
  instance->controls =
      (BylineControls){.knobs =
                           {
#define BYLINE_SETTING(ID, id, ...) .id = t[BYLINE_TURNED_##ID],
#include "byline/ports.def"
                           },
                       /* What is no number is as usual: on */
                       .enabled = !(t[BYLINE_TURNED_ENABLED] <= 0),
                       .freewheel = t[BYLINE_TURNED_FREEWHEEL] > 0};
  instance->live = instance->controls.enabled && !instance->controls.freewheel;
  byline_listener_turn(instance->listener, &instance->controls);
}

void byline_instance_read_ports(BylineInstance* instance)
{
  if (is_turned(instance)) {
    take_controls(instance);
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
  BYLINE_TRY(byline_listener_new(settings, &instance->listener));
  instance->snapshots = byline_listener_snapshots(instance->listener);
  instance->snapshot = byline_snapshots_read(instance->snapshots);
  instance->tap = byline_listener_tap(instance->listener);
  take_controls(instance);
  return BYLINE_OK;
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
  instance->rest = control ? 0 : instance->rest;
  instance->ports[port] =
      data || !control ? data : &instance->unconnected[port];
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

/* Tells whether the announced artist has changed */
static bool show_report(BylineInstance* instance)
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
  const bool changed = instance->changes != shown->changes;
  show(instance, BYLINE_PORT_CHANGED, changed);
  show(instance, BYLINE_PORT_DROPPED, instance->dropped);
  instance->changes = shown->changes;
  return changed;
}

/* That somebody has changed is shown for one block */
void byline_instance_show_ports(BylineInstance* instance)
{
  const bool changed = show_report(instance);
  instance->rest =
      changed || instance->controls.freewheel ? 0 : BYLINE_PORTS_REST;
}

void byline_instance_run_otherwise(BylineInstance* instance, uint32_t n_samples)
{
  const float* const left = instance->ports[BYLINE_PORT_IN_LEFT];
  const float* const right = instance->ports[BYLINE_PORT_IN_RIGHT];
  /* Before the outputs are written, as in byline_instance_run() */
  if (!byline_listener_hear(instance->listener, &instance->controls,
                            left ? left : right, right ? right : left,
                            n_samples)) {
    instance->dropped += 1;
  }
  byline_pass(left, right, instance->ports[BYLINE_PORT_OUT_LEFT],
              instance->ports[BYLINE_PORT_OUT_RIGHT], n_samples);
}
