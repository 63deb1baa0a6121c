/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "port_table.h"

#include "byline/recognizer.h"

const BylinePortInfo byline_ports[BYLINE_PORT_COUNT] = {
#define BYLINE_PORT(ID, id, ...)                                               \
  [BYLINE_PORT_##ID] = {.port = BYLINE_PORT_##ID, .symbol = #id, __VA_ARGS__},
#include "byline/ports.def"
};

_Static_assert(BYLINE_PORT_ARTIST_1 + BYLINE_TOP == BYLINE_PORT_PROBABILITY_1 &&
                   BYLINE_PORT_PROBABILITY_1 + BYLINE_TOP ==
                       BYLINE_PORT_CURRENT,
               "there is a port for each artist of an answer");
