/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the plugin at the pace of a sound card, with messages, changing blocks
   and turning knobs, and says what run() has asked of the system.
   usage: rt_host BUNDLE MODEL calls|system [PLANT]
   PLANT is a deliberate offence, to see that it is found: malloc, lock, print,
   sleep or system. */

#include "guard.h"
#include "tests/hosts/uris.h"

#include "byline/plugin.h"
#include "byline/random.h"

#include <lv2/atom/forge.h>
#include <lv2/core/lv2.h>
#include <lv2/patch/patch.h>

#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#define RATE 48000.0
#define SECONDS 2.5
#define MAX_BLOCK 4096
#define ATOM_SIZE 16384

const LV2_Descriptor* lv2_descriptor(uint32_t index);

/* A buffer for messages */
typedef union {
  LV2_Atom atom;
  uint8_t bytes[ATOM_SIZE];
} AtomBuffer;

typedef struct {
  const LV2_Descriptor* descriptor;
  LV2_Handle instance;
  const char* plant;
  bool trap;
  float audio[4][MAX_BLOCK];
  float values[BYLINE_PORT_COUNT];
  AtomBuffer control[3]; ///< Nothing; a window and a model; garbage
  AtomBuffer notify;
  LV2_URID chunk;
  unsigned n_blocks;
  double worst;     ///< Seconds that run() has taken at most
  long page_faults; ///< After the first block
} Host;

static Uris uris = {.lock = PTHREAD_MUTEX_INITIALIZER};
static LV2_URID_Map map = {&uris, uris_map};

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* ---- messages, written beforehand */

static void write_messages(Host* host, const char* model)
{
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame sequence;
  LV2_Atom_Forge_Frame object;
  lv2_atom_forge_init(&forge, &map);
  host->chunk = forge.Chunk;
  for (int i = 0; i < 3; ++i) {
    lv2_atom_forge_set_buffer(&forge, host->control[i].bytes, ATOM_SIZE);
    lv2_atom_forge_sequence_head(&forge, &sequence, 0);
    if (i == 1) {
      lv2_atom_forge_frame_time(&forge, 0);
      lv2_atom_forge_object(&forge, &object, 0,
                            uris_map(&uris, BYLINE_WORD(Attach)));
      lv2_atom_forge_pop(&forge, &object);
      lv2_atom_forge_frame_time(&forge, 0);
      lv2_atom_forge_object(&forge, &object, 0,
                            uris_map(&uris, LV2_PATCH__Set));
      lv2_atom_forge_key(&forge, uris_map(&uris, LV2_PATCH__property));
      lv2_atom_forge_urid(&forge, uris_map(&uris, BYLINE_WORD(modelFile)));
      lv2_atom_forge_key(&forge, uris_map(&uris, LV2_PATCH__value));
      lv2_atom_forge_path(&forge, model, (uint32_t)strlen(model));
      lv2_atom_forge_pop(&forge, &object);
    }
    if (i == 2) {
      static const uint8_t garbage[100] = {255, 255, 255, 255, 1, 2, 3};
      lv2_atom_forge_frame_time(&forge, 0);
      lv2_atom_forge_raw(&forge, garbage, sizeof(garbage));
    }
    lv2_atom_forge_pop(&forge, &sequence);
  }
}

/* ---- the audio thread */

static void commit(const char* plant)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  if (!plant) {
    return;
  }
  if (!strcmp(plant, "malloc")) {
    void* volatile p = malloc(1);
    free(p);
  } else if (!strcmp(plant, "lock")) {
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
  } else if (!strcmp(plant, "print")) {
    puts("planted");
  } else if (!strcmp(plant, "sleep")) {
    usleep(1);
  } else if (!strcmp(plant, "system")) {
    (void)!getppid();
  }
}

static void run_block(Host* host, uint32_t n)
{
  const unsigned i = host->n_blocks++;
  const int message = i % 100 == 3 ? 1 : i % 7 == 3 ? 2 : 0;
  host->descriptor->connect_port(host->instance, BYLINE_PORT_CONTROL,
                                 &host->control[message]);
  host->values[BYLINE_PORT_WINDOW] = (float)(3 + i % 8);
  host->values[BYLINE_PORT_VOCAL_FOCUS] = (float)(i % 5) / 4;
  host->values[BYLINE_PORT_ENABLED] = (float)(i % 200 < 180);
  host->values[BYLINE_PORT_FREEZE] = (float)(i % 50 < 10);
  host->notify.atom = (LV2_Atom){ATOM_SIZE - sizeof(LV2_Atom), host->chunk};
  const double begin = now();
  guard_enter();
  host->descriptor->run(host->instance, n);
  commit(host->plant);
  guard_leave();
  const double taken = now() - begin;
  host->worst = taken > host->worst ? taken : host->worst;
}

static void* run_all(void* user)
{
  Host* const host = user;
  BylineRandom random = byline_random_begin(1, 0);
  for (int c = 0; c < 2; ++c) {
    for (int i = 0; i < MAX_BLOCK; ++i) {
      host->audio[c][i] = byline_random_uniform(&random, -0.5f, 0.5f);
    }
  }
  if (host->trap && !guard_trap_system_calls()) {
    return NULL;
  }
  run_block(host, MAX_BLOCK);
  const long faults = host->trap ? 0 : guard_count_page_faults();
  const double begin = now();
  double played = 0;
  while (played < SECONDS) {
    const uint32_t n = 1 + (uint32_t)byline_random_below(
                               &random, host->n_blocks % 10 ? 256 : MAX_BLOCK);
    run_block(host, n);
    played += n / RATE;
    while (now() - begin < played) {
      __asm__ volatile("" ::: "memory"); // waiting must not be a system call
    }
  }
  host->page_faults = host->trap ? 0 : guard_count_page_faults() - faults;
  return host;
}

/* ---- */

static void begin(Host* host, const char* bundle)
{
  static LV2_Feature feature = {LV2_URID__map, &map};
  static const LV2_Feature* const features[] = {&feature, NULL};
  host->descriptor = lv2_descriptor(0);
  host->instance =
      host->descriptor->instantiate(host->descriptor, RATE, bundle, features);
  for (uint32_t i = 0; i < BYLINE_PORT_COUNT; ++i) {
    host->values[i] = 1;
    host->descriptor->connect_port(host->instance, i, &host->values[i]);
  }
  for (uint32_t i = 0; i < 4; ++i) {
    host->descriptor->connect_port(host->instance, i, host->audio[i]);
  }
  host->descriptor->connect_port(host->instance, BYLINE_PORT_NOTIFY,
                                 &host->notify);
  /* A host's buffers are in memory: what run() writes there is no page fault */
  memset(&host->notify, 1, sizeof(host->notify));
  host->values[BYLINE_PORT_FREEWHEEL] = 0;
  host->descriptor->activate(host->instance);
}

int main(int argc, char** argv)
{
  static Host host;
  if (argc < 4) {
    fputs("usage: rt_host BUNDLE MODEL calls|system [PLANT]\n", stderr);
    return 2;
  }
  host.trap = !strcmp(argv[3], "system");
  host.plant = argv[4];
  write_messages(&host, argv[2]);
  begin(&host, argv[1]);

  pthread_t thread;
  void* result = NULL;
  pthread_create(&thread, NULL, run_all, &host);
  pthread_join(thread, &result);
  host.descriptor->deactivate(host.instance);
  host.descriptor->cleanup(host.instance);
  uris_free(&uris);
  if (!result) {
    fputs("rt_host: cannot trap system calls\n", stderr);
    return 77;
  }
  const unsigned calls = guard_count_calls();
  const unsigned system_calls = guard_count_system_calls();
  printf("run() called %u times: %u forbidden calls, %u system calls, %ld page "
         "faults after the first, worst %.1f us, %g dropped\n",
         host.n_blocks, calls, system_calls, host.page_faults, 1e6 * host.worst,
         (double)host.values[BYLINE_PORT_DROPPED]);
  return calls > 0 || system_calls > 0 || host.page_faults > 0;
}
