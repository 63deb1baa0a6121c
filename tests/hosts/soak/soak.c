/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Hours of sound as fast as the machine can: random blocks, models swapped
   (during one minute of ten 200 of them), states saved and brought back, knobs
   turned, rubbish sent, the plugin stopped and started.  Nothing may grow, be
   lost or be altered.
   usage: soak BUNDLE MODEL HOURS */

#include "tests/hosts/share/linked_host.h"
#include "tests/hosts/share/resident.h"

#include "byline/random.h"

#include <lv2/state/state.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE 48000
#define MAX_BLOCK LINKED_HOST_MAX_BLOCK
#define MAX_SAVED 8

/* Megabytes; sanitizers keep what is freed, and find leaks themselves */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MAX_GROWTH 1e9
#else
#define MAX_GROWTH 2.0
#endif

/* A property of a saved state */
typedef struct {
  uint32_t key;
  uint32_t type;
  uint32_t flags;
  size_t size;
  void* value;
} Saved;

typedef struct {
  LinkedHost host;
  const LV2_State_Interface* state;
  BylineRandom random;
  AtomBuffer control;
  uint64_t frames;  ///< Played
  uint64_t damaged; ///< Blocks that came out otherwise
  uint64_t swaps;   ///< Models asked for
  uint64_t saves;   ///< States saved
  uint64_t loads;   ///< States brought back
  Saved saved[MAX_SAVED];
  size_t n_saved;
} Soak;

/* A sequence that is none, or holds anything */
static void write_rubbish(Soak* soak)
{
  uint32_t* const words = (uint32_t*)(void*)soak->control.bytes;
  for (int i = 0; i < LINKED_HOST_ATOM_SIZE / 4; ++i) {
    const uint64_t bits = byline_random_next(&soak->random);
    words[i] = (uint32_t)(bits % 3 ? (bits >> 32) % 64 : bits >> 32);
  }
  soak->control.atom.size = (uint32_t)byline_random_below(
      &soak->random, LINKED_HOST_ATOM_SIZE - sizeof(LV2_Atom));
  soak->control.atom.type = linked_host_word(LV2_ATOM__Sequence);
}

/* ---- state */

static void forget(Soak* soak)
{
  for (size_t i = 0; i < soak->n_saved; ++i) {
    free(soak->saved[i].value);
  }
  soak->n_saved = 0;
}

static LV2_State_Status store(LV2_State_Handle handle, uint32_t key,
                              const void* value, size_t size, uint32_t type,
                              uint32_t flags)
{
  Soak* const soak = handle;
  if (soak->n_saved == MAX_SAVED) {
    return LV2_STATE_ERR_NO_SPACE;
  }
  Saved* const saved = &soak->saved[soak->n_saved++];
  *saved = (Saved){key, type, flags, size, malloc(size)};
  memcpy(saved->value, value, size);
  return LV2_STATE_SUCCESS;
}

static const void* retrieve(LV2_State_Handle handle, uint32_t key, size_t* size,
                            uint32_t* type, uint32_t* flags)
{
  const Soak* const soak = handle;
  for (size_t i = 0; i < soak->n_saved; ++i) {
    const Saved* const saved = &soak->saved[i];
    if (saved->key == key) {
      *size = saved->size;
      *type = saved->type;
      *flags = saved->flags;
      return saved->value;
    }
  }
  return NULL;
}

static void save(Soak* soak)
{
  forget(soak);
  soak->state->save(soak->host.instance, store, soak, LV2_STATE_IS_POD, NULL);
  ++soak->saves;
}

static void load(Soak* soak)
{
  soak->state->restore(soak->host.instance, retrieve, soak, 0, NULL);
  ++soak->loads;
}

/* ---- the show */

static float roll(Soak* soak, float low, float high)
{
  return byline_random_uniform(&soak->random, low, high);
}

/* Ask for a model: another, the bundle's, or one that is not there */
static void swap(Soak* soak, const char* model)
{
  const uint64_t which = byline_random_below(&soak->random, 8);
  linked_host_write(&soak->control, which < 4   ? model
                                    : which < 7 ? ""
                                                : "/nowhere");
  ++soak->swaps;
}

static void turn_knobs(Soak* soak)
{
  soak->host.values[BYLINE_PORT_WINDOW] = roll(soak, 2, 11);
  soak->host.values[BYLINE_PORT_INTERVAL] = roll(soak, 0.5f, 3);
  soak->host.values[BYLINE_PORT_SMOOTHING] = roll(soak, 0, 30);
  soak->host.values[BYLINE_PORT_THRESHOLD] = roll(soak, 0, 1);
  soak->host.values[BYLINE_PORT_VOCAL_FOCUS] = roll(soak, -2, 1); // mostly off
}

/* Every few seconds something changes; `n` frames are a block */
static void meddle(Soak* soak, const char* model, uint32_t n)
{
  const bool thrash = soak->frames / RATE / 60 % 10 == 0;
  const float swaps_a_minute = thrash ? 200 : 10;
  if (roll(soak, 0, 60.0f * RATE / swaps_a_minute) < (float)n) {
    swap(soak, model);
  }
  const uint64_t what = byline_random_below(&soak->random, 2000);
  if (what < 20) {
    turn_knobs(soak);
  } else if (what < 25) {
    soak->host.values[BYLINE_PORT_ENABLED] = roll(soak, 0, 1) > 0.3f;
  } else if (what < 30) {
    save(soak);
  } else if (what < 33) {
    load(soak);
  } else if (what < 40) {
    write_rubbish(soak);
  } else if (what < 42) {
    soak->host.descriptor->deactivate(soak->host.instance);
    soak->host.descriptor->activate(soak->host.instance);
  }
}

static void run_block(Soak* soak, const char* model)
{
  const uint32_t n =
      (uint32_t)byline_random_below(&soak->random, MAX_BLOCK + 1);
  linked_host_write(&soak->control, NULL);
  meddle(soak, model, n);
  linked_host_connect(&soak->host, &soak->control);
  soak->host.descriptor->run(soak->host.instance, n);
  for (int c = 0; c < 2; ++c) {
    soak->damaged += memcmp(soak->host.audio[c], soak->host.audio[c + 2],
                            n * sizeof(float)) != 0;
  }
  soak->frames += n;
}

static void begin(Soak* soak, const char* bundle)
{
  linked_host_begin(&soak->host, RATE, bundle);
  soak->state = soak->host.descriptor->extension_data(LV2_STATE__interface);
  soak->host.values[BYLINE_PORT_FREEZE] = 0;
  soak->random = byline_random_begin(1, 0);
  for (int i = 0; i < 2 * MAX_BLOCK; ++i) {
    soak->host.audio[i / MAX_BLOCK][i % MAX_BLOCK] = roll(soak, -0.5f, 0.5f);
  }
  soak->host.descriptor->activate(soak->host.instance);
}

int main(int argc, char** argv)
{
  static Soak soak;
  if (argc != 4) {
    fputs("usage: soak BUNDLE MODEL HOURS\n", stderr);
    return 2;
  }
  const double all = strtod(argv[3], NULL) * 3600 * RATE;
  begin(&soak, argv[1]);
  double before = 0;
  while ((double)soak.frames < all) {
    run_block(&soak, argv[2]);
    if (before <= 0 && (double)soak.frames > all / 3) {
      before = resident_megabytes();
    }
  }
  const double growth = resident_megabytes() - before;
  const double dropped = (double)soak.host.values[BYLINE_PORT_DROPPED];
  soak.host.descriptor->deactivate(soak.host.instance);
  linked_host_end(&soak.host);
  forget(&soak);
  printf("%.2f hours, %llu models asked for, %llu states saved, %llu brought "
         "back: %llu damaged blocks, %g dropped, %.2f MB grown in the last two "
         "thirds\n",
         (double)soak.frames / 3600 / RATE, (unsigned long long)soak.swaps,
         (unsigned long long)soak.saves, (unsigned long long)soak.loads,
         (unsigned long long)soak.damaged, dropped, growth);
  return soak.damaged > 0 || dropped > 0 || growth > MAX_GROWTH;
}
