/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_queue.h
   Windows of a spectrogram that wait for the masks of their voice.

   What a spectrogram asks for; engine/voice, which knows networks and stands
   above this room, gives it.  Its network hears the same sound at its own rate,
   and some time ahead: a window can be separated when the masks around its
   middle are known.  Nothing depends on how sound is cut into calls.
*/

#ifndef BYLINE_SPECTRUM_VOICE_QUEUE_H
#define BYLINE_SPECTRUM_VOICE_QUEUE_H

#include "byline/front_end.h"
#include "byline/status.h"
#include "spectrum/vocal_filter.h"

#include <stdbool.h>
#include <stddef.h>

/** Windows waiting. */
typedef struct BylineVoiceQueue BylineVoiceQueue;

/**
   Begin.

   @param front_end Of the windows.
   @param input_rate Of the sound.
   @param[out] queue To be freed with byline_voice_queue_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (rate) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_voice_queue_new(const BylineFrontEnd* front_end,
                                    double input_rate,
                                    BylineVoiceQueue** queue);

/** Free it.  NULL is fine. */
void byline_voice_queue_free(BylineVoiceQueue* queue);

/** Forget all sound and windows. */
void byline_voice_queue_reset(BylineVoiceQueue* queue);

/** Hear at most BYLINE_LANE_BLOCK samples at the input rate; `right` may be
    NULL.  Before the windows that they complete. */
void byline_voice_queue_hear(BylineVoiceQueue* queue, const float* left,
                             const float* right, size_t n);

/** The sound has ended: all windows can be had. */
void byline_voice_queue_end(BylineVoiceQueue* queue);

/** Put in the next window: fft_size / 2 + 1 powers of the mid. */
void byline_voice_queue_push(BylineVoiceQueue* queue, const float* power);

/**
   Take out the next window whose voice is known.

   @param[out] separated The queue's own, valid until something is put in.
   @return Whether there is one.
*/
bool byline_voice_queue_pop(BylineVoiceQueue* queue,
                            BylineSeparated* separated);

#endif // BYLINE_SPECTRUM_VOICE_QUEUE_H
