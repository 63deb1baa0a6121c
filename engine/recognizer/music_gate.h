/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file music_gate.h
   Lets only music through to the network: keeps the last columns of all sound,
   whatever the network sees of it, and judges them.
*/

#ifndef BYLINE_RECOGNIZER_MUSIC_GATE_H
#define BYLINE_RECOGNIZER_MUSIC_GATE_H

#include "byline/front_end.h"
#include "byline/status.h"
#include "spectrum/music_activity.h"

#include <stdbool.h>
#include <stddef.h>

/** A column below this level is silent, in dB re a full-scale sine. */
#define BYLINE_SILENT_LEVEL (-60.0f)

/** The level of a column of `n_mels` values, all bands together, in dB. */
float byline_column_level(const float* column, size_t n_mels);

/** A gate. */
typedef struct {
  BylineFrontEnd front_end;
  float* columns;         ///< The last ones, room for 2 `max_frames`
  size_t n_columns;       ///< How many
  size_t max_frames;      ///< The most that are judged at a time
  BylineMusicSense sense; ///< Whether they are music
} BylineMusicGate;

/**
   Make a gate.  Where sound of such a front end cannot be judged, everything
   passes.

   @param[out] gate To be cleared with byline_music_gate_clear().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_music_gate_init(BylineMusicGate* gate,
                                    const BylineFrontEnd* front_end,
                                    size_t max_frames);

/** Free what it holds. */
void byline_music_gate_clear(BylineMusicGate* gate);

/** Forget everything heard. */
void byline_music_gate_reset(BylineMusicGate* gate);

/** Hear a column of the mix. */
void byline_music_gate_hear(BylineMusicGate* gate, const float* column);

/**
   Judge what was heard last.

   @param n_frames How many columns, at most as many as were heard since the
   reset, and at most `max_frames`.
   @param elapsed Seconds since this was last asked.
   @return Whether it passes.
*/
bool byline_music_gate_judge(BylineMusicGate* gate, size_t n_frames,
                             double elapsed);

#endif // BYLINE_RECOGNIZER_MUSIC_GATE_H
