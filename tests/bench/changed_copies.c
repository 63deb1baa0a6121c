/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/changed_copies.h"

#include "recordings/index.h"
#include "recordings/index_writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What an index holds of a recording; to be freed with
   byline_constellation_free() */
static BylineConstellation constellation_of(const BylineRecordings* index,
                                            size_t recording)
{
  size_t k = index->n_segments - 1;
  while (index->segments[k].first_recording > recording) {
    --k;
  }
  const BylineIndexSegment* const s = &index->segments[k].stored;
  const size_t own = recording - index->segments[k].first_recording;
  const uint32_t first = s->recordings[own].first_piece;
  const uint32_t last = own + 1 < s->header.n_recordings
                            ? s->recordings[own + 1].first_piece
                            : s->header.n_pieces;
  const size_t n = byline_piece_end(s, last - 1) - s->pieces[first].first_peak;
  BylineConstellation c = {.duration = s->recordings[own].duration / 1000.0};
  c.peaks = malloc((n + 1) * sizeof(*c.peaks));
  for (uint32_t piece = first; c.peaks && piece < last; ++piece) {
    for (uint32_t i = s->pieces[piece].first_peak;
         i < byline_piece_end(s, piece); ++i) {
      BylinePeak* const peak = &c.peaks[c.n++];
      *peak = byline_stored_peak(s->peaks[i]);
      peak->time += (piece - first) * BYLINE_PIECE_HOPS;
      peak->level = 5 * peak->level - 80;
    }
  }
  return c;
}

static int compare_peaks(const void* a, const void* b)
{
  const BylinePeak* const x = a;
  const BylinePeak* const y = b;
  if (x->time != y->time) {
    return x->time < y->time ? -1 : 1;
  }
  return x->frequency < y->frequency ? -1 : x->frequency > y->frequency;
}

/* Make another recording of the same kind. */
static void change(BylineConstellation* c, size_t number)
{
  static const double tempos[] = {1,    0.55, 0.62, 0.7, 1.35, 1.45,
                                  1.55, 1.65, 1.8,  0.5, 0.45};
  const size_t n_tempos = sizeof(tempos) / sizeof(*tempos);
  const bool backwards = number % 2 == 0;
  const double tempo = tempos[(number / 2 + !backwards) % n_tempos];
  const uint32_t last = c->n ? c->peaks[c->n - 1].time : 0;
  for (size_t i = 0; i < c->n; ++i) {
    const uint32_t time = c->peaks[i].time;
    c->peaks[i].time =
        (uint32_t)lrint((backwards ? last - time : time) / tempo);
  }
  qsort(c->peaks, c->n, sizeof(*c->peaks), compare_peaks);
  c->duration /= tempo;
}

static BylineStatus add(const BylineRecordings* from, size_t i, size_t copy,
                        BylineRecordingsWriter* writer)
{
  const BylineRecordingInfo info = byline_recordings_info(from, i);
  char path[8192];
  char title[1024];
  snprintf(path, sizeof(path), "copy %zu of %s", copy, info.path);
  snprintf(title, sizeof(title), "%s, copy %zu", info.title, copy);
  const BylineRecordingTags tags = {.path = copy ? path : info.path,
                                    .title = copy ? title : info.title,
                                    .artist = info.artist,
                                    .album = info.album,
                                    .id = copy ? "" : info.id};
  BylineConstellation c = constellation_of(from, i);
  if (copy) {
    change(&c, copy);
  }
  const BylineStatus status = byline_recordings_writer_add(writer, &tags, &c);
  byline_constellation_free(&c);
  return status;
}

BylineStatus changed_copies_write(const BylineRecordings* from,
                                  const char* path, size_t n_copies,
                                  bool (*is_wanted)(const BylineRecordingInfo*))
{
  BylineRecordingsWriter* writer = NULL;
  unlink(path);
  BylineStatus status = byline_recordings_writer_open(path, &writer);
  for (size_t copy = 0; copy <= n_copies; ++copy) {
    for (size_t i = 0; i < byline_recordings_count(from); ++i) {
      const BylineRecordingInfo info = byline_recordings_info(from, i);
      if (status == BYLINE_OK && (!is_wanted || is_wanted(&info))) {
        status = add(from, i, copy, writer);
      }
    }
  }
  if (status == BYLINE_OK) {
    status = byline_recordings_writer_commit(writer);
  }
  byline_recordings_writer_close(writer);
  return status;
}
