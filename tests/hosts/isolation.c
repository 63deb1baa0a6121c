/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the plugin leaves its host as it found it: loaded and unloaded many
   times, many instances at once; threads, memory, floating point, signals; and
   whether rendering waits for anything.
   usage: isolation BYLINE.SO BUNDLE [LOADS]
   With LOADS, it is only loaded and unloaded so often. */

#include "tests/hosts/share/resident.h"

#include "byline/plugin.h"

#include <lv2/core/lv2.h>

#include <dirent.h>
#include <dlfcn.h>
#include <fenv.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define LOADS_PER_ROUND 50
#define N_ROUNDS 4
#define N_INSTANCES 50
#define BLOCK 1024

static float audio[4][BLOCK];
static float values[BYLINE_PORT_COUNT];
static bool failed;

static void check(bool right, const char* what, double value)
{
  printf("%s: %s (%g)\n", right ? "ok" : "failed", what, value);
  failed = failed || !right;
}

static void make_sound(float step)
{
  for (int i = 0; i < 4 * BLOCK; ++i) {
    audio[i / BLOCK][i % BLOCK] = sinf(step * (float)i);
  }
}

static int count_threads(void)
{
  int n = 0;
  DIR* const folder = opendir("/proc/self/task");
  for (const struct dirent* e = NULL; folder && (e = readdir(folder));) {
    n += e->d_name[0] != '.';
  }
  if (folder) {
    closedir(folder);
  }
  return n;
}

static LV2_Handle new_instance(const LV2_Descriptor* descriptor,
                               const char* bundle)
{
  const LV2_Handle instance =
      descriptor->instantiate(descriptor, 48000, bundle, NULL);
  for (uint32_t i = 0; instance && i < BYLINE_PORT_COUNT; ++i) {
    descriptor->connect_port(instance, i, i < 4 ? audio[i] : &values[i]);
  }
  if (instance) {
    descriptor->connect_port(instance, BYLINE_PORT_CONTROL, NULL);
    descriptor->connect_port(instance, BYLINE_PORT_NOTIFY, NULL);
  }
  return instance;
}

static LV2_Handle start(const LV2_Descriptor* descriptor, const char* bundle)
{
  const LV2_Handle instance = new_instance(descriptor, bundle);
  if (instance) {
    descriptor->activate(instance);
  }
  return instance;
}

static void stop(const LV2_Descriptor* descriptor, LV2_Handle instance)
{
  descriptor->deactivate(instance);
  descriptor->cleanup(instance);
}

static const LV2_Descriptor* load(const char* path, void** library)
{
  *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  LV2_Descriptor_Function get = NULL;
  if (*library) {
    *(void**)(void*)&get = dlsym(*library, "lv2_descriptor");
  }
  if (!get) {
    fprintf(stderr, "isolation: %s\n", dlerror());
    exit(1);
  }
  return get(0);
}

/* Load, use and unload; now and then long enough for the network to run */
static void load_often(const char* path, const char* bundle, int n_loads)
{
  for (int i = 0; i < n_loads; ++i) {
    void* library = NULL;
    const LV2_Descriptor* const descriptor = load(path, &library);
    const LV2_Handle instance = start(descriptor, bundle);
    values[BYLINE_PORT_FREEWHEEL] = 1;
    for (int k = 0; k < (i % 25 ? 2 : 200); ++k) {
      descriptor->run(instance, BLOCK);
    }
    stop(descriptor, instance);
    dlclose(library);
  }
}

/* A leak shows in every round, the allocator's moods do not: the round that
   grew least counts, the first one aside. */
static void load_in_rounds(const char* path, const char* bundle)
{
  load_often(path, bundle, LOADS_PER_ROUND);
  double least = 1e9;
  for (int round = 0; round < N_ROUNDS; ++round) {
    const double before = resident_megabytes();
    load_often(path, bundle, LOADS_PER_ROUND);
    const double growth = resident_megabytes() - before;
    least = growth < least ? growth : least;
  }
  check(count_threads() == 1, "threads left after unloading",
        count_threads() - 1);
  check(least < 0.25, "MB grown in the round that grew least", least);
}

static void run_many(const char* path, const char* bundle)
{
  void* library = NULL;
  const LV2_Descriptor* const descriptor = load(path, &library);
  LV2_Handle instances[N_INSTANCES];
  int made = 0;
  for (int i = 0; i < N_INSTANCES; ++i) {
    instances[i] = start(descriptor, bundle);
    made += instances[i] != NULL;
  }
  check(made == N_INSTANCES, "instances at once", made);
  for (int k = 0; made == N_INSTANCES && k < 200; ++k) {
    values[BYLINE_PORT_FREEWHEEL] = (float)(k % 2);
    for (int i = 0; i < N_INSTANCES; ++i) {
      descriptor->run(instances[i], BLOCK);
    }
  }
  for (int i = 0; i < made; ++i) {
    stop(descriptor, instances[i]);
  }
  dlclose(library);
  check(count_threads() == 1, "threads left", count_threads() - 1);
}

/* What a process has only one of */
static void leave_alone(const char* path, const char* bundle)
{
  struct sigaction before[NSIG];
  fenv_t mode;
  fegetenv(&mode);
  for (int i = 1; i < NSIG; ++i) {
    sigaction(i, NULL, &before[i]);
  }
  void* library = NULL;
  const LV2_Descriptor* const descriptor = load(path, &library);
  const LV2_Handle instance = start(descriptor, bundle);
  values[BYLINE_PORT_FREEWHEEL] = 1;
  for (int k = 0; k < 200; ++k) {
    descriptor->run(instance, BLOCK);
  }
  /* A denormal product shows whether they are flushed in this thread */
  volatile float tiny = 1e-30f;
  volatile float product = tiny * 1e-10f;
  check(fpclassify(product) == FP_SUBNORMAL, "denormals are as before", 0);
  check(fegetround() == FE_TONEAREST, "rounding is as before", 0);
  int changed = 0;
  for (int i = 1; i < NSIG; ++i) {
    struct sigaction now;
    if (sigaction(i, NULL, &now) == 0) {
      changed += now.sa_handler != before[i].sa_handler;
    }
  }
  check(changed == 0, "signal handlers changed", changed);
  stop(descriptor, instance);
  dlclose(library);
}

/* Rendering depends on no other thread, and never waits.  Counted in times that
   the thread has given up the processor by itself, so that it does not matter
   how busy the machine is.  Without activate(), there is no other thread. */
static void render_without_waiting(const char* path, const char* bundle)
{
  void* library = NULL;
  const LV2_Descriptor* const descriptor = load(path, &library);
  const LV2_Handle instance = new_instance(descriptor, bundle);
  struct rusage before;
  struct rusage after;
  unsigned answers = 0;
  float last = 0;
  values[BYLINE_PORT_FREEWHEEL] = 1;
  descriptor->run(instance, BLOCK); // loads the model
  getrusage(RUSAGE_THREAD, &before);
  for (int k = 0; k < 1000; ++k) {
    make_sound(0.02f * (float)(k / 50 + 1));
    descriptor->run(instance, BLOCK);
    answers += values[BYLINE_PORT_CONFIDENCE] != last;
    last = values[BYLINE_PORT_CONFIDENCE];
  }
  getrusage(RUSAGE_THREAD, &after);
  const long waits = after.ru_nvcsw - before.ru_nvcsw;
  check(answers > 5, "answers while rendering", answers);
  check(waits == 0, "waits while rendering", (double)waits);
  descriptor->cleanup(instance);
  dlclose(library);
}

int main(int argc, char** argv)
{
  if (argc != 3 && argc != 4) {
    fputs("usage: isolation BYLINE.SO BUNDLE [LOADS]\n", stderr);
    return 2;
  }
  make_sound(0.05f);
  values[BYLINE_PORT_ENABLED] = 1;
  if (argc == 4) {
    load_often(argv[1], argv[2], atoi(argv[3]));
    check(count_threads() == 1, "threads left", count_threads() - 1);
    return failed;
  }
  leave_alone(argv[1], argv[2]);
  render_without_waiting(argv[1], argv[2]);
  load_in_rounds(argv[1], argv[2]);
  run_many(argv[1], argv[2]);
  return failed;
}
