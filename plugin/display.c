/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "display.h"

#include "base/file.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct BylineDisplay {
  LV2_Inline_Display host;
  atomic_uint told; ///< How often `strip` has changed
  unsigned asked;   ///< What `told` was when drawing was last asked for
  atomic_bool due;  ///< Drawing was asked for, and not done since

  pthread_mutex_t lock; ///< Guards `strip`; never taken by run()
  BylineStrip strip;    ///< What there is to show

  /* The window thread's */
  char* path;                        ///< Of the window's binary
  bool tried;                        ///< To open it
  void* binary;                      ///< NULL if it cannot be opened
  const BylineStripPainter* painter; ///< In it, or NULL
  BylineStripBrush* brush;           ///< Of the painter
  BylineStrip shown;                 ///< As last drawn
  LV2_Inline_Display_Image image;    ///< The same, for the host
};

BylineDisplay* byline_display_new(const char* bundle,
                                  const LV2_Inline_Display* host)
{
  BylineDisplay* const display = calloc(1, sizeof(BylineDisplay));
  if (!display) {
    return NULL;
  }
  display->host = *host;
  display->path = byline_path_join(bundle, BYLINE_BUNDLE_UI);
  atomic_init(&display->due, true);
  pthread_mutex_init(&display->lock, NULL);
  return display;
}

void byline_display_free(BylineDisplay* display)
{
  if (display) {
    if (display->painter) {
      display->painter->free(display->brush);
    }
    if (display->binary) {
      dlclose(display->binary);
    }
    pthread_mutex_destroy(&display->lock);
    free(display->path);
    free(display);
  }
}

void byline_display_tell(BylineDisplay* display, const BylineStrip* strip)
{
  pthread_mutex_lock(&display->lock);
  if (!byline_strips_match(strip, &display->strip)) {
    display->strip = *strip;
    atomic_fetch_add_explicit(&display->told, 1, memory_order_release);
  }
  pthread_mutex_unlock(&display->lock);
}

void byline_display_follow(BylineDisplay* display, bool frozen)
{
  const unsigned told =
      atomic_load_explicit(&display->told, memory_order_acquire);
  if (!frozen && told != display->asked) {
    display->asked = told;
    atomic_store_explicit(&display->due, true, memory_order_release);
    display->host.queue_draw(display->host.handle);
  }
}

/* ---- drawing */

/* Hosts that show strips show windows, too: what is opened here stays open */
static void find_painter(BylineDisplay* display)
{
  BylineGetStripPainter get = NULL;
  display->tried = true;
  if (display->path) {
    display->binary = dlopen(display->path, RTLD_NOW | RTLD_LOCAL);
  }
  if (display->binary) {
    *(void**)(void*)&get = dlsym(display->binary, BYLINE_STRIP_SYMBOL);
  }
  if (get) {
    display->painter = get();
    display->brush = display->painter->make();
  }
}

LV2_Inline_Display_Image* byline_display_render(BylineDisplay* display,
                                                uint32_t width,
                                                uint32_t most_height)
{
  if (!display->tried) {
    find_painter(display);
  }
  if (!display->brush || width > INT_MAX) {
    return NULL;
  }
  if (atomic_exchange_explicit(&display->due, false, memory_order_acquire)) {
    pthread_mutex_lock(&display->lock);
    display->shown = display->strip;
    pthread_mutex_unlock(&display->lock);
  }
  const BylineStripPicture* const picture = display->painter->paint(
      display->brush, &display->shown, (int)width,
      most_height < INT_MAX ? (int)most_height : INT_MAX);
  if (!picture) {
    return NULL;
  }
  display->image = (LV2_Inline_Display_Image){picture->data, picture->width,
                                              picture->height, picture->stride};
  return &display->image;
}
