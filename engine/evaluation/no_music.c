/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/no_music.h"

#include "spectrum/music_activity.h"

#include <stdlib.h>
#include <string.h>

/* Leave the first channel of columns, the mix, alone */
static void keep_mix(const BylineFrontEnd* front_end, size_t n_frames,
                     float* columns)
{
  const size_t n_mels = front_end->n_mels;
  const size_t n_cells = byline_front_end_cells(front_end);
  for (size_t i = 1; i < n_frames; ++i) {
    memmove(columns + i * n_mels, columns + i * n_cells,
            n_mels * sizeof(*columns));
  }
}

BylineStatus byline_no_music_find(const BylineFrontEnd* front_end,
                                  const BylineClipSource* source,
                                  BylineClip* clips)
{
  if (front_end->focus == BYLINE_FOCUS_VOICE) {
    return BYLINE_OK;
  }
  float* const columns = malloc(
      source->n_frames * byline_front_end_cells(front_end) * sizeof(*columns));
  if (!columns) {
    return byline_no_memory("clips");
  }
  for (size_t i = 0; i < source->n_clips; ++i) {
    BylineMusicSense sense = {.begun = false};
    source->columns(source->user, i, columns);
    keep_mix(front_end, source->n_frames, columns);
    const float doubt =
        byline_music_doubt_about(front_end, columns, source->n_frames);
    clips[i].no_music = !byline_music_sense(&sense, doubt, 0);
  }
  free(columns);
  return BYLINE_OK;
}

void byline_no_music_doubt(BylineSongs* songs)
{
  const BylineClip* const clips = songs->predictions->clips;
  for (size_t s = 0; s < songs->n; ++s) {
    BylineSongAnswer* const song = &songs->songs[s];
    size_t n_music = 0;
    for (size_t i = song->first; i < song->first + song->n; ++i) {
      songs->confidences[i] *= clips[i].no_music ? 0 : 1;
      n_music += !clips[i].no_music;
    }
    song->confidence *= n_music > 0 ? 1 : 0;
  }
}
