/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file trial.h
   Decoding the beginning of what may be no sound at all.
*/

#ifndef BYLINE_AUDIO_TRIAL_H
#define BYLINE_AUDIO_TRIAL_H

#include <libavformat/avformat.h>

#include <stddef.h>
#include <stdint.h>

/** What came of it. */
typedef struct {
  size_t n_frames; ///< Decoded
  size_t n_faults; ///< Packets that could not be decoded
  int64_t n_bytes; ///< In the packets
  int64_t n_read;  ///< From the first packet to the last, in the file
} BylineTrial;

/**
   Decode the first packets of a stream.

   @return 0 or more, or libav's error code.
*/
int byline_trial_run(AVFormatContext* container, const AVStream* stream,
                     BylineTrial* trial);

#endif // BYLINE_AUDIO_TRIAL_H
