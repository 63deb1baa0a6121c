/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file mix.h
   A DJ's set, made of songs that a model has not learnt from.
*/

#ifndef BYLINE_TESTS_BENCH_MIX_H
#define BYLINE_TESTS_BENCH_MIX_H

#include "byline/model.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Seconds during which one song fades into the next. */
#define MIX_FADE 8.0

/** Seconds of a song that are played, at most. */
#define MIX_TURN 90.0

/** A song's turn. */
typedef struct {
  char* path;     ///< Its file
  int32_t artist; ///< Its artist in the model
  double begin;   ///< When it began to fade in, in seconds of the mix
} MixTurn;

/** A set. */
typedef struct {
  MixTurn* turns; ///< `n` of them
  size_t n;       ///< Songs
  double end;     ///< Seconds that it lasts
} Mix;

/** Hears the set, piece by piece. */
typedef void (*MixListener)(void* user, const float* left, const float* right,
                            size_t n);

/**
   Choose the songs of a split, in an order of chance in which no artist follows
   themselves.

   @param tracks The table that `byline prepare` writes: tracks.tsv.
   @param split "test" or "validation".
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_DATA.
*/
BylineStatus mix_choose(const char* tracks, const char* split,
                        const BylineModelInfo* info, Mix* mix);

/** Play it at the model's sample rate; sets `begin` and `end`. */
BylineStatus mix_play(Mix* mix, double rate, MixListener listener, void* user);

/** Whether an artist can be heard at a time. */
bool mix_has(const Mix* mix, int32_t artist, double time);

/** Free it. */
void mix_free(Mix* mix);

#endif // BYLINE_TESTS_BENCH_MIX_H
