/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/split.h"

#include "byline/random.h"
#include "dataset/names.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Artists with at least so many songs have one in each part */
#define MIN_SONGS 3

/* Songs of an artist that go together */
typedef struct {
  size_t n_songs;
  unsigned fold; ///< In which they are the test, from 1; 0: not dealt out
  BylineSplit split;
  bool fixed; ///< By other artists' songs over the same accompaniment
} Unit;

/* The split of one artist's songs, or of those still to be split */
typedef struct {
  const BylineSplitSong* songs; ///< Of all artists
  BylineSplitPlace* places;     ///< As many
  size_t* members;              ///< `n` songs of this artist, by number
  size_t* units_of;             ///< The unit of each
  size_t n;
  Unit* units; ///< `n_units` of them, in the order of their first songs
  size_t* order;
  size_t n_units;
  BylineRandom random;
  BylineNames backings;    ///< Accompaniments
  BylineSplitPlace* fixed; ///< Where the songs over each went
  bool* is_fixed;          ///< Whether they went anywhere so far
  size_t n_torn;           ///< Songs that could not go with the others
  BylineNames by_song;     ///< Artists with too few albums
  BylineNames one_left;    ///< Artists with one album beside the test's
} Work;

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

/* ---- what goes together */

static bool belong_together(const BylineSplitSong* a, const BylineSplitSong* b,
                            BylineSplitBy by)
{
  return !strcmp(a->recording, b->recording) ||
         (a->backing[0] && !strcmp(a->backing, b->backing)) ||
         (by == BYLINE_BY_ALBUM && a->album[0] && !strcmp(a->album, b->album));
}

static void join(Work* work, size_t n, size_t unit, size_t other)
{
  for (size_t i = 0; i < n; ++i) {
    if (work->units_of[i] == other) {
      work->units_of[i] = unit;
    }
  }
}

/* The number of a song's accompaniment; n when it has one of its own. */
static size_t backing_of(const Work* work, size_t song)
{
  const char* const name = work->songs[song].backing;
  return name[0] ? byline_names_find(&work->backings, name) : work->backings.n;
}

/* Let a unit go where other artists' songs over an accompaniment of its are. */
static void fix_unit(const Work* work, size_t song, Unit* unit)
{
  const size_t backing = backing_of(work, song);
  if (!unit->fixed && backing < work->backings.n && work->is_fixed[backing]) {
    unit->fixed = true;
    unit->split = work->fixed[backing].split;
    unit->fold = work->fixed[backing].fold;
  }
}

/* Number the units in the order of their first songs. */
static void number_units(Work* work)
{
  work->n_units = 0;
  for (size_t i = 0; i < work->n; ++i) {
    const size_t first = work->units_of[i];
    work->units_of[i] = first == i ? work->n_units++ : work->units_of[first];
    Unit* const unit = &work->units[work->units_of[i]];
    if (first == i) {
      *unit = (Unit){.n_songs = 0};
      work->order[work->units_of[i]] = work->units_of[i];
    }
    ++unit->n_songs;
    fix_unit(work, work->members[i], unit);
  }
}

/* Find out which songs must stay together. */
static void find_units(Work* work, BylineSplitBy by)
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

/* ---- drawing */

/* A fifth of `n`, rounded; at least one where there are songs enough. */
static size_t fifth(size_t n)
{
  const size_t rounded = (2 * n + 5) / 10;
  return n >= MIN_SONGS && rounded == 0 ? 1 : rounded;
}

/* Selection sampling (Knuth, The Art of Computer Programming, vol. 2, 3.4.2,
   algorithm S) for two samples at once: a unit goes to a part with the
   probability that the part's missing units have among those still to come. */
static void draw_one_by_one(Work* work)
{
  size_t n_left = work->n_units;
  size_t n_test = fifth(n_left);
  size_t n_validation = fifth(n_left);
  for (size_t i = 0; i < work->n_units; ++i) {
    const Unit* const unit = &work->units[i];
    n_left -= unit->fixed;
    n_test -= unit->fixed && unit->split == BYLINE_TEST && n_test > 0;
    n_validation -=
        unit->fixed && unit->split == BYLINE_VALIDATION && n_validation > 0;
  }
  for (size_t i = 0; i < work->n_units; ++i) {
    if (work->units[i].fixed) {
      continue;
    }
    const uint64_t draw = byline_random_below(&work->random, n_left--);
    BylineSplit split = BYLINE_TRAIN;
    if (draw < n_test) {
      split = BYLINE_TEST;
      --n_test;
    } else if (draw < n_test + n_validation) {
      split = BYLINE_VALIDATION;
      --n_validation;
    }
    work->units[i].split = split;
  }
  for (size_t i = 0; i < work->n; ++i) {
    work->places[work->members[i]].split = work->units[work->units_of[i]].split;
  }
}

/* Choose units with about a share of the songs for a part: in a random order,
   each that comes nearer to it.  At least one, at most `most`. */
static void choose(Work* work, BylineSplit part, double share, size_t most)
{
  const double goal = share * (double)work->n;
  double n_songs = 0;
  size_t n_chosen = 0;
  Unit* smallest = NULL;
  byline_random_shuffle(&work->random, work->order, work->n_units);
  for (size_t i = 0; i < work->n_units; ++i) {
    const Unit* const unit = &work->units[i];
    if (unit->fixed && unit->split == part) {
      n_songs += (double)unit->n_songs;
      ++n_chosen;
    }
  }
  for (size_t i = 0; i < work->n_units && n_chosen < most; ++i) {
    Unit* const unit = &work->units[work->order[i]];
    if (unit->fixed) {
      continue;
    }
    const double with = n_songs + (double)unit->n_songs;
    if (fabs(with - goal) < fabs(n_songs - goal)) {
      unit->split = part;
      n_songs = with;
      ++n_chosen;
    }
    smallest = !smallest || unit->n_songs < smallest->n_songs ? unit : smallest;
  }
  if (n_chosen == 0 && most > 0 && smallest) {
    smallest->split = part;
  }
}

/* Put the units in order, the largest first, equals at random. */
static void sort_units(Work* work)
{
  byline_random_shuffle(&work->random, work->order, work->n_units);
  for (size_t i = 1; i < work->n_units; ++i) {
    const size_t unit = work->order[i];
    size_t at = i;
    for (; at > 0 &&
           work->units[work->order[at - 1]].n_songs < work->units[unit].n_songs;
         --at) {
      work->order[at] = work->order[at - 1];
    }
    work->order[at] = unit;
  }
}

/* Deal the units out to folds: the largest first, each to the fold that has
   the fewest songs; the first one to no fold in particular. */
static BylineStatus deal(Work* work, unsigned n_folds, unsigned test)
{
  size_t* const n_songs = calloc(n_folds, sizeof(*n_songs));
  if (!n_songs) {
    return byline_no_memory(NULL);
  }
  sort_units(work);
  for (size_t i = 0; i < work->n_units; ++i) {
    Unit* const unit = &work->units[i];
    if (unit->fixed && unit->fold > 0) {
      n_songs[unit->fold - 1] += unit->n_songs;
    }
  }
  const unsigned start = (unsigned)byline_random_below(&work->random, n_folds);
  for (size_t i = 0; i < work->n_units; ++i) {
    unsigned least = start;
    Unit* const unit = &work->units[work->order[i]];
    if (unit->fixed) {
      continue;
    }
    for (unsigned k = 1; k < n_folds; ++k) {
      const unsigned fold = (start + k) % n_folds;
      least = n_songs[fold] < n_songs[least] ? fold : least;
    }
    unit->fold = least + 1;
    unit->split = least == test ? BYLINE_TEST : BYLINE_TRAIN;
    n_songs[least] += unit->n_songs;
  }
  free(n_songs);
  return BYLINE_OK;
}

/* ---- an artist's songs */

/* Take the test songs out of the work. */
static BylineStatus take_test(Work* work, const BylineSplitPlan* plan,
                              BylineSplitBy by)
{
  if (plan->folds > 0) {
    BYLINE_TRY(deal(work, plan->folds, plan->fold));
  } else {
    choose(work, BYLINE_TEST, 0.2, work->n_units > 2 ? work->n_units - 2 : 1);
  }
  size_t n_left = 0;
  for (size_t i = 0; i < work->n; ++i) {
    const size_t song = work->members[i];
    const Unit* const unit = &work->units[work->units_of[i]];
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
static void take_validation(Work* work, BylineSplitBy by)
{
  choose(work, BYLINE_VALIDATION, 0.25,
         work->n_units > 0 ? work->n_units - 1 : 0);
  for (size_t i = 0; i < work->n; ++i) {
    const size_t song = work->members[i];
    BylineSplitPlace* const place = &work->places[song];
    place->split = work->units[work->units_of[i]].split;
    place->group = by == BYLINE_BY_ALBUM ? work->songs[song].album : "";
  }
}

/* Find the units to split by; by song, where there are fewer than needed. */
static BylineStatus find_enough_units(Work* work, size_t needed,
                                      const char* artist, BylineSplitBy* by,
                                      BylineNames* too_few)
{
  find_units(work, *by);
  if (*by == BYLINE_BY_SONG || work->n_units >= needed) {
    return BYLINE_OK;
  }
  *by = BYLINE_BY_SONG;
  find_units(work, *by);
  return byline_names_add(too_few, artist) ? BYLINE_OK : byline_no_memory(NULL);
}

static BylineStatus split_artist(Work* work, const char* artist,
                                 const BylineSplitPlan* plan)
{
  BylineSplitBy by = plan->by;
  BYLINE_TRY(find_enough_units(work, plan->folds > 0 ? plan->folds : 2, artist,
                               &by, &work->by_song));
  if (by == BYLINE_BY_SONG && plan->folds == 0) {
    draw_one_by_one(work);
    return BYLINE_OK;
  }
  BYLINE_TRY(take_test(work, plan, by));
  BYLINE_TRY(find_enough_units(work, 2, artist, &by, &work->one_left));
  take_validation(work, by);
  return BYLINE_OK;
}

/* Note where an artist's songs over shared accompaniments went, or leave those
   out that would have to be in two parts. */
static void settle(Work* work, size_t n, size_t artist)
{
  for (size_t i = 0; i < n; ++i) {
    const size_t backing = work->songs[i].artist == artist ? backing_of(work, i)
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

static BylineStatus split_all(Work* work, size_t n, const char* const* artists,
                              size_t n_artists, const BylineSplitPlan* plan)
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
  Work work = {
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
