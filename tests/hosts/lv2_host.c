/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A host for tests: runs a file or noise through an LV2 plugin in blocks of any
   size, as hosts of all kinds would, shows what its output ports and messages
   say, and checks that every bit of the sound arrives. */

#include "host.h"

#include "byline/random.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/core/lv2.h>
#include <lv2/patch/patch.h>
#include <lv2/time/time.h>

#include <math.h>
#include <time.h>

/* ---- setting up */

static void find_plugin(Host* host)
{
  host->world = lilv_world_new();
  lilv_world_load_all(host->world);
  LilvNode* const uri = lilv_new_uri(host->world, host->options.uri);
  host->plugin =
      lilv_plugins_get_by_uri(lilv_world_get_all_plugins(host->world), uri);
  lilv_node_free(uri);
  if (!host->plugin) {
    fail("no such plugin in LV2_PATH");
  }
  if (lilv_plugin_get_num_ports(host->plugin) > BYLINE_PORT_COUNT) {
    fail("too many ports");
  }
}

const LV2_Feature* const* host_features(Host* host)
{
  static LV2_Feature list[6];
  static const LV2_Feature* pointers[7];
  const int n = host->options.carla ? 6 : 3;
  host->map = (LV2_URID_Map){&host->uris, uris_map};
  host->unmap = (LV2_URID_Unmap){&host->uris, uris_unmap};
  host->log = (LV2_Log_Log){stdout, log_printf, log_vprintf};
  list[0] = (LV2_Feature){LV2_URID__map, &host->map};
  list[1] = (LV2_Feature){LV2_URID__unmap, &host->unmap};
  list[2] = (LV2_Feature){LV2_LOG__log, &host->log};
  list[3] = (LV2_Feature){LV2_CORE__hardRTCapable, NULL};
  list[4] = (LV2_Feature){LV2_BUF_SIZE__boundedBlockLength, NULL};
  list[5] = list[4];
  for (int i = 0; i < n; ++i) {
    pointers[i] = &list[i];
  }
  return host->options.bare ? NULL : pointers;
}

static void connect_audio(Host* host, uint32_t port, bool output, int channel)
{
  if (output && !host->options.in_place && !host->options.crossed) {
    channel += 2;
  } else if (output && host->options.crossed) {
    channel = 1 - channel;
  }
  lilv_instance_connect_port(host->instance, port, host->buffers[channel]);
}

static void connect_ports(Host* host)
{
  LilvNode* const audio = lilv_new_uri(host->world, LV2_CORE__AudioPort);
  LilvNode* const atom = lilv_new_uri(host->world, LV2_ATOM__AtomPort);
  LilvNode* const out = lilv_new_uri(host->world, LV2_CORE__OutputPort);
  const uint32_t n = lilv_plugin_get_num_ports(host->plugin);
  int n_audio[2] = {0, 0};
  lilv_plugin_get_port_ranges_float(host->plugin, NULL, NULL, host->values);
  for (uint32_t i = 0; i < n; ++i) {
    const LilvPort* const port = lilv_plugin_get_port_by_index(host->plugin, i);
    const bool output = lilv_port_is_a(host->plugin, port, out);
    host->symbols[i] =
        lilv_node_as_string(lilv_port_get_symbol(host->plugin, port));
    if (host->options.unconnected) {
      continue;
    }
    if (lilv_port_is_a(host->plugin, port, audio)) {
      connect_audio(host, i, output, n_audio[output]++);
    } else if (lilv_port_is_a(host->plugin, port, atom)) {
      lilv_instance_connect_port(host->instance, i,
                                 host->options.bare ? NULL
                                 : output           ? (void*)&host->notify
                                                    : &host->control);
    } else {
      host->is_output[i] = output;
      host->shown[i] = NAN;
      lilv_instance_connect_port(host->instance, i, &host->values[i]);
    }
  }
  lilv_node_free(audio);
  lilv_node_free(atom);
  lilv_node_free(out);
}

void host_set_port(Host* host, const char* symbol, size_t n, float value)
{
  for (uint32_t i = 0; i < BYLINE_PORT_COUNT && host->symbols[i]; ++i) {
    if (strlen(host->symbols[i]) == n &&
        !strncmp(host->symbols[i], symbol, n)) {
      host->values[i] = value;
      return;
    }
  }
  fail("no such control");
}

static void set_controls(Host* host)
{
  for (int i = 0; i < host->options.n_set; ++i) {
    const char* const text = host->options.set[i];
    const size_t n = strcspn(text, "=");
    host_set_port(host, text, n, strtof(text + n + (text[n] == '='), NULL));
  }
  if (host->options.freewheel) {
    host_set_port(host, "freewheel", 9, 1);
  }
}

/* ---- messages */

/* The transport's position, as an atom of the old type that Carla sends */
static void send_position(Host* host, LV2_Atom_Forge* forge)
{
  LV2_Atom_Forge_Frame object;
  lv2_atom_forge_frame_time(forge, 0);
  lv2_atom_forge_object(forge, &object, 0,
                        uris_map(&host->uris, LV2_TIME__Position));
  lv2_atom_forge_deref(forge, object.ref)->type =
      uris_map(&host->uris, LV2_ATOM__Blank);
  lv2_atom_forge_key(forge, uris_map(&host->uris, LV2_TIME__frame));
  lv2_atom_forge_long(forge, (int64_t)host->played);
  lv2_atom_forge_pop(forge, &object);
}

static void send_attach(Host* host, LV2_Atom_Forge* forge)
{
  LV2_Atom_Forge_Frame object;
  lv2_atom_forge_object(forge, &object, 0,
                        uris_map(&host->uris, BYLINE_WORD(Attach)));
  lv2_atom_forge_pop(forge, &object);
}

/* patch:Set of PROPERTY=PATH, the property without its prefix */
static void send_set(Host* host, LV2_Atom_Forge* forge, const char* property,
                     size_t n, const char* path)
{
  LV2_Atom_Forge_Frame object;
  char uri[256];
  snprintf(uri, sizeof(uri), BYLINE_URI_PREFIX "%.*s", (int)n, property);
  lv2_atom_forge_object(forge, &object, 0,
                        uris_map(&host->uris, LV2_PATCH__Set));
  lv2_atom_forge_key(forge, uris_map(&host->uris, LV2_PATCH__property));
  lv2_atom_forge_urid(forge, uris_map(&host->uris, uri));
  lv2_atom_forge_key(forge, uris_map(&host->uris, LV2_PATCH__value));
  lv2_atom_forge_path(forge, path, (uint32_t)strlen(path));
  if (host->options.replace) {
    lv2_atom_forge_key(forge, uris_map(&host->uris, BYLINE_WORD(replace)));
    lv2_atom_forge_bool(forge, true);
  }
  lv2_atom_forge_pop(forge, &object);
}

/* What a window and a generic host would send: in the first block, or the
   last.  A window's events carry the time after the block in jalv, which is
   out of order with what follows. */
static void send_messages(Host* host, size_t n_frames)
{
  const Options* const o = &host->options;
  const int64_t time = o->carla ? (int64_t)n_frames : 0;
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame sequence;
  lv2_atom_forge_init(&forge, &host->map);
  lv2_atom_forge_set_buffer(&forge, host->control.bytes, ATOM_SIZE);
  lv2_atom_forge_sequence_head(&forge, &sequence, 0);
  if (host->played == 0 && o->attach) {
    lv2_atom_forge_frame_time(&forge, time);
    send_attach(host, &forge);
  }
  if (host->played == 0 && o->model) {
    lv2_atom_forge_frame_time(&forge, time);
    send_set(host, &forge, "modelFile", 9, o->model);
  }
  if (o->ask && host->played + n_frames == host->sound.n) {
    const size_t n = strcspn(o->ask, "=");
    lv2_atom_forge_frame_time(&forge, time);
    send_set(host, &forge, o->ask, n, o->ask + n + (o->ask[n] == '='));
  }
  if (o->carla) {
    send_position(host, &forge);
  }
  lv2_atom_forge_pop(&forge, &sequence);
  host->notify.atom.type = 0;
  host->notify.atom.size = ATOM_SIZE - sizeof(LV2_Atom);
}

/* ---- playing */

/* Ports that change all the time on a busy machine */
static bool restless(const char* symbol)
{
  return !strcmp(symbol, "load") || !strcmp(symbol, "level");
}

static void show_ports(Host* host)
{
  for (uint32_t i = 0; i < BYLINE_PORT_COUNT; ++i) {
    const bool same = !(host->values[i] < host->shown[i]) &&
                      !(host->values[i] > host->shown[i]) &&
                      !isnan(host->shown[i]);
    if (host->is_output[i] && !same && !restless(host->symbols[i])) {
      printf("%.3f %s = %g\n", (double)host->played / host->sound.rate,
             host->symbols[i], (double)host->values[i]);
      host->shown[i] = host->values[i];
    }
  }
}

static void pace(const Host* host, const struct timespec* begin)
{
  const double due = (double)host->played / host->sound.rate;
  struct timespec until = *begin;
  until.tv_sec += (time_t)due;
  until.tv_nsec += (long)(1e9 * (due - floor(due)));
  if (until.tv_nsec >= 1000000000) {
    until.tv_nsec -= 1000000000;
    ++until.tv_sec;
  }
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

/* Whether output `channel` holds what was played */
static bool intact(const Host* host, int channel, size_t at, size_t n)
{
  const int buffer = host->options.in_place  ? channel
                     : host->options.crossed ? 1 - channel
                                             : 2 + channel;
  return !memcmp(host->buffers[buffer], host->sound.channels[channel] + at,
                 n * sizeof(float));
}

static size_t play(Host* host)
{
  BylineRandom random =
      byline_random_begin((uint64_t)fabs(host->options.seed), 1);
  struct timespec begin;
  size_t damaged = 0;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  host->played = 0;
  while (host->played < host->sound.n) {
    size_t n = (size_t)host->options.block;
    if (host->options.seed >= 0) {
      n = (size_t)byline_random_below(&random, n + 1);
    }
    n = n < host->sound.n - host->played ? n : host->sound.n - host->played;
    for (int c = 0; c < 2; ++c) {
      memcpy(host->buffers[c], host->sound.channels[c] + host->played,
             n * sizeof(float));
    }
    send_messages(host, n);
    lilv_instance_run(host->instance, (uint32_t)n);
    if (!host->options.unconnected) {
      damaged += !intact(host, 0, host->played, n);
      damaged += !intact(host, 1, host->played, n);
    }
    host->played += n;
    if (!host->options.bare && !host->options.unconnected) {
      show_messages(&host->uris, &host->notify.sequence);
    }
    if (!host->options.quiet) {
      show_ports(host);
    }
    if (host->options.real_time) {
      pace(host, &begin);
    }
  }
  return damaged;
}

int main(int argc, char** argv)
{
  (void)argc;
  static Host host = {.options = {.block = 1024, .seed = -1, .cycles = 1}};
  options_parse(argv + 1, &host.options);
  pthread_mutex_init(&host.uris.lock, NULL);
  host.sound = sound_make(&host.options);
  find_plugin(&host);
  host.instance = lilv_plugin_instantiate(host.plugin, host.sound.rate,
                                          host_features(&host));
  if (!host.instance) {
    fail("the plugin does not instantiate");
  }
  connect_ports(&host);
  set_controls(&host);
  if (host.options.load) {
    host_load_state(&host);
  }
  if (host.options.preset) {
    host_load_preset(&host);
  }
  Project* const project =
      host.options.project ? host_load_project(&host) : NULL;
  size_t damaged = 0;
  for (int i = 0; i < host.options.cycles; ++i) {
    if (host.options.bounce) {
      host_set_port(&host, "freewheel", 9, i == 1);
    }
    if (host.options.reload) {
      host_load_state(&host);
    }
    lilv_instance_activate(host.instance);
    damaged += play(&host);
    lilv_instance_deactivate(host.instance);
  }
  if (host.options.save) {
    host_save_state(&host);
  }
  if (project) {
    host_save_project(&host, project);
  }
  lilv_instance_free(host.instance);
  lilv_world_free(host.world);
  uris_free(&host.uris);
  sound_free(&host.sound);
  printf("%zu damaged blocks\n", damaged);
  return damaged > 0;
}
