/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The LV2 plugin: what hosts call.  Anything that a host may leave out (ports,
   features, messages) may be missing. */

#include "base/file.h"
#include "byline/model.h"
#include "byline/plugin.h"
#include "display.h"
#include "host_features.h"
#include "instance.h"
#include "state.h"

#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/log/log.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One of the bundle's plugins.  After the audio ports, all have the same. */
typedef struct {
  const char* uri;
  uint32_t n_audio;    ///< Audio ports
  BylinePort audio[4]; ///< Which they are
} Variant;

static const Variant variants[] = {
    {BYLINE_URI,
     4,
     {BYLINE_PORT_IN_LEFT, BYLINE_PORT_IN_RIGHT, BYLINE_PORT_OUT_LEFT,
      BYLINE_PORT_OUT_RIGHT}},
    {BYLINE_URI_MONO, 2, {BYLINE_PORT_IN_LEFT, BYLINE_PORT_OUT_LEFT}},
    {BYLINE_URI_ANALYSER, 2, {BYLINE_PORT_IN_LEFT, BYLINE_PORT_IN_RIGHT}},
};

typedef struct {
  BylineInstance instance;
  const Variant* variant;
  const BylineUrids* urids;  ///< NULL when the host has no urid:map
  BylineDisplay* display;    ///< NULL when the host shows none
  BylineMessageRing* inbox;  ///< To the listener; NULL likewise
  BylineMessageRing* outbox; ///< From the listener; NULL likewise

  const LV2_Log_Log* log; ///< The host's, or NULL
  LV2_URID log_Error;
  LV2_URID log_Note;
} Plugin;

/* ---- life */

/* Write a line as a printf format that has no arguments: Audacity 3.2 reads
   them twice, and crashes if there are any */
static void make_format(char* format, size_t size, const char* line)
{
  static const char prefix[] = "byline: ";
  size_t n = sizeof(prefix) - 1;
  memcpy(format, prefix, n);
  for (; *line && n < size - 3; ++line) {
    if (*line == '%') {
      format[n++] = '%';
    }
    format[n++] = *line;
  }
  format[n++] = '\n';
  format[n] = '\0';
}

/* Called by the listener: never in the audio thread, unless rendering */
static void log_line(void* user, bool error, const char* line)
{
  const Plugin* const plugin = user;
  if (plugin->log) {
    char format[1024];
    make_format(format, sizeof(format), line);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-security"
    plugin->log->printf(plugin->log->handle,
                        error ? plugin->log_Error : plugin->log_Note, format);
#pragma GCC diagnostic pop
  } else if (error) {
    fprintf(stderr, "byline: %s\n", line);
  }
}

static void find_log(Plugin* plugin, const LV2_Feature* const* features,
                     const LV2_URID_Map* map)
{
  const LV2_Log_Log* const log = byline_feature_find(features, LV2_LOG__log);
  if (log && map) {
    plugin->log_Error = map->map(map->handle, LV2_LOG__Error);
    plugin->log_Note = map->map(map->handle, LV2_LOG__Note);
    plugin->log = log;
  }
}

static const Variant* find_variant(const char* uri)
{
  const Variant* variant = variants;
  while (strcmp(variant->uri, uri) != 0) {
    ++variant;
  }
  return variant;
}

static BylineDisplay* make_display(const char* bundle_path,
                                   const LV2_Feature* const* features)
{
  const LV2_Inline_Display* const host =
      byline_feature_find(features, LV2_INLINE_DISPLAY__queue_draw);
  return host && host->queue_draw && bundle_path
             ? byline_display_new(bundle_path, host)
             : NULL;
}

static LV2_Handle instantiate(const LV2_Descriptor* descriptor, double rate,
                              const char* bundle_path,
                              const LV2_Feature* const* features)
{
  Plugin* const plugin = calloc(1, sizeof(Plugin));
  if (!plugin) {
    return NULL;
  }
  const LV2_URID_Map* const map = byline_feature_find(features, LV2_URID__map);
  plugin->variant = find_variant(descriptor->URI);
  find_log(plugin, features, map);
  plugin->display = make_display(bundle_path, features);

  char* const bundled =
      bundle_path ? byline_path_join(bundle_path, BYLINE_BUNDLE_MODEL) : NULL;
  char* model = NULL;
  byline_model_find_default(bundled, &model); // NULL is told when it is loaded
  free(bundled);
  const BylineListenerSettings settings = {.sample_rate = rate,
                                           .default_model = model,
                                           .bundle = bundle_path,
                                           .map = map,
                                           .display = plugin->display,
                                           .log = log_line,
                                           .user = plugin};
  const BylineStatus status =
      byline_instance_init(&plugin->instance, &settings);
  free(model);
  if (status != BYLINE_OK) {
    byline_display_free(plugin->display);
    free(plugin);
    return NULL;
  }
  plugin->urids = byline_listener_urids(plugin->instance.listener);
  plugin->inbox = byline_listener_inbox(plugin->instance.listener);
  plugin->outbox = byline_listener_outbox(plugin->instance.listener);
  return plugin;
}

static void connect_port(LV2_Handle instance, uint32_t port, void* data)
{
  Plugin* const plugin = instance;
  const Variant* const variant = plugin->variant;
  const uint32_t number = port < variant->n_audio
                              ? variant->audio[port]
                              : port - variant->n_audio + BYLINE_PORT_CONTROL;
  if (number < BYLINE_PORT_COUNT) {
    byline_instance_connect(&plugin->instance, number, data);
  }
}

static void activate(LV2_Handle instance)
{
  Plugin* const plugin = instance;
  (void)byline_listener_start(plugin->instance.listener);
}

static void deactivate(LV2_Handle instance)
{
  Plugin* const plugin = instance;
  byline_listener_stop(plugin->instance.listener);
}

static void cleanup(LV2_Handle instance)
{
  Plugin* const plugin = instance;
  byline_instance_clear(&plugin->instance);
  byline_display_free(plugin->display);
  free(plugin);
}

/* ---- the audio thread */

/* Take a message to the listener; where that has no thread to answer, the
   window is told so instead */
static void take_message(Plugin* plugin,
                         const LV2_Atom* atom) BYLINE_NONBLOCKING
{
  const LV2_Atom* const failure =
      byline_listener_failure(plugin->instance.listener);
  const LV2_Atom* const message = failure ? failure : atom;
  byline_message_ring_write(failure ? plugin->outbox : plugin->inbox, message,
                            (uint32_t)sizeof(LV2_Atom) + message->size);
}

BYLINE_SELDOM static void
take_events(Plugin* plugin,
            const LV2_Atom_Sequence* sequence) BYLINE_NONBLOCKING
{
  const char* const end = (const char*)&sequence->body + sequence->atom.size;
  const char* p = (const char*)(&sequence->body + 1);
  while ((size_t)(end - p) >= sizeof(LV2_Atom_Event)) {
    const LV2_Atom* const atom = &((const LV2_Atom_Event*)(const void*)p)->body;
    const size_t room = (size_t)(end - p) - sizeof(LV2_Atom_Event);
    if (atom->size > room) {
      break;
    }
    if (byline_message_wanted(plugin->urids, atom)) {
      take_message(plugin, atom);
    }
    const size_t padded = ((size_t)atom->size + 7) & ~(size_t)7;
    if (padded > room) {
      break;
    }
    p += sizeof(LV2_Atom_Event) + padded;
  }
}

/* Carry messages from the control port to the listener */
static void receive(Plugin* plugin)
{
  const LV2_Atom_Sequence* const sequence =
      plugin->instance.ports[BYLINE_PORT_CONTROL];
  if (sequence && sequence->atom.size > sizeof(LV2_Atom_Sequence_Body) &&
      plugin->urids && sequence->atom.type == plugin->urids->atom_Sequence) {
    take_events(plugin, sequence);
  }
}

/* Add messages to a sequence, as many as it holds */
BYLINE_SELDOM static void add_events(BylineMessageRing* outbox,
                                     LV2_Atom_Sequence* sequence,
                                     uint32_t capacity) BYLINE_NONBLOCKING
{
  uint32_t size = 0; // of the atom with its header
  while ((size = byline_message_ring_next(outbox)) > 0) {
    const uint32_t header = sizeof(LV2_Atom_Event) - sizeof(LV2_Atom);
    const uint32_t need = lv2_atom_pad_size(header + size);
    const uint32_t used = (uint32_t)sizeof(LV2_Atom) + sequence->atom.size;
    if (used + need > capacity) {
      if (used == sizeof(*sequence)) {
        byline_message_ring_read(outbox, NULL); // it will never fit
      }
      break;
    }
    LV2_Atom_Event* const event =
        lv2_atom_sequence_end(&sequence->body, sequence->atom.size);
    event->time.frames = 0;
    byline_message_ring_read(outbox, &event->body);
    sequence->atom.size += need;
  }
}

/* Carry messages from the listener to the notify port */
static void notify(Plugin* plugin)
{
  LV2_Atom_Sequence* const sequence =
      plugin->instance.ports[BYLINE_PORT_NOTIFY];
  if (!sequence || !plugin->urids || sequence->atom.size < sizeof(*sequence)) {
    return;
  }
  const uint32_t capacity = sequence->atom.size;
  sequence->atom.type = plugin->urids->atom_Sequence;
  sequence->atom.size = sizeof(LV2_Atom_Sequence_Body);
  sequence->body = (LV2_Atom_Sequence_Body){0};
  if (!byline_message_ring_is_empty(plugin->outbox)) {
    add_events(plugin->outbox, sequence, capacity);
  }
}

static void run(LV2_Handle handle, uint32_t n_samples) BYLINE_NONBLOCKING
{
  Plugin* const plugin = handle;
  receive(plugin);
  byline_instance_run(&plugin->instance, n_samples);
  notify(plugin);
  if (plugin->display) {
    byline_display_follow(plugin->display,
                          byline_instance_frozen(&plugin->instance));
  }
}

/* ---- state */

static LV2_State_Status save(LV2_Handle instance,
                             LV2_State_Store_Function store,
                             LV2_State_Handle handle, uint32_t flags,
                             const LV2_Feature* const* features)
{
  (void)flags;
  Plugin* const plugin = instance;
  if (!plugin->urids) {
    return LV2_STATE_ERR_NO_FEATURE;
  }
  const LV2_State_Status status =
      byline_state_save(byline_listener_lock(plugin->instance.listener),
                        plugin->urids, store, handle, features);
  byline_listener_unlock(plugin->instance.listener);
  return status;
}

static LV2_State_Status restore(LV2_Handle instance,
                                LV2_State_Retrieve_Function retrieve,
                                LV2_State_Handle handle, uint32_t flags,
                                const LV2_Feature* const* features)
{
  (void)flags;
  Plugin* const plugin = instance;
  if (!plugin->urids) {
    return LV2_STATE_ERR_NO_FEATURE;
  }
  const LV2_State_Status status =
      byline_state_restore(byline_listener_lock(plugin->instance.listener),
                           plugin->urids, retrieve, handle, features);
  byline_listener_unlock(plugin->instance.listener);
  return status;
}

/* ---- the host's mixer */

static LV2_Inline_Display_Image* render(LV2_Handle instance, uint32_t width,
                                        uint32_t most_height)
{
  const Plugin* const plugin = instance;
  return plugin->display
             ? byline_display_render(plugin->display, width, most_height)
             : NULL;
}

/* ---- what the host finds */

static const void* extension_data(const char* uri)
{
  static const LV2_State_Interface state = {save, restore};
  static const LV2_Inline_Display_Interface display = {render};
  if (!strcmp(uri, LV2_INLINE_DISPLAY__interface)) {
    return &display;
  }
  return !strcmp(uri, LV2_STATE__interface) ? &state : NULL;
}

#define DESCRIPTOR(uri)                                                        \
  {                                                                            \
    (uri), instantiate, connect_port, activate, run, deactivate, cleanup,      \
        extension_data                                                         \
  }

static const LV2_Descriptor descriptors[] = {DESCRIPTOR(BYLINE_URI),
                                             DESCRIPTOR(BYLINE_URI_MONO),
                                             DESCRIPTOR(BYLINE_URI_ANALYSER)};

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(uint32_t index)
{
  return index < sizeof(descriptors) / sizeof(descriptors[0])
             ? &descriptors[index]
             : NULL;
}
