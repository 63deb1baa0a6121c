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
#include "realtime.h"

#include <stdbool.h>
#include <stdint.h>

/** An instance; it must stay where it is. */
typedef struct {
  /** Where they are connected; NULL for audio and messages that are not. */
  void* ports[BYLINE_PORT_COUNT];
  BylineListener* listener;            ///< Owned
  BylineSnapshots* snapshots;          ///< The listener's
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

/**
   Pass a block through, let it be heard, and show what is known.  Audio thread.
*/
void byline_instance_run(BylineInstance* instance,
                         uint32_t n_samples) BYLINE_NONBLOCKING;

#endif // BYLINE_PLUGIN_INSTANCE_H
