/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A front end's JSON; what is accepted can be made, written and read again */

#include "spectrum/front_end_json.h"
#include "tests/fuzz/fuzz.h"

static void use(const BylineFrontEnd* front_end)
{
  fuzz_require(byline_front_end_check(front_end) == BYLINE_OK);
  json_t* const json = byline_front_end_to_json(front_end);
  BylineFrontEnd again;
  fuzz_require(byline_front_end_from_json(json, &again) == BYLINE_OK);
  fuzz_require(memcmp(&again, front_end, sizeof(again)) == 0);
  json_decref(json);
  byline_front_end_frames(front_end, 10);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  json_t* const json = json_loadb((const char*)data, size, 0, NULL);
  BylineFrontEnd front_end;
  memset(&front_end, 0, sizeof(front_end));
  if (json && byline_front_end_from_json(json, &front_end) == BYLINE_OK) {
    use(&front_end);
  }
  json_decref(json);
  return 0;
}
