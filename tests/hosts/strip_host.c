/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A host with a mixer: plays a recording to the plugin as fast as it goes, and
   draws its strip as Ardour does.
   usage: strip_host BUNDLE RECORDING FOLDER
   Leaves the strips in the folder, as pictures.  Without a window's binary in
   the bundle, there must be none. */

#include "plugin/inline_display.h"
#include "uris.h"

#include "byline/audio_file.h"
#include "byline/plugin.h"
#include "byline/strip.h"

#include <cairo.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <unistd.h>

enum { BLOCK = 1024 };

/** What is open. */
typedef struct {
  void* library;
  const LV2_Descriptor* descriptor;
  const LV2_Inline_Display_Interface* display;
  LV2_Handle instance;
  LV2_URID_Map map;
  float audio[2][BLOCK];
  float values[BYLINE_PORT_COUNT];
  int asked; ///< How often the plugin has asked to be drawn
} Host;

static void check(bool right, const char* what)
{
  printf("%s: %s\n", right ? "ok" : "failed", what);
  if (!right) {
    exit(1);
  }
}

static void queue_draw(void* handle)
{
  Host* const host = handle;
  ++host->asked;
}

static void load(Host* host, const char* bundle)
{
  char path[4096];
  LV2_Descriptor_Function get = NULL;
  snprintf(path, sizeof(path), "%s/byline.so", bundle);
  host->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (host->library) {
    *(void**)(void*)&get = dlsym(host->library, "lv2_descriptor");
  }
  check(get, path);
  host->descriptor = get(0);
  host->display =
      host->descriptor->extension_data(LV2_INLINE_DISPLAY__interface);
  check(host->display && host->display->render, "it can be drawn");
}

/* @param offer Tell the plugin that it will be drawn. */
static void start(Host* host, const char* bundle, Uris* uris, bool offer)
{
  host->map = (LV2_URID_Map){uris, uris_map};
  const LV2_Inline_Display drawn = {host, queue_draw};
  const LV2_Feature features[] = {
      {LV2_URID__map, &host->map},
      {LV2_INLINE_DISPLAY__queue_draw, (void*)(uintptr_t)&drawn}};
  const LV2_Feature* const list[] = {&features[0], offer ? &features[1] : NULL,
                                     NULL};
  host->instance =
      host->descriptor->instantiate(host->descriptor, 44100, bundle, list);
  check(host->instance, "an instance");
  for (uint32_t i = 0; i < BYLINE_PORT_COUNT; ++i) {
    const bool audio = i < BYLINE_PORT_CONTROL;
    const bool atoms = i == BYLINE_PORT_CONTROL || i == BYLINE_PORT_NOTIFY;
    host->descriptor->connect_port(host->instance, i,
                                   audio   ? (void*)host->audio[i % 2]
                                   : atoms ? NULL
                                           : &host->values[i]);
  }
  host->values[BYLINE_PORT_ENABLED] = host->values[BYLINE_PORT_FREEWHEEL] = 1;
  host->values[BYLINE_PORT_WINDOW] = 10;
  host->values[BYLINE_PORT_INTERVAL] = 1;
  host->values[BYLINE_PORT_SMOOTHING] = 8;
  host->values[BYLINE_PORT_HOLD] = 2;
  host->descriptor->activate(host->instance);
}

static void stop(Host* host)
{
  host->descriptor->deactivate(host->instance);
  host->descriptor->cleanup(host->instance);
}

static void be_silent(Host* host, int blocks)
{
  memset(host->audio, 0, sizeof(host->audio));
  for (int i = 0; i < blocks; ++i) {
    host->descriptor->run(host->instance, BLOCK);
  }
}

/* Returns how many blocks that were */
static int play(Host* host, const char* path)
{
  BylineAudioFile* file = NULL;
  size_t n = 0;
  int blocks = 0;
  check(byline_audio_file_open(path, &file) == BYLINE_OK, path);
  while (byline_audio_file_read(file, host->audio[0], host->audio[1], BLOCK,
                                &n) == BYLINE_OK &&
         n > 0) {
    host->descriptor->run(host->instance, (uint32_t)n);
    ++blocks;
  }
  byline_audio_file_close(file);
  return blocks;
}

static LV2_Inline_Display_Image* render(Host* host, uint32_t width,
                                        uint32_t most_height)
{
  return host->display->render(host->instance, width, most_height);
}

static void keep(const LV2_Inline_Display_Image* image, const char* folder,
                 const char* name)
{
  char path[4096];
  cairo_surface_t* const surface = cairo_image_surface_create_for_data(
      image->data, CAIRO_FORMAT_ARGB32, image->width, image->height,
      image->stride);
  snprintf(path, sizeof(path), "%s/strip-%s.png", folder, name);
  check(cairo_surface_write_to_png(surface, path) == CAIRO_STATUS_SUCCESS,
        path);
  cairo_surface_destroy(surface);
}

/* Somebody is named: the plugin asks to be drawn, but not in every block, and
   what is drawn stays until it asks again */
static void name_somebody(Host* host, const char* recording, const char* folder)
{
  be_silent(host, 1);
  check(host->asked == 1, "it asks to be drawn when its model is there");
  const int blocks = play(host, recording);
  printf("asked %d times in %d blocks\n", host->asked, blocks);
  check(host->asked > 2 && host->asked < blocks / 10,
        "it asks to be drawn when something has changed");
  const uint32_t widths[] = {60, 100, 200};
  for (int i = 0; i < 3; ++i) {
    char name[16];
    const LV2_Inline_Display_Image* const image = render(host, widths[i], 112);
    check(image && image->width == (int)widths[i] && image->height <= 112 &&
              image->stride >= 4 * image->width,
          "a picture of the size that the host wants");
    snprintf(name, sizeof(name), "host-%u", widths[i]);
    keep(image, folder, name);
  }
}

/* The first byte of a picture, spoilt, is mended by drawing only */
static void stay(Host* host)
{
  const int asked = host->asked;
  unsigned char* const first = render(host, 100, 112)->data;
  *first ^= 0x80;
  const unsigned char spoilt = *first;
  check(render(host, 100, 112)->data == first && *first == spoilt,
        "not drawn again while nothing changes");
  host->values[BYLINE_PORT_FREEZE] = 1;
  be_silent(host, 300);
  check(host->asked == asked && *render(host, 100, 112)->data == spoilt,
        "frozen, it stays");
  host->values[BYLINE_PORT_FREEZE] = 0;
  be_silent(host, 1);
  check(host->asked == asked + 1 && *render(host, 100, 112)->data != spoilt,
        "then silence is drawn");
}

int main(int argc, char** argv)
{
  static Host host;
  static Uris uris;
  char window[4096];
  if (argc != 4) {
    fputs("usage: strip_host BUNDLE RECORDING FOLDER\n", stderr);
    return 2;
  }
  pthread_mutex_init(&uris.lock, NULL);
  snprintf(window, sizeof(window), "%s/" BYLINE_BUNDLE_UI, argv[1]);
  const bool drawable = access(window, R_OK) == 0;
  load(&host, argv[1]);
  start(&host, argv[1], &uris, true);
  if (drawable) {
    name_somebody(&host, argv[2], argv[3]);
    stay(&host);
    check(!render(&host, 0, 0) && !render(&host, UINT32_MAX, UINT32_MAX),
          "no picture of a size that makes no sense");
  } else {
    be_silent(&host, 10);
    check(!render(&host, 100, 112), "no picture without the window's binary");
  }
  stop(&host);
  start(&host, argv[1], &uris, false);
  be_silent(&host, 10);
  check(!render(&host, 100, 112), "no picture in a host that draws none");
  stop(&host);
  dlclose(host.library);
  uris_free(&uris);
  return 0;
}
