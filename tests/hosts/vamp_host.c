/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A host of Vamp plugins that gives sound in blocks of any size, as some do.
   Prints a line for each result: output, time, duration, value, label.

   usage: vamp_host LIBRARY SOUND BLOCK STEP [CHANNELS [PASSES [BEGIN]]]

   BEGIN is what the first block's time is said to be, in s.  Ends with 3 where
   the plugin refuses. */

#include "byline/audio_file.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vamp/vamp.h>

enum { MOST = 1 << 20 };

typedef struct {
  float* left;
  float* right;
  size_t n; ///< Frames, zeros following
  float rate;
} Sound;

static Sound read_sound(const char* path, size_t block)
{
  Sound sound = {.n = 0};
  BylineAudioFile* file = NULL;
  size_t n = 0;
  if (byline_audio_file_open(path, &file) != BYLINE_OK) {
    fprintf(stderr, "%s\n", byline_error_message());
    exit(1);
  }
  sound.rate = (float)byline_audio_file_rate(file);
  do {
    sound.left = realloc(sound.left, (sound.n + MOST + block) * sizeof(float));
    sound.right =
        realloc(sound.right, (sound.n + MOST + block) * sizeof(float));
    if (!sound.left || !sound.right ||
        byline_audio_file_read(file, sound.left + sound.n,
                               sound.right + sound.n, MOST, &n) != BYLINE_OK) {
      exit(1);
    }
    sound.n += n;
  } while (n > 0);
  memset(sound.left + sound.n, 0, block * sizeof(float));
  memset(sound.right + sound.n, 0, block * sizeof(float));
  byline_audio_file_close(file);
  return sound;
}

static void print(const VampFeatureList* lists, unsigned n_outputs)
{
  for (unsigned output = 0; output < n_outputs; ++output) {
    const VampFeatureList* const list = &lists[output];
    for (unsigned i = 0; i < list->featureCount; ++i) {
      const VampFeature* const f = &list->features[i].v1;
      const VampFeatureV2* const d = &list->features[list->featureCount + i].v2;
      printf("%u %.3f %.3f %.4f %s\n", output, f->sec + 1e-9 * f->nsec,
             d->hasDuration ? d->durationSec + 1e-9 * d->durationNsec : 0.0,
             (double)f->values[0], f->label ? f->label : "");
    }
  }
}

/* All of the sound, and then its results */
static void run(const VampPluginDescriptor* plugin, VampPluginHandle handle,
                const Sound* sound, size_t step, double begin)
{
  const unsigned n_outputs = plugin->getOutputCount(handle);
  for (size_t i = 0; i < sound->n; i += step) {
    const float* const channels[] = {sound->left + i, sound->right + i};
    const double time = begin + (double)i / (double)sound->rate;
    VampFeatureList* const lists = plugin->process(
        handle, channels, (int)time, (int)(1e9 * (time - (double)(int)time)));
    print(lists, n_outputs);
    plugin->releaseFeatureSet(lists);
  }
  VampFeatureList* const lists = plugin->getRemainingFeatures(handle);
  print(lists, n_outputs);
  plugin->releaseFeatureSet(lists);
}

static VampGetPluginDescriptorFunction load(const char* path)
{
  void* const library = dlopen(path, RTLD_NOW);
  VampGetPluginDescriptorFunction get = NULL;
  if (library) {
    *(void**)&get = dlsym(library, "vampGetPluginDescriptor");
  }
  if (!get) {
    fprintf(stderr, "%s\n", dlerror());
    exit(1);
  }
  return get;
}

int main(int argc, char** argv)
{
  if (argc < 5) {
    return 2;
  }
  const unsigned block = (unsigned)atoi(argv[3]);
  const unsigned step = (unsigned)atoi(argv[4]);
  const unsigned n_channels = argc > 5 ? (unsigned)atoi(argv[5]) : 2;
  const int passes = argc > 6 ? atoi(argv[6]) : 1;
  const double begin = argc > 7 ? atof(argv[7]) : 0;
  const VampGetPluginDescriptorFunction get = load(argv[1]);
  if (get(1, 0) || get(2, 1)) {
    fputs("a plugin that should not be there\n", stderr);
    return 1;
  }
  const VampPluginDescriptor* const plugin = get(2, 0);
  const Sound sound = read_sound(argv[2], block);
  const VampPluginHandle handle = plugin->instantiate(plugin, sound.rate);
  VampPluginHandle const idle = plugin->instantiate(plugin, sound.rate);
  const int ready = plugin->initialise(handle, n_channels, step, block);
  for (int pass = 0; ready && pass < passes; ++pass) {
    if (pass > 0) {
      plugin->reset(handle);
    }
    run(plugin, handle, &sound, step, begin);
  }
  for (unsigned i = 0; i < plugin->getOutputCount(handle); ++i) {
    VampOutputDescriptor* const output = plugin->getOutputDescriptor(handle, i);
    plugin->releaseOutputDescriptor(output);
  }
  plugin->cleanup(idle);
  plugin->cleanup(handle);
  free(sound.left);
  free(sound.right);
  return ready ? 0 : 3;
}
