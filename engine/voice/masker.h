/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file masker.h
   From sound to masks of the voice, as a stream, live and offline alike.
*/

#ifndef BYLINE_VOICE_MASKER_H
#define BYLINE_VOICE_MASKER_H

#include "byline/network.h"
#include "voice/voice_picture.h"

#include <stddef.h>

/** Columns that the network is asked about at a time. */
#define BYLINE_VOICE_PIECE 14

/** How much later than its sound a mask comes, at most, in seconds: the rest of
    its window, what is looked ahead, and a piece. */
#define BYLINE_VOICE_LATENCY                                                   \
  ((BYLINE_VOICE_WINDOW +                                                      \
    (BYLINE_VOICE_AHEAD + BYLINE_VOICE_PIECE) * BYLINE_VOICE_HOP) /            \
   (double)BYLINE_VOICE_RATE)

/** Sound being listened to. */
typedef struct BylineMasker BylineMasker;

/**
   Receives the mask of one window: the voice's share of the amplitude in each
   band, 0 to 1.

   @param index Counts windows; window k begins at k x BYLINE_VOICE_HOP samples
   of BYLINE_VOICE_RATE.
   @param mask Valid during the call.
*/
typedef void (*BylineMaskFunction)(void* user, size_t index,
                                   const float mask[BYLINE_VOICE_BANDS]);

/**
   Begin to listen.

   @param network byline_voice_network_new()'s, frozen; must outlive it.
   @param input_rate Of the sound that will come, in Hz.
   @param[out] masker To be freed with byline_masker_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (rate) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_masker_new(BylineNetwork* network, double input_rate,
                               BylineMasker** masker);

/** Stop listening.  NULL is fine. */
void byline_masker_free(BylineMasker* masker);

/** Forget all sound heard so far. */
void byline_masker_reset(BylineMasker* masker);

/**
   Take in sound and give out the masks that it completes.  However the sound is
   cut into calls, they are the same, bit for bit.  Does not allocate.

   @param right NULL for mono.
*/
void byline_masker_push(BylineMasker* masker, const float* left,
                        const float* right, size_t n,
                        BylineMaskFunction function, void* user);

/**
   The sound has ended: give out the masks of all windows that begin in it, as
   if silence followed.  What comes next must be byline_masker_reset().
*/
void byline_masker_flush(BylineMasker* masker, BylineMaskFunction function,
                         void* user);

/** The bands of its masks. */
const BylineVoiceBands* byline_masker_bands(const BylineMasker* masker);

#endif // BYLINE_VOICE_MASKER_H
