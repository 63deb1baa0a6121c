/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_material.h
   Voices and accompaniments to learn to separate from.

   A folder holds either

       voices/SINGER/...           any sound files, one folder a singer
       accompaniments/NAME/...     any sound files without voices; a folder, or
                                   a file, is what belongs together

   or, anywhere below it, songs as MUSDB18-HQ and Demucs have them:

       SONG/vocals.wav, and accompaniment.wav, no_vocals.wav, or the sum of
       bass.wav, drums.wav, other.wav, ... (mixture.wav is passed by)

   or both.  A tenth of the singers and accompaniments, chosen by their names,
   is held out for validation.
*/

#ifndef BYLINE_TRAINING_SEPARATION_MATERIAL_H
#define BYLINE_TRAINING_SEPARATION_MATERIAL_H

#include "byline/status.h"
#include "byline/thread_pool.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A recording at BYLINE_VOICE_RATE, in memory. */
typedef struct {
  int16_t* mid;  ///< (left + right) / 2, `n` samples; full scale is 32767
  int16_t* side; ///< (left - right) / 2; NULL for mono
  size_t n;      ///< Samples
  size_t group;  ///< Of whose group it is
} BylineVoiceRecording;

/** Recordings by group: those of one group lie side by side. */
typedef struct {
  BylineVoiceRecording* recordings; ///< By group
  size_t n;                         ///< Of recordings
  size_t* first;   ///< First recording of each group, and `n` after the last
  size_t n_groups; ///< Of singers, or accompaniments
} BylineVoiceShelf;

/** All there is: [0] to learn from, [1] held out. */
typedef struct {
  BylineVoiceShelf voices[2];
  BylineVoiceShelf rests[2];
  uint64_t digest; ///< Of names and lengths: tells material apart
} BylineVoiceMaterial;

/**
   Read a folder.  Recordings that cannot be read, or are silent, are passed by
   with a warning; songs whose stems differ in length, or seem to have each
   other's names, are told about.  Stems may have any rate, be mono or stereo,
   and be shifted against each other: examples mix songs anew.

   @param pool Decodes side by side; may be NULL.
   @param stop Set it to stop; may be NULL.
   @param[out] material To be freed with byline_voice_material_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_DATA (no voices, no
   accompaniments), BYLINE_ERROR_INTERRUPTED or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_voice_material_read(const char* folder,
                                        BylineThreadPool* pool,
                                        const volatile sig_atomic_t* stop,
                                        BylineVoiceMaterial* material);

/** Free and clear. */
void byline_voice_material_free(BylineVoiceMaterial* material);

#endif // BYLINE_TRAINING_SEPARATION_MATERIAL_H
