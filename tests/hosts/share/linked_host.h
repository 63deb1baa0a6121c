/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file linked_host.h
   A host that the plugin is linked into, for what watches one instance closely:
   its ports, its words and its messages.
*/

#ifndef BYLINE_TESTS_HOSTS_LINKED_HOST_H
#define BYLINE_TESTS_HOSTS_LINKED_HOST_H

#include "byline/plugin.h"

#include <lv2/atom/forge.h>
#include <lv2/core/lv2.h>

#define LINKED_HOST_MAX_BLOCK 8192
#define LINKED_HOST_ATOM_SIZE 16384

/** A buffer for messages. */
typedef union {
  LV2_Atom atom;
  uint8_t bytes[LINKED_HOST_ATOM_SIZE];
} AtomBuffer;

/** One instance of the stereo plugin. */
typedef struct {
  const LV2_Descriptor* descriptor;
  LV2_Handle instance;
  float audio[4][LINKED_HOST_MAX_BLOCK]; ///< Two in, two out
  float values[BYLINE_PORT_COUNT];       ///< Of control ports; first all 1
  AtomBuffer notify;
  LV2_URID chunk;
} LinkedHost;

/** The number of a word. */
LV2_URID linked_host_word(const char* uri);

/** Instantiate the plugin and connect all ports but that for messages to it. */
void linked_host_begin(LinkedHost* host, double rate, const char* bundle);

/** Free the instance, and all words. */
void linked_host_end(LinkedHost* host);

/** Before each run(): messages to the plugin, and room for those from it. */
void linked_host_connect(LinkedHost* host, AtomBuffer* control);

/** Write a sequence.

    @param model What it asks for, as a window that opens and sets the model;
    NULL for an empty sequence.
*/
void linked_host_write(AtomBuffer* control, const char* model);

#endif // BYLINE_TESTS_HOSTS_LINKED_HOST_H
