/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The window as an LV2 UI.  Every feature of the host is optional: without
   urid:map it still shows what the control ports say, without a parent it is a
   window of its own, and where nobody calls idle it moves when ports do. */

#include "messages.h"
#include "view.h"
#include "window.h"

#include "byline/plugin.h"

#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Frames a second, unless the host wants fewer */
static const double most_frames = 30;

/* Seconds after which a plugin that does not answer is asked again */
static const double patience = 2;

/** What the host offered; NULL or 0 where it did not. */
typedef struct {
  const LV2_URID_Map* map;           ///< Words
  const LV2_Options_Option* options; ///< Wishes
  const LV2UI_Resize* resize;        ///< To ask for room
  uintptr_t parent;                  ///< Window to live in
} Features;

/** One open window. */
typedef struct {
  LV2UI_Write_Function write;     ///< Writes to ports, or NULL
  uint32_t missing;               ///< Audio ports that the variant has not
  LV2UI_Controller controller;    ///< For `write`
  BylineUrids urids;              ///< Valid if `talks`
  bool talks;                     ///< Messages can be exchanged
  bool answered;                  ///< The plugin has sent one
  double asked;                   ///< When it was last asked to
  BylineView* view;               ///< What is shown
  BylineWindow* window;           ///< Where
  const char* title;              ///< Of the window
  double scale;                   ///< Pixels per unit
  double interval;                ///< Seconds between frames
  double opened;                  ///< When the window was
  double advanced;                ///< When moving parts last moved
  double drawn;                   ///< When it was last drawn
  bool idles;                     ///< The host calls idle
  bool counted;                   ///< Ports have changed since the last frame
  float ports[BYLINE_PORT_COUNT]; ///< Last values of control ports
} Ui;

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* ---- talking to the plugin */

static void signal_plugin(Ui* ui, LV2_URID otype)
{
  const BylineSignal signal = byline_message_signal(&ui->urids, otype);
  if (ui->talks && ui->write)
    ui->write(ui->controller, BYLINE_PORT_CONTROL - ui->missing, sizeof(signal),
              ui->urids.atom_event_transfer, &signal);
}

/* A plugin that was not yet running may have missed it */
static void attach(Ui* ui, double time)
{
  if (ui->answered || time - ui->asked < patience)
    return;
  ui->asked = time;
  signal_plugin(ui, ui->urids.attach);
}

/* Without messages, artists have numbers and no names */
static void answer_from_ports(Ui* ui, double time)
{
  char names[BYLINE_TOP][32];
  BylineViewAnswer answer = {.time = time - ui->opened};
  const float state = ui->ports[BYLINE_PORT_STATE];
  const float current = ui->ports[BYLINE_PORT_CURRENT];
  char artist[32] = "";
  if (state >= BYLINE_STATE_LISTENING && state <= BYLINE_STATE_KNOWN)
    answer.state = (BylineState)state;
  if (current >= 0 && current < 1e6f)
    snprintf(artist, sizeof(artist), "Artist %.0f", (double)current + 1);
  answer.artist = artist;
  for (int i = 0; i < BYLINE_TOP; ++i) {
    const float index = ui->ports[BYLINE_PORT_ARTIST_1 + i];
    if (!(index >= 0 && index < 1e6f))
      continue;
    snprintf(names[i], sizeof(names[i]), "Artist %.0f", (double)index + 1);
    answer.names[i] = names[i];
    answer.probabilities[i] = ui->ports[BYLINE_PORT_PROBABILITY_1 + i];
  }
  byline_view_set_answer(ui->view, &answer);
}

/* ---- drawing */

static void on_resize(void* user, int width, int height)
{
  Ui* const ui = user;
  byline_view_set_size(ui->view, width, height, ui->scale);
}

static void on_draw(void* user, cairo_t* cr, bool all)
{
  Ui* const ui = user;
  byline_view_draw(ui->view, cr, all);
  ui->drawn = now();
}

/* Hosts' timers are not exact: a frame that is almost due is drawn */
static bool due(const Ui* ui, double time)
{
  return time - ui->drawn > 0.8 * ui->interval;
}

/* Do what there is to do; false once the window was closed */
static bool tick(Ui* ui)
{
  const double time = now();
  attach(ui, time);
  const bool open = byline_window_poll(ui->window);
  if (!due(ui, time) || !byline_window_visible(ui->window))
    return open;
  if (ui->counted && !ui->answered)
    answer_from_ports(ui, time);
  ui->counted = false;
  byline_view_advance(ui->view, time - ui->advanced);
  ui->advanced = time;
  if (byline_view_changed(ui->view))
    byline_window_draw(ui->window);
  return open;
}

/* ---- opening and closing */

static Features read_features(const LV2_Feature* const* features)
{
  Features found = {0};
  for (; features && *features; ++features) {
    const char* const uri = (*features)->URI;
    void* const data = (*features)->data;
    if (!uri || !data)
      continue;
    if (!strcmp(uri, LV2_URID__map))
      found.map = data;
    else if (!strcmp(uri, LV2_OPTIONS__options))
      found.options = data;
    else if (!strcmp(uri, LV2_UI__resize))
      found.resize = data;
    else if (!strcmp(uri, LV2_UI__parent))
      found.parent = (uintptr_t)data;
  }
  return found;
}

static LV2_URID urid_of(const LV2_URID_Map* map, const char* uri)
{
  return map->map(map->handle, uri);
}

/* The value of an option if it is there and has this type, else NULL */
static const void* option(const Features* features, const char* key,
                          const char* type, size_t size)
{
  const LV2_URID_Map* const map = features->map;
  const LV2_Options_Option* o = features->options;
  if (!map || !o)
    return NULL;
  for (; o->key || o->value; ++o) {
    if (o->key == urid_of(map, key) && o->type == urid_of(map, type) &&
        o->size >= size && o->value)
      return o->value;
  }
  return NULL;
}

static double number_option(const Features* features, const char* key,
                            double otherwise)
{
  const float* const value =
      option(features, key, LV2_ATOM__Float, sizeof(*value));
  return value && isfinite(*value) ? (double)*value : otherwise;
}

/* A colour 0xRRGGBBAA */
static bool color_option(const Features* features, const char* key,
                         BylineColor* color)
{
  const int32_t* const value =
      option(features, key, LV2_ATOM__Int, sizeof(*value));
  if (value)
    *color = byline_color_rgb((uint32_t)*value >> 8);
  return value != NULL;
}

static void read_options(Ui* ui, const Features* features)
{
  const char* const wish = getenv("BYLINE_SCALE");
  const double scale = number_option(features, LV2_UI__scaleFactor, 1);
  ui->scale = wish ? strtod(wish, NULL) : scale;
  ui->scale = fmin(fmax(ui->scale, 1), 4);
  const double rate = number_option(features, LV2_UI__updateRate, most_frames);
  ui->interval = 1 / fmin(fmax(rate, 1), most_frames);
  BylineColor background, ink;
  if (color_option(features, LV2_UI__backgroundColor, &background)) {
    ink = byline_color_on(background);
    color_option(features, LV2_UI__foregroundColor, &ink);
    byline_view_set_colors(ui->view, background, ink);
  }
  ui->title = option(features, LV2_UI__windowTitle, LV2_ATOM__String, 1);
  if (!ui->title)
    ui->title = "Byline";
}

static bool open_window(Ui* ui, const Features* features)
{
  const BylineWindowEvents events = {on_resize, on_draw, ui};
  const BylineWindowSettings settings = {
      .parent = features->parent,
      .title = ui->title,
      .width = (int)(BYLINE_VIEW_WIDTH * ui->scale),
      .height = (int)(BYLINE_VIEW_HEIGHT * ui->scale),
      .min_width = (int)(BYLINE_VIEW_MIN_WIDTH * ui->scale),
      .min_height = (int)(BYLINE_VIEW_MIN_HEIGHT * ui->scale)};
  if (!byline_view_set_size(ui->view, settings.width, settings.height,
                            ui->scale))
    return false;
  ui->window = byline_window_new(&settings, &events);
  if (ui->window && features->resize && features->resize->ui_resize)
    features->resize->ui_resize(features->resize->handle, settings.width,
                                settings.height);
  return ui->window;
}

static void cleanup(LV2UI_Handle handle)
{
  Ui* const ui = handle;
  if (ui->window)
    signal_plugin(ui, ui->urids.detach);
  byline_window_free(ui->window);
  byline_view_free(ui->view);
  free(ui);
}

/* How many audio ports a variant of the plugin has less than the full one, or
   -1 when it is none of ours */
static int missing_ports(const char* plugin_uri)
{
  if (!plugin_uri)
    return -1;
  if (!strcmp(plugin_uri, BYLINE_URI))
    return 0;
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
  (void)bundle_path;
  const int missing = missing_ports(plugin_uri);
  if (missing < 0 || !widget)
    return NULL;
  const Features features = read_features(host_features);
  Ui* const ui = calloc(1, sizeof(*ui));
  if (!ui)
    return NULL;
  ui->missing = (uint32_t)missing;
  ui->write = write_function;
  ui->controller = controller;
  ui->opened = ui->advanced = now();
  ui->talks = features.map;
  if (ui->talks)
    byline_urids_map(&ui->urids, features.map);
  ui->view = byline_view_new();
  if (ui->view)
    read_options(ui, &features);
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
  Ui* const ui = handle;
  if (port >= BYLINE_PORT_COUNT - ui->missing || !buffer)
    return;
  port += ui->missing; // audio ports, which come first, have no events
  if (format == 0 && size == sizeof(float)) {
    float value;
    memcpy(&value, buffer, sizeof(value));
    ui->counted |= ui->ports[port] != value;
    ui->ports[port] = value;
    byline_view_set_port(ui->view, (BylinePort)port, value);
  } else if (ui->talks && format == ui->urids.atom_event_transfer) {
    if (byline_message_receive(&ui->urids, buffer, size, ui->view))
      ui->answered = true;
  }
  if (!ui->idles)
    tick(ui);
}

static int idle(LV2UI_Handle handle)
{
  Ui* const ui = handle;
  ui->idles = true;
  return !tick(ui);
}

static int show(LV2UI_Handle handle)
{
  const Ui* const ui = handle;
  byline_window_show(ui->window);
  return 0;
}

static int hide(LV2UI_Handle handle)
{
  const Ui* const ui = handle;
  byline_window_hide(ui->window);
  return 0;
}

static int resize(LV2UI_Feature_Handle handle, int width, int height)
{
  const Ui* const ui = handle;
  byline_window_set_size(ui->window, width, height);
  return 0;
}

static const void* extension_data(const char* uri)
{
  static const LV2UI_Idle_Interface idle_interface = {idle};
  static const LV2UI_Show_Interface show_interface = {show, hide};
  static const LV2UI_Resize resize_interface = {NULL, resize};
  if (!strcmp(uri, LV2_UI__idleInterface))
    return &idle_interface;
  if (!strcmp(uri, LV2_UI__showInterface))
    return &show_interface;
  if (!strcmp(uri, LV2_UI__resize))
    return &resize_interface;
  return NULL;
}

LV2_SYMBOL_EXPORT const LV2UI_Descriptor* lv2ui_descriptor(uint32_t index)
{
  static const LV2UI_Descriptor descriptor = {
      BYLINE_URI_UI, instantiate, cleanup, port_event, extension_data};
  return index == 0 ? &descriptor : NULL;
}
