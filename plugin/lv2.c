/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The LV2 plugin: what hosts call.  Anything that a host may leave out (ports,
   features, messages) may be missing. */

#include "base/file.h"
#include "byline/plugin.h"
#include "features.h"
#include "listener.h"
#include "pass.h"
#include "state.h"

#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/log/log.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  void* ports[BYLINE_PORT_COUNT]; ///< Where they are connected, or NULL
  BylineListener* listener;
  const BylineUris* uris;     ///< NULL when the host has no urid:map
  const BylineReport* report; ///< What the output ports show
  unsigned changes;           ///< Of the announced artist, already shown
  float dropped;              ///< Blocks

  const LV2_Log_Log* log; ///< The host's, or NULL
  LV2_URID log_Error;
  LV2_URID log_Note;
} Plugin;

/* ---- life */

/* Called by the listener: never in the audio thread, unless rendering */
static void log_line(void* user, bool error, const char* line)
{
  const Plugin* const plugin = user;
  if (plugin->log) {
    plugin->log->printf(plugin->log->handle,
                        error ? plugin->log_Error : plugin->log_Note,
                        "byline: %s\n", line);
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

static LV2_Handle instantiate(const LV2_Descriptor* descriptor, double rate,
                              const char* bundle_path,
                              const LV2_Feature* const* features)
{
  (void)descriptor;
  Plugin* const plugin = calloc(1, sizeof(Plugin));
  if (!plugin) {
    return NULL;
  }
  const LV2_URID_Map* const map = byline_feature_find(features, LV2_URID__map);
  find_log(plugin, features, map);

  char* const model =
      bundle_path ? byline_path_join(bundle_path, BYLINE_BUNDLE_MODEL) : NULL;
  const BylineListenerSettings settings = {.sample_rate = rate,
                                           .default_model = model,
                                           .map = map,
                                           .log = log_line,
                                           .user = plugin};
  const BylineStatus status = byline_listener_new(&settings, &plugin->listener);
  free(model);
  if (status != BYLINE_OK) {
    free(plugin);
    return NULL;
  }
  plugin->uris = byline_listener_uris(plugin->listener);
  plugin->report = byline_listener_report(plugin->listener);
  return plugin;
}

static void connect_port(LV2_Handle instance, uint32_t port, void* data)
{
  Plugin* const plugin = instance;
  if (port < BYLINE_PORT_COUNT) {
    plugin->ports[port] = data;
  }
}

static void activate(LV2_Handle instance)
{
  Plugin* const plugin = instance;
  byline_listener_start(plugin->listener);
}

static void deactivate(LV2_Handle instance)
{
  Plugin* const plugin = instance;
  byline_listener_stop(plugin->listener);
}

static void cleanup(LV2_Handle instance)
{
  Plugin* const plugin = instance;
  byline_listener_free(plugin->listener);
  free(plugin);
}

/* ---- the audio thread */

static float control(const Plugin* plugin, BylinePort port, float otherwise)
{
  const float* const value = plugin->ports[port];
  return value && isfinite(*value) ? *value : otherwise;
}

static BylineControls controls(const Plugin* plugin)
{
  const BylineRecognizerSettings knobs = byline_recognizer_settings_default();
  return (BylineControls){
      .knobs =
          {.window = control(plugin, BYLINE_PORT_WINDOW, knobs.window),
           .interval = control(plugin, BYLINE_PORT_INTERVAL, knobs.interval),
           .smoothing = control(plugin, BYLINE_PORT_SMOOTHING, knobs.smoothing),
           .threshold = control(plugin, BYLINE_PORT_THRESHOLD, knobs.threshold),
           .hold = control(plugin, BYLINE_PORT_HOLD, knobs.hold)},
      .enabled = control(plugin, BYLINE_PORT_ENABLED, 1) > 0,
      .freewheel = control(plugin, BYLINE_PORT_FREEWHEEL, 0) > 0};
}

/* Carry messages from the control port to the listener */
static void receive(Plugin* plugin)
{
  const LV2_Atom_Sequence* const sequence = plugin->ports[BYLINE_PORT_CONTROL];
  if (!sequence || !plugin->uris ||
      sequence->atom.type != plugin->uris->atom_Sequence ||
      sequence->atom.size < sizeof(LV2_Atom_Sequence_Body)) {
    return;
  }
  BylineMail* const inbox = byline_listener_inbox(plugin->listener);
  const char* const end = (const char*)&sequence->body + sequence->atom.size;
  const char* p = (const char*)(&sequence->body + 1);
  while ((size_t)(end - p) >= sizeof(LV2_Atom_Event)) {
    const LV2_Atom* const atom = &((const LV2_Atom_Event*)(const void*)p)->body;
    const size_t room = (size_t)(end - p) - sizeof(LV2_Atom_Event);
    if (atom->size > room) {
      break;
    }
    if (byline_message_wanted(plugin->uris, atom)) {
      byline_mail_write(inbox, atom, (uint32_t)sizeof(LV2_Atom) + atom->size);
    }
    const size_t padded = ((size_t)atom->size + 7) & ~(size_t)7;
    if (padded > room) {
      break;
    }
    p += sizeof(LV2_Atom_Event) + padded;
  }
}

/* Carry messages from the listener to the notify port, as many as it holds */
static void notify(Plugin* plugin)
{
  LV2_Atom_Sequence* const sequence = plugin->ports[BYLINE_PORT_NOTIFY];
  if (!sequence || !plugin->uris || sequence->atom.size < sizeof(*sequence)) {
    return;
  }
  const uint32_t capacity = sequence->atom.size;
  BylineMail* const outbox = byline_listener_outbox(plugin->listener);
  sequence->atom.type = plugin->uris->atom_Sequence;
  sequence->atom.size = sizeof(LV2_Atom_Sequence_Body);
  sequence->body = (LV2_Atom_Sequence_Body){0};
  uint32_t size = 0; // of the atom with its header
  while ((size = byline_mail_next(outbox)) > 0) {
    const uint32_t header = sizeof(LV2_Atom_Event) - sizeof(LV2_Atom);
    const uint32_t need = lv2_atom_pad_size(header + size);
    const uint32_t used = (uint32_t)sizeof(LV2_Atom) + sequence->atom.size;
    if (used + need > capacity) {
      if (used == sizeof(*sequence)) {
        byline_mail_read(outbox, NULL); // it will never fit
      }
      break;
    }
    LV2_Atom_Event* const event =
        lv2_atom_sequence_end(&sequence->body, sequence->atom.size);
    event->time.frames = 0;
    byline_mail_read(outbox, &event->body);
    sequence->atom.size += need;
  }
}

static void show(const Plugin* plugin, BylinePort port, float value)
{
  float* const shown = plugin->ports[port];
  if (shown) {
    *shown = value;
  }
}

static void show_report(Plugin* plugin, bool frozen)
{
  if (!frozen) {
    plugin->report = byline_listener_report(plugin->listener);
  }
  const BylineReport* const report = plugin->report;
  for (unsigned i = 0; i < BYLINE_TOP; ++i) {
    const BylineRank* const rank = &report->answer.top[i];
    show(plugin, BYLINE_PORT_ARTIST_1 + i, (float)rank->artist);
    show(plugin, BYLINE_PORT_PROBABILITY_1 + i, rank->probability);
  }
  show(plugin, BYLINE_PORT_CURRENT, (float)report->answer.artist);
  show(plugin, BYLINE_PORT_CONFIDENCE, report->answer.confidence);
  show(plugin, BYLINE_PORT_CHANGED, plugin->changes != report->changes);
  show(plugin, BYLINE_PORT_STATE, (float)report->answer.state);
  show(plugin, BYLINE_PORT_LEVEL, report->level);
  show(plugin, BYLINE_PORT_LOAD, report->load);
  show(plugin, BYLINE_PORT_DROPPED, plugin->dropped);
  plugin->changes = report->changes;
}

static void run(LV2_Handle instance, uint32_t n_frames)
{
  Plugin* const plugin = instance;
  const float* const in[2] = {plugin->ports[BYLINE_PORT_IN_LEFT],
                              plugin->ports[BYLINE_PORT_IN_RIGHT]};
  float* const out[2] = {plugin->ports[BYLINE_PORT_OUT_LEFT],
                         plugin->ports[BYLINE_PORT_OUT_RIGHT]};
  const BylineControls turned = controls(plugin);

  receive(plugin);
  /* Before the outputs are written: they may be the inputs, crossed */
  if (!byline_listener_hear(plugin->listener, &turned, in[0], in[1],
                            n_frames)) {
    plugin->dropped += 1;
  }
  byline_pass(in, out, n_frames);
  show_report(plugin, control(plugin, BYLINE_PORT_FREEZE, 0) > 0);
  notify(plugin);
}

/* ---- state */

static LV2_State_Status save(LV2_Handle instance,
                             LV2_State_Store_Function store,
                             LV2_State_Handle handle, uint32_t flags,
                             const LV2_Feature* const* features)
{
  (void)flags;
  Plugin* const plugin = instance;
  if (!plugin->uris) {
    return LV2_STATE_ERR_NO_FEATURE;
  }
  const LV2_State_Status status =
      byline_state_save(byline_listener_lock(plugin->listener), plugin->uris,
                        store, handle, features);
  byline_listener_unlock(plugin->listener);
  return status;
}

static LV2_State_Status restore(LV2_Handle instance,
                                LV2_State_Retrieve_Function retrieve,
                                LV2_State_Handle handle, uint32_t flags,
                                const LV2_Feature* const* features)
{
  (void)flags;
  Plugin* const plugin = instance;
  if (!plugin->uris) {
    return LV2_STATE_ERR_NO_FEATURE;
  }
  const LV2_State_Status status =
      byline_state_restore(byline_listener_lock(plugin->listener), plugin->uris,
                           retrieve, handle, features);
  byline_listener_unlock(plugin->listener);
  return status;
}

/* ---- what the host finds */

static const void* extension_data(const char* uri)
{
  static const LV2_State_Interface state = {save, restore};
  return !strcmp(uri, LV2_STATE__interface) ? &state : NULL;
}

static const LV2_Descriptor stereo = {
    .URI = BYLINE_URI,
    .instantiate = instantiate,
    .connect_port = connect_port,
    .activate = activate,
    .run = run,
    .deactivate = deactivate,
    .cleanup = cleanup,
    .extension_data = extension_data,
};

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(uint32_t index)
{
  return index == 0 ? &stereo : NULL;
}
