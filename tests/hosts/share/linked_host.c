/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/hosts/share/linked_host.h"

#include "tests/hosts/uris.h"

#include <lv2/patch/patch.h>

const LV2_Descriptor* lv2_descriptor(uint32_t index);

static Uris uris = {.lock = PTHREAD_MUTEX_INITIALIZER};
static LV2_URID_Map map = {&uris, uris_map};

LV2_URID linked_host_word(const char* uri)
{
  return uris_map(&uris, uri);
}

void linked_host_begin(LinkedHost* host, double rate, const char* bundle)
{
  static LV2_Feature feature = {LV2_URID__map, &map};
  static const LV2_Feature* const features[] = {&feature, NULL};
  host->descriptor = lv2_descriptor(0);
  host->instance =
      host->descriptor->instantiate(host->descriptor, rate, bundle, features);
  for (uint32_t i = 0; i < BYLINE_PORT_COUNT; ++i) {
    host->values[i] = 1;
    host->descriptor->connect_port(host->instance, i,
                                   i < 4 ? host->audio[i] : &host->values[i]);
  }
  host->chunk = linked_host_word(LV2_ATOM__Chunk);
}

void linked_host_end(LinkedHost* host)
{
  host->descriptor->cleanup(host->instance);
  uris_free(&uris);
}

void linked_host_connect(LinkedHost* host, AtomBuffer* control)
{
  host->notify.atom =
      (LV2_Atom){sizeof(host->notify) - sizeof(LV2_Atom), host->chunk};
  host->descriptor->connect_port(host->instance, BYLINE_PORT_CONTROL, control);
  host->descriptor->connect_port(host->instance, BYLINE_PORT_NOTIFY,
                                 &host->notify);
}

void linked_host_write(AtomBuffer* control, const char* model)
{
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame sequence;
  LV2_Atom_Forge_Frame object;
  lv2_atom_forge_init(&forge, &map);
  lv2_atom_forge_set_buffer(&forge, control->bytes, sizeof(*control));
  lv2_atom_forge_sequence_head(&forge, &sequence, 0);
  if (model) {
    lv2_atom_forge_frame_time(&forge, 0);
    lv2_atom_forge_object(&forge, &object, 0,
                          linked_host_word(BYLINE_WORD(Attach)));
    lv2_atom_forge_pop(&forge, &object);
    lv2_atom_forge_frame_time(&forge, 0);
    lv2_atom_forge_object(&forge, &object, 0, linked_host_word(LV2_PATCH__Set));
    lv2_atom_forge_key(&forge, linked_host_word(LV2_PATCH__property));
    lv2_atom_forge_urid(&forge, linked_host_word(BYLINE_WORD(modelFile)));
    lv2_atom_forge_key(&forge, linked_host_word(LV2_PATCH__value));
    lv2_atom_forge_path(&forge, model, (uint32_t)strlen(model));
    lv2_atom_forge_pop(&forge, &object);
  }
  lv2_atom_forge_pop(&forge, &sequence);
}
