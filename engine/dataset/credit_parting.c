/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/credit_parting.h"

#include <stdlib.h>
#include <string.h>

/* How many joints a name is looked at */
#define MAX_JOINTS 64

BylineFame byline_credit_fame(const BylineArtists* artists, const char* text,
                              size_t begin, size_t end, const char* id)
{
  char* const part = strndup(text + begin, end - begin);
  const BylineFame fame =
      part ? byline_artists_find(artists, part, id) : (BylineFame){0};
  free(part);
  return fame;
}

size_t byline_credit_part(const char* name, bool weak,
                          size_t ends[BYLINE_MOST_NAMES][2])
{
  size_t n = 1;
  ends[0][0] = 0;
  ends[0][1] = strlen(name);
  BylineParting p;
  for (size_t i = 0; i < MAX_JOINTS && n < BYLINE_MOST_NAMES &&
                     byline_credit_find_joint(name, i, &p);
       ++i) {
    for (size_t k = 0; k < n; ++k) {
      if (p.weak <= weak && p.left_end > ends[k][0] &&
          p.right_begin < ends[k][1]) {
        memmove(ends[k + 1], ends[k], (n - k) * sizeof(ends[0]));
        ends[k][1] = p.left_end;
        ends[k + 1][0] = p.right_begin;
        ++n;
        break;
      }
    }
  }
  return n;
}

bool byline_credit_all_known(const BylineArtists* artists, const char* name,
                             size_t ends[BYLINE_MOST_NAMES][2], size_t n,
                             size_t n_whole)
{
  size_t sum = 0;
  for (size_t i = 0; i < n; ++i) {
    const BylineFame fame =
        byline_credit_fame(artists, name, ends[i][0], ends[i][1], "");
    if (fame.n == 0) {
      return false;
    }
    sum += fame.n;
  }
  return n > 1 && n_whole <= 2 * sum;
}

/* A part of a name that is looked at */
typedef struct {
  char* text;
  BylineFame fame;
  bool has_joints;
} Part;

static Part look_at(const BylineArtists* artists, const char* name,
                    size_t begin, size_t end, const char* id)
{
  BylineParting p;
  Part part = {.text = strndup(name + begin, end - begin)};
  if (part.text) {
    part.fame = byline_artists_find(artists, part.text, id);
    part.has_joints = byline_credit_find_joint(part.text, 0, &p);
  }
  return part;
}

/* Whether a part is reason enough to part there.  If it alone is known, the
   other must be one name, and not that of its band.
   @param weak Both must be known.
   @param id The whole's, when it has a single one; "" otherwise. */
static bool tells(const Part* part, const Part* other, bool weak,
                  BylineFame whole, const char* id)
{
  const size_t n = part->fame.n;
  if (id[0]) {
    return part->fame.has_id;
  }
  if (weak && (n == 0 || other->fame.n == 0)) {
    return false;
  }
  const size_t sum = n + other->fame.n;
  const bool is_band = other->fame.n == 0 && byline_credit_is_band(other->text);
  if (part->fame.declared) {
    return !is_band && (n == 0 || whole.n <= 2 * sum);
  }
  if (n > 0 && other->fame.n > 0) {
    return whole.n <= 2 * sum;
  }
  return n > 0 && whole.n < 3 && whole.n <= n && !other->has_joints && !is_band;
}

bool byline_credit_find_parting(const BylineArtists* artists, const char* name,
                                BylineFame whole, const char* id,
                                BylineParting* best)
{
  size_t longest = 0;
  BylineParting p;
  for (size_t i = 0; i < MAX_JOINTS && byline_credit_find_joint(name, i, &p);
       ++i) {
    const Part left = look_at(artists, name, p.left_begin, p.left_end, id);
    const Part right = look_at(artists, name, p.right_begin, p.right_end, id);
    const bool complete = left.text && right.text;
    const size_t n_left = complete && tells(&left, &right, p.weak, whole, id)
                              ? p.left_end - p.left_begin
                              : 0;
    const size_t n_right = complete && tells(&right, &left, p.weak, whole, id)
                               ? p.right_end - p.right_begin
                               : 0;
    const size_t n = n_left > n_right ? n_left : n_right;
    if (n > longest) {
      longest = n;
      *best = p;
    }
    free(left.text);
    free(right.text);
  }
  return longest > 0;
}
