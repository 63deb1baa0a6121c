/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_finder.h
   What a spectrogram asks of whoever finds voices in sound.

   That takes a network, which this room knows nothing of: who makes a
   spectrogram hands the functions in.  Windows wait until the masks around
   their middle are known, since the network hears the same sound at its own
   rate, and some time ahead.  Nothing depends on how sound is cut into calls.
*/

#ifndef BYLINE_SPECTRUM_VOICE_FINDER_H
#define BYLINE_SPECTRUM_VOICE_FINDER_H

#include "byline/front_end.h"
#include "byline/status.h"
#include "spectrum/vocal_filter.h"

#include <stdbool.h>
#include <stddef.h>

/** Windows of a spectrogram that wait for the masks of their voice; the
    finder's own. */
typedef struct BylineVoiceQueue BylineVoiceQueue;

/** A way to find voices. */
struct BylineVoiceFinder {
  /** Begin, for windows of a front end and sound of a rate; `queue` is to be
      freed.  BYLINE_OK, BYLINE_ERROR_USAGE (rate) or BYLINE_ERROR_MEMORY. */
  BylineStatus (*new_queue)(const BylineFrontEnd* front_end, double input_rate,
                            BylineVoiceQueue** queue);
  void (*free)(BylineVoiceQueue* queue);  ///< NULL is fine
  void (*reset)(BylineVoiceQueue* queue); ///< Forget all sound and windows
  /** Hear at most BYLINE_LANE_BLOCK samples at the input rate; `right` may be
      NULL.  Before the windows that they complete. */
  void (*hear)(BylineVoiceQueue* queue, const float* left, const float* right,
               size_t n);
  void (*end)(BylineVoiceQueue* queue); ///< All windows can be had
  /** Put in the next window: fft_size / 2 + 1 powers of the mid. */
  void (*push)(BylineVoiceQueue* queue, const float* power);
  /** Take out the next window whose voice is known, if there is one;
      `separated` is the queue's, valid until something is put in. */
  bool (*pop)(BylineVoiceQueue* queue, BylineSeparated* separated);
};

#endif // BYLINE_SPECTRUM_VOICE_FINDER_H
