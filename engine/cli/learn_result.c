/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/learn_result.h"

#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most artists that a line names */
#define MAX_NAMED 5

static size_t count(const json_t* object, const char* name)
{
  return (size_t)byline_json_get_integer(object, name);
}

static const char* text(const json_t* object, const char* name)
{
  const char* const value = byline_json_get_string(object, name);
  return value ? value : "";
}

static const char* plural(size_t n)
{
  return n == 1 ? "" : "s";
}

/* ---- how well */

static double clip_accuracy(const json_t* artist)
{
  const size_t n = count(artist, "test_clips");
  return n > 0 ? (double)count(artist, "right_clips") / (double)n : 0;
}

static int compare_artists(const void* a, const void* b)
{
  const double x = clip_accuracy(*(json_t* const*)a);
  const double y = clip_accuracy(*(json_t* const*)b);
  return (x < y) - (x > y);
}

static void print_artist(const json_t* artist, const char* before)
{
  printf("%s%s (%zu of %zu)", before, text(artist, "name"),
         count(artist, "right_songs"), count(artist, "test_songs"));
}

/* Those who are named best and worst, apart: no half of the artists is both. */
static void print_best(json_t** sorted, size_t n, double accuracy)
{
  size_t shown = 0;
  for (size_t i = 0; i < n / 2 && i < 3 && clip_accuracy(sorted[i]) > 0; ++i) {
    print_artist(sorted[i], shown++ ? ", " : "best: ");
  }
  fputs(shown ? "\n" : "", stdout);
  shown = 0;
  for (size_t i = 0; i < n - n / 2 && i < 3; ++i) {
    json_t* const artist = sorted[n - 1 - i];
    if (clip_accuracy(artist) < accuracy) {
      print_artist(artist, shown++ ? ", " : "weakest: ");
    }
  }
  fputs(shown ? "; more songs of theirs help most, from several albums\n" : "",
        stdout);
}

/* Those who have no song that could be kept for the test. */
static void print_untested(json_t* artists)
{
  size_t n = 0;
  size_t i = 0;
  json_t* artist = NULL;
  json_array_foreach(artists, i, artist)
  {
    if (count(artist, "test_clips") == 0 && n++ < MAX_NAMED) {
      printf("%s%s", n == 1 ? "not tested, for want of songs: " : ", ",
             text(artist, "name"));
    }
  }
  fputs(n > MAX_NAMED ? ", ...\n" : n > 0 ? "\n" : "", stdout);
}

static void print_artists(const json_t* result, double accuracy)
{
  json_t* const artists = json_object_get(result, "artists");
  json_t** const sorted = calloc(json_array_size(artists) + 1, sizeof(json_t*));
  size_t n = 0;
  size_t i = 0;
  json_t* artist = NULL;
  json_array_foreach(artists, i, artist)
  {
    if (sorted && count(artist, "test_clips") > 0) {
      sorted[n++] = artist;
    }
  }
  if (sorted) {
    qsort(sorted, n, sizeof(json_t*), compare_artists);
    print_best(sorted, n, accuracy);
  }
  free(sorted);
  print_untested(artists);
}

static void print_test(const json_t* result)
{
  const json_t* const test = json_object_get(result, "test");
  const json_t* const before = json_object_get(result, "before");
  const size_t n_artists = json_array_size(json_object_get(result, "artists"));
  const double clips = byline_json_get_number(test, "clip_accuracy");
  printf("learnt: %zu artists, %zu songs\n", n_artists, count(result, "songs"));
  printf(
      "names %.0f %% of songs that it has not heard (%zu of %zu), %.0f %% of "
      "10-s clips of them; by chance, %.0f %%\n",
      100 * byline_json_get_number(test, "song_accuracy"), count(test, "right"),
      count(test, "songs"), 100 * clips,
      100.0 / (double)(n_artists ? n_artists : 1));
  print_artists(result, clips);
  if (clips * (double)n_artists <= 1) {
    puts("that is no better than chance: it takes more songs of each artist, "
         "and more unlike artists");
  }
  if (json_is_object(before)) {
    printf("the model of before names %zu of %zu such songs, this one %zu\n",
           count(before, "right"), count(before, "songs"),
           count(before, "new_right"));
  }
}

/* ---- who is left out */

static void print_too_few(const json_t* artists)
{
  const size_t n = json_array_size(artists);
  for (size_t i = 0; i < n && i < MAX_NAMED; ++i) {
    const json_t* const artist = json_array_get(artists, i);
    if (i == 0) {
      printf("left out: %zu artist%s with too few songs: ", n, plural(n));
    }
    const char* const like = text(artist, "like");
    printf("%s%s (%zu%s%s%s)", i ? ", " : "", text(artist, "name"),
           count(artist, "songs"), like[0] ? "; or is it " : "", like,
           like[0] ? "?" : "");
  }
  fputs(n > MAX_NAMED ? ", ...\n" : n > 0 ? "\n" : "", stdout);
}

static void print_reasons(const json_t* reasons, size_t n_tracks)
{
  const size_t n = json_array_size(reasons);
  for (size_t i = 0; i < n; ++i) {
    const json_t* const reason = json_array_get(reasons, i);
    if (i == 0) {
      printf("left out: %zu track%s: ", n_tracks, plural(n_tracks));
    }
    printf("%s%zu %s", i ? ", " : "", count(reason, "tracks"),
           text(reason, "why"));
  }
  fputs(n > 0 ? " (--json lists them)\n" : "", stdout);
}

/* ---- what now */

static void print_use(const json_t* result)
{
  if (strcmp(text(result, "run"), text(result, "in_use")) != 0) {
    printf(
        "the model of before stays in use, since it names clearly more; to "
        "use the new one all the same, copy\n%s/%s/model.safetensors to %s\n",
        text(result, "folder"), text(result, "run"), text(result, "model"));
    return;
  }
  printf("the model: %s\n", text(result, "model"));
  if (json_is_string(json_object_get(result, "kept"))) {
    printf("your own of before: %s\n", text(result, "kept"));
  }
  puts("in the host: insert Byline; it uses this model from now on (plugins "
       "that are open: close and insert them again)");
}

void byline_learn_result_print(const json_t* result)
{
  const json_t* const left_out = json_object_get(result, "left_out");
  if (!json_is_true(json_object_get(result, "new"))) {
    puts("nothing is new");
  }
  print_test(result);
  print_too_few(json_object_get(left_out, "artists"));
  print_reasons(json_object_get(left_out, "reasons"),
                json_array_size(json_object_get(left_out, "tracks")));
  printf("to correct artists: %s/library.tsv, then 'byline learn'\n",
         text(result, "folder"));
  print_use(result);
}
