/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file host.h
   What the files of the test host share.
*/

#ifndef BYLINE_TESTS_HOST_HOST_H
#define BYLINE_TESTS_HOST_HOST_H

#include "host_options.h"
#include "host_project.h"
#include "host_sound.h"
#include "show.h"
#include "uris.h"

#include "byline/plugin.h"

#include <lilv/lilv.h>

#include <stdbool.h>

/** A host with one plugin. */
typedef struct {
  Options options;
  LilvWorld* world;
  const LilvPlugin* plugin;
  LilvInstance* instance;
  Uris uris;
  LV2_URID_Map map;
  LV2_URID_Unmap unmap;
  LV2_Log_Log log;

  Sound sound;                     ///< What is played
  float buffers[4][MAX_BLOCK];     ///< Inputs, outputs
  float values[BYLINE_PORT_COUNT]; ///< Of control ports
  float shown[BYLINE_PORT_COUNT];  ///< As last printed
  const char* symbols[BYLINE_PORT_COUNT];
  bool is_output[BYLINE_PORT_COUNT]; ///< A control output
  AtomBuffer control;
  AtomBuffer notify;
  size_t played; ///< Frames so far
} Host;

/** What is offered to the plugin; some hosts offer things twice, or without
    data. */
const LV2_Feature* const* host_features(Host* host);

/** Turn the control with this symbol of `n` characters. */
void host_set_port(Host* host, const char* symbol, size_t n, float value);

/** Restore what `--load` names. */
void host_load_state(Host* host);

/** Restore what `--preset` names. */
void host_load_preset(Host* host);

/** Save to the folder that `--save` names. */
void host_save_state(Host* host);

/** Open and restore what `--project` names. */
Project* host_load_project(Host* host);

/** Take over what the plugin stores, and close the project. */
void host_save_project(Host* host, Project* project);

#endif // BYLINE_TESTS_HOST_HOST_H
