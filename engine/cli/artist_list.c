/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/artist_list.h"

#include "base/json.h"
#include "recognizer/taught_file.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* source_of(const BylineRosterEntry* artist)
{
  return artist->n_lessons == 0 ? "known"
         : artist->known        ? "known, taught"
                                : "taught";
}

/* At MusicBrainz, or "" */
static const char* id_of(const BylineTaught* taught, const char* name)
{
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    const BylineTaughtLesson* const l = &taught->lessons[i];
    if (l->artist_id[0] && !strcmp(l->name, name)) {
      return l->artist_id;
    }
  }
  return "";
}

/* Whether a removed artist was listed already, as that of an earlier lesson */
static bool is_repeated(const BylineTaught* taught, size_t lesson)
{
  for (size_t i = 0; i < lesson; ++i) {
    if (taught->lessons[i].removed &&
        !strcmp(taught->lessons[i].name, taught->lessons[lesson].name)) {
      return true;
    }
  }
  return false;
}

static void each_removed(const BylineTaught* taught,
                         void (*tell)(void* user, const char* name), void* user)
{
  for (size_t i = 0; i < taught->n_changes; ++i) {
    if (!taught->changes[i].name) {
      tell(user, taught->changes[i].artist);
    }
  }
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    if (taught->lessons[i].removed && !is_repeated(taught, i)) {
      tell(user, taught->lessons[i].name);
    }
  }
}

static void print_removed(void* user, const char* name)
{
  (void)user;
  printf("removed        %s\n", name);
}

static void append_removed(void* user, const char* name)
{
  json_array_append_new(user, json_string(name));
}

void byline_artist_list_print(const BylineAnswerer* answerer)
{
  for (size_t i = 0; i < byline_roster_count(answerer->roster); ++i) {
    const BylineRosterEntry* const a = byline_roster_get(answerer->roster, i);
    printf("%-13s  %s", source_of(a), a->name);
    if (a->n_lessons > 0) {
      printf("  (%zu clips of %zu lesson%s)", a->n_clips, a->n_lessons,
             a->n_lessons == 1 ? "" : "s");
    }
    putchar('\n');
  }
  each_removed(&answerer->taught, print_removed, NULL);
}

void byline_artist_list_json(const BylineAnswerer* answerer)
{
  json_t* const artists = json_array();
  json_t* const removed = json_array();
  for (size_t i = 0; i < byline_roster_count(answerer->roster); ++i) {
    const BylineRosterEntry* const a = byline_roster_get(answerer->roster, i);
    const char* const id = id_of(&answerer->taught, a->name);
    json_array_append_new(
        artists,
        json_pack("{s:s, s:b, s:I, s:I, s:s?}", "artist", a->name, "known",
                  a->known, "lessons", (json_int_t)a->n_lessons, "clips",
                  (json_int_t)a->n_clips, "artist_id", id[0] ? id : NULL));
  }
  each_removed(&answerer->taught, append_removed, removed);
  char* const path = byline_taught_path(answerer->model);
  json_t* const object = json_pack("{s:o, s:o?, s:o, s:o}", "model",
                                   byline_json_path(answerer->path), "taught",
                                   path ? byline_json_path(path) : NULL,
                                   "artists", artists, "removed", removed);
  (void)byline_json_print(object, stdout, BYLINE_JSON_DOUBLE);
  free(path);
}
