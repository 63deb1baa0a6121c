/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The window as an LV2 UI.  Every feature of the host is optional: without
   urid:map it still shows what the control ports say, without a parent it is a
   window of its own, and where nobody calls idle it moves when ports do. */

#include "base/clock.h"
#include "ui_parts.h"

#include <lv2/core/lv2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Seconds after which a plugin that does not answer is asked again */
static const double patience = 2;

/* What a window of its own is called while nobody plays */
static const char program[] = "Byline";

/* ---- talking to the plugin */

static void signal_plugin(BylineUi* ui, LV2_URID otype)
{
  const BylineSignal signal = byline_message_signal(&ui->urids, otype);
  if (ui->talks && ui->write) {
    ui->write(ui->controller, BYLINE_PORT_CONTROL - ui->missing, sizeof(signal),
              ui->urids.atom_eventTransfer, &signal);
  }
}

/* A plugin that was not yet running may have missed it */
static void attach(BylineUi* ui, double time)
{
  if (ui->answered || time - ui->asked < patience) {
    return;
  }
  ui->asked = time;
  signal_plugin(ui, ui->urids.byline_Attach);
  signal_plugin(ui, ui->urids.patch_Get); // whether a file is being kept
}

/* Whether there are only ports to go by, by which artists have numbers and no
   names.  A plugin that can send messages gets the time to do so. */
static bool is_silent(const BylineUi* ui, double time)
{
  return !ui->answered && (!ui->talks || time - ui->opened > patience);
}

/* What an artist is called of whom there is but a number; "" for nobody */
static void name_number(float number, char name[32])
{
  const float own = (float)BYLINE_FIRST_OWN_ARTIST;
  const float index = number >= own ? number - own : number;
  if (index >= 0 && index < 1e6f) {
    snprintf(name, 32, "Artist %.0f", (double)index + 1);
  } else {
    *name = '\0';
  }
}

/* Hosts look at ports while the plugin writes them, one after another: an
   artist who is there twice is of two answers */
static bool is_torn(const BylineUi* ui)
{
  const float* const artists = ui->ports + BYLINE_PORT_ARTIST_1;
  for (int i = 1; i < BYLINE_TOP; ++i) {
    for (int j = 0; j < i && artists[i] >= 0; ++j) {
      if (artists[i] == artists[j]) {
        return true;
      }
    }
  }
  return false;
}

/* False where the ports are to be looked at again */
static bool answer_from_ports(BylineUi* ui, double time)
{
  char names[BYLINE_TOP][32];
  char artist[32];
  BylineViewAnswer answer = {.time = time - ui->opened, .artist = artist};
  const float state = ui->ports[BYLINE_PORT_STATE];
  if (is_torn(ui)) {
    return false;
  }
  if (state >= BYLINE_STATE_LISTENING && state <= BYLINE_STATE_KNOWN) {
    answer.state = (BylineState)state;
  }
  name_number(ui->ports[BYLINE_PORT_CURRENT], artist);
  for (int i = 0; i < BYLINE_TOP; ++i) {
    name_number(ui->ports[BYLINE_PORT_ARTIST_1 + i], names[i]);
    answer.names[i] = names[i];
    answer.probabilities[i] = ui->ports[BYLINE_PORT_PROBABILITY_1 + i];
  }
  byline_view_set_answer(ui->view, &answer);
  return true;
}

/* ---- drawing */

static void on_resize(void* user, int width, int height)
{
  BylineUi* const ui = user;
  byline_view_set_size(ui->view, width, height, ui->scale);
}

static void on_draw(void* user, cairo_t* cr, bool all)
{
  BylineUi* const ui = user;
  byline_view_draw(ui->view, cr, all);
  ui->drawn = byline_clock_now();
}

static bool on_input(void* user, const BylineInput* input)
{
  BylineUi* const ui = user;
  return byline_view_input(ui->view, input);
}

static void on_drop(void* user, const char* path)
{
  BylineUi* const ui = user;
  byline_ui_load_model(ui, path);
}

/* A window on a desktop is known by who plays, unless the host has named it */
static void name_window(BylineUi* ui)
{
  char title[BYLINE_TEXT_SIZE + sizeof(program) + 3];
  const char* const artist = byline_view_announced(ui->view);
  if (ui->embedded || ui->title || !byline_text_copy(ui->named, artist)) {
    return;
  }
  snprintf(title, sizeof(title), "%s%s%s", artist, *artist ? " - " : "",
           program);
  byline_window_set_title(ui->window, title);
}

/* Hosts' timers are not exact: a frame that is almost due is drawn */
static bool due(const BylineUi* ui, double time)
{
  return time - ui->drawn > 0.8 * ui->interval;
}

/* Do what there is to do; false once the window was closed */
static bool tick(BylineUi* ui)
{
  const double time = byline_clock_now();
  attach(ui, time);
  byline_ui_look_for_choice(ui);
  const bool open = byline_window_poll(ui->window);
  name_window(ui);
  byline_window_hold_keys(ui->window, byline_view_needs_keys(ui->view));
  if (!due(ui, time) || !byline_window_visible(ui->window)) {
    return open;
  }
  if (ui->counted && is_silent(ui, time)) {
    ui->counted = !answer_from_ports(ui, time);
  }
  byline_view_advance(ui->view, time - ui->advanced);
  ui->advanced = time;
  if (byline_view_changed(ui->view)) {
    byline_window_draw(ui->window);
  }
  return open;
}

/* ---- opening and closing */

static bool open_window(BylineUi* ui, const BylineUiFeatures* features)
{
  const BylineWindowEvents events = {on_resize, on_draw, on_input, on_drop, ui};
  const BylineWindowSettings settings = {.parent = features->parent,
                                         .title =
                                             ui->title ? ui->title : program,
                                         .scale = ui->scale,
                                         .width = BYLINE_VIEW_WIDTH,
                                         .height = BYLINE_VIEW_HEIGHT,
                                         .min_width = BYLINE_VIEW_MIN_WIDTH,
                                         .min_height = BYLINE_VIEW_MIN_HEIGHT};
  ui->window = byline_window_new(&settings, &events);
  if (!ui->window) {
    return false;
  }
  ui->scale = byline_window_scale(ui->window);
  const int width = (int)(BYLINE_VIEW_WIDTH * ui->scale);
  const int height = (int)(BYLINE_VIEW_HEIGHT * ui->scale);
  if (!byline_view_set_size(ui->view, width, height, ui->scale)) {
    return false;
  }
  if (features->resize && features->resize->ui_resize) {
    features->resize->ui_resize(features->resize->handle, width, height);
  }
  return true;
}

static void cleanup(LV2UI_Handle handle)
{
  BylineUi* const ui = handle;
  if (ui->window) {
    signal_plugin(ui, ui->urids.byline_Detach);
  }
  byline_chooser_free(ui->chooser);
  byline_window_free(ui->window);
  byline_view_free(ui->view);
  byline_model_list_free(&ui->models);
  free(ui->bundle);
  free(ui);
}

/* How many audio ports a variant of the plugin has less than the full one, or
   -1 when it is none of ours */
static int missing_ports(const char* plugin_uri)
{
  if (!plugin_uri) {
    return -1;
  }
  if (!strcmp(plugin_uri, BYLINE_URI)) {
    return 0;
  }
  return !strcmp(plugin_uri, BYLINE_URI_MONO) ||
                 !strcmp(plugin_uri, BYLINE_URI_ANALYSER)
             ? 2
             : -1;
}

static LV2UI_Handle instantiate(const LV2UI_Descriptor* descriptor,
                                const char* plugin_uri, const char* bundle_path,
                                LV2UI_Write_Function write_function,
                                LV2UI_Controller controller,
                                LV2UI_Widget* widget,
                                const LV2_Feature* const* host_features)
{
  (void)descriptor;
  const int missing = missing_ports(plugin_uri);
  if (missing < 0 || !widget) {
    return NULL;
  }
  const BylineUiFeatures features = byline_ui_features(host_features);
  BylineUi* const ui = calloc(1, sizeof(*ui));
  if (!ui) {
    return NULL;
  }
  ui->missing = (uint32_t)missing;
  ui->bundle = bundle_path ? strdup(bundle_path) : NULL;
  ui->write = write_function;
  ui->controller = controller;
  ui->opened = ui->advanced = byline_clock_now();
  ui->talks = features.map;
  ui->embedded = features.parent;
  ui->touch = features.touch;
  ui->request = features.request;
  ui->room = features.resize;
  if (ui->talks) {
    byline_urids_map(&ui->urids, features.map);
  }
  ui->view = byline_view_new();
  if (ui->view) {
    byline_ui_read_options(ui, &features);
  }
  if (ui->view) {
    byline_ui_listen(ui);
  }
  if (!ui->view || !open_window(ui, &features)) {
    cleanup(ui);
    return NULL;
  }
  *widget = (LV2UI_Widget)byline_window_id(ui->window);
  tick(ui);
  return ui;
}

/* ---- what the host calls while it is open */

static void port_event(LV2UI_Handle handle, uint32_t port, uint32_t size,
                       uint32_t format, const void* buffer)
{
  BylineUi* const ui = handle;
  if (port >= BYLINE_PORT_COUNT - ui->missing || !buffer) {
    return;
  }
  port += ui->missing; // audio ports, which come first, have no events
  if (format == 0 && size == sizeof(float)) {
    float value;
    memcpy(&value, buffer, sizeof(value));
    ui->counted |= ui->ports[port] != value;
    ui->ports[port] = value;
    byline_view_set_port(ui->view, (BylinePort)port, value);
  } else if (ui->talks && format == ui->urids.atom_eventTransfer) {
    if (byline_message_receive(&ui->urids, buffer, size, ui->view)) {
      ui->answered = true;
    }
  }
  if (!ui->idles) {
    tick(ui);
  }
}

static int idle(LV2UI_Handle handle)
{
  BylineUi* const ui = handle;
  ui->idles = true;
  return !tick(ui);
}

static int show(LV2UI_Handle handle)
{
  const BylineUi* const ui = handle;
  byline_window_show(ui->window);
  return 0;
}

static int hide(LV2UI_Handle handle)
{
  const BylineUi* const ui = handle;
  byline_window_hide(ui->window);
  return 0;
}

static int resize(LV2UI_Feature_Handle handle, int width, int height)
{
  const BylineUi* const ui = handle;
  byline_window_set_size(ui->window, width, height);
  return 0;
}

static const void* extension_data(const char* uri)
{
  static const LV2UI_Idle_Interface idle_interface = {idle};
  static const LV2UI_Show_Interface show_interface = {show, hide};
  static const LV2UI_Resize resize_interface = {NULL, resize};
  if (!strcmp(uri, LV2_UI__idleInterface)) {
    return &idle_interface;
  }
  if (!strcmp(uri, LV2_UI__showInterface)) {
    return &show_interface;
  }
  if (!strcmp(uri, LV2_UI__resize)) {
    return &resize_interface;
  }
  return NULL;
}

LV2_SYMBOL_EXPORT const LV2UI_Descriptor* lv2ui_descriptor(uint32_t index)
{
  static const LV2UI_Descriptor descriptor = {
      BYLINE_URI_UI, instantiate, cleanup, port_event, extension_data};
  return index == 0 ? &descriptor : NULL;
}
