/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A plugin's listener without the audio thread, that hears noise and gets
   messages; its model is in the present folder. */

#ifndef BYLINE_TESTS_INSTANCE_H
#define BYLINE_TESTS_INSTANCE_H

#include "byline/plugin.h"
#include "byline/random.h"
#include "plugin/listener.h"
#include "tests/hosts/uris.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <lv2/atom/forge.h>

#include <math.h>
#include <string.h>

#define RATE 24000.0
#define BLOCK 1024

static Uris uris = {.lock = PTHREAD_MUTEX_INITIALIZER};
static const LV2_URID_Map map = {&uris, uris_map};

static inline int set_up(void** state)
{
  if (folder_set_up(state) != 0) {
    return -1;
  }
  setenv("XDG_DATA_HOME", *state, 1);
  static char* artists[] = {"Anna", "Bert"};
  BylineModelInfo info = {.front_end = byline_front_end_default(),
                          .artists = artists,
                          .n_artists = 2,
                          .temperature = 1};
  /* Noise is played, which would be no music to the default front end */
  info.front_end.max_frequency = 7900;
  const BylineNetworkShape shape = {1, info.front_end.n_mels, 2};
  BylineNetwork* network = NULL;
  if (byline_network_new("resnet:width=4,blocks=1-1-1-1", &shape, &network)) {
    return -1;
  }
  byline_network_initialize(network, 3);
  const BylineStatus status =
      byline_model_save("model.safetensors", &info, network);
  byline_network_free(network);
  return status == BYLINE_OK ? 0 : -1;
}

/* A plugin's listener, without the audio thread */
typedef struct {
  BylineListener* listener;
  BylineRandom random;
  float last;
  char taught[64]; ///< As the last Status had it
  char message[256];
  char artist[64];        ///< As the last Answer had it
  BylineMessage evidence; ///< The last Evidence, or a size of 0
} Instance;

static inline void start(Instance* instance)
{
  const BylineListenerSettings settings = {
      .sample_rate = RATE, .default_model = "model.safetensors", .map = &map};
  *instance = (Instance){.random = byline_random_begin(5, 0)};
  assert_int_equal(byline_listener_new(&settings, &instance->listener),
                   BYLINE_OK);
}

static inline void stop(Instance* instance)
{
  byline_listener_free(instance->listener);
}

/* The text of a property of an object, "" for none */
static inline void read_text(const LV2_Atom_Object* object, const char* word,
                             char* text, size_t size)
{
  const LV2_URID key = map.map(map.handle, word);
  LV2_ATOM_OBJECT_FOREACH(object, property)
  {
    if (property->key == key) {
      snprintf(text, size, "%s", (const char*)(&property->value + 1));
    }
  }
}

static inline void read_mail(Instance* instance)
{
  static union {
    LV2_Atom_Object object;
    uint64_t alignment[BYLINE_MAX_MESSAGE / 8];
  } message;
  BylineMessageRing* const outbox = byline_listener_outbox(instance->listener);
  while (byline_message_ring_next(outbox) > 0) {
    byline_message_ring_read(outbox, &message);
    const LV2_URID otype = message.object.body.otype;
    if (otype == map.map(map.handle, BYLINE_WORD(Status))) {
      read_text(&message.object, BYLINE_WORD(taught), instance->taught,
                sizeof(instance->taught));
      read_text(&message.object, BYLINE_WORD(message), instance->message,
                sizeof(instance->message));
    } else if (otype == map.map(map.handle, BYLINE_WORD(Answer))) {
      read_text(&message.object, BYLINE_WORD(artist), instance->artist,
                sizeof(instance->artist));
    } else if (otype == map.map(map.handle, BYLINE_WORD(Evidence))) {
      memcpy(&instance->evidence, &message, sizeof(message));
    }
  }
}

/* Noise, dull or bright, that comes in waves; 0 is silence */
static inline void play(Instance* instance, double seconds, float brightness)
{
  BylineControls controls = {.knobs = byline_recognizer_settings_default(),
                             .enabled = true,
                             .freewheel = true};
  controls.knobs.smoothing = 0;
  controls.knobs.hold = 0;
  float block[BLOCK];
  for (size_t n = 0; n < (size_t)(seconds * RATE); n += BLOCK) {
    for (size_t i = 0; i < BLOCK; ++i) {
      const float x = byline_random_normal(&instance->random);
      instance->last += brightness * (x - instance->last);
      block[i] = brightness > 0
                     ? (float)(0.06 + 0.05 * sin((double)(n + i) / RATE * 12)) *
                           instance->last
                     : 0;
    }
    byline_listener_hear(instance->listener, &controls, block, block, BLOCK);
    read_mail(instance);
  }
}

/* Send a message with or without an artist */
static inline void send(Instance* instance, const char* word,
                        const char* artist)
{
  static union {
    LV2_Atom atom;
    uint64_t alignment[128];
  } buffer;
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame frame;
  lv2_atom_forge_init(&forge, (LV2_URID_Map*)(size_t)&map);
  lv2_atom_forge_set_buffer(&forge, (uint8_t*)&buffer, sizeof(buffer));
  lv2_atom_forge_object(&forge, &frame, 0, map.map(map.handle, word));
  if (artist) {
    lv2_atom_forge_key(&forge, map.map(map.handle, BYLINE_WORD(artist)));
    lv2_atom_forge_string(&forge, artist, (uint32_t)strlen(artist));
  }
  lv2_atom_forge_pop(&forge, &frame);
  assert_true(byline_message_wanted(byline_listener_urids(instance->listener),
                                    &buffer.atom));
  assert_true(byline_message_ring_write(
      byline_listener_inbox(instance->listener), &buffer.atom,
      (uint32_t)sizeof(LV2_Atom) + buffer.atom.size));
}

static inline void start_attached(Instance* instance)
{
  start(instance);
  send(instance, BYLINE_WORD(Attach), NULL);
}

#endif // BYLINE_TESTS_INSTANCE_H
