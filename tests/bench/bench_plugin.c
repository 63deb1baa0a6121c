/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the plugin costs its host: run() against copying memory, all threads'
   share of a core, memory of further instances, many instances at once.
   usage: bench_plugin RESULT.json   (beside the folder of the bundle) */

#include "byline/model.h"
#include "byline/plugin.h"
#include "byline/random.h"
#include "plugin/instance.h"
#include "recordings/index_writer.h"
#include "tests/bench/effect.h"
#include "tests/hosts/share/resident.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define RATE 48000.0
#define MAX_BLOCK 4096
#define RING 524288 // frames that the plugin's ring holds at this rate

static FILE* json;
static int n_met;
static int n_targets;

static double now(clockid_t clock)
{
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Print a result and whether it is below its target; 0 for no target */
static void result(const char* name, double value, const char* unit,
                   double target)
{
  const bool met = value <= target;
  printf("  %-44s %10.3f %-6s", name, value, unit);
  if (target > 0) {
    printf("  target %g: %s", target, met ? "met" : "MISSED");
    n_targets += 1;
    n_met += met;
  }
  putchar('\n');
  fprintf(json, "%s  {\"name\": \"%s\", \"value\": %.6g, \"unit\": \"%s\"",
          ftell(json) > 2 ? ",\n" : "", name, value, unit);
  if (target > 0) {
    fprintf(json, ", \"target\": %g, \"met\": %s", target,
            met ? "true" : "false");
  }
  fputs("}", json);
}

/* ---- an instance in a host */

typedef struct {
  BylineInstance instance;
  float values[BYLINE_PORT_COUNT];
} Plugin;

/* 16 s, in blocks as a host renders them */
enum { BLOCK = 1024, N_BLOCKS = 750, N_FRAMES = N_BLOCKS * BLOCK };

static float in[2][N_FRAMES];
static float out[2][MAX_BLOCK];

static void make_noise(float amplitude)
{
  BylineRandom random = byline_random_begin(1, 0);
  for (int c = 0; c < 2; ++c) {
    for (int i = 0; i < N_FRAMES; ++i) {
      in[c][i] = byline_random_uniform(&random, -amplitude, amplitude);
    }
  }
}

/* A melody of notes around `height` Hz that die away over a bass; the network
   is asked about it, which it is not about noise */
static void make_melody(float amplitude, double height)
{
  static const int notes[] = {0, 4, 7, 12, 11, 7,  5, 9,
                              2, 5, 7, 4,  0,  -5, 3, 7};
  static const double turn = 6.283185307179586;
  for (int i = 0; i < N_FRAMES; ++i) {
    const double t = i / RATE;
    const int k = (int)(3 * t);
    const double age = 3 * t - k;
    const double f = height * exp2(notes[(k * 7 + k / 5) % 16] / 12.0);
    double x =
        0.3 * exp(-age) * sin(turn * 82 * exp2(notes[k / 8 % 16] / 12.0) * t);
    for (int n = 1; n < 5; ++n) {
      x += 0.3 / n * exp(-2 * age) * sin(turn * n * f * t);
    }
    in[0][i] = amplitude * (float)x;
    in[1][i] = 0.8f * in[0][i];
  }
}

static void make_music(float amplitude)
{
  make_melody(amplitude, 330);
}

/* The next block of what is to be heard */
static void play(Plugin* plugin, size_t block)
{
  for (int c = 0; c < 2; ++c) {
    plugin->instance.ports[BYLINE_PORT_IN_LEFT + c] =
        in[c] + block % N_BLOCKS * BLOCK;
  }
  byline_instance_run(&plugin->instance, BLOCK);
}

static Plugin* plugin_new(const char* model)
{
  Plugin* const plugin = calloc(1, sizeof(Plugin));
  const BylineListenerSettings settings = {.sample_rate = RATE,
                                           .default_model = model};
  if (!plugin ||
      byline_instance_init(&plugin->instance, &settings) != BYLINE_OK) {
    fprintf(stderr, "bench_plugin: %s\n", byline_error_message());
    exit(1);
  }
  const BylineRecognizerSettings d = byline_recognizer_settings_default();
  for (int i = BYLINE_PORT_ENABLED; i < BYLINE_PORT_COUNT; ++i) {
    plugin->instance.ports[i] = &plugin->values[i];
  }
  plugin->values[BYLINE_PORT_ENABLED] = 1;
  plugin->values[BYLINE_PORT_WINDOW] = d.window;
  plugin->values[BYLINE_PORT_INTERVAL] = d.interval;
  plugin->values[BYLINE_PORT_SMOOTHING] = d.smoothing;
  plugin->values[BYLINE_PORT_THRESHOLD] = d.threshold;
  plugin->values[BYLINE_PORT_HOLD] = d.hold;
  plugin->values[BYLINE_PORT_VOCAL_FOCUS] = d.vocal_focus;
  for (int c = 0; c < 2; ++c) {
    plugin->instance.ports[BYLINE_PORT_IN_LEFT + c] = in[c];
    plugin->instance.ports[BYLINE_PORT_OUT_LEFT + c] = out[c];
  }
  return plugin;
}

static void plugin_free(Plugin* plugin)
{
  byline_instance_clear(&plugin->instance);
  free(plugin);
}

/* Let the host render `seconds` to a file */
static void render(Plugin* plugin, double seconds)
{
  plugin->values[BYLINE_PORT_FREEWHEEL] = 1;
  for (size_t i = 0; (double)i * BLOCK < seconds * RATE; ++i) {
    play(plugin, i);
  }
  plugin->values[BYLINE_PORT_FREEWHEEL] = 0;
}

/* ---- run() against memcpy() */

/* Copy blocks to where the plugin has to take them: the outputs and a ring */
static void copy(float* ring, size_t n, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; ++i) {
    for (size_t c = 0; c < 2; ++c) {
      memcpy(out[c], in[c], n * sizeof(float));
      memcpy(ring + c * RING + i * n, in[c], n * sizeof(float));
    }
    __asm__ volatile("" ::: "memory");
  }
}

static int compare(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

/* Nanoseconds a block of `n` frames.  Of many batches the tenth fastest in a
   hundred counts: others were disturbed by what else the machine does. */
static void measure_block(Effect* effect, float* ring, uint32_t n)
{
  enum { BATCHES = 201, FAST = BATCHES / 10 };
  static double copied[BATCHES];
  static double run[BATCHES];
  const size_t n_blocks = RING / n < 1000 ? RING / n : 1000;
  for (int b = 0; b < BATCHES; ++b) {
    const double t0 = now(CLOCK_MONOTONIC);
    copy(ring, n, n_blocks);
    const double t1 = now(CLOCK_MONOTONIC);
    for (size_t i = 0; i < n_blocks; ++i) {
      effect_run(effect, n);
    }
    const double t2 = now(CLOCK_MONOTONIC);
    copied[b] = 1e9 * (t1 - t0) / (double)n_blocks;
    run[b] = 1e9 * (t2 - t1) / (double)n_blocks;
    effect_empty_ring(effect);
  }
  qsort(copied, BATCHES, sizeof(double), compare);
  qsort(run, BATCHES, sizeof(double), compare);
  char name[64];
  snprintf(name, sizeof(name), "run(%u)", n);
  result(name, run[FAST], "ns", 0);
  snprintf(name, sizeof(name), "run(%u) against copying %u frames", n, n);
  result(name, run[FAST] / copied[FAST], "x", 1.5);
}

static void measure_worst(Effect* effect)
{
  enum { CALLS = 100000, N = 256 };
  static double taken[CALLS];
  for (int i = 0; i < CALLS; ++i) {
    if (i % (RING / N) == 0) {
      effect_empty_ring(effect);
    }
    const double begin = now(CLOCK_MONOTONIC);
    effect_run(effect, N);
    taken[i] = 1e6 * (now(CLOCK_MONOTONIC) - begin);
  }
  qsort(taken, CALLS, sizeof(double), compare);
  result("run(256), 999 of 1000 calls below", taken[CALLS - CALLS / 1000], "us",
         0);
  result("run(256), worst of 100 000 calls", taken[CALLS - 1], "us", 0);
}

/* ---- all of it */

static void measure_load(Plugin* plugin, const char* name, float amplitude,
                         double target)
{
  make_music(amplitude);
  render(plugin, 12);
  const double begin = now(CLOCK_PROCESS_CPUTIME_ID);
  render(plugin, 30);
  result(name, 100 * (now(CLOCK_PROCESS_CPUTIME_ID) - begin) / 30, "%", target);
}

/* A host that renders to a file: nothing but work may take its time */
static void measure_rendering(Plugin* plugin)
{
  const double seconds = 120;
  struct rusage before;
  struct rusage after;
  make_music(0.5f);
  render(plugin, 12);
  getrusage(RUSAGE_THREAD, &before);
  const double begin = now(CLOCK_PROCESS_CPUTIME_ID);
  render(plugin, seconds);
  const double busy = now(CLOCK_PROCESS_CPUTIME_ID) - begin;
  getrusage(RUSAGE_THREAD, &after);
  result("rendering an hour, processor time", 3600 / seconds * busy, "s", 0);
  result("rendering, times the thread waited in 120 s",
         (double)(after.ru_nvcsw - before.ru_nvcsw), "", 0.5);
}

static void measure_memory(const char* model)
{
  make_music(0.5f);
  Plugin* const first = plugin_new(model);
  render(first, 12);
  const double before = resident_megabytes();
  Plugin* const second = plugin_new(model);
  render(second, 12);
  result("memory of a second instance", resident_megabytes() - before, "MB",
         16);
  plugin_free(second);
  plugin_free(first);
}

/* Instances in the audio thread of a host in real time, of which all must have
   heard everything; the index of recordings may be there */
static void measure_many(const char* what, const char* model, int n)
{
  enum { MOST = 50 };
  const double seconds = 12;
  Plugin* plugins[MOST];
  double dropped = 0;
  int n_knowing = 0;
  make_music(0.5f);
  for (int i = 0; i < n; ++i) {
    plugins[i] = plugin_new(model);
    (void)byline_listener_start(plugins[i]->instance.listener);
  }
  const double begin = now(CLOCK_MONOTONIC);
  const double busy = now(CLOCK_PROCESS_CPUTIME_ID);
  for (size_t block = 0; (double)block * BLOCK < seconds * RATE; ++block) {
    for (int i = 0; i < n; ++i) {
      play(plugins[i], block);
    }
    const double wait =
        begin + (double)block * BLOCK / RATE - now(CLOCK_MONOTONIC);
    if (wait > 0) {
      usleep((useconds_t)(1e6 * wait));
    }
  }
  char name[64];
  snprintf(name, sizeof(name), "%d %s", n, what);
  result(name, 100 * (now(CLOCK_PROCESS_CPUTIME_ID) - busy) / seconds, "%", 0);
  for (int i = 0; i < n; ++i) {
    dropped += (double)plugins[i]->values[BYLINE_PORT_DROPPED];
    n_knowing += (double)plugins[i]->values[BYLINE_PORT_KNOWN_BY] ==
                 BYLINE_KNOWN_BY_RECORDING;
    plugin_free(plugins[i]);
  }
  printf("  %d of them know the recording\n", n_knowing);
  snprintf(name, sizeof(name), "%d %s, dropped blocks", n, what);
  result(name, dropped, "", 0.5);
}

/* ---- known recordings */

/* Add what is in `in` as a recording of its own; ends the program where that
   fails */
static void add_recording(BylineRecordingsWriter* writer, int number)
{
  char path[32];
  snprintf(path, sizeof(path), "/recording/%d", number);
  const BylineRecordingTags tags = {
      .path = path, .title = path, .artist = "nobody"};
  BylineSketcher* sketcher = NULL;
  BylineConstellation peaks = {0};
  if (byline_sketcher_new(RATE, &sketcher) != BYLINE_OK ||
      byline_sketcher_feed(sketcher, in[0], in[1], N_FRAMES) != BYLINE_OK ||
      byline_sketcher_finish(sketcher, &peaks) != BYLINE_OK ||
      byline_recordings_writer_add(writer, &tags, &peaks) != BYLINE_OK) {
    fprintf(stderr, "bench_plugin: %s\n", byline_error_message());
    exit(1);
  }
  byline_constellation_free(&peaks);
  byline_sketcher_free(sketcher);
}

/* An index in `folder`, which is the user's from now on: of the melody, and of
   others of the same notes at other heights and levels */
static void make_index(const char* folder)
{
  enum { N = 100 };
  char path[4096];
  setenv("XDG_DATA_HOME", folder, 1);
  snprintf(path, sizeof(path), "%s/byline/recordings.index", folder);
  BylineRecordingsWriter* writer = NULL;
  if (byline_recordings_writer_open(path, &writer) != BYLINE_OK) {
    fprintf(stderr, "bench_plugin: %s\n", byline_error_message());
    exit(1);
  }
  for (int i = 0; i < N; ++i) {
    make_melody(0.5f, 330 * (1 + 0.013 * i));
    add_recording(writer, i);
  }
  (void)byline_recordings_writer_commit(writer);
  byline_recordings_writer_close(writer);
}

/* The same model, with the network that finds voices before it */
static void make_separating(const char* model, const char* path)
{
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  if (byline_model_open(model, &info, &network) != BYLINE_OK) {
    fprintf(stderr, "bench_plugin: %s\n", byline_error_message());
    exit(1);
  }
  info.front_end.finder = BYLINE_FINDER_NETWORK;
  if (byline_model_save(path, &info, network) != BYLINE_OK) {
    fprintf(stderr, "bench_plugin: %s\n", byline_error_message());
    exit(1);
  }
  byline_network_free(network);
  byline_model_info_free(&info);
}

/* One instance that knows the recording it hears */
static void measure_knowing(const char* model)
{
  Plugin* const plugin = plugin_new(model);
  measure_load(plugin, "music in an index, share of a core", 0.5f, 1.5);
  if ((int)plugin->values[BYLINE_PORT_KNOWN_BY] != BYLINE_KNOWN_BY_RECORDING) {
    puts("  which it does not know");
  }
  plugin_free(plugin);
}

/* With all that there is: voices found by the network, and known recordings;
   one, and fifty */
static void measure_all_at_once(const char* model)
{
  char folder[] = "/tmp/bench_plugin.XXXXXX";
  char separating[64];
  char command[64];
  if (!mkdtemp(folder)) {
    perror(folder);
    exit(1);
  }
  snprintf(separating, sizeof(separating), "%s/separating.safetensors", folder);
  make_separating(model, separating);
  make_index(folder);
  measure_knowing(model);
  measure_many("instances with separator and recordings", separating, 50);
  snprintf(command, sizeof(command), "rm -r '%s'", folder);
  if (system(command)) {
    fprintf(stderr, "bench_plugin: %s stays\n", folder);
  }
}

/* ---- the model */

/* Without a trained model, one of the same architecture */
static void make_model(const char* path)
{
  char empty[] = "{}";
  char name[] = "nobody";
  char* names[24];
  for (int i = 0; i < 24; ++i) {
    names[i] = name;
  }
  const BylineModelInfo info = {.front_end = byline_front_end_default(),
                                .artists = names,
                                .n_artists = 24,
                                .temperature = 1,
                                .metrics = empty,
                                .provenance = empty};
  const BylineNetworkShape shape = {1, info.front_end.n_mels, 24};
  BylineNetwork* network = NULL;
  if (byline_network_new("resnet", &shape, &network) == BYLINE_OK) {
    byline_network_initialize(network, 1);
    if (byline_model_save(path, &info, network) == BYLINE_OK) {
      byline_network_free(network);
      return;
    }
  }
  fprintf(stderr, "bench_plugin: %s\n", byline_error_message());
  exit(1);
}

/* The bundle lies beside the folder of the results */
static void bundled_model(const char* results, char* path, size_t size)
{
  char* const real = realpath(results, NULL);
  char* const name = real ? strrchr(real, '/') : NULL;
  if (name) {
    *name = '\0';
  }
  snprintf(path, size, "%s/../byline.lv2/%s", real ? real : ".",
           BYLINE_BUNDLE_MODEL);
  free(real);
}

int main(int argc, char** argv)
{
  json = argc == 2 ? fopen(argv[1], "w") : NULL;
  if (!json) {
    fputs("usage: bench_plugin RESULT.json\n", stderr);
    return 2;
  }
  char model[4096];
  bundled_model(argv[1], model, sizeof(model));
  char temporary[] = "/tmp/bench_plugin.XXXXXX";
  const bool trained = access(model, R_OK) == 0;
  if (!trained) {
    close(mkstemp(temporary));
    make_model(temporary);
    snprintf(model, sizeof(model), "%s", temporary);
  }
  printf("plugin, 48 kHz stereo, %s model\n", trained ? "bundled" : "random");
  fputs("[\n", json);

  float* const ring = malloc(2 * RING * sizeof(float));
  memset(ring, 1, 2 * RING * sizeof(float));
  make_noise(0.5f);
  static Effect effect;
  effect_begin(&effect, RATE, (float*[]){in[0], in[1]},
               (float*[]){out[0], out[1]});
  for (uint32_t n = 64; n <= MAX_BLOCK; n *= 2) {
    measure_block(&effect, ring, n);
  }
  measure_worst(&effect);
  effect_end(&effect);
  free(ring);

  measure_memory(model);
  Plugin* const plugin = plugin_new(model);
  measure_load(plugin, "music, all threads, share of a core", 0.5f, 1.5);
  plugin->values[BYLINE_PORT_VOCAL_FOCUS] = 0.5f;
  measure_load(plugin, "music with vocal focus, all threads", 0.5f, 0);
  plugin->values[BYLINE_PORT_VOCAL_FOCUS] = 0;
  measure_load(plugin, "silence, all threads, share of a core", 0, 0.3);
  measure_rendering(plugin);
  plugin_free(plugin);
  measure_many("instances", model, 16);
  measure_all_at_once(model);

  fputs("\n]\n", json);
  fclose(json);
  if (!trained) {
    unlink(temporary);
  }
  printf("targets met: %d of %d\n", n_met, n_targets);
  return 0;
}
