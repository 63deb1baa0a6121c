/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A host for tests: runs a file or noise through an LV2 plugin in blocks of any
   size, as hosts of all kinds would, shows what its output ports and messages
   say, and checks that every bit of the sound arrives. */

#include "show.h"
#include "uris.h"

#include "byline/audio_file.h"
#include "byline/plugin.h"
#include "byline/random.h"

#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/patch/patch.h>
#include <lv2/state/state.h>

#include <math.h>
#include <stdbool.h>
#include <time.h>

#define MAX_BLOCK 8192
#define MAX_SET 32

static const char help[] =
    "Usage: lv2_host [OPTION]... URI\n"
    "Run an LV2 plugin and show what it says.\n\n"
    "  --input FILE     sound to play; noise of any bits without\n"
    "  --seconds S      how much of it (all, or 5 of noise)\n"
    "  --rate HZ        pretend that the sound has this rate\n"
    "  --block N        frames a block (1024)\n"
    "  --random SEED    blocks of 0 to N frames\n"
    "  --in-place, --crossed   outputs are the inputs, or the other input\n"
    "  --freewheel      say that this is not in real time\n"
    "  --real-time      take as long as the sound lasts\n"
    "  --bare           offer no features and connect no messages\n"
    "  --unconnected    connect nothing at all\n"
    "  --set SYMBOL=VALUE  turn a control\n"
    "  --model FILE     ask for a model by a message\n"
    "  --attach         be a window: show answers\n"
    "  --cycles N       play it N times, stopped in between\n"
    "  --preset URI     load a preset\n"
    "  --load DIR, --save DIR  state before and after\n"
    "  --quiet          do not show output ports\n";

typedef struct {
  const char* uri;
  const char* input;
  const char* model;
  const char* load;
  const char* preset;
  const char* save;
  const char* set[MAX_SET + 1];
  int n_set;
  double seconds;
  double rate;
  double block;
  double seed; ///< Of random blocks, negative for fixed ones
  double cycles;
  int in_place, crossed, freewheel, real_time; // as the options
  int bare, unconnected, attach, quiet;
} Options;

typedef struct {
  Options options;
  LilvWorld* world;
  const LilvPlugin* plugin;
  LilvInstance* instance;
  Uris uris;
  LV2_URID_Map map;
  LV2_URID_Unmap unmap;
  LV2_Log_Log log;

  float* sound[2];                 ///< What is played
  size_t n_frames;                 ///< How much
  float buffers[4][MAX_BLOCK];     ///< Inputs, outputs
  float values[BYLINE_PORT_COUNT]; ///< Of control ports
  float shown[BYLINE_PORT_COUNT];  ///< As last printed
  const char* symbols[BYLINE_PORT_COUNT];
  bool is_output[BYLINE_PORT_COUNT]; ///< A control output
  AtomBuffer control;
  AtomBuffer notify;
  size_t played; ///< Frames so far
} Host;

/* ---- sound */

static void make_noise(Host* host)
{
  const double seconds = host->options.seconds > 0 ? host->options.seconds : 5;
  BylineRandom random =
      byline_random_begin((uint64_t)fabs(host->options.seed), 0);
  host->n_frames = (size_t)(seconds * host->options.rate);
  for (int c = 0; c < 2; ++c) {
    host->sound[c] = malloc((host->n_frames + 1) * sizeof(float));
    for (size_t i = 0; i < host->n_frames; ++i) {
      const uint32_t bits = (uint32_t)byline_random_next(&random);
      host->sound[c][i] = byline_random_uniform(&random, -0.5f, 0.5f);
      if (bits % 1000 == 0) { // now and then anything at all, even NaN
        const uint32_t any = (uint32_t)byline_random_next(&random);
        memcpy(&host->sound[c][i], &any, sizeof(any));
      }
    }
  }
}

static void read_sound(Host* host)
{
  BylineAudioFile* file = NULL;
  if (byline_audio_file_open(host->options.input, &file) != BYLINE_OK) {
    fail(byline_error_message());
  }
  if (host->options.rate <= 0) {
    host->options.rate = byline_audio_file_rate(file);
  }
  const double seconds = host->options.seconds;
  const size_t limit =
      seconds > 0 ? (size_t)(seconds * host->options.rate) : SIZE_MAX;
  size_t n = MAX_BLOCK;
  while (n > 0 && host->n_frames < limit) {
    for (int c = 0; c < 2; ++c) {
      host->sound[c] =
          realloc(host->sound[c], (host->n_frames + MAX_BLOCK) * sizeof(float));
    }
    byline_audio_file_read(file, host->sound[0] + host->n_frames,
                           host->sound[1] + host->n_frames, MAX_BLOCK, &n);
    host->n_frames += n;
  }
  host->n_frames = host->n_frames < limit ? host->n_frames : limit;
  byline_audio_file_close(file);
}

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

static const LV2_Feature* const* features(Host* host)
{
  static LV2_Feature list[3];
  static const LV2_Feature* pointers[4];
  host->map = (LV2_URID_Map){&host->uris, uris_map};
  host->unmap = (LV2_URID_Unmap){&host->uris, uris_unmap};
  host->log = (LV2_Log_Log){stdout, log_printf, log_vprintf};
  list[0] = (LV2_Feature){LV2_URID__map, &host->map};
  list[1] = (LV2_Feature){LV2_URID__unmap, &host->unmap};
  list[2] = (LV2_Feature){LV2_LOG__log, &host->log};
  for (int i = 0; i < 3; ++i) {
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

static void set_port(Host* host, const char* symbol, size_t n, float value)
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
    set_port(host, text, n, strtof(text + n + (text[n] == '='), NULL));
  }
  if (host->options.freewheel) {
    set_port(host, "freewheel", 9, 1);
  }
}

/* ---- messages */

/* What a window and a generic host would send, in the first block only */
static void send_messages(Host* host, bool first)
{
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame sequence;
  LV2_Atom_Forge_Frame object;
  lv2_atom_forge_init(&forge, &host->map);
  lv2_atom_forge_set_buffer(&forge, host->control.bytes, ATOM_SIZE);
  lv2_atom_forge_sequence_head(&forge, &sequence, 0);
  if (first && host->options.attach) {
    lv2_atom_forge_frame_time(&forge, 0);
    lv2_atom_forge_object(&forge, &object, 0,
                          uris_map(&host->uris, BYLINE_URI__Attach));
    lv2_atom_forge_pop(&forge, &object);
  }
  if (first && host->options.model) {
    const char* const path = host->options.model;
    lv2_atom_forge_frame_time(&forge, 0);
    lv2_atom_forge_object(&forge, &object, 0,
                          uris_map(&host->uris, LV2_PATCH__Set));
    lv2_atom_forge_key(&forge, uris_map(&host->uris, LV2_PATCH__property));
    lv2_atom_forge_urid(&forge, uris_map(&host->uris, BYLINE_URI__modelFile));
    lv2_atom_forge_key(&forge, uris_map(&host->uris, LV2_PATCH__value));
    lv2_atom_forge_path(&forge, path, (uint32_t)strlen(path));
    lv2_atom_forge_pop(&forge, &object);
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
      printf("%.3f %s = %g\n", (double)host->played / host->options.rate,
             host->symbols[i], (double)host->values[i]);
      host->shown[i] = host->values[i];
    }
  }
}

static void pace(const Host* host, const struct timespec* begin)
{
  const double due = (double)host->played / host->options.rate;
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
  return !memcmp(host->buffers[buffer], host->sound[channel] + at,
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
  while (host->played < host->n_frames) {
    size_t n = (size_t)host->options.block;
    if (host->options.seed >= 0) {
      n = (size_t)byline_random_below(&random, n + 1);
    }
    n = n < host->n_frames - host->played ? n : host->n_frames - host->played;
    for (int c = 0; c < 2; ++c) {
      memcpy(host->buffers[c], host->sound[c] + host->played,
             n * sizeof(float));
    }
    send_messages(host, host->played == 0);
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

/* ---- state */

static void set_value(const char* symbol, void* user, const void* value,
                      uint32_t size, uint32_t type)
{
  Host* const host = user;
  if (type != uris_map(&host->uris, LV2_ATOM__Float) || size != sizeof(float)) {
    fail("a state holds a value that is no float");
  }
  set_port(host, symbol, strlen(symbol), *(const float*)value);
}

static void restore(Host* host, LilvState* state)
{
  if (!state) {
    fail("cannot load the state");
  }
  lilv_state_restore(state, host->instance, set_value, host, 0, features(host));
  lilv_state_free(state);
}

static void load_state(Host* host)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/state.ttl", host->options.load);
  restore(host, lilv_state_new_from_file(host->world, &host->map, NULL, path));
}

static void load_preset(Host* host)
{
  LilvNode* const uri = lilv_new_uri(host->world, host->options.preset);
  lilv_world_load_resource(host->world, uri);
  restore(host, lilv_state_new_from_world(host->world, &host->map, uri));
  lilv_node_free(uri);
}

/* As jalv does it: files stay where they are, links to them lie in the folder
 */
static void save_state(Host* host)
{
  const char* const folder = host->options.save;
  LilvState* const state = lilv_state_new_from_instance(
      host->plugin, host->instance, &host->map, "/nowhere", folder, folder,
      folder, NULL, NULL, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE,
      features(host));
  if (!state || lilv_state_save(host->world, &host->map, &host->unmap, state,
                                NULL, folder, "state.ttl") != 0) {
    fail("cannot save the state");
  }
  lilv_state_free(state);
}

/* ---- the command line */

/* Options are looked up in tables: flags, numbers, texts */
static bool parse_flag(Options* o, const char* name)
{
  const struct {
    const char* name;
    int* value;
  } flags[] = {{"in-place", &o->in_place},
               {"crossed", &o->crossed},
               {"freewheel", &o->freewheel},
               {"real-time", &o->real_time},
               {"bare", &o->bare},
               {"attach", &o->attach},
               {"unconnected", &o->unconnected},
               {"quiet", &o->quiet}};
  for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); ++i) {
    if (!strcmp(flags[i].name, name)) {
      *flags[i].value = 1;
      return true;
    }
  }
  return false;
}

static bool parse_number(Options* o, const char* name, const char* text)
{
  const struct {
    const char* name;
    double* value;
  } numbers[] = {{"seconds", &o->seconds},
                 {"rate", &o->rate},
                 {"block", &o->block},
                 {"random", &o->seed},
                 {"cycles", &o->cycles}};
  for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); ++i) {
    if (!strcmp(numbers[i].name, name)) {
      *numbers[i].value = strtod(text, NULL);
      return true;
    }
  }
  return false;
}

static bool parse_text(Options* o, const char* name, const char* text)
{
  const struct {
    const char* name;
    const char** value;
  } texts[] = {{"input", &o->input}, {"model", &o->model},
               {"load", &o->load},   {"preset", &o->preset},
               {"save", &o->save},   {"set", &o->set[o->n_set]}};
  for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); ++i) {
    if (!strcmp(texts[i].name, name)) {
      *texts[i].value = text;
      o->n_set += !strcmp(name, "set") && o->n_set < MAX_SET;
      return true;
    }
  }
  return false;
}

static void parse(char** arguments, Options* o)
{
  for (char** a = arguments; *a; ++a) {
    const char* const name = *a + 2;
    if (strncmp(*a, "--", 2) != 0) {
      o->uri = *a;
    } else if (!parse_flag(o, name)) {
      ++a;
      if (!*a || (!parse_number(o, name, *a) && !parse_text(o, name, *a))) {
        o->uri = NULL;
        break;
      }
    }
  }
  if (!o->uri || o->block < 1 || o->block > MAX_BLOCK) {
    fputs(help, stderr);
    exit(2);
  }
}

int main(int argc, char** argv)
{
  (void)argc;
  static Host host = {.options = {.block = 1024, .seed = -1, .cycles = 1}};
  parse(argv + 1, &host.options);
  pthread_mutex_init(&host.uris.lock, NULL);
  if (host.options.input) {
    read_sound(&host);
  } else {
    host.options.rate = host.options.rate > 0 ? host.options.rate : 48000;
    make_noise(&host);
  }
  find_plugin(&host);
  host.instance =
      lilv_plugin_instantiate(host.plugin, host.options.rate, features(&host));
  if (!host.instance) {
    fail("the plugin does not instantiate");
  }
  connect_ports(&host);
  set_controls(&host);
  if (host.options.load) {
    load_state(&host);
  }
  if (host.options.preset) {
    load_preset(&host);
  }
  size_t damaged = 0;
  for (int i = 0; i < host.options.cycles; ++i) {
    lilv_instance_activate(host.instance);
    damaged += play(&host);
    lilv_instance_deactivate(host.instance);
  }
  if (host.options.save) {
    save_state(&host);
  }
  lilv_instance_free(host.instance);
  lilv_world_free(host.world);
  uris_free(&host.uris);
  free(host.sound[0]);
  free(host.sound[1]);
  printf("%zu damaged blocks\n", damaged);
  return damaged > 0;
}
