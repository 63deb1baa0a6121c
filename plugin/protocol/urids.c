/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "urids.h"

#include "byline/plugin.h"

#include <lv2/atom/atom.h>
#include <lv2/patch/patch.h>
#include <lv2/state/state.h>

void byline_urids_map(BylineUrids* urids, const LV2_URID_Map* map)
{
  *urids = (BylineUrids){
#define BYLINE_URID(id, uri) .id = map->map(map->handle, (uri)),
#include "byline/urids.def"
  };
}
