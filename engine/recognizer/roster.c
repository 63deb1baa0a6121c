/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/roster.h"

#include "base/spelling_key.h"
#include "models/likeness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Odds that count as certainty */
#define MAX_ODDS 1e6

struct BylineRoster {
  BylineLikeness* likeness; ///< NULL: there are no lessons
  size_t n_classes;         ///< Of the model
  int32_t* places;          ///< Of each class, its artist; -1: forgotten
  BylineRosterEntry* list;  ///< `n` artists
  char** names;             ///< Theirs, owned
  size_t n;                 ///< How many
  size_t n_taught;          ///< How many of them were taught
  size_t n_features;        ///< Of lessons' embeddings; 0: there are no lessons
  size_t size;              ///< Numbers of a point
  float* prototypes; ///< `n` x `size`, zeros for those who were not taught
  float* point;      ///< Of the observation that is judged
};

/* ---- making the list */

/* Names on their way into a list */
typedef struct {
  char* key;                        ///< Their spellings' own
  const char* name;                 ///< One of them
  int32_t class;                    ///< Of the model; -1: a lesson's
  const BylineTaughtLesson* lesson; ///< Or NULL
  size_t order;                     ///< Which came first
} Entry;

/* By key; then the model's, by name, before lessons; then what came first */
static int compare_keys(const void* a, const void* b)
{
  const Entry* const x = a;
  const Entry* const y = b;
  int order = strcmp(x->key, y->key);
  if (!order) {
    order = (x->class < 0) - (y->class < 0);
  }
  if (!order && x->class >= 0) {
    order = strcmp(x->name, y->name);
  }
  return order ? order : (x->order > y->order) - (x->order < y->order);
}

/* Whether another artist begins here, in sorted entries.  The model tells
   artists apart whose names are spelt alike. */
static bool begins(const Entry* list, size_t i)
{
  return i == 0 || strcmp(list[i - 1].key, list[i].key) != 0 ||
         (list[i].class >= 0 && strcmp(list[i - 1].name, list[i].name) != 0);
}

typedef struct {
  Entry* entries;
  size_t n;
} Entries;

static bool add_entry(Entries* entries, const char* name, int32_t class,
                      const BylineTaughtLesson* lesson)
{
  char* const key = byline_spelling_key(name);
  entries->entries[entries->n] = (Entry){.key = key,
                                         .name = name,
                                         .class = class,
                                         .lesson = lesson,
                                         .order = entries->n};
  entries->n += key != NULL;
  return key;
}

static int compare_ids(const void* a, const void* b)
{
  const uint64_t x = *(const uint64_t*)a;
  const uint64_t y = *(const uint64_t*)b;
  return (x > y) - (x < y);
}

/* Add the lessons of records that are not in those before */
static bool add_lessons(Entries* entries, const BylineTaught* const* taught,
                        size_t n_taught, size_t n_features)
{
  size_t n_before = 0;
  bool complete = true;
  for (size_t i = 0; complete && i < n_taught; ++i) {
    const BylineTaught* const t = taught[i];
    uint64_t* const ids = calloc(n_before + 1, sizeof(*ids));
    if (!ids) {
      return false;
    }
    size_t n_ids = 0;
    for (size_t k = 0; k < i; ++k) {
      for (size_t j = 0; j < taught[k]->n_lessons; ++j) {
        ids[n_ids++] = taught[k]->lessons[j].id;
      }
    }
    qsort(ids, n_ids, sizeof(*ids), compare_ids);
    for (size_t j = 0; complete && j < t->n_lessons; ++j) {
      const BylineTaughtLesson* const l = &t->lessons[j];
      if (!l->removed && l->lesson.n_features == n_features &&
          !bsearch(&l->id, ids, n_ids, sizeof(*ids), compare_ids)) {
        complete = add_entry(entries, l->name, -1, l);
      }
    }
    n_before += t->n_lessons;
    free(ids);
  }
  return complete;
}

static bool add_known(Entries* entries, const BylineModelInfo* info,
                      const BylineTaught* taught)
{
  bool complete = true;
  for (size_t i = 0; complete && i < info->n_artists; ++i) {
    const char* const name = taught
                                 ? byline_taught_name(taught, info->artists[i])
                                 : info->artists[i];
    if (name) {
      complete = add_entry(entries, name, (int32_t)i, NULL);
    }
  }
  return complete;
}

/* Known artists in the model's order, then taught ones by name */
static int compare_numbers(const void* a, const void* b)
{
  const Entry* const* const x = a;
  const Entry* const* const y = b;
  if (((*x)->class < 0) != ((*y)->class < 0)) {
    return (*x)->class < 0 ? 1 : -1;
  }
  return (*x)->class < 0
             ? strcmp((*x)->key, (*y)->key)
             : ((*x)->class > (*y)->class) - ((*x)->class < (*y)->class);
}

static BylineStatus allocate(BylineRoster* a, size_t n)
{
  a->list = calloc(n + 1, sizeof(*a->list));
  a->names = calloc(n + 1, sizeof(*a->names));
  a->prototypes = a->size ? calloc(n + 1, a->size * sizeof(float)) : NULL;
  a->point = a->size ? calloc(a->size, sizeof(float)) : NULL;
  return a->list && a->names && (!a->size || (a->prototypes && a->point))
             ? BYLINE_OK
             : byline_no_memory("a list of artists");
}

/* Add a lesson's embeddings to the sum */
static void add_clips(const BylineLesson* l, float* sum)
{
  for (size_t i = 0; i < l->n_clips; ++i) {
    for (size_t k = 0; k < l->n_features; ++k) {
      sum[k] += l->embeddings[i * l->n_features + k];
    }
  }
}

/* Place the mean of an artist's embeddings, whose sum is given */
static void place(BylineRoster* a, size_t artist, float* sum)
{
  for (size_t k = 0; k < a->n_features; ++k) {
    sum[k] /= (float)a->list[artist].n_clips;
  }
  byline_likeness_place(a->likeness, sum, a->n_features,
                        a->prototypes + artist * a->size);
  memset(sum, 0, a->n_features * sizeof(*sum));
}

/* Take all entries of an artist; the first has its name */
static BylineStatus take(BylineRoster* a, const Entry* first, const Entry* end,
                         size_t index)
{
  BylineRosterEntry* const artist = &a->list[index];
  a->names[index] = strdup(first->name);
  if (!a->names[index]) {
    return byline_no_memory("a list of artists");
  }
  ++a->n;
  *artist = (BylineRosterEntry){.name = a->names[index],
                                .known = first->class >= 0,
                                .number = (uint32_t)first->class};
  for (const Entry* e = first; e < end; ++e) {
    if (e->lesson) {
      ++artist->n_lessons;
      artist->n_clips += e->lesson->lesson.n_clips;
      add_clips(&e->lesson->lesson, a->point);
    } else {
      a->places[e->class] = (int32_t)index;
    }
  }
  if (artist->n_lessons > 0) {
    place(a, index, a->point);
    ++a->n_taught;
  }
  return BYLINE_OK;
}

/* Of sorted entries */
static BylineStatus fill(BylineRoster* a, const Entries* entries)
{
  const Entry** const firsts = calloc(entries->n + 1, sizeof(*firsts));
  BylineStatus status =
      firsts ? BYLINE_OK : byline_no_memory("a list of artists");
  const Entry* const list = entries->entries;
  size_t n = 0;
  for (size_t i = 0; firsts && i < entries->n; ++i) {
    if (begins(list, i)) {
      firsts[n++] = &list[i];
    }
  }
  if (status == BYLINE_OK) {
    qsort(firsts, n, sizeof(*firsts), compare_numbers);
    status = allocate(a, n);
  }
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    const Entry* end = firsts[i] + 1;
    while (end < list + entries->n && !begins(list, (size_t)(end - list))) {
      ++end;
    }
    status = take(a, firsts[i], end, i);
    if (a->list[i].n_lessons > 0 && !a->list[i].known) {
      a->list[i].number = (uint32_t)(a->n_classes + i);
    }
  }
  free(firsts);
  return status;
}

static size_t features_of(const BylineModelInfo* info,
                          const BylineTaught* const* taught, size_t n_taught)
{
  if (info->cohort.n > 0) {
    return info->cohort.n_features;
  }
  size_t n = 0;
  for (size_t i = 0; n == 0 && i < n_taught; ++i) {
    n = taught[i]->n_lessons > 0 ? taught[i]->n_features : 0;
  }
  return n;
}

/* Find out who is known and who was taught, of `n_lessons` lessons in all */
static BylineStatus list_artists(BylineRoster* a, const BylineModelInfo* info,
                                 const BylineTaught* const* taught,
                                 size_t n_taught, size_t n_lessons)
{
  a->size = a->likeness ? byline_likeness_size(a->likeness, a->n_features) : 0;
  a->places = malloc(info->n_artists * sizeof(*a->places));
  Entries entries = {
      .entries = calloc(info->n_artists + n_lessons + 1, sizeof(Entry))};
  BylineStatus status = byline_no_memory("a list of artists");
  if (a->places && entries.entries &&
      add_known(&entries, info, n_taught ? taught[0] : NULL) &&
      add_lessons(&entries, taught, n_taught, a->n_features)) {
    memset(a->places, 0xff, info->n_artists * sizeof(*a->places));
    qsort(entries.entries, entries.n, sizeof(Entry), compare_keys);
    status = fill(a, &entries);
  }
  for (size_t i = 0; i < entries.n; ++i) {
    free(entries.entries[i].key);
  }
  free(entries.entries);
  return status;
}

BylineStatus byline_roster_new(const BylineModel* model,
                               const BylineTaught* const* taught,
                               size_t n_taught, BylineRoster** roster)
{
  const BylineModelInfo* const info = byline_model_info(model);
  BylineRoster* const a = calloc(1, sizeof(*a));
  *roster = a;
  if (!a) {
    return byline_no_memory("a list of artists");
  }
  size_t n_lessons = 0;
  for (size_t i = 0; i < n_taught; ++i) {
    n_lessons += taught[i]->n_lessons;
  }
  a->n_classes = info->n_artists;
  a->n_features = n_lessons ? features_of(info, taught, n_taught) : 0;
  BylineStatus status = BYLINE_OK;
  if (a->n_features) {
    status = byline_likeness_new(&info->cohort, &a->likeness);
  }
  BYLINE_THEN(status, list_artists(a, info, taught, n_taught, n_lessons));
  if (status != BYLINE_OK) {
    byline_roster_free(a);
    *roster = NULL;
  }
  return status;
}

void byline_roster_free(BylineRoster* roster)
{
  if (!roster) {
    return;
  }
  for (size_t i = 0; i < roster->n; ++i) {
    free(roster->names[i]);
  }
  byline_likeness_free(roster->likeness);
  free(roster->names);
  free(roster->list);
  free(roster->places);
  free(roster->prototypes);
  free(roster->point);
  free(roster);
}

/* ---- looking it up */

size_t byline_roster_count(const BylineRoster* roster)
{
  return roster->n;
}

const BylineRosterEntry* byline_roster_get(const BylineRoster* roster,
                                           size_t index)
{
  return &roster->list[index];
}

char* const* byline_roster_names(const BylineRoster* roster)
{
  return roster->names;
}

int32_t byline_roster_find(const BylineRoster* roster, const char* name)
{
  for (size_t i = 0; i < roster->n; ++i) {
    if (!strcmp(roster->names[i], name)) {
      return (int32_t)i;
    }
  }
  return -1;
}

/* ---- judging */

static void add_classes(const BylineRoster* a, const float* known,
                        float* probabilities)
{
  double lost = 0;
  for (size_t i = 0; i < a->n; ++i) {
    probabilities[i] = 0;
  }
  for (size_t k = 0; k < a->n_classes; ++k) {
    if (a->places[k] >= 0) {
      probabilities[a->places[k]] += known[k];
    } else {
      lost += (double)known[k];
    }
  }
  for (size_t i = 0; lost > 0 && i < a->n; ++i) {
    probabilities[i] += (float)(lost / (double)a->n);
  }
}

/* The odds of a taught artist against everybody else; `known` is the likeness
   to what the model knows */
static double odds(const BylineRoster* a, size_t i, float known)
{
  const float s = byline_likeness_of(a->likeness, a->n_features, a->point,
                                     a->prototypes + i * a->size);
  const double enough = (double)byline_likeness_enough(a->likeness);
  const double o = exp(BYLINE_TAUGHT_SLOPE * ((double)(s - known) - enough));
  return fmin(o / (double)a->n_taught, MAX_ODDS);
}

bool byline_roster_compares(const BylineRoster* roster)
{
  return roster->n_taught > 0;
}

void byline_roster_judge(BylineRoster* roster, const float* known,
                         const float* embedding, size_t n_features,
                         float* probabilities)
{
  BylineRoster* const a = roster;
  add_classes(a, known, probabilities);
  if (a->n_taught == 0 || n_features != a->n_features) {
    return;
  }
  byline_likeness_place(a->likeness, embedding, n_features, a->point);
  const float to_known = byline_likeness_to_known(a->likeness, a->point);
  double sum = 1;
  for (size_t i = 0; i < a->n; ++i) {
    if (a->list[i].n_lessons > 0) {
      const double o = odds(a, i, to_known);
      probabilities[i] += (float)o;
      sum += o;
    }
  }
  for (size_t i = 0; i < a->n; ++i) {
    probabilities[i] = (float)((double)probabilities[i] / sum);
  }
}
