/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* An atom on the plugin's control port, and the history in a saved state */

#include "plugin/history_keeper.h"
#include "plugin/messages.h"
#include "tests/fuzz/fuzz.h"
#include "tests/hosts/uris.h"

static void parse(const BylineUrids* uris, const uint8_t* data, size_t size)
{
  /* Of that size only, as the host's port guarantees */
  LV2_Atom* const atom = malloc(size);
  fuzz_require(atom);
  memcpy(atom, data, size);
  atom->size = (uint32_t)(size - sizeof(LV2_Atom));
  if (byline_message_wanted(uris, atom)) {
    const BylineRequest request = byline_message_parse(uris, atom);
    fuzz_require(request.kind != BYLINE_REQUEST_SET ||
                 strlen(request.path) < size);
    fuzz_require(request.property <= BYLINE_PROPERTY_COUNT);
  }
  free(atom);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  static Uris known = {.lock = PTHREAD_MUTEX_INITIALIZER};
  static BylineUrids uris;
  LV2_URID_Map map = {&known, uris_map};
  if (!uris.atom_Bool) {
    byline_urids_map(&uris, &map);
  }
  if (size >= sizeof(LV2_Atom)) {
    parse(&uris, data, size);
  }
  char* const text = fuzz_text(data, size);
  BylineLiveHistory history = {0};
  byline_live_history_restore(&history, text);
  fuzz_require(history.list.n <= BYLINE_MAX_HISTORY);
  byline_live_history_clear(&history);
  free(text);
  return 0;
}
