/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file ports.h
   The ports, in the order of the description (ttl/), and what there is to know
   about each: byline/ports.def, a row a port.

   Audio comes first and in pairs, as Mixxx needs; any port may be left
   unconnected.  The mono plugin has one audio input and output, the analyser
   two inputs and no output: there, the numbers from BYLINE_PORT_CONTROL on are
   two less.
*/

#ifndef BYLINE_PORTS_H
#define BYLINE_PORTS_H

#include <stddef.h>

/** The ports.  Their numbers and symbols never change: sessions hold them. */
typedef enum {
  BYLINE_PORT_IN_LEFT,   ///< Audio in
  BYLINE_PORT_IN_RIGHT,  ///< Audio in
  BYLINE_PORT_OUT_LEFT,  ///< Audio out, the same samples
  BYLINE_PORT_OUT_RIGHT, ///< Audio out, the same samples
#define BYLINE_PORT(ID, id, ...) BYLINE_PORT_##ID,
#include "byline/ports.def"
  BYLINE_PORT_COUNT
} BylinePort;

/** The first control port; those with smaller numbers are sound, messages. */
#define BYLINE_PORT_FIRST_CONTROL BYLINE_PORT_ENABLED

/** Numbers of artists of a model that did not come with the bundle begin here:
    the labels of smaller ones, in windows that a host makes, are the names of
    the bundle's. */
#define BYLINE_FIRST_OWN_ARTIST 1000

/** What a port is beside its numbers; to be joined by |. */
typedef enum {
  BYLINE_PORT_IS_OUTPUT = 1 << 0,      ///< Written by the plugin
  BYLINE_PORT_IS_MESSAGES = 1 << 1,    ///< A sequence of atoms, no number
  BYLINE_PORT_IS_SWITCH = 1 << 2,      ///< Off or on, 0 or 1
  BYLINE_PORT_IS_INTEGER = 1 << 3,     ///< Only whole numbers
  BYLINE_PORT_IS_ENUMERATION = 1 << 4, ///< Only the values with a label
  BYLINE_PORT_IS_ARTIST = 1 << 5,      ///< The number of an artist, or -1
  BYLINE_PORT_IS_LOGARITHMIC = 1 << 6, ///< Ratios are felt, not differences
  BYLINE_PORT_IS_HIDDEN = 1 << 7       ///< For the host, not for its user
} BylinePortTrait;

/** What a port's number counts. */
typedef enum {
  BYLINE_UNIT_NONE, ///< Nothing: a share, a count, a label
  BYLINE_UNIT_SECONDS,
  BYLINE_UNIT_DECIBELS,
  BYLINE_UNIT_PERCENT
} BylineUnit;

/** What a value is called. */
typedef struct {
  const char* label; ///< NULL after the last
  float value;       ///< Its number
} BylineScalePoint;

/** All that there is to know about a port. */
typedef struct {
  BylinePort port;    ///< Its number
  const char* symbol; ///< By which hosts save it
  const char* name;   ///< For people
  const char* help;   ///< A sentence, without the point at its end
  const char* more;   ///< Further sentences, for descriptions only, or NULL
  unsigned traits;    ///< BylinePortTrait, joined
  BylineUnit unit;    ///< Of the number
  float minimum;      ///< Lowest value
  float usual;        ///< Where a setting stands unless somebody turns it
  float maximum;      ///< Highest value
  float step;         ///< A setting moves by so much in the window; or 0
  float bend;    ///< In the window: position to this power is the value's share
  unsigned size; ///< Of messages: bytes that a buffer should have
  const char* designation; ///< What LV2 calls its purpose, as in ttl; or NULL
  BylineScalePoint points[5]; ///< What single values are called
} BylinePortInfo;

#endif // BYLINE_PORTS_H
