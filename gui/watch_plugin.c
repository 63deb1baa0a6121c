/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The plugin's core and its window, wired to each other as a host does it:
   values of ports in atomics, messages in the plugin's own rings. */

#include "watch.h"

#include "plugin/instance.h"
#include "plugin/protocol/port_table.h"
#include "ui_parts.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_URIS = 256, MOST_PAUSES = 50 };

struct BylineWatch {
  char* uris[MOST_URIS]; ///< The number N is the place N - 1
  LV2_URID_Map map;      ///< Of those

  bool quiet;                              ///< What is wrong, others say
  BylineInstance instance;                 ///< The plugin
  float ports[BYLINE_PORT_COUNT];          ///< Its own, in the sound's thread
  _Atomic float values[BYLINE_PORT_COUNT]; ///< The same, for the window

  const LV2UI_Descriptor* descriptor; ///< Of the window
  BylineUi* ui;                       ///< The window, NULL when there is none
  float shown[BYLINE_PORT_COUNT];     ///< Values that it knows
  LV2_URID event_transfer;            ///< atom:eventTransfer
};

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char* uri)
{
  BylineWatch* const watch = handle;
  LV2_URID i = 0;
  while (i < MOST_URIS && watch->uris[i] && strcmp(watch->uris[i], uri) != 0) {
    ++i;
  }
  if (i < MOST_URIS && !watch->uris[i]) {
    watch->uris[i] = strdup(uri);
  }
  return i < MOST_URIS && watch->uris[i] ? i + 1 : 0;
}

static bool is_setting(int port)
{
  return byline_port_is_turned((BylinePort)port);
}

/* ---- the plugin */

static void print_line(void* user, bool error, const char* line)
{
  const BylineWatch* const watch = user;
  if (!error) {
    puts(line);
    fflush(stdout);
  } else if (!watch->quiet) {
    fprintf(stderr, "byline-window: %s\n", line);
  }
}

/* Knobs are as they usually are */
static void set_values(BylineWatch* watch)
{
  for (int port = BYLINE_PORT_FIRST_CONTROL; port < BYLINE_PORT_COUNT; ++port) {
    if (is_setting(port)) {
      atomic_store(&watch->values[port], watch->instance.unconnected[port]);
    }
  }
}

/* A model that is no good is refused now, not shown as missing later */
static BylineStatus load_model(BylineWatch* watch)
{
  BylineListener* const listener = watch->instance.listener;
  BylineSession* const session = byline_listener_lock(listener);
  watch->quiet = true;
  byline_session_prepare(session);
  watch->quiet = false;
  char wrong[512];
  snprintf(wrong, sizeof(wrong), "%s", byline_session_model_fault(session));
  byline_listener_unlock(listener);
  return *wrong ? byline_error(BYLINE_ERROR_IO, "%s", wrong) : BYLINE_OK;
}

static BylineStatus make_plugin(BylineWatch* watch,
                                const BylineWatchSettings* settings)
{
  const BylineListenerSettings listener = {.sample_rate = settings->rate,
                                           .default_model = settings->model,
                                           .map = &watch->map,
                                           .log = print_line,
                                           .user = watch};
  BYLINE_TRY(byline_instance_init(&watch->instance, &listener));
  for (int port = BYLINE_PORT_FIRST_CONTROL; port < BYLINE_PORT_COUNT; ++port) {
    watch->instance.ports[port] = &watch->ports[port];
  }
  set_values(watch);
  return BYLINE_OK;
}

void byline_watch_hear(BylineWatch* watch, float* left, float* right,
                       uint32_t n)
{
  watch->instance.ports[BYLINE_PORT_IN_LEFT] = left;
  watch->instance.ports[BYLINE_PORT_IN_RIGHT] = right;
  for (int port = BYLINE_PORT_FIRST_CONTROL; port < BYLINE_PORT_COUNT; ++port) {
    if (is_setting(port)) {
      watch->ports[port] =
          atomic_load_explicit(&watch->values[port], memory_order_relaxed);
    }
  }
  byline_instance_run(&watch->instance, n);
  for (int port = BYLINE_PORT_FIRST_CONTROL; port < BYLINE_PORT_COUNT; ++port) {
    if (!is_setting(port)) {
      atomic_store_explicit(&watch->values[port], watch->ports[port],
                            memory_order_relaxed);
    }
  }
}

/* ---- the window */

static void write_port(LV2UI_Controller controller, uint32_t port,
                       uint32_t size, uint32_t protocol, const void* buffer)
{
  BylineWatch* const watch = controller;
  const BylineListener* const listener = watch->instance.listener;
  if (protocol == 0 && port < BYLINE_PORT_COUNT && is_setting((int)port)) {
    atomic_store(&watch->values[port], *(const float*)buffer);
  } else if (protocol == watch->event_transfer &&
             byline_message_wanted(byline_listener_urids(listener), buffer)) {
    byline_message_ring_write(byline_listener_inbox(watch->instance.listener),
                              buffer, size);
  }
}

static BylineStatus open_window(BylineWatch* watch,
                                const BylineWatchSettings* settings)
{
  const LV2_Options_Option options[] = {
      {LV2_OPTIONS_INSTANCE, 0,
       settings->scale > 0 ? map_uri(watch, LV2_UI__scaleFactor) : 0,
       sizeof(float), map_uri(watch, LV2_ATOM__Float), &settings->scale},
      {LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, NULL}};
  const LV2_Feature map = {LV2_URID__map, &watch->map};
  const LV2_Feature wishes = {LV2_OPTIONS__options, (void*)(uintptr_t)options};
  const LV2_Feature* const features[] = {&map, &wishes, NULL};
  LV2UI_Widget widget;
  watch->event_transfer = map_uri(watch, LV2_ATOM__eventTransfer);
  watch->descriptor = lv2ui_descriptor(0);
  watch->ui = watch->descriptor->instantiate(
      watch->descriptor, BYLINE_URI, "", write_port, watch, &widget, features);
  if (!watch->ui) {
    return byline_error(BYLINE_ERROR_IO, "no X server: is DISPLAY set?");
  }
  if (settings->light) {
    byline_view_set_theme(watch->ui->view, BYLINE_THEME_LIGHT);
  }
  byline_window_show(watch->ui->window);
  const BylineInput f11 = {.kind = BYLINE_INPUT_KEY,
                           .key = BYLINE_KEY_FULL_SCREEN};
  if (settings->full_screen) {
    byline_view_input(watch->ui->view, &f11);
  }
  return BYLINE_OK;
}

static void show_values(BylineWatch* watch)
{
  for (int port = BYLINE_PORT_FIRST_CONTROL; port < BYLINE_PORT_COUNT; ++port) {
    const float value = atomic_load(&watch->values[port]);
    if (memcmp(&value, &watch->shown[port], sizeof(value)) != 0) {
      watch->descriptor->port_event(watch->ui, (uint32_t)port, sizeof(value), 0,
                                    &value);
    }
    watch->shown[port] = value;
  }
}

static void show_messages(BylineWatch* watch)
{
  BylineMessageRing* const ring =
      byline_listener_outbox(watch->instance.listener);
  uint32_t size;
  while ((size = byline_message_ring_next(ring)) > 0) {
    void* const message = malloc(size);
    byline_message_ring_read(ring, message);
    if (message) {
      watch->descriptor->port_event(watch->ui, BYLINE_PORT_NOTIFY, size,
                                    watch->event_transfer, message);
    }
    free(message);
  }
}

bool byline_watch_idle(BylineWatch* watch)
{
  const LV2UI_Idle_Interface* const interface =
      watch->descriptor->extension_data(LV2_UI__idleInterface);
  const bool open = interface->idle(watch->ui) == 0;
  show_values(watch);
  show_messages(watch);
  return open;
}

/* ---- both */

/* Loading a model takes longer than drawing: let the first frame be seen
   before, where the screen is quick to show the window */
static void show_first_frame(BylineWatch* watch)
{
  const struct timespec pause = {0, 2000000};
  for (int i = 0; i < MOST_PAUSES && byline_watch_idle(watch) &&
                  !byline_window_visible(watch->ui->window);
       ++i) {
    nanosleep(&pause, NULL);
  }
}

BylineStatus byline_watch_new(const BylineWatchSettings* settings,
                              BylineWatch** watch)
{
  BylineWatch* const w = calloc(1, sizeof(*w));
  *watch = NULL;
  if (!w) {
    return byline_no_memory(NULL);
  }
  w->map = (LV2_URID_Map){w, map_uri};
  BylineStatus status = make_plugin(w, settings);
  BYLINE_THEN(status, open_window(w, settings));
  if (status == BYLINE_OK) {
    show_first_frame(w);
    status = load_model(w);
  }
  BYLINE_THEN(status, byline_listener_start(w->instance.listener));
  if (status != BYLINE_OK) {
    byline_watch_free(w);
    return status;
  }
  *watch = w;
  return BYLINE_OK;
}

void byline_watch_free(BylineWatch* watch)
{
  if (!watch) {
    return;
  }
  if (watch->ui) {
    watch->descriptor->cleanup(watch->ui);
  }
  byline_instance_clear(&watch->instance);
  for (int i = 0; i < MOST_URIS; ++i) {
    free(watch->uris[i]);
  }
  free(watch);
}
