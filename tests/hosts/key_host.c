/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A bare X11 host with the window in its own, which has the keyboard at first.
   It shows what it gets of it, until its window is closed or it is ended.
   usage: key_host UI_BINARY */

#include "byline/plugin.h"

#include <X11/Xlib.h>
#include <lv2/ui/ui.h>
#include <lv2/urid/urid.h>

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 900, HEIGHT = 640, PAUSE_US = 20000 };

static LV2_URID map_word(LV2_URID_Map_Handle handle, const char* uri)
{
  static char words[256][128];
  (void)handle;
  for (LV2_URID i = 0; i < 256; ++i) {
    if (!words[i][0]) {
      snprintf(words[i], sizeof(words[i]), "%s", uri);
    }
    if (!strcmp(words[i], uri)) {
      return i + 1;
    }
  }
  return 0;
}

static void write_port(LV2UI_Controller controller, uint32_t port,
                       uint32_t size, uint32_t format, const void* buffer)
{
  (void)controller;
  (void)port;
  (void)size;
  (void)format;
  (void)buffer;
}

static void tell(XEvent* event)
{
  if (event->type == KeyPress) {
    const char* const name = XKeysymToString(XLookupKeysym(&event->xkey, 0));
    printf("key %s\n", name ? name : "?");
  } else if (event->type == FocusIn || event->type == FocusOut) {
    printf("keyboard %s\n", event->type == FocusIn ? "here" : "gone");
  }
  fflush(stdout);
}

static Window open_own(Display* display)
{
  const Window window = XCreateSimpleWindow(display, DefaultRootWindow(display),
                                            0, 0, WIDTH, HEIGHT, 0, 0, 0);
  XSelectInput(display, window, KeyPressMask | FocusChangeMask | ExposureMask);
  XMapWindow(display, window);
  XEvent event;
  do {
    XNextEvent(display, &event);
  } while (event.type != Expose);
  XSetInputFocus(display, window, RevertToParent, CurrentTime);
  XSync(display, False);
  return window;
}

static int run(const LV2UI_Descriptor* ui, Display* display)
{
  LV2_URID_Map map = {NULL, map_word};
  const Window window = open_own(display);
  const LV2_Feature map_feature = {LV2_URID__map, &map};
  const LV2_Feature parent_feature = {LV2_UI__parent, (void*)(uintptr_t)window};
  const LV2_Feature* const features[] = {&map_feature, &parent_feature, NULL};
  LV2UI_Widget widget = NULL;
  const LV2UI_Handle handle =
      ui->instantiate(ui, BYLINE_URI, "/", write_port, NULL, &widget, features);
  if (!handle) {
    puts("no window");
    return 1;
  }
  const LV2UI_Idle_Interface* const idle =
      ui->extension_data(LV2_UI__idleInterface);
  printf("window %lu\n", (unsigned long)(uintptr_t)widget);
  fflush(stdout);
  while (!idle->idle(handle)) {
    while (XPending(display) > 0) {
      XEvent event;
      XNextEvent(display, &event);
      tell(&event);
    }
    usleep(PAUSE_US);
  }
  ui->cleanup(handle);
  return 0;
}

int main(int argc, char** argv)
{
  void* const binary = argc == 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
  Display* const display = XOpenDisplay(NULL);
  if (!binary || !display) {
    fputs("usage: key_host UI_BINARY, in an X server\n", stderr);
    return 2;
  }
  LV2UI_DescriptorFunction describe = NULL;
  *(void**)&describe = dlsym(binary, "lv2ui_descriptor");
  const int result = describe ? run(describe(0), display) : 1;
  XCloseDisplay(display);
  return result;
}
