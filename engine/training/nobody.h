/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file nobody.h
   Spectrograms of what is nobody's music: every network learns that noise,
   tones, clicks and speech are by none of its artists.

   The sounds are made when a training begins (sounds.h), by the front end that
   hears the music, so nothing need be fetched or shipped.
*/

#ifndef BYLINE_TRAINING_NOBODY_H
#define BYLINE_TRAINING_NOBODY_H

#include "byline/front_end.h"
#include "byline/random.h"
#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>

/** Sounds to draw from. */
typedef struct BylineNobody BylineNobody;

/**
   Prepare to make sounds; each is made when it is first drawn.

   @param n_frames Columns that a clip needs at most.
   @param seed Decides what they are.
   @param[out] nobody To be freed with byline_nobody_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_nobody_new(const BylineFrontEnd* front_end, size_t n_frames,
                               uint64_t seed, BylineNobody** nobody);

/** Free.  NULL is fine. */
void byline_nobody_free(BylineNobody* nobody);

/** How many columns each sound has. */
size_t byline_nobody_frames(const BylineNobody* nobody);

/** How many sounds there are. */
size_t byline_nobody_count(void);

/** Sound `index`: byline_nobody_frames() columns.  Neighbours are of other
    kinds.  One thread at a time. */
const float* byline_nobody_sound(BylineNobody* nobody, size_t index);

/** Draw a place in a sound: the first of `n_frames` columns. */
const float* byline_nobody_draw(BylineNobody* nobody, BylineRandom* random,
                                size_t n_frames);

#endif // BYLINE_TRAINING_NOBODY_H
