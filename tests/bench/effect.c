/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/effect.h"

#include "tests/hosts/uris.h"

#include <stdint.h>

const LV2_Descriptor* lv2_descriptor(uint32_t index);

void effect_begin(Effect* effect, double rate, float* const in[2],
                  float* const out[2])
{
  static Uris uris = {.lock = PTHREAD_MUTEX_INITIALIZER};
  static LV2_URID_Map map = {&uris, uris_map};
  static const LV2_Feature feature = {LV2_URID__map, &map};
  static const LV2_Feature* const features[] = {&feature, NULL};
  const LV2_Descriptor* const d = lv2_descriptor(0);
  effect->descriptor = d;
  effect->handle = d->instantiate(d, rate, NULL, features);
  for (uint32_t i = 0; i < BYLINE_PORT_COUNT; ++i) {
    effect->values[i] = i != BYLINE_PORT_FREEWHEEL && i != BYLINE_PORT_FREEZE &&
                        i != BYLINE_PORT_VOCAL_FOCUS;
    d->connect_port(effect->handle, i, &effect->values[i]);
  }
  for (uint32_t c = 0; c < 2; ++c) {
    d->connect_port(effect->handle, BYLINE_PORT_IN_LEFT + c, in[c]);
    d->connect_port(effect->handle, BYLINE_PORT_OUT_LEFT + c, out[c]);
  }
  effect->control.atom = (LV2_Atom){sizeof(LV2_Atom_Sequence_Body),
                                    uris_map(&uris, LV2_ATOM__Sequence)};
  d->connect_port(effect->handle, BYLINE_PORT_CONTROL, &effect->control);
  d->connect_port(effect->handle, BYLINE_PORT_NOTIFY, &effect->notify);
}

void effect_end(Effect* effect)
{
  effect->descriptor->cleanup(effect->handle);
}

void effect_empty_ring(Effect* effect)
{
  effect->descriptor->activate(effect->handle);
  effect->descriptor->deactivate(effect->handle);
}
