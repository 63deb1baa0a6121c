/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the ports that all plugins of the bundle share as Turtle, from
   byline/ports.def.  Numbers of artists get their names in a model: that is
   all that a host without messages can show of who plays.
   usage: write_ports MODEL */

#include "byline/model.h"
#include "plugin/protocol/port_table.h"

#include <stdio.h>

/* Text in quotes */
static void write_text(const char* text)
{
  putchar('"');
  for (; *text; ++text) {
    if (*text == '\n') {
      fputs("\\n", stdout);
    } else {
      if (*text == '"' || *text == '\\') {
        putchar('\\');
      }
      putchar(*text);
    }
  }
  putchar('"');
}

static void write_property(const char* name, const char* text)
{
  printf(" ;\n\t\t%s ", name);
  write_text(text);
}

static void write_help(const BylinePortInfo* port)
{
  char comment[1024];
  snprintf(comment, sizeof(comment), "%s.%s%s", port->help,
           port->more ? " " : "", port->more ? port->more : "");
  write_property("rdfs:comment", comment);
}

static void write_traits(const BylinePortInfo* port)
{
  static const struct {
    unsigned trait;
    const char* property;
  } known[] = {{BYLINE_PORT_IS_MESSAGES, "lv2:connectionOptional"},
               {BYLINE_PORT_IS_SWITCH, "lv2:toggled"},
               {BYLINE_PORT_IS_SWITCH | BYLINE_PORT_IS_INTEGER, "lv2:integer"},
               {BYLINE_PORT_IS_ENUMERATION, "lv2:enumeration"},
               {BYLINE_PORT_IS_LOGARITHMIC, "pprop:logarithmic"},
               {BYLINE_PORT_IS_HIDDEN, "pprop:notOnGUI"}};
  const char* before = " ;\n\t\tlv2:portProperty ";
  for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i) {
    if (port->traits & known[i].trait) {
      printf("%s%s", before, known[i].property);
      before = " , ";
    }
  }
}

/* Decibels and per cent are units of our own, though LV2 has them: hosts such
   as Audacity show the names of units in their URIs, "db" and "pc" */
static void write_unit(const BylinePortInfo* port)
{
  static const char* const units[] = {[BYLINE_UNIT_SECONDS] = "units:s",
                                      [BYLINE_UNIT_DECIBELS] = "byline:dB",
                                      [BYLINE_UNIT_PERCENT] = "byline:percent"};
  if (port->unit != BYLINE_UNIT_NONE) {
    printf(" ;\n\t\tunits:unit %s", units[port->unit]);
  }
}

/* Numbers with a point, so that hosts take them as of a type */
static void write_number(const char* property, const BylinePortInfo* port,
                         float value)
{
  const bool whole =
      port->traits & (BYLINE_PORT_IS_SWITCH | BYLINE_PORT_IS_INTEGER);
  printf(" ;\n\t\t%s %.*f", property, whole ? 0 : 2, (double)value);
}

static void write_point(const char** before, const char* label, double value)
{
  printf("%s[\n\t\t\trdfs:label ", *before);
  write_text(label);
  printf(" ;\n\t\t\trdf:value %g\n\t\t]", value);
  *before = " , ";
}

static void write_points(const BylinePortInfo* port,
                         const BylineModelInfo* model)
{
  const char* before = " ;\n\t\tlv2:scalePoint ";
  for (size_t i = 0; port->points[i].label; ++i) {
    write_point(&before, port->points[i].label, (double)port->points[i].value);
  }
  if (port->traits & BYLINE_PORT_IS_ARTIST) {
    for (size_t i = 0; i < model->n_artists; ++i) {
      write_point(&before, model->artists[i], (double)i);
    }
  }
}

static void write_port(const BylinePortInfo* port, const BylineModelInfo* model)
{
  const bool messages = port->traits & BYLINE_PORT_IS_MESSAGES;
  printf("\t\ta lv2:%sPort , %s ;\n\t\tlv2:index @INDEX@",
         port->traits & BYLINE_PORT_IS_OUTPUT ? "Output" : "Input",
         messages ? "atom:AtomPort" : "lv2:ControlPort");
  write_property("lv2:symbol", port->symbol);
  write_property("lv2:name", port->name);
  write_help(port);
  if (port->designation) {
    printf(" ;\n\t\tlv2:designation %s", port->designation);
  }
  write_traits(port);
  if (messages) {
    printf(" ;\n\t\tatom:bufferType atom:Sequence ;\n"
           "\t\tatom:supports patch:Message ;\n\t\trsz:minimumSize %u",
           port->size);
  } else {
    write_unit(port);
    write_number("lv2:default", port, port->usual);
    write_number("lv2:minimum", port, port->minimum);
    write_number("lv2:maximum", port, port->maximum);
    write_points(port, model);
  }
}

int main(int argc, char** argv)
{
  BylineModel* model = NULL;
  if (argc != 2 || byline_model_load(argv[1], &model) != BYLINE_OK) {
    fprintf(stderr, "write_ports: %s\n",
            argc == 2 ? byline_error_message() : "usage: write_ports MODEL");
    return 1;
  }
  for (int port = BYLINE_PORT_CONTROL; port < BYLINE_PORT_COUNT; ++port) {
    write_port(&byline_ports[port], byline_model_info(model));
    puts(port + 1 < BYLINE_PORT_COUNT ? "\n\t] , [" : "\n\t] .");
  }
  byline_model_free(model);
  return fflush(stdout) == 0 ? 0 : 1;
}
