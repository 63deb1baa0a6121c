/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Hearing sound and looking it up; declared in recordings.h. */

#include "recordings/index.h"
#include "recordings/match.h"
#include "recordings/quads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Samples after which peaks are taken from their finder */
#define BLOCK 4096

/* Peaks that are kept, at most; there are some 100 a second, with minor ones */
#define MAX_PEAKS 8192

/* Less than BYLINE_RECORDINGS_LEAST by this will do: clips are cut at blocks */
#define SLACK 0.2

/* Share of the loudest peaks that one recording explains when there is no other
   beside it */
#define ALL_EXPLAINED 0.75

/* Less than that is looked up with more quads */
#define SHORT_HOPS (5.0 / BYLINE_PEAK_HOP)

/* Hops until what is known is looked for again, and a second recording beside
   it, which costs more than all else: in between it is seen to go on */
#define PAUSE_HOPS ((uint32_t)(3.5 / BYLINE_PEAK_HOP))

/* How hard something is sought, and a second one */
static const BylineEffort usual = {BYLINE_SURE_SCORE, 80};
static const BylineEffort hidden = {BYLINE_SECOND_SCORE, 200};

/* A recording that is still playing is heard in the last hops, by odds of so
   many powers of ten */
#define RECENT_HOPS ((uint32_t)(3.0 / BYLINE_PEAK_HOP))
#define RECENT_EVIDENCE 3.0

struct BylineRecordingsListener {
  const BylineRecordings* index;
  BylinePeakFinder* finder;
  BylinePeak peaks[MAX_PEAKS]; ///< Those of the last seconds
  size_t n;                    ///< How many
  size_t n_known;  ///< Those of them for which all that is to come has come
  BylineHits hits; ///< What was found for these, and while matching for all
  size_t n_kept;   ///< How many there are for these
  bool finished;   ///< Nothing more comes
  BylinePeak chosen[MAX_PEAKS]; ///< Those that are being matched
  BylinePeak rest[MAX_PEAKS];   ///< Those that are not explained
  uint8_t used[MAX_PEAKS];      ///< Whether a peak is explained
  BylineMatchMemory memory;
  BylineAlignment first; ///< The only one that was found, if...
  bool is_known;         ///< ...there is such a one
  uint32_t sought;       ///< When that was
  uint32_t searched;     ///< When a second recording was last looked for
  BylineAlignment second[BYLINE_MAX_MATCHES]; ///< What was found then
  size_t n_second;                            ///< How many
};

BylineStatus byline_recordings_listener_new(const BylineRecordings* index,
                                            double rate,
                                            BylineRecordingsListener** listener)
{
  *listener = NULL;
  BylineRecordingsListener* const l = calloc(1, sizeof(*l));
  if (!l) {
    return byline_no_memory("a listener");
  }
  l->index = index;
  const BylineStatus status =
      byline_peak_finder_new(rate, BYLINE_HEARD_RANK, true, &l->finder);
  if (status != BYLINE_OK) {
    byline_recordings_listener_free(l);
    return status;
  }
  *listener = l;
  return BYLINE_OK;
}

void byline_recordings_listener_free(BylineRecordingsListener* l)
{
  if (l) {
    byline_peak_finder_free(l->finder);
    byline_hits_free(&l->hits);
    byline_match_memory_free(&l->memory);
    free(l);
  }
}

void byline_recordings_listener_set_index(BylineRecordingsListener* l,
                                          const BylineRecordings* index)
{
  l->index = index;
  l->hits.n = 0;
  l->n_known = 0;
  l->is_known = false;
  l->n_second = 0;
  l->searched = 0;
}

void byline_recordings_listener_reset(BylineRecordingsListener* l)
{
  byline_peak_finder_reset(l->finder);
  l->hits.n = 0;
  l->n = l->n_known = 0;
  l->is_known = false;
  l->n_second = 0;
  l->searched = 0;
  l->finished = false;
}

/* ---- hearing */

static void drop(BylineRecordingsListener* l, size_t n)
{
  memmove(l->peaks, l->peaks + n, (l->n - n) * sizeof(*l->peaks));
  l->n -= n;
  l->n_known -= n < l->n_known ? n : l->n_known;
}

static void take_peaks(BylineRecordingsListener* l)
{
  BylinePeak peak;
  while (byline_peak_finder_take(l->finder, &peak)) {
    if (l->n == MAX_PEAKS) {
      drop(l, MAX_PEAKS / 4);
    }
    l->peaks[l->n++] = peak;
  }
  /* A peak before what is asked about has nothing more to tell */
  const uint32_t hops = (uint32_t)(BYLINE_RECORDINGS_MOST / BYLINE_PEAK_HOP);
  const uint32_t now = byline_peak_finder_time(l->finder);
  size_t n = 0;
  while (n < l->n && l->peaks[n].time + hops < now) {
    ++n;
  }
  if (n > MAX_PEAKS / 16) {
    drop(l, n);
  }
}

void byline_recordings_listener_feed(BylineRecordingsListener* l,
                                     const float* mono, size_t n)
{
  while (n > 0) {
    const size_t step = n < BLOCK ? n : BLOCK;
    byline_peak_finder_feed(l->finder, mono, step);
    take_peaks(l);
    mono += step;
    n -= step;
  }
}

void byline_recordings_listener_finish(BylineRecordingsListener* l)
{
  if (!l->finished) {
    byline_peak_finder_finish(l->finder);
    take_peaks(l);
    l->finished = true;
  }
}

/* ---- answering */

/* Look up those peaks whose quads cannot change any more, for good. */
static void look_up_known(BylineRecordingsListener* l, BylineSearch search)
{
  const uint32_t newest = l->peaks[l->n - 1].time;
  for (; l->n_known < l->n &&
         l->peaks[l->n_known].time + BYLINE_QUAD_HOPS < newest;
       ++l->n_known) {
    byline_hits_find(l->index, l->peaks, l->n, l->n_known, search, &l->hits);
  }
}

/* Choose the loud ones among `n` peaks; returns how many. */
static size_t choose_loud(const BylinePeak* peaks, size_t n, BylinePeak* chosen)
{
  size_t n_chosen = 0;
  for (size_t i = 0; i < n; ++i) {
    if (peaks[i].rank < BYLINE_QUERY_RANK) {
      chosen[n_chosen++] = peaks[i];
    }
  }
  return n_chosen;
}

/* Take those that matches do not explain from `n` peaks; returns how many, or 0
   when there is nothing behind the matches. */
static size_t choose_unexplained(BylineRecordingsListener* l,
                                 const BylinePeak* peaks, size_t n,
                                 const BylineAlignment* matches,
                                 size_t n_matches)
{
  memset(l->used, 0, n);
  for (size_t i = 0; i < n_matches; ++i) {
    byline_alignment_use(l->index, peaks, n, &matches[i], l->used);
  }
  size_t n_loud = 0;
  size_t n_explained = 0;
  size_t n_left = 0;
  for (size_t i = 0; i < n; ++i) {
    const bool is_loud = peaks[i].rank < BYLINE_INDEX_RANK;
    n_loud += is_loud;
    n_explained += is_loud && l->used[i];
    if (!l->used[i]) {
      l->rest[n_left++] = peaks[i];
    }
  }
  return (double)n_explained > ALL_EXPLAINED * (double)n_loud ? 0 : n_left;
}

/* Add what was found for peaks from some time on up to another, but for what is
   known.
   @param at Where to go on in the listener's hits. */
static void add_hits(const BylineRecordingsListener* l, uint32_t begin,
                     uint32_t until, const BylineAlignment* known, size_t* at,
                     BylineHits* hits)
{
  for (; *at < l->hits.n && l->hits.hits[*at].heard <= until; ++*at) {
    const BylineHit* const hit = &l->hits.hits[*at];
    if (hit->heard >= begin &&
        (hit->segment != known->segment || hit->piece != known->piece)) {
      byline_hits_add(hits, hit);
    }
  }
}

/* Look for a recording under one that is known: in what is left when its peaks
   are taken away, where minor peaks become peaks; what was found with them
   counts, too. */
static size_t match_rest(BylineRecordingsListener* l, const BylinePeak* peaks,
                         size_t n, const BylineAlignment* known,
                         BylineAlignment* matches)
{
  const size_t n_rest = choose_unexplained(l, peaks, n, known, 1);
  memcpy(l->chosen, l->rest, n_rest * sizeof(*l->rest));
  const size_t n_found_again = byline_peaks_find_again(l->chosen, n_rest);
  const size_t n_loud = choose_loud(l->chosen, n_found_again, l->chosen);
  BylineHits hits = {0};
  size_t at = 0;
  for (size_t i = 0; i < n_loud; ++i) {
    add_hits(l, peaks[0].time, l->chosen[i].time, known, &at, &hits);
    byline_hits_find(l->index, l->chosen, n_loud, i, BYLINE_SEARCH_HIDDEN,
                     &hits);
  }
  const size_t n_matches = byline_match(l->index, l->rest, n_rest, &hits,
                                        hidden, &l->memory, matches);
  byline_hits_free(&hits);
  return n_matches;
}

/* The same, but not each second anew: those that were found stay as long as
   they are heard. */
static size_t match_second(BylineRecordingsListener* l, const BylinePeak* peaks,
                           size_t n, const BylineAlignment* known,
                           BylineAlignment* matches)
{
  const uint32_t now = byline_peak_finder_time(l->finder);
  if (now == l->searched || now - l->searched >= PAUSE_HOPS) {
    l->searched = now;
    l->n_second = match_rest(l, peaks, n, known, l->second);
  }
  size_t n_matches = 0;
  for (size_t i = 0; i < l->n_second; ++i) {
    BylineAlignment a = l->second[i];
    const size_t n_rest = choose_unexplained(l, peaks, n, known, 1);
    byline_alignment_judge(l->index, l->rest, n_rest, NULL, BYLINE_SECOND_SCORE,
                           &a);
    if (n_rest > 0 && a.score >= BYLINE_SECOND_SCORE) {
      matches[n_matches++] = a;
    }
  }
  return n_matches;
}

static size_t find_from(const BylineRecordingsListener* l, uint32_t begin)
{
  size_t first = 0;
  while (first < l->n && l->peaks[first].time < begin) {
    ++first;
  }
  return first;
}

/* Whether a match is heard in the last seconds, too */
static bool is_recent(BylineRecordingsListener* l, const BylineAlignment* match)
{
  const uint32_t now = byline_peak_finder_time(l->finder);
  const size_t first =
      find_from(l, now - (now < RECENT_HOPS ? now : RECENT_HOPS));
  const size_t n_loud = choose_loud(l->peaks + first, l->n - first, l->chosen);
  return byline_alignment_evidence(l->index, l->chosen, n_loud, match) >=
         RECENT_EVIDENCE;
}

/* Whether the one recording that was known a short while ago still is; laid
   anew beside what is heard now. */
static bool goes_on(BylineRecordingsListener* l, const BylinePeak* peaks,
                    size_t n, BylineAlignment* match)
{
  if (!l->is_known ||
      byline_peak_finder_time(l->finder) - l->sought >= PAUSE_HOPS) {
    return false;
  }
  const size_t n_loud = choose_loud(peaks, n, l->chosen);
  if (n_loud == 0) {
    return false;
  }
  *match = l->first;
  byline_alignment_adjust(l->index, l->chosen, n_loud, match);
  byline_alignment_judge(l->index, l->chosen, n_loud, NULL, BYLINE_SURE_SCORE,
                         match);
  return match->score >= BYLINE_SURE_SCORE && is_recent(l, match);
}

/* Look up all that was heard, and match what of it is from some time on. */
static size_t match_first(BylineRecordingsListener* l, uint32_t begin,
                          BylineSearch search, BylineAlignment* matches)
{
  look_up_known(l, search);
  l->n_kept = l->hits.n;
  for (size_t i = l->n_known; i < l->n; ++i) {
    byline_hits_find(l->index, l->peaks, l->n, i, search, &l->hits);
  }
  size_t first_hit = 0;
  while (first_hit < l->hits.n && l->hits.hits[first_hit].heard < begin) {
    ++first_hit;
  }
  const BylineHits recent = {.hits = first_hit ? l->hits.hits + first_hit
                                               : l->hits.hits,
                             .n = l->hits.n - first_hit};
  const size_t first = find_from(l, begin);
  const size_t n_loud = choose_loud(l->peaks + first, l->n - first, l->chosen);
  const size_t n_matches = byline_match(l->index, l->chosen, n_loud, &recent,
                                        usual, &l->memory, matches);
  l->sought = byline_peak_finder_time(l->finder);
  l->is_known = n_matches == 1;
  return n_matches;
}

/* Match what was heard from some time on: all of it, then what is left. */
static size_t match_all(BylineRecordingsListener* l, uint32_t begin,
                        BylineSearch search, BylineAlignment* matches)
{
  const size_t first = find_from(l, begin);
  const BylinePeak* const peaks = l->peaks + first;
  const size_t n = l->n - first;
  const size_t n_matches = goes_on(l, peaks, n, matches)
                               ? 1
                               : match_first(l, begin, search, matches);
  if (n_matches != 1) {
    l->n_second = 0;
    return n_matches;
  }
  l->first = matches[0];
  return 1 + match_second(l, peaks, n, matches, matches + 1);
}

size_t byline_recordings_listener_ask(BylineRecordingsListener* l,
                                      double seconds,
                                      BylineRecordingMatch* matches)
{
  const double now = byline_peak_finder_time(l->finder);
  const double hops = fmin(seconds, BYLINE_RECORDINGS_MOST) / BYLINE_PEAK_HOP;
  if (!l->index || l->index->n_segments == 0 || l->n == 0 ||
      fmin(now, hops) * BYLINE_PEAK_HOP < BYLINE_RECORDINGS_LEAST - SLACK) {
    return 0;
  }
  byline_hits_forget(&l->hits, l->peaks[0].time);
  /* A short while has few quads: try more */
  const BylineSearch search =
      fmin(now, hops) < SHORT_HOPS ? BYLINE_SEARCH_SHORT : BYLINE_SEARCH_USUAL;
  l->n_kept = l->hits.n;
  BylineAlignment found[2 * BYLINE_MAX_MATCHES];
  const size_t n_found =
      match_all(l, now > hops ? (uint32_t)(now - hops) : 0, search, found);
  l->hits.n = l->n_kept;
  size_t n_matches = 0;
  for (size_t i = 0; i < n_found && n_matches < BYLINE_MAX_MATCHES; ++i) {
    BylineRecordingMatch match = byline_match_tell(l->index, &found[i], now);
    match.recent = is_recent(l, &found[i]);
    if (i == 0 || match.recording != matches[0].recording) {
      matches[n_matches++] = match;
    }
  }
  return n_matches;
}
