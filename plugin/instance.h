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

/** An instance. */
typedef struct {
  void* ports[BYLINE_PORT_COUNT];    ///< Where they are connected, or NULL
  BylineListener* listener;          ///< Owned
  BylineRecognizerSettings defaults; ///< For ports that are not connected
  const BylineReport* report;        ///< What the output ports show
  unsigned changes;                  ///< Of the announced artist, already shown
  float dropped;                     ///< Blocks that were not heard
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

/**
   Pass a block through, let it be heard, and show what is known.  Audio thread.
*/
void byline_instance_run(BylineInstance* instance,
                         uint32_t n_frames) BYLINE_NONBLOCKING;

#endif // BYLINE_PLUGIN_INSTANCE_H
