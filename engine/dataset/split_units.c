/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/split_units.h"

#include <string.h>

static bool belong_together(const BylineSplitSong* a, const BylineSplitSong* b,
                            BylineSplitBy by)
{
  return !strcmp(a->recording, b->recording) ||
         (a->backing[0] && !strcmp(a->backing, b->backing)) ||
         (by == BYLINE_BY_ALBUM && a->album[0] && !strcmp(a->album, b->album));
}

static void join(BylineSplitWork* work, size_t n, size_t unit, size_t other)
{
  for (size_t i = 0; i < n; ++i) {
    if (work->units_of[i] == other) {
      work->units_of[i] = unit;
    }
  }
}

size_t byline_split_backing(const BylineSplitWork* work, size_t song)
{
  const char* const name = work->songs[song].backing;
  return name[0] ? byline_names_find(&work->backings, name) : work->backings.n;
}

/* Let a unit go where other artists' songs over an accompaniment of its are. */
static void fix_unit(const BylineSplitWork* work, size_t song,
                     BylineSplitUnit* unit)
{
  const size_t backing = byline_split_backing(work, song);
  if (!unit->fixed && backing < work->backings.n && work->is_fixed[backing]) {
    unit->fixed = true;
    unit->split = work->fixed[backing].split;
    unit->fold = work->fixed[backing].fold;
  }
}

/* Number the units in the order of their first songs. */
static void number_units(BylineSplitWork* work)
{
  work->n_units = 0;
  for (size_t i = 0; i < work->n; ++i) {
    const size_t first = work->units_of[i];
    work->units_of[i] = first == i ? work->n_units++ : work->units_of[first];
    BylineSplitUnit* const unit = &work->units[work->units_of[i]];
    if (first == i) {
      *unit = (BylineSplitUnit){.n_songs = 0};
      work->order[work->units_of[i]] = work->units_of[i];
    }
    ++unit->n_songs;
    fix_unit(work, work->members[i], unit);
  }
}

void byline_split_units_find(BylineSplitWork* work, BylineSplitBy by)
{
  for (size_t i = 0; i < work->n; ++i) {
    work->units_of[i] = i;
    for (size_t j = 0; j < i; ++j) {
      const size_t a = work->units_of[i];
      const size_t b = work->units_of[j];
      if (a != b && belong_together(&work->songs[work->members[i]],
                                    &work->songs[work->members[j]], by)) {
        join(work, i + 1, a < b ? a : b, a < b ? b : a);
      }
    }
  }
  number_units(work);
}
