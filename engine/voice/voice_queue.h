/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_queue.h
   Voices found by the network that comes with Byline, for spectrograms.
*/

#ifndef BYLINE_VOICE_QUEUE_H
#define BYLINE_VOICE_QUEUE_H

#include "spectrum/voice_finder.h"

/** For byline_spectrogram_new(). */
extern const BylineVoiceFinder byline_voice_finder;

#endif // BYLINE_VOICE_QUEUE_H
