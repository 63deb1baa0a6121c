/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file port_table.h
   The rows of byline/ports.def as a table, for plugin, window and description.
*/

#ifndef BYLINE_PROTOCOL_PORT_TABLE_H
#define BYLINE_PROTOCOL_PORT_TABLE_H

#include "byline/ports.h"

#include <stdbool.h>

/** By number; of audio ports there is nothing but the number. */
extern const BylinePortInfo byline_ports[BYLINE_PORT_COUNT];

/** Whether a port is a control that users and hosts turn. */
static inline bool byline_port_is_turned(BylinePort port)
{
  return port >= BYLINE_PORT_FIRST_CONTROL && port < BYLINE_PORT_COUNT &&
         !(byline_ports[port].traits & BYLINE_PORT_IS_OUTPUT);
}

/** Whether a port is only ever off or on. */
static inline bool byline_port_is_switch(const BylinePortInfo* port)
{
  return port->traits & BYLINE_PORT_IS_SWITCH;
}

#endif // BYLINE_PROTOCOL_PORT_TABLE_H
