/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The same behind the LADSPA interface, for hosts without LV2: no names, no
   state and no window, but the same ports and the same answers.  The installed
   model is that of the LV2 bundle beside or above this file. */

#include "installed_model.h"
#include "instance.h"
#include "protocol/port_table.h"

#include <ladspa.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- ports: the four for audio, then the controls that need no LV2 */

#define N_AUDIO 4
#define N_PORTS (N_AUDIO + BYLINE_PORT_COUNT - BYLINE_PORT_WINDOW)

static LADSPA_PortDescriptor kinds[N_PORTS];
static LADSPA_PortRangeHint hints[N_PORTS];
static char texts[N_PORTS][32];
static const char* names[N_PORTS];

/* Which port of ours a port of LADSPA's is */
static BylinePort port_of(unsigned long number)
{
  return (BylinePort)(number < N_AUDIO ? number
                                       : number - N_AUDIO + BYLINE_PORT_WINDOW);
}

/* LADSPA has no units, so names tell them */
static void describe_name(char* text, size_t size, const BylinePortInfo* port)
{
  static const char* const units[] = {[BYLINE_UNIT_NONE] = "",
                                      [BYLINE_UNIT_SECONDS] = " (s)",
                                      [BYLINE_UNIT_DECIBELS] = " (dB)",
                                      [BYLINE_UNIT_PERCENT] = " (%)"};
  snprintf(text, size, "%s%s", port->name, units[port->unit]);
}

/* Of LADSPA's few defaults the one that is a port's */
static LADSPA_PortRangeHintDescriptor default_hint(const BylinePortInfo* port)
{
  const float low = port->minimum;
  const float high = port->maximum;
  const struct {
    LADSPA_PortRangeHintDescriptor hint;
    float value;
  } known[] = {{LADSPA_HINT_DEFAULT_0, 0},
               {LADSPA_HINT_DEFAULT_1, 1},
               {LADSPA_HINT_DEFAULT_MINIMUM, low},
               {LADSPA_HINT_DEFAULT_MAXIMUM, high},
               {LADSPA_HINT_DEFAULT_LOW, 0.75f * low + 0.25f * high},
               {LADSPA_HINT_DEFAULT_MIDDLE, 0.5f * low + 0.5f * high},
               {LADSPA_HINT_DEFAULT_HIGH, 0.25f * low + 0.75f * high}};
  for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i) {
    if (fabsf(known[i].value - port->usual) < 1e-6f) {
      return known[i].hint;
    }
  }
  return LADSPA_HINT_DEFAULT_NONE;
}

static LADSPA_PortRangeHint range_hint(const BylinePortInfo* port)
{
  const bool output = port->traits & BYLINE_PORT_IS_OUTPUT;
  LADSPA_PortRangeHint hint = {LADSPA_HINT_BOUNDED_BELOW |
                                   LADSPA_HINT_BOUNDED_ABOVE,
                               port->minimum, port->maximum};
  if (byline_port_is_switch(port)) {
    hint.HintDescriptor = LADSPA_HINT_TOGGLED;
  } else if (port->traits & BYLINE_PORT_IS_INTEGER) {
    hint.HintDescriptor |= LADSPA_HINT_INTEGER;
  }
  if (!output) {
    hint.HintDescriptor |= default_hint(port);
  }
  return hint;
}

static void describe_control(unsigned long number)
{
  const BylinePortInfo* const port = &byline_ports[port_of(number)];
  const bool output = port->traits & BYLINE_PORT_IS_OUTPUT;
  kinds[number] =
      LADSPA_PORT_CONTROL | (output ? LADSPA_PORT_OUTPUT : LADSPA_PORT_INPUT);
  hints[number] = range_hint(port);
  describe_name(texts[number], sizeof(texts[number]), port);
  names[number] = texts[number];
}

static void describe_ports(void)
{
  static const char* const audio[N_AUDIO] = {"In left", "In right", "Out left",
                                             "Out right"};
  for (unsigned long i = 0; i < N_AUDIO; ++i) {
    kinds[i] =
        LADSPA_PORT_AUDIO |
        (i < BYLINE_PORT_OUT_LEFT ? LADSPA_PORT_INPUT : LADSPA_PORT_OUTPUT);
    names[i] = audio[i];
  }
  for (unsigned long i = N_AUDIO; i < N_PORTS; ++i) {
    describe_control(i);
  }
}

/* ---- what hosts call */

/* LADSPA hosts have no log; what is wrong goes where they write themselves */
static void log_line(void* user, bool error, const char* line)
{
  (void)user;
  if (error) {
    fprintf(stderr, "byline: %s\n", line);
  }
}

static LADSPA_Handle instantiate(const LADSPA_Descriptor* descriptor,
                                 unsigned long rate)
{
  (void)descriptor;
  BylineInstance* const instance = malloc(sizeof(BylineInstance));
  char* model = NULL;
  (void)byline_installed_model_find(&model); // what is missing is told later
  const BylineListenerSettings settings = {
      .sample_rate = (double)rate,
      .default_model = model,
      .always_tell = true, // there is nobody who could choose a file
      .log = log_line};
  const bool made =
      instance && byline_instance_init(instance, &settings) == BYLINE_OK;
  free(model);
  if (!made) {
    free(instance);
    return NULL;
  }
  return instance;
}

static void connect_port(LADSPA_Handle handle, unsigned long port,
                         LADSPA_Data* data)
{
  BylineInstance* const instance = handle;
  if (port < N_PORTS) {
    byline_instance_connect(instance, port_of(port), data);
  }
}

static void activate(LADSPA_Handle handle)
{
  BylineInstance* const instance = handle;
  (void)byline_listener_start(instance->listener);
}

static void run(LADSPA_Handle handle,
                unsigned long n_samples) BYLINE_NONBLOCKING
{
  byline_instance_run(handle, (uint32_t)n_samples);
}

static void deactivate(LADSPA_Handle handle)
{
  BylineInstance* const instance = handle;
  byline_listener_stop(instance->listener);
}

static void cleanup(LADSPA_Handle handle)
{
  byline_instance_clear(handle);
  free(handle);
}

__attribute__((visibility("default"))) const LADSPA_Descriptor*
ladspa_descriptor(unsigned long index)
{
  static const LADSPA_Descriptor descriptor = {
      .UniqueID = 7401,
      .Label = "byline",
      .Properties = LADSPA_PROPERTY_HARD_RT_CAPABLE,
      .Name = "Byline (names the artist who is playing)",
      .Maker = "The Byline authors",
      .Copyright = "GPL-3.0-or-later",
      .PortCount = N_PORTS,
      .PortDescriptors = kinds,
      .PortNames = names,
      .PortRangeHints = hints,
      .instantiate = instantiate,
      .connect_port = connect_port,
      .activate = activate,
      .run = run,
      .deactivate = deactivate,
      .cleanup = cleanup};
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (index != 0) {
    return NULL;
  }
  pthread_once(&once, describe_ports);
  return &descriptor;
}
