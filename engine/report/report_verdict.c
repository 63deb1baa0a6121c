/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a report says first, to people who play music: is it good enough, and
   what would make it better. */

#include "report/report_sections.h"

#include "evaluation/verdict.h"

#include <stdlib.h>
#include <string.h>

/* Most artists that are listed, and of whose clips so many are named at most */
#define MOST_LISTED 12
#define WEAK 0.5

/* An artist, and how it is named */
typedef struct {
  const char* name;
  size_t n_clips; ///< In the test
  size_t n_right; ///< Of them, named rightly
  size_t n_songs; ///< Learnt from
} Artist;

static double share(const Artist* artist)
{
  return (double)artist->n_right / (double)artist->n_clips;
}

/* The weakest first; of two alike, the one with more clips */
static int compare(const void* a, const void* b)
{
  const Artist* const x = a;
  const Artist* const y = b;
  const double dx = share(x);
  const double dy = share(y);
  return dx != dy ? (dx > dy) - (dx < dy)
                  : (x->n_clips < y->n_clips) - (x->n_clips > y->n_clips);
}

static size_t count_learnt(const BylineReport* r, const char* name)
{
  const BylineDataset* const dataset = r->input.target->dataset;
  size_t n = 0;
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    n += song->split == BYLINE_TRAIN && !song->is_variant &&
         !strcmp(byline_dataset_artist(dataset, song->artist), name);
  }
  return n;
}

/* Artists of the test, the weakest first; returns how many */
static size_t gather(const BylineReport* r, Artist* artists)
{
  const BylineConfusion* const clips = &r->evaluation.evaluation.clips;
  char* const* const names = byline_model_info(r->input.target->model)->artists;
  size_t n = 0;
  for (size_t i = 0; i < clips->n_classes; ++i) {
    const size_t support = byline_class_score(clips, i).support;
    if (support > 0) {
      artists[n++] =
          (Artist){.name = names[i],
                   .n_clips = support,
                   .n_right = clips->counts[i * clips->n_classes + i],
                   .n_songs = count_learnt(r, names[i])};
    }
  }
  qsort(artists, n, sizeof(*artists), compare);
  return n;
}

static void add_weak(BylineDocument* d, const Artist* artists, size_t n)
{
  byline_document_paragraph(
      d,
      "What helps most: songs of these, from other albums than those that it "
      "knows. Put them where it finds them, and call 'byline learn' again.");
  byline_document_table(d, 3);
  byline_document_cell(d, "add songs for");
  byline_document_cell(d, "named rightly");
  byline_document_cell(d, "songs learnt");
  for (size_t i = 0; i < n && i < MOST_LISTED; ++i) {
    byline_document_cell(d, "%s", artists[i].name);
    byline_document_cell(d, "%zu of %zu clips", artists[i].n_right,
                         artists[i].n_clips);
    byline_document_cell(d, "%zu", artists[i].n_songs);
  }
  if (n > MOST_LISTED) {
    byline_document_paragraph(d, "And %zu more, in the table of artists below.",
                              n - MOST_LISTED);
  }
}

static const char* words_of(BylineVerdictKind kind)
{
  switch (kind) {
  case BYLINE_VERDICT_STAGE:
    return "Yes, for a screen on a stage.";
  case BYLINE_VERDICT_HINT:
    return "As a hint for you, yes; not for a screen that everybody reads.";
  case BYLINE_VERDICT_NOT_YET:
    break;
  }
  return "Not yet.";
}

static void add_words(BylineReport* r)
{
  const BylineVerdict v =
      byline_verdict(&r->evaluation.songs, BYLINE_USUAL_THRESHOLD);
  byline_document_paragraph(
      &r->document,
      "%s Of %zu songs that it never heard, by artists it knows, it names %zu "
      "rightly and %zu wrongly; of %zu it says that it does not know. A higher "
      "threshold in the plugin makes wrong names and right ones fewer.",
      words_of(v.kind), v.n_songs, v.n_right, v.n_wrong,
      v.n_songs - v.n_right - v.n_wrong);
}

BylineStatus byline_report_add_verdict(BylineReport* r)
{
  const size_t n_classes = r->evaluation.evaluation.clips.n_classes;
  Artist* const artists = calloc(n_classes + 1, sizeof(*artists));
  if (!artists) {
    return byline_no_memory("a report");
  }
  const size_t n = gather(r, artists);
  size_t n_weak = 0;
  while (n_weak < n && share(&artists[n_weak]) < WEAK) {
    ++n_weak;
  }
  byline_document_heading(&r->document, "Good enough?");
  add_words(r);
  if (n_weak > 0) {
    add_weak(&r->document, artists, n_weak);
  }
  free(artists);
  return BYLINE_OK;
}
