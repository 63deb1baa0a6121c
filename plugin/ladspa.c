/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The same behind the LADSPA interface, for hosts without LV2: no names, no
   state and no window, but the same ports and the same answers.  The model is
   $BYLINE_MODEL, or that of the LV2 bundle beside or above this file. */

#include "base/file.h"
#include "instance.h"

#include <dlfcn.h>
#include <ladspa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Ports: the four for audio, then the controls that need no LV2 */
#define N_AUDIO 4
#define N_PORTS (N_AUDIO + BYLINE_PORT_COUNT - BYLINE_PORT_WINDOW)

#define AUDIO_IN (LADSPA_PORT_AUDIO | LADSPA_PORT_INPUT)
#define AUDIO_OUT (LADSPA_PORT_AUDIO | LADSPA_PORT_OUTPUT)
#define TURNED (LADSPA_PORT_CONTROL | LADSPA_PORT_INPUT)
#define SHOWN (LADSPA_PORT_CONTROL | LADSPA_PORT_OUTPUT)

static const LADSPA_PortDescriptor kinds[N_PORTS] = {
    AUDIO_IN, AUDIO_IN, AUDIO_OUT, AUDIO_OUT,                 // audio
    TURNED,   TURNED,   TURNED,    TURNED,    TURNED, TURNED, // settings
    SHOWN,    SHOWN,    SHOWN,     SHOWN,     SHOWN,          // artists
    SHOWN,    SHOWN,    SHOWN,     SHOWN,     SHOWN,          // probabilities
    SHOWN,    SHOWN,    SHOWN,     SHOWN,     SHOWN,  SHOWN,  SHOWN, // others
    TURNED};

static const char* const names[N_PORTS] = {
    "In left",        "In right",      "Out left",      "Out right",
    "Window (s)",     "Interval (s)",  "Smoothing (s)", "Threshold",
    "Hold (s)",       "Freeze",        "Artist 1",      "Artist 2",
    "Artist 3",       "Artist 4",      "Artist 5",      "Probability 1",
    "Probability 2",  "Probability 3", "Probability 4", "Probability 5",
    "Current artist", "Confidence",    "Changed",       "State",
    "Level (dB)",     "Load (%)",      "Dropped",       "Vocal focus"};

#define BOUNDED (LADSPA_HINT_BOUNDED_BELOW | LADSPA_HINT_BOUNDED_ABOVE)
#define ARTIST                                                                 \
  {                                                                            \
    BOUNDED | LADSPA_HINT_INTEGER, -1, 65535                                   \
  }
#define PROBABILITY                                                            \
  {                                                                            \
    BOUNDED, 0, 1                                                              \
  }

/* The upper bounds are such that LADSPA's few defaults are ours */
static const LADSPA_PortRangeHint hints[N_PORTS] = {
    {0, 0, 0},
    {0, 0, 0},
    {0, 0, 0},
    {0, 0, 0},
    {BOUNDED | LADSPA_HINT_DEFAULT_MAXIMUM, 3, 10},
    {BOUNDED | LADSPA_HINT_DEFAULT_1, 0.25f, 10},
    {BOUNDED | LADSPA_HINT_DEFAULT_LOW, 0, 32},
    {BOUNDED | LADSPA_HINT_DEFAULT_MIDDLE, 0, 1},
    {BOUNDED | LADSPA_HINT_DEFAULT_LOW, 0, 8},
    {LADSPA_HINT_TOGGLED | LADSPA_HINT_DEFAULT_0, 0, 1},
    ARTIST,
    ARTIST,
    ARTIST,
    ARTIST,
    ARTIST,
    PROBABILITY,
    PROBABILITY,
    PROBABILITY,
    PROBABILITY,
    PROBABILITY,
    ARTIST,
    PROBABILITY,
    {LADSPA_HINT_TOGGLED, 0, 1},
    {BOUNDED | LADSPA_HINT_INTEGER, 0, 3},
    {BOUNDED, -100, 20},
    {BOUNDED, 0, 100},
    {LADSPA_HINT_BOUNDED_BELOW | LADSPA_HINT_INTEGER, 0, 0},
    {BOUNDED | LADSPA_HINT_DEFAULT_0, 0, 1}};

/* ---- the model */

/* The folder of this shared object, to be freed; NULL if it is not known */
static char* own_folder(void)
{
  static const char anchor;
  Dl_info info;
  if (!dladdr(&anchor, &info) || !info.dli_fname) {
    return NULL;
  }
  char* const path = realpath(info.dli_fname, NULL);
  char* const slash = path ? strrchr(path, '/') : NULL;
  if (slash) {
    *slash = '\0';
  }
  return path;
}

/* The first of the places that has a model, to be freed; or NULL */
static char* find_model(void)
{
  static const char* const places[] = {
      "byline.lv2/" BYLINE_BUNDLE_MODEL,
      "../lv2/byline.lv2/" BYLINE_BUNDLE_MODEL};
  const char* const chosen = getenv("BYLINE_MODEL");
  if (chosen && chosen[0]) {
    return strdup(chosen);
  }
  char* const folder = own_folder();
  char* model = NULL;
  for (int i = 0; folder && !model && i < 2; ++i) {
    model = byline_path_join(folder, places[i]);
    if (model && access(model, R_OK) != 0) {
      free(model);
      model = NULL;
    }
  }
  free(folder);
  return model;
}

/* LADSPA hosts have no log; what is wrong goes where they write themselves */
static void log_line(void* user, bool error, const char* line)
{
  (void)user;
  if (error) {
    fprintf(stderr, "byline: %s\n", line);
  }
}

/* ---- what hosts call */

static LADSPA_Handle instantiate(const LADSPA_Descriptor* descriptor,
                                 unsigned long rate)
{
  (void)descriptor;
  BylineInstance* const instance = malloc(sizeof(BylineInstance));
  char* const model = find_model();
  const BylineListenerSettings settings = {
      .sample_rate = (double)rate, .default_model = model, .log = log_line};
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
    const unsigned long number =
        port < N_AUDIO ? port : port - N_AUDIO + BYLINE_PORT_WINDOW;
    byline_instance_connect(instance, (uint32_t)number, data);
  }
}

static void activate(LADSPA_Handle handle)
{
  BylineInstance* const instance = handle;
  byline_listener_start(instance->listener);
}

static void run(LADSPA_Handle handle, unsigned long n_frames) BYLINE_NONBLOCKING
{
  byline_instance_run(handle, (uint32_t)n_frames);
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
  return index == 0 ? &descriptor : NULL;
}
