/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding artists with several spellings, and spellings of several artists */

#include "base/file.h"
#include "dataset/spelling.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How much of an identity tells two artists of one name apart */
#define ID_LENGTH 8

/* A spelling with an identity at MusicBrainz, or with none */
typedef struct Unit Unit;
struct Unit {
  const char* name;
  const char* id; /* "": none, or several */
  char* key;      /* Of the name */
  size_t n;       /* Tracks */
  Unit* group;    /* Another unit of the same artist; its own at the end */
  Unit* best;     /* In the group's last: the one whose name is used */
  bool is_shared; /* Another artist has a like name */
  bool is_marked; /* In the best: that one has more tracks */
};

static int compare_names(const void* a, const void* b)
{
  const Unit* const x = a;
  const Unit* const y = b;
  const int order = strcmp(x->name, y->name);
  return order ? order : strcmp(x->id, y->id);
}

static int compare_ids(const void* a, const void* b)
{
  return strcmp((*(Unit* const*)a)->id, (*(Unit* const*)b)->id);
}

/* A name as it, or another of the same artist, may be written */
typedef struct {
  char* key;
  Unit* unit;
} Form;

static int compare_forms(const void* a, const void* b)
{
  return strcmp(((const Form*)a)->key, ((const Form*)b)->key);
}

static int compare_keys(const void* a, const void* b)
{
  return strcmp((*(Unit* const*)a)->key, (*(Unit* const*)b)->key);
}

/* Gather the units, in the order of their names. */
static Unit* gather(const BylineTable* library, size_t* n)
{
  const size_t artist = byline_table_column(library, "artist");
  const size_t artist_id = byline_table_column(library, "artist_id");
  Unit* const units = calloc(library->n_rows + 1, sizeof(*units));
  *n = 0;
  for (size_t row = 1; units && row < library->n_rows; ++row) {
    const char* const name = byline_table_cell(library, row, artist);
    const char* const id = byline_table_cell(library, row, artist_id);
    if (name[0]) {
      units[(*n)++] =
          (Unit){.name = name, .id = strchr(id, ';') ? "" : id, .n = 1};
    }
  }
  if (*n == 0) {
    return units;
  }
  qsort(units, *n, sizeof(*units), compare_names);
  size_t last = 0;
  for (size_t i = 1; i < *n; ++i) {
    if (compare_names(&units[last], &units[i]) == 0) {
      ++units[last].n;
    } else {
      units[++last] = units[i];
    }
  }
  *n = last + 1;
  return units;
}

static Unit* last_of(Unit* unit)
{
  while (unit->group != unit) {
    unit->group = unit->group->group;
    unit = unit->group;
  }
  return unit;
}

static void unite(Unit* a, Unit* b)
{
  last_of(b)->group = last_of(a);
}

/* One identity is one artist, whatever the spelling. */
static void unite_identities(Unit** order, size_t n)
{
  qsort(order, n, sizeof(*order), compare_ids);
  for (size_t i = 1; i < n; ++i) {
    if (order[i]->id[0] && !strcmp(order[i]->id, order[i - 1]->id)) {
      unite(order[i - 1], order[i]);
    }
  }
}

/* Spellings of one key are one artist, unless there are two identities: then
   those without one are nobody's in particular. */
static void unite_run(const Form* run, size_t n)
{
  Unit* known = NULL;
  Unit* unknown = NULL;
  bool is_clear = true;
  for (size_t i = 0; i < n; ++i) {
    Unit* const unit = run[i].unit;
    Unit** const one = unit->id[0] ? &known : &unknown;
    if (!*one) {
      *one = unit;
    } else if (!unit->id[0]) {
      unite(*one, unit);
    } else if (last_of(*one) != last_of(unit)) {
      is_clear = false;
    }
  }
  if (is_clear && known && unknown) {
    unite(known, unknown);
  }
}

static void unite_runs(Form* forms, size_t n)
{
  qsort(forms, n, sizeof(*forms), compare_forms);
  for (size_t begin = 0, i = 1; i <= n; ++i) {
    if (i == n || strcmp(forms[i].key, forms[begin].key) != 0) {
      unite_run(forms + begin, i - begin);
      begin = i;
    }
  }
}

/* Unite what is written alike, in one way or another.  False: out of memory. */
static bool unite_keys(Unit** order, size_t n)
{
  Form* const forms = calloc(n * BYLINE_SPELLING_N_WAYS + 1, sizeof(*forms));
  size_t n_forms = 0;
  bool complete = forms != NULL;
  for (size_t i = 0; complete && i < n; ++i) {
    for (unsigned ways = 0; complete && ways < BYLINE_SPELLING_N_WAYS; ++ways) {
      char* const key = byline_spelling_key_as(order[i]->name, ways);
      complete = key != NULL;
      if (key && (ways == 0 || strcmp(key, order[i]->key) != 0)) {
        forms[n_forms++] = (Form){.key = key, .unit = order[i]};
      } else {
        free(key);
      }
    }
  }
  if (complete) {
    unite_runs(forms, n_forms);
    qsort(order, n, sizeof(*order), compare_keys);
  }
  for (size_t i = 0; i < n_forms; ++i) {
    free(forms[i].key);
  }
  free(forms);
  return complete;
}

/* How many tracks of its artist have the unit's name */
static size_t count_name(const Unit* units, size_t n, size_t i)
{
  size_t sum = 0;
  while (i > 0 && !strcmp(units[i - 1].name, units[i].name)) {
    --i;
  }
  const Unit* const group = units[i].group;
  for (size_t k = i; k < n && !strcmp(units[k].name, units[i].name); ++k) {
    sum += units[k].group == group ? units[k].n : 0;
  }
  return sum;
}

/* Choose each artist's most frequent spelling, the first of equals. */
static void choose(Unit* units, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    units[i].group = last_of(&units[i]);
  }
  for (size_t i = 0; i < n; ++i) {
    Unit* const group = units[i].group;
    if (!group->best ||
        count_name(units, n, i) >
            count_name(units, n, (size_t)(group->best - units))) {
      group->best = &units[i];
    }
  }
}

/* Find artists with spellings of one key, and mark all of them but the one with
   the most tracks.
   @param order In the order of the keys. */
static void mark(Unit** order, size_t n)
{
  for (size_t i = 1; i < n; ++i) {
    for (size_t k = i; k-- > 0 && !strcmp(order[k]->key, order[i]->key);) {
      Unit* const a = order[i]->group->best;
      Unit* const b = order[k]->group->best;
      order[i]->is_shared |= a != b;
      order[k]->is_shared |= a != b;
      if (a != b && a->id[0] && b->id[0] && !strcmp(a->key, b->key)) {
        const bool fewer = a->n < b->n || (a->n == b->n && a > b);
        (fewer ? a : b)->is_marked = true;
      }
    }
  }
}

static bool has_rule(const Unit* unit)
{
  return unit->group->best->is_marked ||
         strcmp(unit->name, unit->group->best->name) != 0;
}

static void put_rule(FILE* stream, const Unit* unit, const char* id, bool ids)
{
  const Unit* const best = unit->group->best;
  char mark_text[ID_LENGTH + 4] = "";
  if (best->is_marked) {
    snprintf(mark_text, sizeof(mark_text), " (%.*s)", ID_LENGTH, best->id);
  }
  char* name = NULL;
  byline_table_put(stream, unit->name, '\t');
  if (asprintf(&name, "%s%s", best->name, mark_text) >= 0) {
    byline_table_put(stream, name, ids ? '\t' : '\n');
    free(name);
  }
  if (ids) {
    byline_table_put(stream, id, '\n');
  }
}

static BylineStatus write_rules(const Unit* units, size_t n, const char* path,
                                size_t* n_rules)
{
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  bool ids = false;
  for (size_t i = 0; i < n; ++i) {
    ids |= has_rule(&units[i]) && units[i].is_shared;
  }
  fputs(ids ? "artist\tname\tartist_id\n" : "artist\tname\n", output.stream);
  for (size_t i = 0; i < n; ++i) {
    const bool shared = units[i].is_shared;
    const bool again =
        i > 0 && !shared && !strcmp(units[i - 1].name, units[i].name);
    if (has_rule(&units[i]) && !again) {
      put_rule(output.stream, &units[i], shared ? units[i].id : "", ids);
      ++*n_rules;
    }
  }
  return byline_output_commit(&output);
}

BylineStatus byline_spelling_propose(const BylineTable* library,
                                     const char* path, size_t* n_rules)
{
  *n_rules = 0;
  size_t n = 0;
  Unit* const units = gather(library, &n);
  Unit** const order = calloc(n + 1, sizeof(*order));
  bool complete = units && order;
  for (size_t i = 0; complete && i < n; ++i) {
    units[i].key = byline_spelling_key(units[i].name);
    units[i].group = order[i] = &units[i];
    complete = units[i].key != NULL;
  }
  BylineStatus status = BYLINE_OK;
  if (complete) {
    unite_identities(order, n);
    complete = unite_keys(order, n);
  }
  if (complete) {
    choose(units, n);
    mark(order, n);
    status = write_rules(units, n, path, n_rules);
  } else {
    status = byline_no_memory(path);
  }
  for (size_t i = 0; units && i < n; ++i) {
    free(units[i].key);
  }
  free(order);
  free(units);
  return status;
}
