/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_share.h
   How much of a recording somebody sings or speaks.
*/

#ifndef BYLINE_DATASET_VOICE_SHARE_H
#define BYLINE_DATASET_VOICE_SHARE_H

#include "byline/status.h"

#include <signal.h>

/**
   Listen to a recording.

   @param stop Set it to stop; may be NULL.
   @param[out] share Of its seconds, those in which a voice is more probable
   than not: 0 to 1; 0 when it is shorter than a second.
   @return BYLINE_OK, BYLINE_ERROR_INTERRUPTED, or as byline_audio_file_open().
*/
BylineStatus byline_voice_share(const char* path,
                                const volatile sig_atomic_t* stop,
                                double* share);

#endif // BYLINE_DATASET_VOICE_SHARE_H
