/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file urids.h
   The host's numbers for the words of byline/urids.def.
*/

#ifndef BYLINE_PROTOCOL_URIDS_H
#define BYLINE_PROTOCOL_URIDS_H

#include <lv2/urid/urid.h>

/** A number for each word, which the host gives. */
typedef struct {
#define BYLINE_URID(id, uri) LV2_URID id;
#include "byline/urids.def"
} BylineUrids;

/** Ask the host for its numbers.  Not for the audio thread. */
void byline_urids_map(BylineUrids* urids, const LV2_URID_Map* map);

#endif // BYLINE_PROTOCOL_URIDS_H
