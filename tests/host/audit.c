/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the bundle tells hosts and users everything about each port, and the
   same as the code: order, ranges, defaults, units, groups, comments.
   usage: audit   (finds the bundle in LV2_PATH) */

#include "byline/plugin.h"
#include "byline/recognizer.h"

#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/port-groups/port-groups.h>
#include <lv2/units/units.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define RDFS_COMMENT "http://www.w3.org/2000/01/rdf-schema#comment"

/* Symbols, by which sessions are saved, in the order of BylinePort, by which
   old hosts save them: neither may ever change */
static const char* const symbols[BYLINE_PORT_COUNT] = {
    "in_left",       "in_right",      "out_left",      "out_right",
    "control",       "notify",        "enabled",       "freewheel",
    "window",        "interval",      "smoothing",     "threshold",
    "hold",          "freeze",        "artist_1",      "artist_2",
    "artist_3",      "artist_4",      "artist_5",      "probability_1",
    "probability_2", "probability_3", "probability_4", "probability_5",
    "current",       "confidence",    "changed",       "state",
    "level",         "load",          "dropped",       "vocal_focus"};

/* A plugin under audit */
typedef struct {
  LilvWorld* world;
  const LilvPlugin* plugin;
  const char* uri;
  unsigned faults;
} Audit;

/* One of its ports */
typedef struct {
  Audit* audit;
  const LilvPort* port;
  const char* symbol;
} Port;

static void fault(Audit* audit, const char* symbol, const char* what)
{
  printf("fault: <%s> %s: %s\n", audit->uri, symbol, what);
  ++audit->faults;
}

static void check(const Port* port, bool right, const char* what)
{
  if (!right) {
    fault(port->audit, port->symbol, what);
  }
}

/* ---- asking lilv */

static bool is_a(const Port* port, const char* class)
{
  LilvNode* const node = lilv_new_uri(port->audit->world, class);
  const bool is = lilv_port_is_a(port->audit->plugin, port->port, node);
  lilv_node_free(node);
  return is;
}

static bool has_property(const Port* port, const char* property)
{
  LilvNode* const node = lilv_new_uri(port->audit->world, property);
  const bool has =
      lilv_port_has_property(port->audit->plugin, port->port, node);
  lilv_node_free(node);
  return has;
}

/* The one value of a predicate, to be freed; NULL if there is none or more */
static LilvNode* value_of(const Port* port, const char* predicate)
{
  LilvNode* const node = lilv_new_uri(port->audit->world, predicate);
  LilvNodes* const values =
      lilv_port_get_value(port->audit->plugin, port->port, node);
  LilvNode* const value =
      lilv_nodes_size(values) == 1
          ? lilv_node_duplicate(lilv_nodes_get_first(values))
          : NULL;
  lilv_nodes_free(values);
  lilv_node_free(node);
  return value;
}

static bool has(const Port* port, const char* predicate)
{
  LilvNode* const value = value_of(port, predicate);
  lilv_node_free(value);
  return value != NULL;
}

static bool is_sentence(const LilvNode* text)
{
  const char* const s = text ? lilv_node_as_string(text) : "";
  const size_t n = strlen(s);
  return n > 10 && s[n - 1] == '.' && s[0] >= 'A' && s[0] <= 'Z';
}

/* ---- what is asked of a port */

/* A group must itself have a symbol and a name */
static void check_group(const Port* port)
{
  LilvNode* const group = value_of(port, LV2_PORT_GROUPS__group);
  check(port, group != NULL, "no group");
  if (group) {
    LilvWorld* const world = port->audit->world;
    LilvNode* const symbol = lilv_new_uri(world, LV2_CORE__symbol);
    LilvNode* const name = lilv_new_uri(world, LV2_CORE__name);
    check(port, lilv_world_ask(world, group, symbol, NULL),
          "its group has no symbol");
    check(port, lilv_world_ask(world, group, name, NULL),
          "its group has no name");
    lilv_node_free(symbol);
    lilv_node_free(name);
  }
  lilv_node_free(group);
}

static void check_scale_points(const Port* port, float low, float high)
{
  LilvScalePoints* const points =
      lilv_port_get_scale_points(port->audit->plugin, port->port);
  unsigned n = 0;
  LILV_FOREACH(scale_points, i, points)
  {
    const LilvScalePoint* const point = lilv_scale_points_get(points, i);
    const float value = lilv_node_as_float(lilv_scale_point_get_value(point));
    const char* const label =
        lilv_node_as_string(lilv_scale_point_get_label(point));
    check(port, value >= low && value <= high, "a scale point out of range");
    check(port, label && label[0], "a scale point without a label");
    ++n;
  }
  if (has_property(port, LV2_CORE__enumeration)) {
    check(port, (float)n == high - low + 1,
          "not every value has a scale point");
  }
  if (low < 0 && has_property(port, LV2_CORE__integer)) {
    check(port, n > 0, "no scale point says what a negative number means");
  }
  lilv_scale_points_free(points);
}

static void check_range(const Port* port)
{
  LilvNode* nodes[3]; // default, minimum, maximum
  lilv_port_get_range(port->audit->plugin, port->port, &nodes[0], &nodes[1],
                      &nodes[2]);
  check(port, nodes[0] && nodes[1] && nodes[2], "no default or range");
  if (nodes[0] && nodes[1] && nodes[2]) {
    const float usual = lilv_node_as_float(nodes[0]);
    const float low = lilv_node_as_float(nodes[1]);
    const float high = lilv_node_as_float(nodes[2]);
    check(port, isfinite(low) && isfinite(high) && low < high, "bad range");
    check(port, usual >= low && usual <= high, "default out of range");
    if (has_property(port, LV2_CORE__toggled)) {
      check(port, low == 0 && high == 1, "toggled, but not from 0 to 1");
    }
    check_scale_points(port, low, high);
  }
  for (int i = 0; i < 3; ++i) {
    lilv_node_free(nodes[i]);
  }
}

static void check_control(const Port* port)
{
  check_range(port);
  check(port,
        has(port, LV2_UNITS__unit) || has_property(port, LV2_CORE__integer),
        "neither a unit nor a whole number");
  if (!has(port, LV2_CORE__designation)) {
    check_group(port);
  }
}

static void check_port(const Port* port)
{
  LilvNode* const name = lilv_port_get_name(port->audit->plugin, port->port);
  LilvNode* const comment = value_of(port, RDFS_COMMENT);
  check(port, name && lilv_node_as_string(name)[0], "no name");
  check(port, is_sentence(comment), "no comment, or not a sentence");
  lilv_node_free(name);
  lilv_node_free(comment);
  check(port,
        is_a(port, LV2_CORE__InputPort) != is_a(port, LV2_CORE__OutputPort),
        "neither input nor output");
  if (is_a(port, LV2_CORE__ControlPort)) {
    check_control(port);
  } else {
    check(port, has(port, LV2_CORE__designation), "no designation");
  }
  if (is_a(port, LV2_CORE__AudioPort)) {
    check_group(port);
  }
  if (is_a(port, LV2_ATOM__AtomPort)) {
    check(port, has_property(port, LV2_CORE__connectionOptional),
          "messages are not optional");
  }
}

/* ---- the code's view */

static void check_defaults(Audit* audit, uint32_t n_audio)
{
  const BylineRecognizerSettings s = byline_recognizer_settings_default();
  const struct {
    BylinePort port;
    float value;
  } usual[] = {
      {BYLINE_PORT_ENABLED, 1},
      {BYLINE_PORT_FREEWHEEL, 0},
      {BYLINE_PORT_WINDOW, s.window},
      {BYLINE_PORT_INTERVAL, s.interval},
      {BYLINE_PORT_SMOOTHING, s.smoothing},
      {BYLINE_PORT_THRESHOLD, s.threshold},
      {BYLINE_PORT_HOLD, s.hold},
      {BYLINE_PORT_FREEZE, 0},
      {BYLINE_PORT_VOCAL_FOCUS, s.vocal_focus},
  };
  float defaults[BYLINE_PORT_COUNT] = {0};
  lilv_plugin_get_port_ranges_float(audit->plugin, NULL, NULL, defaults);
  for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); ++i) {
    const uint32_t index = usual[i].port - BYLINE_PORT_CONTROL + n_audio;
    if (!(defaults[index] == usual[i].value)) {
      fault(audit, symbols[usual[i].port], "another default than the code's");
    }
  }
}

/* The mono plugin's two audio ports have names of their own */
static const char* expected_symbol(uint32_t index, uint32_t n_audio, bool mono)
{
  if (index >= n_audio) {
    return symbols[index - n_audio + BYLINE_PORT_CONTROL];
  }
  return !mono ? symbols[index] : index == 0 ? "in" : "out";
}

static unsigned audit_plugin(LilvWorld* world, const char* uri,
                             uint32_t n_audio)
{
  LilvNode* const node = lilv_new_uri(world, uri);
  const LilvPlugin* const plugin =
      lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), node);
  lilv_node_free(node);
  Audit audit = {world, plugin, uri, 0};
  const uint32_t n_ports = n_audio + BYLINE_PORT_COUNT - BYLINE_PORT_CONTROL;
  if (!plugin || !lilv_plugin_verify(plugin) ||
      lilv_plugin_get_num_ports(plugin) != n_ports) {
    fault(&audit, "all", "not found, not valid, or another number of ports");
    return audit.faults;
  }
  for (uint32_t i = 0; i < n_ports; ++i) {
    Port port = {&audit, lilv_plugin_get_port_by_index(plugin, i), "?"};
    port.symbol = lilv_node_as_string(lilv_port_get_symbol(plugin, port.port));
    const bool mono = !strcmp(uri, BYLINE_URI_MONO);
    check(&port, !strcmp(port.symbol, expected_symbol(i, n_audio, mono)),
          "another symbol than ever");
    check_port(&port);
  }
  check_defaults(&audit, n_audio);
  printf("<%s>: %u ports, %u faults\n", uri, n_ports, audit.faults);
  return audit.faults;
}

int main(void)
{
  LilvWorld* const world = lilv_world_new();
  lilv_world_load_all(world);
  const unsigned faults = audit_plugin(world, BYLINE_URI, 4) +
                          audit_plugin(world, BYLINE_URI_MONO, 2) +
                          audit_plugin(world, BYLINE_URI_ANALYSER, 2);
  lilv_world_free(world);
  return faults > 0;
}
