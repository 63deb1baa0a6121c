/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file effect.h
   The plugin as LV2 hosts see it, with every port connected and without a
   model: for measuring what run() costs.
*/

#ifndef BYLINE_TESTS_BENCH_EFFECT_H
#define BYLINE_TESTS_BENCH_EFFECT_H

#include "byline/plugin.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>

#include <stdint.h>

/** An instance; it must stay where it is. */
typedef struct {
  const LV2_Descriptor* descriptor; ///< The stereo plugin's
  LV2_Handle handle;                ///< The instance
  float values[BYLINE_PORT_COUNT];  ///< Of control ports
  LV2_Atom_Sequence control;        ///< No messages
  union {
    LV2_Atom_Sequence sequence;
    uint8_t bytes[16384];
  } notify; ///< Room for messages
} Effect;

/** Make an instance between two stereo buffers. */
void effect_begin(Effect* effect, double rate, float* const in[2],
                  float* const out[2]);

/** Free it. */
void effect_end(Effect* effect);

/** Run as a host does: the notify port says how large its buffer is. */
static inline void effect_run(Effect* effect, uint32_t n)
{
  effect->notify.sequence.atom.size = sizeof(effect->notify) - sizeof(LV2_Atom);
  effect->descriptor->run(effect->handle, n);
}

/** Throw away what nobody listens to. */
void effect_empty_ring(Effect* effect);

#endif // BYLINE_TESTS_BENCH_EFFECT_H
