/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/split.h"

#include "dataset/split_units.h"

#include <stdlib.h>
#include <string.h>

const char* byline_split_name(BylineSplit split)
{
  static const char* const names[] = {"train", "validation", "test", "unused"};
  return names[split];
}

bool byline_split_find(const char* name, BylineSplit* split)
{
  for (int i = BYLINE_TRAIN; i <= BYLINE_UNUSED; ++i) {
    if (!strcmp(name, byline_split_name((BylineSplit)i))) {
      *split = (BylineSplit)i;
      return true;
    }
  }
  return false;
}

/* ---- an artist's songs */

/* Take the test songs out of the work. */
static BylineStatus take_test(BylineSplitWork* work,
                              const BylineSplitPlan* plan, BylineSplitBy by)
{
  if (plan->folds > 0) {
    BYLINE_TRY(byline_split_deal(work, plan->folds, plan->fold));
  } else {
    byline_split_choose(work, BYLINE_TEST, 0.2,
                        work->n_units > 2 ? work->n_units - 2 : 1);
  }
  size_t n_left = 0;
  for (size_t i = 0; i < work->n; ++i) {
    const size_t song = work->members[i];
    const BylineSplitUnit* const unit = &work->units[work->units_of[i]];
    BylineSplitPlace* const place = &work->places[song];
    place->fold = unit->fold;
    if (unit->split == BYLINE_TEST) {
      place->split = BYLINE_TEST;
      place->group = by == BYLINE_BY_ALBUM ? work->songs[song].album : "";
    } else {
      work->members[n_left++] = song;
    }
  }
  work->n = n_left;
  return BYLINE_OK;
}

/* Divide what is left. */
static void take_validation(BylineSplitWork* work, BylineSplitBy by)
{
  byline_split_choose(work, BYLINE_VALIDATION, 0.25,
                      work->n_units > 0 ? work->n_units - 1 : 0);
  for (size_t i = 0; i < work->n; ++i) {
    const size_t song = work->members[i];
    BylineSplitPlace* const place = &work->places[song];
    place->split = work->units[work->units_of[i]].split;
    place->group = by == BYLINE_BY_ALBUM ? work->songs[song].album : "";
  }
}

/* Find the units to split by; by song, where there are fewer than needed. */
static BylineStatus find_enough_units(BylineSplitWork* work, size_t needed,
                                      const char* artist, BylineSplitBy* by,
                                      BylineNames* too_few)
{
  byline_split_units_find(work, *by);
  if (*by == BYLINE_BY_SONG || work->n_units >= needed) {
    return BYLINE_OK;
  }
  *by = BYLINE_BY_SONG;
  byline_split_units_find(work, *by);
  return byline_names_add(too_few, artist) ? BYLINE_OK : byline_no_memory(NULL);
}

static BylineStatus split_artist(BylineSplitWork* work, const char* artist,
                                 const BylineSplitPlan* plan)
{
  BylineSplitBy by = plan->by;
  BYLINE_TRY(find_enough_units(work, plan->folds > 0 ? plan->folds : 2, artist,
                               &by, &work->by_song));
  if (by == BYLINE_BY_SONG && plan->folds == 0) {
    byline_split_draw(work);
    return BYLINE_OK;
  }
  BYLINE_TRY(take_test(work, plan, by));
  BYLINE_TRY(find_enough_units(work, 2, artist, &by, &work->one_left));
  take_validation(work, by);
  return BYLINE_OK;
}

/* Note where an artist's songs over shared accompaniments went, or leave those
   out that would have to be in two parts. */
static void settle(BylineSplitWork* work, size_t n, size_t artist)
{
  for (size_t i = 0; i < n; ++i) {
    const size_t backing = work->songs[i].artist == artist
                               ? byline_split_backing(work, i)
                               : work->backings.n;
    BylineSplitPlace* const place = &work->places[i];
    if (backing >= work->backings.n) {
      continue;
    }
    if (!work->is_fixed[backing]) {
      work->is_fixed[backing] = true;
      work->fixed[backing] = *place;
    } else if (work->fixed[backing].split != place->split ||
               work->fixed[backing].fold != place->fold) {
      *place = (BylineSplitPlace){.split = BYLINE_UNUSED, .group = ""};
      ++work->n_torn;
    }
  }
}

/* ---- all artists */

static void tell(const BylineNames* names, const char* how)
{
  if (names->n > 0) {
    char list[256];
    byline_names_list(names, list, sizeof(list));
    byline_log(BYLINE_LOG_NOTE, "%zu artist%s %s: %s", names->n,
               names->n == 1 ? "" : "s", how, list);
  }
}

static BylineStatus split_all(BylineSplitWork* work, size_t n,
                              const char* const* artists, size_t n_artists,
                              const BylineSplitPlan* plan)
{
  BylineStatus status = BYLINE_OK;
  for (size_t artist = 0; status == BYLINE_OK && artist < n_artists; ++artist) {
    work->n = 0;
    for (size_t i = 0; i < n; ++i) {
      if (work->songs[i].artist == artist) {
        work->members[work->n++] = i;
      }
    }
    work->random = byline_random_begin(plan->seed, artist);
    status = split_artist(work, artists[artist], plan);
    settle(work, n, artist);
  }
  if (work->n_torn > 0) {
    byline_log(BYLINE_LOG_NOTE,
               "not used: %zu song%s over an accompaniment that is in another "
               "part of the split",
               work->n_torn, work->n_torn == 1 ? "" : "s");
  }
  if (status == BYLINE_OK && plan->fold == 0) {
    tell(&work->by_song, plan->folds > 2
                             ? "with fewer albums than folds, split by song"
                             : "with a single album, split by song");
    tell(&work->one_left,
         "with a single album beside the test's, validated by song");
  }
  return status;
}

BylineStatus byline_split(const BylineSplitSong* songs, size_t n,
                          const char* const* artists, size_t n_artists,
                          const BylineSplitPlan* plan, BylineSplitPlace* places)
{
  if (plan->folds == 1 || (plan->folds > 0 && plan->fold >= plan->folds)) {
    return byline_error(BYLINE_ERROR_USAGE, "no fold %u among %u",
                        plan->fold + 1, plan->folds);
  }
  for (size_t i = 0; i < n; ++i) {
    places[i] = (BylineSplitPlace){.group = ""};
  }
  BylineSplitWork work = {
      .songs = songs,
      .places = places,
      .members = calloc(n + 1, sizeof(*work.members)),
      .units_of = calloc(n + 1, sizeof(*work.units_of)),
      .units = calloc(n + 1, sizeof(*work.units)),
      .order = calloc(n + 1, sizeof(*work.order)),
      .fixed = calloc(n + 1, sizeof(*work.fixed)),
      .is_fixed = calloc(n + 1, sizeof(*work.is_fixed)),
  };
  bool complete = work.members && work.units_of && work.units && work.order &&
                  work.fixed && work.is_fixed;
  for (size_t i = 0; complete && i < n; ++i) {
    complete = !songs[i].backing[0] ||
               byline_names_add(&work.backings, songs[i].backing);
  }
  byline_names_sort(&work.backings);
  const BylineStatus status =
      complete ? split_all(&work, n, artists, n_artists, plan)
               : byline_no_memory(NULL);
  free(work.members);
  free(work.units_of);
  free(work.units);
  free(work.order);
  free(work.fixed);
  free(work.is_fixed);
  byline_names_free(&work.backings);
  byline_names_free(&work.by_song);
  byline_names_free(&work.one_left);
  return status;
}
