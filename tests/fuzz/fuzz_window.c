/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* An atom that comes to the window */

#include "gui/plugin_messages.h"
#include "tests/fuzz/fuzz.h"
#include "tests/hosts/uris.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  static Uris known = {.lock = PTHREAD_MUTEX_INITIALIZER};
  static BylineUrids urids;
  static BylineView* view;
  LV2_URID_Map map = {&known, uris_map};
  if (!view) {
    byline_urids_map(&urids, &map);
    view = byline_view_new();
    fuzz_require(view && byline_view_set_size(view, 800, 480, 1));
  }
  byline_message_receive(&urids, data, size, view);
  return 0;
}
