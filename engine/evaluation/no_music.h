/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file no_music.h
   Clips that the recogniser gives no name because they are no music
   (spectrum/music_activity.h): nor does who is measured give them one.
*/

#ifndef BYLINE_EVALUATION_NO_MUSIC_H
#define BYLINE_EVALUATION_NO_MUSIC_H

#include "byline/front_end.h"
#include "evaluation/clip_prediction.h"
#include "evaluation/songs.h"

/**
   Find the clips that are no music.

   @param front_end What the clips' columns were made with; where it does not
   hear the mix, or cannot judge, all is music.
   @param[in,out] clips As many as the source has: `no_music` is set.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_no_music_find(const BylineFrontEnd* front_end,
                                  const BylineClipSource* source,
                                  BylineClip* clips);

/** Have no confidence in what was said of clips that are no music, nor of songs
    that consist of these. */
void byline_no_music_doubt(BylineSongs* songs);

#endif // BYLINE_EVALUATION_NO_MUSIC_H
