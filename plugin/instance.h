/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file instance.h
   One plugin as every plugin interface sees it: ports, and blocks of sound.

   Ports have the numbers of BylinePort, whatever numbers the interface gives
   them, and any of them may be missing.
*/

#ifndef BYLINE_PLUGIN_INSTANCE_H
#define BYLINE_PLUGIN_INSTANCE_H

#include "byline/plugin.h"
#include "listener.h"
#include "pass.h"
#include "realtime.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/** Samples for which control ports are neither read nor written: the listener
    looks up no more often.  Not for longer, since some host may have used the
    places of output ports for something else. */
#define BYLINE_PORTS_REST 1024

/** Ports whose values are passed on to the listener. */
enum {
#define BYLINE_SETTING(ID, id, ...) BYLINE_TURNED_##ID,
#include "byline/ports.def"
  BYLINE_TURNED_ENABLED,
  BYLINE_TURNED_FREEWHEEL,
  BYLINE_N_TURNED ///< How many
};

/** An instance; it must stay where it is. */
typedef struct {
  /** Where they are connected; NULL for audio and messages that are not. */
  void* ports[BYLINE_PORT_COUNT];
  BylineListener* listener;      ///< Owned
  BylineSnapshots* snapshots;    ///< The listener's
  BylineTap* tap;                ///< Likewise
  BylineControls controls;       ///< As last passed on
  float turned[BYLINE_N_TURNED]; ///< What ports held then
  bool live;     ///< Controls: enabled, and the host does not render
  uint32_t rest; ///< Samples until control ports are looked after again
  const BylineShownSnapshot* snapshot; ///< What the output ports show
  unsigned changes; ///< Of the announced artist, already shown
  float dropped;    ///< Blocks that were not heard
  float unconnected[BYLINE_PORT_COUNT]; ///< For controls that are not connected
} BylineInstance;

/**
   Begin, with no port connected.

   @param settings As byline_listener_new().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_instance_init(BylineInstance* instance,
                                  const BylineListenerSettings* settings);

/** Free what an instance owns. */
void byline_instance_clear(BylineInstance* instance);

/** Whether what is shown is to stay as it is. */
bool byline_instance_frozen(const BylineInstance* instance) BYLINE_NONBLOCKING;

/** Connect a port, or with NULL leave it unconnected. */
void byline_instance_connect(BylineInstance* instance, uint32_t port,
                             void* data);

/** Pass on what the user has turned. */
void byline_instance_read_ports(BylineInstance* instance) BYLINE_NONBLOCKING;

/** Show what is known; decides when to look after control ports again. */
void byline_instance_show_ports(BylineInstance* instance) BYLINE_NONBLOCKING;

/** Run a block that finds no place in the ring at once: a port is not
    connected, nobody listens, the host renders, the ring is full or at its
    end. */
void byline_instance_run_otherwise(BylineInstance* instance,
                                   uint32_t n_samples) BYLINE_NONBLOCKING;

/**
   Pass a block through, let it be heard, and show what is known.  Audio thread.

   Here, with all that most blocks need, so that it costs little more than
   copying the sound.
*/
static inline void byline_instance_run(BylineInstance* instance,
                                       uint32_t n_samples) BYLINE_NONBLOCKING
{
  const bool rested = instance->rest <= n_samples;
  if (rested) {
    byline_instance_read_ports(instance);
  }
  const float* const left = instance->ports[BYLINE_PORT_IN_LEFT];
  const float* const right = instance->ports[BYLINE_PORT_IN_RIGHT];
  BylineTap* const tap = instance->tap;
  float* const place =
      left && right && instance->live ? byline_tap_place(tap, n_samples) : NULL;
  if (place) {
    /* Before the outputs are written: they may be the inputs, crossed */
    memcpy(place, left, n_samples * sizeof(float));
    memcpy(place + tap->capacity, right, n_samples * sizeof(float));
    byline_tap_commit(tap, n_samples);
    byline_tap_fetch(tap, n_samples);
    byline_pass(left, right, instance->ports[BYLINE_PORT_OUT_LEFT],
                instance->ports[BYLINE_PORT_OUT_RIGHT], n_samples);
  } else {
    byline_instance_run_otherwise(instance, n_samples);
  }
  if (rested) {
    byline_instance_show_ports(instance);
  } else {
    instance->rest -= n_samples;
  }
}

#endif // BYLINE_PLUGIN_INSTANCE_H
