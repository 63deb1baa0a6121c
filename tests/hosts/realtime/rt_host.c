/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the plugin at the pace of a sound card, with messages, changing blocks
   and turning knobs, and says what run() has asked of the system.
   usage: rt_host BUNDLE MODEL calls|system [PLANT]
   PLANT is a deliberate offence, to see that it is found: malloc, lock, print,
   sleep or system. */

#include "guard.h"
#include "tests/hosts/share/linked_host.h"

#include "byline/random.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RATE 48000.0
#define SECONDS 2.5
#define MAX_BLOCK 4096

typedef struct {
  LinkedHost host;
  const char* plant;
  bool trap;
  AtomBuffer control[3]; ///< Nothing; a window and a model; garbage
  unsigned n_blocks;
  double worst;     ///< Seconds that run() has taken at most
  long page_faults; ///< After the first block
} Watched;

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* ---- messages, written beforehand */

/* A sequence of something that is no event */
static void write_garbage(AtomBuffer* control)
{
  static const uint8_t garbage[100] = {255, 255, 255, 255, 1, 2, 3};
  linked_host_write(control, NULL);
  uint8_t* const end = control->bytes + sizeof(LV2_Atom) + control->atom.size;
  memset(end, 0, sizeof(int64_t));
  memcpy(end + sizeof(int64_t), garbage, sizeof(garbage));
  control->atom.size += (uint32_t)(sizeof(int64_t) + sizeof(garbage));
}

static void write_messages(Watched* watched, const char* model)
{
  linked_host_write(&watched->control[0], NULL);
  linked_host_write(&watched->control[1], model);
  write_garbage(&watched->control[2]);
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

static void run_block(Watched* watched, uint32_t n)
{
  LinkedHost* const host = &watched->host;
  const unsigned i = watched->n_blocks++;
  const int message = i % 100 == 3 ? 1 : i % 7 == 3 ? 2 : 0;
  host->values[BYLINE_PORT_WINDOW] = (float)(3 + i % 8);
  host->values[BYLINE_PORT_VOCAL_FOCUS] = (float)(i % 5) / 4;
  host->values[BYLINE_PORT_ENABLED] = (float)(i % 200 < 180);
  host->values[BYLINE_PORT_FREEZE] = (float)(i % 50 < 10);
  linked_host_connect(host, &watched->control[message]);
  const double begin = now();
  guard_enter();
  host->descriptor->run(host->instance, n);
  commit(watched->plant);
  guard_leave();
  const double taken = now() - begin;
  watched->worst = taken > watched->worst ? taken : watched->worst;
}

static void* run_all(void* user)
{
  Watched* const watched = user;
  BylineRandom random = byline_random_begin(1, 0);
  for (int c = 0; c < 2; ++c) {
    for (int i = 0; i < MAX_BLOCK; ++i) {
      watched->host.audio[c][i] = byline_random_uniform(&random, -0.5f, 0.5f);
    }
  }
  if (watched->trap && !guard_trap_system_calls()) {
    return NULL;
  }
  run_block(watched, MAX_BLOCK);
  const long faults = watched->trap ? 0 : guard_count_page_faults();
  const double begin = now();
  double played = 0;
  while (played < SECONDS) {
    const uint32_t n =
        1 + (uint32_t)byline_random_below(
                &random, watched->n_blocks % 10 ? 256 : MAX_BLOCK);
    run_block(watched, n);
    played += n / RATE;
    while (now() - begin < played) {
      __asm__ volatile("" ::: "memory"); // waiting must not be a system call
    }
  }
  watched->page_faults = watched->trap ? 0 : guard_count_page_faults() - faults;
  return watched;
}

/* ---- */

static void begin(LinkedHost* host, const char* bundle)
{
  linked_host_begin(host, RATE, bundle);
  /* A host's buffers are in memory: what run() writes there is no page fault */
  memset(&host->notify, 1, sizeof(host->notify));
  host->values[BYLINE_PORT_FREEWHEEL] = 0;
  host->descriptor->activate(host->instance);
}

int main(int argc, char** argv)
{
  static Watched watched;
  if (argc < 4) {
    fputs("usage: rt_host BUNDLE MODEL calls|system [PLANT]\n", stderr);
    return 2;
  }
  watched.trap = !strcmp(argv[3], "system");
  watched.plant = argv[4];
  write_messages(&watched, argv[2]);
  begin(&watched.host, argv[1]);

  pthread_t thread;
  void* result = NULL;
  if (pthread_create(&thread, NULL, run_all, &watched) != 0) {
    fputs("rt_host: no thread for the sound\n", stderr);
    return 1;
  }
  pthread_join(thread, &result);
  watched.host.descriptor->deactivate(watched.host.instance);
  linked_host_end(&watched.host);
  if (!result) {
    fputs("rt_host: cannot trap system calls\n", stderr);
    return 77;
  }
  const unsigned calls = guard_count_calls();
  const unsigned system_calls = guard_count_system_calls();
  printf("run() called %u times: %u forbidden calls, %u system calls, %ld page "
         "faults after the first, worst %.1f us, %g dropped\n",
         watched.n_blocks, calls, system_calls, watched.page_faults,
         1e6 * watched.worst, (double)watched.host.values[BYLINE_PORT_DROPPED]);
  return calls > 0 || system_calls > 0 || watched.page_faults > 0;
}
